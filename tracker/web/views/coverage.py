"""Coverage: the cells of a regime, the emptiest and the stalest first, with who looked last."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.covering import Cover
from tracker.services import comparisons, coverage, law, paging
from tracker.web.clocks import clocks_from_request
from tracker.web.forms.claim_filter import page_number
from tracker.web.forms.scope import CoverageForm
from tracker.web.navigation import page_size
from tracker.web.session import records
from tracker.web.views import scoping
from tracker.web.views.claim_desk import Desk

blueprint = Blueprint("coverage", __name__, url_prefix="/coverage")


@blueprint.get("/")
@blueprint.get("/<regime>")
def show(regime: str = "") -> Response | tuple[str, int]:
    """The cells of a regime whose duty binds. Without one: the regime with the most obligations in the record."""
    clocks, desk = clocks_from_request(), Desk()
    wanted = request.args.get("regime", "")
    if wanted or not regime:
        first = wanted or max(law.regimes(records()), key=lambda line: line.obligations).regime.key
        return redirect(url_for("coverage.show", regime=law.regime(records(), key=first).key, **clocks.query))
    row = law.regime(records(), key=regime)
    form = scoping.asked(CoverageForm, clocks, regime=regime)
    state = desk.named_state(form.state)
    lines = []
    if not form.errors:
        scope = comparisons.scope(records(), regime=regime, state=state, obligation=form.chosen("obligation"))
        lines = coverage.of_scope(records(), chosen=scope, clocks=clocks.clocks)
    cover = form.chosen("cover")
    shown = [line for line in lines if cover in ("", line.covered.cover.value)]
    body = render_template(
        "coverage/show.html",
        regime=row,
        form=form,
        clocks=clocks,
        desk=desk,
        totals=coverage.totals(lines),
        covers=Cover,
        page=paging.cut(shown, page=page_number(request.args), size=page_size()),
    )
    return body, form.http_status
