MIDTERM = "r2397-op8-midterm-report"
ASKED = ("compare", "--state", "KWT", "--obligation", MIDTERM, "--as-of", "2020-06-30")


def test_compare_tells_each_change_with_its_causes(reader):
    found = reader.json(*ASKED, "--from-known-at", "2020-01-01")
    assert [(one["states"], one["before"]["outcome"], one["after"]["outcome"]) for one in found] == [
        (["KWT"], "overdue", "fulfilled")
    ]
    assert [cause["code"] for cause in found[0]["causes"]] == ["accepted"]
    said = reader(*ASKED, "--from-known-at", "2020-01-01").output
    assert "1 of 1 cells moved." in said
    assert f"[{found[0]['causes'][0]['claim']}]" in said


def test_two_versions_of_the_rules_are_compared(reader):
    duty = "r2397-op8-repatriation"
    asked = ("compare", "--obligation", duty, "--as-of", "2020-01-01", "--rules", "2", "--from-rules")
    causes = [cause for one in reader.json(*asked, "1") for cause in one["causes"]]
    assert {cause["code"] for cause in causes} == {"rules"}
    assert causes[0]["sentence"].startswith("By rules of version 2 it is overdue (unsupported); by those of version 1")
    assert "by rules of version 1 to as of" in reader(*asked, "1").stdout
    assert "There are no rules of version “9”: there are 1, 2, 3." in reader(*asked, "9", code=1).stderr


def test_compare_needs_a_first_moment(reader):
    assert "Choose a first moment" in reader(*ASKED, code=2).stderr
