"""Searches on pages: a blank cell says whether anybody has looked, in the cell, the state's page and the matrix."""

import pytest

from tests.client import WatchingClient
from tests.counting import count

DUTY = "r2397-op8-repatriation"
CELL = f"/cells/TUV/{DUTY}?as_of=2024-05-03"
SEARCH = {
    "state": "Tuvalu",
    "obligation": DUTY,
    "searched": "the Committee’s list of reports",
    "terms": "Tuvalu 2397",
    "searched_on": "3 May 2024",
    "result": "nothing",
}
SAID = "Looked: the Committee’s list of reports, on 3 May 2024 by Analyst Person; nothing found."


def _record(client: WatchingClient, **fields: str):
    answer = client.submit("/searches/new", SEARCH | fields)
    assert answer.status_code == 303, answer.text
    return answer.location


def test_a_blank_cell_tells_nobody_looked_from_looked_and_nothing_there(client: WatchingClient):
    before = client.get(CELL).text
    assert "Nobody has looked" in before
    assert _record(client.sign_in("analyst")) == f"/cells/TUV/{DUTY}"
    after = client.get(CELL).text
    assert SAID in after
    assert "Nobody has looked" not in after
    assert "outcome-no-information" in before
    assert "outcome-no-information" in after


@pytest.mark.parametrize("clocks", ["as_of=2024-05-02", "as_of=2024-05-03&known_at=2026-11-24"])
def test_before_its_day_and_before_it_was_recorded_nobody_had_looked(client: WatchingClient, clocks):
    _record(client.sign_in("analyst"))
    assert "Nobody has looked" in client.get(f"/cells/TUV/{DUTY}?{clocks}").text


@pytest.mark.whole_record
def test_a_search_for_all_duties_stands_in_each_and_leads_to_the_state(client: WatchingClient):
    assert _record(client.sign_in("analyst"), obligation="") == "/states/TUV"
    page = client.get("/cells/TUV/r2397-op8-explanation?as_of=2024-05-03").text
    assert "For all of the state’s duties." in page


def test_a_search_that_found_something_leads_to_the_claims(client: WatchingClient):
    _record(client.sign_in("analyst"), result="something")
    assert f'href="/claims/?as_of=2024-05-03&amp;state=TUV&amp;obligation={DUTY}"' in client.get(CELL).text


def test_a_cell_with_something_accepted_does_not_say_that_nobody_has_looked(client: WatchingClient):
    assert 'id="searches"' not in client.get(f"/cells/RUS/{DUTY}?as_of=2018-07-31").text


def test_the_state_s_page_says_it_beside_each_blank_cell(client: WatchingClient):
    _record(client.sign_in("analyst"))
    page = client.get("/states/TUV?as_of=2024-05-03").text
    row = page.partition(f"/cells/TUV/{DUTY}?")[2].partition("</tr>")[0]
    assert "looked <time" in row
    assert "nothing found" in row
    assert "nobody has looked" in page


def test_the_matrix_marks_the_cell_by_shape_and_word_and_explains_the_mark(client: WatchingClient):
    path = "/matrix/dprk-1718?as_of=2024-05-03&obligations=all&subject=labour"
    assert 'class="no_information looked"' not in client.get(path).text
    _record(client.sign_in("analyst"))
    page = client.get(path).text
    assert page.count('class="no_information looked"') == 1
    cell = page.partition('class="no_information looked"')[2].partition("</a>")[0]
    assert f"../cells/TUV/{DUTY}" in cell
    assert "no information<span" in cell
    assert ", looked</span>" in cell
    assert "somebody has recorded a search for it" in page
    assert 'class="no_information looked"' not in client.get(path.replace("05-03", "05-02")).text


@pytest.mark.whole_record
def test_searches_cost_the_matrix_no_statement_each(client: WatchingClient, app):
    path = "/matrix/dprk-1718?subject=labour"
    before = count(app, path)
    client.sign_in("analyst")
    for state in ("Tuvalu", "Mali", "China"):
        _record(client, state=state)
    assert count(app, path) == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"state": ""}, "state"),
        ({"state": "Atlantis"}, "state"),
        ({"obligation": "r1-op1"}, "obligation"),
        ({"searched": ""}, "searched"),
        ({"searched_on": ""}, "searched_on"),
        ({"searched_on": "2024"}, "searched_on"),
        ({"searched_on": "2099-01-01"}, "searched_on"),
        ({"language": "x" * 21}, "language"),
        ({"note": "x" * 5_001}, "note"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field_and_the_rest_is_kept(client: WatchingClient, change, field):
    answer = client.sign_in("analyst").submit("/searches/new", SEARCH | change)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Tuvalu 2397" in answer.text


def test_whether_anything_was_found_must_be_said(client: WatchingClient):
    answer = client.sign_in("analyst").submit("/searches/new", SEARCH | {"result": ""})
    assert answer.status_code == 422
    assert "Say whether anything was found." in answer.text


def test_searches_are_listed_newest_first_and_by_state(client: WatchingClient):
    _record(client.sign_in("analyst"))
    _record(client, state="China", searched="a library", searched_on="4 May 2024")
    page = client.get("/searches/").text
    assert page.index("a library") < page.index("list of reports")
    assert "a library" not in client.get("/searches/?state=Tuvalu").text
    assert "No search is on record." in client.get("/searches/?known_at=2026-11-24").text
    assert client.get("/searches/?state=Atlantis").status_code == 422


@pytest.mark.parametrize(
    ("person", "offered"), [("analyst", True), ("reviewer", True), ("viewer", False), (None, False)]
)
def test_the_form_is_offered_to_those_who_may(client: WatchingClient, person, offered):
    page = (client.sign_in(person) if person else client).get(CELL).text
    assert (f"/searches/new?state=TUV&amp;obligation={DUTY}" in page) is offered
