"""Saved views on pages: a list is saved from where it is read, and opens again; no view leads off the site."""

import html
import re

LIST = "/claims/?words=petroleum&review=waiting"


def _save(client, name="Waiting, petroleum", at=LIST, **fields):
    return client.submit("/views/new", {"name": name, "at": at, **fields}, page="/views/new?at=/claims/")


def _offer(page):
    found = re.search(r'<p class="view-offer"><a href="([^"]+)">', page)
    return html.unescape(found[1]) if found else ""


def test_a_list_is_saved_with_its_filters_and_opens_again(client):
    client.sign_in("viewer")
    offer = _offer(client.get(LIST + "&page=2&state=").text)
    assert offer == "/views/new?at=/claims/?words%3Dpetroleum%26review%3Dwaiting"
    assert "Save this view" not in client.get("/help").text
    answer = _save(client, at=LIST + "&page=2")
    assert answer.location == LIST
    assert client.get("/views/waiting-petroleum").location == LIST
    assert "Waiting, petroleum" in client.get("/views/").text
    assert "Waiting, petroleum" in client.get("/").text


LISTS = ("/sources/?words=NK", "/coverage/dprk-1718", "/matrix/dprk-1718?subject=coal", "/review/", "/questions/")


def test_every_list_offers_it_to_whoever_is_signed_in(client):
    assert [_offer(client.get(path).text) for path in LISTS] == [""] * len(LISTS)
    client.sign_in("viewer")
    for path in LISTS:
        offer = _offer(client.get(path).text)
        assert client.get(offer).status_code == 200


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/nowhere",
    "/logout",
    "/static/tracker.js",
    "/accounts",
    "/views/",
    "javascript:alert(1)",
    "",
    "/%2F%2Fevil.example",
)


def test_no_other_site_and_no_page_that_one_may_not_read_is_saved(client):
    client.sign_in("viewer")
    for at in ELSEWHERE:
        assert client.get("/views/new", query_string={"at": at}).status_code == 422
        assert _save(client, at=at).status_code == 422
    assert "Waiting, petroleum" not in client.get("/views/").text


def test_a_shared_view_is_for_everybody_and_changed_by_its_owner(client):
    client.sign_in("analyst")
    assert _save(client).status_code == 303
    other = client.application.test_client().sign_in("viewer")
    assert other.get("/views/waiting-petroleum").status_code == 404
    client.submit("/views/waiting-petroleum/edit", {"name": "Oil", "shared": "y"})
    assert other.get("/views/waiting-petroleum").location == LIST
    assert "shared by Analyst Person" in other.get("/views/").text
    assert other.get("/views/waiting-petroleum/edit").status_code == 403
    assert "Give the view a name" in client.submit("/views/waiting-petroleum/edit", {"name": " "}).text


def test_a_removal_is_undone_from_its_message(client):
    client.sign_in("analyst")
    _save(client)
    page = client.submit("/views/waiting-petroleum/remove", {}, page="/views/", follow_redirects=True).text
    assert "is removed." in page
    assert client.get("/views/waiting-petroleum").status_code == 404
    (address,) = re.findall(r'<div class="notice notice-undo">.*?action="([^"]+)"', page, re.DOTALL)
    assert "is back." in client.submit(address, {}, page="/views/new?at=/claims/", follow_redirects=True).text
    assert client.get("/views/waiting-petroleum").location == LIST


def test_a_view_of_a_page_that_is_closed_to_its_reader_leads_nowhere(client):
    client.sign_in("admin")
    assert _save(client, at="/accounts", shared="y").status_code == 303
    other = client.application.test_client().sign_in("viewer")
    assert other.get("/views/waiting-petroleum").status_code == 422
