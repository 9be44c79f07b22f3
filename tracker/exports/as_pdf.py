"""A report as PDF: PDF/A-3a and PDF/UA-1 in one file, tagged, with the data of the report attached.

The same copy gives the same bytes on the same machine: the file's time is the instant of freezing. Fonts are the one
thing that a machine adds. Text is set in the fonts within typst, which have Latin, Greek and Cyrillic. For all else
the fonts of the system stand in, so machines with other fonts give other bytes, and a character that only one of them
has a font for stands by its number on the other. `own_fonts_only` sets without the system's fonts: then the bytes
depend on the version of typst alone.

A long report has several volumes, each a whole file of this kind: typst keeps all that it has set, 1 to 2 MB for each
page (docs/reports.md).
"""

import json
from pathlib import Path

from tracker.domain.report_copy import ReportCopy
from tracker.exports import as_json, progress
from tracker.exports.glyphs import STAND_INS
from tracker.exports.outlining import outline
from tracker.exports.pdf_pages import Pages
from tracker.exports.typesetting import Order, typeset
from tracker.exports.volumes import parted, room_beside

TEMPLATE = Path(__file__).with_name("report.typ")


class Volumes:
    """A copy as its volumes. `holds` says in words what each of them holds; a report of one has one, without words.

    `room` is how many bytes the blocks of a volume may take while it is set; what suits the copy, if left out.
    """

    def __init__(self, copy: ReportCopy, *, own_fonts_only: bool = False, room: int = 0) -> None:
        self._copy, self._own_fonts_only = copy, own_fonts_only
        self._volumes = parted(outline(copy), room or room_beside(len(copy.text.encode())))
        self.holds = tuple(volume.holds for volume in self._volumes)

    def render(self, number: int = 1) -> bytes:
        """One of them. Raises RuleBroken for one that cannot be set within the bounds of `typesetting`."""
        if len(self._volumes) > 1:
            progress.tell("volumes", number - 1, len(self._volumes))
        pages = Pages(self._volumes[number - 1], self._copy.document.number)
        order = Order(
            template=TEMPLATE.read_text(encoding="utf-8"),
            report=json.dumps(pages.plain(), ensure_ascii=False),
            data=as_json.render(self._copy),
            drawings=tuple(pages.drawings),
            shown=tuple(sorted(pages.shown)),
            stand_ins=STAND_INS,
            timestamp=int(self._copy.document.frozen_at.timestamp()),
            own_fonts_only=self._own_fonts_only,
        )
        return typeset(order)


def render(copy: ReportCopy, *, own_fonts_only: bool = False) -> bytes:
    """The first volume, which is the whole file of a report of one. Raises as `Volumes.render` does."""
    return Volumes(copy, own_fonts_only=own_fonts_only).render()
