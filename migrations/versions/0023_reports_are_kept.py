"""Reports, their approvals, their ends and what they took the place of are never changed or deleted."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KEPT = {
    "report": "id",
    "report_approval": "report_id",
    "report_succession": "report_id",
    "report_withdrawal": "report_id",
}


def triggers(table: str, key: str) -> dict[str, str]:
    """The triggers by which a table refuses every change of what it holds; those of revision 0005, for other tables."""
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


def upgrade() -> None:
    for table, key in KEPT.items():
        for statement in triggers(table, key).values():
            op.execute(statement)


def downgrade() -> None:
    for table, key in KEPT.items():
        for name in triggers(table, key):
            where = f" ON {table}" if op.get_bind().dialect.name == "postgresql" else ""
            op.execute(f"DROP TRIGGER {name}{where}")
