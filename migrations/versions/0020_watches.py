"""What people watch, how they are told of it, and the mails that told them."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ONCE = {
    "cell": (["state_code", "obligation_id"], "state_code IS NOT NULL AND obligation_id IS NOT NULL"),
    "state": (["state_code"], "obligation_id IS NULL AND state_code IS NOT NULL"),
    "obligation": (["obligation_id"], "state_code IS NULL AND obligation_id IS NOT NULL"),
    "regime": (["regime_id"], "regime_id IS NOT NULL"),
}


def upgrade() -> None:
    _watch()
    rhythm = sa.Enum(
        "none", "daily", "weekly", name="mail_rhythm", native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        "watcher",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("feed_hash", sa.String(length=64), nullable=False),
        sa.Column("feed_made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail", rhythm, nullable=False),
        sa.CheckConstraint("(feed_hash = '') = (feed_made_at IS NULL)", name=op.f("ck_watcher_feed_whole")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_watcher_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_watcher")),
    )
    op.create_table(
        "digest_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Text(), nullable=False),
        sa.CheckConstraint("since_at < until_at", name=op.f("ck_digest_mail_since_before_until")),
        sa.CheckConstraint("attempts >= 0 AND told >= 0", name=op.f("ck_digest_mail_counts_not_negative")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_digest_mail_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_mail")),
        sa.UniqueConstraint("user_id", "period", name=op.f("uq_digest_mail_user_id_period")),
    )


def _watch() -> None:
    op.create_table(
        "watch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=True),
        sa.Column("obligation_id", sa.Integer(), nullable=True),
        sa.Column("regime_id", sa.Integer(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(regime_id IS NULL) <> (state_code IS NULL AND obligation_id IS NULL)",
            name=op.f("ck_watch_of_one_kind_of_thing"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_watch_user_id_user")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_watch_state_code_state")),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligation.id"], name=op.f("fk_watch_obligation_id_obligation")),
        sa.ForeignKeyConstraint(["regime_id"], ["regime.id"], name=op.f("fk_watch_regime_id_regime")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch")),
    )
    op.create_index(op.f("ix_watch_user_id"), "watch", ["user_id"])
    for name, (columns, where) in ONCE.items():
        condition = sa.text(where)
        op.create_index(
            f"uq_watch_{name}",
            "watch",
            ["user_id", *columns],
            unique=True,
            sqlite_where=condition,
            postgresql_where=condition,
        )


def downgrade() -> None:
    op.drop_table("digest_mail")
    op.drop_table("watcher")
    op.drop_table("watch")
