"""A proof for a person: the same sentences on the page of a cell, in a report, in JSON and on the command line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain import periods
from tracker.domain.dates import day_words
from tracker.domain.determining import days_words
from tracker.domain.facts import Duty, Evidence, Limit
from tracker.domain.plain import instant_text
from tracker.domain.proof import Fact, Proof
from tracker.domain.rates import rate_line
from tracker.domain.steps import Step


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, and the lines under it."""

    title: str
    lines: tuple[str, ...]


def parts_of(proof: Proof) -> tuple[Part, ...]:
    """The whole proof in words."""
    return (
        Part("What is decided", tuple(_decided(proof))),
        Part("The duty", tuple(_duty(proof))),
        Part("What counts", tuple(_counts(proof)) or ("Nothing counts.",)),
        Part("What was set aside", tuple(_aside(proof)) or ("Nothing was set aside.",)),
        Part(
            "The rows of the rules, in order; the first that holds is the outcome",
            tuple(_step(number, step) for number, step in enumerate(proof.steps, 1)),
        ),
        Part("What one piece of evidence would change", tuple(_changes(proof))),
    )


def lines_of(proof: Proof) -> list[str]:
    """The same as lines of plain text: headings end with a colon, and what stands under them is marked."""
    return [line for part in parts_of(proof) for line in (f"{part.title}:", *(f"- {said}" for said in part.lines))]


def _decided(proof: Proof) -> Iterator[str]:
    clocks = proof.clocks
    yield f"{proof.party.name}, {proof.duty.key}: {proof.outcome.label} ({proof.assurance.label})."
    yield f"As of {day_words(clocks.as_of)}, from what was known at {instant_text(clocks.known_at)}."
    yield f"Rules version {clocks.rules}: {proof.rules_say}"


def _duty(proof: Proof) -> Iterator[str]:
    duty = proof.duty
    yield f"Test: {duty.test.label}. Force: {duty.force.label}."
    if duty.effective:
        yield f"In force from {day_words(duty.effective)}{f' until {day_words(duty.ended)}' if duty.ended else ''}."
    for first, last in duty.suspensions:
        yield f"Suspended {days_words(first, last)}."
    for first, last in duty.gaps:
        yield f"It had ended, and did not bind {days_words(first, last)}."
    for one in duty.exemptions:
        yield f"Exempt {days_words(one.first, one.last)}: {', '.join(sorted(one.states))}, by {one.title}."
    yield from _due(duty, proof.due)
    if duty.condition:
        yield f"It is conditional: {duty.condition}."
    if duty.limits:
        yield f"Limits on {duty.limit_scope.label}: {'; '.join(_limit(limit) for limit in duty.limits)}."
    for rate in duty.rates:
        yield f"{rate_line(rate)}."


def _due(duty: Duty, due: date | None) -> Iterator[str]:
    if duty.recurs:
        yield f"It falls due by the rule “{duty.recurs}”."
    if duty.period:
        yield f"The reporting period judged is {days_words(duty.period.first, duty.period.last)}."
    if due:
        yield f"Due {day_words(due)}."
    elif periods.is_from_event(duty):
        yield "Nothing that counts has opened it, so no due date is counted yet."
    else:
        yield "It has no fixed due date."


def _limit(limit: Limit) -> str:
    period = f" ({limit.period})" if limit.period else ""
    return f"{limit.value:,.15g} {limit.unit}{period}"


def _counts(proof: Proof) -> Iterator[str]:
    for fact in proof.facts:
        if not fact.set_aside:
            yield f"{_claim(fact.evidence)} It stands under {_side(fact)}."


def _side(fact: Fact) -> str:
    return f"“{fact.side.replace('_', ' ')}”" if fact.side else "no side, and gives a share only"


def _claim(item: Evidence) -> str:
    days = day_words(item.first) if item.first == item.last else f"{day_words(item.first)} to {day_words(item.last)}"
    voice = "speaks for the state" if item.own_voice else "independent of the state"
    finding = ", a finding of a United Nations body" if item.finding else ""
    grade = f"credibility {item.credibility}" if item.credibility else "credibility not judged"
    made = f", {item.converted}" if item.converted else ""
    over = f", over the limit{made}" if item.over_limit else ""
    return (
        f"{item.claim}, revision {item.revision}: {item.kind.label}, {item.effect.label}{over}; {days}; "
        f"origin {item.origin}, {voice}{finding}; {grade}."
    )


def _aside(proof: Proof) -> Iterator[str]:
    for left in proof.set_aside:
        yield f"{left.claim}: {left.sentence}"


def _step(number: int, step: Step) -> str:
    mark = "no" if step.assurance is None else f"yes, {step.assurance.label}"
    return f"{number} {step.outcome.label}: {mark}. {step.sentence}"


def _changes(proof: Proof) -> Iterator[str]:
    yield from (change.sentence for change in proof.changes)
    if not proof.changes:
        yield "Nothing: of every kind of single piece that was tried, none changes the outcome or its assurance."
