"""Records of the law beside the resolutions: all of them, one, a proposal, what a second person rules."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.vocabulary import Role, Ruling
from tracker.services import law, law_changes, ripples
from tracker.web import drafting
from tracker.web.access import person
from tracker.web.errors import STATUS
from tracker.web.forms.base import Form
from tracker.web.forms.law_changes import LawChangeForm, LawRulingForm, StrikeForm
from tracker.web.session import records

blueprint = Blueprint("law_changes", __name__, url_prefix="/law")

NUMBER = "int(max=2000000000):number"
Answer = str | Response | tuple[str, int]

_SAID = {
    Ruling.APPROVED: "You put change {} in force. Look at what it touches, and clear each.",
    Ruling.REFUSED: "You refused change {}.",
}


@blueprint.get("/", endpoint="list")
def list_all() -> str:
    """What waits for a second person, what is in force, what is over, and the ripples."""
    rows = law_changes.overview(records(), known_at=clock.now())
    return render_template("law_changes/list.html", rows=rows, rippling=ripples.every(records()))


@blueprint.route("/new/<obligation>", methods=["GET", "POST"])
def new(obligation: str) -> Answer:
    """Propose a record that bears on an obligation."""
    duty = law.obligation(records(), key=obligation)
    form = drafting.start(LawChangeForm)
    if request.method != "POST":
        return render_template("law_changes/new.html", obligation=duty, form=form)
    if not form.validate():
        return render_template("law_changes/new.html", obligation=duty, form=form), 422
    try:
        row = law_changes.propose(
            records(), obligation=obligation, proposed=form.proposed, by=person().id, at=clock.now()
        )
    except RuleBroken as error:
        records().rollback()
        form.refuse(error)
        duty = law.obligation(records(), key=obligation)
        return render_template("law_changes/new.html", obligation=duty, form=form), STATUS[error.code]
    drafting.done()
    flash(f"Change {row.id} is proposed. It changes nothing until a reviewer other than you puts it in force.")
    return redirect(url_for("law_changes.show", number=row.id), 303)


@blueprint.get(f"/<{NUMBER}>")
def show(number: int) -> str:
    """One record, with what it set rippling and what a reader may do about it."""
    return _page(number)


@blueprint.post(f"/<{NUMBER}>/rule")
def rule(number: int) -> Answer:
    """Put in force or refuse what somebody else proposed."""
    form = LawRulingForm()
    if not form.validate():
        return _page(number, form), 422
    try:
        ruling, reason = Ruling(form.ruling.data), form.reason.data or ""
        law_changes.rule(records(), number=number, ruling=ruling, reason=reason, by=person().id, at=clock.now())
    except RuleBroken as error:
        return _refused(number, form, error)
    flash(_SAID[ruling].format(number))
    return redirect(url_for("law_changes.show", number=number), 303)


@blueprint.post(f"/<{NUMBER}>/take-back")
def take_back(number: int) -> Answer:
    """Take one's own proposal back."""
    law_changes.take_back(records(), number=number, by=person().id, at=clock.now())
    flash(f"You took change {number} back.")
    return redirect(url_for("law_changes.show", number=number), 303)


@blueprint.post(f"/<{NUMBER}>/strike")
def strike(number: int) -> Answer:
    """Strike a record that was put in force by mistake."""
    form = StrikeForm()
    if not form.validate():
        return _page(number, form), 422
    try:
        law_changes.end(records(), number=number, reason=form.reason.data or "", by=person().id, at=clock.now())
    except RuleBroken as error:
        return _refused(number, form, error)
    flash(f"You struck change {number}. What was known before stays as it was.")
    return redirect(url_for("law_changes.show", number=number), 303)


def _refused(number: int, form: Form, error: RuleBroken) -> Answer:
    """The page with the form as it was filled in; the page of refusals where the form is offered no more."""
    records().rollback()
    if not isinstance(form, type(_form(law_changes.get(records(), number=number)))):
        raise error
    form.refuse(error)
    return _page(number, form), STATUS[error.code]


def _page(number: int, form: Form | None = None) -> str:
    row = law_changes.get(records(), number=number)
    offered = _form(row)
    shown = form if isinstance(form, type(offered)) else offered
    given: dict[str, Any] = {"form": shown} if shown is not None else {}
    own = g.person is not None and g.person.id == row.proposed_by_id
    rippling = ripples.of_obligation(records(), obligation_id=row.obligation_id)
    return render_template(
        "law_changes/show.html",
        row=row,
        own=own,
        names=law.names_by_code(records()),
        rippling=[one for one in rippling if one.law_change_id == number],
        **given,
    )


def _form(row: Any) -> Form | None:
    """The form that the reader is offered, if any."""
    if g.person is None or not g.person.may(Role.REVIEWER):
        return None
    if row.ruling is None:
        return None if g.person.id == row.proposed_by_id else LawRulingForm()
    return StrikeForm() if row.ruling is Ruling.APPROVED and row.ended_at is None else None
