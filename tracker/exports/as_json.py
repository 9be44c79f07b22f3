"""A report as JSON: the frozen text, and what has been recorded about it since. RFC 8785 gives one meaning one text."""

import hashlib
import json
from typing import Any

import rfc8785

from tracker.domain.plain import to_plain
from tracker.domain.report import ReportDocument, from_canonical, to_canonical
from tracker.domain.report_copy import ReportCopy


def canonical(document: ReportDocument) -> str:
    """The canonical JSON of a document: what is frozen, and what the digest is taken over."""
    return rfc8785.dumps(to_canonical(document)).decode()


def digest(text: str) -> str:
    """The SHA-256 of a frozen text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def parse(text: str) -> ReportDocument:
    """The document that a frozen text holds. Raises ValueError."""
    return from_canonical(json.loads(text))


def envelope(copy: ReportCopy) -> dict[str, Any]:
    """The report with its mark, its digest, its approval and its end, as plain values."""
    return {**_beside(copy), "report": to_canonical(copy.document)}


def _beside(copy: ReportCopy) -> dict[str, Any]:
    return {
        "mark": copy.mark,
        "digest": copy.digest,
        "approved": to_plain(copy.approved),
        "ended": to_plain(copy.ended),
    }


def render(copy: ReportCopy) -> bytes:
    """The envelope. The canonical text of its `report` is the frozen text, for a copy of the full edition.

    `report` is the last of its names, so the text that the copy has already stands at its end as it is.
    """
    return b'%s,"report":%s}' % (rfc8785.dumps(_beside(copy))[:-1], copy.text.encode())
