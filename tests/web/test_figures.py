"""Pages with figures: lines that never mix, totals with their notice, drawings that have words and a table beside."""

import re

import pytest

pytestmark = pytest.mark.whole_record

LABOUR, OIL = "/obligations/r2397-op8-repatriation/figures/", "/obligations/r2397-op5-refined-petroleum-cap/figures/"
COAL = "/obligations/r2321-op26-coal-cap-dec-2016/figures/"


def test_permits_and_persons_are_said_to_be_different_counts(client):
    page = client.get(LABOUR).text
    assert "Different counts:" in page
    assert "None of them is added to another or subtracted from it." in page
    drawn = re.findall(r"<title id=\"[^\"]+\">([^<]+)</title>", page)
    assert "DPRK workers in the Russian Federation, in persons" in drawn
    assert "Persons with valid work permits, in permits" in drawn


def test_each_point_is_a_link_to_its_claim_with_its_grade_beside(client):
    page = client.get(f"{LABOUR}?as_of=2020-06-30").text
    marks = set(re.findall(r'<a class="chart-mark[^>]* href="([^"]+)" aria-label="([^"]+)"', page))
    claim = "/claims/ru-2019-03-midterm-report?as_of=2020-06-30"
    assert (claim, "11,490 permits, graded C3, claim ru-2019-03-midterm-report") in marks
    assert ">11,490 · C3</text>" in page
    assert ">deadline 22 December 2019</text>" in page


def test_every_drawing_has_words_and_stands_beside_a_table(client):
    for path in (LABOUR, OIL, COAL):
        page = client.get(path).text
        drawings = re.findall(r"<svg class=\"chart\".*?</svg>", page, re.DOTALL)
        assert drawings
        for one in drawings:
            assert "<title id=" in one
            assert "<desc id=" in one
        pairs = page.split('<div class="chart-pair">')[1:]
        assert all("<table" in pair for pair in pairs)
        assert len(pairs) == len(drawings)


def test_alternative_limits_each_have_a_line_and_the_nearest_decides(client):
    page = client.get(COAL).text
    assert "at least 2,000,000 t" in page
    assert "183,890,000 USD" in page
    assert page.count("this limit decides") == 1
    assert "over the limit alone" in page


def test_every_period_says_which_notice_it_has_reached(client):
    rows = dict(re.findall(r"<tr>\s*<th scope=\"row\">(\d{4}).*?</th>(.*?)</tr>", client.get(OIL).text, re.DOTALL))
    assert sorted(rows)[:2] == ["2018", "2019"]
    assert "Over the limit" in rows["2018"]
    assert "nothing on record" in rows["2019"]
    assert "Below 75 %" in rows["2024"]


def test_what_is_not_added_is_listed_with_the_reason_and_the_claim_that_counts(client):
    page = client.get(OIL).text
    assert "15,279 bbl, refined petroleum notified by the Russian Federation: may hold the same goods as <a" in page


def test_what_is_set_aside_is_listed_with_the_reason(client):
    page = client.get(f"{COAL}?as_of=2016-12-30").text
    assert "No accepted claim on this duty counts anything by these clocks." in page
    assert "Its days end after the as-of day." in page


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/obligations/r2397-op5-refined-petroleum-cap", "Running total of 2024: <strong>168,679 bbl</strong>"),
        ("/obligations/r2397-op8-repatriation", 'href="/obligations/r2397-op8-repatriation/figures/"'),
        ("/cells/CHN/r2321-op26-coal-cap-dec-2016", "this is the recorded share of this state alone"),
        ("/cells/ALL/r2321-op26-coal-cap-dec-2016", "Each state’s own part"),
        ("/cells/SYR/r2397-op8-repatriation", "Of several states together"),
        ("/cells/RUS/r2397-op8-repatriation", "Persons with valid work permits, in permits"),
        ("/states/QAT", "about 2,500 persons"),
        ("/states/RUS", "of several states together"),
    ],
)
def test_other_pages_show_the_figures_that_are_theirs(client, path, words):
    assert words in client.get(path).text


@pytest.mark.parametrize("path", ["/cells/TUV/r2397-op8-repatriation", "/states/TUV"])
def test_a_page_without_figures_has_no_section_of_them(client, path):
    assert 'id="figures"' not in client.get(path).text


def test_the_course_of_a_cell_is_a_band_that_names_its_outcomes(client):
    page = client.get("/cells/RUS/r2397-op8-repatriation?as_of=2020-06-30").text
    band, known = re.findall(r"<svg class=\"chart chart-outcomes\".*?</svg>", page, re.DOTALL)
    assert "22 December 2017 not due, 30 January 2018 pledged, 7 February 2018 in progress" in band
    assert ">in progress</text>" in band
    assert "As of 30 June 2020, from " in known
    assert band.count("<rect") + known.count("<rect") == page.count("<rect")


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/obligations/nothing/figures/", 404, "no obligation"),
        (f"{OIL}?as_of=soon", 422, "is not one day"),
        ("/obligations/r2321-op16-one-bank-account/figures/", 200, "No accepted claim"),
    ],
)
def test_bad_or_empty_questions_get_one_sentence(client, path, status, sentence):
    page = client.get(path)
    assert page.status_code == status
    assert sentence in page.text
