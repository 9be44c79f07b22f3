"""A rate from a terminal: proposed with its source, ruled on, and told with the figures that it converts."""

import csv
import io

import pytest

from tests.rated import OIL, QUOTED, kept

SAID = "converted from 70,000 t: 1 t counts as 8 bbl, by record 1 of the law, “A table” (All workers left)"


GIVEN = ("law", "propose", OIL, "--kind", "rate", "--effect", "converts", "--title", "A table", "--from", "2018-01-01")
GIVEN += ("--summary", "It says so.", "--rate-of", "t", "--rate-in", "bbl", "--as", "analyst", "--source")
ASKED = ("figures", OIL, "--state", "CHN", "--as-of", "2019-06-30")


@pytest.fixture
def about(record) -> tuple[str, str]:
    return kept(record)


def _in_force(tracker, source):
    number = tracker(*GIVEN, source, "--counts-as", "8", "--quotation", QUOTED).stdout.strip()
    assert all(total["counted"] == [] for total in tracker.json(*ASKED)["totals"])
    tracker("law", "rule", number, "approve", "--as", "reviewer")


def test_a_rate_is_proposed_put_in_force_and_told_with_what_it_converts(tracker, about):
    claim, source = about
    for factor, words, sentence in (("8", "No.", "These words do not stand"), ("0", QUOTED, "from 0.000001")):
        assert sentence in tracker(*GIVEN, source, "--counts-as", factor, "--quotation", words, code=1).stderr
    _in_force(tracker, source)
    (listed,) = tracker.json("law", "changes")
    assert listed["rate"] == {"unit": "t", "factor": 8.0, "into": "bbl"}
    assert (listed["source"], listed["quotation"]) == (source, QUOTED)
    told = tracker(*ASKED).stdout
    assert f"560,000 bbl with a converted figure of 500,000: over the limit, by converted figures [{claim}]" in told
    assert f"    560,000 bbl, {SAID} [{claim}]" in told
    _as_data(tracker)


def _as_data(tracker):
    found = tracker.json(*ASKED)
    (total,) = [one for one in found["totals"] if one["counted"]]
    assert (total["low"], total["over"], total["over_as_given"]) == (560_000, True, False)
    made = {"from": "70,000 t", "unit": "t", "factor": 8.0, "into": "bbl", "law_change": 1, "title": "A table"}
    made["source"] = "All workers left"
    assert total["counted"][0]["converted"] == made
    lines = {line["unit"]: [one["converted"] for one in line["points"]] for line in found["series"]}
    assert lines == {"t": [None], "bbl": [made]}
    rows = csv.DictReader(io.StringIO(tracker(*ASKED, "--format", "csv").stdout))
    assert {row["unit"]: (row["low"], row["converted"]) for row in rows} == {
        "t": ("70000", ""),
        "bbl": ("560000", SAID),
    }
    reasons = tracker.json("status", "CHN", OIL, "--as-of", "2019-06-30")["reasons"]
    assert [one["sentence"] for one in reasons if one["rule"] == "converted"] == [f"A figure over the limit is {SAID}."]
