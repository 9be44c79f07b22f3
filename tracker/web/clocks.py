"""The clocks of a page, from its address: `as_of`, the day judged; `known_at`, the instant; `rules`, a version.

Beside them stands the filter `public_at`, the day by which evidence had to be published.
Without them a page shows today and now, by the rules that were in force at the instant. What cannot be read is answered
with a sentence at its field, and the page stays, with the default in its place. Every link carries the clocks that were
asked for, in one spelling.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from flask import abort, g, request

from tracker import clock
from tracker.domain.dates import FIRST_YEAR, LAST_YEAR, DateUnreadable, parse_span
from tracker.domain.errors import Problem
from tracker.domain.facts import Clocks
from tracker.domain.rules import VERSIONS
from tracker.services import rules
from tracker.web.session import SAFE_METHODS, records

T = TypeVar("T")
LONGEST = 80
"""How many characters of a clock that cannot be read are said back."""

_LOST_PLUS = re.compile(r"(?<=\d) (?=\d{2}:?\d{2}$)")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")


@dataclass(frozen=True, slots=True)
class AskedClocks:
    """The clocks of a page. `query` has those that the address gave, for links; `problems` what could not be read.

    `given` has the same as they were read, by their names in `Clocks`.
    """

    as_of: date
    known_at: datetime
    query: dict[str, Any]
    problems: tuple[Problem, ...] = ()
    public_at: date | None = None
    named: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def clocks(self) -> Clocks:
        """All as the rules read them. Without a version that was named, the record says which was in force."""
        return self.known(self.known_at)

    def known(self, known_at: datetime) -> Clocks:
        """The same with another instant, for a question that a view asks by itself."""
        return Clocks(self.as_of, known_at, rules=self.named or _in_force(known_at), public_at=self.public_at)

    def before(self, second: Clocks) -> Clocks:
        """The first of two moments: what the address does not say of it is as at the second."""
        return replace(second, **self.given)

    @property
    def named_day(self) -> date | None:
        """The day that the address names; None where it leaves the day to be today."""
        return self.as_of if "as_of" in self.query else None

    @property
    def named_instant(self) -> datetime | None:
        """The instant that the address names; None where it leaves the instant to be now."""
        return self.known_at if "known_at" in self.query else None

    @property
    def http_status(self) -> int:
        """The status of the page's answer."""
        return 422 if self.problems else 200

    def at(self, day: date) -> dict[str, Any]:
        """The query of the same page as of another day."""
        return {**self.query, "as_of": day.isoformat()}

    def knowing(self, known_at: datetime) -> dict[str, Any]:
        """The query of the same page as known at another instant."""
        return {**self.query, "known_at": _spelt(known_at.isoformat(), known_at)}


def clocks_from_request() -> AskedClocks:
    """Read the clocks of the present request; never raises. All that one page shows is of one instant."""
    if request.method not in SAFE_METHODS:
        return read_clocks(request.args)  # what is known moves on with what it does
    if "clocks" not in g:
        g.clocks = read_clocks(request.args)
    return g.clocks


def clocks_or_refusal() -> AskedClocks:
    """The same for an answer that has no form to show what is wrong: what cannot be read ends it with its sentences."""
    clocks = clocks_from_request()
    if clocks.problems:
        abort(422, " ".join(problem.sentence for problem in clocks.problems))
    return clocks


def read_clocks(args: Mapping[str, str], *, prefix: str = "") -> AskedClocks:
    """Read clocks from fields whose names may begin with a prefix, where a page has two moments; never raises."""
    reading = _Reading(args, prefix)
    as_of = reading.take("as_of", read_day, _day_spelt, "the page shows today")
    known_at = reading.take("known_at", read_instant, _spelt, "the page shows what is known now")
    public_at = reading.take("public_at", read_day, _day_spelt, "the page counts what was published at any time")
    named = reading.take("rules", _version, lambda text, _: text, "the page shows those in force")
    day, instant = as_of or clock.today(), known_at or clock.now()
    problems, given = tuple(reading.problems), reading.given
    return AskedClocks(day, instant, reading.query, problems, public_at, named or "", given)


class _Reading:
    """Reads the clocks of an address one by one, and keeps how links spell them and what could not be read."""

    def __init__(self, args: Mapping[str, str], prefix: str) -> None:
        self.args = args
        self.prefix = prefix
        self.query: dict[str, Any] = {}
        self.given: dict[str, Any] = {}
        self.problems: list[Problem] = []

    def take(self, name: str, read: Callable[[str], T], spell: Callable[[str, T], str], instead: str) -> T | None:
        """Read one clock; None where the address does not have it, or has what cannot be read."""
        asked = self.prefix + name
        text = " ".join(self.args.get(asked, "").split())
        if not text:
            return None
        try:
            found = read(text)
        except DateUnreadable as error:
            self.problems.append(Problem(asked, f"{error}; {instead}."))
            return None
        self.query[asked], self.given[name] = spell(text, found), found
        return found


def _version(text: str) -> str:
    if text not in VERSIONS:
        known = ", ".join(VERSIONS)
        raise DateUnreadable(f"“{text[:LONGEST]}” is no version of the rules: there are {known}")
    return text


def clocks_at(as_of: date, known_at: datetime) -> Clocks:
    """The clocks of a question that a view asks by itself, by the rules in force at the instant."""
    return Clocks(as_of, known_at, rules=_in_force(known_at))


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


def _day_spelt(_: str, day: date) -> str:
    return day.isoformat()


def _spelt(text: str, moment: datetime) -> str:
    """A day stays a day, so that a link reads as it was typed; an instant is spelt in full."""
    if not _INSTANT.match(text):
        return moment.date().isoformat()
    short = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return short if moment.microsecond == 0 else moment.isoformat().replace("+00:00", "Z")
