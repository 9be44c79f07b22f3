"""Pages on regimes."""

import pytest

from tests.counting import count


@pytest.mark.whole_record
def test_the_list_tells_each_life(client):
    page = client.get("/regimes/").text
    assert page.count('<th scope="row">') == 33
    assert "Committee pursuant to resolution 1718 (2006)" in page
    assert "31 August 2023" in page


def test_a_regime_leads_to_its_law_its_matrix_and_its_provenance(client):
    page = client.get("/regimes/dprk-1718").text
    for wanted in ("Panel of Experts (1874)", "/matrix/dprk-1718", "S-RES-2397-2017", "r2397-op8-repatriation"):
        assert wanted in page
    assert "Where this regime’s record is from" in page
    assert "14 October 2006" in page


@pytest.mark.whole_record
def test_a_regime_without_obligations_says_so(client):
    page = client.get("/regimes/south-africa").text
    assert "No obligation of this regime is on record yet" in page
    assert "Open the matrix" not in page


def test_an_unknown_regime_is_not_found(client):
    assert client.get("/regimes/atlantis").status_code == 404


def test_statements_are_few_however_much_the_regime_holds(app):
    assert count(app, "/regimes/dprk-1718") <= 12
    assert count(app, "/regimes/") <= 5


@pytest.mark.whole_record
def test_a_regime_that_some_states_hold_to_be_over_has_both_readings(client):
    page = client.get("/regimes/iran-1737").text
    assert "in force" in page.partition("<dt>Status</dt>")[2].partition("</dd>")[0]
    other = page.partition('id="reading-1"')[2].partition("</section>")[0]
    assert "China" in other
    assert "By that reading the regime is <strong>ended</strong>" in other
    assert "Another reading" not in client.get("/regimes/dprk-1718").text
