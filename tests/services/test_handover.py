"""The hand-over copy: readable without us, whole by its own sums, and without what is not a reader's."""

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, NullPool, select

from tests import backups
from tests.databases import small
from tests.later import GONE, PLEDGE, SAID_LATER, happens, last_instant
from tests.reporting import frozen
from tracker.db import named
from tracker.db.engine import make_engine, reading, snapshot, writing
from tracker.db.kept import Store
from tracker.db.models import AuditEntry, Claim, KeptFile, Source
from tracker.domain.errors import RuleBroken
from tracker.domain.facts import Clocks
from tracker.domain.report import instant_text
from tracker.domain.vocabulary import Publication
from tracker.exports.packing import packing
from tracker.services import accounts, assessments, handover, law
from tracker.services.handover import Moment


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "kept")


@pytest.fixture
def names(record, store):
    """The kept files of the record."""
    return backups.with_files(record, store)


@pytest.fixture
def hand_over(record, store, tmp_path):
    """Writes the copy and unpacks it; the folder, and what the service said."""

    def made(**options) -> tuple[Path, handover.HandedOver]:
        return tmp_path / "out", _written(record, store, tmp_path, **options)

    return made


@dataclass(frozen=True)
class Copy:
    """A hand-over that is there to be looked at: unpacked, packed, what the service said, and the record behind it."""

    folder: Path
    place: Path
    told: handover.HandedOver
    engine: Engine
    names: list[str]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def copy(request, tmp_path_factory):
    """A hand-over of a record with kept files, made once for all tests that only look."""
    house = request.getfixturevalue("sqlite_house" if request.param == "sqlite" else "postgres_house")
    house.need("small", small)
    address, folder = house.copy("small"), tmp_path_factory.mktemp("copy")
    engine, store = make_engine(address, poolclass=NullPool), Store(folder / "kept")
    names = backups.with_files(engine, store)
    told = _written(engine, store, folder)
    yield Copy(folder / "out", folder / "archive.zip", told, engine, names)
    engine.dispose()
    house.drop(address)


def _written(engine: Engine, store: Store, folder: Path, **options) -> handover.HandedOver:
    place = folder / "archive.zip"
    with snapshot(engine) as session, packing(place, made_at=backups.AT) as pack:
        chosen = {"restricted": False, "moment": Moment(backups.AT)} | options
        told = handover.hand_over(session, pack=pack, store=store, **chosen)
    with zipfile.ZipFile(place) as file:
        file.extractall(folder / "out")
    return told


def _restrict(record):
    with writing(record, actor="test") as session:
        session.scalars(select(Source).order_by(Source.id).limit(1)).one().publication = Publication.RESTRICTED


