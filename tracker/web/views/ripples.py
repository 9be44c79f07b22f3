"""Ripples: what a change of the law touches, each with who looked at it; and clearing one."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain.errors import NotFound, Problem, RuleBroken
from tracker.domain.law_words import RippleKind
from tracker.domain.vocabulary import Role
from tracker.services import ripples
from tracker.web.access import person
from tracker.web.clocks import clocks_from_request
from tracker.web.errors import STATUS
from tracker.web.forms.law import ClocksForm
from tracker.web.forms.law_changes import ClearForm
from tracker.web.session import records

blueprint = Blueprint("ripples", __name__, url_prefix="/law/ripples")

NUMBER = "int(max=2000000000):number"


@blueprint.get(f"/<{NUMBER}>")
def show(number: int) -> tuple[str, int]:
    """A change of the law with every duty, cell, determination and report that it touches."""
    return _page(number), clocks_from_request().http_status


@blueprint.post(f"/<{NUMBER}>/clear")
def clear(number: int) -> Response | tuple[str, int]:
    """Say of one thing what came of looking at it."""
    form = ClearForm()
    if form.kind.data not in {kind.value for kind in RippleKind}:
        raise NotFound("law_change", Problem("kind", "This change does not touch that."))
    if not form.validate():
        return _page(number, form), 422
    kind, item = RippleKind(form.kind.data), form.item.data or ""
    try:
        left = ripples.clear(
            records(), number=number, kind=kind, item=item, note=form.note.data or "", by=person().id, at=clock.now()
        )
    except RuleBroken as error:
        if error.code != "refused":
            raise
        records().rollback()
        form.refuse(error)
        return _page(number, form), STATUS[error.code]
    flash(f"You cleared it. {left.open:,} left." if left.open else "You cleared it. Nothing is left.")
    return redirect(url_for("ripples.show", number=number), 303)


def _page(number: int, form: ClearForm | None = None) -> str:
    clocks = clocks_from_request()
    found = ripples.get(records(), number=number, clocks=clocks.clocks)
    may = g.person is not None and g.person.may(Role.ANALYST, Role.REVIEWER)
    return render_template(
        "ripples/show.html",
        ripple=found,
        form=form or ClearForm(),
        may=may,
        kinds=RippleKind,
        clocks=clocks,
        when=ClocksForm.asked(clocks),
    )
