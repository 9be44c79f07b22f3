"""Determinations from a terminal: the same services, the same refusals, and `tracker status` that prints them."""

import pytest

from tests.determined import DUTY, STATE

REASON = "The Committee agreed so."
CLOCKS = ("--as-of", "2018-07-31")


def _propose(tracker, by="analyst", **more) -> str:
    given = {"--outcome": "not_applicable", "--reason": REASON, "--as": by, **more}
    return tracker(
        "determinations", "propose", STATE, DUTY, *(part for pair in given.items() for part in pair)
    ).stdout.strip()


def test_one_is_proposed_approved_and_printed_beside_the_status(tracker):
    number = _propose(tracker, **{"--until": "2018-12-31"})
    assert tracker("determinations", "rule", number, "approve", "--as", "reviewer").stdout == (
        f"Determination {number} is approved.\n"
    )
    found = tracker.json("status", STATE, DUTY, *CLOCKS)
    assert found["outcome"] == "in_progress"
    (one,) = found["determinations"]
    assert {
        name: one[name] for name in ("outcome", "standing", "first", "last", "reason", "proposed_by", "ruled_by")
    } == {
        "outcome": "not_applicable",
        "standing": "approved",
        "first": None,
        "last": "2018-12-31",
        "reason": REASON,
        "proposed_by": "analyst",
        "ruled_by": "reviewer",
    }
    text = tracker("status", STATE, DUTY, *CLOCKS).stdout
    assert (
        "Determined: not applicable until 31 December 2018 (approved), by Analyst Person, approved by Reviewer" in text
    )
    assert text.index("In progress (self-reported)") < text.index("Determined:")


def test_on_other_days_and_at_earlier_instants_it_is_not_printed(tracker):
    _propose(tracker, **{"--until": "2018-12-31"})
    assert tracker.json("status", STATE, DUTY, "--as-of", "2019-01-01")["determinations"] == []
    assert tracker.json("status", STATE, DUTY, *CLOCKS, "--known-at", "2026-11-23T09:00:00Z")["determinations"] == []


def test_a_proposal_is_printed_as_one_and_a_lapsed_one_says_what_changed(tracker):
    number = _propose(tracker)
    assert f"Proposed: not applicable on all days (waiting for approval), by Analyst Person: {REASON}" in (
        tracker("status", STATE, DUTY, *CLOCKS).stdout
    )
    tracker("determinations", "rule", number, "approve", "--as", "reviewer")
    key = "ru-matsegora-2018-07-18-pledge-diplomat"
    tracker("claims", "review", key, "--as", "reviewer", "--verdict", "right", "--grade", "B2")
    text = tracker("status", STATE, DUTY, *CLOCKS).stdout
    assert "(lapsed), by Analyst Person, approved by Reviewer Person on " in text
    assert f"- since then, {key}: It was accepted since." in text
    (one,) = tracker.json("status", STATE, DUTY, *CLOCKS)["determinations"]
    assert (one["standing"], one["changes"]) == ("lapsed", [{"claim": key, "sentence": "It was accepted since."}])


@pytest.mark.parametrize("by", ["both", "admin", "analyst2"])
def test_neither_its_author_nor_anybody_but_a_reviewer_rules(tracker, by):
    number = _propose(tracker, "both")
    assert tracker("determinations", "rule", number, "approve", "--as", by, code=1).stdout == ""
    assert tracker.json("determinations", "list")[0]["standing"] == "proposed"


def test_one_is_refused_taken_back_or_ended_with_its_reason(tracker):
    refused, back = _propose(tracker), _propose(tracker, "analyst2")
    assert (
        "Say why it is refused"
        in tracker("determinations", "rule", refused, "refuse", "--as", "reviewer", code=1).stderr
    )
    tracker("determinations", "rule", refused, "refuse", "--reason", "No.", "--as", "reviewer")
    assert "Only who proposed" in tracker("determinations", "take-back", back, "--as", "reviewer", code=1).stderr
    tracker("determinations", "take-back", back, "--as", "analyst2")
    ended = _propose(tracker)
    tracker("determinations", "rule", ended, "approve", "--as", "reviewer")
    tracker("determinations", "propose-end", ended, "--reason", "A mistake.", "--as", "analyst2")
    assert "approved, end proposed" in tracker("determinations", "list").stdout
    assert "its end waits, proposed by Analyst2 Person: A mistake." in tracker("status", STATE, DUTY, *CLOCKS).stdout
    tracker("determinations", "take-back-end", ended, "--as", "analyst2")
    tracker("determinations", "propose-end", ended, "--reason", "Wrong.", "--as", "reviewer2")
    (waits,) = [row["end_proposed"] for row in tracker.json("determinations", "list") if row["end_proposed"]]
    assert (waits["by"], waits["reason"]) == ("reviewer2", "Wrong.")
    ruling = ("determinations", "rule-end", ended, "approve", "--as")
    assert "You proposed the end of this determination." in tracker(*ruling, "reviewer2", code=1).stderr
    assert tracker(*ruling, "reviewer").stdout == f"The end of determination {ended} is approved.\n"
    rows = {str(row["number"]): row["standing"] for row in tracker.json("determinations", "list")}
    assert rows == {refused: "refused", back: "taken_back", ended: "ended"}
    assert "taken_back" in tracker("determinations", "list").stdout


def test_what_is_not_on_record_is_refused(tracker):
    assert "no determination 9" in tracker("determinations", "rule", "9", "approve", "--as", "reviewer", code=1).stderr
    asked = ("determinations", "propose", "Atlantis", DUTY, "--outcome", "exempt", "--reason", "x", "--as", "analyst")
    assert "Atlantis" in tracker(*asked, code=1).stderr
