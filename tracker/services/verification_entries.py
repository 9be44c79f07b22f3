"""Walks through the log once, from the first entry to the last: chain, order, columns, time, and replay."""

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import func, select

from tracker.db import images
from tracker.db.models import AuditEntry, LogKey
from tracker.domain import ledger
from tracker.domain.checkpoints import PublicKey
from tracker.domain.findings import Code, Finding
from tracker.services.verification_scene import Scene

COLUMNS = ("seq", "at", "actor", "action", "noun", "key", "row")
NOUN_OF_KEYS = LogKey.__tablename__


def entries(scene: Scene) -> Iterator[Finding]:
    """Check every entry, and leave to the later checks the roots, the keys and the rows that the log speaks of."""
    table, dialect = AuditEntry.metadata.tables[AuditEntry.__tablename__], scene.connection.dialect.name
    columns = [images.plainly(table.c[name], dialect) for name in (*COLUMNS, "canonical", "hash")]
    total = scene.connection.execute(select(func.count()).select_from(table)).scalar_one()
    walk = Walk(scene)
    query = select(*columns).order_by(table.c.seq)
    for batch in images.stream(scene.connection, query):
        walk.take(batch)
        yield from walk.found
        walk.found.clear()
        scene.entries += len(batch)
        scene.progress("entries", scene.entries, total)


