"""Why each cell is what it is: its outcome, its reasons, what was set aside, what is held beside it, and its proof."""

from collections.abc import Iterator

from tracker.domain.dates import day_words
from tracker.domain.determining import days_words
from tracker.domain.report import ReportCell, ReportDetermination
from tracker.domain.vocabulary import ReportKind
from tracker.exports.outline import Block, Bullets, Heading, Paragraph, Quote, Runs, joined, words
from tracker.exports.outlining.reading import Reading, minute, place


def blocks(reading: Reading) -> Iterator[Block]:
    """Every cell on which something is on record, by states. A dossier and a deadline list show silent ones too."""
    found = reading.document
    shown = [cell for cell in found.cells if not cell.is_silent or found.kind is ReportKind.CELL]
    yield Heading(1, "Overdue" if found.kind is ReportKind.DEADLINES else "Why", "cells")
    if not shown:
        yield Paragraph(words("Nothing is on record for the states and obligations of this report."))
    for code in dict.fromkeys(cell.state for cell in shown):
        yield Heading(2, reading.state(code), f"state-{code}")
        for cell in shown:
            if cell.state == code:
                yield from _cell(reading, cell)


def _cell(reading: Reading, cell: ReportCell) -> Iterator[Block]:
    yield Heading(3, reading.duty(cell.obligation), f"cell-{cell.state}-{cell.obligation}")
    if cell.obligation in reading.duties:
        yield Paragraph(words(place(reading.duties[cell.obligation])), "small")
    yield Paragraph(_answer(reading, cell))
    for one in cell.determinations:
        yield from _determination(reading, cell, one)
    yield Bullets(tuple((*words(why.sentence), *reading.references(why.claims)) for why in cell.reasons))
    if cell.set_aside:
        yield Paragraph(words("Set aside", strong=True), "small")
        yield Bullets(tuple((*words(one.sentence), *reading.references([one.claim])) for one in cell.set_aside))
    if cell.proof and reading.document.kind is ReportKind.CELL:
        for part in cell.proof.text:
            yield Heading(3, part.title)
            yield Bullets(tuple(words(line) for line in part.lines))


def _answer(reading: Reading, cell: ReportCell) -> Runs:
    also = ", ".join(
        f"{reading.label('outcome', one.outcome)} ({reading.label('assurance', one.assurance)})" for one in cell.also
    )
    parts = (
        (reading.toned(cell.outcome),),
        words(reading.label("assurance", cell.assurance)),
        words(cell.support.words if cell.support else ""),
        words(f"due {day_words(cell.due)}" if cell.due else ""),
        words(f"also holds: {also}" if also else ""),
    )
    return joined(parts, " · ")


def _determination(reading: Reading, cell: ReportCell, one: ReportDetermination) -> Iterator[Block]:
    lead = f"Determined: {reading.label('outcome', one.outcome)} {days_words(one.first, one.last)}"
    yield Paragraph(words(f"⚑ {lead} · {reading.label('standing', one.standing)}", strong=True))
    yield Quote(one.reason)
    stood = "It stood beside the computed outcome at the clocks of this report."
    lapsed = "It had lapsed at the clocks of this report: what it rested on had changed."
    people = (
        f"By {one.proposed_by}, {minute(one.proposed_at)}; approved by {one.approved_by}, {minute(one.approved_at)}."
    )
    said = f"{people} {stood if cell.determined == one else lapsed} Determination {one.number}."
    yield Paragraph(words(said), "small")
