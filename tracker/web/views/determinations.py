"""Determinations: all of them, one with what it is about, a proposal, its end, and what a second person rules."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain.determining import Proposal
from tracker.domain.errors import RuleBroken
from tracker.domain.vocabulary import Role, Ruling, Standing
from tracker.services import assessments, determination_list, determinations
from tracker.services.assessments import Cell
from tracker.services.determination_list import HELD, Held
from tracker.services.determinations import Ground
from tracker.web import drafting
from tracker.web.access import person
from tracker.web.clocks import AskedClocks, clocks_at, clocks_from_request
from tracker.web.errors import STATUS
from tracker.web.forms.base import Form
from tracker.web.forms.determinations import DeterminationForm, EndForm, EndRulingForm, RulingForm
from tracker.web.session import records

blueprint = Blueprint("determinations", __name__, url_prefix="/determinations")

NUMBER = "int(max=2000000000):number"
Answer = str | Response | tuple[str, int]

_SAID = {
    Ruling.APPROVED: "You approved determination {}. It stands beside the computed outcome and changes no status.",
    Ruling.REFUSED: "You refused determination {}.",
}
_SAID_OF_END = {
    Ruling.APPROVED: "You ended determination {}. What was known before stays as it was.",
    Ruling.REFUSED: "You refused the end of determination {}. It stands as before.",
}


@blueprint.get("/", endpoint="list")
def list_all() -> str:
    """What waits for a second person, what stands or has lapsed, and what is over."""
    found = determination_list.overview(records(), as_of=clock.today(), known_at=clock.now())
    return render_template("determinations/list.html", found=found)


@blueprint.route("/new/<state>/<obligation>", methods=["GET", "POST"])
def new(state: str, obligation: str) -> Answer:
    """Propose that a cell be held otherwise than computed."""
    asked = clocks_from_request()
    cell = assessments.cell(records(), state=state, obligation=obligation, clocks=clocks_at(asked.as_of, clock.now()))
    form = drafting.start(DeterminationForm)
    if request.method != "POST":
        return _proposal(cell, form, asked)
    if not form.validate():
        return _proposal(cell, form, asked, seen=form.seen.data or ""), 422
    try:
        return _proposed(cell, form)
    except RuleBroken as error:
        if error.code not in ("refused", "stale"):
            raise
        records().rollback()
        form.refuse(error)
        cell = assessments.cell(
            records(), state=state, obligation=obligation, clocks=clocks_at(asked.as_of, clock.now())
        )
        return _proposal(cell, form, asked), STATUS[error.code]


def _proposal(cell: Cell, form: DeterminationForm, asked: AskedClocks, *, seen: str = "") -> str:
    form.seen.data = seen or Ground(cell.duty, cell.evidence).fingerprint()
    found = determination_list.of_cell(records(), cell=cell)
    return render_template("determinations/new.html", cell=cell, form=form, clocks=asked, determinations=found)


def _proposed(cell: Cell, form: DeterminationForm) -> Response:
    first, last = form.days
    proposal = Proposal(cell.state.code, cell.obligation.key, form.chosen, form.reason.data or "", first, last)
    seen = form.seen.data or "nothing"
    row = determinations.propose(records(), proposal=proposal, by=person().id, at=clock.now(), seen=seen)
    drafting.done()
    flash(f"Determination {row.id} is proposed. It waits for a reviewer other than you, and changes no status.")
    return redirect(url_for("determinations.show", number=row.id), 303)


@blueprint.get(f"/<{NUMBER}>")
def show(number: int) -> str:
    """One determination beside the computed outcome, with what a reader may do about it."""
    return _page(number)


@blueprint.post(f"/<{NUMBER}>/rule")
def rule(number: int) -> Answer:
    """Approve or refuse what somebody else proposed."""
    form = RulingForm()
    if not form.validate():
        return _page(number, form), 422
    try:
        ruling, reason = Ruling(form.ruling.data), form.reason.data or ""
        determinations.rule(records(), number=number, ruling=ruling, reason=reason, by=person().id, at=clock.now())
    except RuleBroken as error:
        return _refused(number, form, error)
    flash(_SAID[ruling].format(number))
    return redirect(url_for("determinations.show", number=number), 303)


@blueprint.post(f"/<{NUMBER}>/take-back")
def take_back(number: int) -> Answer:
    """Take one's own proposal back."""
    determinations.take_back(records(), number=number, by=person().id, at=clock.now())
    flash(f"You took determination {number} back.")
    return redirect(url_for("determinations.show", number=number), 303)


