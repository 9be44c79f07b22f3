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


def test_compare_needs_a_first_moment(reader):
    assert "Choose a first moment" in reader(*ASKED, code=2).stderr
