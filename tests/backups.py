"""Backups for tests: a record with kept files, one taken from it, one brought back, and one that somebody mended."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, NullPool, select
from sqlalchemy.orm import Session

from tests.databases import SEEDED_AT
from tracker.db import migrate
from tracker.db.engine import make_engine, reading, snapshot, writing
from tracker.db.kept import Store
from tracker.db.models import Capture, KeptFile, Source, User
from tracker.domain import manifest as manifests
from tracker.domain.manifest import Manifest
from tracker.domain.vocabulary import CaptureMethod
from tracker.exports.packing import packing, seal
from tracker.intake import backups
from tracker.services import dumping, restoring

AT = SEEDED_AT + timedelta(hours=5, microseconds=7)
TEXTS = (
    "The Panel found that all had left.",
    "Доклад Группы экспертов",
    "专家小组的报告",
    "",
    "\0\x01\x02" * 9,
)


def keep(session: Session, store: Store, data: bytes, *, number: int) -> str:
    """Keep bytes as a copy of the first source, as an upload would; their SHA-256."""
    found = store.put(data)
    row = session.scalar(select(KeptFile).where(KeptFile.sha256 == found.sha256))
    if row is None:
        row = KeptFile(
            sha256=found.sha256, sha3_512=found.sha3_512, size=found.size, media_type="text/plain", kept_at=AT
        )
        session.add(row)
        session.flush()
    session.add(_capture(session, row, number))
    session.flush()
    return found.sha256


def _capture(session: Session, row: KeptFile, number: int) -> Capture:
    return Capture(
        source_id=session.scalars(select(Source.id).order_by(Source.id)).first(),
        number=number,
        kept_file_id=row.id,
        method=next(iter(CaptureMethod)),
        request_headers=[["Accept", "*/*"]],
        started_at=AT,
        ended_at=AT + timedelta(seconds=1),
        collector_id=session.scalars(select(User.id)).first(),
        software="tests",
        trouble="It has no text.",
    )


def with_files(engine: Engine, store: Store) -> list[str]:
    """Give the record a few kept files; their names."""
    with writing(engine, actor="test") as session:
        return [keep(session, store, text.encode(), number=n) for n, text in enumerate(TEXTS, 1)]


def take(
    engine: Engine, store: Store, place: Path, *, outside: dict[str, Path] | None = None, revision: str = ""
) -> Manifest:
    """Take a backup, by the road of the command."""
    at = revision or migrate.head() or ""
    with snapshot(engine) as session, packing(place, made_at=AT) as pack:
        return dumping.dump(session, pack=pack, store=store, revision=at, made_at=AT, outside=outside or {})


def bring_back(place: Path, address: str, store: Store) -> Manifest:
    """Restore a backup into an empty database."""
    engine = make_engine(address, poolclass=NullPool)
    try:
        with backups.opened(place) as found, migrate.filling(engine, found.manifest.revision) as connection:
            restoring.load(connection, backup=found)
            restoring.keep_files(connection, backup=found, store=store)
            return found.manifest
    finally:
        engine.dispose()


def digest(address: str) -> str:
    """The digest over all rows of a database."""
    engine = make_engine(address, poolclass=NullPool)
    with reading(engine) as session:
        found = dumping.digest(session)
    engine.dispose()
    return found


@contextmanager
def mended(place: Path, copy: Path) -> Iterator[dict[str, bytes]]:
    """The members of a backup, to change; they are written to `copy` and sealed, as a forger would."""
    with zipfile.ZipFile(place) as file:
        members = {name: file.read(name) for name in file.namelist()}
    yield members
    with copy.open("w+b") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
            for name, data in members.items():
                file.writestr(name, data)
        seal(stream)


def reckon(members: dict[str, bytes], name: str, change: Callable[[bytes], bytes]) -> None:
    """Change the rows of a table and mend the manifest after it, so that every digest is right again."""
    members[name] = change(members[name])
    tree = json.loads(members["manifest.json"])
    for table in tree["tables"]:
        member = f"rows/{table['shape']['name']}.jsonl"
        data = members[member]
        table |= {"rows": data.count(b"\n"), "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    tree["digest"] = manifests.digest((f"rows/{t['shape']['name']}.jsonl", t["sha256"]) for t in tree["tables"])
    members["manifest.json"] = json.dumps(tree).encode()


def sealed(copy: Path, write: Callable[[zipfile.ZipFile], None]) -> None:
    """A ZIP file of any making, sealed."""
    with copy.open("w+b") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
            write(file)
        seal(stream)
