"""LibreOffice opens the files for word processors and spreadsheets, and prints what the report says."""

import pytest

from tests.exports.documents import copy_of, document
from tests.exports.office import SOFFICE, printed, text_of
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
