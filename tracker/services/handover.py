"""The hand-over: a copy of the record for people who have neither this program nor its database.

A backup is for the program and holds everything; this is for readers, and holds what is theirs to read: no passwords,
no e-mail addresses in the tables, no scratch paper, and kept copies of restricted sources only if that was asked for.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

import tracker
from tracker.db import named, past, rows
from tracker.db.kept import Store
from tracker.db.models import AuditEntry, Capture, KeptFile, Report, Source
from tracker.db.named import Held, Names, Present, Record
from tracker.db.past import Past
from tracker.domain.errors import RuleBroken
from tracker.domain.manifest import Shape
from tracker.domain.report import NOTICE, instant_text
from tracker.domain.vocabulary import Publication
from tracker.exports import formats_of, handover
from tracker.exports.handover import Table
from tracker.exports.packing import Pack
from tracker.services import assessments, claim_files, law, report_reading, rules
from tracker.services.claim_list import ClaimFilter

FILE = "file"
"""The field of a kept file's record that says where its bytes lie in the copy; no column of the database."""

OUTCOME = "outcome"
OUTCOME_FIELDS = ("state_code", "obligation", "as_of", "known_at", "rules", "outcome", "assurance", "due", "notice")


MOMENT = """
It tells what had been recorded by {}, and nothing of what was recorded since. The tables and the
audit log go by the instants at which the log kept each change; claims/ and data/outcome by those that the records bear,
and in these two sources are described, and resolutions and duties read, as the record had them when this was written.
"""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What went into a hand-over: rows of tables, kept files, reports, and the kept files that were left out."""

    rows: int
    files: int
    reports: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """What a hand-over tells: the day that its outcomes judge, and the instant by which all in it had been recorded.

    Without an instant it is the record as it is when the copy is made; without a day, the day of the instant is judged.
    """

    made_at: datetime
    as_of: date | None = None
    known_at: datetime | None = None

    @property
    def instant(self) -> datetime:
        """The instant by which all had been recorded."""
        return self.known_at or self.made_at

    def held(self, session: Session) -> Present | Past:
        """Where the rows of the moment are read."""
        connection = session.connection()
        return past.at(connection, self.known_at) if self.known_at else Present(connection)


def hand_over(session: Session, *, pack: Pack, store: Store, moment: Moment, restricted: bool) -> HandedOver:
    """Write the hand-over copy of what the session sees into an archive; it must see one moment throughout.

    `restricted` says whether kept copies of sources that are restricted now go along. Raises RuleBroken for a kept file
    that is missing or damaged, and for a report that does not match its digest.
    """
    held = moment.held(session)
    there = _there(held, KeptFile, "sha256")
    held_back = frozenset() if restricted else there.intersection(session.scalars(_restricted()))
    files = _files(session, pack, store, there - held_back)
    names = Names(held)
    tables = [_table(pack, shape, names, files) for shape in named.shapes()]
    outcomes = handover.explained(OUTCOME, OUTCOME_FIELDS)
    cells = list(_outcomes(session, moment))
    _add_twice(pack, f"data/{OUTCOME}", OUTCOME_FIELDS, lambda: cells)
    _add_twice(pack, "words", list(next(handover.words())), handover.words)
    _claims(session, pack, moment)
    frozen = _reports(session, pack, sorted(_there(held, Report, "number")), moment.known_at)
    pack.add("audit-log.jsonl", handover.as_jsonl(_log(session, held)))
    made = HandedOver(sum(count for _, count in tables), len(files), frozen, tuple(sorted(held_back)))
    pack.add(handover.VERIFY, [handover.checker()])
    pack.add(handover.README, [handover.readme([*(table for table, _ in tables), outcomes], _facts(made, moment))])
    pack.add(handover.SUMS, [handover.sums(pack.members)])
    return made


def explained(shape: Shape) -> Table:
    """A table with what the README says of it. Raises KeyError for a table or column that nobody has explained."""
    extra = [FILE] if shape.name == KeptFile.__tablename__ else []
    return handover.explained(shape.name, [*named.columns(shape), *extra])


def _there(held: Held, model: Any, column: str) -> frozenset[Any]:
    """What one column of a table holds."""
    return frozenset(value for (value,) in held.values(model.__table__, [column]))


def _table(pack: Pack, shape: Shape, names: Names, files: dict[str, str]) -> tuple[Table, int]:
    table = explained(shape)

    def records() -> Iterator[Record]:
        for record in named.records(shape, names):
            yield record | ({FILE: files.get(record["sha256"], "")} if FILE in table.columns else {})

    return table, _add_twice(pack, f"data/{shape.name}", list(table.columns), records)


def _add_twice(pack: Pack, name: str, columns: Sequence[str], records: Callable[[], Iterable[Record]]) -> int:
    """Add records as CSV and as JSON; how many there were."""
    counted = 0

    def counting() -> Iterator[Record]:
        nonlocal counted
        for record in records():
            counted += 1
            yield record

    pack.add(f"{name}.csv", handover.as_csv(columns, records()))
    pack.add(f"{name}.json", handover.as_json(counting()))
    return counted


def _outcomes(session: Session, moment: Moment) -> Iterator[Record]:
    """Every cell of every regime as the rules have it on the day of the copy."""
    day, at = moment.as_of or moment.instant.date(), moment.instant
    clocks = rules.clocks(session, as_of=day, known_at=at)
    head = {"as_of": day.isoformat(), "known_at": instant_text(at), "rules": clocks.rules, "notice": NOTICE}
    for line in law.regimes(session):
        matrix = assessments.matrix(session, regime=line.regime.key, clocks=clocks)
        for (state, obligation), found in matrix.decisions.items():
            cell = {"outcome": found.outcome.value, "assurance": found.assurance.value}
            due = found.due.isoformat() if found.due else None
            fields = head | cell | {"state_code": state, "obligation": obligation, "due": due}
            yield {name: fields[name] for name in OUTCOME_FIELDS}


def _restricted() -> Select[str]:
    """The names of files that a restricted source has: its kept copies and their texts."""
    copies = select(Capture.kept_file_id, Capture.text_id).join(Source)
    found = copies.where(Source.publication == Publication.RESTRICTED).subquery()
    either = KeptFile.id.in_(select(found.c.kept_file_id)) | KeptFile.id.in_(select(found.c.text_id))
    return select(KeptFile.sha256).where(either)


def _files(session: Session, pack: Pack, store: Store, given: frozenset[str]) -> dict[str, str]:
    """Add the kept files that are given; where each lies, by its SHA-256."""
    query = select(KeptFile.sha256, KeptFile.sha3_512, KeptFile.size, KeptFile.media_type).order_by(KeptFile.sha256)
    found: dict[str, str] = {}
    for sha256, sha3_512, size, media_type in session.execute(query):
        if sha256 in given:
            if wrong := store.check(sha256, sha3_512, size):
                raise RuleBroken.at("archive", "", wrong)
            found[sha256] = f"files/{sha256[:2]}/{sha256}{handover.extension(media_type)}"
            pack.add(found[sha256], store.chunks(sha256), stored=True)
    return found


def _claims(session: Session, pack: Pack, moment: Moment) -> None:
    chosen = ClaimFilter(known_at=moment.known_at)
    for fmt in ("csv", "jsonl"):
        pack.add(f"claims/claims.{fmt}", [claim_files.give_out(session, chosen=chosen, fmt=fmt)])


def _reports(session: Session, pack: Pack, numbers: Sequence[int], known_at: datetime | None) -> int:
    """Add reports: the frozen text itself, whose SHA-256 is its digest, and what reads without a program."""
    for number in numbers:
        copy = report_reading.copy_of(report_reading.get(session, number=number), known_at=known_at)
        pack.add(f"reports/report-{number:04}.json", [copy.text.encode()])
        for name in ("csv", "html"):
            if fmt := formats_of(copy.document).get(name):
                pack.add(f"reports/report-{number:04}.{name}", [fmt.render(copy)])
        session.expunge_all()
    return len(numbers)


def _log(session: Session, held: Present | Past) -> Iterator[Record]:
    shape = next(shape for shape in rows.shapes() if shape.name == AuditEntry.__tablename__)
    for line in rows.lines(session.connection(), shape):
        found = dict(zip((column.name for column in shape.columns), json.loads(line), strict=True))
        if not isinstance(held, Past) or found["seq"] <= held.size:
            yield found


def _facts(made: HandedOver, moment: Moment) -> dict[str, str]:
    return {
        "made_at": instant_text(moment.made_at.replace(microsecond=0)),
        "moment": MOMENT.format(instant_text(moment.known_at)) if moment.known_at else "",
        "program": tracker.__version__,
        "rows": str(made.rows),
        "files": str(made.files),
        "left_out": _told(made.left_out),
    }


def _told(left_out: tuple[str, ...]) -> str:
    if not left_out:
        return "No kept file was left out."
    lines = "\n".join(f"  {name}" for name in left_out)
    return (
        "Kept copies of restricted sources, and the texts taken from them, were left out. What claims quote from\n"
        f"these sources is in the tables. By their SHA-256 they are:\n\n{lines}"
    )
