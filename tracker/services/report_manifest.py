"""The manifest of a report: what it rests on, so that somebody else can check it."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import __version__
from tracker.db import audit
from tracker.db.models import AuditCheckpoint
from tracker.domain.report import ReportDocument
from tracker.domain.report_parts import ReportFile, ReportManifest
from tracker.domain.vocabulary import Publication
from tracker.exports import as_json


def of(session: Session, document: ReportDocument) -> ReportManifest:
    """The manifest of a document that is about to be frozen. The log is that of all transactions before this one."""
    head = audit.head(session.connection())
    note = session.scalar(select(AuditCheckpoint.note).order_by(AuditCheckpoint.size.desc()).limit(1))
    return ReportManifest(
        product=__version__,
        data=data_digest(document),
        log_size=head.seq,
        log_hash=head.hash.hex(),
        checkpoint=note or "",
        files=_files(document),
    )


def data_digest(document: ReportDocument) -> str:
    """The SHA-256 of all that a document says, but for its number, title, author, instant of freezing and manifest."""
    said = replace(document, number=0, title="", author="", frozen_at=document.known_at, manifest=None)
    return as_json.digest(as_json.canonical(said))


def _files(document: ReportDocument) -> tuple[ReportFile, ...]:
    found = {
        sha256: ReportFile(sha256, citation.source, Publication(citation.publication))
        for claim in document.evidence
        for citation in claim.citations
        for sha256 in citation.hashes
    }
    return tuple(found[sha256] for sha256 in sorted(found))
