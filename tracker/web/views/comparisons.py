"""Two moments compared, each change in words and with its cause."""

from flask import Blueprint, render_template, request

from tracker.domain.errors import RuleBroken
from tracker.services import comparisons, paging
from tracker.web.clocks import clocks_from_request, read_clocks
from tracker.web.forms.claim_filter import page_number
from tracker.web.forms.scope import CompareForm
from tracker.web.navigation import page_size
from tracker.web.session import records
from tracker.web.views import scoping
from tracker.web.views.claim_desk import Desk

blueprint = Blueprint("comparisons", __name__, url_prefix="/compare")


@blueprint.get("/")
def show() -> tuple[str, int]:
    """What moved between two moments. The second has the names of the clocks everywhere, the first has `from_` before.

    Until a first moment is chosen, there is nothing to compare.
    """
    clocks, desk = clocks_from_request(), Desk()
    first = read_clocks(request.args, prefix="from_")
    form = scoping.asked(CompareForm, clocks)
    form.refuse(RuleBroken("clocks", *first.problems))
    scope = scoping.scope_of(form, desk)
    found = None
    if scope is not None and first.given:
        found = comparisons.compare(records(), chosen=scope, before=first.before(clocks.clocks), after=clocks.clocks)
    page = paging.cut(found.moved, page=page_number(request.args), size=page_size()) if found else None
    body = render_template("comparisons/show.html", form=form, clocks=clocks, desk=desk, found=found, page=page)
    return body, form.http_status
