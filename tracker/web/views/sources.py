"""Sources: the documents in which claims stand, and what cites each."""

from flask import Blueprint, render_template, request

from tracker.services import captures, claim_lines, similar_sources, sources
from tracker.services.claim_list import ClaimFilter
from tracker.web.clocks import clocks_or_refusal
from tracker.web.forms.base import seen
from tracker.web.forms.claim_filter import page_number
from tracker.web.navigation import page_size
from tracker.web.session import records

blueprint = Blueprint("sources", __name__, url_prefix="/sources")


@blueprint.get("/", endpoint="list")
def list_all() -> str:
    """Sources by publisher and title, perhaps only those with certain words."""
    words = seen(request.args.get("words", "")).strip()[:300]
    page = sources.browse(records(), words=words, page=page_number(request.args), size=page_size())
    return render_template("sources/list.html", page=page, words=words)


@blueprint.get("/<key>")
def show(key: str) -> str:
    """A source, where it can be reached, the copies that are kept of it, and the claims that cite it."""
    clocks = clocks_or_refusal()
    source = sources.get(records(), key=key)
    chosen = ClaimFilter(source=key, as_of=clocks.named_day, known_at=clocks.named_instant, public_at=clocks.public_at)
    page = claim_lines.browse(records(), chosen=chosen, page=page_number(request.args), size=page_size())
    kept = captures.of_source(records(), source_id=source.id, known_at=clocks.named_instant)
    alike = [] if clocks.query else similar_sources.like(records(), source=source)  # it tells of the record as it is
    return render_template("sources/show.html", source=source, page=page, kept=kept, clocks=clocks, alike=alike)
