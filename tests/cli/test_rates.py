"""A rate from a terminal: proposed with its source, ruled on, and told with the figures that it converts."""

import csv
import io

from tests.rated import OIL, QUOTED, keep, log, source_of
from tests.services.desks import Desk
from tracker.db.engine import writing

SAID = "converted from 70,000 t: 1 t counts as 8 bbl, by record 1 of the law, “A table” (All workers left)"


def test_a_rate_is_proposed_put_in_force_and_told_with_what_it_converts(tracker, record):
    with writing(record, actor="test") as session:
        desk = Desk(session)
        claim = log(desk, (70_000, 70_000, "t"))
        keep(desk, source := source_of(desk, claim))
        session.commit()
    given = (
        "law",
        "propose",
        OIL,
        "--kind",
        "rate",
        "--effect",
        "converts",
        "--title",
        "A table",
        "--from",
        "2018-01-01",
    )
    given += ("--summary", "It says so.", "--rate-of", "t", "--rate-in", "bbl", "--source", source, "--as", "analyst")
    assert "These words do not stand" in tracker(*given, "--counts-as", "8", "--quotation", "No.", code=1).stderr
    assert "a number from 0.000001" in tracker(*given, "--counts-as", "0", "--quotation", QUOTED, code=1).stderr
    number = tracker(*given, "--counts-as", "8", "--quotation", QUOTED).stdout.strip()
    asked = ("figures", OIL, "--state", "CHN", "--as-of", "2019-06-30")
    assert all(total["counted"] == [] for total in tracker.json(*asked)["totals"])
    tracker("law", "rule", number, "approve", "--as", "reviewer")
    (listed,) = tracker.json("law", "changes")
    assert (listed["rate"], listed["source"], listed["quotation"]) == (
        {"unit": "t", "factor": 8.0, "into": "bbl"},
        source,
        QUOTED,
    )
    told = tracker(*asked).stdout
    assert f"560,000 bbl with a converted figure of 500,000: over the limit, by converted figures [{claim}]" in told
    assert f"    560,000 bbl, {SAID} [{claim}]" in told
    found = tracker.json(*asked)
    (total,) = [one for one in found["totals"] if one["counted"]]
    assert (total["low"], total["over"], total["over_as_given"]) == (560_000, True, False)
    made = {"from": "70,000 t", "unit": "t", "factor": 8.0, "into": "bbl", "law_change": 1, "title": "A table"}
    assert total["counted"][0]["converted"] == made | {"source": "All workers left"}
    lines = {line["unit"]: [one["converted"] for one in line["points"]] for line in found["series"]}
    assert lines == {"t": [None], "bbl": [made | {"source": "All workers left"}]}
    rows = csv.DictReader(io.StringIO(tracker(*asked, "--format", "csv").stdout))
    assert {row["unit"]: (row["low"], row["converted"]) for row in rows} == {
        "t": ("70000", ""),
        "bbl": ("560000", SAID),
    }
    cell = tracker.json("status", "CHN", OIL, "--as-of", "2019-06-30")
    assert [one["sentence"] for one in cell["reasons"] if one["rule"] == "converted"] == [
        f"A figure over the limit is {SAID}."
    ]
