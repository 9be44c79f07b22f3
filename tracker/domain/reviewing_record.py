"""What a reviewer's own record shows: counts of what they decided and of what became of it. It ranks nobody."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from statistics import median

from tracker.domain.vocabulary import Credibility, Reliability, ReviewState, Verdict, Word

Grade = tuple[Reliability, Credibility]


class ReturnFate(Word):
    """What became of a claim that was returned to its analyst."""

    ACCEPTED = "accepted", "the next revision was accepted", "A reviewer found the next revision right."
    AGAIN = "again", "the next revision was not accepted", "The next revision was returned too, or judged wrong."
    WAITING = "waiting", "the next revision waits for review", "Nobody has decided on the next revision."
    DECIDED_ANEW = "decided_anew", "decided again", "The same revision was decided on again later."
    WITHDRAWN = "withdrawn", "the claim was withdrawn", "The claim was taken back."
    OPEN = "open", "no next revision yet", "The analyst has not saved another revision."


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision. `revision` is an id; `number` its place in its claim. `is_undone` was taken back within seconds."""

    claim: int
    revision: int
    number: int
    reviewer: int
    at: datetime
    recorded_at: datetime
    verdict: Verdict
    reliability: Reliability | None = None
    credibility: Credibility | None = None
    stands: bool = True
    is_undone: bool = False

    @property
    def grade(self) -> Grade | None:
        """The Admiralty pair of an acceptance."""
        return (self.reliability, self.credibility) if self.reliability and self.credibility else None


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many. Small numbers are shown as they are, never as a percentage."""

    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class ReviewingRecord:
    """The record of one reviewer. Agreement counts pairs of decisions, by them and by another, on one revision.

    `days` is the median from recorded to decided, of first decisions; None before there is one.
    """

    verdicts: dict[Verdict, int]
    grades: dict[str, int]
    returns: dict[ReturnFate, int]
    same_verdict: Share
    same_grade: Share
    near_grade: Share
    undone: int
    days: float | None

    @property
    def decisions(self) -> int:
        """How many decisions there are, those that were undone left out."""
        return sum(self.verdicts.values())


def of(person: int, decisions: Iterable[Decided], states: dict[tuple[int, int], ReviewState]) -> ReviewingRecord:
    """The record of a person, from all decisions on the claims that they decided on, in any order.

    `states` says where each revision of these claims stands, by claim and number; a claim that was withdrawn has
    `withdrawn` under its last number.
    """
    every = sorted(decisions, key=lambda one: (one.revision, one.at))
    own = [one for one in every if one.reviewer == person and not one.is_undone]
    pairs = _pairs(person, [one for one in every if not one.is_undone])
    graded = [(mine.grade, theirs.grade) for mine, theirs in pairs if mine.grade and theirs.grade]
    return ReviewingRecord(
        verdicts={verdict: sum(one.verdict is verdict for one in own) for verdict in Verdict},
        grades=_grades(own),
        returns=_returns(own, states),
        same_verdict=Share(sum(mine.verdict is theirs.verdict for mine, theirs in pairs), len(pairs)),
        same_grade=Share(sum(mine == theirs for mine, theirs in graded), len(graded)),
        near_grade=Share(sum(is_near(mine, theirs) for mine, theirs in graded), len(graded)),
        undone=sum(one.reviewer == person and one.is_undone for one in every),
        days=_days(own),
    )


def _grades(own: Sequence[Decided]) -> dict[str, int]:
    found = Counter("".join(one.grade) for one in own if one.grade)
    return dict(sorted(found.items()))


def _returns(own: Sequence[Decided], states: dict[tuple[int, int], ReviewState]) -> dict[ReturnFate, int]:
    found = Counter(_fate(one, states) for one in own if one.verdict is Verdict.RETURN)
    return {fate: found[fate] for fate in ReturnFate if found[fate]}


_FATES = {
    ReviewState.ACCEPTED: ReturnFate.ACCEPTED,
    ReviewState.RETURNED: ReturnFate.AGAIN,
    ReviewState.WRONG: ReturnFate.AGAIN,
    ReviewState.WAITING: ReturnFate.WAITING,
    ReviewState.WITHDRAWN: ReturnFate.WITHDRAWN,
}


def _fate(returned: Decided, states: dict[tuple[int, int], ReviewState]) -> ReturnFate:
    if not returned.stands:
        return ReturnFate.DECIDED_ANEW
    following = states.get((returned.claim, returned.number + 1))
    if following is not None:
        return _FATES[following]
    withdrawn = states.get((returned.claim, returned.number)) is ReviewState.WITHDRAWN
    return ReturnFate.WITHDRAWN if withdrawn else ReturnFate.OPEN


def _pairs(person: int, decisions: Sequence[Decided]) -> list[tuple[Decided, Decided]]:
    """The person's last decision on each revision, beside the last one of each other reviewer of it."""
    found = []
    for _, run in groupby(decisions, key=lambda one: one.revision):
        last = {one.reviewer: one for one in run}
        if mine := last.pop(person, None):
            found += [(mine, theirs) for theirs in last.values()]
    return found


def is_near(mine: Grade, theirs: Grade) -> bool:
    """Whether both halves are the same or next to each other. "Cannot be judged" is next to nothing."""
    return _next(mine[0], theirs[0], "F") and _next(mine[1], theirs[1], "6")


def _next(mine: str, theirs: str, unjudged: str) -> bool:
    return mine == theirs or (unjudged not in (mine, theirs) and abs(ord(mine) - ord(theirs)) == 1)


def _days(own: Sequence[Decided]) -> float | None:
    first: dict[int, Decided] = {}
    for one in own:
        first.setdefault(one.revision, one)
    waits = [(one.at - one.recorded_at).total_seconds() / 86_400 for one in first.values()]
    return median(waits) if waits else None
