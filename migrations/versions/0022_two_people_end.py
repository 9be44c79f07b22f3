"""Ending takes two people: proposals to end a determination or a record of the law, and who proposed each end."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = ("determination", "law_change")
NO_END = "ended_at IS NULL AND ended_by_id IS NULL"
AN_END = "(ended_at IS NOT NULL AND ended_by_id IS NOT NULL AND end_reason <> '')"
WHOLE_BEFORE = f"({NO_END} AND end_reason = '') OR {AN_END}"
WHOLE = f"({NO_END} AND end_proposed_by_id IS NULL AND end_reason = '') OR {AN_END}"
NOT_ALONE = "ended_at IS NULL OR ended_alone OR (end_proposed_by_id IS NOT NULL AND end_proposed_by_id <> ended_by_id)"
ALONE = "NOT ended_alone OR (ended_at IS NOT NULL AND end_proposed_by_id IS NULL)"


def upgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("end_proposed_by_id", sa.Integer(), nullable=True))
            table.add_column(sa.Column("ended_alone", sa.Boolean(), nullable=False, server_default=sa.false()))
            table.create_foreign_key(_proposer(name), "user", ["end_proposed_by_id"], ["id"])
            table.drop_constraint(op.f(f"ck_{name}_end_whole"), type_="check")
        # What one person ended keeps standing; nobody is known to have proposed it.
        ended = sa.table(name, sa.column("ended_at"), sa.column("ended_alone", sa.Boolean()))
        op.execute(sa.update(ended).where(ended.c.ended_at.is_not(None)).values(ended_alone=True))
        with op.batch_alter_table(name) as table:
            table.alter_column("ended_alone", existing_type=sa.Boolean(), server_default=None)
            table.create_check_constraint(op.f(f"ck_{name}_end_whole"), WHOLE)
            table.create_check_constraint(op.f(f"ck_{name}_nobody_ends_it_alone"), NOT_ALONE)
            table.create_check_constraint(op.f(f"ck_{name}_ended_alone_by_one"), ALONE)
    _proposals()


def _proposer(name: str) -> str:
    return op.f(f"fk_{name}_end_proposed_by_id_user")


def _proposals() -> None:
    rulings = ("approved", "refused", "taken_back")
    ruling = sa.Enum(*rulings, name="ruling", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "end_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("determination_id", sa.Integer(), nullable=True),
        sa.Column("law_change_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ruling", ruling, nullable=True),
        sa.Column("ruled_by_id", sa.Integer(), nullable=True),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ruling_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(determination_id IS NULL) <> (law_change_id IS NULL)", name=op.f("ck_end_proposal_of_one_thing")
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_end_proposal_has_reason")),
        sa.CheckConstraint(
            "ruled_at IS NULL OR ruled_at >= proposed_at", name=op.f("ck_end_proposal_instants_in_order")
        ),
        sa.CheckConstraint(
            "ruling IS NULL OR ruling = 'taken_back' OR ruled_by_id <> proposed_by_id",
            name=op.f("ck_end_proposal_nobody_approves_their_own"),
        ),
        sa.CheckConstraint(
            "(ruling IS NULL AND ruled_by_id IS NULL AND ruled_at IS NULL) OR "
            "(ruling IS NOT NULL AND ruled_by_id IS NOT NULL AND ruled_at IS NOT NULL)",
            name=op.f("ck_end_proposal_ruling_whole"),
        ),
        sa.CheckConstraint(
            "ruling IS NULL OR ruling <> 'taken_back' OR ruled_by_id = proposed_by_id",
            name=op.f("ck_end_proposal_only_its_author_takes_it_back"),
        ),
        sa.CheckConstraint(
            "ruling IS NULL OR ruling <> 'refused' OR ruling_reason <> ''",
            name=op.f("ck_end_proposal_refusal_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["determination_id"], ["determination.id"], name=op.f("fk_end_proposal_determination_id_determination")
        ),
        sa.ForeignKeyConstraint(
            ["law_change_id"], ["law_change.id"], name=op.f("fk_end_proposal_law_change_id_law_change")
        ),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["user.id"], name=op.f("fk_end_proposal_proposed_by_id_user")),
        sa.ForeignKeyConstraint(["ruled_by_id"], ["user.id"], name=op.f("fk_end_proposal_ruled_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_end_proposal")),
    )
    condition = sa.text("ruling IS NULL OR ruling = 'approved'")
    for name in TABLES:
        op.create_index(op.f(f"ix_end_proposal_{name}_id"), "end_proposal", [f"{name}_id"])
        op.create_index(
            f"uq_end_proposal_{name}",
            "end_proposal",
            [f"{name}_id"],
            unique=True,
            sqlite_where=condition,
            postgresql_where=condition,
        )


def downgrade() -> None:
    op.drop_table("end_proposal")
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            for check in ("end_whole", "nobody_ends_it_alone", "ended_alone_by_one"):
                table.drop_constraint(op.f(f"ck_{name}_{check}"), type_="check")
            table.drop_constraint(_proposer(name), type_="foreignkey")
            table.drop_column("end_proposed_by_id")
            table.drop_column("ended_alone")
            table.create_check_constraint(op.f(f"ck_{name}_end_whole"), WHOLE_BEFORE)
