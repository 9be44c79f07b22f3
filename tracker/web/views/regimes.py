"""Sanctions regimes: their lives, and what each asks."""

from flask import Blueprint, render_template

from tracker.domain.dates import parse_span, print_span
from tracker.services import law
from tracker.web.clocks import clocks_from_request
from tracker.web.session import records

blueprint = Blueprint("regimes", __name__, url_prefix="/regimes")


@blueprint.app_template_filter()
def partial_day(text: str | None) -> str:
    """`14 October 2006` for 2006-10-14, `December 2018` for 2018-12, `2019` for 2019; a dash for none."""
    span = parse_span(text or "")
    return print_span(span) if span else "–"


@blueprint.get("/", endpoint="list")
def list_all() -> str:
    """All regimes with their life-cycle."""
    return render_template("regimes/list.html", lines=law.regimes(records()), clocks=clocks_from_request())


@blueprint.get("/<key>")
def show(key: str) -> str:
    """A regime: its measures, resolutions and obligations."""
    regime = law.regime(records(), key=key)
    return render_template(
        "regimes/show.html",
        regime=regime,
        names=law.names_by_code(records()),
        resolutions=law.resolution_lines(records(), regime=key),
        obligations=law.obligations(records(), regime=key),
        clocks=clocks_from_request(),
    )
