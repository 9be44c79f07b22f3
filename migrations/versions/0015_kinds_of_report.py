"""Kinds of report, and how a report ends: superseded by another, or withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_KINDS = ("matrix", "state", "obligation", "cell", "changes", "deadlines", "register", "reconciliation")


def upgrade() -> None:
    kinds = sa.Enum(*_KINDS, name="report_kind", native_enum=False, create_constraint=True, length=40)
    with op.batch_alter_table("report") as batch:
        batch.alter_column("regime_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("kind", kinds, nullable=False, server_default="matrix"))
    with op.batch_alter_table("report") as batch:
        batch.alter_column("kind", existing_type=kinds, server_default=None)
    op.create_table(
        "report_withdrawal",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_report_withdrawal_has_reason")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_withdrawal_report_id_report")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_report_withdrawal_by_id_user")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_withdrawal")),
    )
    op.create_index(op.f("ix_report_withdrawal_by_id"), "report_withdrawal", ["by_id"])
    op.create_table(
        "report_succession",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("earlier_id <> report_id", name=op.f("ck_report_succession_another")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_succession_report_id_report")),
        sa.ForeignKeyConstraint(["earlier_id"], ["report.id"], name=op.f("fk_report_succession_earlier_id_report")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_succession")),
    )
    op.create_index(op.f("ix_report_succession_earlier_id"), "report_succession", ["earlier_id"])


def downgrade() -> None:
    op.drop_table("report_succession")
    op.drop_table("report_withdrawal")
    with op.batch_alter_table("report") as batch:
        batch.drop_constraint(op.f("ck_report_report_kind"), type_="check")
        batch.drop_column("kind")
        batch.alter_column("regime_id", existing_type=sa.Integer(), nullable=False)
