"""Checks what the record rests on: every kept file by its hashes, every quotation in its text, every time stamp."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.db.engine import kept_files
from tracker.db.kept import Store
from tracker.db.models import Anchor, Citation, ClaimRevision, KeptFile, TimestampToken
from tracker.domain.errors import RuleBroken
from tracker.domain.findings import Code, Finding
from tracker.services import anchors, timestamps
from tracker.services.verification_scene import Scene

NO_ROOTS = "No root is pinned, so the time stamps on record were not verified."
ORPHAN = "No row names this file: an upload broke off. `tracker sources sweep` removes it."
OTHER = "Looked up again in the kept text, the quotation comes out as {found} and not as {kept}, or at another place."


def files(scene: Scene) -> Iterator[Finding]:
    """Hash every kept file again, and look for files that no row names."""
    session = Session(scene.connection)
    rows = session.execute(select(KeptFile.sha256, KeptFile.sha3_512, KeptFile.size).order_by(KeptFile.sha256)).all()
    if not rows:
        return
    store = kept_files(session)
    for done, (sha256, sha3_512, size) in enumerate(rows, 1):
        if fault := _fault(store, sha256, sha3_512, size):
            yield Finding.of(Code.FILE, f"kept file {sha256}", fault)
        scene.progress("kept files", done, len(rows))
    named = {row.sha256 for row in rows}
    for name in store.names():
        if name not in named:
            yield Finding.of(Code.ORPHAN, f"kept file {name}", ORPHAN)


def _fault(store: Store, sha256: str, sha3_512: str, size: int) -> str:
    try:
        return store.check(sha256, sha3_512, size)
    except ValueError as error:
        return str(error)


def quotations(scene: Scene) -> Iterator[Finding]:
    """Look every quotation up again in the text that it was found in."""
    session = Session(scene.connection)
    try:
        for kept, found in anchors.differences(session):
            sentence = OTHER.format(found=found.verdict.label, kept=kept.verdict.label)
            yield Finding.of(Code.QUOTATION, _claim_of(session, kept), sentence)
    except RuleBroken as lost:
        yield Finding.of(Code.QUOTATION, "quotations", f"They could not all be checked: {lost.sentence}")


def _claim_of(session: Session, anchor: Anchor) -> str:
    loaded = selectinload(Citation.revision).selectinload(ClaimRevision.claim)
    citation = session.scalars(select(Citation).where(Citation.id == anchor.citation_id).options(loaded)).one()
    return f"anchor {anchor.id} of claim {citation.revision.claim.key}"


def tokens(scene: Scene) -> Iterator[Finding]:
    """Verify every time stamp again, against the pinned roots."""
    session = Session(scene.connection)
    if session.scalar(select(TimestampToken.id).limit(1)) is None:
        return
    if not scene.anchors.roots:
        yield Finding.of(Code.UNVERIFIED, "time stamps", NO_ROOTS)
        return
    for row, sentence in timestamps.faults(session, roots=scene.anchors.roots):
        yield Finding.of(Code.TOKEN, f"time stamp {row.sha256}", sentence)
