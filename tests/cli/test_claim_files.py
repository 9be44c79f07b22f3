import csv
import io
import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from tests.importing import CLAIM
from tests.later import BEFORE, GONE, PLEDGE, SAID_LATER, THEN, happens
from tracker import resources
from tracker.clock import now
from tracker.db.engine import writing
from tracker.db.models import Claim, Source
from tracker.domain.vocabulary import Role
from tracker.exports.formulas import STARTS
from tracker.intake import claim_columns
from tracker.services import accounts, claim_list, revisions, seeding

ROW = {name: text for name, text in CLAIM.items() if name != "quotation"}


@pytest.fixture
def written(tmp_path):
    """Writes rows to a CSV file, and gives its path."""

    def write(*rows: dict[str, str], name: str = "claims.csv") -> str:
        columns = list(dict.fromkeys(column for row in rows for column in row))
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, columns)
        writer.writeheader()
        writer.writerows(rows)
        (tmp_path / name).write_text(text.getvalue(), encoding="utf-8", newline="")
        return str(tmp_path / name)

    return write


@pytest.fixture
def law(engine: Engine) -> Engine:
    """A database that has the law and one analyst, and no claims."""
    with writing(engine, actor="test") as session:
        seeding.load_law(session, folder=resources.folder("seed"))
        accounts.add(
            session,
            username="analyst",
            email="a@example.org",
            name="A",
            roles={Role.ANALYST},
            password_hash="x",
            at=now(),
        )
    return engine


def contents(engine: Engine):
    with Session(engine) as session:
        rows = claim_list.everything(session, chosen=claim_list.ClaimFilter())
        return {row.claim.key: (revisions.content_of(row), row.origin.label) for row in rows}


def claim_count(engine: Engine) -> int:
    with Session(engine) as session:
        return session.scalars(select(func.count()).select_from(Claim)).one()


@pytest.mark.whole_record
@pytest.mark.parametrize("fmt", ["csv", "jsonl"])
def test_what_is_exported_and_imported_elsewhere_is_the_same(
    tracker, record: Engine, law: Engine, address, monkeypatch, tmp_path, fmt
):
    place = str(tmp_path / f"claims.{fmt}")
    tracker("claims", "export", "--format", fmt, "--output", place)
    monkeypatch.setenv("TRACKER_DATABASE_URL", address)
    assert "83 new" in tracker("claims", "import", place, "--as", "analyst").stdout
    assert contents(law) == contents(record)
    assert "0 new, 0 updated, 83 unchanged" in tracker("claims", "import", place, "--as", "analyst").stdout
    assert {row["review_state"] for row in tracker.lines("claims", "export")} == {"waiting"}


@pytest.mark.whole_record
@pytest.mark.parametrize("options", [[], ["--raw"]], ids=["guarded", "raw"])
def test_an_export_imported_where_it_came_from_changes_nothing(tracker, tmp_path, options):
    place = str(tmp_path / "claims.csv")
    tracker("claims", "export", "--output", place, *options)
    answer = tracker("claims", "import", place, "--as", "analyst", *options)
    assert answer.stdout == "0 new, 0 updated, 83 unchanged\n"


def test_an_imported_claim_waits_for_review_and_belongs_to_its_analyst(tracker, written):
    answer = tracker("claims", "import", written(ROW), "--as", "analyst")
    key = answer.stdout.splitlines()[0].removeprefix("row 2: new ")
    shown = tracker.json("claims", "show", key)
    assert (shown["states"], shown["review_state"], shown["revision"]) == (["VNM"], "waiting", 1)
    assert "Analyst Person logged the claim" in tracker("claims", "show", key).stdout


def test_a_file_without_keys_may_be_imported_twice(tracker, record: Engine, written):
    place = written(ROW, ROW | {"statement": "Another statement."})
    tracker("claims", "import", place, "--as", "analyst")
    assert tracker("claims", "import", place, "--as", "analyst2").stdout == "0 new, 0 updated, 2 unchanged\n"
    with Session(record) as session:
        titles = session.scalars(select(Source.id).where(Source.title == ROW["title"])).all()
    assert len(titles) == 1


def test_a_dry_run_tells_the_same_and_writes_nothing(tracker, record: Engine, written):
    place, before = written(ROW), claim_count(record)
    dry = tracker("claims", "import", place, "--as", "analyst", "--dry-run").stdout
    assert claim_count(record) == before
    assert dry == tracker("claims", "import", place, "--as", "analyst").stdout + (
        "This was a dry run: nothing was written.\n"
    )