class Walk:
    """The state of a walk through perhaps millions of entries.

    `entry` takes any entry. `usual` is asked first: it takes the one kind that most entries are, a row that is new and
    words without quotation marks, by comparing texts. It reads no JSON, accuses nobody, and leaves the rest to `entry`.
    """

    def __init__(self, scene: Scene) -> None:
        """Start before the first entry."""
        self.scene = scene
        self.replay = scene.replay
        self.found: list[Finding] = []
        self.seq = 0
        self.previous = ledger.GENESIS
        self.latest = ""
        self.leaves: list[bytes] = []
        self.tree = ledger.Tree()
        noted = [seen.note.checkpoint for seen in scene.notes if seen.note]
        self.stops = sorted({checkpoint.size for checkpoint in noted}, reverse=True)
        self.times = {c.size: c.at for c in sorted(noted, key=lambda checkpoint: checkpoint.at)}

    def take(self, batch: Iterable[Sequence[Any]]) -> None:
        """Take the next entries, given as their columns."""
        usual, entry = self.usual, self.entry
        for values in batch:
            try:
                taken = usual(*values)
            except (TypeError, AttributeError, UnicodeEncodeError):
                taken = False
            if not taken:
                entry(*values)
        self.grow()

    def usual(self, seq: int, at: str, actor: str, action: str, *rest: str) -> bool:
        """Take the next entry if it is a usual one without fault; else leave everything as it was."""
        noun, key, row, text, kept = rest
        said = f"{at[:10]}T{at[11:]}Z"
        head = f'{{"action":"insert","actor":"{actor}","after":{{'
        tail = f'}},"at":"{said}","before":null,"key":"{key}","noun":"{noun}","row":"{row}","seq":{seq}}}'
        plain = f"{actor}{noun}{key}{row}"
        if not text.startswith(head) or not text.endswith(tail) or '"' in plain or "\\" in plain:
            return False
        if seq != self.seq + 1 or noun == NOUN_OF_KEYS or action != "insert" or seq in self.times:
            return False
        data = text.encode()
        found = sha256(b"\x00" + self.previous + data)
        image = data[len(head.encode()) - 1 : len(data) - len(tail.encode()) + 1]
        in_time = len(at) == 26 and at[10] == " " and said >= self.latest
        if not in_time or found.hexdigest() != kept or not self.replay.add(seq, noun, row, image):
            return False
        self.leaves.append(sha256(b"\x00" + data).digest())
        self.seq, self.latest, self.previous = seq, said, found.digest()
        return True

    def entry(self, seq: int, at: Any, *rest: Any) -> None:
        """Take the next entry, given as its columns."""
        actor, action, noun, key, row, text, kept = rest
        if seq != self.seq + 1:
            self._out_of_order(seq)
        self.seq = seq
        try:
            data = text.encode()
            body = orjson.loads(data)
            said = body["at"]
            columns = body["seq"], body["actor"], body["action"], body["noun"], body["key"], body["row"]
            same = columns == (seq, actor, action, noun, key, row) and at == f"{said[:10]} {said[11:26]}"
        except (AttributeError, TypeError, ValueError, KeyError):
            self._unreadable(text, kept)
            return
        self._link(data, kept)
        if not same or len(body) != len(COLUMNS) + 2:
            self._disagrees(body, (seq, images.instant_of(at), actor, action, noun, key, row))
        if said < self.latest or action == "clock":
            self._backwards(said, action)
        self.latest = said
        if seq in self.times:
            self._checkpoint(seq)
        self._replay(body, noun)

    def _link(self, data: bytes, kept: Any) -> None:
        found = sha256(b"\x00" + self.previous + data)
        self.leaves.append(sha256(b"\x00" + data).digest())
        self.previous = found.digest()
        if found.hexdigest() != kept:
            self._find(Code.CHAIN, "Its hash is not that of what it says after the entry before it.")
            self._go_on_from(kept)

    def _go_on_from(self, kept: Any) -> None:
        """Take the hash as it stands, so that one changed entry is one finding and not all that follow."""
        try:
            self.previous = bytes.fromhex(kept)
        except (TypeError, ValueError):
            return

    def _replay(self, body: dict[str, Any], noun: str) -> None:
        try:
            fault = self.replay.take(self.seq, body)
            if noun == NOUN_OF_KEYS and (after := body["after"]):
                self.scene.introduced.append((self.seq, _key(after)))
        except (TypeError, ValueError, KeyError, AttributeError):
            fault = "What it says about its row cannot be read."
        if fault:
            self._find(Code.ENTRY, fault)

    def _find(self, code: Code, sentence: str) -> None:
        self.found.append(Finding.of(code, f"entry {self.seq}", sentence))

    def _out_of_order(self, seq: int) -> None:
        if seq <= self.seq:
            self.found.append(Finding.of(Code.DUPLICATE, f"entry {seq}", f"It stands after entry {self.seq}."))
        else:
            missing = f"{self.seq + 1}" if seq == self.seq + 2 else f"{self.seq + 1} to {seq - 1}"
            self.found.append(Finding.of(Code.GAP, f"entry {self.seq + 1}", f"Missing before entry {seq}: {missing}."))

    def _unreadable(self, text: Any, kept: Any) -> None:
        self._find(Code.ENTRY, "Its canonical form is not the JSON of an entry.")
        self._link(str(text).encode(errors="surrogateescape"), kept)

    def _disagrees(self, body: Mapping[str, Any], columns: tuple[Any, ...]) -> None:
        named = [name for name, value in zip(COLUMNS, columns, strict=True) if body.get(name) != value]
        which = ", ".join(named) or "no one column"
        self._find(Code.COLUMN, f"Its columns differ from its canonical form in: {which}.")

    def _backwards(self, said: str, action: str) -> None:
        if action == "clock":
            self._find(Code.CLOCK, f"The clock was set back from {self.latest} to {said}.")
        else:
            self._find(Code.TIME, f"It is dated {said}, before {self.latest}, which had been reached.")

    def _checkpoint(self, size: int) -> None:
        at = self.times[size]
        if at < self.latest:
            sentence = f"The checkpoint is dated {at}, before {self.latest}, which its last entry says."
            self.found.append(Finding.of(Code.TIME, f"checkpoint {size}", sentence))
        self.latest = max(at, self.latest)

    def grow(self) -> None:
        """Bring the tree up to the entries taken, with its root at each size that a checkpoint signs."""
        while self.stops and self.stops[-1] <= self.tree.size + len(self.leaves):
            part = self.stops.pop() - self.tree.size
            self.tree.extend(self.leaves[:part])
            del self.leaves[:part]
            self.scene.roots[self.tree.size] = self.tree.root()
        self.tree.extend(self.leaves)
        self.leaves.clear()


def _key(image: Mapping[str, Any]) -> PublicKey:
    try:
        return PublicKey(image["name"], base64.b64decode(image["public_key"], validate=True))
    except binascii.Error as error:
        raise ValueError(str(error)) from error
