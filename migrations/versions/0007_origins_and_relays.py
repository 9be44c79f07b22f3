"""Merging and splitting of origins; the office and the day of each step of a relay."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "origin_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("merge", "split", name="origin_change_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("origin_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("claims", sa.JSON(), nullable=False),
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
        sa.CheckConstraint(
            "ruling IS NULL OR ruling = 'taken_back' OR ruled_by_id <> proposed_by_id",
            name=op.f("ck_origin_change_nobody_approves_their_own"),
        ),
        sa.CheckConstraint(
            "(ruling IS NULL AND ruled_by_id IS NULL AND ruled_at IS NULL) OR (ruling IS NOT NULL AND ruled_by_id IS NOT NULL AND ruled_at IS NOT NULL)",
            name=op.f("ck_origin_change_ruling_whole"),
        ),
        sa.CheckConstraint("into_id IS NULL OR into_id <> origin_id", name=op.f("ck_origin_change_two_origins")),
        sa.ForeignKeyConstraint(["into_id"], ["origin.id"], name=op.f("fk_origin_change_into_id_origin")),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"], name=op.f("fk_origin_change_origin_id_origin")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["user.id"], name=op.f("fk_origin_change_proposed_by_id_user")),
        sa.ForeignKeyConstraint(["ruled_by_id"], ["user.id"], name=op.f("fk_origin_change_ruled_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_origin_change")),
    )
    op.create_index(op.f("ix_origin_change_into_id"), "origin_change", ["into_id"], unique=False)
    op.create_index(op.f("ix_origin_change_origin_id"), "origin_change", ["origin_id"], unique=False)

    op.create_table(
        "origin_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "superseded_at IS NULL OR superseded_at >= at", name=op.f("ck_origin_assignment_superseded_later")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["origin_change.id"], name=op.f("fk_origin_assignment_change_id_origin_change")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_origin_assignment_claim_id_claim")),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"], name=op.f("fk_origin_assignment_origin_id_origin")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_origin_assignment")),
    )
    op.create_index(op.f("ix_origin_assignment_change_id"), "origin_assignment", ["change_id"], unique=False)
    op.create_index(op.f("ix_origin_assignment_claim_id"), "origin_assignment", ["claim_id"], unique=False)
    op.create_index(op.f("ix_origin_assignment_origin_id"), "origin_assignment", ["origin_id"], unique=False)
    op.create_index(
        "uq_origin_assignment_current",
        "origin_assignment",
        ["claim_id"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )

    with op.batch_alter_table("relay_hop") as batch:
        batch.add_column(sa.Column("office", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("day", sa.String(length=100), nullable=False, server_default=""))
    with op.batch_alter_table("relay_hop") as batch:
        batch.alter_column("office", server_default=None)
        batch.alter_column("day", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("relay_hop") as batch:
        batch.drop_column("day")
        batch.drop_column("office")
    op.drop_table("origin_assignment")
    op.drop_table("origin_change")
