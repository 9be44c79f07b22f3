"""Sources: the documents in which claims stand, and what cites each."""

from flask import Blueprint, render_template, request

from tracker.services import captures, citation_check, claim_list, sources
from tracker.services.claim_list import ClaimFilter
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
    """A source, where it can be reached, and the claims that cite it."""
    source = sources.get(records(), key=key)
    number, size = page_number(request.args), page_size()
    citing = claim_list.browse(records(), chosen=ClaimFilter(source=key), page=number, size=size)
    states = {row.id: claim_list.review_state(row) for row in citing.rows}
    checks = citation_check.of_revisions(records(), citing.rows)
    kept = captures.of_source(records(), source_id=source.id)
    return render_template("sources/show.html", source=source, page=citing, states=states, checks=checks, kept=kept)
