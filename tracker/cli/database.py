"""`tracker db`, and the database that all other commands work on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from alembic.util import CommandError
from sqlalchemy import Engine, NullPool, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tracker import clock
from tracker.cli.progress import spinner
from tracker.cli.refusals import Refused
from tracker.config import Settings
from tracker.db import migrate
from tracker.db.engine import make_engine
from tracker.db.engine import reading as reading_from
from tracker.db.engine import writing as writing_to
from tracker.db.kept import Store
from tracker.domain.errors import RuleBroken
from tracker.services import checkpoints, summaries
from tracker.services.outside import Outside

UPGRADE = "Run: tracker db upgrade"


@contextmanager
def reading() -> Iterator[Session]:
    """A session on the chosen database that only reads. Refuses a database that is not at the newest revision."""
    with engine(Settings.load()) as chosen:
        require_head(chosen)
        with reading_from(chosen) as session:
            yield session


@contextmanager
def writing(actor: str) -> Iterator[Session]:
    """A session that commits at the end; `actor` is who the audit log names. Refuses as `reading` does."""
    with engine(Settings.load()) as chosen:
        require_head(chosen)
        with writing_to(chosen, actor=actor) as session:
            yield session
        keep_up(chosen, Settings.load())


def keep_up(chosen: Engine, settings: Settings) -> None:
    """Fill the summary if it is empty, and make a checkpoint of the log if it is time.

    What was done stands in any case.
    """
    fill_summary(chosen)
    try:
        checkpoints.keep_up(
            lambda: reading_from(chosen),
            lambda: writing_to(chosen, actor="checkpoint"),
            place=outside(settings),
            at=clock.now(),
        )
    except (RuleBroken, OperationalError, OSError) as error:
        click.echo(f"No checkpoint of the audit log could be made: {error}", err=True)


def fill_summary(chosen: Engine) -> None:
    """Fill the summary of the matrix, unless it is filled by the rules of this program and for long enough."""
    with reading_from(chosen) as session:
        if summaries.is_filled(session, at=clock.now()):
            return
    with spinner("Filling the summary of the matrix"), writing_to(chosen, actor="summary") as session:
        summaries.fill(session, at=clock.now())


def outside(settings: Settings) -> Outside:
    """Where the settings say that the signing key and the checkpoints are."""
    return Outside(settings.log_key_file, settings.checkpoint_folder)


@contextmanager
def engine(settings: Settings, *, make: bool = False) -> Iterator[Engine]:
    """An engine on the database of the settings. Unless `make`, a SQLite file must be there already."""
    place = make_url(settings.database)
    if place.get_backend_name() == "sqlite" and not make and not Path(place.database or "").exists():
        raise Refused(f"There is no database at {place.database}. {UPGRADE}")
    if make:
        settings.prepare_folder()
    chosen = make_engine(settings.database, kept=Store(settings.kept), poolclass=NullPool)
    try:
        yield chosen
    finally:
        chosen.dispose()


def require_head(chosen: Engine) -> None:
    """Refuse a database that is not at the newest revision."""
    if migrate.current(chosen) != migrate.head():
        raise Refused(f"The database is not at the newest revision. {UPGRADE}")


@click.group()
def db() -> None:
    """Make, change and check the tables of the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to the newest revision, and make it if there is none."""
    with engine(Settings.load(), make=True) as chosen:
        before = migrate.current(chosen)
        _migrate(lambda: migrate.upgrade(chosen))
        after = migrate.current(chosen)
    if before == after:
        click.echo(f"The database is at {after} already.")
    else:
        click.echo(f"The database went from {before or 'nothing'} to {after}.")


@db.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the database back to REVISION, or to "base" for nothing at all. What later tables held is lost."""
    with engine(Settings.load()) as chosen:
        _migrate(lambda: migrate.downgrade(chosen, revision))
        click.echo(f"The database is at {migrate.current(chosen) or 'nothing'}.")


@db.command()
def current() -> None:
    """Print the revision that the database is at."""
    with engine(Settings.load()) as chosen:
        click.echo(migrate.current(chosen) or "none")


@db.command()
def check() -> None:
    """Check that the database is at the newest revision and has the tables that the program expects."""
    with engine(Settings.load()) as chosen:
        at, newest = migrate.current(chosen), migrate.head()
        if at != newest:
            raise Refused(f"The database is at {at or 'nothing'}, and the newest revision is {newest}. {UPGRADE}")
        for difference in (found := migrate.differences(chosen)):
            click.echo(difference, err=True)
    if found:
        raise Refused(f"The database differs from the program in {len(found)} places.")
    click.echo(f"The database is at {newest} and agrees with the program.")


def _migrate(step: Callable[[], None]) -> None:
    try:
        step()
    except CommandError as error:
        raise Refused(f"The database was not changed: {str(error).rstrip('.')}.") from error
