"""Determinations: all of them, one with what it is about, a proposal, and what a second person rules."""

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
from tracker.web.forms.determinations import DeterminationForm, EndForm, RulingForm
from tracker.web.session import records

blueprint = Blueprint("determinations", __name__, url_prefix="/determinations")

NUMBER = "int(max=2000000000):number"
Answer = str | Response | tuple[str, int]

_SAID = {
    Ruling.APPROVED: "You approved determination {}. It stands beside the computed outcome and changes no status.",
    Ruling.REFUSED: "You refused determination {}.",
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
def end(number: int) -> Answer:
    """End an approved determination."""
    form = EndForm()
    if not form.validate():
        return _page(number, form), 422
    try:
        determinations.end(records(), number=number, reason=form.reason.data or "", by=person().id, at=clock.now())
    except RuleBroken as error:
        return _refused(number, form, error)
    flash(f"You ended determination {number}. What was known before stays as it was.")
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
    own = g.person is not None and g.person.id == held.row.proposed_by_id
    return render_template(
        "determinations/show.html", held=held, cell=cell, clocks=clocks, own=own, why_not=_why_not(held), **given
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
    if g.person is None or not g.person.may(Role.REVIEWER):
        return None
    if held.standing is Standing.PROPOSED and g.person.id != held.row.proposed_by_id:
        return RulingForm()
    return EndForm() if held.standing in HELD else None


def _why_not(held: Held) -> str:
    """Why the reader is offered no ruling on a proposal that waits; empty when they may rule, or none is due."""
    if held.standing is not Standing.PROPOSED:
        return ""
    if g.person is None:
        return "Sign in as a reviewer to rule on it."
    if g.person.id == held.row.proposed_by_id:
        return "You proposed it. A second person must rule on it."
    return "" if g.person.may(Role.REVIEWER) else "A reviewer rules on it; your roles do not include that."
