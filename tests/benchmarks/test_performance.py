"""The page on performance: written from figures, and honest about goals."""

import csv
import json

import openpyxl
import pytest

from benchmarks import bare_writers, export_table, exports, performance
from benchmarks.export_table import EXPORTS
from benchmarks.goals import MET, MISSED, NO_GOAL, OPERATIONS, Operation

FLOOR = {"matrix_now": 4.0, "matrix_then": 10.0, "cell": 0.05, "import": 250.0, "export": 90.0, "accept": 0.06}
FLOOR |= {f"search_{word}": 0.5 for word in ("common", "mid", "rare")}
PRODUCT = {operation.product: 5.0 for operation in OPERATIONS if operation.product != "accept_with_matrix"}
PRODUCT |= {operation.rps: 250.0 for operation in OPERATIONS if operation.rps}
PRODUCT |= {
    "unchanged_rps": 3_100.4,
    "kept_gzip_rps": 2_900.0,
    "matrix_page_bytes": 151_000,
    "matrix_json_bytes": 588_000,
}
PRODUCT |= {"matrix_after_accept": 6.0, "export_first_byte": 4.0, "import": 900.0}
FIGURES = {
    "database": "sqlite",
    "claims": 10_000,
    "on": "2026-11-30",
    "versions": "SQLite 3.40.1, Python 3.11.7",
    "load_seconds": 4.0,
    "floor": FLOOR,
    "product": PRODUCT,
    "peak_mb": 250.0,
    "busy": 3.2,
}


def test_a_line_has_floor_ours_ratio_throughput_goal_and_verdict():
    table = performance.table(FIGURES)
    assert "## SQLite, 10,000 claims" in table
    assert "| matrix now, as JSON, after a change | 4.0 | 5.0 | 1.2 |  | at most 1.5 times the floor | met |" in table
    assert "| matrix at any clocks, as JSON | 10.0 | 5.0 | 0.5 | 250 | at most 1.5 times the floor | met |" in table
    assert "| unchanged matrix, by its validator (a second) |  |  |  | 3,100 | at least 3,000 a second | met |" in table
    assert "| unchanged matrix, sent again (a second) |  |  |  | 2,900 | at least 3,000 a second | missed |" in table
    assert "| import of 10,000 rows with a report | 250 | 900 | 3.6 |  | at most 4 times the floor | met |" in table
    assert "| accepting a claim, with its matrix | 0.06 | 11.0 | 183 |  | at most 10 ms | missed |" in table
    assert "Peak memory of the server with two workers: 250 MB (goal: under 300 MB, met)." in table


@pytest.mark.parametrize(
    ("operation", "verdict"),
    [
        (Operation("x", "register", most=20), MET),
        (Operation("x", "register", most=4), MISSED),
        (Operation("x", "matrix_page", "matrix_now", most=80, bytes=("matrix_page_bytes", 150_000)), MISSED),
        (Operation("x", "register"), NO_GOAL),
    ],
    ids=["met", "missed", "one part of two missed", "none"],
)
def test_a_goal_is_met_when_every_part_of_it_is(operation, verdict):
    assert operation.verdict(FIGURES) == verdict


def test_the_page_has_every_run_in_order_and_says_how_the_matrix_grows(tmp_path, monkeypatch):
    larger = FIGURES | {"claims": 100_000, "product": PRODUCT | {"matrix_now": 10.0}}
    other = FIGURES | {"database": "postgresql"}
    files = [tmp_path / f"{n}.json" for n in range(3)]
    for file, figures in zip(files, (other, larger, FIGURES), strict=True):
        file.write_text(json.dumps(figures))
    out = tmp_path / "performance.md"
    monkeypatch.setattr("sys.argv", ["performance", *map(str, files), f"--out={out}"])
    performance.main()
    text = out.read_text()
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings[:3] == ["## SQLite, 10,000 claims", "## SQLite, 100,000 claims", "## PostgreSQL, 10,000 claims"]
    assert "from 10,000 to 100,000 claims the matrix now takes 2.0 times as long, at other clocks 1.0 times." in text
    assert text.startswith("# Performance\n")
    assert "## What is missed, and why" in text


def _writers(seconds: float, extra: float = 10.0):
    names = {name for one in EXPORTS for name in (one.ours, one.bare)}
    figure = {"seconds": 2.0, "extra_mb": extra, "child_mb": 0.0, "kb": 5.0}
    return {"on": "2026-12-01", "busy": 1.2, "writers": {n: figure | {"seconds": seconds} for n in names}}


def test_exports_are_renewed_alone_and_stay_when_the_rest_is_measured():
    first = performance.renewed(performance.page([FIGURES]), [_writers(2.0)])
    assert "| register to CSV | csv module | 2.00 | 2.00 | 1.0 | 10 | at most 1.5 times | met |" in first
    assert first.index("## SQLite, 10,000 claims") < first.index(export_table.TITLE) < first.index(performance.AFTER)
    again = performance.renewed(first, [_writers(3.0, extra=300.0)])
    assert again.count(export_table.TITLE) == 1
    assert "at most 3 times, under 250 MB | missed |" in again
    assert export_table.of_page(performance.renewed(again, [FIGURES])) == export_table.of_page(again)


def test_every_export_is_measured_and_every_writer_shown():
    assert {name for one in EXPORTS for name in (one.ours, one.bare)} == set(exports.JOBS)


def test_a_bare_writer_writes_the_rows_that_it_was_given(tmp_path):
    rows = [["key", "words"], ["a", "one, two"], ["b", "=1+1"]]
    bare_writers.csv_module(rows)(tmp_path / "rows.csv")
    assert list(csv.reader((tmp_path / "rows.csv").read_text().splitlines())) == rows
    for write in (bare_writers.xlsxwriter, bare_writers.rust):
        write(rows)(tmp_path / "rows.xlsx")
        sheet = openpyxl.load_workbook(tmp_path / "rows.xlsx").worksheets[0]
        assert [[cell.value for cell in row] for row in sheet.iter_rows()] == rows
    for write in (bare_writers.canvas, bare_writers.typst):
        write([[("a", "met"), ("b", "against")]])(tmp_path / "grid.pdf")
        assert (tmp_path / "grid.pdf").read_bytes().startswith(b"%PDF-")
