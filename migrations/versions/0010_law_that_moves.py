"""Duties owed every period or from an event, and facts that open a conditional duty."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_EFFECTS = ("fulfils", "advances", "measures", "promises", "breaches", "ceases", "denies", "exempts")


def _effects(*effects: str) -> None:
    """Let bearings have these effects."""
    listed = ", ".join(f"'{one}'" for one in effects)
    with op.batch_alter_table("bearing") as batch:
        batch.drop_constraint(op.f("ck_bearing_effect"), type_="check")
        batch.create_check_constraint(op.f("ck_bearing_effect"), f"effect IN ({listed})")


def upgrade() -> None:
    op.add_column("obligation", sa.Column("recurs", sa.String(length=60), nullable=True))
    _effects(*_EFFECTS, "opens", "none")


def downgrade() -> None:
    """The lower revision knows no fact that opens a duty, so such bearings stay as ones without effect."""
    op.execute("UPDATE bearing SET effect = 'none' WHERE effect = 'opens'")
    _effects(*_EFFECTS, "none")
    op.drop_column("obligation", "recurs")
