"""What one piece of evidence would change: each kind of piece is put to the rules themselves, and no rule is guessed.

Pieces are new claims (every effect, by the state, by one more origin, by a finding, on the days that can matter), the
acceptance of a claim that nobody has accepted, and the loss of one that counts. For each outcome that a piece would
bring, the smallest piece is kept: the weakest voice, and the earliest day tried.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain import periods
from tracker.domain.dates import day_words
from tracker.domain.facts import Clocks, Duty, Evidence, Party, Tally
from tracker.domain.reasons import Decision
from tracker.domain.status import decide, summary_of
from tracker.domain.tally import aside_of
from tracker.domain.vocabulary import Effect, Kind, ReviewState, Test

MOST_TRIED = 40
"""How many claims on record are tried for what their acceptance or their loss would change."""

NEW = "(new)"
"""The key and the origin of a claim that is on no record."""


class Deed(StrEnum):
    """What is done to the evidence."""

    ADD = "add"
    ACCEPT = "accept"
    LOSE = "lose"


class Voice(StrEnum):
    """Who speaks, the weakest first."""

    OWN = "own"
    OTHER = "other"
    FINDING = "finding"


@dataclass(frozen=True, slots=True)
class Change:
    """One piece of evidence, what is done to it, what the rules then say, and the same in words."""

    deed: Deed
    evidence: Evidence
    outcome: str
    assurance: str
    sentence: str


_VOICES = {
    Voice.OWN: "One accepted claim of the state itself",
    Voice.OTHER: "One accepted claim of one more independent origin",
    Voice.FINDING: "One accepted finding of a United Nations body",
}
_KINDS = {Effect.PROMISES: Kind.PLEDGE, Effect.BREACHES: Kind.ALLEGATION, Effect.DENIES: Kind.DENIAL}
_SAYS = {
    Effect.FULFILS: "that the duty was met",
    Effect.ADVANCES: "that the result came nearer",
    Effect.MEASURES: "that a measure was taken",
    Effect.PROMISES: "that the duty will be met",
    Effect.CEASES: "that the breach ended",
    Effect.DENIES: "that the duty was not broken",
    Effect.BREACHES: "that the duty was broken",
    Effect.EXEMPTS: "that an exemption covers the conduct",
}


def changes_of(duty: Duty, party: Party, evidence: Iterable[Evidence], clocks: Clocks) -> tuple[Change, ...]:
    """Find what one piece of evidence would change, the smallest piece for each outcome; empty where none would."""
    cell = _Cell(periods.on(duty, clocks.as_of), party, tuple(evidence), clocks)
    now = cell.decide(cell.evidence)
    found = (*_waiting(cell, now), *_new(cell, now), *_losses(cell, now))
    return tuple(change for change in found if not _same(now, change))


@dataclass(frozen=True, slots=True)
class _Cell:
    """What is put to the rules again and again. Most pieces come to a tally that was `met` already."""

    duty: Duty
    party: Party
    evidence: tuple[Evidence, ...]
    clocks: Clocks
    met: dict[tuple[Duty, Tally], Decision] = field(default_factory=dict)

    def decide(self, evidence: Iterable[Evidence]) -> Decision:
        """The same as `status.conclude`."""
        found = summary_of(self.duty, self.party, evidence, self.clocks)
        if found not in self.met:
            self.met[found] = decide(found[0], self.party, found[1], self.clocks)
        return self.met[found]

    def without(self, lost: Evidence) -> list[Evidence]:
        return [item for item in self.evidence if item.claim != lost.claim]


def apply(change: Change, evidence: Iterable[Evidence]) -> list[Evidence]:
    """The evidence with the change made, for whoever puts it to the rules again."""
    kept = [item for item in evidence if item.claim != change.evidence.claim]
    return kept if change.deed is Deed.LOSE else [*kept, change.evidence]


def _same(now: Decision, change: Change) -> bool:
    return (change.outcome, change.assurance) == (now.outcome.value, now.assurance.value)


def _new(cell: _Cell, now: Decision) -> Iterator[Change]:
    """The first new claim that brings each other outcome, and each other assurance of the same one."""
    seen = {(now.outcome, now.assurance.value)}
    for voice, told, says in _tried(cell, now):
        then = cell.decide([*cell.evidence, told])
        key = then.outcome, then.assurance.value if then.outcome is now.outcome else ""
        if key not in seen:
            seen.add(key)
            subject = f"{_VOICES[voice]} {says}, {_dated(cell, told, then)},"
            yield _change(Deed.ADD, told, now, then, subject)


def _tried(cell: _Cell, now: Decision) -> Iterator[tuple[Voice, Evidence, str]]:
    """Each kind of new claim, the smaller first; a state's own word against itself last, since it is the rarest."""
    told = [(voice, piece, says) for voice in Voice for piece, says in _pieces(cell.duty, voice)]
    for voice, piece, says in sorted(told, key=lambda one: one[0] is Voice.OWN and one[1].effect is Effect.BREACHES):
        for day in _days(cell, piece.effect, now.due):
            yield voice, replace(piece, first=day, last=day), says


