"""A report as JSON: the frozen text itself. RFC 8785 gives one sequence of bytes for one meaning."""

import hashlib
import json

import rfc8785

from tracker.domain.report import ReportDocument, from_canonical, to_canonical


def canonical(document: ReportDocument) -> str:
    """The canonical JSON of a document: what is frozen, and what the digest is taken over."""
    return rfc8785.dumps(to_canonical(document)).decode()


def digest(text: str) -> str:
    """The SHA-256 of a frozen text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def parse(text: str) -> ReportDocument:
    """The document that a frozen text holds. Raises ValueError."""
    return from_canonical(json.loads(text))


def render(text: str) -> bytes:
    """The frozen text, byte for byte."""
    return text.encode()
