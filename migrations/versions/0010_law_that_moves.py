"""Duties owed every period or from an event, facts that open a duty, and records that change the law."""

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
    with op.batch_alter_table("regime") as batch:
        batch.add_column(sa.Column("readings", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("regime") as batch:
        batch.alter_column("readings", server_default=None)
    op.create_table(
        "law_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "committee_decision",
                "guidance",
                "exemption",
                "council_act",
                name="law_record",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "effect",
            sa.Enum(
                "explains",
                "suspends",
                "ends",
                "restores",
                "sets_limit",
                "sets_due",
                "exempts",
                name="law_effect",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("states", sa.JSON(), nullable=False),
        sa.Column("limit_value", sa.Double(), nullable=True),
        sa.Column("limit_unit", sa.String(length=40), nullable=False),
        sa.Column("limit_period", sa.Text(), nullable=False),
        sa.Column("limit_months", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("rejected_by", sa.JSON(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
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
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("(effect = 'sets_due') = (due IS NOT NULL)", name=op.f("ck_law_change_due_with_its_effect")),
        sa.CheckConstraint(
            "(effect = 'sets_limit') = (limit_value IS NOT NULL)", name=op.f("ck_law_change_limit_with_its_effect")
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL AND ended_by_id IS NULL AND end_reason = '') OR (ended_at IS NOT NULL AND ended_by_id IS NOT NULL AND end_reason <> '')",
            name=op.f("ck_law_change_end_whole"),
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR (ruling IS NOT NULL AND ruling = 'approved')",
            name=op.f("ck_law_change_only_what_was_approved_ends"),
        ),
        sa.CheckConstraint(
            "ruling IS NULL OR ruling <> 'refused' OR ruling_reason <> ''",
            name=op.f("ck_law_change_refusal_has_reason"),
        ),
        sa.CheckConstraint(
            "ruling IS NULL OR ruling <> 'taken_back' OR ruled_by_id = proposed_by_id",
            name=op.f("ck_law_change_only_its_author_takes_it_back"),
        ),
        sa.CheckConstraint(
            "ruling IS NULL OR ruling = 'taken_back' OR ruled_by_id <> proposed_by_id",
            name=op.f("ck_law_change_nobody_approves_their_own"),
        ),
        sa.CheckConstraint("title <> '' AND summary <> ''", name=op.f("ck_law_change_says_what")),
        sa.CheckConstraint(
            "(ruled_at IS NULL OR ruled_at >= proposed_at) AND (ended_at IS NULL OR ended_at >= ruled_at)",
            name=op.f("ck_law_change_instants_in_order"),
        ),
        sa.CheckConstraint(
            "(ruling IS NULL AND ruled_by_id IS NULL AND ruled_at IS NULL) OR (ruling IS NOT NULL AND ruled_by_id IS NOT NULL AND ruled_at IS NOT NULL)",
            name=op.f("ck_law_change_ruling_whole"),
        ),
        sa.CheckConstraint("last IS NULL OR first <= last", name=op.f("ck_law_change_days_in_order")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user.id"], name=op.f("fk_law_change_ended_by_id_user")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_law_change_obligation_id_obligation")
        ),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["user.id"], name=op.f("fk_law_change_proposed_by_id_user")),
        sa.ForeignKeyConstraint(["ruled_by_id"], ["user.id"], name=op.f("fk_law_change_ruled_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_change")),
    )
    op.create_index(op.f("ix_law_change_obligation_id"), "law_change", ["obligation_id"], unique=False)
    op.create_table(
        "law_ripple",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("law_change_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["law_change_id"], ["law_change.id"], name=op.f("fk_law_ripple_law_change_id_law_change")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_law_ripple_obligation_id_obligation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_ripple")),
    )
    op.create_index(op.f("ix_law_ripple_law_change_id"), "law_ripple", ["law_change_id"], unique=False)
    op.create_index(op.f("ix_law_ripple_obligation_id"), "law_ripple", ["obligation_id"], unique=False)
    op.create_table(
        "law_clearing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ripple_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "duty",
                "cell",
                "determination",
                "report",
                name="ripple_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("note <> ''", name=op.f("ck_law_clearing_has_note")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_law_clearing_by_id_user")),
        sa.ForeignKeyConstraint(["ripple_id"], ["law_ripple.id"], name=op.f("fk_law_clearing_ripple_id_law_ripple")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_clearing")),
        sa.UniqueConstraint("ripple_id", "kind", "item", name=op.f("uq_law_clearing_ripple_id_kind_item")),
    )


def downgrade() -> None:
    """The lower revision knows no fact that opens a duty, so such bearings stay as ones without effect."""
    op.drop_table("law_clearing")
    op.drop_table("law_ripple")
    op.drop_table("law_change")
    op.execute("UPDATE bearing SET effect = 'none' WHERE effect = 'opens'")
    _effects(*_EFFECTS, "none")
    op.drop_column("obligation", "recurs")
    op.drop_column("regime", "readings")
