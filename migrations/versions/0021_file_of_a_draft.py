"""The file that waits with a draft."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


DRAFTS = sa.table("draft", sa.column("id", sa.Integer), sa.column("form", sa.String), sa.column("data", sa.JSON))
OF_FILES = ("file_name", "sha256")


def upgrade() -> None:
    op.add_column("draft", sa.Column("file", sa.LargeBinary(), nullable=True))
    # A text that waits to be read came without its file so far: it goes on as a text that was pasted.
    waiting = sa.select(DRAFTS.c.id, DRAFTS.c.data).where(DRAFTS.c.form == "reading")
    for number, fields in op.get_bind().execute(waiting).all():
        told = [[name, value] for name, value in fields if name not in OF_FILES]
        told += [["media_type", "text/plain"], ["encoding", "utf-8"], ["trouble", ""]]
        op.execute(sa.update(DRAFTS).where(DRAFTS.c.id == number).values(data=told))


def downgrade() -> None:
    with op.batch_alter_table("draft") as table:
        table.drop_column("file")
