"""Records of the law from a terminal: listed, put in force, and what they touch cleared."""

import pytest

from tests.determined import DUTY

GIVEN = ("--kind", "council_act", "--effect", "suspends", "--title", "A suspension", "--summary", "It says so.")


def test_a_record_is_proposed_put_in_force_and_cleared(tracker):
    made = tracker("law", "propose", DUTY, *GIVEN, "--from", "2018-07-01", "--as", "analyst")
    number = made.stdout.strip()
    tracker("law", "rule", number, "approve", "--as", "reviewer")
    assert tracker.json("status", "RUS", DUTY, "--as-of", "2018-07-31")["outcome"] == "not_in_force"
    (listed,) = tracker.json("law", "changes")
    assert (listed["standing"], listed["effect"]) == ("approved", "suspends")
    (begun,) = tracker.json("law", "ripple")
    asked = (str(begun["number"]), "cell", f"RUS/{DUTY}", "--note", "It follows.", "--as", "analyst")
    assert tracker("law", "clear", *asked).stdout.startswith("Cleared. ")
    cleared = [one for one in tracker.json("law", "ripple", str(begun["number"])) if one["note"]]
    assert [(one["item"], one["cleared_by"], one["now"]) for one in cleared] == [
        (f"RUS/{DUTY}", "analyst", "not_in_force")
    ]


@pytest.mark.parametrize("by", ["analyst", "admin"])
def test_a_second_person_must_rule(tracker, by):
    number = tracker("law", "propose", DUTY, *GIVEN, "--from", "2018-07-01", "--as", "analyst").stdout.strip()
    tracker("law", "rule", number, "approve", "--as", by, code=1)


def test_two_people_strike_a_record(tracker):
    number = tracker("law", "propose", DUTY, *GIVEN, "--from", "2018-07-01", "--as", "analyst").stdout.strip()
    tracker("law", "rule", number, "approve", "--as", "reviewer")
    strike = ("law", "propose-strike", number, "--reason", "Of another duty.", "--as")
    tracker(*strike, "analyst")
    assert tracker("law", "take-back-strike", number, "--as", "analyst").stdout == (
        f"The striking of change {number} is taken back.\n"
    )
    tracker(*strike, "reviewer")
    assert "approved, striking proposed" in tracker("law", "changes").stdout
    (listed,) = tracker.json("law", "changes")
    assert (listed["standing"], listed["strike_proposed"]["by"]) == ("approved", "reviewer")
    ruling = ("law", "rule-strike", number, "approve", "--as")
    assert "A second person must rule on it." in tracker(*ruling, "reviewer", code=1).stderr
    assert tracker.json("status", "RUS", DUTY, "--as-of", "2018-07-31")["outcome"] == "not_in_force"
    assert tracker(*ruling, "reviewer2").stdout == f"The striking of change {number} is approved.\n"
    assert tracker.json("status", "RUS", DUTY, "--as-of", "2018-07-31")["outcome"] != "not_in_force"
