"""Kept copies of sources, anchors of quotations, time-stamp tokens, retractions and corrections."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WRITE_ONCE = ("kept_file", "capture")


def triggers(table: str) -> list[str]:
    """The triggers by which a table refuses every change of what it holds; those of revision 0005, for other tables."""
    if op.get_bind().dialect.name == "postgresql":
        return [
            f"CREATE TRIGGER {table}_keep BEFORE DELETE OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"CREATE TRIGGER {table}_keep_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ]
    refusal = f"BEGIN SELECT RAISE(ABORT, 'What {table} holds is never changed or deleted.'); END"
    there = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608 - the names are those of WRITE_ONCE
    return [
        f"CREATE TRIGGER {table}_keep_update BEFORE UPDATE ON {table} {refusal}",
        f"CREATE TRIGGER {table}_keep_delete BEFORE DELETE ON {table} {refusal}",
        f"CREATE TRIGGER {table}_keep_insert BEFORE INSERT ON {table} WHEN {there} {refusal}",
    ]


def upgrade() -> None:
    op.create_table(
        "kept_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sha3_512", sa.String(length=128), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_kept_file_size_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_kept_file_sha256")),
    )
    op.create_table(
        "capture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kept_file_id", sa.Integer(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "upload",
                "paste",
                "fetch",
                "archive",
                name="capture_method",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("original_address", sa.Text(), nullable=False),
        sa.Column("final_address", sa.Text(), nullable=False),
        sa.Column("peer", sa.String(length=80), nullable=False),
        sa.Column("certificate_sha256", sa.String(length=64), nullable=False),
        sa.Column("request_headers", sa.JSON(), nullable=False),
        sa.Column("response_headers", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("collector_id", sa.Integer(), nullable=False),
        sa.Column("software", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("extractor", sa.String(length=80), nullable=False),
        sa.Column("extractor_version", sa.String(length=40), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("no_token", sa.Text(), nullable=False),
        sa.CheckConstraint("text_id IS NOT NULL OR trouble <> ''", name=op.f("ck_capture_text_or_trouble")),
        sa.CheckConstraint("ended_at >= started_at", name=op.f("ck_capture_ended_later")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_capture_number_from_one")),
        sa.ForeignKeyConstraint(["collector_id"], ["user.id"], name=op.f("fk_capture_collector_id_user")),
        sa.ForeignKeyConstraint(["kept_file_id"], ["kept_file.id"], name=op.f("fk_capture_kept_file_id_kept_file")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_capture_source_id_source")),
        sa.ForeignKeyConstraint(["text_id"], ["kept_file.id"], name=op.f("fk_capture_text_id_kept_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capture")),
        sa.UniqueConstraint("source_id", "number", name=op.f("uq_capture_source_id_number")),
    )
    op.create_index(op.f("ix_capture_kept_file_id"), "capture", ["kept_file_id"], unique=False)
    op.create_index(op.f("ix_capture_text_id"), "capture", ["text_id"], unique=False)

    op.create_table(
        "timestamp_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_file_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("serial", sa.String(length=80), nullable=False),
        sa.Column("policy", sa.String(length=120), nullable=False),
        sa.Column("stamped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["kept_file_id"], ["kept_file.id"], name=op.f("fk_timestamp_token_kept_file_id_kept_file")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_timestamp_token_recorded_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timestamp_token")),
        sa.UniqueConstraint("sha256", name=op.f("uq_timestamp_token_sha256")),
    )
    op.create_index(op.f("ix_timestamp_token_kept_file_id"), "timestamp_token", ["kept_file_id"], unique=False)

    op.create_table(
        "anchor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("citation_id", sa.Integer(), nullable=False),
        sa.Column("capture_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "exact",
                "normalised",
                "near",
                "not_found",
                "unchecked",
                name="quote_verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("stop", sa.Integer(), nullable=True),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("difference", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(start IS NULL AND stop IS NULL) OR (start >= 0 AND stop >= start)", name=op.f("ck_anchor_place_whole")
        ),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"], name=op.f("fk_anchor_capture_id_capture")),
        sa.ForeignKeyConstraint(["citation_id"], ["citation.id"], name=op.f("fk_anchor_citation_id_citation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anchor")),
        sa.UniqueConstraint("citation_id", "capture_id", name=op.f("uq_anchor_citation_id_capture_id")),
    )
    op.create_index(op.f("ix_anchor_capture_id"), "anchor", ["capture_id"], unique=False)

    op.create_table(
        "source_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "retraction", "correction", name="notice_kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("day", sa.String(length=100), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_source_notice_recorded_by_id_user")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_source_notice_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_notice")),
    )
    op.create_index(op.f("ix_source_notice_source_id"), "source_notice", ["source_id"], unique=False)

    op.create_table(
        "reopening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["source_notice.id"], name=op.f("fk_reopening_notice_id_source_notice")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_reopening_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reopening")),
        sa.UniqueConstraint("review_id", name=op.f("uq_reopening_review_id")),
    )
    op.create_index(op.f("ix_reopening_notice_id"), "reopening", ["notice_id"], unique=False)

    with op.batch_alter_table("citation") as batch:
        batch.add_column(sa.Column("translator", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("citation") as batch:
        batch.alter_column("translator", server_default=None)
    for table in WRITE_ONCE:
        for trigger in triggers(table):
            op.execute(trigger)


def downgrade() -> None:
    with op.batch_alter_table("citation") as batch:
        batch.drop_column("translator")
    op.drop_table("reopening")
    op.drop_table("source_notice")
    op.drop_table("anchor")
    op.drop_table("timestamp_token")
    op.drop_table("capture")
    op.drop_table("kept_file")
