"""Triggers that refuse to change or delete what was once written, in both databases.

A table asks for them by `append_only = True` on its model, and its migration makes them with the very statements that
stand here, which `tests/migrations/test_migrations.py` compares. On SQLite an INSERT OR REPLACE would delete without
a delete trigger, so inserting over a row that is there is refused as well.
"""

from sqlalchemy import Connection, Table

from tracker.db.base import Base

REFUSAL = "BEGIN RAISE EXCEPTION 'What % holds is never changed or deleted.', TG_TABLE_NAME; END"
"""What PostgreSQL's triggers do, as the function `refuse_change`, which the first migration that needs it makes."""


def tables() -> list[Table]:
    """The tables that are only ever added to."""
    mappers = [mapper for mapper in Base.registry.mappers if mapper.class_.append_only]
    return [table for mapper in mappers if isinstance(table := mapper.local_table, Table)]


def triggers(table: str, key: str, dialect: str) -> dict[str, str]:
    """The triggers of a table whose primary key is the column `key`, by name."""
    if dialect == "postgresql":
        return {
            f"{table}_keep": f"CREATE TRIGGER {table}_keep BEFORE DELETE OR UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"{table}_keep_all": f"CREATE TRIGGER {table}_keep_all BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        }
    refusal = f"BEGIN SELECT RAISE(ABORT, 'What {table} holds is never changed or deleted.'); END"
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608 - the names are those of our models
    return {
        f"{table}_keep_update": f"CREATE TRIGGER {table}_keep_update BEFORE UPDATE ON {table} {refusal}",
        f"{table}_keep_delete": f"CREATE TRIGGER {table}_keep_delete BEFORE DELETE ON {table} {refusal}",
        f"{table}_keep_insert": f"CREATE TRIGGER {table}_keep_insert BEFORE INSERT ON {table} WHEN {there} {refusal}",
    }


def missing(connection: Connection) -> list[str]:
    """The triggers that the database lacks, has switched off, or has in another form."""
    there = _stored(connection)
    wanted: dict[str, str] = {}
    for table in tables():
        key = next(iter(table.primary_key)).name
        wanted |= triggers(table.name, key, connection.dialect.name)
    wanted |= {"refuse_change": REFUSAL} if connection.dialect.name == "postgresql" else {}
    return [name for name, text in wanted.items() if there.get(name) != text]


def _stored(connection: Connection) -> dict[str, str]:
    if connection.dialect.name == "sqlite":
        query = "SELECT name, sql AS text FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT tgname AS name, replace(pg_get_triggerdef(oid), ' ON public.', ' ON ') AS text FROM pg_trigger "
            "WHERE NOT tgisinternal AND tgenabled = 'O' "
            "UNION ALL SELECT proname, prosrc FROM pg_proc WHERE proname = 'refuse_change'"
        )
    return {row.name: row.text for row in connection.exec_driver_sql(query)}
