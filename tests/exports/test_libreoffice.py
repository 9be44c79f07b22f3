"""LibreOffice opens the files for word processors and spreadsheets, and prints what the report says."""

import pytest

from tests.exports import seeded
from tests.exports.documents import copy_of, document
from tests.exports.office import SOFFICE, printed, text_of
from tests.exports.pdfs import squeezed
from tracker.exports import as_docx, as_xlsx

COPY = copy_of(document())
SAID = {
    "report.docx": ("Page 1 of", "See evidence 3."),
    "book.xlsx": (COPY.document.notice,),
}


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_it_opens_both_and_finds_every_outcome(tmp_path) -> None:
    files = {"report.docx": as_docx.render(COPY), "book.xlsx": as_xlsx.render(COPY)}
    for name, pdf in printed(files, tmp_path).items():
        text = text_of(pdf)
        for words in ("▲ overdue", "→ in progress", "? no information", "determined: not applicable", *SAID[name]):
            assert words in text, name


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", ["dossier", "matrix"])
def test_it_prints_every_outcome_and_every_claim_of_the_seeded_record(sqlite_house, tmp_path, name) -> None:
    copy = seeded.copies(sqlite_house)[name]
    files = {"report.docx": as_docx.render(copy), "book.xlsx": as_xlsx.render(copy)}
    outcomes = {copy.document.term("outcome", cell.outcome).label for cell in copy.document.cells}
    for place, pdf in printed(files, tmp_path).items():
        said = squeezed(text_of(pdf)).casefold()
        assert [word for word in outcomes if squeezed(word) not in said] == [], place
        assert [one.key for one in copy.document.evidence if squeezed(one.speaker).casefold() not in said] == [], place
