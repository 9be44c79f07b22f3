"""The golden files of the exports: what they are, and how they are written anew.

`python -m tests.exports.golden_files` writes them. Read what has changed before you keep it: `git diff --stat`, then
the files themselves. `report.*` are of the small report made by hand, `seeded/*` of the record that the product starts
with. A file of an office program or a PDF stands there by its words, and by its SHA-256 in `seeded/digests.txt`; that
of an office file is taken over its parts, for not every zlib packs alike.
"""

import hashlib
import io
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl

from tests.databases import SQLiteHouse
from tests.exports import pdfs, seeded
from tests.exports.documents import copy_of, document
from tracker.domain.report import from_canonical
from tracker.domain.report_copy import ReportCopy
from tracker.exports import formats_of
from tracker.exports.zipped import unzipped

FOLDER = Path(__file__).parent / "golden"
SEEDED = FOLDER / "seeded"
OFFICE = ("docx", "xlsx")
WHOLE = {
    "dossier": (),
    "sheet": ("html", "csv", "json"),
    "changes": ("atom", "json"),
    "deadlines": ("ics", "json"),
    "matrix": ("csv", "json"),
}
"""Of which reports of the record all formats stand there in words, and of which only some; empty for all."""


def rendered(copy: ReportCopy) -> dict[str, bytes]:
    """A report in every format that it can have; the PDF in the fonts of its engine alone."""
    made = {name: fmt.render for name, fmt in formats_of(copy.document).items()} | {"pdf": pdfs.made}
    return {name: render(copy) for name, render in made.items()}


def sha256(fmt: str, data: bytes) -> str:
    """The SHA-256 of a file, or of the parts of one of an office program."""
    parts = unzipped(data) if fmt in OFFICE else {"": data}
    told = hashlib.sha256()
    for name, part in sorted(parts.items()):
        told.update(b"%s %d\n" % (name.encode(), len(part)) + part)
    return told.hexdigest()


def words(fmt: str, data: bytes) -> bytes:
    """What a file says: itself where it is text."""
    told = {"pdf": pdfs.shape, "docx": of_document, "xlsx": of_workbook}.get(fmt)
    return told(data).encode() if told else data


def of_document(data: bytes) -> str:
    """The paragraphs of a Word document with their styles, and its tables, in the order in which they stand."""
    found: Any = docx.Document(io.BytesIO(data))
    return "".join(f"{line}\n" for block in found.iter_inner_content() for line in _of_block(block))


def _of_block(block: Any) -> Iterator[str]:
    if hasattr(block, "rows"):
        yield from ("| " + " | ".join(cell.text for cell in row.cells) for row in block.rows)
    else:
        yield f"{block.style.name}: {block.text}"


def of_workbook(data: bytes) -> str:
    """The rows of each sheet of a workbook, their cells parted by tabs."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = ((sheet.title, row) for sheet in book for row in sheet.iter_rows(values_only=True))
    return "".join(
        f"{title}\t" + "\t".join("" if one is None else str(one) for one in row) + "\n" for title, row in rows
    )


def kept(name: str, fmt: str) -> Path | None:
    """Where the words of a report of the record are kept, if they are."""
    if name not in WHOLE or (WHOLE[name] and fmt not in WHOLE[name]):
        return None
    return SEEDED / f"{name}.{fmt}{'.txt' if fmt in (*OFFICE, 'pdf') else ''}"


def copy_kept(name: str) -> ReportCopy:
    """A report of the record as its data file among the golden files has it, without a database."""
    found = json.loads((SEEDED / f"{name}.json").read_text(encoding="utf-8"))
    return copy_of(from_canonical(found["report"]))


def digests(files: dict[str, dict[str, bytes]]) -> str:
    """The digests of the files of several reports, a line each."""
    return "".join(f"{sha256(fmt, data)}  {name}.{fmt}\n" for name, made in files.items() for fmt, data in made.items())


def main() -> None:
    """Write all golden files."""
    copy = copy_of(document())
    for fmt, data in rendered(copy).items():
        if fmt not in (*OFFICE, "pdf"):
            (FOLDER / f"report.{fmt}").write_bytes(data)
    (FOLDER / "report.pdf.txt").write_bytes(words("pdf", pdfs.made(pdfs.WHOLE)))
    with tempfile.TemporaryDirectory() as folder:
        _write_seeded(seeded.copies(SQLiteHouse(Path(folder))))
    sys.stdout.write(f"Written: {sum(path.is_file() for path in FOLDER.rglob('*'))} files in {FOLDER}\n")


def _write_seeded(found: dict[str, ReportCopy]) -> None:
    SEEDED.mkdir(exist_ok=True)
    files = {name: rendered(copy) for name, copy in found.items()}
    for name, made in files.items():
        for fmt, data in made.items():
            if place := kept(name, fmt):
                place.write_bytes(words(fmt, data))
    (SEEDED / "digests.txt").write_text(digests(files))


if __name__ == "__main__":
    main()
