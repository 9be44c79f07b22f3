"""Versions of the rules that were proposed, and from when each was in force."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rules_in_force",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "ruling",
            sa.Enum(
                "approved", "refused", "taken_back", name="ruling", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("ruled_by_id", sa.Integer(), nullable=True),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ruling_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("version <> ''", name=op.f("ck_rules_in_force_has_version")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_rules_in_force_has_reason")),
        sa.CheckConstraint(
            "ruling IS NULL OR ruling = 'taken_back' OR ruled_by_id <> proposed_by_id",
            name=op.f("ck_rules_in_force_nobody_approves_their_own"),
        ),
        sa.CheckConstraint(
            "ruling IS NULL OR ruling <> 'taken_back' OR ruled_by_id = proposed_by_id",
            name=op.f("ck_rules_in_force_only_its_author_takes_it_back"),
        ),
        sa.CheckConstraint(
            "(ruling IS NULL AND ruled_by_id IS NULL AND ruled_at IS NULL) OR "
            "(ruling IS NOT NULL AND ruled_by_id IS NOT NULL AND ruled_at IS NOT NULL)",
            name=op.f("ck_rules_in_force_ruling_whole"),
        ),
        sa.CheckConstraint(
            "ruling IS NULL OR ruling <> 'refused' OR ruling_reason <> ''",
            name=op.f("ck_rules_in_force_refusal_has_reason"),
        ),
        sa.CheckConstraint(
            "ruled_at IS NULL OR ruled_at >= proposed_at", name=op.f("ck_rules_in_force_instants_in_order")
        ),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["user.id"], name=op.f("fk_rules_in_force_proposed_by_id_user")),
        sa.ForeignKeyConstraint(["ruled_by_id"], ["user.id"], name=op.f("fk_rules_in_force_ruled_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rules_in_force")),
    )


def downgrade() -> None:
    op.drop_table("rules_in_force")
