"""Records of the law that convert a unit at the rate that a source gives, and the words of the source behind any."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

WORDS = {
    "kind": ("law_record", ("committee_decision", "guidance", "exemption", "council_act"), "rate"),
    "effect": (
        "law_effect",
        ("explains", "suspends", "ends", "restores", "sets_limit", "sets_due", "exempts"),
        "converts",
    ),
}
TEXTS = {"rate_unit": sa.String(40), "rate_into": sa.String(40), "locator": sa.Text(), "quotation": sa.Text()}
CHECKS = {
    "rate_with_its_effect": "(effect = 'converts') = (rate_factor IS NOT NULL)",
    "rate_converts": "rate_factor IS NULL OR (rate_factor > 0 AND rate_unit <> rate_into)",
    "source_with_its_words": "(source_id IS NULL) = (quotation = '')",
    "rate_has_source": "effect <> 'converts' OR source_id IS NOT NULL",
}
SOURCE = "fk_law_change_source_id_source"


def upgrade() -> None:
    with op.batch_alter_table("law_change") as table:
        for name, kind in TEXTS.items():
            table.add_column(sa.Column(name, kind, nullable=False, server_default=""))
        table.add_column(sa.Column("rate_factor", sa.Double(), nullable=True))
        table.add_column(sa.Column("source_id", sa.Integer(), nullable=True))
        for name, _, _ in WORDS.values():
            table.drop_constraint(op.f(f"ck_law_change_{name}"), type_="check")
    with op.batch_alter_table("law_change") as table:
        for name, kind in TEXTS.items():
            table.alter_column(name, existing_type=kind, server_default=None)
        table.create_foreign_key(op.f(SOURCE), "source", ["source_id"], ["id"])
        for column, (name, words, new) in WORDS.items():
            table.create_check_constraint(op.f(f"ck_law_change_{name}"), _listed(column, (*words, new)))
        for name, condition in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_law_change_{name}"), condition)
    op.create_index(op.f("ix_law_change_source_id"), "law_change", ["source_id"], unique=False)


def _listed(column: str, words: tuple[str, ...]) -> str:
    quoted = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({quoted})"


def downgrade() -> None:
    """The lower revision knows no rate, so such records stay as ones that explain; their units and words go."""
    law = sa.table("law_change", sa.column("kind", sa.String), sa.column("effect", sa.String))
    op.drop_index(op.f("ix_law_change_source_id"), table_name="law_change")
    with op.batch_alter_table("law_change") as table:
        for name in (*CHECKS, *(name for name, _, _ in WORDS.values())):
            table.drop_constraint(op.f(f"ck_law_change_{name}"), type_="check")
        table.drop_constraint(op.f(SOURCE), type_="foreignkey")
        for name in (*TEXTS, "rate_factor", "source_id"):
            table.drop_column(name)
    op.execute(sa.update(law).where(law.c.effect == "converts").values(effect="explains"))
    op.execute(sa.update(law).where(law.c.kind == "rate").values(kind="guidance"))
    with op.batch_alter_table("law_change") as table:
        for column, (name, words, _) in WORDS.items():
            table.create_check_constraint(op.f(f"ck_law_change_{name}"), _listed(column, words))
