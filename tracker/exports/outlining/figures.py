"""The drawings of a report, each with its table."""

from collections.abc import Iterator

from tracker.exports.outline import Block, Drawing, Heading, Paragraph, Table, TableCell, words
from tracker.exports.outlining.reading import Reading


def blocks(reading: Reading) -> Iterator[Block]:
    """Every drawing, what it is drawn from, and the claims behind it."""
    if reading.document.figures:
        yield Heading(1, "Figures", "figures")
    for figure in reading.document.figures:
        yield Drawing(figure.title, figure.about, figure.svg)
        yield Table(figure.title, figure.header, tuple(1.0 for _ in figure.header), _rows(figure.rows))
        if references := reading.references(figure.claims):
            yield Paragraph((*words("From claims"), *references), "small")


def _rows(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[TableCell, ...], ...]:
    return tuple(tuple(TableCell(words(text)) for text in row) for row in rows)
