"""Reading claims: the list with its filters, one claim, its history, and taking one back."""

import html5lib
import pytest

from tests.client import WatchingClient
from tests.counting import count
from tests.web.test_claim_form import fields_of
from tracker.web.views import states

ARTICLE = "ru-matsegora-2018-07-18-pledge-diplomat"
MISMATCH = "The citation does not match the record."


@pytest.mark.whole_record
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("words=workers deportations", "ru-matsegora-2018-02-07-deportations-begun"),
        ("state=Russia&kind=pledge", ARTICLE),
        ("state=russian federation", ARTICLE),
        ("obligation=r2397-op8-repatriation", ARTICLE),
        ("review=waiting", ARTICLE),
        ("speaker=Alexander Matsegora", ARTICLE),
        ("source=diplomat-2018-07", ARTICLE),
        ("origin=ria-matsegora-2018-07-18", ARTICLE),
        ("since=July 2018&until=2018-07", ARTICLE),
    ],
)
def test_a_filter_in_the_address_finds_a_claim_that_fits(client: WatchingClient, query, found):
    page = client.get(f"/claims/?{query}")
    assert page.status_code == 200
    assert f'href="/claims/{found}"' in page.text


@pytest.mark.parametrize("query", ["state=Uganda", "kind=denial", "review=wrong", "until=2015", "since=2025"])
def test_a_filter_leaves_out_what_does_not_fit(client: WatchingClient, query):
    assert f'href="/claims/{ARTICLE}"' not in client.get(f"/claims/?{query}").text


def test_each_filter_that_is_set_can_be_taken_off_alone(client: WatchingClient):
    page = client.get("/claims/?state=Russia&kind=pledge&page=2").text
    assert 'href="/claims/?kind=pledge"' in page
    assert 'href="/claims/?state=Russia"' in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=someday", "is not a date that can be read"),
        ("state=Atlantis", "There is no state called “Atlantis”"),
        ("kind=rumour", "Not a valid choice"),
        ("review=maybe", "Not a valid choice"),
        ("words=" + "x" * 400, "Use at most 300 characters"),
    ],
)
def test_a_filter_that_cannot_be_read_says_so_at_its_field(client: WatchingClient, query, sentence):
    page = client.get(f"/claims/?{query}")
    assert page.status_code == 422
    assert sentence in page.text


def test_no_match_says_how_to_see_more(client: WatchingClient):
    page = client.get("/claims/?words=zzzzzz").text
    assert "No claim fits these filters." in page
    assert "No claim is on record yet." not in page


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "9" * 30, "7"])
def test_a_page_that_does_not_exist_is_no_failure(client: WatchingClient, page):
    assert client.get("/claims/", query_string={"page": page}).status_code == 200


@pytest.mark.parametrize("query", ["_scheme=x", "_external=1", "endpoint=x", "_anchor=a", "_method=POST", "values=1"])
def test_a_parameter_that_the_router_knows_is_no_failure(client: WatchingClient, query):
    assert client.get(f"/claims/?state=Russia&{query}").status_code == 200


def test_the_list_and_a_claim_cost_a_fixed_number_of_queries(app):
    many, few = count(app, "/claims/"), count(app, "/claims/?origin=ria-matsegora-2018-07-18")
    assert many <= few + 1
    assert many < 45
    assert count(app, f"/claims/{ARTICLE}") < 55


MARK = "citation does not match"
HOLDS_THE_CLAIM = (
    "/claims/",
    f"/claims/{ARTICLE}",
    f"/claims/{ARTICLE}/1",
    f"/claims/{ARTICLE}/edit",
    f"/claims/{ARTICLE}/history",
    f"/claims/{ARTICLE}/withdraw",
    "/claims/ru-matsegora-2018-07-18-halved-kbs",
    "/sources/diplomat-2018-07",
    "/states/RUS",
    "/review/",
    f"/review/{ARTICLE}",
    "/review/ru-matsegora-2018-07-18-halved-kbs",
)
CELL = "/cells/RUS/r2397-op8-repatriation?as_of=2018-07-31"


def _unmarked(page: str) -> list[str]:
    """Where a page shows the article without saying that its citation does not match: its lines, or else the page."""
    assert ARTICLE in page
    main = next(html5lib.parse(page, namespaceHTMLElements=False).iter("main"))
    places = {f"/claims/{ARTICLE}", f"#claim-{ARTICLE}"}
    lines = [li for li in main.iter("li") if any(a.get("href") in places for a in li.iter("a"))]
    innermost = [li for li in lines if not any(other in li.iter() for other in lines if other is not li)]
    texts = ["".join(node.itertext()) for node in innermost or [main]]
    return [text for text in texts if MARK not in text]


