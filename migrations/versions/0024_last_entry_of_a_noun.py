"""The last entry of a noun is found by one step in an index, however long the log is."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_audit_entry_noun_seq"), "audit_entry", ["noun", "seq"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_audit_entry_noun_seq"), table_name="audit_entry")
