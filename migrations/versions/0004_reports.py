"""Frozen reports and their approvals."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("regime_id", sa.Integer(), nullable=False),
        sa.Column("states", sa.JSON(), nullable=False),
        sa.Column("obligations", sa.JSON(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rules", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_report_author_id_user")),
        sa.ForeignKeyConstraint(["regime_id"], ["regime.id"], name=op.f("fk_report_regime_id_regime")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("id", "author_id", "digest", name=op.f("uq_report_id_author_id_digest")),
        sa.UniqueConstraint("number", name=op.f("uq_report_number")),
    )
    op.create_index(op.f("ix_report_regime_id"), "report", ["regime_id"], unique=False)
    op.create_table(
        "report_approval",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("approver_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("approver_id <> author_id", name=op.f("ck_report_approval_nobody_approves_their_own")),
        sa.ForeignKeyConstraint(["approver_id"], ["user.id"], name=op.f("fk_report_approval_approver_id_user")),
        sa.ForeignKeyConstraint(
            ["report_id", "author_id", "digest"],
            ["report.id", "report.author_id", "report.digest"],
            name="fk_report_approval_fingerprint",
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_approval")),
    )
    op.create_index(op.f("ix_report_approval_approver_id"), "report_approval", ["approver_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_report_approval_approver_id"), table_name="report_approval")
    op.drop_table("report_approval")
    op.drop_index(op.f("ix_report_regime_id"), table_name="report")
    op.drop_table("report")
