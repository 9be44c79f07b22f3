"""The law: states, actors, regimes, resolutions, provisions, obligations."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "failed_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("sponsor", sa.Text(), nullable=False),
        sa.Column("vote", sa.JSON(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_draft")),
        sa.UniqueConstraint("key", name=op.f("uq_failed_draft_key")),
    )
    op.create_table(
        "resolution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("adopted", sa.Date(), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=True),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("votes_abstaining", sa.Integer(), nullable=True),
        sa.Column("chapter", sa.Text(), nullable=False),
        sa.Column("gist", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "(votes_for IS NULL AND votes_against IS NULL AND votes_abstaining IS NULL) OR (votes_for IS NOT NULL AND votes_against IS NOT NULL AND votes_abstaining IS NOT NULL)",
            name=op.f("ck_resolution_vote_whole"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
        sa.UniqueConstraint("number", name=op.f("uq_resolution_number")),
        sa.UniqueConstraint("symbol", name=op.f("uq_resolution_symbol")),
    )
    op.create_table(
        "state",
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("iso2", sa.String(length=2), nullable=True),
        sa.Column("m49", sa.String(length=3), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("formal_name", sa.Text(), nullable=False),
        sa.Column("sort_name", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "member",
                "observer",
                "collective",
                name="state_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("member_from", sa.Date(), nullable=True),
        sa.Column("member_until", sa.Date(), nullable=True),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_state")),
        sa.UniqueConstraint("iso2", name=op.f("uq_state_iso2")),
        sa.UniqueConstraint("m49", name=op.f("uq_state_m49")),
        sa.UniqueConstraint("name", name=op.f("uq_state_name")),
    )
    op.create_table(
        "actor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "territory",
                "un_body",
                "coalition",
                "organisation",
                "press",
                name="actor_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "body",
            sa.Enum(
                "council",
                "committee",
                "panel",
                "secretariat",
                name="body",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("state_code", sa.String(length=3), nullable=True),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_actor_state_code_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor")),
        sa.UniqueConstraint("key", name=op.f("uq_actor_key")),
    )
    op.create_index(op.f("ix_actor_state_code"), "actor", ["state_code"], unique=False)
    op.create_table(
        "provision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.String(length=40), nullable=False),
        sa.Column("sort_key", sa.String(length=40), nullable=False),
        sa.Column("gist", sa.Text(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolution.id"],
            name=op.f("fk_provision_resolution_id_resolution"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provision")),
        sa.UniqueConstraint("resolution_id", "paragraph", name=op.f("uq_provision_resolution_id_paragraph")),
    )
    op.create_table(
        "regime",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("committee", sa.Text(), nullable=False),
        sa.Column("founding_symbol", sa.String(length=60), nullable=False),
        sa.Column("established", sa.String(length=10), nullable=False),
        sa.Column("ended", sa.String(length=10), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "in_force",
                "suspended",
                "ended",
                name="regime_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("status_as_of", sa.String(length=10), nullable=False),
        sa.Column("target_code", sa.String(length=3), nullable=True),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("monitoring_body", sa.Text(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["target_code"], ["state.code"], name=op.f("fk_regime_target_code_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regime")),
        sa.UniqueConstraint("key", name=op.f("uq_regime_key")),
    )
    op.create_index(op.f("ix_regime_target_code"), "regime", ["target_code"], unique=False)
    op.create_table(
        "resolution_relation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("later_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column(
            "relation_type",
            sa.Enum(
                "modifies",
                "supersedes",
                "extends",
                "terminates",
                "terminates_conditionally",
                "reaffirms",
                "follows",
                "applies",
                name="relation_type",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.CheckConstraint("later_id <> earlier_id", name=op.f("ck_resolution_relation_two_resolutions")),
        sa.ForeignKeyConstraint(
            ["earlier_id"],
            ["resolution.id"],
            name=op.f("fk_resolution_relation_earlier_id_resolution"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["later_id"],
            ["resolution.id"],
            name=op.f("fk_resolution_relation_later_id_resolution"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution_relation")),
        sa.UniqueConstraint(
            "later_id",
            "earlier_id",
            "relation_type",
            name=op.f("uq_resolution_relation_later_id_earlier_id_relation_type"),
        ),
    )
    op.create_index(op.f("ix_resolution_relation_earlier_id"), "resolution_relation", ["earlier_id"], unique=False)
    op.create_table(
        "state_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "alias",
                "former",
                "demonym",
                name="name_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("used_from", sa.String(length=10), nullable=True),
        sa.Column("used_until", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(
            ["state_code"], ["state.code"], name=op.f("fk_state_name_state_code_state"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_name")),
    )
    op.create_index(op.f("ix_state_name_state_code"), "state_name", ["state_code"], unique=False)
    op.create_table(
        "obligation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("regime_id", sa.Integer(), nullable=False),
        sa.Column("provision_id", sa.Integer(), nullable=False),
        sa.Column("sort_key", sa.String(length=120), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("measure_kind", sa.String(length=40), nullable=False),
        sa.Column(
            "test",
            sa.Enum(
                "attain",
                "refrain",
                "maintain",
                "limit",
                "report",
                name="test",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "force",
            sa.Enum("binding", "hortatory", name="force", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("addressees", sa.Text(), nullable=False),
        sa.Column("excluded", sa.JSON(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=False),
        sa.Column("reporting", sa.Text(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("opens_below", sa.Double(), nullable=True),
        sa.Column("suspensions", sa.JSON(), nullable=False),
        sa.Column(
            "limit_scope",
            sa.Enum(
                "state",
                "collective",
                name="limit_scope",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("exemptions", sa.JSON(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "ended IS NULL OR effective IS NULL OR ended >= effective",
            name=op.f("ck_obligation_ended_after_start"),
        ),
        sa.ForeignKeyConstraint(["provision_id"], ["provision.id"], name=op.f("fk_obligation_provision_id_provision")),
        sa.ForeignKeyConstraint(["regime_id"], ["regime.id"], name=op.f("fk_obligation_regime_id_regime")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
        sa.UniqueConstraint("key", name=op.f("uq_obligation_key")),
    )
    op.create_index(op.f("ix_obligation_provision_id"), "obligation", ["provision_id"], unique=False)
    op.create_index(op.f("ix_obligation_regime_id_sort_key"), "obligation", ["regime_id", "sort_key"], unique=False)
    op.create_table(
        "regime_resolution",
        sa.Column("regime_id", sa.Integer(), nullable=False),
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["regime_id"],
            ["regime.id"],
            name=op.f("fk_regime_resolution_regime_id_regime"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolution.id"],
            name=op.f("fk_regime_resolution_resolution_id_resolution"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("regime_id", "resolution_id", name=op.f("pk_regime_resolution")),
    )
    op.create_index(op.f("ix_regime_resolution_resolution_id"), "regime_resolution", ["resolution_id"], unique=False)
    op.create_table(
        "deadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("judged", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["obligation.id"],
            name=op.f("fk_deadline_obligation_id_obligation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
        sa.UniqueConstraint("obligation_id", "position", name=op.f("uq_deadline_obligation_id_position")),
    )
    op.create_table(
        "obligation_limit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("every_months", sa.Integer(), nullable=True),
        sa.Column("alerts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["obligation.id"],
            name=op.f("fk_obligation_limit_obligation_id_obligation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation_limit")),
        sa.UniqueConstraint("obligation_id", "position", name=op.f("uq_obligation_limit_obligation_id_position")),
    )
    op.create_table(
        "obligation_relation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("later_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column(
            "relation_type",
            sa.Enum(
                "modifies",
                "supersedes",
                "extends",
                "terminates",
                "terminates_conditionally",
                "reaffirms",
                "follows",
                "applies",
                name="relation_type",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.CheckConstraint("later_id <> earlier_id", name=op.f("ck_obligation_relation_two_obligations")),
        sa.ForeignKeyConstraint(
            ["earlier_id"],
            ["obligation.id"],
            name=op.f("fk_obligation_relation_earlier_id_obligation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["later_id"],
            ["obligation.id"],
            name=op.f("fk_obligation_relation_later_id_obligation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation_relation")),
        sa.UniqueConstraint(
            "later_id",
            "earlier_id",
            "relation_type",
            name=op.f("uq_obligation_relation_later_id_earlier_id_relation_type"),
        ),
    )
    op.create_index(op.f("ix_obligation_relation_earlier_id"), "obligation_relation", ["earlier_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_obligation_relation_earlier_id"), table_name="obligation_relation")
    op.drop_table("obligation_relation")
    op.drop_table("obligation_limit")
    op.drop_table("deadline")
    op.drop_index(op.f("ix_regime_resolution_resolution_id"), table_name="regime_resolution")
    op.drop_table("regime_resolution")
    op.drop_index(op.f("ix_obligation_regime_id_sort_key"), table_name="obligation")
    op.drop_index(op.f("ix_obligation_provision_id"), table_name="obligation")
    op.drop_table("obligation")
    op.drop_index(op.f("ix_state_name_state_code"), table_name="state_name")
    op.drop_table("state_name")
    op.drop_index(op.f("ix_resolution_relation_earlier_id"), table_name="resolution_relation")
    op.drop_table("resolution_relation")
    op.drop_index(op.f("ix_regime_target_code"), table_name="regime")
    op.drop_table("regime")
    op.drop_table("provision")
    op.drop_index(op.f("ix_actor_state_code"), table_name="actor")
    op.drop_table("actor")
    op.drop_table("state")
    op.drop_table("resolution")
    op.drop_table("failed_draft")
