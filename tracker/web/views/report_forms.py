"""New reports: a matrix from a form, any other kind from the page that shows it. Both are looked at before freezing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker import clock
from tracker.domain.dates import day_words
from tracker.domain.errors import RuleBroken
from tracker.domain.report import ReportDocument
from tracker.domain.report_copy import ReportCopy
from tracker.domain.reporting import LONGEST_TITLE
from tracker.domain.vocabulary import ReportKind
from tracker.exports.outline import anchors
from tracker.exports.outlining import outline
from tracker.services import law, report_building, reports
from tracker.services.report_asking import Asked
from tracker.web.access import person
from tracker.web.clocks import AskedClocks, clocks_from_request
from tracker.web.filters import sentence_case
from tracker.web.forms.reports import EVERY, RECORDED, ReportForm, TakeForm
from tracker.web.session import records
from tracker.web.views import report_asks
from tracker.web.views.reports import blueprint

__all__ = ["blueprint"]
blueprint.add_app_template_global(report_asks.filters_of_page, "asked_filters")


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> AnyResponse | tuple[str, int]:
    """Look at a scope, name it, and freeze it."""
    clocks = clocks_from_request()
    form, preview = _form(clocks), None
    if not form.errors:
        try:
            if request.method == "POST":
                return _frozen(form, clocks)
            preview = _preview(form, clocks)
        except RuleBroken as error:
            form.refuse(error)
            preview = _preview_after(form, clocks, error)
    status = 422 if form.errors_summary else 200
    shown = {"address": url_for("reports.new", **(form.query | clocks.query)), "knows_now": _knows_now(clocks)}
    return render_template("reports/new.html", form=form, clocks=clocks, preview=preview, **shown), status


def _form(clocks: AskedClocks) -> ReportForm:
    lines = law.regimes(records())
    first = max(lines, key=lambda line: line.obligations).regime.key if lines else ""
    regime = request.args.get("regime", "") or first
    return ReportForm.of(
        clocks,
        regimes=[(line.regime.key, line.regime.name) for line in lines],
        subjects=law.topics(records(), regime=regime),
        duties=[(row.key, _named(row)) for row in law.obligations(records(), regime=regime)],
        regime=first,
    )


def _named(row: Any) -> str:
    return f"{row.title} ({row.provision.resolution.number} ¶{row.provision.paragraph})"


def _frozen(form: ReportForm, clocks: AskedClocks) -> AnyResponse:
    at = clock.now()
    asked = _asked(form, clocks, at)
    report = reports.freeze(records(), asked=asked, title=form.title.data or "", author=person().id, at=at)
    return _to(report.number)


def _to(number: int) -> AnyResponse:
    flash(f"Report {number} is frozen. A reviewer who is not its author can approve it.")
    return redirect(url_for("reports.show", number=number), 303)


def _asked(form: ReportForm, clocks: AskedClocks, at: datetime) -> Asked:
    return Asked(
        ReportKind.MATRIX,
        clocks.known(_known_at(clocks, at)),
        regime=form.chosen("regime"),
        states=_states(form),
        obligations=_obligations(form),
    )


def _preview(form: ReportForm, clocks: AskedClocks) -> reports.Preview:
    return reports.preview(records(), asked=_asked(form, clocks, clock.now()))


def _preview_after(form: ReportForm, clocks: AskedClocks, error: RuleBroken) -> reports.Preview | None:
    """What was looked at stays on the page if only the title was refused."""
    return _preview(form, clocks) if {problem.field for problem in error.problems} == {"title"} else None


def _states(form: ReportForm) -> Sequence[str] | None:
    """The states named, or all of them; None leaves the choice to the record."""
    if form.chosen("rows") == EVERY:
        return [state.code for state in law.states(records(), together=True)]
    return form.named_states


def _obligations(form: ReportForm) -> Sequence[str] | None:
    """The obligations that fit what was asked for; where nothing was, the choice is left to the record."""
    subject, test, which = form.chosen("subject"), form.chosen("test"), form.chosen("obligations")
    keys = form.duty.data or ()
    if not (subject or test or which or keys):
        return None
    rows = law.obligations(records(), regime=form.chosen("regime"), keys=keys, subject=subject, test=test)
    return [row.key for row in (law.spoken_of(records(), rows) if which == RECORDED else rows)]


def _known_at(clocks: AskedClocks, at: datetime) -> datetime:
    return at if _knows_now(clocks) else clocks.known_at


def _knows_now(clocks: AskedClocks) -> bool:
    """Whether the present instant is meant. A day means its end; today's has not come, so today means now."""
    return clocks.query.get("known_at") in (None, clock.today().isoformat())


@blueprint.route("/take/<kind>", methods=["GET", "POST"])
def take(kind: str) -> AnyResponse | tuple[str, int]:
    """Look at what a page shows as a report of a kind, name it, and freeze it. The question stands in the address."""
    chosen = TAKEN.get(kind) or abort(404)
    clocks, at = clocks_from_request(), clock.now()
    asking = report_asks.question(chosen, clocks, known_at=_known_at(clocks, at))
    form = TakeForm()
    form.title.flags.required = True  # a mark for the page; the service refuses
    try:
        if asking.asked and request.method == "POST" and form.validate():
            return _freeze(asking.asked, form, at)
        seen = _look(asking.asked, at) if asking.asked else None
    except RuleBroken as error:
        form.refuse(error)
        seen = _look_after(asking.asked, at, error)
    if seen and not form.is_submitted():
        form.title.data = _suggested(seen)
    return _taken(form, chosen, seen, asking)


def _freeze(asked: Asked, form: TakeForm, at: datetime) -> AnyResponse:
    named = {"title": form.title.data or "", "supersedes": form.supersedes.data}
    return _to(reports.freeze(records(), asked=asked, author=person().id, at=at, **named).number)


TAKEN = {kind.value: kind for kind in ReportKind if kind is not ReportKind.MATRIX}
"""The kinds that a page is taken as, by their names in the address."""


def _taken(
    form: TakeForm, kind: ReportKind, seen: ReportDocument | None, asking: report_asks.Question
) -> tuple[str, int]:
    problems = [*form.errors_summary, *asking.form.errors_summary]
    form.refused += [sentence for _, sentence in asking.form.errors_summary]
    made = outline(ReportCopy(seen, "", "")) if seen else None
    address = f"{request.path}?{request.query_string.decode()}"
    shown = {"outline": made, "anchors": anchors(made) if made else {}, "address": address}
    return render_template("reports/take.html", form=form, kind=kind, **shown), 422 if problems else 200


def _look(asked: Asked, at: datetime) -> ReportDocument:
    return report_building.build(records(), asked=asked, title="", number=0, author=person().name, at=at)


def _look_after(asked: Asked | None, at: datetime, error: RuleBroken) -> ReportDocument | None:
    """What was looked at stays on the page if only what was typed there was refused."""
    typed = {problem.field for problem in error.problems} <= {"title", "supersedes"}
    return _look(asked, at) if asked and typed else None


def _suggested(document: ReportDocument) -> str:
    """A title to begin with."""
    said = f"{sentence_case(document.kind.label)}: {document.scope}, {day_words(document.as_of)}"
    return said if len(said) <= LONGEST_TITLE else f"{said[: LONGEST_TITLE - 1]}…"
