"""What moves: changes between two moments, days that come and have passed, a published count beside the record."""

from collections.abc import Iterator, Sequence

from tracker.domain.dates import day_words
from tracker.domain.report_parts import ReportChange, ReportDay
from tracker.exports.marks import tone
from tracker.exports.outline import Block, Bullets, Heading, Paragraph, Run, Runs, Table, TableCell, joined, words
from tracker.exports.outlining.reading import Reading, place

MOST_STATES = 12
"""How many states a sentence names before it counts the others."""


def changes(reading: Reading) -> Iterator[Block]:
    """Every cell that moved, with what made the difference."""
    yield Heading(1, "Changes", "changes")
    if not reading.document.changes:
        yield Paragraph(words("No outcome and no assurance is another."))
    for one in reading.document.changes:
        yield Heading(3, f"{reading.duty(one.obligation)}: {_states(reading, one.states)}")
        yield Paragraph(_moved(reading, one))
        yield Bullets(tuple((*words(cause.sentence), *reading.references([cause.claim])) for cause in one.causes))


def _states(reading: Reading, codes: Sequence[str]) -> str:
    named = ", ".join(reading.state(code) for code in codes[:MOST_STATES])
    left = len(codes) - MOST_STATES
    return f"{named} and {left} more" if left > 0 else named


def _moved(reading: Reading, one: ReportChange) -> Runs:
    was = f"{reading.label('outcome', one.outcome_before)} ({reading.label('assurance', one.assurance_before)})"
    now = Run(
        f"{reading.outcome(one.outcome)} ({reading.label('assurance', one.assurance)})",
        strong=True,
        tone=tone(one.outcome),
    )
    return joined([words(was), (now,)], " → ")


def days(reading: Reading) -> Iterator[Block]:
    """What falls due from the as-of day on, and what fell due before it."""
    for title, has_passed in (("Days to come", False), ("Days that have passed", True)):
        found = [day for day in reading.document.days if day.has_passed is has_passed]
        yield Heading(1, title)
        if found:
            yield Table(title, _DAYS, (2, 5, 3, 3), tuple(_day(reading, day) for day in found))
        else:
            yield Paragraph(words("None in the scope of this report."))


_DAYS = ("Day", "Obligation", "What", "Where it stands")


def _day(reading: Reading, day: ReportDay) -> tuple[TableCell, ...]:
    duty = reading.duties[day.obligation]
    stands = reading.label("outcome", day.outcome) if day.outcome else ""
    return (
        TableCell(words(day_words(day.day))),
        TableCell(words(f"{duty.title} ({place(duty)})")),
        TableCell(words(day.what)),
        TableCell(words(stands), tone(day.outcome) if day.outcome else ""),
    )


def count(reading: Reading) -> Iterator[Block]:
    """A published count, and which states the record names beside it."""
    found = reading.document.count
    if found is None:
        return
    yield Heading(1, "Published count and record", "count")
    yield Paragraph(words(found.sentence), "lead")
    if found.difference:
        yield Paragraph(words(found.difference))
    for names in found.names:
        yield Heading(2, f"{names.title} ({len(names.states)})")
        yield Bullets(
            tuple((*words(reading.state(one.state)), *reading.references(one.claims)) for one in names.states)
        )
