"""Resolutions of the Council, paragraph by paragraph, with what they changed and what changed them."""

import re

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.services import law
from tracker.web.clocks import clocks_from_request
from tracker.web.session import records

blueprint = Blueprint("resolutions", __name__, url_prefix="/resolutions")

_ADDRESS = re.compile(r"s-res-(\d+)-(\d{4})", re.IGNORECASE)


@blueprint.app_template_filter()
def symbol_address(symbol: str) -> str:
    """`S-RES-2397-2017`, the symbol as it stands in an address."""
    return symbol.replace("/", "-").replace("(", "-").removesuffix(")")


def _symbol(address: str) -> str:
    found = _ADDRESS.fullmatch(address)
    return f"S/RES/{found[1]}({found[2]})" if found else address


@blueprint.get("/", endpoint="list")
def list_all() -> str:
    """All resolutions of the record, and the drafts that failed."""
    lines, drafts = law.resolution_lines(records()), law.failed_drafts(records())
    return render_template("resolutions/list.html", lines=lines, drafts=drafts, clocks=clocks_from_request())


@blueprint.get("/<path:spelling>")
def show(spelling: str) -> str | Response:
    """A resolution under any usual spelling of its symbol; the address becomes the one spelling that links use."""
    clocks = clocks_from_request()
    resolution = law.resolution(records(), spelling=_symbol(spelling))
    if spelling != symbol_address(resolution.symbol):
        return redirect(url_for("resolutions.show", spelling=symbol_address(resolution.symbol), **clocks.query))
    regimes = law.regimes_of(records(), resolution_id=resolution.id)
    return render_template("resolutions/show.html", resolution=resolution, regimes=regimes, clocks=clocks)
