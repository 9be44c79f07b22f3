"""Dissent, comments, assignments, questions, searches, undone reviews, determinations."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _link_types(*types: str) -> None:
    """Let links have these types."""
    listed = ", ".join(f"'{one}'" for one in types)
    with op.batch_alter_table("claim_link") as batch:
        batch.drop_constraint(op.f("ck_claim_link_link_type"), type_="check")
        batch.create_check_constraint(op.f("ck_claim_link_link_type"), f"link_type IN ({listed})")


def upgrade() -> None:
    op.create_table(
        "dissent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("printed", sa.Boolean(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_dissent_has_reason")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_dissent_by_id_user")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_dissent_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dissent")),
        sa.CheckConstraint("taken_back_at IS NULL OR taken_back_at >= at", name=op.f("ck_dissent_taken_back_later")),
    )
    op.create_index(op.f("ix_dissent_by_id"), "dissent", ["by_id"], unique=False)
    op.create_index(op.f("ix_dissent_review_id"), "dissent", ["review_id"], unique=False)
    op.create_index(
        "uq_dissent_current",
        "dissent",
        ["review_id", "by_id"],
        unique=True,
        sqlite_where=sa.text("taken_back_at IS NULL"),
        postgresql_where=sa.text("taken_back_at IS NULL"),
    )

    op.create_table(
        "claim_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("words <> ''", name=op.f("ck_claim_comment_has_words")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_claim_comment_by_id_user")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_comment_claim_id_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_comment")),
    )
    op.create_index(op.f("ix_claim_comment_claim_id"), "claim_comment", ["claim_id"], unique=False)

    op.create_table(
        "review_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("assigned_by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= at", name=op.f("ck_review_assignment_ended_later")),
        sa.ForeignKeyConstraint(["assigned_by_id"], ["user.id"], name=op.f("fk_review_assignment_assigned_by_id_user")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_review_assignment_claim_id_claim")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["user.id"], name=op.f("fk_review_assignment_reviewer_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_assignment")),
    )
    op.create_index(op.f("ix_review_assignment_claim_id"), "review_assignment", ["claim_id"], unique=False)
    op.create_index(op.f("ix_review_assignment_reviewer_id"), "review_assignment", ["reviewer_id"], unique=False)
    op.create_index(
        "uq_review_assignment_current",
        "review_assignment",
        ["claim_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=True),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("asked_of", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("wording <> ''", name=op.f("ck_question_has_wording")),
        sa.CheckConstraint("(reply_id IS NULL) = (replied_at IS NULL)", name=op.f("ck_question_reply_whole")),
        sa.CheckConstraint("reply_by IS NULL OR reply_by >= asked_on", name=op.f("ck_question_reply_later")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_question_claim_id_claim")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_question_obligation_id_obligation")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_question_recorded_by_id_user")),
        sa.ForeignKeyConstraint(["reply_id"], ["claim.id"], name=op.f("fk_question_reply_id_claim")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_question_state_code_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_claim_id"), "question", ["claim_id"], unique=False)
    op.create_index(op.f("ix_question_obligation_id"), "question", ["obligation_id"], unique=False)
    op.create_index(op.f("ix_question_reply_id"), "question", ["reply_id"], unique=False)
    op.create_index(op.f("ix_question_state_code"), "question", ["state_code"], unique=False)

    op.create_table(
        "search_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=True),
        sa.Column("searched", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("searched_on", sa.Date(), nullable=False),
        sa.Column(
            "result",
            sa.Enum("nothing", "something", name="search_result", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("searched <> ''", name=op.f("ck_search_record_says_where")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_search_record_by_id_user")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_search_record_obligation_id_obligation")
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_search_record_state_code_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_record")),
    )
    op.create_index(op.f("ix_search_record_obligation_id"), "search_record", ["obligation_id"], unique=False)
    op.create_index(
        op.f("ix_search_record_state_code_obligation_id"),
        "search_record",
        ["state_code", "obligation_id"],
        unique=False,
    )

    op.create_table(
        "user_preference",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("review_keys", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_preference_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_user_preference")),
    )
    op.create_table(
        "review_undo",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("restored_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_review_undo_by_id_user")),
        sa.ForeignKeyConstraint(["restored_id"], ["review.id"], name=op.f("fk_review_undo_restored_id_review")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_undo_review_id_review")),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_review_undo")),
        sa.UniqueConstraint("restored_id", name=op.f("uq_review_undo_restored_id")),
    )
    op.create_index(op.f("ix_review_undo_by_id"), "review_undo", ["by_id"], unique=False)

    op.create_table(
        "determination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "not_in_force",
                "not_applicable",
                "exempt",
                "breached",
                "contested",
                "remedied",
                "fulfilled",
                "fulfilled_late",
                "partly_fulfilled",
                "overdue",
                "alleged_breach",
                "in_progress",
                "measures_reported",
                "pledged",
                "not_due",
                "no_information",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
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
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL AND ended_by_id IS NULL AND end_reason = '') OR (ended_at IS NOT NULL AND ended_by_id IS NOT NULL AND end_reason <> '')",
            name=op.f("ck_determination_end_whole"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_determination_has_reason")),
        sa.CheckConstraint(
            "ruling IS NULL OR ruling = 'taken_back' OR ruled_by_id <> proposed_by_id",
            name=op.f("ck_determination_nobody_approves_their_own"),
        ),
        sa.CheckConstraint(
            "(ruling IS NULL AND ruled_by_id IS NULL AND ruled_at IS NULL) OR (ruling IS NOT NULL AND ruled_by_id IS NOT NULL AND ruled_at IS NOT NULL)",
            name=op.f("ck_determination_ruling_whole"),
        ),
        sa.CheckConstraint(
            "first IS NULL OR last IS NULL OR first <= last", name=op.f("ck_determination_days_in_order")
        ),
        sa.CheckConstraint(
            "ruling IS NULL OR ruling <> 'taken_back' OR ruled_by_id = proposed_by_id",
            name=op.f("ck_determination_only_its_author_takes_it_back"),
        ),
        sa.CheckConstraint(
            "ruling IS NULL OR ruling <> 'refused' OR ruling_reason <> ''",
            name=op.f("ck_determination_refusal_has_reason"),
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR (ruling IS NOT NULL AND ruling = 'approved')",
            name=op.f("ck_determination_only_what_was_approved_ends"),
        ),
        sa.CheckConstraint(
            "(ruled_at IS NULL OR ruled_at >= proposed_at) AND (ended_at IS NULL OR ended_at >= ruled_at)",
            name=op.f("ck_determination_instants_in_order"),
        ),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user.id"], name=op.f("fk_determination_ended_by_id_user")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_determination_obligation_id_obligation")
        ),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["user.id"], name=op.f("fk_determination_proposed_by_id_user")),
        sa.ForeignKeyConstraint(["ruled_by_id"], ["user.id"], name=op.f("fk_determination_ruled_by_id_user")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_determination_state_code_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_determination")),
    )
    op.create_index(op.f("ix_determination_obligation_id"), "determination", ["obligation_id"], unique=False)
    op.create_index(
        op.f("ix_determination_state_code_obligation_id"),
        "determination",
        ["state_code", "obligation_id"],
        unique=False,
    )

    _link_types("contradicts", "supports", "repeats", "replies")
    _keep_removed_links()


def _keep_removed_links() -> None:
    """A link that is taken back stays with the instant, so the pair is unique only among the links that stand."""
    with op.batch_alter_table("claim_link") as batch:
        batch.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("removed_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_claim_link_removed_by_id_user"), "user", ["removed_by_id"], ["id"])
        batch.drop_constraint(op.f("uq_claim_link_claim_id_other_id_link_type"), type_="unique")
        batch.create_check_constraint(
            op.f("ck_claim_link_removal_whole"),
            "(removed_at IS NULL) = (removed_by_id IS NULL) AND (removed_at IS NULL OR removed_at >= recorded_at)",
        )
    op.create_index(op.f("ix_claim_link_claim_id"), "claim_link", ["claim_id"], unique=False)
    op.create_index(
        "uq_claim_link_current",
        "claim_link",
        ["claim_id", "other_id", "link_type"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )


def _forget_removed_links() -> None:
    """The lower revision knows neither replies nor links that were taken back."""
    op.execute("DELETE FROM claim_link WHERE link_type = 'replies' OR removed_at IS NOT NULL")
    op.drop_index("uq_claim_link_current", "claim_link")
    op.drop_index(op.f("ix_claim_link_claim_id"), "claim_link")
    with op.batch_alter_table("claim_link") as batch:
        batch.drop_constraint(op.f("ck_claim_link_removal_whole"), type_="check")
        batch.create_unique_constraint(
            op.f("uq_claim_link_claim_id_other_id_link_type"), ["claim_id", "other_id", "link_type"]
        )
        batch.drop_constraint(op.f("fk_claim_link_removed_by_id_user"), type_="foreignkey")
        batch.drop_column("removed_by_id")
        batch.drop_column("removed_at")


def downgrade() -> None:
    _forget_removed_links()
    _link_types("contradicts", "supports", "repeats")
    op.drop_table("determination")
    op.drop_table("review_undo")
    op.drop_table("user_preference")
    op.drop_table("search_record")
    op.drop_table("question")
    op.drop_table("review_assignment")
    op.drop_table("claim_comment")
    op.drop_table("dissent")
