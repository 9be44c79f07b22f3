"""Runs revisions on the connection handed over by `tracker.db.migrate`. It imports nothing of the product."""

from alembic import context

config = context.config
context.configure(
    connection=config.attributes["connection"],
    target_metadata=config.attributes["metadata"],
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
