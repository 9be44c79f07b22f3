"""Measures the product over HTTP beside the floor, on one database with as many claims as asked for.

`python -m benchmarks.product --claims 10000 --database sqlite --out FILE.json`. Everything is made in a folder that is
removed at the end. What `benchmarks.performance` makes of such files is `docs/performance.md`.
"""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, make_url

from benchmarks import loading
from benchmarks.floor_postgresql import PostgreSQLFloor
from benchmarks.floor_sqlite import SQLiteFloor
from benchmarks.floors import Floor
from benchmarks.imports import as_product_file, lines
from benchmarks.loading import Cast
from benchmarks.operations import Operations
from benchmarks.serving import server
from benchmarks.timing import Figures
from benchmarks.workload import Workload
from tests.databases import postgres_server
from tracker import clock
from tracker.db import migrate
from tracker.db.engine import make_engine, writing
from tracker.services import claim_files, claim_import
from tracker.services.claim_import import Fate

DATABASES = ("sqlite", "postgresql")
DATABASE = "product.sqlite3"


def measure(folder: Path, database: str, claims: int, *, seconds: float = 3, loaded_in: Path | None = None) -> Figures:
    """Everything about one database and one size. `seconds` is how long each throughput is measured.

    `loaded_in` is a folder in which a loaded database of SQLite is kept, to be measured again without loading it.
    """
    with _address(folder, database) as address:
        load = Workload(claims)
        loaded = _kept(loaded_in, folder, address, load) if loaded_in else _loaded(address, load)
        engine = make_engine(address)
        cast = loading.cast(engine)
        floor = _floor(folder, database, address, load, cast)
        figures = {
            "database": database,
            "claims": claims,
            "on": clock.today().isoformat(),
            "versions": _versions(engine),
            "load_seconds": round(loaded, 1),
            "floor": floor.measure(),
        }
        with server(folder, address) as running:
            operations = Operations(running, engine, cast, load, floor.busiest(), seconds)
            figures["product"] = operations.measure()
            figures["peak_mb"] = running.peak
            figures["busy"] = round(os.getloadavg()[1], 1)
        floor.close()
        figures["product"]["import"] = _imported(engine, load, cast)
        engine.dispose()
    return figures


def _loaded(address: str, load: Workload) -> float:
    """Load the workload into an empty database; the seconds that it took."""
    began = perf_counter()
    engine = make_engine(address)
    loading.load(engine, load, loading.prepare(engine))
    engine.dispose()  # what still stood in a log of SQLite's is in the file then
    return perf_counter() - began


def _kept(where: Path, folder: Path, address: str, load: Workload) -> float:
    """Bring the loaded database of that folder, which is loaded first if it is not there; the seconds that took."""
    where.mkdir(parents=True, exist_ok=True)
    database, taken = where / f"{load.claims}.sqlite3", where / f"{load.claims}.seconds"
    if taken.exists():
        shutil.copy(database, folder / DATABASE)
        migrate.upgrade(make_engine(address))
    else:
        seconds = _loaded(address, load)
        shutil.copy(folder / DATABASE, database)
        taken.write_text(f"{seconds}\n")
    return float(taken.read_text())


@contextmanager
def _address(folder: Path, database: str) -> Iterator[str]:
    """The address of an empty database, durable as in production."""
    if database == "sqlite":
        yield f"sqlite:///{folder / DATABASE}"
        return
    with postgres_server(fast=False) as address:
        yield make_url(address).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def _floor(folder: Path, database: str, address: str, load: Workload, cast: Cast) -> Floor:
    if database == "sqlite":
        return SQLiteFloor(load, cast.names, folder)
    return PostgreSQLFloor(
        load, cast.names, folder, make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    )


def _versions(engine: Engine) -> str:
    with engine.connect() as connection:
        info: Any = connection.dialect
        version = ".".join(map(str, info.server_version_info or ()))
    name = "SQLite" if engine.dialect.name == "sqlite" else "PostgreSQL"
    return f"{name} {version}, Python {platform.python_version()}"


def _imported(engine: Engine, load: Workload, cast: Cast) -> float:
    """The milliseconds in which a file is read, checked and recorded with its report, and the log with it.

    By the road of the command line, without its start. The file with broken rows is only checked, since the product
    records all rows of a file or none; the same file without them is the one that is timed.
    """
    found = [line for line in lines(load, cast.names) if not line.fault]
    kinds = {kind: word.value for kind, word in loading.KIND.items()}
    data = as_product_file(found, {pair: effect.value for pair, effect in loading.EFFECT.items()}, kinds)
    began = perf_counter()
    rows = claim_files.read_rows(data, fmt="csv")
    with writing(engine, actor="bench-analyst") as session:
        report = claim_import.bring_in(session, rows=rows, author=cast.author, at=clock.now())
    taken = (perf_counter() - began) * 1_000
    if report.faults or report.count(Fate.NEW) != len(found):
        raise RuntimeError(f"The import went wrong: {report.faults[:3]}")
    return round(taken, 1)


def main() -> None:
    """Measure, and write the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.product", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    parser.add_argument("--seconds", type=float, default=3, help="how long each throughput is measured")
    parser.add_argument("--loaded-in", type=Path, help="keep a loaded database of SQLite there, and use it again")
    parser.add_argument("--out", type=Path, help="where to write the figures; standard output, if left out")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tracker-benchmark-") as folder:
        kept = chosen.loaded_in if chosen.database == "sqlite" else None
        figures = measure(Path(folder), chosen.database, chosen.claims, seconds=chosen.seconds, loaded_in=kept)
    text = json.dumps(figures, indent=1) + "\n"
    if chosen.out:
        chosen.out.write_text(text)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
