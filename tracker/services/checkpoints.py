"""Checkpoints of the audit log: make one, make one when it is time, write them outside the database, change the key."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.db import audit, images
from tracker.db.locks import serialise
from tracker.db.models import AuditCheckpoint, AuditEntry, LogKey
from tracker.domain import ledger
from tracker.domain.checkpoints import Checkpoint, Note, PublicKey
from tracker.domain.errors import RuleBroken
from tracker.services import log_keys, outside
from tracker.services.log_keys import SigningKey
from tracker.services.outside import Outside

ENTRIES, AGE = 1_000, timedelta(hours=24)
"""After how many entries, or after how long with any, a checkpoint is made by itself."""

BATCH = 5_000
Sessions = Callable[[], AbstractContextManager[Session]]


def make(session: Session, *, place: Outside, at: datetime) -> AuditCheckpoint:
    """Sign all entries that the log has, with those of this session; the last checkpoint if there are none since.

    The key is made at first need. Raises RuleBroken where it is on another host only, or the log is damaged.
    """
    return _checkpoint(session, [_signing_key(session, place, at)], at)


def rotate(session: Session, *, place: Outside, at: datetime) -> SigningKey:
    """Introduce a new key, by an entry that a checkpoint with both signatures covers.

    The caller commits, and then puts the new key in place with `log_keys.keep(..., replace=True)`. Raises RuleBroken
    where there is no key yet, as `make` does otherwise.
    """
    old = _signing_key(session, place, at)
    fresh = log_keys.new(old.name)
    _introduce(session, fresh.public, at)
    _checkpoint(session, [old, fresh], at)
    return fresh


def _signing_key(session: Session, place: Outside, at: datetime) -> SigningKey:
    known = set(session.scalars(select(LogKey.id)))
    key = log_keys.load(place.key)
    if known and (key is None or key.public.key_id.hex() not in known):
        lead = f"The key that signs this log is not in {place.key}."
        raise RuleBroken.at("log_key", "", f"{lead} Copy it there from the host that has it.")
    key = key or log_keys.keep(log_keys.new(), place.key)
    if not known:
        _introduce(session, key.public, at)
    return key


def _introduce(session: Session, key: PublicKey, at: datetime) -> None:
    public = log_keys.public_text(key)
    session.add(LogKey(id=key.key_id.hex(), name=key.name, public_key=public, introduced_at=at))
    session.flush()


def _checkpoint(session: Session, keys: list[SigningKey], at: datetime) -> AuditCheckpoint:
    serialise(session, audit.TURN)
    audit.write(session)
    head, last = audit.head(session.connection()), _last(session)
    if last is not None and last.size == head.seq:
        return last
    tree = _taken_up(last)
    for leaves in _leaves(session, tree.size):
        tree.extend(leaves)
    if not tree.size or tree.size != head.seq:
        raise RuleBroken.at("log", "", "The audit log is empty or has gaps. Run: tracker audit verify")
    at = max(at, head.at or at)
    checkpoint = Checkpoint(keys[0].name, tree.size, tree.root(), images.instant(at))
    row = AuditCheckpoint(
        size=tree.size,
        at=at,
        root=tree.root().hex(),
        peaks=" ".join(peak.hex() for peak in tree.peaks),
        note=Note(checkpoint, tuple(key.sign(checkpoint) for key in keys)).text,
    )
    session.add(row)
    session.flush()
    return row


def _last(session: Session) -> AuditCheckpoint | None:
    return session.scalars(select(AuditCheckpoint).order_by(AuditCheckpoint.size.desc()).limit(1)).first()


def _taken_up(last: AuditCheckpoint | None) -> ledger.Tree:
    """The tree as the last checkpoint left it, so that only the entries since must be read."""
    if last is None:
        return ledger.Tree()
    try:
        tree = ledger.Tree(last.size, [bytes.fromhex(peak) for peak in last.peaks.split()])
    except ValueError:
        tree = None
    if tree is None or tree.root().hex() != last.root:
        raise RuleBroken.at("log", "", "The last checkpoint is damaged. Run: tracker audit verify")
    return tree


def _leaves(session: Session, after: int) -> Iterator[list[bytes]]:
    query = select(AuditEntry.canonical).where(AuditEntry.seq > after).order_by(AuditEntry.seq)
    found = session.connection().execute(query, execution_options={"yield_per": BATCH})
    for batch in found.partitions():
        yield [ledger.leaf_hash(text.encode()) for (text,) in batch]


_NEWEST = select(AuditCheckpoint).order_by(AuditCheckpoint.size.desc()).limit(1).subquery()
_DUE = select(
    select(func.max(AuditEntry.seq)).scalar_subquery(),
    select(_NEWEST.c.size).scalar_subquery(),
    select(_NEWEST.c.at).scalar_subquery(),
    select(AuditEntry.at).where(AuditEntry.seq == 1).scalar_subquery(),
)


def is_due(session: Session, *, at: datetime) -> bool:
    """Whether it is time for a checkpoint. One statement."""
    entries, size, signed, began = session.execute(_DUE).one()
    entries, size, since = entries or 0, size or 0, signed or began
    return entries - size >= ENTRIES or (entries > size and since is not None and at - since >= AGE)


def publish(session: Session, *, place: Outside) -> list[Path]:
    """Write the checkpoints that the folder outside lacks, and with the first one the public key."""
    there = outside.written(place.folder)
    rows = session.execute(select(AuditCheckpoint.size, AuditCheckpoint.note).order_by(AuditCheckpoint.size)).all()
    missing = [(size, note) for size, note in rows if size not in there]
    if missing and (key := log_keys.load(place.key)):
        outside.pin(place.folder, key.public.text)
    return [outside.write(place.folder, size, note) for size, note in missing]


def keep_up(reading: Sessions, writing: Sessions, *, place: Outside, at: datetime) -> None:
    """After a commit: make a checkpoint if it is time, and write it outside. Raises what prevents it."""
    with reading() as session:
        if not is_due(session, at=at):
            return
    with writing() as session:
        make(session, place=place, at=at)
    with reading() as session:
        publish(session, place=place)