def test_every_page_that_shows_a_claim_says_that_its_citation_does_not_match(client: WatchingClient, monkeypatch):
    monkeypatch.setattr(states, "STATEMENTS", 1000)
    client.sign_in("both")
    found = {path: _unmarked(client.get(path).text) for path in HOLDS_THE_CLAIM}
    decision = {"verdict": "right", "reliability": "B", "credibility": "2", "revision": "1", "seen": "0"}
    assert client.submit(f"/review/{ARTICLE}", decision).status_code == 303
    cell = client.get(CELL).text
    assert f'href="#claim-{ARTICLE}"' in cell.partition('id="counted"')[0], "it must stand in the list of reasons"
    assert found | {CELL: _unmarked(cell)} == {path: [] for path in (*HOLDS_THE_CLAIM, CELL)}


def test_a_claim_found_as_a_duplicate_carries_the_mark_too(client: WatchingClient):
    sent = _sent(client.sign_in("analyst"))
    page = client.submit("/claims/new", {name: value for name, value in sent.items() if name != "base"}).text
    duplicate = page[page.index("Is it on record already?") :].partition("</ul>")[0]
    assert f'href="/claims/{ARTICLE}"' in duplicate
    assert MARK in duplicate


@pytest.mark.whole_record
def test_a_claim_shows_its_words_its_citation_and_what_would_fit(client: WatchingClient):
    page = client.get(f"/claims/{ARTICLE}").text
    assert "“Resolution 2356, passed last June”" in page
    assert MISMATCH in page
    assert "S/RES/2397(2017), paragraph 8" in page
    assert "4 claims</a> share it. They are one origin, and never count twice." in page


def test_links_carry_the_clocks_that_were_asked_for(client: WatchingClient):
    page = client.get(f"/claims/{ARTICLE}?as_of=30 April 2019&known_at=nonsense").text
    assert f"/claims/{ARTICLE}/history?as_of=2019-04-30" in page
    assert "known_at=" not in page


def test_links_are_shown_from_both_ends(client: WatchingClient):
    assert "Contradict" in client.get("/claims/jinr-statement-suspension").text
    assert "Contradict" in client.get("/claims/jinr-furukawa-2016-10-allegation").text


@pytest.mark.parametrize(
    ("person", "offered"),
    [("viewer", set()), ("analyst", {"edit", "withdraw"}), ("reviewer", {"review"}), ("admin", set())],
)
def test_a_claim_offers_what_the_reader_may_do(client: WatchingClient, person, offered):
    page = client.sign_in(person).get(f"/claims/{ARTICLE}").text
    places = {
        f"/claims/{ARTICLE}/edit": "edit",
        f"/claims/{ARTICLE}/withdraw": "withdraw",
        f"/review/{ARTICLE}": "review",
    }
    assert {name for place, name in places.items() if f'href="{place}"' in page} == offered


@pytest.mark.parametrize("path", ["/claims/none-such", f"/claims/{ARTICLE}/9", f"/claims/{ARTICLE}/{'9' * 30}"])
def test_what_is_not_on_record_is_not_found(client: WatchingClient, path):
    assert client.get(path).status_code == 404


def test_history_tells_events_and_compares_two_revisions(client: WatchingClient):
    client.sign_in("analyst")
    client.submit(f"/claims/{ARTICLE}/edit", {**_sent(client), "speaker": "A. Matsegora", "reason": "as printed"})
    page = client.get(f"/claims/{ARTICLE}/history").text
    assert "Analyst Person saved revision 2 and changed speaker: as printed." in page
    assert "<del>Alexander Matsegora</del>" in page
    assert page.count("<ins>A. Matsegora</ins>") == 2, "under the event, and in the comparison"
    assert "say the same" in client.get(f"/claims/{ARTICLE}/history?before=2&after=2").text


def test_an_earlier_revision_stays_and_leads_to_the_newest(client: WatchingClient):
    client.sign_in("analyst")
    client.submit(f"/claims/{ARTICLE}/edit", {**_sent(client), "speaker": "A. Matsegora"})
    page = client.get(f"/claims/{ARTICLE}/1").text
    assert "Alexander Matsegora, ambassador" in page
    assert "To revision 2, the newest" in page


def _sent(client: WatchingClient) -> dict[str, str]:
    return fields_of(client.get(f"/claims/{ARTICLE}/edit").text)


@pytest.mark.parametrize("query", ["before=x", "before=0", "after=²", "before=99999999999"])
def test_a_comparison_with_nonsense_falls_back_to_the_newest(client: WatchingClient, query):
    assert client.get(f"/claims/{ARTICLE}/history?{query}").status_code == 200


def test_withdrawing_needs_a_reason_and_keeps_the_claim_readable(client: WatchingClient):
    client.sign_in("analyst")
    place = f"/claims/{ARTICLE}/withdraw"
    assert client.submit(place, {"reason": " "}).status_code == 422
    assert client.submit(place, {"reason": "logged twice"}).status_code == 303
    page = client.get(f"/claims/{ARTICLE}").text
    assert "logged twice" in page
    assert f"/claims/{ARTICLE}/edit" not in page
    assert client.get(f"/claims/{ARTICLE}/edit").status_code == 422
