"""Pictures of what reports look like, and the first lines of those that are data: `make renderings`.

It freezes reports of the record that the product starts with, makes every format, and looks at each as a reader would:
the page in Chromium, the PDF by pdfium, the files for Word and Excel as LibreOffice prints them. It writes
docs/renderings.md and the pictures beside it. Look at each of them before you keep it.
"""

import io
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.chromium import find
from tests.browser.conftest import FLAGS
from tests.databases import SQLiteHouse
from tests.exports import office, pdfs, seeded
from tests.exports.golden_files import OFFICE
from tracker.exports import FORMATS

DOCS = Path(__file__).parents[2] / "docs"
PICTURES = DOCS / "pictures" / "renderings"
WIDTH, HEIGHT = 900, 1100
"""How large the window of the browser is, in pixels."""
LINES, COLUMNS = 20, 110
"""How much of a format is shown that is data."""

SHOWN = (
    ("matrix", "html", 1, "A regime matrix as a page, in Chromium"),
    ("dossier", "html", 1, "A dossier of a cell as a page"),
    ("matrix", "pdf", 1, "The first page of the matrix as PDF"),
    ("matrix", "pdf", 2, "The matrix in it"),
    ("dossier", "pdf", 2, "A dossier as PDF: reasons with footnotes, and the proof"),
    ("matrix", "docx", 1, "The matrix in a word processor (LibreOffice)"),
    ("dossier", "docx", 2, "A dossier there: headings, footnotes, the head of a page"),
    ("matrix", "xlsx", 1, "The first sheet of the workbook, as LibreOffice prints it"),
    ("matrix", "xlsx", 2, "Its matrix"),
)
"""Report, format, page, and what it is."""
DATA = (
    *(("matrix", name) for name in ("csv", "json", "jsonld", "oscal", "ftm", "ris", "bibtex", "csl")),
    *(("deadlines", "ics"), ("changes", "atom")),
)
HEAD = """# What reports look like

`make renderings` writes this page and its pictures from the record that the product starts with, as it was known on 23
November 2026. Each format is described in [reports.md](reports.md).
"""


def main() -> None:
    """Make the pictures and the page."""
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        files = _files(SQLiteHouse(room))
        PICTURES.mkdir(parents=True, exist_ok=True)
        _printed(files, room)
        for report, fmt, page, _ in SHOWN:
            picture = _in_chromium(files[report, fmt], room) if fmt == "html" else _of_pdf(files[report, fmt], page)
            _keep(picture, PICTURES / f"{report}-{fmt}-{page}.png")
    (DOCS / "renderings.md").write_text(_page(files), encoding="utf-8")


def _printed(files: dict[tuple[str, str], bytes], room: Path) -> None:
    """Put in the place of each file of an office program what LibreOffice prints of it."""
    names = {f"{report}-{fmt}.{fmt}": (report, fmt) for report, fmt in files if fmt in OFFICE}
    made = office.printed({name: files[place] for name, place in names.items()}, room)
    files.update({names[name]: pdf.read_bytes() for name, pdf in made.items()})


def _files(house: SQLiteHouse) -> dict[tuple[str, str], bytes]:
    copies = seeded.copies(house)
    wanted = dict.fromkeys([*((report, fmt) for report, fmt, *_ in SHOWN), *DATA])
    return {(name, fmt): (pdfs.made if fmt == "pdf" else FORMATS[fmt].render)(copies[name]) for name, fmt in wanted}


def _in_chromium(data: bytes, room: Path) -> Image.Image:
    """As much of a page as a window holds."""
    (room / "page.html").write_bytes(data)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        opened = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        opened.goto((room / "page.html").as_uri())
        taken = opened.screenshot()
        browser.close()
    return Image.open(io.BytesIO(taken))


def _of_pdf(data: bytes, page: int) -> Image.Image:
    with pypdfium2.PdfDocument(data) as found:
        return found[page - 1].render(scale=1.3).to_pil()  # type: ignore[arg-type]  # it takes any number


def _keep(picture: Image.Image, place: Path) -> None:
    """So many colours are enough, and the picture is small."""
    picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(place, optimize=True)


def _page(files: dict[tuple[str, str], bytes]) -> str:
    pictures = (
        f"## {said}\n\n![{said}](pictures/renderings/{report}-{fmt}-{page}.png)" for report, fmt, page, said in SHOWN
    )
    data = (f"## {FORMATS[fmt].label}\n\n```text\n{_first(fmt, files[name, fmt])}\n```" for name, fmt in DATA)
    return "\n\n".join([HEAD.rstrip(), *pictures, *data]) + "\n"


def _first(fmt: str, data: bytes) -> str:
    """The first lines of a telling part, laid out for reading where the format has no lines."""
    said = PARTS[fmt](data) if fmt in PARTS else data.decode()
    lines = [line if len(line) <= COLUMNS else f"{line[:COLUMNS]}…" for line in said.splitlines()]
    return "\n".join([*lines[:LINES], "…"] if len(lines) > LINES else lines)


def _laid_out(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1)


def _finding(data: bytes) -> str:
    return _laid_out(next(one for one in json.loads(data)["@graph"] if "tracker:Finding" in one["@type"]))


def _event(data: bytes) -> str:
    return _laid_out(next(one for one in map(json.loads, data.splitlines()) if one["schema"] == "Event")["properties"])


PARTS: dict[str, Callable[[bytes], str]] = {
    "json": lambda data: _laid_out(json.loads(data)["report"]["evidence"][0]),
    "jsonld": _finding,
    "oscal": lambda data: _laid_out(json.loads(data)["assessment-results"]["results"][0]["findings"][0]),
    "ftm": _event,
    "atom": lambda data: "".join(data.decode().partition("<entry>")[1:]),
    "csl": lambda data: _laid_out(json.loads(data)[1:]),
}
"""The part that is shown of formats whose first lines say little: a cell, a claim, a source."""


if __name__ == "__main__":
    sys.exit(main())
