"""Finding on a page and by the script's address: the same results, and no act that the asker may not do."""

from urllib.parse import urlsplit

from tracker.web import acts
from tracker.web.access import ACCESS

RESULTS = "/find/results.json"


def _found(client, words, **more):
    return client.get(RESULTS, query_string={"q": words, **more}).json["results"]


def test_the_page_and_the_script_lead_to_the_same_places(client):
    first = _found(client, "2397 8 russia")[0]
    assert first["address"] == "/cells/RUS/r2397-op8-repatriation"
    assert client.get(first["address"]).status_code == 200
    page = client.get("/find/?q=2397+8+russia").text
    assert f'<a href="{first["address"]}">{first["title"]}</a>' in page
    assert "Nothing has this code" in client.get("/find/?q=zzzzz").text
    assert "Where work begins" in client.get("/find/").text
    assert '<link rel="search" type="text/html" href="/find/"' in client.get("/regimes/").text


def test_every_kind_of_result_leads_to_a_page(client):
    client.sign_in("analyst")
    client.submit(
        "/views/new", {"name": "Petroleum claims", "at": "/claims/?words=petroleum"}, page="/views/new?at=/claims/"
    )
    asked = ["rus", "1718", "petroleum", "r2397-op8-repatriation", "diplomat-2018-07", "2397 8 china", "log"]
    results = [result for words in asked for result in _found(client, words)]
    kinds = {result["kind"]: result["address"] for result in results}
    wanted = {"state", "resolution", "regime", "obligation", "claim", "source", "status", "saved view", "act"}
    assert wanted <= set(kinds)
    for address in kinds.values():
        assert client.get(address, follow_redirects=True).status_code == 200


def test_nothing_that_is_typed_breaks_it(client):
    for words in ("", "%", "(", "<script>", "𝟚𝟛𝟡𝟟", "a" * 5_000, "\u202erus", "2397 ¶", "8 of 2397 of"):
        assert client.get("/find/", query_string={"q": words}).status_code == 200
        assert client.get(RESULTS, query_string={"q": words}).status_code == 200


OFFERED = {
    "log a claim": {"analyst"},
    "accounts": {"admin"},
    "saved views": {"viewer", "analyst", "reviewer", "admin"},
    "my reviewing record": {"viewer", "analyst", "reviewer", "admin"},
    "review queue": {"", "viewer", "analyst", "reviewer", "admin"},
    "matrix 1718": {"", "viewer", "analyst", "reviewer", "admin"},
}


def test_an_act_is_offered_to_whoever_may_do_it(app):
    offered = {words: set() for words in OFFERED}
    for who in ("", "viewer", "analyst", "reviewer", "admin"):
        client = app.test_client()
        if who:
            client.sign_in(who)
        for words in OFFERED:
            if any(result["kind"] == "act" for result in _found(client, words)):
                offered[words].add(who)
    assert offered == OFFERED


def test_where_nothing_is_typed_the_views_of_the_reader_come_before_the_acts(client):
    client.sign_in("viewer")
    client.submit("/views/new", {"name": "Oil", "at": "/claims/?words=oil"}, page="/views/new?at=/claims/")
    kinds = [result["kind"] for result in _found(client, "")]
    assert kinds[0] == "saved view"
    assert set(kinds[1:]) == {"act"}


def test_every_act_stands_in_the_access_table_and_leads_somewhere(app):
    with app.test_request_context("/"):
        assert [act.label for act in acts.ACTS if act.endpoint not in ACCESS] == []
        assert all(urlsplit(act.address).path.startswith("/") for act in acts.ACTS)


def test_the_page_one_is_on_can_be_saved_from_there(client):
    client.sign_in("viewer")
    (act,) = [one for one in _found(client, "save this list", at="/claims/?words=oil&page=3") if one["kind"] == "act"]
    assert act["address"] == "/views/new?at=/claims/?words%3Doil"
    assert "/claims/?words=oil" in client.get(act["address"]).text
    for at in ("https://evil.example/", "/help", "//evil.example/claims/"):
        assert _found(client, "save this list", at=at) == []
