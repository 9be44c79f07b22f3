"""Indexes by which the first page of the register, its speakers and the latest sources are read without all the rest."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

CURRENT = sa.text("superseded_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_claim_revision_newest",
        "claim_revision",
        ["day_last", "claim_id"],
        sqlite_where=CURRENT,
        postgresql_where=CURRENT,
    )
    op.create_index(
        "ix_claim_revision_speaking", "claim_revision", ["speaker"], sqlite_where=CURRENT, postgresql_where=CURRENT
    )
    op.create_index("ix_source_recorded_at_id", "source", ["recorded_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_source_recorded_at_id", "source")
    op.drop_index("ix_claim_revision_speaking", "claim_revision")
    op.drop_index("ix_claim_revision_newest", "claim_revision")