def test_one_bad_row_keeps_all_out_and_every_fault_is_named(tracker, record: Engine, written):
    rows = [
        ROW,
        ROW | {"statement": "Two.", "kind": "vow", "said": "soon"},
        ROW | {"statement": ""},
        ROW | {"statement": "Four.", "bears_on": "VNM r2397-op8-repatriation fulfils"},
        ROW | {"statement": "Five.", "bears_on": "VNM r9-op9 promises"},
        ROW | {"statement": "Six.", "state_action": "no-such-act"},
        ROW | {"statement": "Seven.", "source_key": "no-such-source", "title": ""},
        ROW | {"statement": "Eight."},
    ]
    before = claim_count(record)
    told = tracker("claims", "import", written(*rows), "--as", "analyst", code=1).stderr.splitlines()
    places = [line.partition(":")[0] for line in told]
    assert places[:-1] == [
        *("row 3, kind", "row 3, said", "row 4, statement", "row 5, bears_on"),
        *("row 6, bears_on", "row 7, state_action", "row 8, title"),
    ]
    assert told[-1] == "Error: Nothing was written, because 6 of 8 rows have faults."
    assert claim_count(record) == before


def test_a_claim_that_differs_is_an_error_unless_updates_are_asked_for(tracker, written):
    row = {"key": PLEDGE} | tracker.json("claims", "show", PLEDGE) | {"notes": "Read again."}
    place = str(Path(written(ROW)).with_name("one.jsonl"))
    Path(place).write_text(json.dumps(row), encoding="utf-8")
    refused = tracker("claims", "import", place, "--as", "analyst", code=1).stderr
    assert "row 1, key" in refused
    assert "differs in: Notes" in refused
    updated = tracker("claims", "import", place, "--as", "analyst", "--update").stdout
    assert updated.startswith(f"row 1: updated {PLEDGE}\n")
    shown = tracker.json("claims", "show", PLEDGE)
    assert (shown["revision"], shown["notes"], shown["review_state"]) == (2, "Read again.", "waiting")


def test_an_update_overwrites_no_revision_that_its_file_had_not_seen(tracker, tmp_path):
    first, second = (tmp_path / name for name in ("first.jsonl", "second.jsonl"))
    row = tracker.json("claims", "show", PLEDGE)
    first.write_text(json.dumps(row | {"notes": "One."}), encoding="utf-8")
    second.write_text(json.dumps(row | {"notes": "Two."}), encoding="utf-8")
    tracker("claims", "import", str(first), "--as", "analyst", "--update")
    refused = tracker("claims", "import", str(second), "--as", "analyst2", "--update", code=1)
    assert "saved revision 2" in refused.stderr
    assert tracker.json("claims", "show", PLEDGE)["notes"] == "One."


def test_a_row_without_key_that_says_more_of_a_known_claim_is_not_passed_over(tracker, written):
    tracker("claims", "import", written(ROW), "--as", "analyst")
    refused = tracker("claims", "import", written(ROW | {"notes": "New."}), "--as", "analyst", code=1)
    assert "differs in: Notes" in refused.stderr


def test_a_key_may_stand_in_a_file_only_once(tracker, written):
    rows = [ROW | {"key": "vn-x", "statement": "One."}, ROW | {"key": "vn-x", "statement": "Two."}]
    assert (
        "Row 2 has the key “vn-x” already"
        in tracker("claims", "import", written(*rows), "--as", "analyst", code=1).stderr
    )


def test_an_import_does_not_change_a_source(tracker, written):
    row = ROW | {"source_key": "diplomat-2018-07", "title": "Another title", "publisher": ""}
    told = tracker("claims", "import", written(row), "--as", "analyst", code=1).stderr
    assert "row 2, title: The source “diplomat-2018-07” is in the record with another title" in told
    tracker("claims", "import", written(row | {"title": ""}), "--as", "analyst")


def test_formulas_stay_text_on_the_way_out_and_come_back_as_they_were(tracker, written, tmp_path):
    row = ROW | {"key": "vn-x", "statement": "=1+1", "notes": "'=2"}
    tracker("claims", "import", written(row), "--as", "analyst", "--raw")
    place = tmp_path / "out.csv"
    tracker("claims", "export", "--state", "VNM", "--output", str(place))
    rows = list(csv.DictReader(io.StringIO(place.read_text("utf-8-sig"), newline="")))
    assert ("'=1+1", "''=2") in {(row["statement"], row["notes"]) for row in rows}
    assert not [cell for row in rows for cell in row.values() if cell[:1] in STARTS]
    again = tracker("claims", "import", str(place), "--as", "analyst")
    assert again.stdout == f"0 new, 0 updated, {len(rows)} unchanged\n"


@pytest.mark.parametrize("person", ["viewer", "reviewer", "admin"])
def test_only_an_analyst_may_import(tracker, written, person):
    assert "Only an analyst" in tracker("claims", "import", written(ROW), "--as", person, code=1).stderr


@pytest.mark.parametrize("dry", [[], ["--dry-run"]], ids=["import", "dry run"])
def test_without_a_name_an_import_is_the_first_analyst_s_who_is_named(tracker, written, dry):
    answer = tracker("claims", "import", written(ROW), *dry)
    assert "The author is Analyst Person (analyst); --as names another." in answer.stderr
    assert "1 new" in answer.stdout


