"""Reports of every kind: from the page that shows it in two actions, with the page's filters and clocks."""

import json
import re
from html import unescape

import pytest

from tracker import clock

DUTY = "r2397-op8-repatriation"
PAGES = {
    "state": ("/states/RUS?as_of=2019-12-31", "Russian Federation"),
    "obligation": (f"/obligations/{DUTY}?as_of=2019-12-31", "Russian Federation"),
    "cell": (f"/cells/RUS/{DUTY}?as_of=2019-12-31", "What is decided"),
    "changes": ("/compare/?from_as_of=2018-01-01&as_of=2020-04-30&regime=dprk-1718", "accepted"),
    "deadlines": ("/calendar/?regime=dprk-1718&state=RUS&as_of=2020-03-31", "Days to come"),
    "register": ("/claims/?state=RUS&as_of=2019-12-31", "Claims about RUS"),
    "reconciliation": (
        "/obligations/r2397-op8-midterm-report/counts/?count=42&on=2019-06-30&earlier=30&earlier_on=2019-04-01",
        "the record names",
    ),
}


def link_of(page: str, kind: str) -> str:
    found = re.search(rf'href="(/reports/take/{kind}\?[^"]*)"', page)
    assert found, kind
    return unescape(found[1])


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_frozen_as_a_report_in_two_actions(client, kind) -> None:
    address, words = PAGES[kind]
    client.sign_in("analyst")
    take = link_of(client.get(address).text, kind)
    preview = client.get(take).text
    assert words in preview
    answer = client.submit(take, {"title": "As shown"})
    assert answer.status_code == 303
    shown = client.get(answer.headers["Location"]).text
    assert words in shown
    report = json.loads(client.get(f"{answer.headers['Location']}.json").data)["report"]
    assert (report["kind"], report["title"]) == (kind, "As shown")
    asked = re.findall(r"[?&]as_of=([\d-]+)", address)
    assert [report["as_of"]] == (asked or [clock.today().isoformat()])
    assert report["manifest"]["data"]


ASKED = {
    "changes": {"before": {"as_of": "2018-01-01"}},
    "deadlines": {"only_states": ["RUS"], "regime": {"key": "dprk-1718"}},
    "register": {"filter": {"state": "RUS"}},
    "reconciliation": {"count": {"count": 42, "day": "2019-06-30", "earlier": 30, "earlier_day": "2019-04-01"}},
}
"""What of a page's question the frozen report has, beside its clocks."""


