"""The newcomer's first ten minutes, in a real browser, on the seeded record: README tells it with these pictures.

What is logged on the way is an exercise, and says so: no statement of a real ministry is invented.
"""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PICTURES
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.whole_record]

ARTICLE = "ru-matsegora-2018-07-18-pledge-diplomat"
SOURCE = "/sources/diplomat-2018-07"
COPY = (
    "Exercise: this stands for the article, of which nothing but five words is repeated here.\n\n"
    "The ambassador told the agency that the workers would go home under Resolution 2356, passed last June."
)
CELL = "/cells/MCO/r2397-op8-repatriation?as_of=2020-06-30"
STATEMENT = "Exercise: the ministry says that the last DPRK worker left Monaco in November 2019."

Picture = Callable[..., None]


@pytest.fixture
def picture(page: Page, request: pytest.FixtureRequest) -> Picture:
    """Keeps a picture of the window for the README, when that is asked for; once, on SQLite."""
    wanted = PICTURES and "sqlite" in request.node.name
    if wanted:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)

    def keep(name: str, at: str = "body") -> None:
        if wanted:
            page.locator(at).first.evaluate("element => element.scrollIntoView({behavior: 'instant'})")
            page.screenshot(path=Path(PICTURES) / f"{name}.png")

    return keep


def _sign_in(page: Page, username: str) -> None:
    page.goto("/login")
    page.get_by_label("User name or e-mail address").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text(f"{username.capitalize()} Person")).to_be_visible()


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def _fill_in_the_statement(page: Page) -> None:
    page.locator("[name=statement]").fill(STATEMENT)
    page.locator("[name=kind]").select_option("reported_action")
    page.locator("[name=speaker]").fill("A spokesperson of the ministry")
    page.locator("[name=states]").fill("Monaco")
    page.locator("[name=citations-0-source]").fill("Exercise sheet for newcomers")


def _fill_in_the_rest(page: Page) -> None:
    for section in ("quoted", "when", "office", "bearings", "cited", "citations"):
        page.locator(f"details#{section} > summary").click()
    page.locator("[name=citations-0-quotation]").fill("The last DPRK worker left in November 2019.")
    page.locator("[name=said]").fill("3 December 2019")
    page.locator("[name=event]").fill("November 2019")
    page.locator("[name=speaks_for]").fill("Monaco")
    page.locator("[name=bearings-0-obligation]").fill("r2397-op8-repatriation")
    page.locator("[name=bearings-0-effect]").select_option("fulfils")
    page.locator("[name=cited_as]").fill("Resolution 2379")
    page.locator("[name=citations-0-publisher]").fill("Sanctions-Compliance Tracker")


def test_the_first_ten_minutes(page: Page, picture: Picture):
    page.goto("/")
    picture("01-home")
    page.goto(CELL)
    expect(page.locator("main")).to_contain_text("no information")
    _sign_in(page, "analyst")
    key = _log(page, picture)
    _keep(page, picture)
    _sign_out(page)
    _sign_in(page, "reviewer")
    _review(page, picture, key)
    page.goto(CELL)
    expect(page.locator("main")).to_contain_text("fulfilled")
    expect(page.locator("main")).to_contain_text(STATEMENT)
    picture("08-cell-after")
    _sign_out(page)
    _report(page, picture)


def _log(page: Page, picture: Picture) -> str:
    """Log the statement; the check finds the wrong number of the resolution before anything is saved."""
    page.get_by_role("link", name="Log a statement").first.click()
    _fill_in_the_statement(page)
    picture("02-log")
    _fill_in_the_rest(page)
    page.get_by_role("button", name="Log the statement").click()
    expect(page.locator("main")).to_contain_text("2379")
    expect(page.locator("main")).to_contain_text("S/RES/2397(2017)")
    picture("03-check")
    page.get_by_role("button", name="Save anyway").click()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main")).to_contain_text("waiting for review")
    expect(page.locator("main")).to_contain_text("Resolution 2379")
    picture("04-claim")
    return page.url.rstrip("/").rpartition("/")[2]


def _keep(page: Page, picture: Picture) -> None:
    """Keep a copy of a source; the words that a claim quotes from it are looked up as it arrives."""
    page.goto(f"{SOURCE}/keep")
    page.locator("[name=pasted]").fill(COPY)
    page.locator("[name=pasted]").locator("xpath=ancestor::form").get_by_role("button").last.click()
    expect(page.locator("main")).to_contain_text("Kept as copy 1")
    picture("05-copy")


