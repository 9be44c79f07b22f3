"""Writes docs/cases.md: cells of the seeded record in a paragraph each, as the product prints them, and our reading.

    python -m tests.cases

A test holds the file to what is written here, so that no rule and no claim changes a case unnoticed.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import NullPool
from sqlalchemy.orm import Session

from tests.databases import SEEDED_AT, SQLiteHouse, seeded
from tracker.db.engine import make_engine
from tracker.domain.dates import day_words
from tracker.domain.facts import Clocks
from tracker.domain.report import NOTICE
from tracker.domain.rules import VERSIONS
from tracker.domain.status import conclude
from tracker.services import assessments
from tracker.services.assessments import Cell

HERE = Path(__file__).parent
PLACE = HERE.parent / "docs" / "cases.md"
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8"))
KNOWN_AT = SEEDED_AT + timedelta(days=1)
HEAD = f"""# Twenty-five cases

Cells of the record that the product starts with, each as `tracker status` prints it and as an analyst reads it. The
outcomes, reasons and changes are written by `make cases`, and a test holds this page to them; the readings are in
`tests/cases.yaml`. {NOTICE}
"""


def text(session: Session) -> str:
    """The whole page."""
    parts = [_case(session, number, case) for number, case in enumerate(CASES, 1)]
    return "\n".join([HEAD, *parts])


def _case(session: Session, number: int, case: dict[str, Any]) -> str:
    clocks = Clocks(case["as_of"], KNOWN_AT)
    cell = assessments.cell(session, state=case["state"], obligation=case["obligation"], clocks=clocks)
    title = f"## {number}. {cell.state.name}: {cell.obligation.title}"
    place = f"{cell.obligation.provision.resolution.symbol}, paragraph {cell.obligation.provision.paragraph}"
    said = " ".join(_said(cell))
    command = f"tracker status {cell.state.code} {cell.obligation.key} --as-of {clocks.as_of}"
    return f"{title}\n\n{place}, as of {day_words(clocks.as_of)} (`{command}`)\n\n{said}\n\n*Read:* {case['reading']}\n"


def _said(cell: Cell) -> Iterator[str]:
    found = cell.assessment
    yield f"**{found.outcome.label.capitalize()}** ({found.assurance.label})."
    if found.also:
        yield f"Also: {'; '.join(f'{one.outcome.label} ({one.assurance.label})' for one in found.also)}."
    yield from (_named(reason.sentence, reason.claims) for reason in found.reasons)
    if found.set_aside:
        yield f"Set aside: {' '.join(_named(left.sentence, (left.claim,)) for left in found.set_aside)}"
    yield from _changes(cell)


def _named(sentence: str, claims: tuple[str, ...]) -> str:
    return f"{sentence} [{', '.join(f'`{claim}`' for claim in claims)}]" if claims else sentence


def _changes(cell: Cell) -> Iterator[str]:
    """What one piece of evidence would change, and what another version of the rules would say."""
    now = cell.assessment.outcome
    changes = [change.sentence for change in cell.proof.changes if change.outcome != now.value]
    yield "One piece would change it: " + changes[0] if changes else "No single piece would change the outcome."
    others = (conclude(cell.duty, cell.party, cell.evidence, replace(cell.clocks, rules=number)) for number in VERSIONS)
    for version, other in zip(VERSIONS, others, strict=True):
        if other.outcome is not now:
            yield f"By rules version {version}: {other.outcome.label} ({other.assurance.label})."


def write() -> None:
    """Write the page from a record seeded for it."""
    with tempfile.TemporaryDirectory() as folder:
        house = SQLiteHouse(Path(folder))
        house.need("seeded", seeded)
        engine = make_engine(house.copy("seeded"), poolclass=NullPool)
        with Session(engine) as session:
            PLACE.write_text(text(session), encoding="utf-8")
        engine.dispose()


if __name__ == "__main__":
    write()
