"""Checks the checkpoints, in the database and outside, against the log that was walked through, and their keys.

A key counts if it is pinned outside the database, or if the entry that introduces it stands under a checkpoint that
holds and that a key that counts has signed. So a rotation carries trust over, in both directions, and an intruder who
signs everything anew with a key of their own does not.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from tracker.db import images
from tracker.db.models import AuditCheckpoint
from tracker.domain import ledger
from tracker.domain.checkpoints import Malformed, Note, PublicKey, Signature, parse_key, parse_note
from tracker.domain.findings import Code, Finding
from tracker.services.log_keys import is_signed
from tracker.services.verification_scene import Scene, Seen

OLD = timedelta(hours=48)
"""A log that went on for longer than this without a checkpoint outside gets a warning."""


def stored(scene: Scene) -> Iterator[Finding]:
    """Read the checkpoints, of the database and from outside, before the walk, which must know their sizes."""
    table, dialect = AuditCheckpoint.metadata.tables[AuditCheckpoint.__tablename__], scene.connection.dialect.name
    query = select(*(images.plainly(column, dialect) for column in table.columns)).order_by(table.c.size)
    for values in scene.connection.execute(query):
        row = dict(zip(table.columns.keys(), values, strict=True))
        seen = _seen(f"checkpoint {row['size']}", row["note"], row["size"], outside=False)
        scene.notes.append(seen)
        yield from _columns(seen, row)
    for name, text in scene.anchors.notes:
        stem = name.removesuffix(".note")
        scene.notes.append(_seen(name, text, int(stem) if stem.isdecimal() else -1, outside=True))
    for seen in scene.notes:
        if seen.fault:
            yield Finding.of(Code.NOTE, seen.where, f"It cannot be read: {seen.fault}.")


def _seen(where: str, text: Any, size: int, *, outside: bool) -> Seen:
    try:
        note = parse_note(text)
    except (Malformed, AttributeError, TypeError) as error:
        return Seen(where, outside, str(text), size, None, str(error))
    if note.checkpoint.size != size:
        fault = f"it signs {note.checkpoint.size} entries, and stands for {size}"
        return Seen(where, outside, text, size, None, fault)
    return Seen(where, outside, text, size, note)


def _columns(seen: Seen, row: dict[str, Any]) -> Iterator[Finding]:
    """Whether the columns of a checkpoint say what its note says, and its peaks lead to its root."""
    if seen.note is None:
        return
    checkpoint = seen.note.checkpoint
    said = {"root": checkpoint.root.hex(), "at": checkpoint.at, "peaks": checkpoint.root.hex()}
    found = {"root": row["root"], "at": images.instant_of(row["at"]), "peaks": _root(seen.size, row["peaks"])}
    named = [name for name, value in said.items() if found[name] != value]
    if named:
        yield Finding.of(Code.NOTE, seen.where, f"Its columns differ from its note in: {', '.join(named)}.")


def _root(size: int, peaks: Any) -> str:
    """The root that peaks lead to, or nothing where they are not written as ours are."""
    try:
        parts = [bytes.fromhex(part) for part in peaks.split(" ")]
        return ledger.Tree(size, parts).root().hex() if " ".join(p.hex() for p in parts) == peaks else ""
    except (ValueError, AttributeError):
        return ""


def checkpoints(scene: Scene) -> Iterator[Finding]:
    """Check what each checkpoint signs, who signed it, and that what stands outside is in the database."""
    keys, faults = _keys(scene)
    yield from faults
    inside = {seen.size: seen.text for seen in scene.notes if not seen.outside}
    last_good = 0
    for seen in sorted(scene.notes, key=lambda seen: seen.size):
        if seen.outside:
            yield from _in_both(scene, seen, inside)
        if seen.note:
            found = [*_content(scene, seen, last_good), *_signatures(seen.note, seen.where, keys)]
            yield from found
            last_good = last_good if found else seen.size
            scene.anchored = seen.note if seen.outside and not found else scene.anchored
    yield from _anchor(scene)


def _in_both(scene: Scene, seen: Seen, inside: dict[int, str]) -> Iterator[Finding]:
    if seen.size not in inside and seen.size <= scene.entries:
        yield Finding.of(Code.CHECKPOINT, seen.where, "The database has no checkpoint of this size.")
    elif inside.get(seen.size, seen.text) != seen.text:
        yield Finding.of(Code.NOTE, seen.where, "It is not the checkpoint of this size that the database has.")


def _content(scene: Scene, seen: Seen, last_good: int) -> Iterator[Finding]:
    root = scene.roots.get(seen.size)
    if root is None:
        sentence = f"It signs {seen.size} entries, and the log has {scene.entries}: it was cut off or set back."
        yield Finding.of(Code.SHORTER, seen.where, sentence)
    elif seen.note and root != seen.note.checkpoint.root:
        sentence = f"The first {seen.size} entries are not those that it signs; the first {last_good} are."
        yield Finding.of(Code.FORK if seen.outside else Code.ROOT, seen.where, sentence)


Keys = dict[tuple[str, bytes], tuple[PublicKey, bool]]
"""Keys by the name and id that signatures carry, with whether they count."""


def _keys(scene: Scene) -> tuple[Keys, list[Finding]]:
    pinned, faults = _pinned(scene)
    introduced = [key for _, key in scene.introduced]
    trusted = set(pinned or introduced)
    while more := {key for key in _vouched(scene, trusted) if key not in trusted}:
        trusted |= more
    for key in pinned:
        if key not in introduced and scene.entries:
            sentence = f"The pinned key {key.name}+{key.key_id.hex()} was never introduced in this log."
            faults.append(Finding.of(Code.KEY, "log_key", sentence))
    return {(key.name, key.key_id): (key, key in trusted) for key in (*introduced, *pinned)}, faults


def _pinned(scene: Scene) -> tuple[list[PublicKey], list[Finding]]:
    keys, faults = [], []
    for line in scene.anchors.keys:
        try:
            keys.append(parse_key(line))
        except Malformed as error:
            faults.append(Finding.of(Code.NOTE, "key.pub", f"A pinned key cannot be read: {error}."))
    return keys, faults


def _vouched(scene: Scene, trusted: set[PublicKey]) -> Iterator[PublicKey]:
    """The keys that stand under checkpoints that hold and that a trusted key has signed."""
    for seen in scene.notes:
        if seen.note and scene.roots.get(seen.size) == seen.note.checkpoint.root:
            by_name = {(key.name, key.key_id): key for key in trusted}
            if any(_fits(seen.note, s, by_name.get((s.name, s.key_id))) for s in seen.note.signatures):
                yield from (key for seq, key in scene.introduced if seq <= seen.size)


def _fits(note: Note, signature: Signature, key: PublicKey | None) -> bool:
    return key is not None and is_signed(note.checkpoint, signature, key)


def _signatures(note: Note, where: str, keys: Keys) -> Iterator[Finding]:
    if len({(s.name, s.key_id) for s in note.signatures}) < len(note.signatures):
        yield Finding.of(Code.SIGNATURE, where, "It carries two signatures of one key.")
    for signature in note.signatures:
        key, counts = keys.get((signature.name, signature.key_id), (None, False))
        shown = f"{signature.name}+{signature.key_id.hex()}"
        if key is None or not counts:
            yield Finding.of(Code.KEY, where, f"It is signed by the key {shown}, which nothing known vouches for.")
        elif not is_signed(note.checkpoint, signature, key):
            yield Finding.of(Code.SIGNATURE, where, f"The signature of {shown} does not fit what it says.")


def _anchor(scene: Scene) -> Iterator[Finding]:
    if not scene.entries:
        return
    if not scene.anchors.keys:
        yield Finding.of(Code.ANCHOR, "key.pub", "No key is pinned outside the database, so any key would be believed.")
    if scene.anchored is None:
        yield Finding.of(Code.ANCHOR, "log", "No checkpoint stands outside the database that holds for this log.")
        return
    checkpoint = scene.anchored.checkpoint
    since = scene.entries - checkpoint.size
    at = datetime.strptime(checkpoint.at, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    if since and scene.at - at > OLD:
        sentence = f"The newest checkpoint outside is of {checkpoint.at}; {since} entries came after it."
        yield Finding.of(Code.ANCHOR, "log", sentence)
