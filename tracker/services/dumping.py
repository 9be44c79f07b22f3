"""The backup: every row as of one moment, the kept files that the rows name, and a manifest of it all.

It is a logical copy and never a copy of the database's files, since those change while they are read (T13). Kept files
need no lock: they are written once, and before the rows that name them.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

import tracker
from tracker.db import rows
from tracker.db.kept import CHUNK, Store
from tracker.db.models import KeptFile
from tracker.domain import manifest as manifests
from tracker.domain.errors import RuleBroken
from tracker.domain.manifest import Dumped, KeptCopy, Manifest, Outside, Shape
from tracker.exports.packing import Pack


def dump(
    session: Session,
    *,
    pack: Pack,
    store: Store,
    revision: str,
    made_at: datetime,
    outside: Mapping[str, Path],
    despite_damage: bool = False,
) -> Manifest:
    """Write a backup of what the session sees into an archive; the session must see one moment throughout.

    `outside` are files beside the database, by the names that they get. A kept file that is missing or not whole
    stops the backup, unless `despite_damage` leaves it out and names it in the manifest. Raises RuleBroken.
    """
    tables = tuple(_rows(session, pack, shape) for shape in rows.shapes())
    files, damaged = _files(session, pack, store, despite_damage=despite_damage)
    found = Manifest(
        program=tracker.__version__,
        revision=revision,
        database=session.get_bind().dialect.name,
        made_at=made_at.isoformat(),
        digest=manifests.digest_of(tables),
        tables=tables,
        files=files,
        outside=tuple(_outside(pack, name, place) for name, place in sorted(outside.items())),
        left_out=tuple(sorted(rows.SCRATCH)),
        damaged=damaged,
    )
    text = json.dumps(manifests.to_json(found), indent=1, ensure_ascii=False)
    pack.add(manifests.MEMBER, [text.encode()])
    return found


def digest(session: Session) -> str:
    """The digest over all rows that a backup would hold: equal for equal records, on either database."""
    return rows.digest_of(session.connection(), rows.shapes())


def _rows(session: Session, pack: Pack, shape: Shape) -> Dumped:
    packed = pack.add(shape.member, rows.lines(session.connection(), shape))
    return Dumped(shape, packed.lines, packed.size, packed.sha256)


def _files(
    session: Session, pack: Pack, store: Store, *, despite_damage: bool
) -> tuple[tuple[KeptCopy, ...], tuple[str, ...]]:
    query = select(KeptFile.sha256, KeptFile.sha3_512, KeptFile.size).order_by(KeptFile.sha256)
    files: list[KeptCopy] = []
    damaged: list[str] = []
    for sha256, sha3_512, size in session.execute(query):
        wrong = store.check(sha256, sha3_512, size)
        if wrong and not despite_damage:
            raise RuleBroken.at("backup", "", f"{wrong} Use --despite-damage to leave it out.")
        if wrong:
            damaged.append(sha256)
        else:
            files.append(_file(pack, store, KeptCopy(sha256, sha3_512, size)))
    return tuple(files), tuple(damaged)


def _file(pack: Pack, store: Store, copy: KeptCopy) -> KeptCopy:
    """Put a kept file into the archive, and look once more at what went in."""
    packed = pack.add(copy.member, store.chunks(copy.sha256), stored=True)
    if (packed.sha256, packed.size) != (copy.sha256, copy.size):
        raise RuleBroken.at("backup", "", f"The kept file {copy.sha256} changed while it was copied.")
    return copy


def _outside(pack: Pack, name: str, place: Path) -> Outside:
    packed = pack.add(f"outside/{name}", _pieces(place))
    return Outside(name, packed.size, packed.sha256)


def _pieces(place: Path) -> Iterator[bytes]:
    with place.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece
