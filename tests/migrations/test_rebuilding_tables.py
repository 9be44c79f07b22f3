"""T1: SQLite changes a table by making a new one and dropping the old, which would delete every child row."""

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import NullPool

from tracker.db import migrate
from tracker.db.engine import make_engine


@pytest.fixture
def family(tmp_path):
    """A parent with two children that go with it when it is deleted."""
    engine = make_engine(f"sqlite:///{tmp_path}/family.sqlite3", poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)")
        connection.exec_driver_sql(
            "CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent(id) ON DELETE CASCADE)"
        )
        connection.exec_driver_sql("INSERT INTO parent VALUES (1, 'p')")
        connection.exec_driver_sql("INSERT INTO child VALUES (1, 1), (2, 1)")
    return engine


def _rebuild_parent(config):
    operations = Operations(MigrationContext.configure(config.attributes["connection"]))
    with operations.batch_alter_table("parent", recreate="always") as batch:
        batch.add_column(sa.Column("added", sa.Text()))


def _children(engine):
    with engine.connect() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM child").scalar()


def test_a_rebuilt_parent_keeps_its_children(family):
    migrate._run(family, _rebuild_parent)
    assert _children(family) == 2


def test_without_the_guard_the_children_would_be_gone(family):
    """The trap itself, so that the guard is known to guard against something."""
    with family.connect() as connection, connection.begin():
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("parent", recreate="always") as batch:
            batch.add_column(sa.Column("added", sa.Text()))
    assert _children(family) == 0


def test_a_step_that_leaves_orphans_is_refused_and_rolled_back(family):
    with pytest.raises(RuntimeError, match="without their parent"):
        migrate._run(family, lambda config: config.attributes["connection"].exec_driver_sql("DELETE FROM parent"))
    assert _children(family) == 2
    with family.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM parent").scalar() == 1


def test_foreign_keys_are_enforced_again_afterwards(family):
    migrate._run(family, _rebuild_parent)
    with family.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
