"""Pages with drawings, in a real browser: they fit a small screen, words are large enough, marks are links."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.whole_record]

PAGES = (
    "/obligations/r2397-op8-repatriation/figures/",
    "/obligations/r2397-op5-refined-petroleum-cap/figures/",
    "/cells/CHN/r2321-op26-coal-cap-dec-2016",
    "/states/RUS",
)
_SIZES = """() => [...document.querySelectorAll("svg.chart text")].map(text =>
    parseFloat(getComputedStyle(text).fontSize) * text.ownerSVGElement.getScreenCTM().a)"""
_OUTSIDE = """() => [...document.querySelectorAll("svg.chart text")].filter(text => {
    const word = text.getBoundingClientRect(), field = text.ownerSVGElement.getBoundingClientRect();
    return word.left < field.left - 1 || word.right > field.right + 1 || word.top < field.top - 1;
}).map(text => text.textContent)"""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_with_drawings_fits_a_small_screen(narrow: Page, path):
    narrow.goto(path)
    assert narrow.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert all(size >= 12 for size in narrow.evaluate(_SIZES))


def test_words_of_a_drawing_stay_inside_it(page: Page):
    for path in PAGES[:3]:
        page.goto(path)
        assert len(page.evaluate(_SIZES)) > 10
        assert page.evaluate(_OUTSIDE) == []


def test_a_mark_leads_to_its_claim(page: Page):
    page.goto(PAGES[0])
    page.get_by_role("link", name="11,490 permits, graded C3").click()
    expect(page).to_have_url(re.compile("/claims/ru-2019-03-midterm-report$"))
