"""The clocks of a page, from its address: `as_of`, the day judged; `known_at`, the instant; `rules`, a version.

Without them a page shows today and now, by the rules that were in force at the instant. What cannot be read is answered
with a sentence at its field, and the page stays, with the default in its place. Every link carries the clocks that were
asked for, in one spelling.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from flask import g, request

from tracker import clock
from tracker.domain.dates import FIRST_YEAR, LAST_YEAR, DateUnreadable, parse_span
from tracker.domain.errors import Problem
from tracker.domain.facts import Clocks
from tracker.domain.rules import VERSIONS
from tracker.services import rules
from tracker.web.session import records

LONGEST = 80
"""How many characters of a clock that cannot be read are said back."""

_LOST_PLUS = re.compile(r"(?<=\d) (?=\d{2}:?\d{2}$)")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")


@dataclass(frozen=True, slots=True)
class AskedClocks:
    """The clocks of a page. `query` has those that the address gave, for links; `problems` what could not be read."""

    as_of: date
    known_at: datetime
    query: dict[str, Any]
    problems: tuple[Problem, ...] = ()
    named: str = ""

    @property
    def clocks(self) -> Clocks:
        """The three as the rules read them. Without a version that was named, the record says which was in force."""
        return clocks_at(self.as_of, self.known_at, self.named)

    @property
    def http_status(self) -> int:
        """The status of the page's answer."""
        return 422 if self.problems else 200

    def at(self, day: date) -> dict[str, Any]:
        """The query of the same page as of another day."""
        return {**self.query, "as_of": day.isoformat()}


def clocks_from_request() -> AskedClocks:
    """Read the clocks of the present request; never raises."""
    problems: list[Problem] = []
    query: dict[str, Any] = {}
    as_of, known_at = clock.today(), clock.now()
    day, instant = (" ".join(request.args.get(name, "").split()) for name in ("as_of", "known_at"))
    if day:
        try:
            as_of = read_day(day)
            query["as_of"] = as_of.isoformat()
        except DateUnreadable as error:
            problems.append(Problem("as_of", f"{error}; the page shows today."))
    if instant:
        try:
            known_at = read_instant(instant)
            query["known_at"] = _spelt(instant, known_at)
        except DateUnreadable as error:
            problems.append(Problem("known_at", f"{error}; the page shows what is known now."))
    named = request.args.get("rules", "").strip()
    if named in VERSIONS:
        query["rules"] = named
    elif named:
        known = ", ".join(VERSIONS)
        sentence = f"“{named[:LONGEST]}” is no version of the rules: there are {known}; the page shows those in force."
        problems.append(Problem("rules", sentence))
        named = ""
    return AskedClocks(as_of, known_at, query, tuple(problems), named)


def clocks_at(as_of: date, known_at: datetime, named: str = "") -> Clocks:
    """The clocks of a question that a view asks by itself; without a version, by the rules in force at the instant."""
    return Clocks(as_of, known_at, named or _in_force(known_at))


def _in_force(known_at: datetime) -> str:
    """The version in force at an instant; asked of the record once for each instant of a request."""
    known = g.setdefault("rules_in_force", {})
    if known_at not in known:
        known[known_at] = rules.in_force(records(), known_at=known_at)
    return known[known_at]


def with_query(address: str) -> str:
    """The address with the query of the present request, as it came; for a redirect to a page's one address."""
    query = request.query_string.decode("ascii", "replace")
    return f"{address}?{query}" if query else address


def read_day(text: str) -> date:
    """One day in any spelling that `domain.dates` reads. Raises DateUnreadable."""
    try:
        span = parse_span(text)
    except DateUnreadable:
        span = None
    if span is None or not span.is_day:
        raise DateUnreadable(f"“{text[:LONGEST]}” is not one day: type a day such as 2019-04-30 or 30 April 2019")
    return span.first


def read_instant(text: str) -> datetime:
    """An instant in ISO 8601, in UTC where it names no zone; a day means its end. Raises DateUnreadable."""
    if not _INSTANT.match(text):
        return datetime.combine(read_day(text), time.max, UTC)
    try:
        found = datetime.fromisoformat(_LOST_PLUS.sub("+", text))
        moment = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise DateUnreadable(
            f"“{text[:LONGEST]}” is not an instant: type 2026-11-23T12:00:00Z, or a day for its end"
        ) from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise DateUnreadable(f"“{text[:LONGEST]}”: type a year from {FIRST_YEAR} to {LAST_YEAR}")
    return moment


def _spelt(text: str, moment: datetime) -> str:
    """A day stays a day, so that a link reads as it was typed; an instant is spelt in full."""
    if not _INSTANT.match(text):
        return moment.date().isoformat()
    short = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return short if moment.microsecond == 0 else moment.isoformat().replace("+00:00", "Z")
