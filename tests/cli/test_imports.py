"""`tracker imports`: any sort of file, a mapping that is kept, a report, what waits and one decision on many."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.importing import CLAIM, FIGURE, LAW, SOURCE, as_csv, workbook
from tracker.domain.importing import ImportNoun
from tracker.intake import import_columns


@pytest.fixture
def written(tmp_path):
    """Writes a file, and gives its path."""

    def write(data: bytes, name: str = "file.csv") -> str:
        (tmp_path / name).write_bytes(data)
        return str(tmp_path / name)

    return write


def test_a_workbook_is_mapped_once_and_its_mapping_kept_for_the_next(tracker, written, tmp_path):
    rows = [["Country", "Barrels", "Period"], ["China", 1234.5, "March 2018"], ["Atlantis", 5, "April 2018"]]
    place, report = written(workbook(*rows), "supplies.xlsx"), str(tmp_path / "report.csv")
    fills = ["unit=bbl", "kind=implementation_report", "speaker=1718 Committee", "title=Notifications"]
    options = [part for fill in fills for part in ("--fill", fill)]
    start = ("imports", "new", place, "--of", "quantities", "--as", "analyst")
    missing = tracker(*start, code=1)
    assert "Nothing fills “unit”" in missing.stderr
    told = tracker(*start, *options, "--save-mapping", "Lists", "--report", report, code=1)
    assert "row 3, Country: There is no state “Atlantis”" in told.stderr
    assert "Nothing was written, because 1 of 2 rows have faults." in told.stderr
    mended = (tmp_path / "report.csv").read_text("utf-8-sig").replace("Atlantis", "Viet Nam")
    assert next(csv.reader(io.StringIO(mended)))[-1] == "faults"
    again = ("imports", "new", written(mended.encode()), "--of", "quantities", "--as", "analyst")
    assert "2 new" in tracker(*again, *options, "--dry-run").stdout
    assert "2 new" in tracker(*again, *options, "--save-mapping", "Lists", "--share").stdout
    assert "0 new, 0 updated, 2 unchanged" in tracker(*again, "--mapping", "Lists").stdout
    assert "Lists" in tracker("imports", "mappings", "quantities", "--as", "analyst2").stdout
    (run,) = tracker.json("imports", "list")
    assert (run["of"], run["new"], run["by"], run["file"]) == ("quantities", 2, "analyst", "file.csv")
    keys = [one["key"] for one in tracker.json("imports", "show", "1")["brought"]]
    assert [row["key"] for row in tracker.json("imports", "waiting", "1", "--as", "reviewer")] == keys
    assert tracker.json("imports", "waiting", "1", "--as", "reviewer", "--only", "none") == []
    chosen = [part for key in keys for part in ("--key", key)]
    decide = ("imports", "review", "1", *chosen, "--verdict", "right", "--grade", "A2", "--reason", "The list itself.")
    assert "no longer waits, or is your own" in tracker(*decide, "--as", "analyst", code=1).stderr
    told = tracker.json("imports", "show", "1")["brought"]
    assert {one["review_state"] for one in told} == {"waiting"}
    assert (
        "is not among those that --only none leaves"
        in tracker(*decide, "--only", "none", "--as", "reviewer", code=1).stderr
    )
    assert tracker(*decide, "--only", "unquoted", "--as", "reviewer").stdout.startswith("2 claims: ")
    assert "row 1: new" in (listed := tracker("imports", "show", "1").stdout) or "row 2: new" in listed
    assert "(accepted)" in listed
    assert (
        "after the instant that was asked for"
        in tracker("imports", "show", "1", "--known-at", "2001-01-01", code=1).stderr
    )
    assert tracker.json("imports", "list", "--known-at", "2001-01-01") == []


def test_a_sample_is_drawn_read_and_stands_for_what_is_no_exception(tracker, written):
    rows = [CLAIM | {"key": f"plain-{n}", "statement": f"He named {n}.", "said": f"2018-07-1{n}"} for n in range(2)]
    odd = CLAIM | {"key": "odd", "statement": "It quotes nothing.", "quotation": "", "said": "2018-01-03"}
    tracker("imports", "new", written(as_csv(*rows, odd)), "--of", "claims", "--as", "analyst")
    drawn = tracker.json("imports", "sample", "1", "--as", "reviewer")
    assert (drawn["stands_for"], [one["key"] for one in drawn["drawn"]]) == (2, ["plain-0", "plain-1"])
    assert drawn["mark"] in tracker("imports", "sample", "1", "--as", "reviewer").stderr
    deed = ("imports", "review", "1", "--as", "reviewer", "--verdict", "right", "--grade", "A2", "--reason", "I read.")
    by_sample, one, other = (*deed, "--only", "sample", "--mark"), ("--key", "plain-0"), ("--key", "plain-1")
    refused = [
        ((*by_sample, drawn["mark"], *one), "1 of the 2 that were drawn are not ticked, such as plain-1."),
        ((*by_sample, "0", *one, *other), "What waits has changed since the sample was drawn."),
        (deed, "Tick at least one claim."),
        ((*deed, "--key", "ru-2019-03-midterm-report"), "Only claims that this import brought are decided on here."),
        ((*deed, "--only", "mismatch", "--key", "odd"), "odd is not among those that --only mismatch leaves."),
    ]
    for args, sentence in refused:
        assert sentence in tracker(*args, code=1).stderr
    assert tracker(*by_sample, drawn["mark"], *one, *other).stdout == "2 claims: the record is right.\n"
    left = tracker.json("imports", "waiting", "1", "--as", "reviewer")
    assert [(one["key"], one["exceptions"]) for one in left] == [("odd", "unquoted")]
    then, now = (tracker.json("imports", "show", "1", *more)["brought"] for more in (("--known-at", "2099-01-01"), ()))
    assert then == now
    assert [one["review_state"] for one in now] == ["accepted", "accepted", "waiting"]


def test_every_sort_of_file_is_taken_and_told(tracker, written):
    for noun, row in ((ImportNoun.SOURCES, SOURCE), (ImportNoun.LAW, LAW), (ImportNoun.CLAIMS, CLAIM)):
        given = ("imports", "new", written(as_csv(row)), "--of", noun.value, "--as", "analyst")
        assert "1 new" in tracker(*given).stdout
        assert "1 unchanged" in tracker(*given).stdout
        assert tuple(next(csv.reader([tracker("imports", "template", noun.value).stdout.lstrip("\ufeff")]))) == (
            import_columns.names(noun)
        )
    line = json.dumps(FIGURE | {"value": 5}).encode()
    assert "1 new" in tracker("imports", "new", "-", "--of", "quantities", "--as", "analyst", stdin=line).stdout
    assert [run["of"] for run in tracker.json("imports", "list")] == ["quantities", "claims", "law", "sources"]
    assert "row 2: new" in tracker("imports", "show", "1").stdout


def test_the_import_of_claims_by_its_own_command_is_on_record_too(tracker, written):
    tracker("claims", "import", written(as_csv(CLAIM | {"faults": "kind: passed over"})), "--as", "analyst")
    assert [run["new"] for run in tracker.json("imports", "list")] == [1]


@pytest.mark.parametrize(
    ("options", "code", "part"),
    [
        (["--map", "Nothing=state"], 1, "There is no column “Nothing”"),
        (["--map", "state"], 2, "= between them"),
        (["--mapping", "None"], 1, "There is no mapping “None”"),
        (["--sheet", "x", "--format", "xlsx"], 1, "damaged or cut short"),
        (["--header", "9"], 1, "Row 9 is not there"),
    ],
)
def test_what_cannot_be_done_is_said(tracker, written, options, code, part):
    given = ("imports", "new", written(as_csv(FIGURE)), "--of", "quantities", "--as", "analyst")
    assert part in tracker(*given, *options, code=code).stderr


def test_nothing_waits_to_be_carried_out(tracker):
    assert "0 done." in tracker("imports", "work").stderr


@pytest.mark.parametrize("noun", [noun for noun in ImportNoun if noun is not ImportNoun.CLAIMS])
def test_the_manual_has_the_table_of_the_columns(noun):
    manual = (Path(__file__).parents[2] / "docs" / "importing.md").read_text(encoding="utf-8")
    assert import_columns.table(noun) in manual
