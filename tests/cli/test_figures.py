import csv
import io

import pytest

OIL, LABOUR = "r2397-op5-refined-petroleum-cap", "r2397-op8-repatriation"


def test_figures_are_told_with_their_totals_for_people(reader):
    told = reader("figures", OIL, "--as-of", "2026-11-24").stdout
    assert "- ALL, 2020: at least 1,600,000 bbl of 500,000: over the limit [43-states-2020-07-24-cap]" in told
    assert "168,679 bbl, 2024-01-01..2024-12-04 [ru-2024-stopped-reporting, B2]" in told
    assert "not a legal finding" in told


def test_figures_of_one_state_name_different_counts(reader):
    told = reader("figures", LABOUR, "--state", "Russia").stdout
    assert "11,490 permits, 2018-12-31 [ru-2019-03-midterm-report, C3]" in told
    assert (
        "Different counts, never added or subtracted: persons (DPRK workers in the Russian Federation); permits" in told
    )
    assert "- CHN, RUS, SYR, VNM, flow, workers requested by a Syrian firm" in told
    assert "- QAT" not in told


def test_figures_as_json_have_bounds_reasons_and_levels(reader):
    found = reader.json("figures", OIL, "--state", "ALL", "--as-of", "2024-12-31")
    assert [(one["first"], one["low"], one["high"], one["over"]) for one in found["totals"]] == [
        ("2024-01-01", 168679, 168679, False),
        ("2020-01-01", 1600000, None, True),
        ("2018-01-01", 759793, None, True),
    ]
    assert found["totals"][0]["left_out"][0]["why"] == "overlaps"
    assert found["totals"][2]["crossing"] == "us-2018-07-cap-breach-claim"
    assert found["totals"][2]["reached"] == 0.95


def test_what_is_set_aside_is_in_both(reader):
    early = ("figures", "r2321-op26-coal-cap-dec-2016", "--as-of", "2016-12-30")
    assert [one["why"] for one in reader.json(*early)["set_aside"]] == ["later", "later"]
    assert "Its days end after the as-of day." in reader(*early).stdout


def test_figures_as_a_table_have_a_row_each(reader):
    rows = [*csv.DictReader(io.StringIO(reader("figures", LABOUR, "--state", "RUS", "--format", "csv").stdout))]
    permits = [row for row in rows if row["unit"] == "permits" and row["measure"] == "stock"]
    assert [(row["low"], row["high"], row["grade"]) for row in permits] == [
        ("30023", "30023", "C3"),
        ("11490", "11490", "C3"),
    ]


@pytest.mark.parametrize(
    ("args", "sentence"), [(("nothing",), "no obligation"), ((OIL, "--state", "Ruritania"), "no state")]
)
def test_what_is_not_on_record_is_refused(reader, args, sentence):
    assert sentence in reader("figures", *args, code=1).stderr.lower()
