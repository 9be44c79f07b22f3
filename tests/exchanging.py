"""Installations that exchange bundles in tests: each with a database and a store of its own, and a name."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, NullPool, func, select
from sqlalchemy.orm import Session

from tests.databases import SEEDED_AT
from tests.services.desks import Desk
from tests.services.test_claims import CONTENT
from tracker.db.engine import make_engine, reading, snapshot, writing
from tracker.db.kept import Store
from tracker.db.models import AuditEntry
from tracker.domain.content import SourceContent
from tracker.domain.exchange import revision_ident
from tracker.exports.packing import packing
from tracker.exports.zipped import zipped
from tracker.intake.bundles import Bundle, read
from tracker.services import bundle_merging, bundles, claims, dumping, revisions
from tracker.services.bundle_desk import Merged

AT = SEEDED_AT + timedelta(hours=2)


@dataclass
class Installation:
    """An installation: work at it, have it make a bundle, have somebody merge one into it."""

    name: str
    engine: Engine
    folder: Path
    hours: int = 0

    @property
    def store(self) -> Store:
        """Its kept files."""
        return Store(self.folder / "kept")

    def now(self) -> datetime:
        """An hour later each time."""
        self.hours += 1
        return AT + timedelta(hours=self.hours)

    @contextmanager
    def desk(self, actor: str = "test") -> Iterator[Desk]:
        """Work that is kept."""
        with writing(self.engine, actor=actor) as session:
            yield Desk(session)

    def log(self, key: str = "", by: str = "analyst", at: datetime | None = None, **changes: Any) -> str:
        """Log a claim, and give its key."""
        with self.desk() as desk:
            content = replace(CONTENT, **changes)
            made = claims.log(desk.session, content=content, author=desk.people[by], at=at or self.now(), key=key)
            return made.key

    def edit(self, key: str, by: str = "analyst", at: datetime | None = None, **changes: Any) -> None:
        """Save another revision of what a claim says now."""
        with self.desk() as desk:
            row = claims.show(desk.session, key=key)
            content = replace(revisions.content_of(row), **changes)
            claims.edit(
                desk.session,
                key=key,
                base=row.number,
                content=content,
                author=desk.people[by],
                at=at or self.now(),
                reason="",
            )

    def decide(self, key: str, by: str = "reviewer", **given: Any) -> None:
        """Decide on a claim."""
        with self.desk() as desk:
            desk.decide(key, by=by, at=self.now(), **given)

    def bundle(
        self, *, copies: bool = False, traveller: bundles.Traveller | None = None, restricted: bool = False
    ) -> bytes:
        """The bundle that it gives out now."""
        place = self.folder / f"{self.name}.bundle"
        place.unlink(missing_ok=True)
        with snapshot(self.engine) as session, packing(place, made_at=AT) as pack:
            bundles.give_out(
                session,
                pack=pack,
                name=self.name,
                store=self.store if copies else None,
                restricted=restricted,
                traveller=traveller,
            )
        return place.read_bytes()

    def merge(
        self, data: bytes | Bundle, by: str = "analyst2", at: datetime | None = None, *, dry: bool = False
    ) -> Merged:
        """Have somebody merge a bundle."""
        bundle = data if isinstance(data, Bundle) else read(data)
        with reading(self.engine) as session:
            names = bundle_merging.unread(session, bundle=bundle)
        copies = bundle_merging.read_copies(bundle, names)
        with writing(self.engine, actor=by) as session:
            person = Desk(session).people[by]
            made = bundle_merging.merge(
                session, bundle=bundle, copies=copies, own=self.name, by=person, at=at or self.now()
            )
            if dry:
                session.rollback()
            return made

    def digest(self) -> str:
        """The digest of what its claims and sources say."""
        with reading(self.engine) as session:
            return bundles.digest(session)

    def whole(self) -> tuple[str, int]:
        """The digest of every row, and how many entries its log has."""
        with reading(self.engine) as session:
            return dumping.digest(session), session.scalar(select(func.max(AuditEntry.seq))) or 0

    def ask(self, question: Callable[[Session], Any]) -> Any:
        """What a look at its record finds."""
        with Session(self.engine) as session:
            found = question(session)
            session.expunge_all()
            return found


def installation(name: str, address: str, folder: Path) -> Installation:
    """An installation on a database."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = make_engine(address, kept=Store(folder / "kept"), poolclass=NullPool)
    return Installation(name, engine, folder)


def source(title: str, **given: Any) -> SourceContent:
    """A new source."""
    return SourceContent(title=title, publisher="A paper", published="2020-01-05", **given)


def remade(data: bytes, change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> bytes:
    """A bundle with other contents whose manifest was made to fit them, as whoever forges one would."""
    with zipfile.ZipFile(BytesIO(data)) as file:
        files = {name: file.read(name) for name in file.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    change(files, manifest)
    manifest["parts"] = [
        {"name": name, "size": len(part), "sha256": hashlib.sha256(part).hexdigest()}
        for name, part in files.items()
        if name != "signature"
    ]
    return zipped(files | {"manifest.json": json.dumps(manifest).encode()})


def rewritten(revision: dict[str, Any], *, username: str = "", **says: Any) -> dict[str, Any]:
    """A told revision by somebody else or with other words, under the ident that it then has, and without reviews."""
    made = {**revision, "says": {**revision["says"], **says}, "reviews": []}
    made["username"] = username or made["username"]
    at = datetime.fromisoformat(made["at"])
    return made | {"ident": revision_ident(at, made["username"], made["says"])}


def lines(part: bytes) -> list[Any]:
    """The records of a part."""
    return [json.loads(line) for line in part.decode().splitlines()]


def part_of(records: list[Any]) -> bytes:
    """A part of records."""
    return "".join(json.dumps(record) + "\n" for record in records).encode()
