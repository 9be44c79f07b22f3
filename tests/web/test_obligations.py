"""Pages on obligations."""

import re

import pytest

from tests.counting import count

pytestmark = pytest.mark.whole_record


def test_paragraph_8_of_2397_is_four_duties(client):
    page = client.get("/obligations/?subject=labour").text
    assert page.count("/obligations/r2397-op8-") == 4


@pytest.mark.parametrize(
    ("query", "number"), [("", 134), ("?test=limit", 8), ("?regime=dprk-1718&subject=coal&test=limit", 2)], ids=str
)
def test_the_list_is_filtered_by_its_address(client, query, number):
    page = client.get(f"/obligations/{query}")
    assert page.status_code == 200
    assert page.text.count('<th scope="row">') == number


@pytest.mark.parametrize(
    ("topic", "key"),
    [
        ("coal", "r2371-op8-coal-iron-ban"),
        ("oil", "r2397-op5-refined-petroleum-cap"),
        ("labour", "r2397-op8-repatriation"),
    ],
)
def test_a_subject_finds_every_duty_that_has_it_among_others(client, topic, key):
    assert f'href="/obligations/{key}"' in client.get(f"/obligations/?subject={topic}").text


def test_the_subjects_offered_are_few_and_sorted(client):
    listed = client.get("/obligations/").text.partition('name="subject"')[2].partition("</select>")[0]
    offered = re.findall(r'<option value="([^"]+)"', listed)
    assert offered == sorted(offered, key=str.casefold)
    assert 20 < len(offered) < 32


def test_a_duty_that_comes_again_and_again_has_its_dates_and_says_that_each_is_judged(client):
    page = client.get("/obligations/r2321-op26-coal-monthly-report?as_of=2017-03-15").text
    days = re.findall(r'<time datetime="([0-9-]+)">', page.partition("Due near this day")[2].partition("</ol>")[0])
    assert days == ["2017-03-02", "2017-03-30", "2017-04-30", "2017-05-30"]
    assert "Each period is judged by its own date." in page
    assert "Due near this day" not in client.get("/obligations/r2397-op8-repatriation").text


def test_a_filter_that_nothing_fits_says_what_to_do(client):
    assert "Show all obligations" in client.get("/obligations/?subject=labour&test=maintain").text


def test_a_filter_that_is_no_choice_is_a_sentence(client):
    answer = client.get("/obligations/?test=guess")
    assert answer.status_code == 422
    assert "“guess” is not in the list" in answer.text


def test_a_deadline_is_derived_from_its_wording(client):
    page = client.get("/obligations/r2397-op8-repatriation").text
    assert "<code>+24 months</code>" in page
    assert "24 months from 2017-12-22 is 2019-12-22." in page
    assert "A pledge is never fulfilment" in page


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("r2397-op8-explanation", "opens when an accepted share is below 50 %"),
        ("r2397-op5-refined-petroleum-cap", "notice at 75 %, 90 %, 95 %"),
        ("r2321-op26-coal-cap-dec-2016", "whichever is lower"),
        ("r2321-op26-coal-monthly-report", "the first is due on 2017-01-30"),
        ("r2397-op17-report", "90 days from 2017-12-22 is 2018-03-22"),
        ("r2371-op11-worker-cap", "until 11 September 2017"),
        ("r1874-op10-arms-supply", "which supersedes it"),
    ],
)
def test_what_is_special_about_a_duty_is_said(client, key, words):
    assert words in client.get(f"/obligations/{key}").text


def test_every_state_has_a_row_that_opens_its_cell(client):
    page = client.get("/obligations/r2397-op8-final-report?as_of=2020-04-30").text
    assert page.count('<span class="visually-hidden">: reasons</span>') == 196
    assert "/cells/TUV/r2397-op8-final-report?as_of=2020-04-30" in page


def test_statements_do_not_grow_with_what_is_on_record(app):
    busy, quiet = "r2397-op8-final-report", "r2397-op9-seize-vessels"
    # Where nothing is on record there are no figures to ask for.
    assert count(app, f"/obligations/{busy}") == count(app, f"/obligations/{quiet}") + 1 <= 27
