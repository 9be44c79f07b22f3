"""The page on performance: written from figures, and honest about goals."""

import json

import pytest

from benchmarks import performance
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
