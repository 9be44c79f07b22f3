"""The kept summary of the matrix. It begins empty; the program fills it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cell_summary",
        sa.Column("band", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("obligation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("from_day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("known_from", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("to_day", sa.Integer(), nullable=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.Column("said", sa.String(length=1000), nullable=False),
        sa.PrimaryKeyConstraint(
            "band", "obligation_id", "state_code", "from_day", "known_from", name=op.f("pk_cell_summary")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "summary_mark",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("horizon", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_summary_mark")),
    )


def downgrade() -> None:
    op.drop_table("summary_mark")
    op.drop_table("cell_summary")
