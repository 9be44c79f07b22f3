"""Bundles that were merged, what they brought, what they left to settle, and copies for travel."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "travel_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("public_key", sa.String(length=44), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_travel_copy_made_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_travel_copy")),
    )
    op.create_table(
        "bundle_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("installation", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("record_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("travel_copy_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("brought", sa.JSON(), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_bundle_merge_size_not_negative")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_bundle_merge_by_id_user")),
        sa.ForeignKeyConstraint(
            ["travel_copy_id"], ["travel_copy.id"], name=op.f("fk_bundle_merge_travel_copy_id_travel_copy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_merge")),
    )
    op.create_index(op.f("ix_bundle_merge_travel_copy_id"), "bundle_merge", ["travel_copy_id"], unique=False)
    op.create_table(
        "foreign_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("ident", sa.String(length=64), nullable=False),
        sa.Column("installation", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("brought", sa.Boolean(), nullable=False),
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merge_id"], ["bundle_merge.id"], name=op.f("fk_foreign_revision_merge_id_bundle_merge")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["claim_revision.id"], name=op.f("fk_foreign_revision_revision_id_claim_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_foreign_revision")),
        sa.UniqueConstraint("ident", name=op.f("uq_foreign_revision_ident")),
    )
    op.create_index(op.f("ix_foreign_revision_merge_id"), "foreign_revision", ["merge_id"], unique=False)
    op.create_index(op.f("ix_foreign_revision_revision_id"), "foreign_revision", ["revision_id"], unique=False)
    op.create_table(
        "merge_matter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "conflict",
                "closed",
                "withdrawal",
                "source",
                "notice",
                "origin",
                name="matter_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ident", sa.String(length=64), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("ours", sa.Integer(), nullable=True),
        sa.Column("theirs", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("origin_change_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settlement", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(settled_at IS NULL AND settled_by_id IS NULL AND settlement = '') OR (settled_at IS NOT NULL AND settled_by_id IS NOT NULL AND settlement <> '')",
            name=op.f("ck_merge_matter_settlement_whole"),
        ),
        sa.CheckConstraint("sentence <> ''", name=op.f("ck_merge_matter_has_sentence")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_merge_matter_claim_id_claim")),
        sa.ForeignKeyConstraint(["merge_id"], ["bundle_merge.id"], name=op.f("fk_merge_matter_merge_id_bundle_merge")),
        sa.ForeignKeyConstraint(
            ["origin_change_id"], ["origin_change.id"], name=op.f("fk_merge_matter_origin_change_id_origin_change")
        ),
        sa.ForeignKeyConstraint(["settled_by_id"], ["user.id"], name=op.f("fk_merge_matter_settled_by_id_user")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_merge_matter_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_matter")),
        sa.UniqueConstraint("ident", name=op.f("uq_merge_matter_ident")),
    )
    op.create_index(op.f("ix_merge_matter_claim_id"), "merge_matter", ["claim_id"], unique=False)
    op.create_index(op.f("ix_merge_matter_merge_id"), "merge_matter", ["merge_id"], unique=False)
    op.create_index(op.f("ix_merge_matter_origin_change_id"), "merge_matter", ["origin_change_id"], unique=False)
    op.create_index(op.f("ix_merge_matter_source_id"), "merge_matter", ["source_id"], unique=False)
    op.create_table(
        "foreign_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("ident", sa.String(length=64), nullable=False),
        sa.Column("installation", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("given_on", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum("right", "return", "wrong", name="verdict", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "reliability",
            sa.Enum(
                "A", "B", "C", "D", "E", "F", name="reliability", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column(
            "credibility",
            sa.Enum(
                "1", "2", "3", "4", "5", "6", name="credibility", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.Column("adopted_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "verdict <> 'right' OR (reliability IS NOT NULL AND credibility IS NOT NULL)",
            name=op.f("ck_foreign_review_right_is_graded"),
        ),
        sa.CheckConstraint("until IS NULL OR until >= at", name=op.f("ck_foreign_review_ended_later")),
        sa.ForeignKeyConstraint(["adopted_id"], ["review.id"], name=op.f("fk_foreign_review_adopted_id_review")),
        sa.ForeignKeyConstraint(
            ["merge_id"], ["bundle_merge.id"], name=op.f("fk_foreign_review_merge_id_bundle_merge")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["claim_revision.id"], name=op.f("fk_foreign_review_revision_id_claim_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_foreign_review")),
        sa.UniqueConstraint("adopted_id", name=op.f("uq_foreign_review_adopted_id")),
        sa.UniqueConstraint("ident", name=op.f("uq_foreign_review_ident")),
    )
    op.create_index(op.f("ix_foreign_review_merge_id"), "foreign_review", ["merge_id"], unique=False)
    op.create_index(op.f("ix_foreign_review_revision_id"), "foreign_review", ["revision_id"], unique=False)


def downgrade() -> None:
    for table in ("foreign_review", "merge_matter", "foreign_revision", "bundle_merge", "travel_copy"):
        op.drop_table(table)
