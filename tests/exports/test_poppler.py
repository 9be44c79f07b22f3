"""PDFs of the seeded record through the programs that most readers on Linux stand on: pictures, and words."""

import shutil
import subprocess

import pikepdf
import pytest
from PIL import Image

from tests.exports import pdfs, seeded

DRAWS, READS = shutil.which("pdftoppm") or "", shutil.which("pdftotext") or ""
pytestmark = pytest.mark.skipif(not (DRAWS and READS), reason="Poppler is not installed here.")


@pytest.mark.parametrize("name", ["dossier", "matrix"])
def test_every_page_is_drawn_and_every_outcome_and_footnote_is_read(sqlite_house, tmp_path, name) -> None:
    copy = seeded.copies(sqlite_house)[name]
    place = tmp_path / "report.pdf"
    place.write_bytes(pdfs.made(copy))
    drawn = subprocess.run([DRAWS, "-r", "40", "-png", place, tmp_path / "page"], capture_output=True, check=True)
    pictures = sorted(tmp_path.glob("page-*.png"))
    with pikepdf.open(place) as file:
        assert (drawn.stderr, len(pictures)) == (b"", len(file.pages))
    for picture in pictures:
        with Image.open(picture) as page:
            shades = page.convert("L").histogram()
            assert sum(shades[:128]) > 0.002 * sum(shades), f"{picture.name} is all but blank"
    read = subprocess.run([READS, "-raw", place, "-"], capture_output=True, check=True, text=True)
    said, squeezed = " ".join(read.stdout.split()), pdfs.squeezed(read.stdout)
    document = copy.document
    outcomes = {document.term("outcome", cell.outcome).label for cell in document.cells}
    assert [word for word in outcomes if word not in said.casefold()] == []
    assert [claim.key for claim in document.evidence if claim.key not in squeezed] == []
