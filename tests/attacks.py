"""Twelve ways to change the record without anybody noticing, in the hands of somebody who holds the database.

In a `forged` attack the numbers and hashes are made good afterwards, as far as they can be without the signing key.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from tests.histories import Watched
from tests.tampering import Run, past_everything
from tracker import clock
from tracker.db.audit import images
from tracker.db.canonical import canonical
from tracker.db.engine import writing
from tracker.db.models import Origin
from tracker.domain import ledger
from tracker.domain.checkpoints import Note, parse_note
from tracker.services import log_keys

NAMES = ("seq", "at", "actor", "action", "noun", "key", "row", "canonical", "hash")
COLUMNS = ", ".join(f'"{name}"' for name in NAMES)
Entries = list[dict[str, Any]]


def add_origins(watched: Watched, name: str, count: int) -> None:
    """Honest work: as many transactions, of one entry each."""
    for number in range(count):
        with writing(watched.engine, actor="honest") as session:
            session.add(Origin(key=f"{name}-{number}", label="x"))


def history(watched: Watched) -> None:
    """Ten entries between two checkpoints, and four after the second."""
    watched.checkpoint()
    add_origins(watched, "first", 10)
    watched.checkpoint()
    add_origins(watched, "second", 4)


def rewrite(watched: Watched, change: Callable[[Entries], Entries], *, last: int, forged: bool) -> None:
    """Replace the last entries of the log."""
    with past_everything(watched.engine) as run:
        start = run("SELECT max(seq) FROM audit_entry")[0][0] - last
        rows = run(f"SELECT {COLUMNS} FROM audit_entry WHERE seq > ? ORDER BY seq", start)  # noqa: S608 - our names
        before = run("SELECT hash FROM audit_entry WHERE seq = ?", start)
        entries = change([dict(zip(NAMES, row, strict=True)) for row in rows])
        if forged:
            forge(watched.engine, entries, start, bytes.fromhex(before[0][0]) if before else ledger.GENESIS)
        run("DELETE FROM audit_entry WHERE seq > ?", start)
        _insert(run, entries)


def _insert(run: Run, entries: Entries) -> None:
    for entry in entries:
        statement = f"INSERT INTO audit_entry ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - our names
        run(statement, *(entry[name] for name in NAMES))


def forge(engine: Engine, entries: Entries, start: int, previous: bytes) -> None:
    """Make the numbers and hashes of entries good, and their columns what they say."""
    for seq, entry in enumerate(entries, start + 1):
        body = json.loads(entry["canonical"]) | {"seq": seq}
        entry["canonical"] = canonical(body)
        previous = ledger.chain_hash(previous, entry["canonical"].encode())
        entry |= {name: body[name] for name in NAMES[2:7]}
        entry |= {"seq": seq, "at": stored_at(engine, body["at"]), "hash": previous.hex()}


def stored_at(engine: Engine, text: str) -> Any:
    """An instant as the database holds it."""
    at = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    return at.replace(tzinfo=None).isoformat(" ", "microseconds") if engine.dialect.name == "sqlite" else at


def _say(entry: dict[str, Any], **words: Any) -> dict[str, Any]:
    return entry | {"canonical": canonical(json.loads(entry["canonical"]) | words)}


def delete_one(watched: Watched, *, forged: bool) -> None:
    """An entry in the middle goes."""
    rewrite(watched, lambda entries: [*entries[:5], *entries[6:]], last=12, forged=forged)


def delete_tail(watched: Watched, *, forged: bool) -> None:
    """The last three entries go; with `forged`, also ones under a checkpoint."""
    rewrite(watched, lambda entries: [], last=8 if forged else 3, forged=False)


def insert(watched: Watched, *, forged: bool) -> None:
    """An entry that never was stands in the middle, or at the end."""

    def change(entries: Entries) -> Entries:
        invented = _say(entries[5], row="99999", key="invented", after={"id": 99999, "key": "invented", "label": "x"})
        return [*entries[:5], invented, *entries[5:]] if forged else [*entries, invented | {"seq": _next(entries)}]

    rewrite(watched, change, last=12, forged=forged)


def _next(entries: Entries) -> int:
    return entries[-1]["seq"] + 1


def swap(watched: Watched, *, forged: bool) -> None:
    """Two entries change places."""

    def change(entries: Entries) -> Entries:
        one, two = entries[2]["seq"], entries[3]["seq"]
        return [*entries[:2], entries[3] | {"seq": one}, entries[2] | {"seq": two}, *entries[4:]]

    rewrite(watched, change, last=12, forged=forged)


def duplicate(watched: Watched, *, forged: bool) -> None:
    """An entry stands twice."""
    rewrite(watched, lambda entries: [*entries, entries[2] | {"seq": _next(entries)}], last=12, forged=forged)


def renumber(watched: Watched, *, forged: bool) -> None:
    """The last entries take other numbers."""

    def change(entries: Entries) -> Entries:
        moved = [entry | {"seq": entry["seq"] + 5} for entry in entries]
        if forged:
            forge(watched.engine, moved, moved[0]["seq"] - 1, bytes.fromhex(watched_hash(watched, entries[0]["seq"])))
        return moved

    rewrite(watched, change, last=3, forged=False)


def watched_hash(watched: Watched, seq: int) -> str:
    """The hash of the entry before one."""
    with past_everything(watched.engine) as run:
        return run("SELECT hash FROM audit_entry WHERE seq = ?", seq - 1)[0][0]


def roll_back(watched: Watched) -> None:
    """The database is that of the first checkpoint again, whole and in order."""
    with past_everything(watched.engine) as run:
        size = run("SELECT min(size) FROM audit_checkpoint")[0][0]
        run("DELETE FROM audit_entry WHERE seq > ?", size)
        run("DELETE FROM audit_checkpoint WHERE size > ?", size)
        run("DELETE FROM origin WHERE label = 'x'")


def fork(watched: Watched) -> None:
    """From the first checkpoint on another history is lived, and it is longer."""
    roll_back(watched)
    add_origins(watched, "other", 20)


def resign(watched: Watched) -> None:
    """Everything is signed anew with another key, inside and outside; only the pinned key is out of reach."""
    honest, other = log_keys.load(watched.place.key), log_keys.new()
    assert honest is not None
    other = log_keys.SigningKey(honest.name, other.private)
    words = {honest.public.key_id.hex(): other.public.key_id.hex()}
    words |= {log_keys.public_text(honest.public): log_keys.public_text(other.public)}

    def change(entries: Entries) -> Entries:
        for entry in entries:
            for old, new in words.items():
                entry["canonical"] = entry["canonical"].replace(old, new)
        return entries

    rewrite(watched, change, last=15, forged=True)
    with past_everything(watched.engine) as run:
        run("UPDATE log_key SET id = ?, public_key = ?", *words.values())
    _sign_all(watched, other)


def _sign_all(watched: Watched, key: log_keys.SigningKey) -> None:
    with past_everything(watched.engine) as run:
        texts = [row[0].encode() for row in run("SELECT canonical FROM audit_entry ORDER BY seq")]
        for (text,) in run("SELECT note FROM audit_checkpoint"):
            old, tree = parse_note(text).checkpoint, ledger.Tree()
            tree.extend([ledger.leaf_hash(text) for text in texts[: old.size]])
            signed = type(old)(old.origin, old.size, tree.root(), old.at)
            note, peaks = Note(signed, (key.sign(signed),)).text, " ".join(peak.hex() for peak in tree.peaks)
            values = note, tree.root().hex(), peaks, old.size
            run("UPDATE audit_checkpoint SET note = ?, root = ?, peaks = ? WHERE size = ?", *values)
            (watched.place.folder / f"{old.size:010}.note").write_text(note)


def back_date(watched: Watched) -> None:
    """The last entry claims to be an hour older."""

    def change(entries: Entries) -> Entries:
        said = json.loads(entries[-1]["canonical"])["at"]
        earlier = datetime.strptime(said, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC) - timedelta(hours=1)
        return [*entries[:-1], _say(entries[-1], at=images.instant(earlier))]

    rewrite(watched, change, last=3, forged=True)


def set_the_clock_back(watched: Watched, monkeypatch: Any) -> None:
    """No attack by itself: the clock of the machine goes back by a day, and the work goes on."""
    now = clock.now()
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: now - timedelta(days=1))
        add_origins(watched, "yesterday", 2)


def edit_a_row(watched: Watched) -> None:
    """The guards are taken away, a row is changed, and the guards stand again."""
    with past_everything(watched.engine) as run:
        run("UPDATE origin SET label = 'y' WHERE key = 'first-3'")
