"""What a report says, as blocks: one file for each part of a report, one road for all renderings that are read."""

from collections.abc import Callable, Iterator

from tracker.domain.report_copy import ReportCopy
from tracker.domain.vocabulary import ReportKind
from tracker.exports.outline import Block, Outline
from tracker.exports.outlining import annex, cells, evidence, figures, front, matrix, moving, sheet
from tracker.exports.outlining.reading import Reading

Part = Callable[[Reading], Iterator[Block]]

SHEET: tuple[Part, ...] = (sheet.blocks, figures.blocks, cells.blocks, evidence.blocks)
PARTS: dict[ReportKind, tuple[Part, ...]] = {
    ReportKind.MATRIX: (matrix.blocks, figures.blocks, cells.blocks, evidence.blocks),
    ReportKind.STATE: SHEET,
    ReportKind.OBLIGATION: SHEET,
    ReportKind.CELL: (cells.blocks, figures.blocks, evidence.blocks),
    ReportKind.CHANGES: (moving.changes, evidence.blocks),
    ReportKind.DEADLINES: (moving.days, cells.blocks, evidence.blocks),
    ReportKind.REGISTER: (evidence.blocks,),
    ReportKind.RECONCILIATION: (moving.count, evidence.blocks),
}
"""The parts of each kind of report, between the first page and the annex."""


def outline(copy: ReportCopy) -> Outline:
    """The whole report as blocks."""
    reading = Reading(copy)
    document = copy.document
    return Outline(
        title=document.title,
        kicker=front.kicker(reading),
        notice=document.notice,
        banner=front.banner(reading),
        author=document.author,
        mark=copy.mark,
        facts=front.facts(reading),
        summary=tuple(front.summary(reading)),
        body=tuple(block for part in PARTS[document.kind] for block in part(reading)),
        notes=evidence.notes(reading),
        annex=tuple(annex.blocks(reading)),
    )
