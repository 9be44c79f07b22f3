"""Two reports compared in words: what each says that the other does not, from the documents alone.

Invariant kept here: two documents that say the same have no difference, and two that do not have at least one. What is
no row, cell, claim or clock is compared item by item in `report_diff_parts`, so nothing can differ without being said.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date

from tracker.domain import report_diff_parts
from tracker.domain.dates import day_words
from tracker.domain.plain import instant_text
from tracker.domain.report import ReportCell, ReportClaim, ReportDocument


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is otherwise, in words. `about` says what sort of thing: clocks, rows, cells, evidence, rest."""

    about: str
    sentence: str


def differences(first: ReportDocument, second: ReportDocument) -> tuple[Difference, ...]:
    """What the second says otherwise than the first. Number, title, people and manifest are not compared."""
    found = (
        *_clocks(first, second),
        *_rows(first, second),
        *_cells(first, second),
        *_evidence(first, second),
        *(Difference("rest", sentence) for sentence in report_diff_parts.parts(first, second)),
    )
    return () if same(first, second) else found or (Difference("rest", ORDER),)


ORDER = "Both say the same in another order, or of another question."


_CLOCKS: tuple[tuple[str, str, Callable[[ReportDocument], object]], ...] = (
    ("kind", "It is a {}, and was a {}.", lambda one: one.kind.label),
    ("regime", "It is of {}, and was of {}.", lambda one: one.regime.name),
    ("as of", "It is as of {}, and was as of {}.", lambda one: day_words(one.as_of)),
    ("known at", "It is of what was known at {}, and was of {}.", lambda one: instant_text(one.known_at)),
    ("rules", "Version {} of the rules decides, and version {} did.", lambda one: one.rules),
    ("public at", "Public at {}, and before {}.", lambda one: day_words(one.public_at) if one.public_at else "any day"),
    (
        "earlier public at",
        "The earlier moment is public at {}, and was at {}.",
        lambda one: day_words(one.earlier_public_at) if one.before and one.earlier_public_at else "any day",
    ),
    ("edition", "It is the {}, and was the {}.", lambda one: one.edition.label),
)


def _clocks(first: ReportDocument, second: ReportDocument) -> Iterator[Difference]:
    for _, sentence, value in _CLOCKS:
        if value(first) != value(second):
            yield Difference("clocks", sentence.format(value(second), value(first)))


def _rows(first: ReportDocument, second: ReportDocument) -> Iterator[Difference]:
    rows = {state.code: state.name for state in first.states}, {state.code: state.name for state in second.states}
    duties = {duty.key: duty.title for duty in first.obligations}, {duty.key: duty.title for duty in second.obligations}
    for noun, (was, now) in (("state", rows), ("obligation", duties)):
        yield from (Difference("rows", f"The {noun} {now[key]} is new.") for key in now if key not in was)
        yield from (Difference("rows", f"The {noun} {was[key]} is no longer there.") for key in was if key not in now)


def _cells(first: ReportDocument, second: ReportDocument) -> Iterator[Difference]:
    clocks = [(one.as_of, one.known_at, one.rules, one.public_at) for one in (first, second)]
    # A proof names the clocks, so at other clocks every proof is another one.
    first, second = (_without_proofs(one) if clocks[0] != clocks[1] else one for one in (first, second))
    was = {(cell.state, cell.obligation): cell for cell in first.cells}
    names = {state.code: state.name for state in second.states}
    duties = {duty.key: duty.title for duty in second.obligations}
    for cell in second.cells:
        if (earlier := was.get((cell.state, cell.obligation))) and earlier != cell:
            where = f"{names[cell.state]}, {duties[cell.obligation]}"
            yield from (Difference("cells", f"{where}: {said}") for said in _cell(first, earlier, second, cell))


def _without_proofs(document: ReportDocument) -> ReportDocument:
    return replace(document, cells=tuple(replace(cell, proof=None) for cell in document.cells))


def _cell(first: ReportDocument, was: ReportCell, second: ReportDocument, now: ReportCell) -> Iterator[str]:
    before, after = _answer(first, was), _answer(second, now)
    if before != after:
        yield f"{before} became {after}."
    if was.due != now.due:
        yield f"due {_day(now.due)}, and was due {_day(was.due)}."
    if new := sorted(set(now.claims) - set(was.claims)):
        yield f"it rests on {', '.join(new)} as well."
    if gone := sorted(set(was.claims) - set(now.claims)):
        yield f"it no longer names {', '.join(gone)}."
    if before == after and was.due == now.due and set(was.claims) == set(now.claims):
        yield "the outcome is the same, for reasons put otherwise."


def _answer(document: ReportDocument, cell: ReportCell) -> str:
    words = [document.term(noun, getattr(cell, noun)).label for noun in ("outcome", "assurance")]
    return f"{words[0]} ({words[1]})"


def _day(day: date | None) -> str:
    return day_words(day) if day else "on no day"


def _evidence(first: ReportDocument, second: ReportDocument) -> Iterator[Difference]:
    was, now = ({claim.key: claim for claim in one.evidence} for one in (first, second))
    yield from (Difference("evidence", f"The claim {key} is new in the evidence.") for key in now if key not in was)
    yield from (Difference("evidence", f"The claim {key} is no longer named.") for key in was if key not in now)
    for key in (key for key in now if key in was and now[key] != was[key]):
        yield Difference("evidence", f"The claim {key}: {_claim(first, was[key], second, now[key])}.")


def _claim(first: ReportDocument, was: ReportClaim, second: ReportDocument, now: ReportClaim) -> str:
    said = []
    if was.revision != now.revision:
        said.append(f"revision {now.revision}, and was revision {was.revision}")
    states = [one.term("review_state", claim.review.state).label for one, claim in ((first, was), (second, now))]
    if states[0] != states[1]:
        said.append(f"{states[1]}, and was {states[0]}")
    if was.review.grade != now.review.grade:
        said.append(f"graded {now.review.grade or 'by nobody'}, and was graded {was.review.grade or 'by nobody'}")
    changed = [field.name.replace("_", " ") for field in fields(now) if _differs(field.name, was, now)]
    return "; ".join(said + ([f"otherwise in {', '.join(changed)}"] if changed else [])) or "its review is another"


def _differs(name: str, was: ReportClaim, now: ReportClaim) -> bool:
    return name not in ("revision", "review") and getattr(was, name) != getattr(now, name)


def same(first: ReportDocument, second: ReportDocument) -> bool:
    """Whether two documents say the same, whatever they are called and whenever they were frozen."""
    head = {"number": 0, "title": "", "author": "", "frozen_at": first.frozen_at, "manifest": None, "format": ""}
    public = first.earlier_public_at == second.earlier_public_at
    return public and replace(first, **head) == replace(second, **head)
