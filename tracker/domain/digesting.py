"""The digest of what a person watches: what happened there, in words, and the edition that may go where all can read.

A mail is of a period that is over: it ends with the midnight (UTC) from which the present day or week counts, so it
says the same whenever it is sent within the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from tracker.domain.errors import RuleBroken
from tracker.domain.public_edition import WITHHELD
from tracker.domain.reasons import Decision
from tracker.domain.vocabulary import MailRhythm, Word

MOST_WATCHED = 100
"""How many things one person watches."""

WEEK = timedelta(days=7)
LONGEST = timedelta(days=31)
"""How far back a digest goes."""

AHEAD = timedelta(days=30)
"""How far ahead the deadlines of a digest lie."""


class What(Word):
    """What a line of a digest tells."""

    MOVED = "moved", "change of status", "The outcome or the assurance is another."
    WAITING = "waiting", "waits for review", "A claim was recorded, and nobody has decided on it."
    REVIEWED = "reviewed", "reviewed", "A reviewer decided on a claim."
    NOTICED = "noticed", "notice on a source", "A publisher took a source back or corrected it."
    DUE = "due", "coming deadline", "A day of the duty within the next 30 days."


ORDER = {what: place for place, what in enumerate(What)}


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, with the claim or the source that it is about, and whether it says what a restricted source says."""

    sentence: str
    claim: str = ""
    source: str = ""
    is_restricted: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, or a day that comes. `before` and `after` are outcomes, where it is about one."""

    what: What
    day: date
    at: datetime
    head: str
    lines: tuple[Line, ...] = ()
    before: Decision | None = None
    after: Decision | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """What happened in one cell, or to one obligation and several states; `state` and `code` are then empty."""

    obligation: str
    title: str
    code: str = ""
    state: str = ""
    entries: tuple[Entry, ...] = ()

    @property
    def name(self) -> str:
        """The cell, or the obligation, in words."""
        return f"{self.state}: {self.title}" if self.state else self.title


@dataclass(frozen=True, slots=True)
class Digest:
    """What happened between two instants to what somebody watches. `left_out` entries were too many to be told."""

    since: datetime
    until: datetime
    watched: int
    groups: tuple[Group, ...] = ()
    left_out: int = 0

    @property
    def told(self) -> int:
        """How many entries it has."""
        return sum(len(group.entries) for group in self.groups)

    @property
    def news(self) -> int:
        """How many of them tell of something that happened: a day that comes is no news each time it is told."""
        return sum(entry.what is not What.DUE for group in self.groups for entry in group.entries)


def in_order(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Entries by what they tell, the newest of each first, and the next deadline first."""
    by_day = sorted((entry for entry in entries if entry.what is What.DUE), key=lambda entry: (entry.day, entry.head))
    rest = [entry for entry in entries if entry.what is not What.DUE]
    rest.sort(key=lambda entry: (-entry.at.timestamp(), entry.head))
    return tuple(sorted([*rest, *by_day], key=lambda entry: ORDER[entry.what]))


def at_most(groups: Sequence[Group], most: int) -> tuple[tuple[Group, ...], int]:
    """The groups with no more than so many entries in all, and how many were left out."""
    kept: list[Group] = []
    left = most
    for group in groups:
        entries = group.entries[:left]
        left -= len(entries)
        if entries:
            kept.append(replace(group, entries=entries))
    return tuple(kept), sum(len(group.entries) for group in groups) - (most - left)


def public(digest: Digest) -> Digest:
    """The edition for feeds and mails: what restricted sources say is withheld, and so are their keys."""
    groups = (replace(group, entries=tuple(map(_public, group.entries))) for group in digest.groups)
    return replace(digest, groups=tuple(groups))


def _public(entry: Entry) -> Entry:
    gap = {"sentence": WITHHELD, "source": ""}
    lines = (replace(line, **gap) if line.is_restricted else line for line in entry.lines)
    return replace(entry, lines=tuple(lines))


def moved_words(before: Decision, after: Decision) -> str:
    """`no information (unsupported) → fulfilled (corroborated)`."""
    was, now = (f"{one.outcome.label} ({one.assurance.label})" for one in (before, after))
    return f"{was} → {now}"


def check_watched(number: int) -> None:
    """Raise RuleBroken for somebody who watches so many things already."""
    if number >= MOST_WATCHED:
        sentence = f"You watch {MOST_WATCHED} things already, which is the most. Stop watching one of them first."
        raise RuleBroken.at("watch", "", sentence)


@dataclass(frozen=True, slots=True)
class Period:
    """The day or the week in which a mail is sent. It tells of what was before `until`, mostly for a `length`."""

    name: str
    until: datetime
    length: timedelta


def period_of(rhythm: MailRhythm, at: datetime) -> Period | None:
    """The period of an instant; None for somebody who wants no mail."""
    day = at.astimezone(UTC).date()
    if rhythm is MailRhythm.DAILY:
        return Period(day.isoformat(), _midnight(day), timedelta(days=1))
    if rhythm is MailRhythm.WEEKLY:
        year, week, weekday = day.isocalendar()
        return Period(f"{year}-W{week:02}", _midnight(day - timedelta(days=weekday - 1)), WEEK)
    return None


def since_of(period: Period, last: datetime | None) -> datetime:
    """From when a mail of a period tells: from where the last one that went out ended, and not from too long ago."""
    return max(last or period.until - period.length, period.until - LONGEST)


def within(since: datetime, until: datetime) -> datetime:
    """The beginning of a digest that was asked for, brought to where it can begin."""
    return min(max(since, until - LONGEST), until)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
