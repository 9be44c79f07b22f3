"""The places that every page leads to."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, request, url_for

from tracker.web import own_pages
from tracker.web.clocks import clocks_from_request


@dataclass(frozen=True)
class Place:
    """One entry of the navigation; it is current on every page of its blueprint."""

    label: str
    endpoint: str
    keeps_clocks: bool = True

    @property
    def is_current(self) -> bool:
        """Whether the page shown belongs to this place."""
        return request.blueprint == self.endpoint.partition(".")[0]

    @property
    def address(self) -> str:
        """Where it leads, with the clocks that the present address gives, where the place has any use for them."""
        return url_for(self.endpoint, **(_clocks() if self.keeps_clocks else {}))


def _clocks() -> dict[str, Any]:
    try:
        return clocks_from_request().query
    except UnicodeDecodeError:  # the page that refuses such an address has a navigation too
        return {}


PLACES = (
    Place("Matrix", "matrix.show"),
    Place("Regimes", "regimes.list"),
    Place("States", "states.list"),
    Place("Obligations", "obligations.list"),
    Place("Claims", "claims.list"),
    Place("Review", "reviews.list", keeps_clocks=False),
    Place("Determinations", "determinations.list", keeps_clocks=False),
    Place("Reports", "reports.list", keeps_clocks=False),
)


_LISTS = ("determinations", "imports", "law_changes", "obligations", "origins", "regimes", "reports", "resolutions")
OF_NOW = frozenset(f"{page}.list" for page in (*_LISTS, "sources", "states"))
OF_NOW |= {"finding.show", "regimes.show", "resolutions.show"}
"""Pages that list what the record has now, whatever the clocks: nothing is decided on them."""


def is_of_now() -> bool:
    """Whether the address names clocks, and the page is one that does not go by them."""
    return request.endpoint in OF_NOW and bool(_clocks())


def init(app: Flask) -> None:
    """Give every template the places, and a way to ask whether a page exists."""
    app.context_processor(lambda: {"places": [place for place in PLACES if has(place.endpoint)]})
    app.jinja_env.globals.update(is_of_now=is_of_now, has_page=has, page_address=page_address, day_address=day_address)
    app.jinja_env.globals.update(is_saveable=own_pages.is_saveable, page_here=own_pages.here)


def has(endpoint: str) -> bool:
    """Whether this installation serves the endpoint."""
    return endpoint in current_app.view_functions


def page_size() -> int:
    """How many rows a list shows on a page."""
    return current_app.config["TRACKER"].page_size


def page_address(number: int) -> str:
    """The present address with another page number; everything else in it is kept."""
    return _present("page", str(number))


def day_address(day: date) -> str:
    """The present address with another day judged; everything else in it is kept, but for the page of a list."""
    return _present("as_of", day.isoformat(), but="page")


def _present(name: str, value: str, *, but: str = "") -> str:
    # Not by url_for: a name in the address such as _scheme would be taken for one of its own parameters.
    asked = [(key, given) for key, given in request.args.items(multi=True) if key not in (name, but)]
    return f"{request.path}?{urlencode([*asked, (name, value)])}"
