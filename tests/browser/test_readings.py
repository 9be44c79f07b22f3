"""Reading a document in a real browser: how many clicks and keys a claim costs, and that the keys do what they say."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_walk import _sign_in

pytestmark = pytest.mark.browser

SOURCE = "/sources/kbs-2018-07-workers-by-2019"
QUOTED = (
    "Kuwait will stop renewing the work permits of North Korean labourers, Foreign Minister Faisal Rashidi said on "
    "5 September 2018, as resolution 2397 of the Security Council requires."
)
TEXT = f"The harbour was quiet.\n\n{QUOTED}\n\nOman has expelled two North Korean diplomats, the ministry said."


class Hands:
    """Clicks, keys and fields filled, each counted as one action of a person."""

    def __init__(self, page: Page) -> None:
        self.page, self.acts = page, 0

    def click(self, target: Locator) -> None:
        self.acts += 1
        target.click()

    def press(self, key: str) -> None:
        self.acts += 1
        self.page.keyboard.press(key)

    def fill(self, name: str, value: str) -> None:
        self.acts += 1
        field = self.page.locator(f"[name='{name}']")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)

    def unfold(self, section: str) -> None:
        self.click(self.page.locator(f"#{section} > summary"))


def _keep_a_copy(page: Page) -> None:
    _sign_in(page, "analyst")
    page.goto(f"{SOURCE}/keep")
    page.get_by_label("Or the text, pasted").fill(TEXT)
    page.get_by_role("button", name="Keep the copy").click()
    expect(page.get_by_role("heading", name="What is kept")).to_be_visible()


def test_a_right_proposal_is_a_claim_in_a_few_clicks_or_keys_from_the_page_of_its_source(page: Page):
    _keep_a_copy(page)
    page.goto(SOURCE)
    hands = Hands(page)
    hands.click(page.get_by_role("link", name="Propose claims from its newest copy"))
    expect(page.locator("#proposal-1")).to_be_focused()
    expect(page.locator("mark.is-current").first).to_contain_text("Kuwait will stop renewing")
    hands.press("l")
    expect(page.get_by_text("Logged. It waits for somebody else to review it")).to_be_visible()
    assert hands.acts <= 8
    expect(page.locator("#proposal-2")).to_be_focused()
    page.locator("#proposal-1 .proposal-done a").click()
    main = page.locator("main")
    for words in ("waiting for review", "Kuwait", "5 September 2018", "resolution 2397", "paragraph 2"):
        expect(main).to_contain_text(words)


def test_proposals_are_skipped_and_changed_by_keys_that_act_only_on_the_one_in_focus(page: Page):
    _keep_a_copy(page)
    page.goto("/readings/kbs-2018-07-workers-by-2019/1")
    page.keyboard.press("s")
    expect(page.locator("#proposal-2")).to_be_focused()
    page.reload()
    expect(page.locator("#proposal-1")).to_have_class("panel proposal is-skipped")
    page.get_by_label("Day of publication").fill("jlcs")
    assert page.url.endswith("/1")
    page.locator("#proposal-1").get_by_role("button", name="Take it up again").click()
    page.locator("#proposal-1").focus()
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="Log a statement")).to_be_visible()
    expect(page.locator("[name='citations-0-quotation']")).to_have_value(QUOTED)


FIELDS = {
    "": ("statement", "kind", "speaker", "states", "citations-0-source"),
    "quoted": ("citations-0-quotation", "citations-0-locator"),
    "when": ("said",),
    "office": ("office", "speaks_for"),
    "bearings": ("bearings-0-obligation", "bearings-0-effect"),
    "cited": ("cited_as",),
    "citations": ("citations-0-publisher", "citations-0-published"),
}
TYPED = {
    "statement": "The minister says that Kiribati has sent its twelve workers of the DPRK home.",
    "kind": "reported_action",
    "speaker": "Ann Tebano",
    "states": "Kiribati",
    "citations-0-source": "Twelve left the islands",
    "citations-0-quotation": "The twelve are gone.",
    "citations-0-locator": "paragraph 3",
    "said": "3 June 2019",
    "office": "minister of labour",
    "speaks_for": "Kiribati",
    "bearings-0-obligation": "r2397-op8-repatriation",
    "bearings-0-effect": "fulfils",
    "cited_as": "resolution 2397",
    "citations-0-publisher": "The Islander",
    "citations-0-published": "4 June 2019",
}


def test_a_claim_typed_from_nothing_takes_no_more_than_25_actions(page: Page):
    _sign_in(page, "analyst")
    page.goto("/claims/")
    hands = Hands(page)
    hands.click(page.get_by_role("link", name="Log a statement"))
    for section, names in FIELDS.items():
        if section:
            hands.unfold(section)
        for name in names:
            hands.fill(name, TYPED[name])
    hands.click(page.get_by_role("button", name="Log the statement"))
    expect(page.get_by_text("Logged. It waits for somebody else to review it")).to_be_visible()
    assert hands.acts <= 25
    for words in ("Ann Tebano", "3 June 2019", "The twelve are gone.", "minister of labour", "The Islander"):
        expect(page.locator("main")).to_contain_text(words)


def test_no_page_of_reading_needs_sideways_scrolling_on_a_small_screen(narrow: Page):
    _keep_a_copy(narrow)
    for path in ("/readings/new", "/readings/kbs-2018-07-workers-by-2019/1"):
        narrow.goto(path)
        expect(narrow.get_by_role("heading", name="Read a document")).to_be_visible()
        assert narrow.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
