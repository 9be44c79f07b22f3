"""Measures the product over HTTP beside the floor, on one database with as many claims as asked for.

`python -m benchmarks.product --claims 10000 --database sqlite --out FILE.json`. Everything is made in a folder that is
removed at the end. What `benchmarks.performance` makes of such files is `docs/performance.md`.
"""

import argparse
import json
import os
import platform
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
from tracker.db.engine import make_engine, writing
from tracker.services import claim_files, claim_import
from tracker.services.claim_import import Fate

DATABASES = ("sqlite", "postgresql")


def measure(folder: Path, database: str, claims: int, *, seconds: float = 3) -> Figures:
    """Everything about one database and one size. `seconds` is how long each throughput is measured."""
    with _address(folder, database) as address:
        engine = make_engine(address)
        load = Workload(claims)
        began = perf_counter()
        cast = loading.prepare(engine)
        loading.load(engine, load, cast)
        loaded = perf_counter() - began
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


@contextmanager
def _address(folder: Path, database: str) -> Iterator[str]:
    """The address of an empty database, durable as in production."""
    if database == "sqlite":
        yield f"sqlite:///{folder / 'product.sqlite3'}"
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
    parser.add_argument("--out", type=Path, help="where to write the figures; standard output, if left out")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tracker-benchmark-") as folder:
        figures = measure(Path(folder), chosen.database, chosen.claims, seconds=chosen.seconds)
    text = json.dumps(figures, indent=1) + "\n"
    if chosen.out:
        chosen.out.write_text(text)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
