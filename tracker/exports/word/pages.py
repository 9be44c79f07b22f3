"""Pages: upright or on their side, what stands at their head and foot, and the list of contents on the first one."""

from collections.abc import Iterable, Sequence

from docx.document import Document
from docx.oxml.ns import qn
from docx.section import _BaseHeaderFooter

from tracker.exports.glyphs import typed
from tracker.exports.outline import Block, Heading, Outline, Table
from tracker.exports.word.elements import Element, field, link, made, paragraph, text_run

SHORT, LONG, MARGIN = 11906, 16838, 1134
"""A4 and its margins, in twentieths of a point."""

UPRIGHT, SIDEWAYS = SHORT - 2 * MARGIN, LONG - 2 * MARGIN
"""The width of the text on either page."""


def chapters(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks from one heading of the first level to the next; a page never turns within a chapter."""
    found: list[list[Block]] = []
    for block in blocks:
        if not found or (isinstance(block, Heading) and block.level == 1):
            found.append([])
        found[-1].append(block)
    return found


def lies(chapter: Iterable[Block]) -> bool:
    """Whether a chapter needs pages that lie on their side."""
    return any(isinstance(block, Table) and block.wide for block in chapter)


def ending(*, sideways: bool, heads: Element | None = None) -> Element:
    """What ends the pages of some chapters. `heads` are the properties from which head and foot are taken over."""
    about = made("sectPr")
    if heads is not None:
        about.extend(list(heads.iterchildren(qn("w:headerReference"), qn("w:footerReference"))))
    page(about, sideways=sideways)
    if heads is not None:
        about.append(made("titlePg"))
    found = paragraph("PageEnd", ())
    found[0].append(about)
    return found


def page(about: Element, *, sideways: bool) -> None:
    """Give the properties of pages their size and margins."""
    wide, high = (LONG, SHORT) if sideways else (SHORT, LONG)
    about.append(made("type", val="nextPage"))
    about.append(made("pgSz", w=wide, h=high, **({"orient": "landscape"} if sideways else {})))
    sides = {"top": 1134, "right": MARGIN, "bottom": 1134, "left": MARGIN, "header": 567, "footer": 510, "gutter": 0}
    about.append(made("pgMar", **sides))


def heads(document: Document, outline: Outline) -> Element:
    """Write head and foot: the first page has no head, since it says the same itself. Gives the properties of pages."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    _fill(section.header, _head(outline))
    _fill(section.first_page_header, [paragraph("Header", ())])
    for foot in (section.footer, section.first_page_footer):
        _fill(foot, _foot(outline))
    return section._sectPr


def _fill(place: _BaseHeaderFooter, inside: Iterable[Element]) -> None:
    element = place._element
    element.clear()
    element.extend(inside)


def _head(outline: Outline) -> list[Element]:
    said = [paragraph("Header", [text_run(typed(outline.kicker))])]
    return [*said, paragraph("HeaderWarning", [text_run(typed(outline.banner))])] if outline.banner else said


def _foot(outline: Outline) -> list[Element]:
    """The notice and the number of the page. A table fits pages of either width; a tab stop would not."""
    number = [text_run("Page "), *field("PAGE", "1"), text_run(" of "), *field("NUMPAGES", "1")]
    page_number = paragraph("Footer", number)
    page_number[0].append(made("jc", val="right"))
    sides = ((paragraph("Footer", [text_run(typed(outline.notice))]), 4000), (page_number, 1000))
    about = made(
        "tblPr",
        made("tblStyle", val="ReportFoot"),
        made("tblW", w=5000, type="pct"),
        made("tblLook", firstRow=0, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
    )
    cells = [made("tc", made("tcPr", made("tcW", w=width, type="pct")), side) for side, width in sides]
    grid = made("tblGrid", *(made("gridCol", w=UPRIGHT * width // 5000) for _, width in sides))
    return [made("tbl", about, grid, made("tr", *cells)), paragraph("PageEnd", ())]


def contents(headings: Sequence[Heading]) -> Element:
    """The headings of the first level in one line, each leading to its chapter. It names no pages.

    Only a word processor knows on which page a heading comes to stand; a number of ours could be wrong.
    """
    inside = [text_run("Contents", made("b"), made("bCs"))]
    for place, one in enumerate(headings):
        inside.append(text_run("  ·  " if place else "  "))
        inside.append(link(chapter(place), text_run(typed(one.text), made("rStyle", val="Hyperlink"))))
    return paragraph("Contents", inside)


def chapter(place: int) -> str:
    """The bookmark of a heading of the first level, by its place among them."""
    return f"_Chapter{place + 1}"
