"""The audit log as a chain of hashes, its checkpoints and keys, and triggers that refuse to change it.

Entries that are there are carried over: numbered anew in the order of their instants, brought into the form that
entries have now as far as they hold what it needs, and chained. What they lack is added afterwards by
`tracker.db.migrate`, which appends an entry for each row that the log does not fully know.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import rfc8785
import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

REFUSAL = "BEGIN RAISE EXCEPTION 'What % holds is never changed or deleted.', TG_TABLE_NAME; END"
KEPT = {"audit_entry": "seq", "audit_checkpoint": "size"}
FIELDS = ("actor", "action", "noun", "key", "row")
NEW = {*FIELDS, "seq", "at", "before", "after"}
BATCH = 2_000
Body = dict[str, Any]
Keys = dict[str, list[str]]


@dataclass
class History:
    """What the entries so far have told: the primary key of a row by its name, and which rows of a table are there."""

    keys: Keys
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    there: dict[str, set[str]] = field(default_factory=dict)


def triggers(table: str, key: str) -> dict[str, str]:
    """The triggers by which a table refuses every change of what it holds."""
    if op.get_bind().dialect.name == "postgresql":
        return {
            f"{table}_keep": f"CREATE TRIGGER {table}_keep BEFORE DELETE OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"{table}_keep_all": f"CREATE TRIGGER {table}_keep_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        }
    refusal = f"BEGIN SELECT RAISE(ABORT, 'What {table} holds is never changed or deleted.'); END"
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608 - the names are those of KEPT
    return {
        f"{table}_keep_update": f"CREATE TRIGGER {table}_keep_update BEFORE UPDATE ON {table} {refusal}",
        f"{table}_keep_delete": f"CREATE TRIGGER {table}_keep_delete BEFORE DELETE ON {table} {refusal}",
        f"{table}_keep_insert": f"CREATE TRIGGER {table}_keep_insert BEFORE INSERT ON {table} WHEN {there} {refusal}",
    }


def carried(*columns: Any) -> Any:
    """The old log while the new one is made: a plain copy, since names of constraints are taken."""
    return sa.table("audit_entry_carried", *columns)


def carry(*columns: Any) -> Any:
    op.execute("CREATE TABLE audit_entry_carried AS SELECT * FROM audit_entry")
    op.drop_index(op.f("ix_audit_entry_noun_key"), table_name="audit_entry")
    op.drop_table("audit_entry")
    return carried(*columns)


def batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def upgrade() -> None:
    old = carry(
        sa.column("id"),
        sa.column("at", sa.DateTime(timezone=True)),
        sa.column("canonical"),
        *map(sa.column, FIELDS[:4]),
    )
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("noun", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("row", sa.String(length=200), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_noun_key"), "audit_entry", ["noun", "key"], unique=False)
    op.create_table(
        "audit_checkpoint",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("peaks", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_audit_checkpoint")),
    )
    op.create_table(
        "log_key",
        sa.Column("id", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("public_key", sa.String(length=44), nullable=False),
        sa.Column("introduced_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_key")),
    )
    chain(old)
    op.drop_table("audit_entry_carried")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $${REFUSAL}$$")
    for table, key in KEPT.items():
        for statement in triggers(table, key).values():
            op.execute(statement)


def chain(old: Any) -> None:
    names = ("seq", "at", *FIELDS, "canonical", "hash")
    new = sa.table("audit_entry", *(sa.column(n, sa.DateTime(timezone=True) if n == "at" else None) for n in names))
    connection = op.get_bind()
    query = sa.select(old.c.at, old.c.canonical, *(old.c[name] for name in FIELDS[:4])).order_by(old.c.at, old.c.id)
    for batch in batches(chained(connection.execute(query), primary_keys(connection))):
        connection.execute(sa.insert(new), batch)


def chained(rows: Iterable[Any], keys: Keys) -> Iterator[dict[str, Any]]:
    previous, history = bytes(32), History(keys)
    for seq, row in enumerate(rows, 1):
        body = brought(json.loads(row.canonical), seq, row, history)
        text = rfc8785.dumps(body)
        previous = hashlib.sha256(b"\x00" + previous + text).digest()
        named = {name: body[name] for name in FIELDS}
        yield {"seq": seq, "at": row.at, **named, "canonical": text.decode(), "hash": previous.hex()}


def brought(body: Body, seq: int, row: Any, history: History) -> Body:
    """An entry in the form that entries have now. One that has it already, from before a downgrade, stays as it is."""
    if body.keys() == NEW and body["seq"] == seq:
        note(body, history)
        return body
    at = row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)
    body = {name: getattr(row, name) for name in FIELDS[:4]} | {
        name: imaged(body[name]) for name in ("before", "after")
    }
    body |= {"seq": seq, "at": instant(at), "row": place(body, history)}
    whole(body, history)
    return body


def whole(body: Body, history: History) -> None:
    """Let every entry follow from those before it: what an old log added twice, or changed unseen, is mended."""
    there = history.there.setdefault(body["noun"], set())
    if body["before"] is None and body["row"] in there:
        body["before"] = {}
    elif body["before"] is not None and body["after"] is not None and body["row"] not in there:
        body["before"] = None
    note(body, history)


def note(body: Body, history: History) -> None:
    """Remember whether the row is there after this entry."""
    there = history.there.setdefault(body["noun"], set())
    (there.discard if body["after"] is None else there.add)(body["row"])


def imaged(image: Body | None) -> Body | None:
    """An image with its instants as they are written now. Secrets were not kept; the entry after it says them."""
    return image and {name: stamped(value) for name, value in image.items() if value != "(not kept)"}


def stamped(value: Any) -> Any:
    if not isinstance(value, str) or not value.endswith("+00:00"):
        return value
    try:
        return instant(datetime.fromisoformat(value))
    except ValueError:
        return value


def instant(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def primary_keys(connection: sa.Connection) -> Keys:
    inspector = sa.inspect(connection)
    return {name: inspector.get_pk_constraint(name)["constrained_columns"] for name in inspector.get_table_names()}


def place(body: Body, history: History) -> str:
    """The primary key of the row, from the image if it has one, else from the entry that first named the row."""
    image = (body["after"] or {}) | (body["before"] or {})
    columns = history.keys.get(body["noun"], ["id"])
    if all(name in image for name in columns):
        history.places[body["noun"], body["key"]] = "/".join(str(image[name]) for name in columns)
    return history.places.get((body["noun"], body["key"])) or str(body["key"])


def downgrade() -> None:
    for table, key in KEPT.items():
        for name in triggers(table, key):
            op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if op.get_bind().dialect.name == "postgresql" else ""))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
    op.drop_table("log_key")
    op.drop_table("audit_checkpoint")
    kept = carry(
        sa.column("seq"),
        sa.column("at", sa.DateTime(timezone=True)),
        sa.column("canonical"),
        *map(sa.column, FIELDS[:4]),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("noun", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_noun_key"), "audit_entry", ["noun", "key"], unique=False)
    unchain(kept)
    op.drop_table("audit_entry_carried")


def unchain(kept: Any) -> None:
    kinds = {"at": sa.DateTime(timezone=True), "before": sa.JSON(), "after": sa.JSON()}
    names = ("id", "at", *FIELDS[:4], "before", "after", "canonical")
    old = sa.table("audit_entry", *(sa.column(name, kinds.get(name)) for name in names))
    connection = op.get_bind()
    for batch in batches(connection.execute(sa.select(kept).order_by(kept.c.seq))):
        bodies = [json.loads(row.canonical) for row in batch]
        images = [{"before": body["before"], "after": body["after"]} for body in bodies]
        same = [{name: getattr(row, name) for name in ("at", *FIELDS[:4], "canonical")} for row in batch]
        rows = [{"id": row.seq} | one | two for row, one, two in zip(batch, same, images, strict=True)]
        connection.execute(sa.insert(old), rows)
    if connection.dialect.name == "postgresql":
        connection.execute(
            sa.text("SELECT setval('audit_entry_id_seq', coalesce((SELECT max(id) FROM audit_entry), 1))")
        )
