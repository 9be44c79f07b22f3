"""A report as PDF: PDF/A-3a and PDF/UA-1 in one file, tagged, with the data of the report attached.

The same copy gives the same bytes on the same machine: the file's time is the instant of freezing. Fonts are the one
thing that a machine adds. Text is set in the fonts within typst, which have Latin, Greek and Cyrillic. For all else
the fonts of the system stand in, so machines with other fonts give other bytes, and a character that only one of them
has a font for stands by its number on the other. `own_fonts_only` sets without the system's fonts: then the bytes
depend on the version of typst alone.

A section of more than 1,000 items, and a table of more than 3,000 rows, is cut there and says so: typst keeps all that
it has set, 1 to 2 MB for each page, and the longest report that is left takes a gigabyte (docs/reports.md).
"""

import json
from pathlib import Path

from tracker.domain.report_copy import ReportCopy
from tracker.exports import as_json
from tracker.exports.glyphs import STAND_INS
from tracker.exports.outlining import outline
from tracker.exports.pdf_pages import Pages
from tracker.exports.typesetting import Order, typeset

TEMPLATE = Path(__file__).with_name("report.typ")


def render(copy: ReportCopy, *, own_fonts_only: bool = False) -> bytes:
    """The file. Raises RuleBroken for a report that cannot be set within the bounds of `typesetting`."""
    pages = Pages(outline(copy), copy.document.number)
    order = Order(
        template=TEMPLATE.read_text(encoding="utf-8"),
        report=json.dumps(pages.plain(), ensure_ascii=False),
        data=as_json.render(copy),
        drawings=tuple(pages.drawings),
        shown=tuple(sorted(pages.shown)),
        stand_ins=STAND_INS,
        timestamp=int(copy.document.frozen_at.timestamp()),
        own_fonts_only=own_fonts_only,
    )
    return typeset(order)