def _verify(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_the_sums_are_right_by_two_programs_that_are_not_ours(copy):
    command = ["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=copy.folder, capture_output=True, text=True).stdout == ""
    for answer in (_verify(copy.folder), _verify(copy.folder, str(copy.place))):
        assert (answer.returncode, answer.stdout.endswith("files: whole\n")) == (0, True)


def test_the_checker_names_what_is_changed_missing_or_added(hand_over, names):
    folder, _ = hand_over()
    (folder / "README.txt").write_text("changed")
    (folder / "data" / "claim.csv").unlink()
    (folder / "extra.txt").write_text("x")
    answer = _verify(folder)
    assert answer.returncode == 1
    assert answer.stdout.splitlines()[:3] == [
        "not named in SHA256SUMS: extra.txt",
        "changed: README.txt",
        "missing: data/claim.csv",
    ]
    (folder / "SHA256SUMS").unlink()
    assert _verify(folder).returncode == 2


def test_every_table_and_column_is_explained():
    for shape in named.shapes():
        table = handover.explained(shape)
        assert all(text.endswith(".") for text in [table.about, *table.columns.values()]), shape.name


def test_the_readme_names_every_file_and_column(copy):
    folder, told = copy.folder, copy.told
    readme = (folder / "README.txt").read_text()
    assert "{" not in readme
    assert f"from {told.rows} rows" in readme
    for place in (folder / "data").glob("*.csv"):
        assert f"data/{place.stem}\n" in readme
        with place.open(newline="", encoding="utf-8-sig") as file:
            assert all(f"\n  {column} " in readme for column in next(csv.reader(file)))


def test_csv_and_json_tell_the_same(copy):
    folder, told = copy.folder, copy.told
    total = 0
    for place in sorted((folder / "data").glob("*.json")):
        records = json.loads(place.read_bytes())
        with place.with_suffix(".csv").open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        assert [list(record) for record in records[:1]] == [list(row) for row in rows[:1]]
        assert len(records) == len(rows)
        total += len(records) if place.stem != handover.OUTCOME else 0
    assert total == told.rows


def test_kept_files_lie_under_their_digest_with_the_ending_of_their_kind(copy):
    folder, told = copy.folder, copy.told
    listed = json.loads((folder / "data" / "kept_file.json").read_text())
    assert told.files == len(listed) == len(set(copy.names))
    for record in listed:
        assert record["file"] == f"files/{record['sha256'][:2]}/{record['sha256']}.txt"
        assert hashlib.sha256((folder / record["file"]).read_bytes()).hexdigest() == record["sha256"]


def test_copies_of_restricted_sources_stay_behind_and_are_named(hand_over, record, names):
    _restrict(record)
    folder, told = hand_over()
    assert told.left_out == tuple(sorted(set(names)))
    assert not (folder / "files").exists()
    assert all(name in (folder / "README.txt").read_text() for name in names)
    assert {r["file"] for r in json.loads((folder / "data" / "kept_file.json").read_text())} == {""}


def test_copies_of_restricted_sources_go_along_when_that_is_asked_for(hand_over, record, names):
    _restrict(record)
    folder, told = hand_over(restricted=True)
    assert told.left_out == ()
    assert len(list((folder / "files").rglob("*.txt"))) == len(set(names))


def test_a_text_that_is_a_formula_is_text_in_csv_and_untouched_in_json(hand_over, record):
    with writing(record, actor="test") as session:
        session.add(Claim(key='=HYPERLINK("x")', created_at=backups.AT))
    folder, _ = hand_over()
    assert "'=HYPERLINK" in (folder / "data" / "claim.csv").read_text()
    assert '"=HYPERLINK(\\"x\\")"' in (folder / "data" / "claim.json").read_text()


def test_reports_are_there_in_every_format_and_the_frozen_text_byte_for_byte(hand_over, record):
    with writing(record, actor="test") as session:
        report = frozen(
            session,
            regime="dprk-1718",
            states=["FRA"],
            obligations=["r2397-op8-final-report"],
            as_of=date(2020, 3, 31),
            known_at=backups.AT,
            title="March 2020",
            author=accounts.find(session, username="analyst").id,
            at=backups.AT,
        )
        digest = report.digest
    folder, told = hand_over()
    there = {place.name for place in (folder / "reports").iterdir()}
    assert (told.reports, there) == (1, {f"report-0001.{ending}" for ending in ("csv", "html", "json")})
    assert hashlib.sha256((folder / "reports" / "report-0001.json").read_bytes()).hexdigest() == digest


def test_the_audit_log_is_there_entry_by_entry(copy):
    folder, record = copy.folder, copy.engine
    with reading(record) as session:
        kept = session.scalars(select(AuditEntry.canonical).order_by(*AuditEntry.__table__.primary_key)).all()
    lines = (folder / "audit-log.jsonl").read_text().splitlines()
    assert [json.loads(line)["canonical"] for line in lines] == list(kept)


def test_no_password_and_no_address_of_a_person_is_in_the_tables(copy):
    folder = copy.folder
    text = "".join(place.read_text() for place in (folder / "data").iterdir())
    assert "$argon2" not in text
    assert "@example.org" not in text


def test_outcomes_are_those_of_the_rules_and_say_what_they_are(copy):
    folder, record = copy.folder, copy.engine
    found = json.loads((folder / "data" / "outcome.json").read_text())
    with reading(record) as session:
        clocks = Clocks(backups.AT.date(), backups.AT)
        asked = {"state": "RUS", "obligation": "r2397-op8-repatriation", "clocks": clocks}
        expected = assessments.cell(session, **asked).assessment
        columns, states = len(law.obligations(session)), len(law.states(session, together=True))
    (cell,) = [c for c in found if (c["state_code"], c["obligation"]) == ("RUS", "r2397-op8-repatriation")]
    assert (cell["outcome"], cell["assurance"]) == (expected.outcome.value, expected.assurance.value)
    assert "not a legal finding" in cell["notice"]
    assert len(found) == columns * states


def test_words_are_explained(copy):
    folder = copy.folder
    rows = list(csv.DictReader(io.StringIO((folder / "words.csv").read_text(encoding="utf-8-sig"))))
    assert {"list", "word", "label", "meaning"} == set(rows[0])
    assert {"Kind", "Verdict", "Outcome"} <= {row["list"] for row in rows}


def test_a_damaged_kept_file_is_not_handed_over(hand_over, record, store, names):
    store.path(names[0]).unlink()
    with pytest.raises(RuleBroken, match="is missing"):
        hand_over()
    with reading(record) as session:
        assert session.scalar(select(KeptFile.id).limit(1))


@pytest.fixture
def then(record, store, names):
    """The last instant of the log before a claim was edited, another withdrawn, and a copy kept."""
    instant = last_instant(record)
    happens(record, at=instant + timedelta(seconds=1))
    with writing(record, actor="test") as session:
        backups.keep(session, store, b"Kept later.", number=99)
    return instant


def _told(folder: Path) -> dict[str, Any]:
    """What a hand-over tells, file by file, but for the text that says when it was written.

    The names in an object of JSON have no order, and the log has one of its own, so those of tables are read.
    """
    found = [place for place in folder.rglob("*") if place.is_file() and place.name not in ("README.txt", "SHA256SUMS")]
    tables = {place.name: json.loads(place.read_bytes()) for place in found if place.suffix == ".json"}
    others = (place for place in found if place.parent.name != "data")
    return tables | {place.relative_to(folder).as_posix(): place.read_bytes() for place in others}


def test_a_copy_of_an_instant_is_the_copy_that_was_made_then(record, store, names, tmp_path):
    instant = last_instant(record)
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
    _written(record, store, folders[0], moment=Moment(instant))
    happens(record, at=instant + timedelta(seconds=1))
    _written(record, store, folders[1], moment=Moment(instant + timedelta(days=9), known_at=instant))
    assert _told(folders[0] / "out") == _told(folders[1] / "out")
    assert f"by {instant_text(instant)}" in (folders[1] / "out" / "README.txt").read_text()


def test_the_outcomes_of_a_copy_judge_the_day_that_is_asked_for(hand_over):
    folder, _ = hand_over(moment=Moment(backups.AT, as_of=date(2018, 2, 5)))
    found = json.loads((folder / "data" / "outcome.json").read_text())
    assert {cell["as_of"] for cell in found} == {"2018-02-05"}
    (cell,) = [c for c in found if (c["state_code"], c["obligation"]) == ("RUS", "r2397-op8-repatriation")]
    assert cell["outcome"] not in ("overdue", "fulfilled late")


def test_what_came_later_is_not_in_a_copy_of_an_instant(record, store, hand_over, then):
    folder, told = hand_over(moment=Moment(backups.AT, known_at=then))
    claim = {row["key"]: row for row in json.loads((folder / "data" / "claim.json").read_text())}
    assert (claim[GONE]["withdrawn_at"], claim[GONE]["withdrawal_reason"]) == (None, "")
    revisions = json.loads((folder / "data" / "claim_revision.json").read_text())
    assert {row["superseded_at"] for row in revisions if row["claim"] == PLEDGE} == {None}
    assert SAID_LATER not in (folder / "claims" / "claims.csv").read_text()
    kept = json.loads((folder / "data" / "kept_file.json").read_text())
    assert told.files == len(kept) == len(list((folder / "files").rglob("*.txt")))
    assert hashlib.sha256(b"Kept later.").hexdigest() not in {row["sha256"] for row in kept}
    log = (folder / "audit-log.jsonl").read_text().splitlines()
    with reading(record) as session:
        every = session.scalars(select(AuditEntry.at)).all()
    assert len(log) == len([at for at in every if at <= then]) < len(every)
    assert _verify(folder).returncode == 0
