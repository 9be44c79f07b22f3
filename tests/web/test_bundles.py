"""The pages of exchange: merge a bundle, settle what it left, adopt what others decided."""

import io
import re

import pytest

from tests.client import WatchingClient
from tests.exchanging import Installation, installation
from tracker.clock import now

PLEDGE = "ru-matsegora-2018-07-18-pledge-diplomat"


@pytest.fixture
def desk(house, app, tmp_path):
    """Another installation, on a copy of the record that the app has."""
    address = house.copy("seeded")
    made = installation("Geneva desk", address, tmp_path / "geneva")
    yield made
    made.engine.dispose()
    house.drop(address)


@pytest.fixture
def team(app, record_address, tmp_path) -> Installation:
    """The installation whose pages are shown."""
    return installation("Vienna desk", record_address, tmp_path / "data")


def _send(client: WatchingClient, data: bytes, **fields):
    return client.submit("/bundles/merge", {"file": (io.BytesIO(data), "a.bundle"), **fields})


def _other(client: WatchingClient, person: str) -> WatchingClient:
    other = client.application.test_client()
    assert isinstance(other, WatchingClient)
    return other.sign_in(person)


@pytest.mark.whole_record
def test_a_bundle_is_looked_at_merged_settled_and_adopted(
    client: WatchingClient, desk: Installation, team: Installation
):
    assert "Nothing came from another installation yet" in client.get("/bundles/").text
    key = desk.log(statement="Ten <b>workers</b> left in May.", at=now())
    desk.decide(key)
    desk.edit(PLEDGE, notes="Theirs.", at=now())
    team.edit(PLEDGE, notes="Ours.", at=now())
    data = desk.bundle()
    client.sign_in("analyst")
    assert "Choose the file of a bundle" in client.submit("/bundles/merge", {}).text
    refused = _send(client, b"no bundle")
    assert (refused.status_code, "The bundle is not used" in refused.text) == (422, True)
    dry = _send(client, data, dry="y")
    words = "1 new claim, 1 claim edited on both sides, 1 review from elsewhere, 1 new source, 1 new origin"
    assert (dry.status_code, words in dry.text, "Nothing was written" in dry.text) == (200, True, True)
    assert "Nothing is to settle" in client.get("/bundles/").text
    answer = _send(client, data)
    assert answer.status_code == 303
    merge = client.get(answer.location).text
    assert words in merge
    assert f'href="/claims/{key}"' in merge
    assert "brought nothing new" in client.get(_send(client, data).location).text

    _settle(client, re.findall(r'href="(/bundles/matters/\d+)"', client.get("/bundles/").text)[0])
    _adopt(client, _other(client, "reviewer"), key)


def _settle(client: WatchingClient, place: str) -> None:
    page = client.get(place).text
    assert "Ours." in page
    assert "Theirs." in page
    assert f'href="{place}"' in client.get(f"/claims/{PLEDGE}").text
    assert client.submit(f"{place}/settle", {"words": ""}, page=place).status_code == 422
    sent = client.submit(f"{place}/settle", {"words": "Theirs was older.", "put_other": "y"}, page=place)
    assert sent.status_code == 303
    assert "Nothing is to settle" in client.get("/bundles/").text
    assert "Settled by Analyst Person" in client.get(place).text
    assert client.submit(f"{place}/settle", {"words": "No."}, page="/bundles/merge").status_code == 409


def _adopt(client: WatchingClient, reviewer: WatchingClient, key: str) -> None:
    claim = reviewer.get(f"/claims/{key}").text
    assert "at Geneva desk by Reviewer Person" in claim
    assert "Ten &lt;b&gt;workers&lt;/b&gt; left" in claim
    assert "waiting" in claim
    adopt = re.findall(r'action="(/bundles/reviews/\d+/adopt)"', claim)[0]
    assert adopt not in client.get(f"/claims/{key}").text
    assert reviewer.submit(adopt, {"seen": "0"}, page=f"/claims/{key}").status_code == 303
    assert "made it a review of this installation" in reviewer.get(f"/claims/{key}").text
    assert "had decided on" in reviewer.get(f"/claims/{key}/history").text
    assert adopt not in reviewer.get(f"/review/{key}").text
    assert client.submit(adopt, {"seen": "1"}, page="/bundles/merge").status_code == 403


def test_only_an_analyst_merges_and_what_is_not_there_is_not_found(client: WatchingClient):
    assert client.sign_in("reviewer").get("/bundles/merge").status_code == 403
    assert client.get("/bundles/7").status_code == 404
    assert client.get("/bundles/matters/7").status_code == 404
