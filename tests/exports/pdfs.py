"""A PDF read back: its tags, its words, its pages."""

import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2

from tests.exports.documents import copy_of, document
from tracker.domain.report_copy import ReportCopy
from tracker.domain.report_parts import ReportFigure
from tracker.exports import as_pdf

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40" width="100" height="40">'
    '<rect width="20" height="40" fill="#14633a"/><text x="30" y="20">{}</text></svg>'
)
ASKING = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" width="9" height="9">'
    '<image width="9" height="9" x:href="/etc/hostname.png"/></svg>'
)
FIGURE = ReportFigure(
    "Workers in Russia",
    "Two bars that fall.",
    SVG.format("2017"),
    ("Year", "Workers"),
    (("2017", "30,023"),),
    ("ru-pledge",),
)
WHOLE = copy_of(document(figures=(FIGURE,)))


def made(copy: ReportCopy) -> bytes:
    """The copy as PDF, in the fonts of typst alone: the same on every machine."""
    return as_pdf.render(copy, own_fonts_only=True)


def opened(data: bytes) -> pikepdf.Pdf:
    """The file, its objects in reach."""
    return pikepdf.open(io.BytesIO(data))


def pages(data: bytes) -> list[str]:
    """The words of each page, as a reader would copy them."""
    file = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_bounded() for page in file]
    finally:
        file.close()


def squeezed(text: str) -> str:
    """A text without blanks and without what does not show, so that ends of lines do not matter."""
    return "".join(one for one in text if not one.isspace() and unicodedata.category(one) not in ("Cf", "Cc", "Cn"))


def said(data: bytes) -> str:
    """All the words of a file, squeezed."""
    return squeezed("".join(pages(data)))


def tags(file: pikepdf.Pdf) -> Iterator[tuple[int, Any]]:
    """Every element of the structure with its depth, in the order of reading."""
    yield from below(file.Root.StructTreeRoot.K, 0)


def below(node: Any, depth: int) -> Iterator[tuple[int, Any]]:
    """The elements at and below a node."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from below(one, depth)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield depth, node
        yield from below(node.get("/K", pikepdf.Array()), depth + 1)


def of_kind(file: pikepdf.Pdf, *names: str) -> list[Any]:
    """The elements of some kinds."""
    return [node for _, node in tags(file) if str(node.S) in names]


def shape(data: bytes) -> str:
    """Tags and words in lines: the structure with titles, languages and alternatives, then the pages."""
    lines = [_line(depth, node) for depth, node in tags(opened(data)) if str(node.S) != "/Span"]
    for number, text in enumerate(pages(data), 1):
        lines += ["", f"page {number}", *(line.rstrip() for line in re.split("\r?\n", text))]
    return "\n".join(lines) + "\n"


def _line(depth: int, node: Any) -> str:
    more = [f"{key[1:]}={node[key]}" for key in ("/T", "/Lang", "/Alt", "/ID") if key in node]
    return " ".join(["  " * depth + str(node.S)[1:], *more])
