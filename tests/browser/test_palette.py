"""Finding by keys: the dialog opens by Ctrl K, the arrows choose, Enter goes there, Escape gives the focus back."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TYPED = "2397 8 russia"


def _open(page: Page) -> None:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Find")).to_be_visible()
    expect(page.get_by_role("combobox")).to_be_focused()


@pytest.mark.whole_record
def test_find_by_keys(page: Page):
    page.goto("/states/")
    field = page.get_by_role("link", name="Obligations").first
    field.focus()
    _open(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(field).to_be_focused()

    _open(page)
    page.keyboard.type(TYPED)
    first = page.get_by_role("option", name="Russian Federation: Repatriation of DPRK workers")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("status").filter(has_text="the first is Russian Federation: Repatriation")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    second = page.get_by_role("option", name="Russian Federation: Explanation of repatriation")
    expect(second).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-activedescendant", str(second.get_attribute("id")))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cells/RUS/r2397-op8-repatriation")


def test_whoever_types_fast_is_led_to_what_they_typed(page: Page):
    page.goto("/states/")
    _open(page)
    page.keyboard.type(TYPED)
    page.keyboard.press("Enter")
    page.wait_for_url("**/cells/RUS/r2397-op8-repatriation")


def test_find_on_a_narrow_screen_and_where_nothing_fits(narrow: Page):
    narrow.goto("/")
    narrow.get_by_role("link", name="Find").click()
    expect(narrow.get_by_role("combobox")).to_be_focused()
    narrow.keyboard.type("zzzzz")
    expect(narrow.get_by_text("Nothing has this code or these words.")).to_be_visible()
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 320
    narrow.keyboard.press("Enter")
    narrow.wait_for_url("**/find/?q=zzzzz")
    expect(narrow.get_by_role("heading", name="Find")).to_be_visible()
