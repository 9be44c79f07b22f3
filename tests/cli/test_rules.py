"""The rules on the command line."""

import pytest


@pytest.mark.whole_record
def test_a_version_is_previewed_proposed_and_put_in_force(tracker):
    asked = ("rules", "preview", "2", "--as-of", "2020-06-30")
    flips = tracker.json(*asked)
    assert tracker(*asked).stdout.startswith(f"{len(flips)} of ")
    assert {flip["after"]["outcome"] for flip in flips} == {"overdue"}
    number = tracker("rules", "propose", "2", "--reason", "A step is no result.", "--as", "analyst").stdout.strip()
    assert "Only a reviewer" in tracker("rules", "approve", number, "--as", "analyst", code=1).stderr
    assert "in force from now on" in tracker("rules", "approve", number, "--as", "reviewer").stdout
    assert [row["version"] for row in tracker.json("rules", "list") if row["in_force"]] == ["2"]
    then = tracker.json("rules", "list", "--known-at", "2026-11-24")
    assert [(row["version"], bool(row["since"])) for row in then if row["in_force"] or row["since"]] == [("1", False)]
    cell = ("status", flips[0]["state"], flips[0]["obligation"], "--as-of", "2020-06-30")
    assert [tracker.json(*cell, *more)["outcome"] for more in ((), ("--rules", "1"))] == [
        "overdue",
        flips[0]["before"]["outcome"],
    ]


def test_a_version_that_is_not_there_is_refused(reader):
    assert "no rules of version “9”" in reader("rules", "preview", "9", code=1).stderr
    assert "no rules of version “9”" in reader("status", "RUS", "r2397-op8-repatriation", "--rules", "9", code=1).stderr
    assert "first rules" in reader("rules", "list").stdout
