"""Reports of the record that the product starts with, frozen at fixed instants.

What no two records have alike is taken out: the head of the audit log, which has random numbers of accounts in it, and
the version of the product. All else is the same on every machine, on both databases, for ever.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import NullPool
from sqlalchemy.orm import Session

from tests.databases import SEEDED_AT, House, seeded
from tests.exports.documents import copy_of
from tests.reporting import frozen
from tracker.db.engine import make_engine
from tracker.domain.report_copy import ReportCopy
from tracker.domain.vocabulary import ReportKind
from tracker.services import accounts, report_reading, rules

DAY = date(2020, 6, 30)
KNOWN = SEEDED_AT + timedelta(hours=1)
FROZEN = SEEDED_AT + timedelta(hours=2)
BEFORE = date(2018, 1, 12)
PERMITS, MIDTERM, HOME = "r2375-op17-work-authorisations", "r2397-op8-midterm-report", "r2397-op8-repatriation"
ASKED: dict[str, tuple[ReportKind, str, list[str], list[str]]] = {
    "dossier": (ReportKind.CELL, "The Russian Federation and work permits", ["RUS"], [PERMITS]),
    "sheet": (ReportKind.STATE, "The Russian Federation", ["RUS"], ["r2371-op8-coal-iron-ban", MIDTERM]),
    "changes": (ReportKind.CHANGES, "What moved from 2018 to 2020", ["RUS"], [PERMITS, MIDTERM]),
    "deadlines": (ReportKind.DEADLINES, "What was due of the Russian Federation", ["RUS"], [PERMITS, MIDTERM, HOME]),
    "matrix": (ReportKind.MATRIX, "Workers abroad, mid-2020", ["RUS", "CHN", "QAT", "UGA"], [PERMITS, MIDTERM, HOME]),
}
"""The reports by their names: kind, title, states and obligations."""


@cache
def copies(house: House) -> dict[str, ReportCopy]:
    """The reports by their names, frozen once for each database."""
    house.need("seeded", seeded)
    address = house.copy("seeded")
    made = copies_at(address)
    house.drop(address)
    return made


def copies_at(address: str, names: Iterable[str] = tuple(ASKED)) -> dict[str, ReportCopy]:
    """Some of the reports by their names, frozen in a seeded record, which stays as it was."""
    engine = make_engine(address, poolclass=NullPool)
    with Session(engine, info={"actor": "test"}) as session:
        made = dict(_frozen(session, names))
        session.rollback()
    engine.dispose()
    return made


def _frozen(session: Session, names: Iterable[str]) -> Iterator[tuple[str, ReportCopy]]:
    author = accounts.find(session, username="analyst").id
    for name in names:
        kind, title, states, obligations = ASKED[name]
        asked: dict[str, Any] = {"states": states, "obligations": obligations, "title": title, "kind": kind}
        asked["regime"] = "dprk-1718" if kind is ReportKind.MATRIX else ""
        if kind is ReportKind.CHANGES:
            asked["before"] = rules.clocks(session, as_of=BEFORE, known_at=KNOWN)
        made = frozen(session, as_of=DAY, known_at=KNOWN, author=author, at=FROZEN, **asked)
        yield name, _settled(report_reading.copy_of(report_reading.get(session, number=made.number)))


def _settled(copy: ReportCopy) -> ReportCopy:
    """The copy without what no two records have alike."""
    assert copy.document.manifest is not None
    manifest = replace(copy.document.manifest, product="0.0.0", log_hash="0" * 64)
    return copy_of(replace(copy.document, manifest=manifest))
