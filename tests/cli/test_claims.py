import pytest

PLEDGE = "ru-matsegora-2018-07-18-pledge-diplomat"
DUTY = "r2397-op8-repatriation"


@pytest.mark.parametrize(
    ("options", "test"),
    [
        (["--state", "Russia"], lambda row: "RUS" in row["states"]),
        (["--kind", "pledge"], lambda row: row["kind"] == "pledge"),
        (["--review-state", "waiting"], lambda row: row["review_state"] == "waiting"),
        (["--speaker", "Alexander Matsegora"], lambda row: row["speaker"] == "Alexander Matsegora"),
        (["--words", "coal"], lambda row: bool(row["key"])),
        (["--obligation", DUTY, "--until", "2018-12-31"], lambda row: row["said"] < "2019"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_filter_leaves_in_only_what_fits(reader, options, test):
    rows = reader.json("claims", "list", *options)
    assert 0 < len(rows) < 83
    assert all(test(row) for row in rows)


def test_the_list_comes_in_pages(reader):
    first = reader.json("claims", "list", "--size", "80")
    second = reader.json("claims", "list", "--size", "80", "--page", "2")
    assert len({row["key"] for row in [*first, *second]}) == 83
    assert "81 to 83 of 83" in reader("claims", "list", "--size", "80", "--page", "2").stderr


@pytest.mark.parametrize(
    "options",
    [["--state", "Atlantis"], ["--obligation", "x"], ["--regime", "x"], ["--source", "x"]],
    ids=" ".join,
)
def test_a_filter_by_what_is_not_on_record_is_refused(reader, options):
    assert "There is no" in reader("claims", "list", *options, code=1).stderr


def test_a_claim_is_shown_with_its_citation_check_and_history(reader):
    text = reader("claims", "show", PLEDGE).stdout
    assert "cited_as: Resolution 2356, passed last June" in text
    assert "citation check: S/RES/2356(2017)" in text
    assert "Editors of the record logged the claim" in text


def test_a_claim_as_json_is_a_row_of_the_export(reader):
    (row,) = [row for row in reader.lines("claims", "export", "--words", "2356") if row["key"] == PLEDGE]
    assert reader.json("claims", "show", PLEDGE) == row


def test_a_review_counts_at_once(tracker):
    asked = ("status", "RUS", DUTY, "--as-of", "2018-07-31")
    assert PLEDGE in {aside["claim"] for aside in tracker.json(*asked)["set_aside"]}
    tracker("claims", "review", PLEDGE, "--as", "reviewer", "--verdict", "right", "--grade", "B2")
    assert PLEDGE in {key for reason in tracker.json(*asked)["reasons"] for key in reason["claims"]}
    assert tracker.json("claims", "show", PLEDGE)["grade"] == "B2"


def test_a_later_review_follows_the_earlier_one(tracker):
    review = ("claims", "review", PLEDGE, "--as")
    tracker(*review, "reviewer", "--verdict", "right", "--grade", "b2")
    wrong = ("reviewer2", "--verdict", "wrong", "--comment", "Another man said it.")
    assert "was decided on already" in tracker(*review, *wrong, code=1).stderr
    assert tracker.json("claims", "show", PLEDGE)["review_state"] == "accepted"
    tracker(*review, *wrong, "--again")
    assert tracker.json("claims", "show", PLEDGE)["review_state"] == "wrong"


@pytest.mark.parametrize(
    ("args", "part"),
    [
        (["--as", "analyst", "--verdict", "right", "--grade", "B2"], "Only a reviewer"),
        (["--as", "admin", "--verdict", "right", "--grade", "B2"], "Only a reviewer"),
        (["--as", "nobody", "--verdict", "right", "--grade", "B2"], "no user called nobody"),
        (["--as", "reviewer", "--verdict", "right"], "Grade the source"),
        (["--as", "reviewer", "--verdict", "return"], "what the analyst should change"),
    ],
    ids=["analyst", "administrator", "unknown person", "no grade", "no comment"],
)
def test_a_review_that_the_rules_refuse_changes_nothing(tracker, args, part):
    assert part in tracker("claims", "review", PLEDGE, *args, code=1).stderr
    assert tracker.json("claims", "show", PLEDGE)["review_state"] == "waiting"


def test_a_review_of_another_revision_than_the_present_one_is_refused(tracker):
    args = ("--as", "reviewer", "--verdict", "right", "--grade", "B2", "--revision", "2")
    assert "edited meanwhile" in tracker("claims", "review", PLEDGE, *args, code=1).stderr


@pytest.mark.parametrize("grade", ["B", "2B", "G1", "B7", "", "B22"])
def test_a_grade_that_cannot_be_read_is_wrong_usage(reader, grade):
    args = ("--as", "reviewer", "--verdict", "right", "--grade", grade)
    assert "is not a grade" in reader("claims", "review", PLEDGE, *args, code=2).stderr


def test_a_claim_that_is_not_on_record_is_refused(reader):
    assert "no claim “x”" in reader("claims", "show", "x", code=1).stderr
