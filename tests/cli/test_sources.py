"""`tracker sources`: what leans on a source, and that its publisher took it back."""

import pytest

SOURCE, CLAIM = "kbs-de-2016-diplomats-expelled", "kr-pv-2016-mm-vn-eg-departures"
RETRACT = ("sources", "retract", SOURCE, "--kind", "retraction", "--reason", "Made up.")


def test_impact_lists_claims_cells_and_reports(reader):
    found = reader.json("sources", "impact", SOURCE, "--as-of", "2017-01-01")
    assert list(found) == ["source", "notices", "claims", "cells", "reports"]
    assert (found["source"], found["notices"], found["reports"]) == (SOURCE, [], [])
    assert [(claim["key"], claim["review_state"]) for claim in found["claims"]] == [(CLAIM, "accepted")]
    assert {cell["state"] for cell in found["cells"]} == {"MMR", "VNM", "EGY"}
    assert {cell["outcome"] for cell in found["cells"]} == {"measures_reported"}
    text = reader("sources", "impact", SOURCE, "--as-of", "2017-01-01").stdout
    assert "Claims: 1" in text
    assert "- MMR r2270-op13-expel-diplomats: measures_reported (single_origin)" in text


@pytest.mark.whole_record
def test_a_retraction_reopens_the_claims_and_is_told(tracker):
    answer = tracker(*RETRACT, "--day", "July 2026", "--as", "reviewer")
    assert f"Recorded that {SOURCE} was retracted; reviews ended: 1." in answer.stdout
    found = tracker.json("sources", "impact", SOURCE, "--as-of", "2017-01-01")
    assert [(one["kind"], one["day"], one["reviews_ended"]) for one in found["notices"]] == [
        ("retraction", "July 2026", 1)
    ]
    assert found["claims"][0]["review_state"] == "waiting"
    assert {cell["outcome"] for cell in found["cells"]} == {"no_information"}
    assert "retraction July 2026: Made up." in tracker("sources", "impact", SOURCE).stdout
    tracker("claims", "review", CLAIM, "--as", "reviewer", "--verdict", "wrong", "--comment", "Made up.")


@pytest.mark.parametrize(
    ("args", "part"),
    [
        ((*RETRACT, "--as", "viewer"), "Only an analyst or a reviewer"),
        ((*RETRACT, "--day", "someday", "--as", "analyst"), "not a date"),
        (("sources", "impact", "none-such"), "no source “none-such”"),
    ],
)
def test_what_may_not_be_is_refused(reader, args, part):
    assert part in reader(*args, code=1).stderr


def test_a_kind_that_is_none_is_wrong_usage(reader):
    reader("sources", "retract", SOURCE, "--kind", "regret", "--reason", "x", "--as", "analyst", code=2)
