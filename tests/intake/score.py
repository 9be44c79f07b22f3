"""Measures the reading of texts on the labelled set and writes the tables of docs/intake.md.

    python -m tests.intake.score [--details [KEY ...]]

`--details` prints, for the texts to tune by, what was missed and what is extra. Those held out are never
shown.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from sqlalchemy import NullPool
from sqlalchemy.orm import Session

from tests.databases import SQLiteHouse, seeded
from tests.intake import labels, score_tables
from tests.intake.labels import Label
from tests.intake.score_tables import Read
from tracker.db.engine import make_engine
from tracker.domain.proposals import Reading
from tracker.services import readings

PLACE = Path(__file__).parents[2] / "docs" / "intake.md"


def reader(session: Session) -> Read:
    """Reads a labelled text as somebody would who gives the day of its publication and nothing else."""

    def read(label: Label) -> Reading:
        return readings.read(session, text=label.text, published=label.published)

    return read


def main() -> None:
    """Measure, and write the page; or print the details of the texts to tune by."""
    asked = argparse.ArgumentParser(description="Measure the reading of texts on the labelled set.")
    asked.add_argument("--details", nargs="*", metavar="KEY", help="print what was missed in texts to tune by")
    keys = asked.parse_args().details
    with tempfile.TemporaryDirectory() as folder:
        house = SQLiteHouse(Path(folder))
        house.need("seeded", seeded)
        engine = make_engine(house.copy("seeded"), poolclass=NullPool)
        with Session(engine) as session:
            sys.stdout.write(_figures(reader(session)) if keys is None else _details(reader(session), keys))
        engine.dispose()


def _figures(read: Read) -> str:
    written = score_tables.tables(score_tables.measured(read))
    PLACE.write_text(score_tables.page(PLACE.read_text(encoding="utf-8"), written), encoding="utf-8")
    return written


def _details(read: Read, keys: list[str]) -> str:
    chosen = [label for part in labels.TUNED for label in labels.labels(part) if not keys or label.key in keys]
    return "\n".join(line for label in chosen for line in [*score_tables.details(label, read(label)), ""])


if __name__ == "__main__":
    main()
