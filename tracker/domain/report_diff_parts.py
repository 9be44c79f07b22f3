"""What two reports list otherwise: days, changes, counts, figures, obligations and words, item by item, in words."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import fields
from typing import Any, TypeVar

from tracker.domain.dates import day_words
from tracker.domain.plain import instant_text
from tracker.domain.report import ReportDocument, ReportObligation, ReportTerm
from tracker.domain.report_parts import ReportChange, ReportCount, ReportDay, ReportFigure, ReportMoment

Item = TypeVar("Item")
Pair = tuple[ReportDocument, ReportDocument]
"""The earlier document and the later one."""


def parts(first: ReportDocument, second: ReportDocument) -> Iterator[str]:
    """A sentence for each item that only one of them lists, or that they put otherwise."""
    pair = (first, second)
    for name, tell in _PARTS.items():
        was, now = getattr(first, name), getattr(second, name)
        if was != now:
            yield from tell(pair, was, now)


def _told(
    was: Iterable[Item],
    now: Iterable[Item],
    *,
    key: Callable[[Item], Hashable],
    name: Callable[[Item], str],
    moved: Callable[[Item, Item], str],
) -> Iterator[str]:
    """What came, what went, and what stands in both otherwise."""
    before, after = {key(one): one for one in was}, {key(one): one for one in now}
    yield from (f"{name(one)} is new." for k, one in after.items() if k not in before)
    yield from (f"{name(one)} is no longer there." for k, one in before.items() if k not in after)
    for k, one in after.items():
        if k in before and before[k] != one:
            yield f"{name(one)}: {moved(before[k], one)}."


def _otherwise(was: Any, now: Any, *, beside: Iterable[str] = ()) -> list[str]:
    """The fields that differ by name, but for those that are told in words of their own."""
    names = [field.name for field in fields(now) if getattr(was, field.name) != getattr(now, field.name)]
    left = [name.replace("_", " ") for name in names if name not in beside]
    return [f"otherwise in {', '.join(left)}"] if left else []


def _days(pair: Pair, was: tuple[ReportDay, ...], now: tuple[ReportDay, ...]) -> Iterator[str]:
    def moved(before: ReportDay, after: ReportDay) -> str:
        said = []
        if before.has_passed != after.has_passed:
            said.append("it has passed" if after.has_passed else "it lies ahead")
        if before.outcome != after.outcome:
            said.append("{1}, and was {0}".format(*(_word(pair, "outcome", one.outcome) for one in (before, after))))
        return "; ".join(said + _otherwise(before, after, beside=("has_passed", "outcome")))

    yield from _told(
        was,
        now,
        key=lambda one: (one.obligation, one.what, one.day),
        name=lambda one: f"{_title(pair, one.obligation)}: {one.what} on {day_words(one.day)}",
        moved=moved,
    )


def _changes(pair: Pair, was: tuple[ReportChange, ...], now: tuple[ReportChange, ...]) -> Iterator[str]:
    def moved(before: ReportChange, after: ReportChange) -> str:
        steps = [_step(pair, one) for one in (before, after)]
        said = [f"{steps[1]}, and was {steps[0]}"] if steps[0] != steps[1] else []
        came = [cause.sentence for cause in after.causes if cause not in before.causes]
        went = [cause.sentence for cause in before.causes if cause not in after.causes]
        said += [f"a cause that is new: {one.rstrip('.')}" for one in came]
        said += [f"a cause that is no longer there: {one.rstrip('.')}" for one in went]
        return "; ".join(said) or "its causes are in another order"

    yield from _told(
        was,
        now,
        key=lambda one: (one.obligation, one.states),
        name=lambda one: f"The change of {_states(pair, one.states)}, {_title(pair, one.obligation)}",
        moved=moved,
    )


def _step(pair: Pair, one: ReportChange) -> str:
    answers = ((one.outcome_before, one.assurance_before), (one.outcome, one.assurance))
    before, after = (f"{_word(pair, 'outcome', o)} ({_word(pair, 'assurance', a)})" for o, a in answers)
    return f"from {before} to {after}"


def _count(pair: Pair, was: ReportCount | None, now: ReportCount | None) -> Iterator[str]:
    if was is None or now is None:
        yield "A published count is set against the record." if now else "No published count is set against the record."
        return
    if (was.count, was.day) != (now.count, now.day):
        yield f"The count is {now.count} of {day_words(now.day)}, and was {was.count} of {day_words(was.day)}."
    before = {(names.title, one.state) for names in was.names for one in names.states}
    after = {(names.title, one.state) for names in now.names for one in names.states}
    yield from (f"{title}: {_states(pair, (state,))} is new." for title, state in sorted(after - before))
    yield from (f"{title}: {_states(pair, (state,))} is no longer there." for title, state in sorted(before - after))
    if left := _otherwise(was, now, beside=("count", "day", "names")):
        yield f"What is said of the count is {left[0]}."
    elif before == after and was.names != now.names:
        yield "States beside the count rest on other claims."


def _figures(_pair: Pair, was: tuple[ReportFigure, ...], now: tuple[ReportFigure, ...]) -> Iterator[str]:
    def moved(before: ReportFigure, after: ReportFigure) -> str:
        came = [", ".join(row) for row in after.rows if row not in before.rows]
        went = [", ".join(row) for row in before.rows if row not in after.rows]
        said = [f"it has “{row}”" for row in came] + [f"it no longer has “{row}”" for row in went]
        return "; ".join(said) or _otherwise(before, after)[0]

    yield from _told(was, now, key=lambda one: one.title, name=lambda one: f"The figure “{one.title}”", moved=moved)


def _obligations(_pair: Pair, was: tuple[ReportObligation, ...], now: tuple[ReportObligation, ...]) -> Iterator[str]:
    """What is said otherwise of obligations in both; those of one alone are told as rows."""
    known = {duty.key: duty for duty in was}
    for duty in now:
        if (before := known.get(duty.key)) and before != duty:
            due = [day_words(one.due) if one.due else "on no day" for one in (before, duty)]
            said = [f"due {due[1]}, and was due {due[0]}"] if due[0] != due[1] else []
            yield f"{duty.title}: {'; '.join(said + _otherwise(before, duty, beside=('due',)))}."


def _terms(_pair: Pair, was: tuple[ReportTerm, ...], now: tuple[ReportTerm, ...]) -> Iterator[str]:
    yield from _told(
        was,
        now,
        key=lambda one: (one.noun, one.key),
        name=lambda one: f"The word “{one.label}” ({one.noun.replace('_', ' ')})",
        moved=lambda before, after: f"it means “{after.meaning}”, and was “{before.label}”: “{before.meaning}”",
    )


def _before(_pair: Pair, was: ReportMoment | None, now: ReportMoment | None) -> Iterator[str]:
    before, after = _moment(was), _moment(now)  # its day of publication is told among the clocks
    if before != after:
        yield f"The earlier moment is {after}, and was {before}."


def _moment(one: ReportMoment | None) -> str:
    return f"{day_words(one.as_of)}, known at {instant_text(one.known_at)}, rules {one.rules}" if one else "none"


def _line(title: str) -> Callable[[Pair, str, str], Iterator[str]]:
    def tell(_pair: Pair, was: str, now: str) -> Iterator[str]:
        yield f"{title} “{now}”, and was “{was}”."

    return tell


_PARTS: dict[str, Callable[[Pair, Any, Any], Iterator[str]]] = {
    "changes": _changes,
    "days": _days,
    "count": _count,
    "figures": _figures,
    "terms": _terms,
    "obligations": _obligations,
    "before": _before,
    "scope": _line("What was asked for is"),
    "notice": _line("The notice is"),
}


def _title(pair: Pair, key: str) -> str:
    return next((duty.title for one in reversed(pair) for duty in one.obligations if duty.key == key), key)


def _states(pair: Pair, codes: tuple[str, ...]) -> str:
    names = {state.code: state.name for one in pair for state in one.states}
    return ", ".join(names.get(code, code) for code in codes)


def _word(pair: Pair, noun: str, key: str) -> str:
    terms = (term for one in reversed(pair) for term in one.terms)
    return next((term.label for term in terms if (term.noun, term.key) == (noun, key)), key or "nothing")
