"""A report as CSV (RFC 4180, UTF-8, no byte order mark): one row a cell.

Text that a spreadsheet could take for a formula gets an apostrophe before it. `raw` leaves it out, for programs that
read the file and need the words untouched; such a file should not be opened in a spreadsheet.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from tracker.domain.determining import days_words
from tracker.domain.report import (
    ReportCell,
    ReportCitation,
    ReportDetermination,
    ReportDocument,
    ReportObligation,
    ReportState,
    instant_text,
)
from tracker.domain.support import Support
from tracker.exports.formulas import guarded

COLUMNS = (
    "report",
    "title",
    "as_of",
    "known_at",
    "rules",
    "state_code",
    "state",
    "obligation",
    "obligation_title",
    "resolution",
    "paragraph",
    "outcome",
    "assurance",
    "due",
    "also",
    "reasons",
    "set_aside",
    "claims",
    "sources",
    "notice",
)
SINCE_2 = ("counted_claims", "independent_origins", "own_word", "determinations")
"""Further columns, of documents from format 2 on; one of format 1 gives the bytes that it always gave."""

SINCE_3 = ("public_at",)
"""A further column, of documents over what had been published by a day."""


def render(document: ReportDocument, *, raw: bool = False) -> bytes:
    """All cells, in the order of the document. Lists within a field are parted by "; "."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS + _more(document, SINCE_2) + (SINCE_3 if document.public_at else ()))
    for row in _rows(document):
        writer.writerow(row if raw else map(guarded, row))
    return text.getvalue().encode()


def _rows(document: ReportDocument) -> Iterator[list[str]]:
    sources = {claim.key: [_source(citation) for citation in claim.citations] for claim in document.evidence}
    head = [
        str(document.number),
        document.title,
        document.as_of.isoformat(),
        instant_text(document.known_at),
        document.rules,
    ]
    for state, cells in document.rows():
        for obligation, cell in zip(document.obligations, cells, strict=True):
            cited = dict.fromkeys(source for key in cell.claims for source in sources[key])
            more = _more(document, (*_support(cell.support), _listed(map(_held, cell.determinations))))
            row = [*head, *_place(state, obligation), *_answer(cell), "; ".join(cited), document.notice, *more]
            yield row + ([document.public_at.isoformat()] if document.public_at else [])


def _more(document: ReportDocument, cells: tuple[str, ...]) -> tuple[str, ...]:
    return () if document.format == "1" else cells


def _support(found: Support | None) -> tuple[str, ...]:
    if found is None:
        return ("0", "0", "no")
    return (str(found.claims), str(found.independent_origins), "yes" if found.own_word else "no")


def _place(state: ReportState, obligation: ReportObligation) -> list[str]:
    return [
        state.code,
        state.name,
        obligation.key,
        obligation.title,
        obligation.resolution,
        obligation.paragraph,
    ]


def _answer(cell: ReportCell) -> list[str]:
    return [
        cell.outcome,
        cell.assurance,
        cell.due.isoformat() if cell.due else "",
        _listed(f"{holding.outcome} ({holding.assurance})" for holding in cell.also),
        " ".join(_with_claims(reason.sentence, reason.claims) for reason in cell.reasons),
        " ".join(_with_claims(aside.sentence, (aside.claim,)) for aside in cell.set_aside),
        _listed(cell.claims),
    ]


def _held(one: ReportDetermination) -> str:
    people = f"by {one.proposed_by}, approved by {one.approved_by} on {instant_text(one.approved_at)}"
    return f"{one.outcome} ({one.standing}) {days_words(one.first, one.last)}, {people}: {one.reason}"


def _with_claims(sentence: str, claims: tuple[str, ...]) -> str:
    return f"{sentence} [{', '.join(claims)}]" if claims else sentence


def _listed(items: Iterable[str]) -> str:
    return "; ".join(items)


def _source(citation: ReportCitation) -> str:
    parts = (citation.publisher, citation.title, citation.symbol, citation.published, citation.locator)
    where = ", ".join(part for part in parts if part)
    return f"{where}, {citation.address}" if citation.address else where
