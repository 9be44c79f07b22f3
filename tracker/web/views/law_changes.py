"""Records of the law beside the resolutions: all, one, a proposal, its striking, what a second person rules."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.vocabulary import Role, Ruling
from tracker.services import endings, law, law_changes, law_sources, ripples
from tracker.web import drafting
from tracker.web.access import person
from tracker.web.errors import STATUS
from tracker.web.forms.base import Form
from tracker.web.forms.law_changes import LawChangeForm, LawRulingForm, StrikeForm, StrikeRulingForm
from tracker.web.session import records

blueprint = Blueprint("law_changes", __name__, url_prefix="/law")

NUMBER = "int(max=2000000000):number"
Answer = str | Response | tuple[str, int]

_SAID = {
    Ruling.APPROVED: "You put change {} in force. Look at what it touches, and clear each.",
    Ruling.REFUSED: "You refused change {}.",
}
_SAID_OF_STRIKE = {
    Ruling.APPROVED: "You struck change {}. What was known before stays as it was.",
    Ruling.REFUSED: "You refused to strike change {}. It stays in force.",
}


@blueprint.get("/", endpoint="list")
def list_all() -> str:
    """What waits for a second person, what is in force, what is over, and the ripples."""
    rows = law_changes.overview(records(), known_at=clock.now())
    ends = {row.id: endings.of(row) for row in rows}
    return render_template("law_changes/list.html", rows=rows, ends=ends, rippling=ripples.every(records()))


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
def propose_strike(number: int) -> Answer:
    """Propose to strike a record that was put in force by mistake."""
    form = StrikeForm()
    if not form.validate():
        return _page(number, form), 422
    try:
        reason = form.reason.data or ""
        law_changes.propose_strike(records(), number=number, reason=reason, by=person().id, at=clock.now())
    except RuleBroken as error:
        return _refused(number, form, error)
    flash(f"You proposed to strike change {number}. It stays in force until a reviewer other than you strikes it.")
    return redirect(url_for("law_changes.show", number=number), 303)


@blueprint.post(f"/<{NUMBER}>/strike/rule")
def rule_on_strike(number: int) -> Answer:
    """Strike a record as somebody else proposed, or refuse that."""
    form = StrikeRulingForm()
    if not form.validate():
        return _page(number, form), 422
    try:
        given = {"ruling": (ruling := Ruling(form.ruling.data)), "reason": form.reason.data or ""}
        law_changes.rule_on_strike(records(), number=number, **given, by=person().id, at=clock.now())
    except RuleBroken as error:
        return _refused(number, form, error)
    flash(_SAID_OF_STRIKE[ruling].format(number))
    return redirect(url_for("law_changes.show", number=number), 303)


@blueprint.post(f"/<{NUMBER}>/strike/take-back")
def take_strike_back(number: int) -> Answer:
    """Take back the striking that one proposed."""
    law_changes.take_strike_back(records(), number=number, by=person().id, at=clock.now())
    flash(f"You no longer propose to strike change {number}.")
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
    rippling = ripples.of_obligation(records(), obligation_id=row.obligation_id)
    return render_template(
        "law_changes/show.html",
        row=row,
        ends=endings.of(row),
        names=law.names_by_code(records()),
        verdict=law_sources.verdict(records(), row=row),
        rippling=[one for one in rippling if one.law_change_id == number],
        **given,
    )


def _form(row: Any) -> Form | None:
    """The form that the reader is offered, if any."""
    waits = endings.of(row).waiting if row.ruling else row
    if waits is not None:
        rules = g.person is not None and g.person.may(Role.REVIEWER) and g.person.id != waits.proposed_by_id
        return (StrikeRulingForm() if row.ruling else LawRulingForm()) if rules else None
    in_force = row.ruling is Ruling.APPROVED and row.ended_at is None
    return StrikeForm() if in_force and g.person and g.person.may(Role.ANALYST, Role.REVIEWER) else None
