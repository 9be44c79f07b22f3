"""Pages on states."""

import pytest

from tests.counting import count


@pytest.mark.whole_record
def test_the_list_has_members_observers_and_actors(client):
    page = client.get("/states/").text
    assert "Member States (193)" in page
    assert "Observer states (2)" in page
    assert "Actors that are not states" in page
    assert "Hong Kong Special Administrative Region of China" in page


@pytest.mark.whole_record
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Russia", "RUS"),
        ("DPRK", "PRK"),
        ("North Korea", "PRK"),
        ("Turkey", "TUR"),
        ("Viet Nam", "VNM"),
        ("rus", "RUS"),
    ],
)
def test_any_name_leads_to_the_code(client, name, code):
    answer = client.get(f"/states/{name}?as_of=2019-04-30")
    assert (answer.status_code, answer.location) == (302, f"/states/{code}?as_of=2019-04-30")


@pytest.mark.parametrize("query", ["_scheme=x", "_external=1&_scheme=javascript", "code=PRK", "state=PRK", "_anchor=a"])
def test_what_an_address_may_also_hold_changes_no_redirect(client, query):
    assert client.get(f"/states/Russia?{query}").location == f"/states/RUS?{query}"
    assert client.get(f"/cells/Russia/r2397-op8-repatriation?{query}").status_code == 302


def test_a_state_shows_its_names_with_their_dates(client):
    page = client.get("/states/RUS").text
    assert "<h1>Russian Federation</h1>" in page
    assert "Soviet Union" in page
    assert "until 24 December 1991" in page
    assert "24 October 1945" in page


@pytest.mark.whole_record
def test_cells_with_something_on_record_or_a_date_come_first(client):
    page = client.get("/states/RUS?as_of=2019-04-30").text
    first, _, rest = page.partition("Nothing on record (")
    assert "/cells/RUS/r2397-op8-midterm-report?as_of=2019-04-30" in first
    assert "/cells/RUS/r1718-op8e-travel-ban" not in first
    assert "/cells/RUS/r1718-op8e-travel-ban" in rest


def test_deadlines_lie_ahead_or_behind_as_of_the_day(client):
    page = client.get("/states/TUV?as_of=2020-03-01").text
    ahead, _, past = page.partition('id="deadlines"')[2].partition("<h3>Past</h3>")
    assert "r2397-op8-final-report" in ahead
    assert "r2397-op8-midterm-report" in past


@pytest.mark.whole_record
def test_deadlines_that_come_again_and_again_are_listed(client):
    again = client.get("/states/CHN?as_of=2017-03-15").text.partition("<h3>Again and again</h3>")[2]
    assert "/cells/CHN/r2321-op26-coal-monthly-report?as_of=2017-03-15" in again
    assert '<time datetime="2017-03-30">' in again
    later = client.get("/states/CHN?as_of=2020-01-01").text.partition("Again and")[2].partition("</section>")[0]
    assert "r2321-op26-coal-monthly" not in later


def test_an_observer_is_owed_no_date_again_and_again(client):
    assert "Again and again" not in client.get("/states/PSE?as_of=2017-03-15").text


@pytest.mark.whole_record
def test_cells_are_filtered_by_the_topic_of_a_duty(client):
    page = client.get("/states/CHN?as_of=2018-04-30&subject=coal").text
    assert "/cells/CHN/r2371-op8-coal-iron-ban?as_of=2018-04-30" in page.partition('id="deadlines"')[0]


def test_cells_are_filtered_by_outcome(client):
    page = client.get("/states/RUS?as_of=2020-04-30&outcome=overdue").text
    rows = page.partition('id="deadlines"')[0].count('<th scope="row">')
    assert rows == page.partition('id="deadlines"')[0].count('<td><span class="outcome outcome-overdue') > 0


def test_a_state_without_statements_says_how_to_begin(client):
    page = client.get("/states/TUV").text
    assert "Nothing that anybody said about Tuvalu is on record" in page
    assert "/claims/new" not in page
    assert "/claims/new?state=TUV" in client.sign_in("analyst").get("/states/TUV").text


@pytest.mark.whole_record
def test_an_observer_owes_nothing_and_has_no_dates(client):
    page = client.get("/states/PSE?as_of=2020-03-01").text
    assert "No fixed date lies ahead on this day." in page


def test_statements_about_it_are_listed(client):
    page = client.get("/states/RUS").text
    assert "in the list of claims" in page
    assert "/claims/ru-" in page


@pytest.mark.whole_record
def test_the_number_of_statements_to_the_database_is_fixed(app):
    assert count(app, "/states/RUS") == count(app, "/states/CHN") <= 58
