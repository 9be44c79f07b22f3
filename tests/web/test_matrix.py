"""The matrix page."""

import html
import json
import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from tests.counting import count
from tracker import resources
from tracker.db.engine import writing
from tracker.domain.facts import Clocks
from tracker.domain.vocabulary import Outcome
from tracker.services import assessments, summaries

SHEET = (resources.PACKAGE / "web" / "static" / "matrix.css").read_text()


def _row(page, code):
    start = page.index(f'<tr><th scope="row"><a href="../states/{code}')
    return page[start : page.index("</tr>", start)]


def test_without_a_regime_it_opens_the_one_with_most_obligations(client):
    answer = client.get("/matrix/?as_of=2019-04-30")
    assert answer.location == "/matrix/dprk-1718?as_of=2019-04-30"


@pytest.mark.whole_record
def test_it_has_every_state_and_all_states_together_first(client):
    page = client.get("/matrix/dprk-1718").text
    body = page[page.index("<tbody>") :]
    assert body.count('<tr><th scope="row">') == 196
    assert body.index("All states together") < body.index("Afghanistan")
    assert "195 states, 47 obligations" in page


def test_it_says_that_no_information_is_not_not_met(client):
    assert "is not the same as not met" in client.get("/matrix/dprk-1718").text


def test_cells_say_what_the_service_says(client, record):
    page = client.get("/matrix/dprk-1718?as_of=2019-04-30&known_at=2026-11-24&obligations=all").text
    clocks = Clocks(date(2019, 4, 30), datetime(2026, 11, 24, 23, 59, 59, 999999, UTC))
    with Session(record) as session:
        matrix = assessments.matrix(session, regime="dprk-1718", clocks=clocks)
    tail = "?as_of=2019-04-30&amp;known_at=2026-11-24"
    for state in matrix.states[::13]:
        row = _row(page, state.code)
        for key in (obligation.key for obligation in matrix.obligations):
            outcome = matrix.decisions[state.code, key].outcome
            assert f'<td class="{outcome}"><a href="../cells/{state.code}/{key}{tail}">{outcome.label}</a>' in row


@pytest.mark.whole_record
@pytest.mark.parametrize(
    ("query", "columns"),
    [("obligations=all", 134), ("obligations=all&test=report", 18), ("subject=labour&obligations=all", 6)],
    ids=str,
)
def test_columns_are_chosen_by_the_address(client, query, columns):
    page = client.get(f"/matrix/dprk-1718?{query}").text
    assert page.count('<th scope="col"><a') == columns


@pytest.mark.whole_record
def test_an_outcome_keeps_the_rows_that_have_it(client):
    page = client.get("/matrix/dprk-1718?as_of=2017-03-31&outcome=breached&test=limit").text
    assert page.count('<tr><th scope="row">') == page.count('<td class="breached">') == 2
    assert _row(page, "ALL")
    assert _row(page, "CHN")


@pytest.mark.whole_record
def test_states_with_something_on_record_can_be_picked(client):
    page = client.get("/matrix/dprk-1718?states=recorded").text
    assert 5 < page.count('<tr><th scope="row">') < 80


def test_before_anything_was_known_no_cell_rests_on_a_claim(client):
    page = client.get("/matrix/dprk-1718?as_of=2017-03-31&known_at=2026-11-22").text
    for outcome in (Outcome.BREACHED, Outcome.FULFILLED, Outcome.PLEDGED, Outcome.MEASURES_REPORTED):
        assert f'<td class="{outcome}">' not in page


@pytest.mark.whole_record
@pytest.mark.parametrize("path", ["/matrix/mali-2374", "/matrix/dprk-1718?subject=labour&test=maintain"])
def test_an_empty_matrix_says_why(client, path):
    assert "No obligation fits" in client.get(path).text


@pytest.mark.whole_record
def test_a_filter_that_is_no_choice_is_a_sentence_and_the_page_stays(client):
    answer = client.get("/matrix/dprk-1718?outcome=perfect")
    assert answer.status_code == 422
    assert "“perfect” is not in the list" in answer.text
    assert answer.text.count('<tr><th scope="row">') == 196


