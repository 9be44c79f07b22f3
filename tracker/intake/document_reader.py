"""The process that reads one document: its order is its argument, the file its input, the answer its output, in JSON.

It is started by `document_child` for each file. A library is imported only for the type that needs it.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from tracker.domain.errors import RuleBroken
from tracker.intake import sniffing
from tracker.intake.confinement import confine
from tracker.intake.document_content import Document, Limits, megabytes, refused
from tracker.intake.sniffing import MediaType

_TOO_MUCH = "Reading the file needs more memory than a document may take; send it in smaller parts."


def main() -> None:
    """Read the document that the arguments order, and print the answer."""
    order = json.loads(sys.argv[1])
    limits = Limits(**order["limits"])
    confine(limits)
    try:
        answer: dict[str, Any] = _read(sys.stdin.buffer.read(), MediaType(**order["media"]), limits)
    except RuleBroken as refusal:
        answer = {"refused": refusal.sentence}
    except MemoryError:
        answer = {"refused": _TOO_MUCH}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))


def _read(data: bytes, media: MediaType, limits: Limits) -> dict[str, Any]:
    document = _READERS[media.name](data, media, limits)
    if len(document.text.encode()) > limits.text:
        raise refused(f"The file holds more than {megabytes(limits.text)} of text; send it in smaller parts.")
    return asdict(document)


def _html(data: bytes, media: MediaType, limits: Limits) -> Document:
    from tracker.intake import html_text

    return html_text.read(data, media, limits)


def _pdf(data: bytes, media: MediaType, _limits: Limits) -> Document:
    from tracker.intake import pdf_text

    return pdf_text.read(data, media)


def _docx(data: bytes, media: MediaType, limits: Limits) -> Document:
    from tracker.intake import docx_text

    return docx_text.read(data, media, limits)


def _text(data: bytes, media: MediaType, _limits: Limits) -> Document:
    from tracker.intake import plain_text

    return plain_text.read(data, media)


_READERS: dict[str, Callable[[bytes, MediaType, Limits], Document]] = {
    sniffing.HTML: _html,
    sniffing.PDF: _pdf,
    sniffing.DOCX: _docx,
    sniffing.TEXT: _text,
}

if __name__ == "__main__":
    main()
