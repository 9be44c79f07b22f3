"""Pages on resolutions."""

import pytest


@pytest.mark.parametrize(
    "spelling", ["2397", "S/RES/2397(2017)", "S/RES/2397 (2017)", "UNSCR 2397", "resolution 2397", "s-res-2397-2017"]
)
def test_any_usual_spelling_leads_to_the_one_address(client, spelling):
    answer = client.get(f"/resolutions/{spelling}?as_of=2019-04-30")
    assert answer.status_code == 302
    assert answer.location == "/resolutions/S-RES-2397-2017?as_of=2019-04-30"


@pytest.mark.parametrize("spelling", ["9999", "2397(2016)", "nonsense", "S-RES-2397-2016"])
def test_what_is_not_on_record_is_not_found(client, spelling):
    assert client.get(f"/resolutions/{spelling}").status_code == 404


@pytest.mark.whole_record
def test_a_resolution_shows_vote_paragraphs_duties_and_relations_with_dates(client):
    page = client.get("/resolutions/S-RES-2397-2017").text
    assert "15 for, 0 against, 0 abstaining" in page
    for duty in ("repatriation", "midterm-report", "explanation", "final-report"):
        assert f"/obligations/r2397-op8-{duty}" in page
    assert "<strong>supersedes</strong>" in page
    assert '<time datetime="2017-12-22">' in page
    assert "partly verified" in page


@pytest.mark.whole_record
def test_a_resolution_that_cites_no_chapter_says_so(client):
    page = client.get("/resolutions/S-RES-825-1993").text
    assert "<dt>Basis</dt><dd>no chapter cited</dd>" in page


def test_what_changed_a_resolution_stands_on_its_page(client):
    page = client.get("/resolutions/S-RES-2375-2017").text
    assert "which modifies it" in page
    assert "S-RES-2397-2017" in page


@pytest.mark.whole_record
def test_the_list_has_the_drafts_that_failed(client):
    page = client.get("/resolutions/").text
    assert page.count('class="symbol"') == 79
    assert "Extend the DPRK Panel of Experts to 30 April 2025" in page
    assert "Vetoed by Russian Federation" in page
