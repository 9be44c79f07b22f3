"""Changed bits: in every column of the tables that matter, and in every field of a log that is held in memory."""

import json
import pickle
import sqlite3
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.exc import DBAPIError

from tests.tampering import Run, past_everything
from tracker.db import images
from tracker.db.canonical import canonical
from tracker.db.models import (
    Citation,
    Claim,
    ClaimRevision,
    Obligation,
    Review,
    Source,
    User,
)
from tracker.domain import ledger
from tracker.domain.checkpoints import Checkpoint, Note, parse_note
from tracker.domain.findings import Code, Finding
from tracker.exports import verifier
from tracker.services import log_keys, verification_notes
from tracker.services.outside import Anchors
from tracker.services.verification_entries import Walk
from tracker.services.verification_scene import Scene, Seen

PROTECTED = (Claim, ClaimRevision, Citation, Review, Source, Obligation, User)
FIELDS = ("seq", "at", "actor", "action", "noun", "key", "row", "canonical", "hash")


# In the database.


@dataclass(frozen=True)
class Flip:
    """A bit that was changed: in which column of which row."""

    table: str
    column: str
    row: str


def flip_every_column(engine: Engine, dice: Random) -> list[Flip]:
    """Change one bit in every column of the protected tables, each in a row of its own, and every kind of role row."""
    done = []
    with past_everything(engine, checks=True) as run:
        for model in PROTECTED:
            table = cast(Table, model.__table__)
            for column in sorted(table.columns, key=lambda column: column.primary_key):  # a moved row moves last
                if flip := _flip(
                    run, engine, dice, table.name, column.name, {f.row for f in done if f.table == table.name}
                ):
                    done.append(flip)
        user, role = run("SELECT user_id, role_id FROM user_role ORDER BY user_id DESC LIMIT 1")[0]
        run("UPDATE user_role SET role_id = ? WHERE user_id = ? AND role_id = ?", role ^ 1, user, role)
        done.append(Flip("user", "roles", str(user)))
    return done


def _flip(run: Run, engine: Engine, dice: Random, table: str, column: str, used: set[str]) -> Flip | None:
    query = f'SELECT id, "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL ORDER BY id'  # noqa: S608 - our names
    rows = [row for row in run(query) if str(row[0]) not in used]
    dice.shuffle(rows)
    for key, value in rows:
        for _ in range(40):
            changed, cast_to = flipped(value, dice, engine.dialect.name)
            update = f'UPDATE "{table}" SET "{column}" = {cast_to} WHERE id = ?'  # noqa: S608 - our names
            if changed is not None and _takes(run, update, changed, key):
                return Flip(table, column, str(key))
    return None


def _takes(run: Run, update: str, *values: Any) -> bool:
    """Whether the database can hold the change: not twice the same key, and on PostgreSQL no broken JSON."""
    try:
        run(update, *values)
    except (sqlite3.IntegrityError, DBAPIError):
        return False
    return True


def unnamed(done: Sequence[Flip], found: Sequence[Finding]) -> list[Flip]:
    """The flips that no finding names by table, row and column."""
    return [flip for flip in done if not any(_names(finding, flip) for finding in found)]


def _names(finding: Finding, flip: Flip) -> bool:
    if not finding.where.startswith(f"{flip.table} ") or flip.row not in finding.where:
        return False
    if flip.column == "id":
        # Roles stay behind where a person took another number, so that row is half there.
        return finding.code in (Code.ROW_MISSING, Code.ROW_DIFFERS)
    return flip.column in finding.sentence


def flipped(value: Any, dice: Random, dialect: str) -> tuple[Any, str]:
    """A value with one bit changed, and how it is written; None where the database could not hold what came out."""
    if isinstance(value, bool):
        return not value, "?"
    if isinstance(value, int):
        return value ^ (1 << dice.randrange(20)), "?"
    if isinstance(value, float):
        (bits,) = struct.unpack("<q", struct.pack("<d", value))
        (changed,) = struct.unpack("<d", struct.pack("<q", bits ^ (1 << dice.randrange(52))))
        return changed, "?"
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1 << dice.randrange(30)), "?"
    if isinstance(value, date):
        return value + timedelta(days=1 << dice.randrange(9)), "?"
    if isinstance(value, list | dict):
        return _text(json.dumps(value), dice, dialect)
    return _text(value, dice, dialect)


def _text(value: str, dice: Random, dialect: str) -> tuple[Any, str]:
    data = bytearray(value.encode() or b"\x00")
    if not value:
        return ("\x01", "?")
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    if dialect == "sqlite":
        return bytes(data), "CAST(? AS TEXT)"
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None, "?"
    return (None if "\x00" in text else text), "?"


# In memory.


def _silent(*_: object) -> None:
    """Tell nobody how far a walk has come."""