def test_an_import_must_be_attributed_to_somebody(blank_tracker, written):
    assert "--as" in blank_tracker("claims", "import", written(ROW), code=2).stderr


@pytest.mark.parametrize(
    ("data", "code", "part"),
    [
        (b"", 1, "empty"),
        (b"\xff\xfea\0", 1, "UTF-16"),
        (b"\x89PNG\r\n\x1a\n\0\0", 1, "no column"),
        (
            b"statement,kind,speaker,states,title\n\xff\xfe,pledge,A,RUS,T\n",
            1,
            "row 2, statement: Character 1 is not UTF-8",
        ),
        (
            b"statement,kind,speaker,states,title\na\0b,pledge,A,RUS,T\n",
            1,
            "row 2, statement: Character 2 is a control",
        ),
        (b'{"statement": "\\ud800"}', 1, "row 1, "),
        (b'{"statement": ', 1, "row 1: This line cannot be read"),
        (b"statement,kind,speaker,states\n", 0, "0 new"),
    ],
    ids=["empty", "UTF-16", "picture", "not UTF-8", "NUL", "surrogate", "cut off", "header only"],
)
def test_no_file_ends_in_a_traceback(tracker, tmp_path, data, code, part):
    (tmp_path / "file").write_bytes(data)
    assert part in tracker("claims", "import", str(tmp_path / "file"), "--as", "analyst", code=code).output


@pytest.mark.parametrize("place", ["missing.csv", "."], ids=["missing", "folder"])
def test_a_file_that_is_none_is_wrong_usage(tracker, somewhere_else, place):
    assert place in tracker("claims", "import", place, "--as", "analyst", code=2).stderr


def test_an_export_that_cannot_be_written_is_refused(tracker, tmp_path):
    answer = tracker("claims", "export", "--output", str(tmp_path / "no" / "such" / "folder.csv"), code=1)
    assert "cannot be used" in answer.stderr


def test_the_template_has_every_column_that_can_be_filled_in(tracker, tmp_path):
    header = tracker("claims", "template").stdout.lstrip("\ufeff").strip()
    assert tuple(header.split(",")) == claim_columns.TO_FILL
    (tmp_path / "t.csv").write_bytes(tracker("claims", "template").stdout_bytes)
    (tmp_path / "t.jsonl").write_bytes(tracker("claims", "template", "--format", "jsonl").stdout_bytes)
    for name in ("t.csv", "t.jsonl"):
        assert "0 new" in tracker("claims", "import", str(tmp_path / name), "--as", "analyst").stdout


def test_a_file_may_come_on_standard_input(tracker, written):
    data = Path(written(ROW)).read_bytes()
    assert "1 new" in tracker("claims", "import", "-", "--as", "analyst", "--dry-run", stdin=data).stdout


def test_the_manual_has_the_table_of_the_columns():
    manual = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
    assert claim_columns.table() in manual


def test_an_export_at_an_instant_has_the_revisions_and_reviews_of_then(tracker, record):
    before = tracker.lines("claims", "export")
    happens(record)
    assert tracker.lines("claims", "export", "--known-at", THEN) == before
    assert tracker.lines("claims", "export", "--known-at", BEFORE) == []
    now = {row["key"]: row for row in tracker.lines("claims", "export")}
    assert (now[PLEDGE]["statement"], now[PLEDGE]["revision"]) == (SAID_LATER, 2)
    assert now[GONE]["review_state"] == "withdrawn"
    listed = tracker.json("claims", "list", "--known-at", THEN, "--review-state", "accepted", "--size", "1000")
    assert [row["revision"] for row in listed if row["key"] == GONE] == [1]


def test_an_export_of_an_instant_overwrites_nothing_recorded_since(tracker, record, tmp_path):
    happens(record)
    place = tmp_path / "then.csv"
    tracker("claims", "export", "--known-at", THEN, "--output", str(place))
    refused = tracker("claims", "import", str(place), "--as", "analyst", "--update", code=1)
    assert "saved revision 2" in refused.stderr
    assert tracker.json("claims", "show", PLEDGE)["statement"] == SAID_LATER


def test_an_export_of_a_day_leaves_out_what_tells_of_later_days(tracker):
    keys = {row["key"] for row in tracker.lines("claims", "export", "--as-of", "2018-12-31")}
    assert PLEDGE in keys
    assert "ru-2019-03-midterm-report" not in keys
    public = {row["key"] for row in tracker.lines("claims", "export", "--public-at", "2018-12-31")}
    assert 0 < len(public) < len(tracker.lines("claims", "export"))


def test_words_at_an_instant_are_refused(tracker):
    answer = tracker("claims", "export", "--words", "workers", "--known-at", THEN, code=1)
    assert "looked up in what claims say now" in answer.stderr
