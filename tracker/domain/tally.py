"""From evidence to a tally: what counts in a cell, on which side, and with how many voices.

The rules are rows of a table:

    1 conduct   what a claim does to this duty        `conduct_of`
    2 bucket    the side on which that puts it        `bucket_of`
    3 aside     why it does not count, first that fits `aside_of`
    4 answers   fulfilment, denial or statement of compliance whose last day is on or after the FIRST day of
                the counted breach claims (judged or not); with no breach claim there is nothing to answer
    5 ceases    an end of the breach, or late fulfilment, whose last day is on or after the LAST such day
    6 voices    own = any origin speaks for the state; others = distinct origins that do not; finding = any
    7 shares    a fraction bears on a conditional duty, with or without an effect, if it is credible (1-3), no
                promise, and of a kind that speaks of conduct: high < opens_below opens, low >= it closes
    8 openings  a fact that opens a conditional duty, or a share that does; the earliest last day is when it opened,
                and a due date counted from an event is counted from it
    9 periods   for a duty owed every period, a report, a breach or an opening counts if it is of the period judged;
                for a limit that begins anew, a breach does (see `domain.spells`)

Order and repetition of the input change nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.facts import Clocks, Duty, Evidence, Party, Tally, Voices
from tracker.domain.periods import breaks_in, falls_in, from_event, reports_on
from tracker.domain.vocabulary import Assurance, Effect, Kind, LimitScope, ReviewState, StateKind, Test


class Bucket(StrEnum):
    """A side of a cell. All but DENIES and OPENS are fields of `Tally`; ANSWERS is made in the second pass only."""

    PROMISES = "promises"
    ADVANCES = "advances"
    MEASURES = "measures"
    ON_TIME = "on_time"
    STRADDLING = "straddling"
    LATE = "late"
    EXEMPTS = "exempts"
    BREACHES = "breaches"
    UNJUDGED = "unjudged"
    CEASES = "ceases"
    DENIES = "denies"
    OPENS = "opens"
    ANSWERS = "answers"


class Aside(StrEnum):
    """Why evidence was left out."""

    WAITING = "waiting"
    RETURNED = "returned"
    WRONG = "wrong"
    WITHDRAWN = "withdrawn"
    NOT_PUBLIC = "not_public"
    AFTER_AS_OF = "after_as_of"
    COLLECTIVE = "collective"
    COLLECTIVE_LIMIT = "collective_limit"
    NO_EFFECT = "no_effect"
    OTHER_PERIOD = "other_period"
    CREDIBILITY_LOW = "credibility_low"
    CREDIBILITY_UNJUDGED = "credibility_unjudged"
    DAY_UNCERTAIN = "day_uncertain"


_SENTENCES = {
    Aside.WAITING: "It is waiting for review.",
    Aside.RETURNED: "A reviewer returned it for a change.",
    Aside.WRONG: "A reviewer found that the record does not stand.",
    Aside.WITHDRAWN: "It was withdrawn.",
    Aside.NOT_PUBLIC: "No source of it was certainly published by the day that the public-at filter names.",
    Aside.AFTER_AS_OF: "Its event is after the as-of date.",
    Aside.COLLECTIVE: "Statements on all states together are listed, but judge nobody.",
    Aside.COLLECTIVE_LIMIT: "The limit is on all states together; this state's share alone is not shown to "
    "be over it, and no finding names the state.",
    Aside.NO_EFFECT: "It is context, and changes no status.",
    Aside.OTHER_PERIOD: "It is of another period than the one judged, or may be.",
    Aside.CREDIBILITY_LOW: "A reviewer judged what it says doubtful or improbable.",
    Aside.CREDIBILITY_UNJUDGED: "How credible it is cannot be judged, so it may support only a promise "
    "or an alleged breach.",
    Aside.DAY_UNCERTAIN: "Its event may fall after the as-of date.",
}

FULFILMENT = (Bucket.ON_TIME, Bucket.STRADDLING, Bucket.LATE)
BREACH = (Bucket.BREACHES, Bucket.UNJUDGED)
"""Sides on which a claim says that the duty was broken."""

ENDS = (Bucket.CEASES, Bucket.LATE)
"""Sides that end a breach, where they are dated on or after the last of it."""

UNVOICED = (Bucket.DENIES, Bucket.OPENS)
"""Sides of which a tally keeps no voices: what they do is done in the second pass, or by opening the duty."""

FINDING_KINDS = (Kind.ASSESSMENT, Kind.ALLEGATION, Kind.REPORTED_ACTION)
"""Kinds in which a UN body finds something; its calls, positions and procedure find nothing."""

CREDIBLE = (1, 2, 3)
DOUBTED = (4, 5)
SILENT = (Kind.CALL, Kind.POSITION, Kind.PROCEDURAL)
NEARER = (Effect.FULFILS, Effect.ADVANCES)
_LASTING = (Test.REFRAIN, Test.MAINTAIN)
_BUCKETS = {
    Effect.PROMISES: Bucket.PROMISES,
    Effect.ADVANCES: Bucket.ADVANCES,
    Effect.MEASURES: Bucket.MEASURES,
    Effect.EXEMPTS: Bucket.EXEMPTS,
    Effect.BREACHES: Bucket.BREACHES,
    Effect.CEASES: Bucket.CEASES,
    Effect.DENIES: Bucket.DENIES,
    Effect.OPENS: Bucket.OPENS,
}

NOBODY = Voices(own=False, others=0, finding=False)

Sides = Mapping[Bucket, tuple[Evidence, ...]]


@dataclass(frozen=True, slots=True, order=True)
class SetAside:
    """A claim that was left out, the code of why, and the same in words."""

    claim: str
    why: Aside
    sentence: str


def is_collective(duty: Duty) -> bool:
    """Whether the duty is a limit on the total of all states."""
    return duty.test is Test.LIMIT and duty.limit_scope is LimitScope.COLLECTIVE


def conduct_of(duty: Duty, evidence: Evidence) -> Effect:
    """Say what a claim does to this duty, whatever effect was logged. The first row that fits decides."""
    effect, kind = evidence.effect, evidence.kind
    if kind in SILENT:
        return Effect.NONE
    if kind is Kind.PLEDGE or effect is Effect.PROMISES:
        return Effect.PROMISES
    if evidence.over_limit:
        return Effect.BREACHES
    if effect is Effect.OPENS and not duty.condition:
        return Effect.NONE
    if kind is Kind.DENIAL and effect is Effect.FULFILS:
        return Effect.DENIES
    if kind is Kind.STATEMENT_OF_COMPLIANCE and effect in NEARER and not evidence.has_fact:
        return Effect.MEASURES
    return _by_test(duty.test, effect)


def _by_test(test: Test, effect: Effect) -> Effect:
    """Judge by the test: a lasting duty is never fulfilled for good, and only a result can come nearer."""
    if test in _LASTING and effect in NEARER:
        return Effect.MEASURES
    if test is not Test.ATTAIN and effect is Effect.ADVANCES:
        return Effect.MEASURES
    return effect


def bucket_of(duty: Duty, party: Party, evidence: Evidence) -> Bucket | None:
    """Find the side on which a claim stands here; None if it has no effect, or is judged in another row."""
    conduct = conduct_of(duty, evidence)
    if conduct is Effect.NONE or _elsewhere(duty, party, evidence):
        return None
    if conduct is Effect.FULFILS:
        return _timing(duty.due, evidence)
    if conduct is Effect.BREACHES and evidence.credibility not in CREDIBLE:
        return Bucket.UNJUDGED
    return _BUCKETS[conduct]


def _timing(due: date | None, evidence: Evidence) -> Bucket:
    if due is None or evidence.last <= due:
        return Bucket.ON_TIME
    return Bucket.LATE if evidence.first > due else Bucket.STRADDLING


def _elsewhere(duty: Duty, party: Party, evidence: Evidence) -> Aside | None:
    """Why a claim does not bear on this row: the other of the two kinds of row is where it is judged."""
    together = party.kind is StateKind.COLLECTIVE
    if together == is_collective(duty):
        return None
    if together:
        return Aside.COLLECTIVE
    breach = conduct_of(duty, evidence) is Effect.BREACHES
    return Aside.COLLECTIVE_LIMIT if breach and not (evidence.over_limit or evidence.finding) else None


def aside_of(duty: Duty, party: Party, evidence: Evidence, clocks: Clocks) -> Aside | None:
    """Why a claim does not count; None when it counts. The first row that fits is given."""
    if evidence.review_state is not ReviewState.ACCEPTED:
        return Aside(evidence.review_state.value)
    if not _is_public(evidence, clocks):
        return Aside.NOT_PUBLIC
    if evidence.first > clocks.as_of:
        return Aside.AFTER_AS_OF
    if elsewhere := _elsewhere(duty, party, evidence):
        return elsewhere
    bucket = bucket_of(duty, party, evidence)
    if bucket is None and not _gives_share(duty, evidence):
        return Aside.NO_EFFECT
    if bucket is not None and _of_other_period(duty, bucket, evidence):
        return Aside.OTHER_PERIOD
    return _discredited(bucket, evidence) or (Aside.DAY_UNCERTAIN if evidence.last > clocks.as_of else None)


def _is_public(evidence: Evidence, clocks: Clocks) -> bool:
    """Whether the public could certainly have read it by the day asked for, where one is."""
    if clocks.public_at is None:
        return True
    return evidence.public_from is not None and evidence.public_from <= clocks.public_at


def _of_other_period(duty: Duty, bucket: Bucket, evidence: Evidence) -> bool:
    """Whether a report, a breach, or a fact that opens the duty, is of another period than the one judged."""
    if duty.period is None:
        return False
    if duty.test is Test.LIMIT:
        return bucket in BREACH and not breaks_in(duty.period, evidence)
    if bucket in (*FULFILMENT, *BREACH):
        return not reports_on(duty.period, evidence)
    return bucket is Bucket.OPENS and not falls_in(duty.period, evidence)


def _discredited(bucket: Bucket | None, evidence: Evidence) -> Aside | None:
    """Read the credibility. A missing one is one that nobody has judged."""
    if evidence.credibility in DOUBTED:
        return Aside.CREDIBILITY_LOW
    if evidence.credibility not in CREDIBLE and bucket not in (Bucket.PROMISES, Bucket.UNJUDGED):
        return Aside.CREDIBILITY_UNJUDGED
    return None


def _gives_share(duty: Duty, evidence: Evidence) -> bool:
    """Whether a figure bears on the opening of a conditional duty; the claim needs no other effect on it."""
    bounded = evidence.share_low is not None or evidence.share_high is not None
    spoken = evidence.kind not in SILENT and conduct_of(duty, evidence) is not Effect.PROMISES
    return duty.opens_below is not None and bounded and spoken and evidence.credibility in CREDIBLE


def sort_out(
    duty: Duty, party: Party, evidence: Iterable[Evidence], clocks: Clocks
) -> tuple[list[Evidence], list[SetAside]]:
    """Part what counts from what is set aside, with why; both in order of claim, without repetition."""
    counted: set[Evidence] = set()
    aside: set[SetAside] = set()
    for item in evidence:
        why = aside_of(duty, party, item, clocks)
        if why is None:
            counted.add(item)
        else:
            aside.add(SetAside(item.claim, why, _SENTENCES[why]))
    return sorted(counted, key=_claim), sorted(aside)


def _claim(evidence: Evidence) -> tuple[str, int, str]:
    return evidence.claim, evidence.revision, evidence.origin


def doubtful_among(duty: Duty, party: Party, evidence: Iterable[Evidence], clocks: Clocks) -> tuple[Evidence, ...]:
    """Fulfilments left out only because their day may be after the as-of date. They forbid overdue."""
    late = (item for item in evidence if aside_of(duty, party, item, clocks) is Aside.DAY_UNCERTAIN)
    return tuple(item for item in late if bucket_of(duty, party, item) in FULFILMENT)


def summed(duty: Duty, party: Party, evidence: Iterable[Evidence], clocks: Clocks) -> Tally:
    """The tally of all evidence on a cell: of what counts, and of what is only doubtful."""
    items = list(evidence)
    counted = (item for item in items if aside_of(duty, party, item, clocks) is None)
    return tally(duty, party, counted, doubtful_among(duty, party, items, clocks))


def sides_of(duty: Duty, party: Party, counted: Iterable[Evidence]) -> Sides:
    """Put counted evidence on its sides, in two passes: the second finds what answers or ends the breach."""
    counted = list(counted)
    duty = from_event(duty, opened_on(duty, counted))
    items = [(bucket, item) for item in counted if (bucket := bucket_of(duty, party, item))]
    sides: dict[Bucket, tuple[Evidence, ...]] = dict.fromkeys(Bucket, ())
    for bucket, item in items:
        sides[bucket] += (item,)
    breaches = [item for side in BREACH for item in sides[side]]
    sides[Bucket.ANSWERS] = sides[Bucket.CEASES] = ()
    if breaches:
        first, last = min(item.first for item in breaches), max(item.last for item in breaches)
        sides[Bucket.ANSWERS] = tuple(i for bucket, i in items if answers(bucket, i) and i.last >= first)
        sides[Bucket.CEASES] = tuple(i for bucket, i in items if bucket in ENDS and i.last >= last)
    return sides


def answers(bucket: Bucket, evidence: Evidence) -> bool:
    """Whether a claim on a side answers a breach that is not later; a statement of compliance needs to name no fact."""
    if bucket is Bucket.MEASURES:
        return evidence.kind is Kind.STATEMENT_OF_COMPLIANCE
    return bucket is Bucket.DENIES or bucket in FULFILMENT


def tally(duty: Duty, party: Party, counted: Iterable[Evidence], doubtful: Iterable[Evidence] = ()) -> Tally:
    """Sum a cell up in the few voices from which its outcome is decided."""
    counted = list(counted)
    sides = sides_of(duty, party, counted)
    opening = opened_on(duty, counted)
    return Tally(
        **{side.value: voices(items) for side, items in sides.items() if side not in UNVOICED},
        pending_fulfilment=any(True for _ in doubtful),
        opened=opening is not None,
        closed=any(closes(duty, item) for item in shares_of(duty, counted)),
        opened_on=opening,
    )


def shares_of(duty: Duty, counted: Iterable[Evidence]) -> list[Evidence]:
    """Pick the counted claims whose figure bears on the opening of a conditional duty."""
    return [item for item in counted if _gives_share(duty, item)]


def openings_of(duty: Duty, counted: Iterable[Evidence]) -> list[Evidence]:
    """Pick the counted claims that open a conditional duty: by the fact that they tell, or by a figure."""
    if not duty.condition and duty.opens_below is None:
        return []  # see `conduct_of` and `_gives_share`: there is nothing to open
    return [
        item
        for item in counted
        if conduct_of(duty, item) is Effect.OPENS or (_gives_share(duty, item) and opens(duty, item))
    ]


def opened_on(duty: Duty, counted: Iterable[Evidence]) -> date | None:
    """The last possible day of the first fact that opened a conditional duty."""
    return min((item.last for item in openings_of(duty, counted)), default=None)


def opens(duty: Duty, evidence: Evidence) -> bool:
    """Whether a figure says that the condition of a conditional duty is met."""
    high = evidence.share_high
    return high is not None and duty.opens_below is not None and high < duty.opens_below


def closes(duty: Duty, evidence: Evidence) -> bool:
    """Whether a figure says that the condition of a conditional duty is not met."""
    low = evidence.share_low
    return low is not None and duty.opens_below is not None and low >= duty.opens_below


def voices(evidence: Iterable[Evidence]) -> Voices:
    """Who stands behind a side. Claims of one origin are one voice, however many carried them."""
    items = list(evidence)
    if not items:
        return NOBODY
    others = {item.origin for item in items if not item.own_voice}
    return Voices(any(i.own_voice for i in items), len(others), any(i.finding for i in items))


def assurance_of(side: Voices) -> Assurance:
    """How well supported one side is."""
    if side.finding:
        return Assurance.VERIFIED
    if side.others >= 2 or (side.others and side.own):
        return Assurance.CORROBORATED
    if side.others:
        return Assurance.SINGLE_ORIGIN
    return Assurance.SELF_REPORTED if side.own else Assurance.UNSUPPORTED
