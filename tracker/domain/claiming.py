"""What a claim may say: which effects a kind of statement can have, and by which days the rules judge it."""

import re
from datetime import date

from tracker.domain.content import CitationContent, ClaimContent, HopContent, QuantityContent
from tracker.domain.dates import FIRST_DAY, DateUnreadable, Span, parse_span
from tracker.domain.errors import Problem, RuleBroken
from tracker.domain.vocabulary import Effect, Kind, Measure

_SILENT = frozenset({Effect.NONE})
_ANY = frozenset(Effect) - {Effect.PROMISES}
MOST_HOPS = 60
"""The longest path from an utterance to a page. No real one comes near it, and a tree of paths must stay readable."""

_SHA256 = re.compile(r"[0-9a-f]{64}")

EFFECTS: dict[Kind, frozenset[Effect]] = {
    Kind.PLEDGE: frozenset({Effect.PROMISES, Effect.NONE}),
    Kind.REPORTED_ACTION: _ANY,
    Kind.IMPLEMENTATION_REPORT: _ANY,
    Kind.STATEMENT_OF_COMPLIANCE: frozenset(
        {Effect.FULFILS, Effect.ADVANCES, Effect.MEASURES, Effect.DENIES, Effect.CEASES, Effect.EXEMPTS, Effect.NONE}
    ),
    Kind.DENIAL: frozenset({Effect.DENIES, Effect.NONE}),
    Kind.ALLEGATION: frozenset({Effect.BREACHES, Effect.FULFILS, Effect.OPENS, Effect.NONE}),
    Kind.ASSESSMENT: _ANY,
    Kind.CALL: _SILENT,
    Kind.POSITION: _SILENT,
    Kind.PROCEDURAL: _SILENT,
}
"""Which effects each kind may claim. A pledge is never fulfilment; a denial fulfils nothing; a position does nothing.

An allegation that names several states may also say that one of them did comply, hence `fulfils` there; one of a
delivery may open a duty to report it.
"""


def problems(content: ClaimContent) -> tuple[Problem, ...]:
    """Everything that is wrong with what a claim says, each at its field. Empty when nothing is."""
    found = [*_missing(content), *_days(content), *_effects(content), *_lengths(content), *_relay(content.hops)]
    for quantity in content.quantities:
        found += _quantity(quantity)
    for citation in content.citations:
        found += citation_problems(citation)
    return tuple(found)


def check(content: ClaimContent) -> None:
    """Raise RuleBroken with every problem, if there is one."""
    if found := problems(content):
        raise RuleBroken("claim", *found)


def _missing(content: ClaimContent) -> list[Problem]:
    asked = (
        ("statement", content.statement, "Say in a sentence what was claimed."),
        ("speaker", content.speaker, "Name who said it, or write “not named”."),
        ("states", content.states, "Choose at least one state that the claim is about."),
        ("citations", content.citations, "Name the source in which the claim stands."),
    )
    return [Problem(field, sentence) for field, value, sentence in asked if not value]


def _days(content: ClaimContent) -> list[Problem]:
    found = []
    for field in ("said", "event"):
        try:
            parse_span(getattr(content, field))
        except DateUnreadable as error:
            found.append(Problem(field, str(error)))
    if not found and (problem := _order(content)):
        found.append(problem)
    return found


def _order(content: ClaimContent) -> Problem | None:
    said, event = parse_span(content.said), parse_span(content.event)
    if said and event and content.kind is not Kind.PLEDGE and event.first > said.last:
        return Problem("event", "What was told of cannot have happened after it was told. Mend one of the two days.")
    return None


def _effects(content: ClaimContent) -> list[Problem]:
    wrong = sorted({b.effect.label for b in content.bearings if b.effect not in EFFECTS[content.kind]})
    if not wrong:
        return []
    allowed = ", ".join(effect.label for effect in Effect if effect in EFFECTS[content.kind])
    sentence = f"A {content.kind.label} cannot be said to have the effect “{wrong[0]}”; it can: {allowed}."
    return [Problem("bearings", sentence)]


def _lengths(content: ClaimContent) -> list[Problem]:
    days = (("said", content.said, 100), ("event", content.event, 100))
    units = tuple(("quantities", q.unit, 40) for q in content.quantities)
    references = tuple(("quantities", q.reference, 100) for q in content.quantities)
    return _long((*days, *units, *references, ("origin", content.origin, 120)))


def _long(limits: tuple[tuple[str, str, int], ...]) -> list[Problem]:
    """What is longer than its column: one of the two databases would cut the request off in the middle."""
    sentence = "Use at most {} characters here; what is longer can stand in the notes."
    return [Problem(field, sentence.format(most)) for field, text, most in limits if len(text) > most]


def _relay(hops: tuple[HopContent, ...]) -> list[Problem]:
    found = _long(tuple(("hops", hop.day, 100) for hop in hops))
    if len(hops) > MOST_HOPS:
        found.append(Problem("hops", f"Name at most {MOST_HOPS} steps from the speaker to the page read."))
    for hop in hops:
        try:
            parse_span(hop.day)
        except DateUnreadable as error:
            found.append(Problem("hops", str(error)))
    return found


def _quantity(quantity: QuantityContent) -> list[Problem]:
    low, high = quantity.low, quantity.high
    if low is None and high is None:
        return [Problem("quantities", "Give the number, or at least one of its bounds.")]
    if low is not None and high is not None and low > high:
        return [Problem("quantities", "The lower bound is above the upper bound.")]
    if not quantity.unit:
        return [Problem("quantities", "Say in which unit the number is, such as persons, permits, t, bbl or USD.")]
    if quantity.measure is Measure.FRACTION and any(b is not None and not 0 <= b <= 1 for b in (low, high)):
        return [Problem("quantities", "A fraction lies between 0 and 1.")]
    return []


def citation_problems(citation: CitationContent) -> list[Problem]:
    """Everything that is wrong with a citation and the source that it names."""
    source = citation.source
    texts = (("symbol", source.symbol, 80), ("language", source.language, 20), ("published", source.published, 100))
    found = _long(texts)
    if not source.title and not source.key:
        found.append(Problem("title", "Give the title of the source, or choose one that is already in the record."))
    if source.sha256 and not _SHA256.fullmatch(source.sha256):
        found.append(Problem("sha256", "A SHA-256 has 64 hexadecimal digits, 0 to 9 and a to f; copy it whole."))
    try:
        parse_span(source.published)
    except DateUnreadable as error:
        found.append(Problem("published", str(error)))
    return found


def judged_days(content: ClaimContent, *, published_last: date | None, recorded: date) -> Span:
    """The first and last day on which what the claim tells of can have happened; the rules judge by these.

    A pledge is judged by the day it was said. Anything else happened no later than it was said, so the day said
    bounds the event. With no day stated, the source's date bounds it, and failing that the day of recording.
    """
    said = parse_span(content.said)
    bound = said.last if said else published_last or recorded
    event = said if content.kind is Kind.PLEDGE else parse_span(content.event) or said
    if event is None:
        return Span(FIRST_DAY, bound, "not stated")
    return Span(min(event.first, bound), min(event.last, bound), event.wording)