def holds(found: object, wanted: object) -> bool:
    """Whether a value has everything that is wanted of it."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return all(holds(found.get(name), value) for name, value in wanted.items())
    return found == wanted


@pytest.mark.parametrize("kind", PAGES)
def test_a_report_keeps_the_clocks_and_filters_of_its_page(client, kind) -> None:
    client.sign_in("analyst")
    take = link_of(client.get(f"{PAGES[kind][0]}&known_at=2026-11-25&public_at=2020-01-31").text, kind)
    answer = client.submit(take, {"title": "As shown"})
    report = json.loads(client.get(f"{answer.location}.json").data)["report"]
    assert (report["known_at"][:10], report["public_at"]) == ("2026-11-25", "2020-01-31")
    assert holds(report, ASKED.get(kind, {})), report


def test_a_reader_is_offered_no_report(client) -> None:
    assert "/reports/take/" not in client.get(PAGES["cell"][0]).text


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/reports/take/state?state=Atlantis", "There is no state called “Atlantis”"),
        ("/reports/take/state", "A state sheet is of one state."),
        (f"/reports/take/cell?obligation={DUTY}", "of one state"),
        ("/reports/take/changes?regime=dprk-1718", "Choose the first of the two moments."),
        ("/reports/take/deadlines?regime=atlantis", "is not in the list"),
        (f"/reports/take/reconciliation?obligation={DUTY}", "Type the published count"),
        ("/reports/take/register?since=soon", "soon"),
    ],
)
def test_a_question_that_lacks_something_is_answered_in_a_sentence(client, address, sentence) -> None:
    client.sign_in("analyst")
    answer = client.get(address)
    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize(
    "address", ["/reports/take/matrix", "/reports/take/magic", "/reports/take/reconciliation?obligation=x"]
)
def test_a_kind_that_is_not_taken_from_a_page_is_not_found(client, address) -> None:
    client.sign_in("analyst")
    assert client.get(address).status_code == 404


def test_a_title_that_is_refused_keeps_what_is_looked_at(client) -> None:
    client.sign_in("analyst")
    take = link_of(client.get(PAGES["cell"][0]).text, "cell")
    answer = client.submit(take, {"title": ""})
    assert answer.status_code == 422
    assert "Give the report a title" in answer.text
    assert "What will be frozen" in answer.text


def freeze(client, kind: str = "cell", **fields: str) -> str:
    client.sign_in("analyst")
    answer = client.submit(link_of(client.get(PAGES[kind][0]).text, kind), {"title": "As shown"} | fields)
    return answer.headers["Location"]


def test_a_report_is_taken_back_with_its_reason_and_every_file_says_so(client) -> None:
    path = freeze(client)
    refused = client.submit(f"{path}/withdraw", {"reason": ""}, page=path)
    assert refused.status_code == 422
    assert "Say why nobody is to rely on it" in refused.text
    answer = client.submit(f"{path}/withdraw", {"reason": "The wrong state."}, page=path)
    assert answer.status_code == 303
    assert "The wrong state." in client.get("/reports/").text
    for place in (path, f"{path}.html", f"{path}.csv", f"{path}.json"):
        assert "The wrong state." in client.get(place).text
    assert "Take this report back" not in client.get(path).text
    assert client.submit(f"{path}/withdraw", {"reason": "Again."}, page="/help").status_code == 409


def test_a_report_is_superseded_once_its_successor_is_approved(client) -> None:
    first = freeze(client)
    number = first.rsplit("/", 1)[1]
    second = freeze(client, supersedes=number)
    assert "Superseded" not in client.get(first).text
    client.post("/logout", data={"csrf_token": client.token("/help")})
    digest = re.findall(r'name="digest" value="([0-9a-f]{64})"', client.sign_in("reviewer").get(second).text)[0]
    assert client.submit(f"{second}/approve", {"digest": digest}, page=second).status_code == 303
    assert f"Superseded by report {second.rsplit('/', 1)[1]}" in client.get(first).text
    assert "Superseded" in client.get(f"{first}.html").text


def test_a_register_with_words_finds_what_claims_said_then(client) -> None:
    client.sign_in("analyst")
    take = link_of(client.get("/claims/?words=workers&state=RUS").text, "register")
    answer = client.submit(take, {"title": "Words"})
    report = json.loads(client.get(f"{answer.location}.json").data)["report"]
    shown = client.get("/claims/?words=workers&state=RUS&size=100").text
    assert {claim["key"] for claim in report["evidence"]} <= set(re.findall(r"/claims/([a-z0-9-]+)", shown))
    assert report["filter"]["words"] == "workers"
    assert report["evidence"]


def test_a_report_is_asked_again_and_compared_on_pages_of_their_own(client) -> None:
    first, second = freeze(client), freeze(client, "state")
    assert "byte for byte as it is" in client.get(f"{first}/check").text
    page = client.get(f"{first}/diff?other={second.rsplit('/', 1)[1]}").text
    assert "It is a state sheet, and was a dossier of a cell." in page
    assert "Both reports say the same." in client.get(f"{first}/diff?other={first.rsplit('/', 1)[1]}").text
    for asked, sentence in (("99", "There is no report 99."), ("x", "number"), ("", "Type the number of a report.")):
        answer = client.get(f"{first}/diff?other={asked}")
        assert answer.status_code == 422
        assert sentence in answer.text
    assert client.get(f"{first}/diff").status_code == 200
