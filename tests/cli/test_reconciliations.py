MIDTERM = "r2397-op8-midterm-report"
ASKED = ("reconcile", MIDTERM, "--count", "47", "--on", "2019-12-06")


def test_the_counts_of_the_record_are_listed(reader):
    found = reader.json("reconcile", MIDTERM)
    assert {(one["count"], one["day"]) for one in found} >= {(42, "2019-11-19"), (47, "2019-12-06"), (48, "2019-12-16")}
    assert (52, "2020-04-02") in {(one["count"], one["day"]) for one in found}


def test_a_count_is_reconciled_in_text_and_json(reader):
    found = reader.json(*ASKED, "--earlier-count", "42", "--earlier-on", "2019-03-10")
    assert found["lacking"] == 47 - len(found["met"])
    assert {line["code"] for line in found["gained"]} < {line["code"] for line in found["met"]}
    assert "Named by the record (" in reader(*ASKED).output


def test_a_count_needs_its_day(reader):
    assert "--count and --on go together" in reader("reconcile", MIDTERM, "--count", "47", code=2).stderr
