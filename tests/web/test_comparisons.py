"""The page of two moments: what moved, in words, with links; and a sentence where it cannot compare."""

import pytest

MIDTERM = "r2397-op8-midterm-report"


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


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("", 200, "Choose a first moment"),
        ("?from_as_of=once", 422, "“once” is not one day"),
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
