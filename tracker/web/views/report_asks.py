"""What a page asks to be frozen: the question of a report, from the address that the page itself has."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from flask import request

from tracker.domain.errors import RuleBroken
from tracker.domain.vocabulary import ReportKind
from tracker.services import comparisons, law
from tracker.services.report_asking import Asked
from tracker.web.clocks import AskedClocks, read_clocks
from tracker.web.forms.base import Form
from tracker.web.forms.claim_filter import FilterForm
from tracker.web.forms.reconciliations import ReconcileForm
from tracker.web.forms.scope import CalendarForm, CompareForm, ScopeForm
from tracker.web.session import records
from tracker.web.views import scoping
from tracker.web.views.claim_desk import Desk


@dataclass(frozen=True, slots=True)
class Question:
    """What an address asks for; without `asked`, the form says what is wrong with it."""

    form: Form
    asked: Asked | None


def filters_of_page() -> dict[str, str]:
    """The filters and clocks of the present address, without the page of its list: what a report of it goes by."""
    return {name: value for name, value in request.args.items() if name not in ("page", "size")}


def question(kind: ReportKind, clocks: AskedClocks, *, known_at: datetime) -> Question:
    """The question of an address for a kind of report. `known_at` is the instant that is meant."""
    return _READERS[kind](kind, clocks, known_at)


def _cells(kind: ReportKind, clocks: AskedClocks, known_at: datetime) -> Question:
    desk, form = Desk(), scoping.asked(ScopeForm, clocks)
    state = desk.named_state(form.state)
    return _of_scope(form, kind, clocks, known_at, state)


def _deadlines(kind: ReportKind, clocks: AskedClocks, known_at: datetime) -> Question:
    desk, form = Desk(), scoping.asked(CalendarForm, clocks)
    if form.chosen("outcome"):
        said = "A report of deadlines has no filter by outcome; leave it out."
        form.refuse(RuleBroken.at("report", "outcome", said))
    return _of_scope(form, kind, clocks, known_at, desk.named_state(form.state))


def _of_scope(form: ScopeForm, kind: ReportKind, clocks: AskedClocks, known_at: datetime, state: str) -> Question:
    if form.errors:
        return Question(form, None)
    asked = Asked(
        kind,
        clocks.known(known_at),
        regime=form.chosen("regime"),
        states=[state] if state else None,
        obligations=_obligations(form, state),
    )
    return Question(form, asked)


def _obligations(form: ScopeForm, state: str) -> list[str] | None:
    """The obligations that fit, one by one, since a report has no other filter of them; None where all do."""
    filters = scoping.chosen(form, "regime", "obligation", "subject", "test")
    if not any(value for name, value in filters.items() if name != "regime"):
        return None
    return [row.key for row in comparisons.scope(records(), state=state, **filters).obligations]


def _changes(kind: ReportKind, clocks: AskedClocks, known_at: datetime) -> Question:
    desk, form = Desk(), scoping.asked(CompareForm, clocks)
    first = read_clocks(request.args, prefix="from_")
    form.refuse(RuleBroken("clocks", *first.problems))
    state = desk.named_state(form.state)
    found = _of_scope(form, kind, clocks, known_at, state)
    if found.asked is None or not first.given:
        return found
    return Question(form, replace(found.asked, before=first.before(found.asked.clocks)))


def _register(kind: ReportKind, clocks: AskedClocks, known_at: datetime) -> Question:
    desk = Desk()
    form = FilterForm(request.args, desk.regimes, clocks)
    chosen = form.chosen(desk.find_state)
    return Question(form, Asked(kind, clocks.known(known_at), claims=chosen) if chosen else None)


def _reconciliation(kind: ReportKind, clocks: AskedClocks, known_at: datetime) -> Question:
    form = ReconcileForm.asked(clocks)
    duty = law.obligation(records(), key=request.args.get("obligation", ""))
    count, earlier = form.published, form.before
    if form.errors:
        return Question(form, None)
    asked = Asked(kind, clocks.known(known_at), obligations=[duty.key], count=count, earlier=earlier)
    return Question(form, asked)


_READERS: dict[ReportKind, Callable[[ReportKind, AskedClocks, datetime], Question]] = {
    ReportKind.STATE: _cells,
    ReportKind.OBLIGATION: _cells,
    ReportKind.CELL: _cells,
    ReportKind.CHANGES: _changes,
    ReportKind.DEADLINES: _deadlines,
    ReportKind.REGISTER: _register,
    ReportKind.RECONCILIATION: _reconciliation,
}
"""The reader of each kind that a page offers. A matrix has a form of its own, since its rows and columns are chosen."""
