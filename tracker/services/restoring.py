"""The way back from a backup: rows and kept files into an empty database and an empty store.

The backup was checked throughout before anything here begins (`intake.backups`). All rows are loaded in one
transaction, which ends well only if the digest over them, read back from the database, is the one of the manifest.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from sqlalchemy import Connection, inspect, select, table
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Session

from tracker.db import migrate, rows
from tracker.db.kept import Store, write_once
from tracker.db.models import KeptFile, User
from tracker.domain.errors import RuleBroken
from tracker.domain.manifest import Manifest
from tracker.intake.backups import Backup, refused


def require_empty(session: Session) -> None:
    """Refuse a database that holds rows. Raises RuleBroken."""
    known = {table.name for table in User.metadata.sorted_tables} - rows.SUMMARY
    for name in sorted(known & set(inspect(session.connection()).get_table_names())):
        if session.execute(select(1).select_from(table(name)).limit(1)).first():
            sentence = f"The database holds rows already ({name}). A backup is restored into an empty one only."
            raise RuleBroken.at("backup", "", sentence)


def require_no_files(store: Store) -> None:
    """Refuse a store that holds kept files. Raises RuleBroken."""
    if next(store.names(), None):
        sentence = f"There are kept files in {store.folder} already. Use --beside-files if they may stay there."
        raise RuleBroken.at("backup", "", sentence)


def load(connection: Connection, *, backup: Backup) -> None:
    """Load every row into the empty tables of the backup's revision, and see that it reads as it was written.

    Raises RuleBroken when it does not; the caller rolls back.
    """
    found = backup.manifest
    there = inspect(connection).get_table_names()
    _check_tables(found, there)
    rows.empty_summary(connection, there)
    for dumped in found.tables:
        try:
            rows.load(connection, dumped.shape, backup.lines(dumped))
        except (ValueError, TypeError, RecursionError, StatementError) as error:
            if isinstance(error, DBAPIError) and error.connection_invalidated:
                raise
            raise refused(f"a row of {dumped.shape.name} cannot be stored") from error
    if orphans := migrate.orphans(connection):
        raise refused(f"a row of {orphans[0][0]} cannot be stored, since it names another that is not there")
    if rows.digest_of(connection, (dumped.shape for dumped in found.tables)) != found.digest:
        raise refused("what the database gives back is not what was loaded")
    rows.follow_numbers(connection, found.tables)


def _check_tables(found: Manifest, there: Collection[str]) -> None:
    strangers = sorted({dumped.shape.name for dumped in found.tables} - set(there))
    if strangers:
        raise refused(f"its revision has no table {strangers[0]}")


def keep_files(connection: Connection, *, backup: Backup, store: Store) -> None:
    """Put every file of the backup into the store.

    Raises RuleBroken if a row names a file that is not in the backup and was not said to be damaged.
    """
    found = backup.manifest
    known = {copy.sha256 for copy in found.files} | set(found.damaged)
    if absent := sorted(_named_files(connection, found) - known):
        raise refused(f"it lacks the kept file {absent[0]}")
    for copy in found.files:
        store.put(backup.bytes_of(copy))


def _named_files(connection: Connection, found: Manifest) -> set[str]:
    if KeptFile.__tablename__ not in {dumped.shape.name for dumped in found.tables}:
        return set()  # a backup from before there were any
    return set(connection.scalars(select(KeptFile.sha256)))


def outside_files(*, backup: Backup, place_of: Callable[[str], Path]) -> dict[Path, bytes]:
    """The files from beside the database that are not there now, by where they go.

    `place_of` tells where a file belongs, by its name in the backup. Nothing is overwritten: a file that is there with
    other bytes is a reason to refuse. Raises RuleBroken.
    """
    wanted: dict[Path, bytes] = {}
    for part in backup.manifest.outside:
        place = place_of(part.name)
        if not place.exists():
            wanted[place] = backup.bytes_of(part)
        elif hashlib.sha256(place.read_bytes()).hexdigest() != part.sha256:
            raise RuleBroken.at("backup", "", f"{place} is there with other bytes than in the backup. Move it away.")
    return wanted


def put_outside(files: Mapping[Path, bytes]) -> None:
    """Write these files, each whole or not at all, never over another, and readable by their owner only."""
    for place, data in files.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        write_once(place, data, mode=0o600)
