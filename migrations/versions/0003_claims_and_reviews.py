"""Sources, origins, claims with all that hangs on a revision, reviews."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "origin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_origin")),
        sa.UniqueConstraint("key", name=op.f("uq_origin_key")),
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL AND withdrawn_by_id IS NULL AND withdrawal_reason = '') OR (withdrawn_at IS NOT NULL AND withdrawn_by_id IS NOT NULL AND withdrawal_reason <> '')",
            name=op.f("ck_claim_withdrawal_whole"),
        ),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["user.id"], name=op.f("fk_claim_withdrawn_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("key", name=op.f("uq_claim_key")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=125), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_draft_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("user_id", "form", name=op.f("uq_draft_user_id_form")),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("symbol", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("published", sa.String(length=100), nullable=False),
        sa.Column("published_first", sa.Date(), nullable=True),
        sa.Column("published_last", sa.Date(), nullable=True),
        sa.Column(
            "publication",
            sa.Enum(
                "public",
                "restricted",
                name="publication",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("read_in", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_source_recorded_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("key", name=op.f("uq_source_key")),
    )
    op.create_index(op.f("ix_source_sha256"), "source", ["sha256"], unique=False)
    op.create_index(op.f("ix_source_symbol"), "source", ["symbol"], unique=False)
    op.create_table(
        "state_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_state_action_state_code_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_action")),
        sa.UniqueConstraint("key", name=op.f("uq_state_action_key")),
    )
    op.create_index(op.f("ix_state_action_state_code"), "state_action", ["state_code"], unique=False)
    op.create_table(
        "access_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("lookup", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_access_point_source_id_source"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_point")),
        sa.UniqueConstraint("source_id", "position", name=op.f("uq_access_point_source_id_position")),
    )
    op.create_index(op.f("ix_access_point_lookup"), "access_point", ["lookup"], unique=False)
    op.create_table(
        "claim_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column(
            "link_type",
            sa.Enum(
                "contradicts",
                "supports",
                "repeats",
                name="link_type",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("claim_id <> other_id", name=op.f("ck_claim_link_two_claims")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_link_claim_id_claim")),
        sa.ForeignKeyConstraint(["other_id"], ["claim.id"], name=op.f("fk_claim_link_other_id_claim")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_claim_link_recorded_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_link")),
        sa.UniqueConstraint(
            "claim_id", "other_id", "link_type", name=op.f("uq_claim_link_claim_id_other_id_link_type")
        ),
    )
    op.create_index(op.f("ix_claim_link_other_id"), "claim_link", ["other_id"], unique=False)
    op.create_table(
        "claim_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edit_reason", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pledge",
                "reported_action",
                "implementation_report",
                "statement_of_compliance",
                "denial",
                "allegation",
                "assessment",
                "call",
                "position",
                "procedural",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("speaks_for", sa.String(length=3), nullable=True),
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
        sa.Column("said", sa.String(length=100), nullable=False),
        sa.Column("said_first", sa.Date(), nullable=True),
        sa.Column("said_last", sa.Date(), nullable=True),
        sa.Column("event", sa.String(length=100), nullable=False),
        sa.Column("event_first", sa.Date(), nullable=True),
        sa.Column("event_last", sa.Date(), nullable=True),
        sa.Column("day_first", sa.Date(), nullable=False),
        sa.Column("day_last", sa.Date(), nullable=False),
        sa.Column("cited_as", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column(
            "verification",
            sa.Enum(
                "full",
                "partial",
                "none",
                name="verification",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("origin_id", sa.Integer(), nullable=False),
        sa.Column("state_action_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("day_first <= day_last", name=op.f("ck_claim_revision_days_in_order")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_claim_revision_number_from_one")),
        sa.CheckConstraint(
            "superseded_at IS NULL OR superseded_at >= recorded_at",
            name=op.f("ck_claim_revision_superseded_later"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_claim_revision_author_id_user")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_revision_claim_id_claim")),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"], name=op.f("fk_claim_revision_origin_id_origin")),
        sa.ForeignKeyConstraint(["speaks_for"], ["state.code"], name=op.f("fk_claim_revision_speaks_for_state")),
        sa.ForeignKeyConstraint(
            ["state_action_id"],
            ["state_action.id"],
            name=op.f("fk_claim_revision_state_action_id_state_action"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_revision")),
        sa.UniqueConstraint("claim_id", "number", name=op.f("uq_claim_revision_claim_id_number")),
        sa.UniqueConstraint("id", "author_id", name=op.f("uq_claim_revision_id_author_id")),
    )
    op.create_index(op.f("ix_claim_revision_author_id"), "claim_revision", ["author_id"], unique=False)
    op.create_index(op.f("ix_claim_revision_origin_id"), "claim_revision", ["origin_id"], unique=False)
    op.create_index(op.f("ix_claim_revision_recorded_at"), "claim_revision", ["recorded_at"], unique=False)
    op.create_index(
        "uq_claim_revision_current",
        "claim_revision",
        ["claim_id"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "search_term",
        sa.Column(
            "term",
            sa.String(length=60).with_variant(sa.String(length=60, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_search_term_claim_id_claim")),
        sa.PrimaryKeyConstraint("term", "claim_id", name=op.f("pk_search_term")),
    )
    op.create_index(op.f("ix_search_term_claim_id"), "search_term", ["claim_id"], unique=False)
    op.create_table(
        "bearing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column(
            "effect",
            sa.Enum(
                "fulfils",
                "advances",
                "measures",
                "promises",
                "breaches",
                "ceases",
                "denies",
                "exempts",
                "none",
                name="effect",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligation.id"], name=op.f("fk_bearing_obligation_id_obligation")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["claim_revision.id"], name=op.f("fk_bearing_revision_id_claim_revision")
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_bearing_state_code_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bearing")),
        sa.UniqueConstraint(
            "revision_id",
            "state_code",
            "obligation_id",
            name=op.f("uq_bearing_revision_id_state_code_obligation_id"),
        ),
    )
    op.create_index(
        op.f("ix_bearing_obligation_id_state_code_revision_id_effect"),
        "bearing",
        ["obligation_id", "state_code", "revision_id", "effect"],
        unique=False,
    )
    op.create_index(op.f("ix_bearing_state_code"), "bearing", ["state_code"], unique=False)
    op.create_table(
        "citation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("locator", sa.Text(), nullable=False),
        sa.Column("quotation", sa.Text(), nullable=False),
        sa.Column("translation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["claim_revision.id"], name=op.f("fk_citation_revision_id_claim_revision")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_citation_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
        sa.UniqueConstraint("revision_id", "position", name=op.f("uq_citation_revision_id_position")),
    )
    op.create_index(op.f("ix_citation_source_id"), "citation", ["source_id"], unique=False)
    op.create_table(
        "claim_state",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["claim_revision.id"], name=op.f("fk_claim_state_revision_id_claim_revision")
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_claim_state_state_code_state")),
        sa.PrimaryKeyConstraint("revision_id", "state_code", name=op.f("pk_claim_state")),
    )
    op.create_index(op.f("ix_claim_state_state_code"), "claim_state", ["state_code"], unique=False)
    op.create_table(
        "quantity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("counted", sa.Text(), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "stock",
                "flow",
                "fraction",
                name="measure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.CheckConstraint("low IS NOT NULL OR high IS NOT NULL", name=op.f("ck_quantity_bounded")),
        sa.CheckConstraint("low IS NULL OR high IS NULL OR low <= high", name=op.f("ck_quantity_bounds_in_order")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["claim_revision.id"], name=op.f("fk_quantity_revision_id_claim_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quantity")),
        sa.UniqueConstraint("revision_id", "position", name=op.f("uq_quantity_revision_id_position")),
    )
    op.create_table(
        "relay_hop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "speaker",
                "venue",
                "wire",
                "outlet",
                "translator",
                name="hop_role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["claim_revision.id"], name=op.f("fk_relay_hop_revision_id_claim_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay_hop")),
        sa.UniqueConstraint("revision_id", "position", name=op.f("uq_relay_hop_revision_id_position")),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "right",
                "return",
                "wrong",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "reliability",
            sa.Enum(
                "A",
                "B",
                "C",
                "D",
                "E",
                "F",
                name="reliability",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "credibility",
            sa.Enum(
                "1",
                "2",
                "3",
                "4",
                "5",
                "6",
                name="credibility",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "verdict <> 'right' OR (reliability IS NOT NULL AND credibility IS NOT NULL)",
            name=op.f("ck_review_right_is_graded"),
        ),
        sa.CheckConstraint("verdict = 'right' OR comment <> ''", name=op.f("ck_review_refusal_has_reason")),
        sa.CheckConstraint("reviewer_id <> author_id", name=op.f("ck_review_nobody_reviews_their_own")),
        sa.CheckConstraint("superseded_at IS NULL OR superseded_at >= at", name=op.f("ck_review_superseded_later")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["user.id"], name=op.f("fk_review_reviewer_id_user")),
        sa.ForeignKeyConstraint(
            ["revision_id", "author_id"],
            ["claim_revision.id", "claim_revision.author_id"],
            name="fk_review_authorship",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("revision_id", "number", name=op.f("uq_review_revision_id_number")),
    )
    op.create_index(op.f("ix_review_reviewer_id"), "review", ["reviewer_id"], unique=False)
    op.create_index(
        "uq_review_current",
        "review",
        ["revision_id"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_review_current",
        table_name="review",
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.drop_index(op.f("ix_review_reviewer_id"), table_name="review")
    op.drop_table("review")
    op.drop_table("relay_hop")
    op.drop_table("quantity")
    op.drop_index(op.f("ix_claim_state_state_code"), table_name="claim_state")
    op.drop_table("claim_state")
    op.drop_index(op.f("ix_citation_source_id"), table_name="citation")
    op.drop_table("citation")
    op.drop_index(op.f("ix_bearing_state_code"), table_name="bearing")
    op.drop_index(op.f("ix_bearing_obligation_id_state_code_revision_id_effect"), table_name="bearing")
    op.drop_table("bearing")
    op.drop_index(op.f("ix_search_term_claim_id"), table_name="search_term")
    op.drop_table("search_term")
    op.drop_index(
        "uq_claim_revision_current",
        table_name="claim_revision",
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.drop_index(op.f("ix_claim_revision_recorded_at"), table_name="claim_revision")
    op.drop_index(op.f("ix_claim_revision_origin_id"), table_name="claim_revision")
    op.drop_index(op.f("ix_claim_revision_author_id"), table_name="claim_revision")
    op.drop_table("claim_revision")
    op.drop_index(op.f("ix_claim_link_other_id"), table_name="claim_link")
    op.drop_table("claim_link")
    op.drop_index(op.f("ix_access_point_lookup"), table_name="access_point")
    op.drop_table("access_point")
    op.drop_index(op.f("ix_state_action_state_code"), table_name="state_action")
    op.drop_table("state_action")
    op.drop_index(op.f("ix_source_symbol"), table_name="source")
    op.drop_index(op.f("ix_source_sha256"), table_name="source")
    op.drop_table("source")
    op.drop_table("draft")
    op.drop_table("claim")
    op.drop_table("origin")
