"""Places of this site as people keep them: a path and a query, checked to lead to a page that the asker may read.

Invariant kept here: nothing that is kept or followed names another site, and nothing but a page that is read.
"""

from urllib.parse import parse_qsl, quote, unquote, urlencode

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tracker.domain import keeping
from tracker.domain.errors import RuleBroken
from tracker.web import access

NOT_KEPT = frozenset({"page", "decided", "draft"})
"""What an address says of the moment, and not of the list."""

LISTS = frozenset(
    {
        "changes.show",
        "claims.list",
        "comparisons.show",
        "coverage.show",
        "determinations.list",
        "figures.show",
        "law_changes.list",
        "matrix.show",
        "obligations.list",
        "origins.list",
        "questions.list",
        "reconciliations.show",
        "reports.list",
        "resolutions.list",
        "reviews.list",
        "schedules.show",
        "searches.list",
        "sources.list",
        "states.list",
    }
)
"""The pages that offer to be saved. Any other page of the record may be, too."""

NEVER = ("static", "bootstrap.", "security.", "saved_views.", "drafts.")


def here() -> str:
    """The present page as it may be kept: without what is said of the moment, and without filters that are empty."""
    asked = [(name, text) for name, text in request.args.items(multi=True) if text and name not in NOT_KEPT]
    return _joined(quote(request.path), asked)


def is_saveable() -> bool:
    """Whether the present page offers to be saved."""
    return request.endpoint in LISTS and access.allows("saved_views.new")


def listed(place: str) -> str:
    """A place as it may be kept, if it is one of the lists that offer it; else empty."""
    kept = checked(place)
    return kept if kept and _endpoint(unquote(kept.partition("?")[0])) in LISTS else ""


def checked(place: str) -> str:
    """A place as it may be kept and followed; empty for one that is no page of ours which the asker may read."""
    try:
        keeping.check_place(place)
    except RuleBroken:
        return ""
    path, _, query = place.partition("?")
    pairs = [(name, text) for name, text in parse_qsl(query) if name not in NOT_KEPT]
    return _joined(path, pairs) if _is_read(unquote(path)) else ""


def _joined(path: str, query: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def _is_read(path: str) -> bool:
    endpoint = _endpoint(path)
    return bool(endpoint) and not endpoint.startswith(NEVER) and access.allows(endpoint)


def _endpoint(path: str) -> str:
    """The endpoint that serves a path to a reader; empty where there is none."""
    try:
        endpoint, _ = current_app.url_map.bind("localhost").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return ""
    return endpoint