@blueprint.post(f"/<{NUMBER}>/end")
def propose_end(number: int) -> Answer:
    """Propose that an approved determination end."""
    form = EndForm()
    if not form.validate():
        return _page(number, form), 422
    try:
        reason = form.reason.data or ""
        determinations.propose_end(records(), number=number, reason=reason, by=person().id, at=clock.now())
    except RuleBroken as error:
        return _refused(number, form, error)
    flash(f"You proposed to end determination {number}. It stands as before until a reviewer other than you ends it.")
    return redirect(url_for("determinations.show", number=number), 303)


@blueprint.post(f"/<{NUMBER}>/end/rule")
def rule_on_end(number: int) -> Answer:
    """End a determination as somebody else proposed, or refuse that."""
    form = EndRulingForm()
    if not form.validate():
        return _page(number, form), 422
    try:
        given = {"ruling": (ruling := Ruling(form.ruling.data)), "reason": form.reason.data or ""}
        determinations.rule_on_end(records(), number=number, **given, by=person().id, at=clock.now())
    except RuleBroken as error:
        return _refused(number, form, error)
    flash(_SAID_OF_END[ruling].format(number))
    return redirect(url_for("determinations.show", number=number), 303)


@blueprint.post(f"/<{NUMBER}>/end/take-back")
def take_end_back(number: int) -> Answer:
    """Take back the end that one proposed."""
    determinations.take_end_back(records(), number=number, by=person().id, at=clock.now())
    flash(f"You no longer propose to end determination {number}.")
    return redirect(url_for("determinations.show", number=number), 303)


def _refused(number: int, form: Form, error: RuleBroken) -> Answer:
    """The page with the form as it was filled in; the page of refusals where the form is offered no more."""
    records().rollback()
    held, _ = _held(number)
    if not isinstance(form, type(_form(held))):
        raise error
    form.refuse(error)
    return _page(number, form), STATUS[error.code]


def _page(number: int, form: Form | None = None) -> str:
    held, cell = _held(number)
    offered = _form(held)
    if form is None or not isinstance(form, type(offered)):
        form = offered
    given: dict[str, Any] = {"form": form} if form is not None else {}
    clocks = AskedClocks(cell.clocks.as_of, cell.clocks.known_at, {"as_of": cell.clocks.as_of.isoformat()})
    return render_template(
        "determinations/show.html", held=held, cell=cell, clocks=clocks, why_not=_why_not(held), **given
    )


def _held(number: int) -> tuple[Held, Cell]:
    """A determination and its cell by what is known now, as of today or the nearest day that it is about."""
    row = determinations.get(records(), number=number)
    clocks = clocks_at(_nearest(row.first, row.last, clock.today()), clock.now())
    cell = assessments.cell(records(), state=row.state_code, obligation=row.obligation.key, clocks=clocks)
    found = determination_list.of_cell(records(), cell=cell)
    return next(held for held in found if held.row.id == number), cell


def _nearest(first: date | None, last: date | None, day: date) -> date:
    if first is not None and day < first:
        return first
    return last if last is not None and day > last else day


def _form(held: Held) -> Form | None:
    """The form that the reader is offered, if any."""
    if g.person is None or _why_not(held):
        return None
    if held.standing is Standing.PROPOSED:
        return RulingForm()
    if held.standing not in HELD:
        return None
    if held.ends.waiting is not None:
        return EndRulingForm()
    return EndForm() if g.person.may(Role.ANALYST, Role.REVIEWER) else None


def _why_not(held: Held) -> str:
    """Why the reader is offered no ruling on what waits; empty when they may rule, or none is due."""
    waits = held.row if held.standing is Standing.PROPOSED else held.ends.waiting
    if waits is None:
        return ""
    what = "it" if held.standing is Standing.PROPOSED else "its end"
    if g.person is None:
        return f"Sign in as a reviewer to rule on {what}."
    if g.person.id == waits.proposed_by_id:
        return f"You proposed {what}. A second person must rule on it."
    return "" if g.person.may(Role.REVIEWER) else f"A reviewer rules on {what}; your roles do not include that."
