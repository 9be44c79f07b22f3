"""Two moments of one cell: what became otherwise between them, and why, in words.

Invariants kept here: a moment compared with itself has no cause; a cell whose outcome or assurance is another has at
least one. The second holds because an outcome is made from nothing but the claims that count, those whose day is in
doubt, the terms of the duty, its days and those of its records and of the party against the day judged, and the version
of the rules; each of these is asked below. The moments may lie in any order, on any clock, and each has the duty as the
law was known there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from tracker.domain import periods
from tracker.domain.dates import day_words
from tracker.domain.facts import Clocks, Duty, Evidence, Party
from tracker.domain.reasons import exemption_on, gap_on, suspended_on
from tracker.domain.status import conclude, judged
from tracker.domain.tally import FULFILMENT, Aside, aside_of, bucket_of, opened_on, sort_out
from tracker.domain.vocabulary import Test

MOST_CITED = 3
"""How many sources a sentence names."""


class CauseCode(StrEnum):
    """What sort of thing made a difference."""

    LAW = "law"
    EFFECT = "effect"
    PERIOD = "period"
    DUE = "due"
    ENDED = "ended"
    SUSPENDED = "suspended"
    EXEMPTED = "exempted"
    LIMIT = "limit"
    MEMBERSHIP = "membership"
    ACCEPTED = "accepted"
    HAPPENED = "happened"
    PUBLISHED = "published"
    EDITED = "edited"
    GRADED = "graded"
    ORIGIN = "origin"
    WITHDRAWN = "withdrawn"
    REVIEW = "review"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader is told of a claim at a moment: when a reviewer decided on it, and the sources that it cites."""

    decided_at: datetime | None = None
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """One cell at one moment: the duty as the law was known there, and every claim that bore on the cell, each once.

    `told` is what is told of each claim, by its key.
    """

    duty: Duty
    clocks: Clocks
    evidence: tuple[Evidence, ...] = ()
    told: Mapping[str, Told] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that is otherwise at the second moment, in words; `claim` is empty where it is no claim."""

    code: CauseCode
    sentence: str
    claim: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """The part that a claim has in a cell: why it is left out, if it is, and whether it stands in doubt there."""

    item: Evidence
    why: Aside | None
    told: Told
    pending: bool

    @property
    def weighs(self) -> bool:
        """Whether the outcome may rest on it."""
        return self.why is None or self.pending


def causes(party: Party, before: Moment, after: Moment) -> tuple[Cause, ...]:
    """What is otherwise at the second moment: the law, then the days, the claims by their keys, and the rules."""
    terms = _terms(before.duty, after.duty)
    was, now = _judged(party, before), _judged(party, after)
    found = (*terms, *_by_days(party, was, now), *_by_claims(party, was, now))
    return (*found, *_by_rules(party, before, after, alone=not found))


def _by_rules(party: Party, before: Moment, after: Moment, *, alone: bool) -> Iterator[Cause]:
    """Another version of the rules, if either moment would be otherwise by that of the other, or nothing else moved."""
    was, now = before.clocks.rules, after.clocks.rules
    if was == now:
        return
    first, second = _by(party, before, now), _by(party, after, was)
    if second != (found := _by(party, after, now)):
        yield Cause(CauseCode.RULES, f"By rules of version {now} it is {found}; by those of version {was}, {second}.")
    elif first != (found := _by(party, before, was)):
        said = f"At the first moment, by rules of version {was}, it is {found}; by those of version {now}, {first}."
        yield Cause(CauseCode.RULES, said)
    elif alone:
        yield Cause(CauseCode.RULES, f"It is decided by rules of version {now}, and at the first moment by {was}.")


def _by(party: Party, moment: Moment, rules: str) -> str:
    """What a version says of a moment, in words."""
    found = conclude(moment.duty, party, moment.evidence, replace(moment.clocks, rules=rules))
    return f"{found.outcome.label} ({found.assurance.label})"


_BY_DAYS = ("ended", "ended_by", "suspensions", "gaps", "exemptions", "limits", "rates")
"""Terms of which something is said only where they matter on the day judged, or to a figure."""


def _terms(was: Duty, now: Duty) -> Iterator[Cause]:
    """What is recorded otherwise of a duty: its days are named, and the rest only said to be another."""
    if replace(was, **{name: getattr(now, name) for name in _BY_DAYS}) == now:
        return
    days = (("took effect", was.effective, now.effective), ("is due", was.due, now.due))
    told = [
        f"it {what} {_day_or_none(old)} at the first, {_day_or_none(new)} at the second"
        for what, old, new in days
        if old != new
    ]
    said = f"The duty is recorded otherwise: {'; '.join(told) or 'its terms are others'}."
    yield Cause(CauseCode.LAW, said)


def _day_or_none(day: date | None) -> str:
    return f"on {day_words(day)}" if day else "on no day"


def _judged(party: Party, moment: Moment) -> Moment:
    """The moment with the duty as it is judged there: for the period of the day, due by the event that opened it."""
    duty = judged(moment.duty, party, moment.evidence, moment.clocks)
    counted, _ = sort_out(duty, party, moment.evidence, moment.clocks)
    return replace(moment, duty=periods.from_event(duty, opened_on(duty, counted)))


def _by_days(party: Party, was: Moment, now: Moment) -> Iterator[Cause]:
    yield from _effect(was, now)
    if was.duty.period != now.duty.period:
        yield Cause(CauseCode.PERIOD, _period(now.duty))
    yield from _due(was, now)
    yield from _ended(was, now)
    yield from _suspension(was, now)
    yield from _exemption(party, was, now)
    yield from _membership(party, was.clocks.as_of, now.clocks.as_of)


def _effect(was: Moment, now: Moment) -> Iterator[Cause]:
    if (day := now.duty.effective) is not None:
        on = f"The duty took effect on {day_words(day)}."
        off = f"The duty takes effect only on {day_words(day)}."
        yield from _moved(CauseCode.EFFECT, day, first=was.clocks.as_of, second=now.clocks.as_of, on=on, off=off)


def _moved(code: CauseCode, day: date, *, first: date, second: date, on: str, off: str) -> Iterator[Cause]:
    """A cause if a day lies between two days judged: `on` when it is reached, `off` when it is not any more."""
    if first < day <= second:
        yield Cause(code, on)
    if second < day <= first:
        yield Cause(code, off)


def _period(duty: Duty) -> str:
    if duty.period is None:
        return "No one period is judged then."
    span = f"The period judged is that from {day_words(duty.period.first)} to {day_words(duty.period.last)}"
    return f"{span}." if duty.test is Test.LIMIT else f"{span}, due {day_words(duty.period.due)}."


def _due(was: Moment, now: Moment) -> Iterator[Cause]:
    due = now.duty.due
    if due is not None and _passed(now) != _passed(was):
        passed = "passed" if _passed(now) else "has not passed then"
        yield Cause(CauseCode.DUE, f"The due date, {day_words(due)}, {passed}.")


def _passed(moment: Moment) -> bool:
    return moment.duty.due is not None and moment.clocks.as_of > moment.duty.due


def _ended(was: Moment, now: Moment) -> Iterator[Cause]:
    """The end of the duty, and its return after one."""
    ended, (over, gone) = now.duty.ended, (_over(was), _over(now))
    by = f" by {now.duty.ended_by}" if now.duty.ended_by else ""
    if gone and not over:
        on = f"The duty ended on {day_words(ended)}{by}." if ended else "The duty had ended, and had not come back."
        yield Cause(CauseCode.ENDED, on)
    elif over and not gone:
        only = f"The duty ended only on {day_words(ended)}{by}." if ended else ""
        yield Cause(CauseCode.ENDED, only or "The duty has not ended, or has come back.")


def _over(moment: Moment) -> bool:
    ended, as_of = moment.duty.ended, moment.clocks.as_of
    return (ended is not None and as_of >= ended) or gap_on(moment.duty, as_of) is not None


def _suspension(first: Moment, second: Moment) -> Iterator[Cause]:
    was, now = (suspended_on(moment.duty, moment.clocks.as_of) for moment in (first, second))
    if now is not None and now != was:
        yield Cause(CauseCode.SUSPENDED, f"The duty is suspended since {day_words(now)}.")
    elif was is not None and now is None:
        yield Cause(CauseCode.SUSPENDED, f"The suspension of {day_words(was)} does not cover the second day.")


def _exemption(party: Party, first: Moment, second: Moment) -> Iterator[Cause]:
    was, now = (exemption_on(moment.duty, party, moment.clocks.as_of) for moment in (first, second))
    if now is not None and now != was:
        yield Cause(CauseCode.EXEMPTED, f"A record of the law exempts {party.name}: {now.title}.")
    elif was is not None and now is None:
        yield Cause(CauseCode.EXEMPTED, f"The exemption of {party.name} does not hold then: {was.title}.")


def _membership(party: Party, first: date, second: date) -> Iterator[Cause]:
    between = {"first": first, "second": second}
    if (day := party.member_from) is not None:
        on = f"{party.name} became a Member State on {day_words(day)}."
        off = f"{party.name} became a Member State only on {day_words(day)}."
        yield from _moved(CauseCode.MEMBERSHIP, day, **between, on=on, off=off)
    if (day := party.member_until) is not None:
        on = f"{party.name} was a Member State until {day_words(day)}."
        yield from _moved(CauseCode.MEMBERSHIP, day + timedelta(days=1), **between, on=on, off=on)


def _by_claims(party: Party, before: Moment, after: Moment) -> Iterator[Cause]:
    old, new = _parts(party, before), _parts(party, after)
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if _differ(was, now):
            yield _cause(key, was, now, before.clocks, after.clocks)


def _parts(party: Party, moment: Moment) -> dict[str, _Part]:
    duty, found = moment.duty, dict[str, _Part]()
    for item in moment.evidence:
        why = aside_of(duty, party, item, moment.clocks)
        pending = why is Aside.DAY_UNCERTAIN and bucket_of(duty, party, item) in FULFILMENT
        found[item.claim] = _Part(item, why, moment.told.get(item.claim, Told()), pending)
    return found


def _differ(was: _Part | None, now: _Part | None) -> bool:
    """Whether a claim has another part in the cell. When its sources were published decides only if it counts."""
    if was is None or now is None:
        other = was or now
        return other is not None and other.weighs
    if (was.why, was.pending) != (now.why, now.pending):
        return was.weighs or now.weighs
    return was.weighs and replace(was.item, public_from=None) != replace(now.item, public_from=None)


def _cause(key: str, was: _Part | None, now: _Part | None, before: Clocks, after: Clocks) -> Cause:
    if now is None:
        later = after.known_at >= before.known_at
        said = "It was edited, and bears on this duty no more." if later else "It was not on record yet."
        return Cause(CauseCode.EDITED if later else CauseCode.ACCEPTED, said, key)
    if now.weighs and not (was and was.weighs):
        code, said = _comes_in(was, now)
        return Cause(code, f"{said}{_cites(now.told)}", key)
    if was and was.weighs and not now.weighs:
        return Cause(*_goes_out(was, now, after), key)
    return Cause(*_otherwise(was, now), key)


def _comes_in(was: _Part | None, now: _Part) -> tuple[CauseCode, str]:
    """Why a claim weighs at the second moment that did not at the first."""
    item = now.item
    if _measured_otherwise(was, now):
        return CauseCode.LIMIT, f"A figure of it{_made(item)} is over the limit that holds then"
    match was.why if was else Aside.WAITING:
        case Aside.OTHER_PERIOD:
            return CauseCode.PERIOD, "It is of the period that is judged then"
        case Aside.AFTER_AS_OF | Aside.DAY_UNCERTAIN:
            had_come = "which may have come by then" if now.pending else "which had come by then"
            return CauseCode.HAPPENED, f"It tells of {_days(item)}, {had_come}"
        case Aside.NOT_PUBLIC:
            day = day_words(item.public_from) if item.public_from else "another day"
            return CauseCode.PUBLISHED, f"A source of it was public by {day}"
        case Aside.CREDIBILITY_LOW | Aside.CREDIBILITY_UNJUDGED:
            return CauseCode.GRADED, f"It was graded otherwise: {_grades(was, now)}"
        case Aside.WITHDRAWN:
            return CauseCode.WITHDRAWN, "It was not withdrawn yet, and was accepted"
        case Aside.WAITING | Aside.RETURNED | Aside.WRONG:
            return CauseCode.ACCEPTED, f"It was accepted{_on(now.told.decided_at)}"
        case _:
            return CauseCode.EDITED, f"It was edited: revision {item.revision} bears on the duty"


_GONE: dict[Aside | None, tuple[CauseCode, str]] = {
    Aside.RETURNED: (CauseCode.REVIEW, "A reviewer returned it for a change"),
    Aside.WRONG: (CauseCode.REVIEW, "A reviewer judged the record wrong"),
    Aside.WITHDRAWN: (CauseCode.WITHDRAWN, "It was withdrawn"),
    Aside.OTHER_PERIOD: (CauseCode.PERIOD, "It is of another period than the one judged then, or may be"),
    Aside.AFTER_AS_OF: (CauseCode.HAPPENED, "What it tells of had not come by then"),
    Aside.DAY_UNCERTAIN: (CauseCode.HAPPENED, "What it tells of may not have come by then"),
}


def _goes_out(was: _Part, now: _Part, after: Clocks) -> tuple[CauseCode, str]:
    """Why a claim that weighed at the first moment does not at the second."""
    if now.why is Aside.WAITING:
        edited = now.item.revision > was.item.revision
        again = f"It was edited, and revision {now.item.revision} waits for review."
        return (CauseCode.EDITED, again) if edited else (CauseCode.REVIEW, "No review of it stands then.")
    if now.why is Aside.NOT_PUBLIC and after.public_at is not None:
        return CauseCode.PUBLISHED, f"No source of it was certainly public by {day_words(after.public_at)}."
    if now.why in (Aside.CREDIBILITY_LOW, Aside.CREDIBILITY_UNJUDGED):
        return CauseCode.GRADED, f"It was graded otherwise: {_grades(was, now)}."
    if now.why in _GONE:
        code, said = _GONE[now.why]
        return code, f"{said}{_on(now.told.decided_at) if code is CauseCode.REVIEW else ''}."
    if _measured_otherwise(was, now):
        return CauseCode.LIMIT, "No figure of it is over the limit that holds then."
    return CauseCode.EDITED, f"It was edited: revision {now.item.revision} changes no status here."


def _measured_otherwise(was: _Part | None, now: _Part) -> bool:
    """Whether the same revision is over a limit at one moment only, or by another rate: the law is another there."""
    if was is None or was.item.revision != now.item.revision:
        return False
    by_limit = {None, Aside.NO_EFFECT, Aside.COLLECTIVE_LIMIT}
    measured = [(one.item.over_limit, one.item.converted) for one in (was, now)]
    return measured[0] != measured[1] and {was.why, now.why} <= by_limit


def _otherwise(was: _Part | None, now: _Part) -> tuple[CauseCode, str]:
    """What is otherwise in a claim that weighs at both moments."""
    if was is None or was.pending != now.pending:
        return CauseCode.HAPPENED, f"It tells of {_days(now.item)}; whether that had come is settled otherwise."
    if was.item.revision != now.item.revision:
        accepted = f"revision {now.item.revision} stands then, accepted{_on(now.told.decided_at)}"
        return CauseCode.EDITED, f"It was edited: {accepted}{_cites(now.told)}"
    if _measured_otherwise(was, now):
        word = "A" if now.item.over_limit else "No"
        return CauseCode.LIMIT, f"{word} figure of it{_made(now.item)} is over the limit that holds then."
    if was.item.credibility != now.item.credibility:
        return CauseCode.GRADED, f"It was graded otherwise: {_grades(was, now)}."
    if was.item.origin != now.item.origin:
        return CauseCode.ORIGIN, "It counts under another origin."
    return CauseCode.EDITED, "The rules read it otherwise."


def _made(item: Evidence) -> str:
    return f", {item.converted}," if item.converted else ""


def _grades(was: _Part | None, now: _Part) -> str:
    first, second = ("none" if part is None else part.item.credibility or "none" for part in (was, now))
    return f"credibility {first} at the first moment, {second} at the second"


def _days(item: Evidence) -> str:
    return day_words(item.first) if item.first == item.last else f"{day_words(item.first)} to {day_words(item.last)}"


def _on(at: datetime | None) -> str:
    return f" on {day_words(at.astimezone(UTC).date())}" if at else ""


def _cites(told: Told) -> str:
    """The end of a sentence that names the sources, the first few of them."""
    if not told.cites:
        return "."
    more = len(told.cites) - MOST_CITED
    return f", and cites {'; '.join(told.cites[:MOST_CITED])}{f'; and {more} more' if more > 0 else ''}."


def moment_words(clocks: Clocks) -> str:
    """`as of 3 May 2019, known at 2026-11-24T09:00:00Z, by rules of version 1`, with the filter's day if it is on."""
    known = clocks.known_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    public = f", public at {day_words(clocks.public_at)}" if clocks.public_at else ""
    return f"as of {day_words(clocks.as_of)}, known at {known}{public}, by rules of version {clocks.rules}"