@dataclass
class Log:
    """A log with a checkpoint over all of it, as it is read from a database and as it stands in a bundle."""

    rows: list[list[Any]]
    note: str
    key: str
    peaks: str
    files: dict[str, bytes] = field(default_factory=dict)

    def found(self, rows: list[list[Any]]) -> list[Finding]:
        """What the product finds in entries that are given as their columns."""
        walk = self._walk()
        walk.take(rows)
        walk.scene.entries = len(rows)
        return [*walk.found, *verification_notes.checkpoints(walk.scene)]

    def before(self, number: int) -> bytes:
        """The product's walk as it stands before an entry of the honest log, for `finds_at_once` to take up."""
        walk = self._walk()
        walk.take(self.rows[:number])
        return pickle.dumps(walk)

    def finds_at_once(self, before: bytes, row: list[Any]) -> bool:
        """Whether the product accuses an entry as soon as it is taken. What it has found it never takes back."""
        walk = pickle.loads(before)  # noqa: S301 - our own bytes
        walk.take([row])
        return bool(walk.found)

    def _walk(self) -> Walk:
        note = parse_note(self.note)
        places = (("checkpoint 200", False), ("0000000200.note", True))
        seen = [Seen(where, outside, self.note, note.checkpoint.size, note) for where, outside in places]
        now = datetime(2026, 6, 1, tzinfo=UTC)
        return Walk(Scene(cast(Connection, None), Anchors(keys=(self.key,)), now, _silent, seen))

    def bundle(self, rows: list[list[Any]]) -> "Folder":
        """The bundle that would be exported for these entries."""
        lines = [dict(zip(FIELDS, row, strict=True)) | {"at": images.instant_of(row[1])} for row in rows]
        entries = "".join(json.dumps(line) + "\n" for line in lines).encode()
        at, root = parse_note(self.note).checkpoint.at, parse_note(self.note).checkpoint.root.hex()
        stored = {"size": len(self.rows), "at": at, "root": root, "peaks": self.peaks, "note": self.note}
        files = {"entries.jsonl": entries, "checkpoints.jsonl": json.dumps(stored).encode()}
        digests = {name: sha256(data).hexdigest() for name, data in files.items()}
        return Folder(
            files | {"manifest.json": json.dumps({"at": "2026-06-01T00:00:00+00:00", "files": digests}).encode()}
        )

    def found_by_others(self, rows: list[list[Any]]) -> list[tuple[str, str]]:
        """What the independent verifier finds, apart from the rows, which this log has none of."""
        check = verifier.Check(self.bundle(rows), {"0000000200.note": self.note}, [self.key])
        return [(code, where) for code, where in check.found if code != "row_missing"]


@dataclass(frozen=True)
class Folder:
    """A folder that is held in memory."""

    files: dict[str, bytes]
    name: str = ""

    def __truediv__(self, name: str) -> "Folder":
        return Folder(self.files, name)

    def read_bytes(self) -> bytes:
        """The file that the path leads to."""
        return self.files[self.name]


def make_log(size: int) -> Log:
    """A log of inserts, updates and deletes, in several scripts, signed by a key that its first entry introduces."""
    key, previous, rows, tree = log_keys.new("tracker/flips"), ledger.GENESIS, [], ledger.Tree()
    for seq in range(1, size + 1):
        body = _body(seq, key)
        text = canonical(body)
        previous = ledger.chain_hash(previous, text.encode())
        tree.append(ledger.leaf_hash(text.encode()))
        at = body["at"].replace("T", " ").removesuffix("Z")
        rows.append([seq, at, *(body[name] for name in FIELDS[2:7]), text, previous.hex()])
    checkpoint = Checkpoint(key.name, size, tree.root(), "2026-06-01T00:00:00.000000Z")
    note = Note(checkpoint, (key.sign(checkpoint),)).text
    return Log(rows, note, key.public.text, " ".join(peak.hex() for peak in tree.peaks))


def _body(seq: int, key: log_keys.SigningKey) -> dict[str, Any]:
    at = images.instant(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seq))
    same = {"seq": seq, "at": at, "actor": "analyst", "noun": "claim", "key": f"claim-{seq // 3}", "row": str(seq // 3)}
    whole = {"id": seq // 3, "statement": "Заявление \u2013 مرحبا – 声明", "day": "2018-07-31", "share": 0.5, "n": None}
    if seq == 1:
        image = {"id": key.public.key_id.hex(), "name": key.name, "public_key": log_keys.public_text(key.public)}
        key_row = {"noun": "log_key", "row": image["id"], "key": image["id"]}
        return same | key_row | {"action": "insert", "before": None, "after": image | {"introduced_at": at}}
    if seq % 3 == 0 or seq == 2:
        return same | {"action": "insert", "before": None, "after": whole}
    if seq % 3 == 1:
        change = {"before": {"statement": whole["statement"]}, "after": {"statement": "Better."}}
        return same | {"action": "update", **change}
    return same | {"action": "delete", "before": whole | {"statement": "Better."}, "after": None}


def bits(row: list[Any]) -> Iterator[tuple[int, int]]:
    """Every bit of an entry: the column, and the bit in it."""
    for place, value in enumerate(row):
        yield from ((place, bit) for bit in range(32 if isinstance(value, int) else 8 * len(value.encode())))


def changed(row: list[Any], place: int, bit: int) -> list[Any]:
    """An entry with one bit of one column changed, as it would be read from a database."""
    value = row[place]
    if isinstance(value, int):
        return [*row[:place], value ^ (1 << bit), *row[place + 1 :]]
    data = bytearray(value.encode())
    data[bit // 8] ^= 1 << bit % 8
    return [*row[:place], data.decode("utf-8", "surrogateescape"), *row[place + 1 :]]
