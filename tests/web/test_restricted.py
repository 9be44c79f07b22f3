"""A record with a restricted source: strangers find none of its words on any page that they can reach."""

import re
from collections import Counter, deque
from dataclasses import replace
from html import unescape

import pytest
from werkzeug.exceptions import HTTPException

from tests.client import WatchingClient, text_of
from tests.determined import NEWS, people_of
from tracker import clock
from tracker.db.engine import writing
from tracker.domain.content import CitationContent, QuantityContent, SourceContent
from tracker.domain.vocabulary import Credibility, Measure, Publication, Reliability, Verdict
from tracker.services import claims, reviews
from tracker.web.access import ACCESS, Door

SOURCE = SourceContent(title="Zebra note", publisher="Zebra desk", publication=Publication.RESTRICTED)
SECRET = replace(
    NEWS,
    statement="The zebra says so.",
    speaker="A Zebra",
    notes="Heard from a zebra.",
    quantities=(QuantityContent(9, 9, "persons", "nine zebras", measure=Measure.STOCK, reference="2019-12"),),
    citations=(CitationContent(SOURCE, "page zebra", "zebra words"),),
)
ENOUGH = 4
"""How many addresses of one endpoint are opened."""


@pytest.fixture
def secret(record) -> str:
    """The key of an accepted claim that rests on a restricted source alone."""
    with writing(record, actor="test") as session:
        who, at = people_of(session), clock.now()
        key = claims.log(session, content=SECRET, author=who["analyst"], at=at).key
        graded = {"reliability": Reliability.B, "credibility": Credibility.TWO, "comment": "A zebra knows."}
        by = {"reviewer": who["reviewer"], "at": at}
        reviews.decide(session, key=key, revision=1, seen=0, verdict=Verdict.RIGHT, **graded, **by)
        return key


def _crawl(client: WatchingClient, first: str) -> dict[str, str]:
    """What a reader finds who follows links from a page on: each text by its address."""
    places = client.application.url_map.bind("localhost")
    found: dict[str, str] = {}
    opened: Counter[str] = Counter()
    waiting = deque([first])
    while waiting:
        path = waiting.popleft()
        try:
            endpoint, _ = places.match(path.partition("?")[0], method="GET")
        except HTTPException:
            continue
        if path in found or opened[endpoint] == ENOUGH or endpoint.endswith("static"):
            continue
        opened[endpoint] += 1
        answer = client.get(path)
        kind = answer.mimetype or ""
        is_text = kind.startswith("text/") or kind.endswith(("json", "xml"))
        found[path] = text_of(answer) if is_text else ""
        waiting += (unescape(link).partition("#")[0] for link in re.findall(r'href="(/[^"]*)"', found[path]))
    return found


def test_a_stranger_who_follows_every_link_reads_no_word_of_it(client: WatchingClient, secret):
    found = _crawl(client, "/")
    assert [path for path, text in found.items() if "zebra" in text.casefold()] == []
    assert {"/matrix/dprk-1718", "/reports/", "/regimes/"} <= found.keys()
    assert "zebra" in text_of(client.sign_in("viewer").get(f"/claims/{secret}"))


def test_what_quotes_claims_and_sources_is_for_those_signed_in_from_then_on(client: WatchingClient, secret):
    quoting = {name for name, access in ACCESS.items() if access.door is Door.QUOTING}
    for path in (f"/claims/{secret}", "/claims.csv", "/claims.xlsx", "/claims.json", "/sources/", "/changes/feed.atom"):
        answer = client.get(path)
        assert answer.location.startswith("/login?next="), path
    assert "This record has sources that were not published." in client.get("/claims/", follow_redirects=True).text
    rules = {rule.endpoint: rule for rule in client.application.url_map.iter_rules()}
    bare = [name for name in quoting if not rules[name].arguments]
    assert {client.get(rules[name].rule).status_code for name in bare} == {303}
    assert len(bare) > 15
    assert "The zebra says so." in client.sign_in("viewer").get(f"/claims/{secret}").text
