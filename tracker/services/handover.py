"""The hand-over: a copy of the record for people who have neither this program nor its database.

A backup is for the program and holds everything; this is for readers, and holds what is theirs to read: no passwords,
no e-mail addresses in the tables, no scratch paper, and kept copies of restricted sources only if that was asked for.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

import tracker
from tracker.db import named, rows
from tracker.db.kept import Store
from tracker.db.models import Capture, KeptFile, Source
from tracker.db.named import Names, Record
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


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What went into a hand-over: rows of tables, kept files, reports, and the kept files that were left out."""

    rows: int
    files: int
    reports: int
    left_out: tuple[str, ...]


def hand_over(session: Session, *, pack: Pack, store: Store, made_at: datetime, restricted: bool) -> HandedOver:
    """Write the hand-over copy of what the session sees into an archive; it must see one moment throughout.

    `restricted` says whether kept copies of restricted sources go along. Raises RuleBroken for a kept file that is
    missing or damaged, and for a report that does not match its digest.
    """
    held_back = frozenset() if restricted else frozenset(session.scalars(_restricted()))
    files = _files(session, pack, store, held_back)
    tables = [_table(session, pack, shape, files) for shape in named.shapes()]
    outcomes = handover.explained(OUTCOME, OUTCOME_FIELDS)
    cells = list(_outcomes(session, made_at))
    _add_twice(pack, f"data/{OUTCOME}", OUTCOME_FIELDS, lambda: cells)
    _add_twice(pack, "words", list(next(handover.words())), handover.words)
    _claims(session, pack)
    frozen = _reports(session, pack)
    pack.add("audit-log.jsonl", handover.as_jsonl(_log(session)))
    made = HandedOver(sum(count for _, count in tables), len(files), frozen, tuple(sorted(held_back)))
    pack.add(handover.VERIFY, [handover.checker()])
    pack.add(handover.README, [handover.readme([*(table for table, _ in tables), outcomes], _facts(made, made_at))])
    pack.add(handover.SUMS, [handover.sums(pack.members)])
    return made


def explained(shape: Shape) -> Table:
    """A table with what the README says of it. Raises KeyError for a table or column that nobody has explained."""
    extra = [FILE] if shape.name == KeptFile.__tablename__ else []
    return handover.explained(shape.name, [*named.columns(shape), *extra])


def _table(session: Session, pack: Pack, shape: Shape, files: dict[str, str]) -> tuple[Table, int]:
    table, names = explained(shape), Names(session.connection())

    def records() -> Iterator[Record]:
        for record in named.records(session.connection(), shape, names):
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


def _outcomes(session: Session, at: datetime) -> Iterator[Record]:
    """Every cell of every regime as the rules have it on the day of the copy."""
    clocks = rules.clocks(session, as_of=at.date(), known_at=at)
    head = {"as_of": at.date().isoformat(), "known_at": instant_text(at), "rules": clocks.rules, "notice": NOTICE}
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


def _files(session: Session, pack: Pack, store: Store, held_back: frozenset[str]) -> dict[str, str]:
    """Add every kept file that is not held back; where each lies, by its SHA-256."""
    query = select(KeptFile.sha256, KeptFile.sha3_512, KeptFile.size, KeptFile.media_type).order_by(KeptFile.sha256)
    found: dict[str, str] = {}
    for sha256, sha3_512, size, media_type in session.execute(query):
        if sha256 not in held_back:
            if wrong := store.check(sha256, sha3_512, size):
                raise RuleBroken.at("archive", "", wrong)
            found[sha256] = f"files/{sha256[:2]}/{sha256}{handover.extension(media_type)}"
            pack.add(found[sha256], store.chunks(sha256), stored=True)
    return found


def _claims(session: Session, pack: Pack) -> None:
    for fmt in ("csv", "jsonl"):
        pack.add(f"claims/claims.{fmt}", [claim_files.give_out(session, chosen=ClaimFilter(), fmt=fmt)])


def _reports(session: Session, pack: Pack) -> int:
    """Add every report: the frozen text itself, whose SHA-256 is its digest, and what reads without a program."""
    numbers = sorted(report.number for report in report_reading.list_all(session))
    for number in numbers:
        copy = report_reading.copy_of(report_reading.get(session, number=number))
        pack.add(f"reports/report-{number:04}.json", [copy.text.encode()])
        for name in ("csv", "html"):
            if fmt := formats_of(copy.document).get(name):
                pack.add(f"reports/report-{number:04}.{name}", [fmt.render(copy)])
        session.expunge_all()
    return len(numbers)


def _log(session: Session) -> Iterator[Record]:
    shape = next(shape for shape in rows.shapes() if shape.name == "audit_entry")
    for line in rows.lines(session.connection(), shape):
        pairs = zip(shape.columns, json.loads(line), strict=True)
        yield {column.name: value for column, value in pairs if column.kind != "json"}


def _facts(made: HandedOver, made_at: datetime) -> dict[str, str]:
    return {
        "made_at": instant_text(made_at.replace(microsecond=0)),
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