def _review(page: Page, picture: Picture, key: str) -> None:
    """Accept the article's pledge, which waits longest, and then the statement that somebody else logged."""
    page.goto("/review/")
    expect(page.locator("main")).to_contain_text(key)
    picture("06-queue")
    page.goto(f"/review/{ARTICLE}")
    expect(page.locator(".kept-text mark").first).to_contain_text("Resolution 2356, passed last June")
    picture("07-review")
    _accept(page, reliability="B", credibility="3")
    page.goto(f"/review/{key}")
    _accept(page, reliability="C", credibility="2")
    page.goto("/cells/RUS/r2397-op8-repatriation?as_of=2018-07-31")
    main = page.locator("main")
    expect(main).to_contain_text("in progress")
    expect(main).to_contain_text("Resolution 2356, passed last June")


def _accept(page: Page, *, reliability: str, credibility: str) -> None:
    page.locator("[name=verdict][value=right]").check()
    page.locator(f"[name=reliability][value={reliability}]").check()
    page.locator(f"[name=credibility][value='{credibility}']").check()
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("status").first).to_be_visible()


def _report(page: Page, picture: Picture) -> None:
    """Freeze a report, have it approved by somebody else, and take it away in three forms."""
    _sign_in(page, "analyst")
    page.goto("/matrix/dprk-1718?as_of=2020-06-30&subject=labour")
    picture("09-matrix", at="main table")
    page.get_by_role("link", name="Freeze a report").click()
    page.locator("[name=title]").fill("DPRK workers: repatriation and reporting")
    page.get_by_role("button", name="Freeze").click()
    expect(page.locator("main")).to_contain_text("DPRK workers: repatriation and reporting")
    address = page.url
    _sign_out(page)
    _sign_in(page, "reviewer")
    page.goto(address)
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("main")).to_contain_text("Reviewer Person")
    picture("10-report")
    rows = list(csv.DictReader(io.StringIO(_download(page, "CSV").decode("utf-8-sig"))))
    assert {"MCO", "RUS"} <= {row["state_code"] for row in rows}
    assert b'"outcome"' in _download(page, "JSON")
    assert b"<html" in _download(page, "HTML")


def _download(page: Page, form: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=form).first.click()
    return Path(waiting.value.path()).read_bytes()


PAGES = (
    "/",
    "/help",
    "/login",
    "/regimes/",
    "/regimes/dprk-1718",
    "/resolutions/",
    "/resolutions/S-RES-2397-2017",
    "/obligations/",
    "/obligations/r2397-op8-repatriation",
    "/states/",
    "/states/RUS",
    "/matrix/dprk-1718?subject=labour",
    "/cells/CHN/r2321-op26-coal-cap-dec-2016?as_of=2017-03-31",
    "/claims/",
    f"/claims/{ARTICLE}",
    f"/claims/{ARTICLE}/history",
    "/claims/new",
    "/sources/",
    "/review/",
    f"/review/{ARTICLE}",
    "/reports/",
    "/reports/new?regime=dprk-1718&as_of=2020-06-30",
    "/accounts/",
    "/no-such-page",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_at_320_pixels(narrow: Page, scheme):
    _sign_in(narrow, "admin")
    narrow.emulate_media(color_scheme=scheme)
    wide = {}
    for path in PAGES:
        narrow.goto(path)
        wide[path] = narrow.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert {path: over for path, over in wide.items() if over > 0} == {}


def test_the_matrix_keeps_its_head_and_its_states_in_place(page: Page):
    page.goto("/matrix/dprk-1718?as_of=2020-06-30")
    box = page.locator("table[data-grid]")
    box.evaluate("table => { const f = table.parentElement; f.scrollTop = 900; f.scrollLeft = 1200; }")
    frame = box.locator("..").bounding_box()
    head = box.locator("thead th").first.bounding_box()
    assert frame
    assert head
    assert abs(head["x"] - frame["x"]) < 3
    assert abs(head["y"] - frame["y"]) < 3


def test_a_cell_opens_its_reasons_in_one_action(page: Page):
    page.goto("/matrix/dprk-1718?as_of=2020-06-30&subject=labour")
    page.locator("a[href*='RUS/r2397-op8-repatriation']").first.click()
    expect(page.locator("h1")).to_contain_text("Russian Federation")
    expect(page.get_by_role("heading", name="Why")).to_be_visible()


def test_a_claim_is_logged_without_script(chromium, site):
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    _sign_in(page, "analyst")
    page.goto("/claims/new")
    _fill_in_the_statement(page)
    page.get_by_role("button", name="Log the statement").click()
    expect(page.locator("main")).to_contain_text("waiting for review")
    context.close()
