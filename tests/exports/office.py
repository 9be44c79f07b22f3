"""Reports as files for word processors and spreadsheets, read back; and LibreOffice, where the machine has it."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
from hypothesis import strategies as st

from tests.exports.documents import FIGURE, PLEDGE, REPLY, WAITING, copy_of, document
from tracker.domain.public_edition import public
from tracker.domain.report import ReportDocument
from tracker.domain.report_copy import ReportCopy
from tracker.exports.zipped import unzipped

SOFFICE = shutil.which("soffice") or ""
ARABIC = "عاد جميع العمال قبل الموعد."
SECRET = "words that nobody published"

STRINGS = st.lists(st.text(st.characters(codec=None), min_size=1), min_size=30, max_size=30)
"""Thirty texts of any characters at all, those included that no file can hold."""


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of an office file."""
    return unzipped(data)


def drawn() -> ReportDocument:
    """The small report with a drawing and with words in Arabic."""
    cited = replace(WAITING.citations[0], title=ARABIC, quotation=ARABIC, language="ar", symbol="")
    claim = replace(WAITING, statement=f"The ministry said “{ARABIC}” on that day.", citations=(cited,))
    return document(figures=(FIGURE,), evidence=(PLEDGE, claim, REPLY))


def public_copy() -> ReportCopy:
    """The public edition of a report whose second claim rests on a restricted source."""
    cited = replace(
        PLEDGE.citations[0],
        title=SECRET,
        quotation=SECRET,
        translation=SECRET,
        locator=SECRET,
        publication="restricted",
    )
    hidden = replace(WAITING, statement=SECRET, speaker=SECRET, origin=SECRET, citations=(cited,))
    figure = replace(FIGURE, title=SECRET, claims=("ru-article",))
    return copy_of(public(document(evidence=(PLEDGE, hidden, REPLY), figures=(figure,))))


def printed(files: dict[str, bytes], room: Path) -> dict[str, Path]:
    """The PDF that LibreOffice makes of each file. To start it takes far longer than to print."""
    for name, data in files.items():
        (room / name).write_bytes(data)
    order = [SOFFICE, "--headless", f"-env:UserInstallation={(room / 'profile').as_uri()}", "--convert-to", "pdf"]
    order += ["--outdir", str(room), *(str(room / name) for name in files)]
    subprocess.run(order, check=True, capture_output=True, timeout=240)
    return {name: (room / name).with_suffix(".pdf") for name in files}


def text_of(pdf: Path) -> str:
    """The words on all pages of a PDF, parted by single spaces."""
    return " ".join(" ".join(_texts(pdf)).split())


def _texts(path: Path) -> Iterator[str]:
    with pypdfium2.PdfDocument(path) as found:
        for page in found:
            yield page.get_textpage().get_text_bounded()
