"""Evidence in a real browser: words selected in a kept text fill in the form; a claim is reviewed by three keys."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_walk import ARTICLE, _sign_in, _sign_out

pytestmark = pytest.mark.browser

SOURCE = "/sources/diplomat-2018-07"
REVIEW = f"/review/{ARTICLE}"
NAMED = "He named “Resolution 2356, passed last June”. 모든 노동자는 돌아간다."
TEXT = f"The envoy spoke to an agency.\n\n{NAMED}\n\nNothing more."


def _keep_a_copy(page: Page) -> None:
    _sign_in(page, "analyst")
    page.goto(f"{SOURCE}/keep")
    page.get_by_label("Or the text, pasted").fill(TEXT)
    page.get_by_role("button", name="Keep the copy").click()
    expect(page.get_by_role("heading", name="What is kept")).to_be_visible()


def _select(page: Page, words: str) -> None:
    """Select words as a mouse or a keyboard would."""
    page.evaluate(
        """(words) => {
            const walker = document.createTreeWalker(document.querySelector(".kept-text"), NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                window.getSelection().removeAllRanges();
                window.getSelection().addRange(range);
                return;
            }
        }""",
        words,
    )


def test_words_that_are_selected_fill_in_source_quotation_and_place(page: Page):
    _keep_a_copy(page)
    _select(page, "노동자는 돌아간다")
    page.get_by_role("link", name="Log a statement from these words").click()
    expect(page.locator("[name=citations-0-quotation]")).to_have_value("노동자는 돌아간다")
    expect(page.locator("[name=citations-0-locator]")).to_have_value("paragraph 2")
    expect(page.locator("[name=citations-0-source]")).to_have_value("diplomat-2018-07")


def test_a_paragraph_is_taken_by_its_link(page: Page):
    _keep_a_copy(page)
    page.get_by_role("link", name="Quote paragraph 3").click()
    expect(page.locator("[name=citations-0-quotation]")).to_have_value("Nothing more.")


def test_a_claim_is_accepted_by_three_keys_and_taken_back_by_one(page: Page):
    _keep_a_copy(page)
    _sign_out(page)
    _sign_in(page, "reviewer")
    page.goto(REVIEW)
    expect(page.locator(".kept-text mark.this")).to_be_in_viewport()
    for key in "ab2":
        page.keyboard.press(key)
    expect(page.get_by_text(f"Recorded for {ARTICLE}: the record is right, graded B2.")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_text("Taken back.")).to_be_visible()
    assert page.url.endswith(REVIEW)


@pytest.mark.whole_record
def test_keys_move_through_the_queue_and_never_act_in_a_field(page: Page):
    _sign_in(page, "reviewer")
    page.goto("/review/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.rstrip("/").rpartition("/")[2] != "review")
    first = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != first)
    page.keyboard.press("k")
    page.wait_for_url(first)
    page.locator("#comment").fill("jarrk")
    page.keyboard.press("j")
    assert page.url == first
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.get_by_label("Return to the analyst")).to_be_checked()
    expect(page.locator("#comment")).to_be_focused()


def test_help_is_shown_by_a_key_and_closed_by_another(page: Page):
    _sign_in(page, "reviewer")
    page.goto(REVIEW)
    page.keyboard.press("?")
    expect(page.get_by_text("next and previous claim that waits")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("next and previous claim that waits")).to_be_hidden()


def test_keys_that_are_switched_off_do_nothing(page: Page):
    _sign_in(page, "reviewer")
    page.goto(REVIEW)
    page.locator("#keys > summary").click()
    page.get_by_role("button", name="Switch the keys off").click()
    page.keyboard.press("a")
    expect(page.get_by_label("The record is right")).not_to_be_checked()


@pytest.fixture
def scriptless(chromium: Browser, site: str) -> Iterator[Page]:
    """A window in which no script runs."""
    context = chromium.new_context(base_url=site, java_script_enabled=False, viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


def test_without_a_script_the_words_are_marked_and_a_claim_can_be_reviewed(scriptless: Page):
    _keep_a_copy(scriptless)
    _sign_out(scriptless)
    _sign_in(scriptless, "reviewer")
    scriptless.goto(REVIEW)
    expect(scriptless.locator(".kept-text mark.this")).to_have_text("Resolution 2356, passed last June")
    scriptless.get_by_label("The record is right").check()
    scriptless.get_by_label("B usually reliable").check()
    scriptless.get_by_label("2 probably true").check()
    scriptless.get_by_role("button", name="Record the decision").click()
    expect(scriptless.get_by_text(f"Recorded for {ARTICLE}")).to_be_visible()


@pytest.mark.parametrize("path", [REVIEW, f"{SOURCE}/copies/1", f"{SOURCE}/keep"])
def test_no_page_of_evidence_needs_sideways_scrolling_on_a_small_screen(narrow: Page, path):
    _keep_a_copy(narrow)
    narrow.goto(path)
    assert narrow.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
