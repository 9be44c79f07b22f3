"""The page of two moments: what moved, in words, with links; and a sentence where it cannot compare."""

import re
from dataclasses import fields
from html import unescape

import pytest

from tracker.domain.facts import Clocks

MIDTERM, REPATRIATION = "r2397-op8-midterm-report", "r2397-op8-repatriation"


def test_what_moved_is_told_with_its_cause_and_a_link_to_the_claim(client):
    page = client.get(f"/compare/?state=Kuwait&obligation={MIDTERM}&as_of=2020-06-30&from_as_of=2019-03-01").text
    assert f'href="/cells/KWT/{MIDTERM}?as_of=2020-06-30"' in page
    assert "The due date, 22 March 2019, passed." in page
    assert "1 cell of 1 moved." in page
    assert 'From as of <strong><time datetime="2019-03-01">1 March 2019</time></strong>' in page


def test_public_at_is_named_for_each_moment_that_has_it(client):
    page = client.get(f"/compare/?obligation={MIDTERM}&as_of=2020-06-30&from_public_at=2019-04-01").text
    assert page.count('public at <time datetime="2019-04-01">') == 1


def test_one_clock_may_be_compared_alone(client):
    page = client.get(f"/compare/?obligation={MIDTERM}&as_of=2020-06-30&from_known_at=2020-01-01").text
    assert "It was accepted on" in page
    assert '<a class="key" href="/claims/' in page


FIRST = {"as_of": "2019-03-01", "known_at": "2020-01-01", "public_at": "2019-04-01", "rules": "1"}
"""A value of each clock for a first moment."""


@pytest.mark.parametrize("name", [field.name for field in fields(Clocks)])
def test_every_clock_may_have_another_value_at_the_first_moment(client, name):
    address = f"/compare/?state=RUS&as_of=2020-01-01&rules=2&from_{name}={FIRST[name]}"
    answer = client.get(address)
    assert answer.status_code == 200
    assert re.search(r"\d cells? of \d+ moved\.", answer.text)
    client.sign_in("analyst")
    take = re.search(r'href="(/reports/take/changes[^"]*)"', client.get(address).text)
    assert take is not None
    assert f"from_{name}={FIRST[name]}" in unescape(take[1])
    assert "Compared with" in client.get(unescape(take[1])).text
    frozen = client.submit(unescape(take[1]), {"title": "Of two moments"}).location
    report = client.get(f"{frozen}.json").get_json()["report"]
    assert report["before"][name].startswith(FIRST[name])
    assert (report["format"], "public_at" in report["before"]) == (("5", True) if name == "public_at" else ("4", False))
    assert ("public at " in client.get(frozen).text) == (name == "public_at")


@pytest.mark.whole_record
def test_two_versions_of_the_rules_are_compared_in_words(client):
    page = client.get(f"/compare/?obligation={REPATRIATION}&as_of=2020-01-01&rules=2&from_rules=1").text
    assert '<option selected value="1">Version 1</option>' in page
    assert "by rules of version 1 to " in page
    assert "by rules of version 2. An analytical" in page
    assert "By rules of version 2 it is overdue (unsupported); by those of version 1, " in page


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("", 200, "Choose a first moment"),
        ("?from_as_of=once", 422, "“once” is not one day"),
        ("?state=RUS&from_rules=9", 422, "“9” is no version of the rules: there are 1, 2, 3"),
        ("?from_as_of=2019-03-01&state=Ruritania", 422, "There is no state called “Ruritania”"),
        ("?from_as_of=2019-03-01&obligation=none", 422, "“none” is not in the list"),
        ("?state=Kuwait&as_of=2020-06-30&from_as_of=2020-06-30", 200, "Every outcome, and how well it is supported,"),
        ("?state=Kuwait&as_of=2020-06-30&from_as_of=2016-06-30&page=999", 200, "There is no page 999"),
    ],
)
def test_bad_or_empty_questions_get_one_sentence(client, query, status, sentence):
    page = client.get(f"/compare/{query}")
    assert page.status_code == status
    assert sentence in page.text
