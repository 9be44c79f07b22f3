"""Published counts of states: those of the record with who said them, and one set against the states by name."""

import pytest

from tests.counting import count

pytestmark = pytest.mark.whole_record

PAGE = "/obligations/r2397-op8-midterm-report/counts/"
ASKED = f"{PAGE}?count=47&on=2019-12-06&earlier=42&earlier_on=2019-11-19"


def test_the_counts_of_the_record_are_listed_with_who_said_them_and_lead_to_the_page(client):
    page = client.get(PAGE).text
    for states in ("42", "47", "48"):
        assert f"count={states}&amp;on=2019-1" in page
    assert "only 52" in page
    assert "Security Council sources (not named)" in page


def test_a_count_is_set_against_the_states_by_name_with_their_claims(client):
    page = client.get(ASKED).text
    assert "47 published for 6 December 2019; the record names " in page
    assert '<a href="/cells/KWT/r2397-op8-midterm-report">Kuwait</a> <a class="key" href="/claims/' in page
    assert "From 42 on 19 November 2019 the published count moved by +5;" in page
    assert "not a legal finding" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("count=many&on=2019-12-06", "Not a valid integer value."),
        ("count=-1&on=2019-12-06", "Type a number of states from 0 to 999."),
        ("count=47", "Say of which day the count speaks."),
        ("on=2019-12-06", "Type how many states were counted."),
        ("count=47&on=2019", "“2019” is not one day"),
        ("count=47&on=2019-12-06&earlier=42", "Say of which day the count speaks."),
    ],
)
def test_what_cannot_be_read_is_one_sentence_at_its_field(client, query, sentence):
    answer = client.get(f"{PAGE}?{query}")
    assert answer.status_code == 422
    assert sentence in answer.text


def test_the_statements_do_not_grow_with_the_states(app):
    assert count(app, ASKED) <= 22


def test_a_count_that_was_said_of_two_duties_stands_once(client):
    page = client.get(PAGE).text
    assert page.count("States with mid-term reports (Sejong)") == 1
    assert "said of another duty" not in page.partition("(Sejong)")[2].partition("</tr>")[0]
