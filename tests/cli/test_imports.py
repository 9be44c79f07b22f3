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
    assert "does not wait for you" in tracker(*decide, "--as", "analyst", code=1).stderr
    assert tracker(*decide, "--as", "reviewer").stdout.startswith("2 claims: ")


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