def test_every_outcome_has_a_colour_and_a_shape_in_the_grid():
    for outcome in Outcome:
        assert f".matrix .{outcome} {{ --drawn:" in SHEET
        assert re.search(rf"\.matrix \.{outcome}\b[^{{-]*{{ (background|color): ", SHEET)


def _frozen(client, page):
    """The columns and outcomes of the report to which a grid leads."""
    address = html.unescape(re.findall(r'href="(/reports/new[^"]*)"', page)[0])
    path = client.submit(address, {"title": "As seen"}).location
    document = json.loads(client.get(f"{path}.json").data)["report"]
    columns = [duty["key"] for duty in document["obligations"]]
    return columns, {(cell["state"], cell["obligation"], cell["outcome"]) for cell in document["cells"]}


@pytest.mark.whole_record
@pytest.mark.parametrize(
    "query",
    [
        "as_of=2020-06-30&subject=labour",
        "as_of=2020-06-30&subject=labour&states=recorded",
        "as_of=2017-03-31&outcome=breached&test=limit&obligations=all",
        "as_of=2020-06-30&known_at=2026-11-23T12:00:00Z&test=report",
    ],
    ids=["all states", "states with something on record", "an outcome", "known then"],
)
def test_what_is_frozen_is_what_is_seen(client, query):
    page = client.sign_in("analyst").get(f"/matrix/dprk-1718?{query}").text
    shown = set(re.findall(r'<td class="(\w+)"><a href="../cells/(\w+)/([\w-]+)', page))
    heads = re.findall(r'<th scope="col"><a href="../obligations/([\w-]+)', page)
    columns, cells = _frozen(client, page)
    assert columns == heads
    assert cells == {(state, duty, outcome) for outcome, state, duty in shown}


@pytest.mark.whole_record
def test_more_rows_than_can_be_named_are_said_to_be_taken_otherwise(client):
    page = client.sign_in("analyst").get("/matrix/dprk-1718?as_of=2020-06-30&outcome=overdue").text
    assert "too many to be named: the report takes every state with something on record instead" in page
    assert "rows=recorded" in page


@pytest.mark.whole_record
def test_nothing_leads_from_an_empty_grid_to_a_report(client):
    page = client.sign_in("analyst").get("/matrix/dprk-1718?outcome=remedied&subject=statues").text
    assert "/reports/new" not in page


def test_statements_are_few_and_do_not_grow_with_the_columns(app):
    small, large = count(app, "/matrix/dprk-1718?subject=labour"), count(app, "/matrix/dprk-1718?obligations=all")
    assert large <= small + 2 <= 22, "two more where a column has a limit on all states together"


@pytest.mark.whole_record
def test_a_column_with_a_limit_says_how_near_the_running_total_is(client):
    page = client.get("/matrix/dprk-1718?subject=oil&as_of=2020-06-30").text
    assert "total of 2020 over the limit" in page
    assert "total of 2018 over the limit" in client.get("/matrix/dprk-1718?subject=oil&as_of=2019-06-30").text


def test_the_whole_grid_is_not_heavy(client):
    page = client.get("/matrix/dprk-1718")
    assert len(page.data) < 1_200_000


@pytest.mark.parametrize(
    "path", ["/matrix/dprk-1718?subject=%01", "/states/RUS?regime=%01", "/obligations/?regime=%01"]
)
def test_a_choice_that_no_page_can_show_is_refused_on_a_page(client, path):
    assert client.get(path).status_code == 422


@pytest.mark.parametrize("place", ["matrix/dprk-1718", "states/RUS", "obligations/r2397-op8-repatriation"])
def test_a_page_is_the_same_without_the_kept_summary(client, record, place):
    asked = f"/{place}?as_of=2020-06-30&known_at=2026-11-24"
    kept = client.get(asked).data
    with writing(record, actor="t") as session:
        summaries.empty(session)
    assert client.get(asked).data == kept
