"""Sources: the list, and what cites each."""

import pytest

from tests.client import WatchingClient


def test_a_source_shows_where_it_can_be_reached_and_what_cites_it(client: WatchingClient):
    page = client.get("/sources/diplomat-2018-07").text
    assert "When Will Kim Jong Un Meet Vladimir Putin?" in page
    assert 'href="http://thediplomat.com/2018/07/' in page
    assert "/claims/ru-matsegora-2018-07-18-pledge-diplomat" in page
    assert "<dd>July 2018</dd>" in page


def test_a_date_known_in_part_is_in_words_in_the_list_too(client: WatchingClient):
    page = client.get("/sources/?words=diplomat").text
    assert "The Diplomat, July 2018" in page
    assert "2018-07<" not in page


@pytest.mark.parametrize(("words", "found"), [("diplomat", True), ("PUTIN?", True), ("zzzz", False)])
def test_sources_are_found_by_their_words(client: WatchingClient, words, found):
    page = client.get("/sources/", query_string={"words": words}).text
    assert ('href="/sources/diplomat-2018-07"' in page) is found


@pytest.mark.parametrize("query", ["page=0", "page=99", "words=%07", "words=" + "x" * 5000])
def test_odd_addresses_are_no_failure(client: WatchingClient, query):
    assert client.get(f"/sources/?{query}").status_code == 200


def test_an_unknown_source_is_not_found(client: WatchingClient):
    assert client.get("/sources/none-such").status_code == 404


def test_an_address_that_is_no_web_address_is_no_link(client: WatchingClient):
    client.sign_in("analyst").submit(
        "/claims/new",
        {
            "statement": "The ministry says so.",
            "kind": "position",
            "speaker": "Ministry",
            "states": "Kiribati",
            "citations-0-source": "A shelf mark",
            "citations-0-addresses": "javascript:alert(1)",
        },
    )
    page = client.get("/sources/a-shelf-mark").text
    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page
