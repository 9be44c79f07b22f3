"""The rules: every version, which is in force, what another would change, and putting one in force."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.rules import VERSIONS
from tracker.domain.vocabulary import Role, Ruling
from tracker.services import rules
from tracker.web.access import person
from tracker.web.clocks import clocks_at, clocks_from_request
from tracker.web.errors import STATUS
from tracker.web.forms.law import ClocksForm
from tracker.web.forms.rules import ProposalForm, RulingForm
from tracker.web.session import records

blueprint = Blueprint("rules", __name__, url_prefix="/rules")

NUMBER = "int(max=2000000000):number"
Answer = str | Response | tuple[str, int]

_SAID = {
    Ruling.APPROVED: "You put version {} in force. Reports that are frozen keep the rules that they name.",
    Ruling.REFUSED: "You refused version {}.",
}


@blueprint.get("/", endpoint="list")
def list_all() -> str:
    """Every version with what is its own, which is in force, and every proposal."""
    return _list(ProposalForm())


def _list(form: ProposalForm) -> str:
    return render_template(
        "rules/list.html",
        versions=VERSIONS.values(),
        present=clocks_at(clock.today(), clock.now()).rules,
        history=rules.history(records()),
        form=form,
    )


@blueprint.get("/<version>/preview")
def preview(version: str) -> tuple[str, int]:
    """Which cells a version would decide otherwise, each with both outcomes and why."""
    clocks = clocks_from_request()
    form = ClocksForm.asked(clocks)
    found = rules.preview(records(), number=version, clocks=clocks.clocks)
    return render_template("rules/preview.html", preview=found, clocks=clocks, form=form), form.http_status


@blueprint.post("/propose")
def propose() -> Answer:
    """Propose that a version decide from now on."""
    form = ProposalForm()
    if not form.validate():
        return _list(form), 422
    try:
        number, reason = form.version.data or "", form.reason.data or ""
        row = rules.propose(records(), number=number, reason=reason, by=person().id, at=clock.now())
    except RuleBroken as error:
        records().rollback()
        form.refuse(error)
        return _list(form), STATUS[error.code]
    flash(f"Version {row.version} is proposed. It decides nothing until a reviewer other than you puts it in force.")
    return redirect(url_for("rules.show", number=row.id), 303)


@blueprint.get(f"/proposals/<{NUMBER}>")
def show(number: int) -> str:
    """One proposal, with what a reader may do about it."""
    return _page(number, RulingForm())


@blueprint.post(f"/proposals/<{NUMBER}>/rule")
def rule(number: int) -> Answer:
    """Put in force, or refuse, what somebody else proposed."""
    form = RulingForm()
    if not form.validate():
        return _page(number, form), 422
    try:
        ruling, reason = Ruling(form.ruling.data), form.reason.data or ""
        row = rules.rule(records(), number=number, ruling=ruling, reason=reason, by=person().id, at=clock.now())
    except RuleBroken as error:
        records().rollback()
        if not _may_rule(number):
            raise
        form.refuse(error)
        return _page(number, form), STATUS[error.code]
    flash(_SAID[ruling].format(row.version))
    return redirect(url_for("rules.show", number=number), 303)


@blueprint.post(f"/proposals/<{NUMBER}>/take-back")
def take_back(number: int) -> Answer:
    """Take one's own proposal back."""
    rules.take_back(records(), number=number, by=person().id, at=clock.now())
    flash("You took the proposal back.")
    return redirect(url_for("rules.show", number=number), 303)


def _page(number: int, form: RulingForm) -> str:
    row = rules.get(records(), number=number)
    own = g.person is not None and g.person.id == row.proposed_by_id
    return render_template(
        "rules/show.html", row=row, version=rules.version(row.version), form=form, own=own, may_rule=_may_rule(number)
    )


def _may_rule(number: int) -> bool:
    """Whether the reader is offered a ruling: a reviewer, of a proposal that waits and is not their own."""
    row = rules.get(records(), number=number)
    if g.person is None or not g.person.may(Role.REVIEWER):
        return False
    return row.ruling is None and g.person.id != row.proposed_by_id
