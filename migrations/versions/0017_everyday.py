"""Saved views, templates of claims, and what was logged from them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_saved_view_has_name")),
        sa.CheckConstraint(
            "substr(place, 1, 1) = '/' AND substr(place, 2, 1) <> '/'", name=op.f("ck_saved_view_place_is_ours")
        ),
        sa.CheckConstraint("removed_at IS NULL OR removed_at >= at", name=op.f("ck_saved_view_removed_later")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_saved_view_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("key", name=op.f("uq_saved_view_key")),
    )
    op.create_index(op.f("ix_saved_view_by_id"), "saved_view", ["by_id"])
    op.create_table(
        "claim_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_claim_template_has_name")),
        sa.CheckConstraint("removed_at IS NULL OR removed_at >= at", name=op.f("ck_claim_template_removed_later")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_claim_template_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_template")),
        sa.UniqueConstraint("key", name=op.f("uq_claim_template_key")),
    )
    op.create_index(op.f("ix_claim_template_by_id"), "claim_template", ["by_id"])
    op.create_table(
        "template_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(month) = 7", name=op.f("ck_template_use_month_whole")),
        sa.ForeignKeyConstraint(
            ["template_id"], ["claim_template.id"], name=op.f("fk_template_use_template_id_claim_template")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_template_use_claim_id_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_use")),
        sa.UniqueConstraint("template_id", "claim_id", name=op.f("uq_template_use_template_id_claim_id")),
    )
    op.create_index(op.f("ix_template_use_claim_id"), "template_use", ["claim_id"])
    op.create_index(op.f("ix_claim_comment_by_id"), "claim_comment", ["by_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_claim_comment_by_id"), "claim_comment")
    op.drop_table("template_use")
    op.drop_table("claim_template")
    op.drop_table("saved_view")