def _pieces(duty: Duty, voice: Voice) -> Iterator[tuple[Evidence, str]]:
    for effect, says in _SAYS.items():
        yield _piece(_KINDS.get(effect, Kind.REPORTED_ACTION), effect, voice), says
    plain = _piece(Kind.REPORTED_ACTION, Effect.NONE, voice)
    if duty.test is Test.LIMIT:
        yield replace(plain, over_limit=True), "with a figure over the limit"
    if duty.opens_below is not None:
        below, share = duty.opens_below / 2, f"{duty.opens_below:g}"
        yield replace(plain, share_low=below, share_high=below), f"with a share below {share}"
        yield replace(plain, share_low=duty.opens_below, share_high=1.0), f"with a share of {share} or more"
    if duty.condition:
        yield _piece(Kind.REPORTED_ACTION, Effect.OPENS, voice), "that what opens the duty came about"


def _piece(kind: Kind, effect: Effect, voice: Voice) -> Evidence:
    day = date.min
    return Evidence(
        *(NEW, 1, kind, effect, NEW, day, day), own_voice=voice is Voice.OWN, finding=voice is Voice.FINDING
    )


def _days(cell: _Cell, effect: Effect, due: date | None) -> list[date]:
    """The days that can matter: the due date, if it is past, and the day judged; to open a period, the last of it."""
    as_of, period = cell.clocks.as_of, cell.duty.period
    if effect is Effect.OPENS and period is not None:
        return [min(period.last, as_of)]
    return sorted({as_of, min(due or as_of, as_of)})


def _dated(cell: _Cell, told: Evidence, then: Decision) -> str:
    """Say “dated by” only where an earlier day brings the same."""
    words, start = day_words(told.last), cell.duty.effective
    if told.first == date.min:
        return f"dated {words}"
    if start is None or start >= told.first:
        start = told.first - timedelta(days=1)
    earlier = cell.decide([*cell.evidence, replace(told, first=start, last=start)])
    same = (earlier.outcome, earlier.assurance) == (then.outcome, then.assurance)
    return f"dated by {words}" if same else f"dated {words}"


def _waiting(cell: _Cell, now: Decision) -> Iterator[Change]:
    """Try the acceptance of each claim on record that is not accepted, as probably true."""
    waiting = [item for item in cell.evidence if item.review_state in (ReviewState.WAITING, ReviewState.RETURNED)]
    for item in waiting[:MOST_TRIED]:
        accepted = replace(item, review_state=ReviewState.ACCEPTED, credibility=2)
        then = cell.decide([*cell.without(item), accepted])
        yield _change(Deed.ACCEPT, accepted, now, then, f"Acceptance of {item.claim}, as probably true,")


def _losses(cell: _Cell, now: Decision) -> Iterator[Change]:
    """Try the loss of each claim that counts."""
    counted = [item for item in cell.evidence if aside_of(cell.duty, cell.party, item, cell.clocks) is None]
    for item in counted[:MOST_TRIED]:
        yield _change(Deed.LOSE, item, now, cell.decide(cell.without(item)), f"The loss of {item.claim}")


def _change(deed: Deed, evidence: Evidence, now: Decision, then: Decision, subject: str) -> Change:
    label, assurance = then.outcome.label, then.assurance.label
    same = then.outcome is now.outcome
    said = f"would leave it {label}, but {assurance}" if same else f"would make it {label} ({assurance})"
    return Change(deed, evidence, then.outcome.value, then.assurance.value, f"{subject} {said}.")
