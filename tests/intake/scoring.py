"""Counting what a reading proposes against what a label expects: right, missed and extra, for each field."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from tests.intake.labels import Expected, Label
from tracker.domain.citing import Verdict
from tracker.domain.content import ClaimContent
from tracker.domain.dates import parse_span
from tracker.domain.proposals import CitedLaw, ProposedClaim, Reading
from tracker.domain.searching import fold
from tracker.domain.states import fold_name
from tracker.domain.vocabulary import Effect, HopRole

COVERED = 0.5
"""How much of the expected words a quotation has to hold to be that of the claim expected."""
ALIKE = 90
"""From what likeness on, of 100, two names are one; words in which only an ending differs are."""
_ARTICLE = re.compile(r"^(?:an?|une?|les?|la|el|l)\s")
CLAIM, LANGUAGE, RESOLUTIONS, WRONG = "claim", "language", "resolutions", "wrong citations"


@dataclass(frozen=True)
class Counts:
    """How many values are right, how many were missed, and how many are there that should not be."""

    right: int = 0
    missed: int = 0
    extra: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.right + other.right, self.missed + other.missed, self.extra + other.extra)

    @property
    def precision(self) -> float | None:
        """The share of what is proposed that is right; None where nothing is proposed."""
        return self.right / proposed if (proposed := self.right + self.extra) else None

    @property
    def recall(self) -> float | None:
        """The share of what is expected that is proposed; None where nothing is expected."""
        return self.right / expected if (expected := self.right + self.missed) else None


Score = dict[str, Counts]


def _one(value: Any) -> list[Any]:
    return [value] if value else []


def _effects(content: ClaimContent) -> list[Any]:
    return sorted({bearing.effect for bearing in content.bearings} - {Effect.NONE})


def _duties(content: ClaimContent) -> list[Any]:
    return sorted({bearing.obligation for bearing in content.bearings})


def _figures(content: ClaimContent) -> list[Any]:
    return [{"low": figure.low, "high": figure.high, "unit": figure.unit} for figure in content.quantities]


def _hops(content: ClaimContent) -> list[Any]:
    """The steps that labels name: they were written before venues and translators were read, and have none of them.

    A path that besides its speaker has nothing but those is none here.
    """
    steps = [hop for hop in content.hops if hop.name and hop.role not in (HopRole.VENUE, HopRole.TRANSLATOR)]
    bare = len(steps) < len(content.hops) and all(hop.role is HopRole.SPEAKER for hop in steps)
    return [] if bare else [f"{hop.role}: {hop.name}" for hop in steps]


def _named(one: str, other: str) -> bool:
    return fuzz.ratio(*(_ARTICLE.sub("", fold_name(name)) for name in (one, other))) >= ALIKE


def _within(one: str, other: str) -> bool:
    """Whether one is the other, or part of it: where an office or a citation ends is a matter of taste."""
    short, long = sorted((fold(one), fold(other)), key=len)
    return short in long


def _hop(one: str, other: str) -> bool:
    (role, _, name), (other_role, _, other_name) = one.partition(": "), other.partition(": ")
    return role == other_role and _named(name, other_name)


def _days(one: str, other: str) -> bool:
    first, second = parse_span(one), parse_span(other)
    return bool(first and second and (first.first, first.last) == (second.first, second.last))


def _same(one: Any, other: Any) -> bool:
    return one == other


@dataclass(frozen=True)
class Field:
    """A field of a claim: how its values are read, and when a proposed one is the one expected."""

    name: str
    read: Callable[[ClaimContent], list[Any]]
    same: Callable[[Any, Any], bool] = _same


FIELDS = (
    Field("kind", lambda content: [content.kind]),
    Field("states", lambda content: list(content.states)),
    Field("obligations", _duties),
    Field("effect", _effects),
    Field("speaker", lambda content: _one(content.speaker), _named),
    Field("office", lambda content: _one(content.office), _within),
    Field("speaks_for", lambda content: _one(content.speaks_for)),
    Field("said", lambda content: _one(content.said), _days),
    Field("event", lambda content: _one(content.event), _days),
    Field("quantities", _figures),
    Field("cited_as", lambda content: _one(content.cited_as), _within),
    Field("hops", _hops, _hop),
)
ROWS = (CLAIM, *(field.name for field in FIELDS), RESOLUTIONS, WRONG, LANGUAGE)


def score(label: Label, reading: Reading) -> Score:
    """What a reading of a labelled text comes to; a claim that is missed or extra counts in all its fields."""
    pairs = list(paired(label, reading.claims))
    counted = {field.name: _sum(_counted(field, *pair) for pair in pairs) for field in FIELDS}
    return {
        CLAIM: _sum(Counts(bool(e and p), bool(e and not p), bool(p and not e)) for e, p in pairs),
        **counted,
        RESOLUTIONS: _against(label.resolutions, named(reading.citations)),
        WRONG: _against(label.wrong, faulty(reading.citations), _within),
        LANGUAGE: Counts(1) if reading.language == label.language else Counts(0, 1, 1),
    }


def together(scores: Iterable[Score]) -> Score:
    """The sum of scores, field by field."""
    listed = list(scores)
    return {row: _sum(one[row] for one in listed) for row in ROWS}


def _sum(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())


def named(citations: Sequence[CitedLaw]) -> list[str]:
    """The resolutions that citations come to: those found, or of a number that is not in the record, the likeliest."""
    return sorted({symbol for law in citations for symbol in _symbols(law)})


def _symbols(law: CitedLaw) -> list[str]:
    found = [finding.symbol for finding in law.check.findings if finding.symbol]
    if found or law.check.verdict is Verdict.VAGUE:
        return found
    return [proposal.resolution for proposal in law.check.proposals[:1]]


def faulty(citations: Sequence[CitedLaw]) -> list[str]:
    """The words of the citations in which the check finds a fault."""
    return [law.words for law in citations if law.check.mismatch]


def differences(expected: Expected, proposal: ProposedClaim) -> Iterator[str]:
    """Where a proposal is not what was expected of it, a line a field."""
    for field in FIELDS:
        counts = _counted(field, expected, proposal)
        if counts.missed or counts.extra:
            given = field.read(proposal.content) or "none"
            yield f"{field.name}: {given}; wanted: {expected.values.get(field.name) or 'none'}"


Pair = tuple[Expected | None, ProposedClaim | None]


def paired(label: Label, proposals: Sequence[ProposedClaim]) -> Iterator[Pair]:
    """Each expected claim with the proposal that quotes its words, and what is left of either.

    Several claims may stand in one sentence: those go together that agree most.
    """
    ranked = [
        (_agreement(expected, proposal, covered), e, p)
        for e, expected in enumerate(label.claims)
        for p, proposal in enumerate(proposals)
        if (covered := _covered(label.text, expected.quotation, proposal)) >= COVERED
    ]
    matched = _one_to_one(sorted(ranked, key=lambda rank: (rank[0], -rank[1], -rank[2]), reverse=True))
    yield from ((label.claims[e], proposals[p]) for e, p in matched.items())
    yield from ((expected, None) for e, expected in enumerate(label.claims) if e not in matched)
    yield from ((None, proposal) for p, proposal in enumerate(proposals) if p not in matched.values())


def _one_to_one(ranked: Iterable[tuple[Any, int, int]]) -> dict[int, int]:
    matched: dict[int, int] = {}
    for _, expected, proposal in ranked:
        if expected not in matched and proposal not in matched.values():
            matched[expected] = proposal
    return matched


def _covered(text: str, words: str, proposal: ProposedClaim) -> float:
    """The share of the expected words that a quotation holds, where it holds most of them."""
    starts = _places(text, words)
    held = (min(proposal.end, start + len(words)) - max(proposal.start, start) for start in starts)
    return max(held, default=0) / len(words)


def _places(text: str, words: str) -> Iterator[int]:
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _agreement(expected: Expected, proposal: ProposedClaim, covered: float) -> tuple[float, ...]:
    fields = {field.name: _counted(field, expected, proposal) for field in FIELDS}
    states = fields["states"]
    right = sum(counts.right for counts in fields.values())
    return states.right - states.extra - states.missed, fields["kind"].right, right, covered


def _counted(field: Field, expected: Expected | None, proposal: ProposedClaim | None) -> Counts:
    wanted = expected.values.get(field.name, ()) if expected else ()
    besides = expected.may.get(field.name, ()) if expected else ()
    given = field.read(proposal.content) if proposal else []
    if besides is None and not wanted:
        return Counts()
    right, missed, left = _sorted_out(wanted, given, field.same)
    extra = [value for value in left if not any(field.same(one, value) for one in besides or ())]
    return Counts(right, missed, 0 if besides is None else len(extra))


def _against(wanted: Sequence[Any], given: Sequence[Any], same: Callable[[Any, Any], bool] = _same) -> Counts:
    right, missed, left = _sorted_out(wanted, given, same)
    return Counts(right, missed, len(left))


def _sorted_out(
    wanted: Sequence[Any], given: Sequence[Any], same: Callable[[Any, Any], bool]
) -> tuple[int, int, list[Any]]:
    """How many of the wanted values are given, how many are not, and what is given besides."""
    left, right, missed = list(given), 0, 0
    for one in wanted:
        alternatives = one if isinstance(one, tuple) else (one,)
        found = next((value for value in left if any(same(each, value) for each in alternatives)), None)
        if found is not None:
            left.remove(found)
            right += 1
        elif Effect.NONE not in alternatives:
            missed += 1
    return right, missed, left
