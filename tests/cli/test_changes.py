import pytest

ASKED = ("--state", "KWT", "--obligation", "r2397-op8-midterm-report", "--known-at", "2026-11-24")


def test_changes_are_told_by_day_with_their_causes(reader):
    found = reader.json("changes", *ASKED, "--as-of", "2020-06-30")
    assert (found[0]["day"], found[0]["after"]["outcome"]) == ("2026-11-23", "fulfilled")
    assert "23 November 2026\n  Kuwait, Mid-term report" in reader("changes", *ASKED, "--as-of", "2020-06-30").output


def test_the_calendar_tells_what_is_due_and_how_a_state_stands(reader):
    found = reader.json("calendar", *ASKED, "--as-of", "2019-03-01")
    assert [(one["day"], one["what"], one["outcome"]) for one in found] == [
        ("2017-12-22", "takes effect", "not_due"),
        ("2019-03-22", "due", "not_due"),
    ]
    assert "2019-03-22  r2397-op8-midterm-report  due" in reader("calendar", *ASKED, "--as-of", "2019-03-01").output


def test_both_take_a_subject_a_test_and_an_outcome(reader):
    asked = ("--state", "KWT", "--subject", "labour", "--test", "report", "--as-of", "2020-06-30")
    duties = {one["obligation"] for one in reader.json("calendar", *asked)}
    assert "r2397-op8-midterm-report" in duties
    assert duties < {one["obligation"] for one in reader.json("calendar", "--state", "KWT", "--as-of", "2020-06-30")}
    told = {one["outcome"] for one in reader.json("calendar", *asked, "--outcome", "fulfilled")}
    assert told == {"fulfilled"}
    moved = reader.json("changes", *asked, "--known-at", "2026-11-24", "--outcome", "fulfilled")
    assert {one["after"]["outcome"] for one in moved} == {"fulfilled"}


@pytest.mark.parametrize(
    ("filters", "code", "sentence"),
    [
        (("--subject", "magic"), 1, "There is no subject “magic” in the record."),
        (("--test", "magic"), 2, "'magic' is not one of 'attain'"),
        (("--outcome", "magic"), 2, "'magic' is not one of"),
    ],
)
def test_a_filter_that_is_unknown_is_refused_in_a_sentence(reader, filters, code, sentence):
    for command in ("changes", "calendar"):
        assert sentence in reader(command, *filters, code=code).stderr
