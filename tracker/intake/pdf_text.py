"""PDF: the text of each page by pypdfium2. Programs in it are not run, and files in it are not opened."""

from collections.abc import Iterator
from typing import Any

import pypdfium2
from pypdfium2 import raw
from pypdfium2.version import PDFIUM_INFO, PYPDFIUM_INFO

from tracker.intake import clean_text
from tracker.intake.document_content import CUT_SHORT, Document, refused
from tracker.intake.sniffing import MediaType

PAGE_END = "\f"
_BROKEN_WORD = "\ufffe"
"""What pdfium puts for a hyphen at the end of a line, together with the end of the line."""
_LOCKED = "The PDF is encrypted, so that its text cannot be read; save it without a password to have its text."
_PICTURES = "No text could be read: the pages are pictures."


def read(data: bytes, media: MediaType) -> Document:
    """The text of a PDF, page by page; without any text when it is encrypted."""
    version = f"{PYPDFIUM_INFO.version}, pdfium {PDFIUM_INFO.version.partition('@')[0]}"
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code not in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise refused(CUT_SHORT) from None
        return Document(media.name, "", "pypdfium2", version, trouble=_LOCKED)
    texts = list(_pages(pdf))
    if all(text is None for text in texts):
        raise refused(CUT_SHORT)
    shown = [clean_text.clean(text) for text in texts if text is not None]
    about = pdf.get_metadata_dict()
    return Document(
        media.name,
        PAGE_END.join(clean_text.clean(text or "") for text in texts),
        "pypdfium2",
        version,
        title=clean_text.title(about["Title"]),
        dated=clean_text.dated(about["CreationDate"]),
        language=clean_text.language(_language(pdf)),
        pages=len(texts),
        trouble=" ".join(_troubles(pdf, texts, "".join(shown))),
    )


def _pages(pdf: Any) -> Iterator[str | None]:
    """The text of each page; None for a page that cannot be read."""
    for number in range(len(pdf)):
        try:
            page = pdf[number]
            text = page.get_textpage()
            yield text.get_text_range().replace(_BROKEN_WORD, "-\n").replace(PAGE_END, "\n")
            text.close()
            page.close()
        except pypdfium2.PdfiumError:
            yield None


def _language(pdf: Any) -> str:
    """The language of the whole document, as it declares it."""
    length = raw.FPDFCatalog_GetLanguage(pdf, None, 0)
    buffer = (raw.FPDF_WCHAR * (length // 2))()
    raw.FPDFCatalog_GetLanguage(pdf, buffer, length)
    return "".join(map(chr, buffer)).rstrip("\x00")


def _troubles(pdf: Any, texts: list[str | None], whole: str) -> Iterator[str]:
    broken = [number for number, text in enumerate(texts, 1) if text is None]
    empty = sum(text is not None and not text.strip() for text in texts)
    if not raw.FPDF_DocumentHasValidCrossReferenceTable(pdf):
        yield "The file seems to be cut short or damaged, so that text may be missing."
    if broken:
        yield f"{len(broken)} of {len(texts)} pages could not be read; the first is page {broken[0]}."
    if empty == len(texts):
        yield _PICTURES
    elif empty:
        yield f"No text could be read on {empty} of {len(texts)} pages."
    if attached := pdf.count_attachments():
        yield f"The PDF has {attached} {'file' if attached == 1 else 'files'} attached, whose text was not read."
    if marks := clean_text.lost(whole):
        yield marks
