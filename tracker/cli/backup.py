"""`tracker backup` and `tracker restore`: a whole copy of the record in one file, and the way back."""

from functools import partial
from pathlib import Path

import click
from alembic.util import CommandError
from sqlalchemy import Engine

from tracker import clock
from tracker.cli.database import engine, fill_summary, require_head
from tracker.cli.of_now import of_now
from tracker.cli.progress import spinner
from tracker.cli.refusals import Refused
from tracker.config import Settings
from tracker.db import migrate
from tracker.db.engine import reading, snapshot
from tracker.db.kept import Store
from tracker.domain.manifest import KEY, Manifest
from tracker.exports.packing import packing
from tracker.intake import backups
from tracker.intake.backups import Backup
from tracker.services import dumping, restoring

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@click.option("--with-key", is_flag=True, help="Put the private key of the audit log in as well.")
@click.option("--despite-damage", is_flag=True, help="Leave out kept files that are damaged, and name them.")
@of_now("backup")
def backup(file: Path, *, with_key: bool, despite_damage: bool) -> None:
    """Write the whole record, kept files included, to FILE. People may go on working meanwhile."""
    write(file, with_key=with_key, despite_damage=despite_damage)


def write(file: Path, *, with_key: bool = False, despite_damage: bool = False) -> None:
    """Write a backup of the chosen database, and tell it."""
    settings = Settings.load()
    at = clock.now()
    with engine(settings) as chosen, spinner("Writing the backup"):
        require_head(chosen)
        with snapshot(chosen) as session, packing(file, made_at=at) as pack:
            made = dumping.dump(
                session,
                pack=pack,
                store=Store(settings.kept),
                revision=migrate.head() or "",
                made_at=at,
                outside=_outside(settings, with_key=with_key),
                despite_damage=despite_damage,
            )
    _tell(made, f"Wrote {file}:")


CHECKPOINTS = "checkpoints/"


def _place_of(settings: Settings, name: str) -> Path:
    """Where a file from outside the database lies, by the name that it has in a backup."""
    if name == KEY:
        return settings.log_key_file
    return settings.checkpoint_folder / name.removeprefix(CHECKPOINTS)


def _outside(settings: Settings, *, with_key: bool) -> dict[str, Path]:
    folder, key = settings.checkpoint_folder, settings.log_key_file
    found = {f"{CHECKPOINTS}{place.name}": place for place in folder.glob("[!.]*")} if folder.is_dir() else {}
    if with_key and not key.exists():
        raise Refused(f"There is no key of the audit log at {key}.")
    return found | ({KEY: key} if with_key else {})


def _tell(made: Manifest, lead: str) -> None:
    files = len(made.files)
    click.echo(f"{lead} {made.rows} rows, {files} kept file{'' if files == 1 else 's'}, digest {made.digest}.")
    for name in made.damaged:
        click.echo(f"Without the kept file {name}, which is missing or damaged.", err=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Check the backup throughout and write nothing.")
@click.option("--beside-files", is_flag=True, help="Let kept files stay that are there already. None is overwritten.")
def restore(file: Path, *, only_check: bool, beside_files: bool) -> None:
    """Bring a backup back into an empty database, of either kind. A damaged one is refused, and nothing is written."""
    settings = Settings.load()
    with spinner("Checking the backup"), backups.opened(file) as found:
        if not only_check:
            _restore(settings, found, beside_files=beside_files)
        made = found.manifest
    _tell(made, "The backup is whole:" if only_check else "Restored")


def _restore(settings: Settings, found: Backup, *, beside_files: bool) -> None:
    store = Store(settings.kept)
    if not beside_files:
        restoring.require_no_files(store)
    outside = restoring.outside_files(backup=found, place_of=partial(_place_of, settings))
    with engine(settings, make=True) as chosen:
        with reading(chosen) as session:
            restoring.require_empty(session)
        _fill(chosen, found, store, outside)
        migrate.upgrade(chosen)
        fill_summary(chosen)


def _fill(chosen: Engine, found: Backup, store: Store, outside: dict[Path, bytes]) -> None:
    """Load everything in one transaction; files go first, so that no row is ever without its file."""
    try:
        with migrate.filling(chosen, found.manifest.revision) as connection:
            restoring.load(connection, backup=found)
            restoring.keep_files(connection, backup=found, store=store)
            restoring.put_outside(outside)
    except CommandError as error:
        sentence = f"The backup is of revision {found.manifest.revision}, which this version of the tracker lacks."
        raise Refused(sentence) from error
