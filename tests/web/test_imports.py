"""Imports on pages: send a file, map its columns, look at what is wrong, mend it, import it, review what it brought."""

import io
import re
from typing import Any

import pytest

from tests.client import WatchingClient
from tests.importing import CLAIM, FIGURE, LAW, SOURCE, as_csv, workbook
from tracker.services import import_jobs, waking
from tracker.services.slates import Slate


@pytest.fixture(autouse=True)
def nudges(monkeypatch) -> list[str]:
    """Nudges are counted instead of sent."""
    found: list[str] = []
    monkeypatch.setattr(waking, "nudge", lambda _settings, noun="exports": found.append(noun))
    return found


def send(client: WatchingClient, noun: str, data: bytes, *, name: str = "file.csv", **fields: Any):
    """Send a file as a browser would."""
    given = {"noun": noun, "pasted": "", "sheet": "", "header": "", **fields}
    token = client.token("/imports/new")
    files = {"file": (io.BytesIO(data), name)} if data else {"file": (io.BytesIO(b""), "")}
    return client.post("/imports/new", data={**given, **files, "csrf_token": token}, content_type="multipart/form-data")


def check(client: WatchingClient, page: str, **changes: str):
    """Send the page of columns as it stands, with changes; where the answer leads."""
    shown = client.get(page).text
    chosen = re.findall(r'<select[^>]*name="(column-\d+)"[^>]*>.*?<option value="([^"]*)" selected', shown, re.DOTALL)
    alike = re.findall(r'<input class="form-control" id="[^"]*" name="(constant-[^"]*)" value="([^"]*)"', shown)
    fields = dict([*chosen, *alike])
    return client.submit(page, {**fields, **changes}, page=page)


def sent(client: WatchingClient, noun: str, data: bytes, **fields: Any) -> str:
    answer = send(client, noun, data, **fields)
    assert answer.status_code == 303, answer.text[-3000:]
    return answer.location


def brought(client: WatchingClient, noun: str, data: bytes, **fields: Any) -> str:
    """Import a file, and give the address of its import."""
    answer = check(client, sent(client, noun, data, **fields))
    assert answer.status_code == 303, answer.text[-3000:]
    page = answer.location
    assert "Every row is right" in client.get(page).text
    assert client.submit(f"{page}/import", {}, page=page).location == page
    found = re.search(r'href="(/imports/\d+)"', client.get(page).text)
    assert found, client.get(page).text
    return found[1]


MANY = [CLAIM | {"statement": f"The minister named {n} workers."} for n in range(3)]


ALIKE = {
    "constant-unit": "bbl",
    "constant-kind": "implementation report",
    "constant-speaker": "China",
    "constant-title": "Notifications",
    "constant-counted": "=products",
}
LIST = [{"Country": "China", "Amount": "1,234", "Month": "March 2018"}, {"Country": "Atlantis", "Amount": "5"}]


def test_columns_are_guessed_and_what_is_missing_or_filled_twice_is_said(client):
    page = sent(client.sign_in("analyst"), "quantities", as_csv(*LIST))
    shown = client.get(page).text
    assert '<option value="state" selected>' in shown
    assert '<option value="value" selected>' in shown
    assert "<span>Atlantis</span>" in shown
    refused = check(client, page)
    assert refused.status_code == 422
    assert "Nothing fills “unit”, “kind”, “speaker”" in refused.text
    twice = check(client, page, **ALIKE, **{"column-2": "state"})
    assert twice.status_code == 422
    assert "“Country” fills “state” already" in twice.text
    assert 'value="=products"' in twice.text


def test_a_file_is_checked_mended_and_imported(client, nudges):
    page = sent(client.sign_in("analyst"), "quantities", as_csv(*LIST), name="supplies.csv")
    answer = check(client, page, **ALIKE, save_as="Committee lists", shared="y")
    found = client.get(answer.location).text
    assert "1 of 2 rows has faults" in found
    assert "<td>3</td><td>Country</td><td>There is no state “Atlantis” in the record.</td>" in found
    report = client.get(f"{answer.location}/report")
    assert report.mimetype == "text/csv"
    told = report.data.decode("utf-8-sig")
    assert told.splitlines()[0] == "Country,Amount,Month,faults"
    assert "Country: There is no state “Atlantis”" in told
    mended = told.replace("Atlantis", "Viet Nam").replace("5,,", "5,April 2018,").encode()
    again = check(client, sent(client, "quantities", mended, name="mended.csv"))
    assert "Every row is right. 2 would be new" in client.get(again.location).text
    assert client.submit(f"{again.location}/import", {}, page=again.location).status_code == 303
    done = client.get("/imports/1").text
    assert "China gave 1,234 bbl of =products for China, March 2018." in done
    assert "waiting" in done.casefold()
    assert "mended.csv" in client.get("/imports/").text
    assert "Committee lists" in client.get("/imports/new").text
    assert nudges == []


def test_each_sort_of_file_and_the_clipboard_are_taken(client):
    client.sign_in("analyst")
    law = brought(client, "law", as_csv(LAW))
    assert "waits for a second person" in client.get(law).text
    source = brought(client, "sources", workbook(list(SOURCE), list(SOURCE.values())), name="list.xlsx")
    assert SOURCE["title"] in client.get(source).text
    pasted = "\n".join("\t".join(row) for row in (FIGURE, FIGURE.values()))
    figures = client.get(brought(client, "quantities", b"", pasted=pasted)).text
    assert "pasted table" in figures
    assert "12,345.5 bbl" in figures
    assert "was imported before, as import 1" in client.get(sent(client, "law", as_csv(LAW))).text
    assert client.get("/imports/template/law.csv").data.decode("utf-8-sig").startswith("obligation,kind,effect,title")
    assert client.get("/imports/template/none.csv").status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "There is nothing to read"),
        ({"noun": ""}, "Say what the rows are."),
        ({"pasted": "<table></table>"}, "empty"),
        ({"pasted": "a\tb\n1\t2", "header": "70"}, "Row 70 is not there"),
        ({"pasted": "a\tb\n1\t2", "header": "x"}, "valid integer"),
        ({"data": b"PK\x03\x04broken", "name": "x.xlsx"}, "damaged or cut short"),
        ({"data": workbook(["a"], ["b"]), "name": "x.xlsx", "sheet": "None"}, "There is no sheet “None”"),
    ],
    ids=["nothing", "no noun", "no table", "no such row", "no number", "broken", "no sheet"],
)
def test_what_cannot_be_read_is_said_and_the_rest_is_kept(client, fields, sentence):
    given = {"noun": "law", **fields}
    data = given.pop("data", b"")
    answer = send(client.sign_in("analyst"), given.pop("noun"), data, **given)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_large_file_goes_to_the_background_and_is_given_up_without_waiting(client, nudges, monkeypatch):
    monkeypatch.setattr(import_jobs, "FEW", 1)
    client.sign_in("analyst")
    page = check(client, sent(client, "claims", as_csv(*MANY))).location
    assert nudges == ["imports"]
    shown = client.get(page).text
    assert "Waiting" in shown
    assert 'http-equiv="refresh"' in shown
    with client.application.app_context():
        slate = Slate(client.application.config["TRACKER"], int(page.rsplit("/", 1)[1]))
        assert slate.progress() == (0, 0)
    assert client.submit(f"{page}/give-up", {}, page=page).location == "/imports/"
    assert "It was given up" in client.get(page).text
    assert client.get(f"{page}/report").status_code == 422
    assert client.submit(f"{page}/import", {}, page="/imports/new").status_code == 422


def test_a_file_is_seen_by_who_sent_it_alone(client):
    page = sent(client.sign_in("analyst"), "claims", as_csv(*MANY)).removesuffix("/columns")
    client.post("/logout", data={"csrf_token": client.token("/help")})
    client.sign_in("analyst2")
    for path in (page, f"{page}/columns", f"{page}/report"):
        assert client.get(path).status_code == 403
    assert client.submit(f"{page}/give-up", {}, page="/imports/new").status_code == 403
    assert "file.csv" not in client.get("/imports/").text
    assert client.get("/imports/files/99").status_code == 404


@pytest.fixture
def review(client) -> str:
    """Somebody imported three claims, and a reviewer looks at them; the address of the review."""
    plain = [row | {"quotation": "All of them."} for row in MANY[:2]]
    flagged = MANY[2] | {"quotation": "", "cited_as": "resolution 1540"}
    page = brought(client.sign_in("analyst"), "claims", as_csv(*plain, flagged))
    client.post("/logout", data={"csrf_token": client.token("/help")})
    client.sign_in("reviewer")
    return f"{page}/review"


DECISION = {"verdict": "right", "reliability": "B", "credibility": "2", "reason": "The ministry's own list."}


def values(text: str) -> list[str]:
    return re.findall(r'name="chosen" value="([^"]+)"', text)


def test_exceptions_come_first_and_those_ticked_are_decided_on_with_the_reason(client, review):
    shown = client.get(review).text
    assert "3 claims wait for you, exceptions first." in shown
    ordered = values(shown)
    assert shown.index("citation does not match") < shown.index("named 0 workers")
    none = client.submit(review, DECISION, page=review)
    assert none.status_code == 422
    assert "Tick at least one claim." in none.text
    bare = client.submit(review, DECISION | {"chosen": ordered[0], "reliability": ""}, page=review)
    assert bare.status_code == 422
    assert "Grade the source" in bare.text
    assert f'value="{ordered[0]}" checked' in bare.text
    assert client.submit(review, DECISION | {"chosen": ordered[1:]}, page=review).location == review
    after = client.get(review).text
    assert "1 claim waits" in after
    assert "2 were decided on" in after
    key = ordered[1].split()[0]
    history = client.get(f"/claims/{key}/history").text
    assert "with one other claim of import 1" in history
    assert "own list." in history
    stale = client.submit(review, DECISION | {"chosen": ordered[1]}, page=review)
    assert stale.status_code == 409


def test_a_sample_is_read_and_stands_for_what_is_no_exception(client, review):
    page = f"{review}?which=sample"
    shown = client.get(page).text
    assert len(values(shown)) == 2
    mark = re.search(r'name="mark" value="(\w+)"', shown)
    assert mark
    fields = DECISION | {"mark": mark[1]}
    unread = client.submit(page, fields | {"chosen": values(shown)[:1]}, page=page)
    assert unread.status_code == 422
    assert "1 of the 2 that were drawn are not ticked" in unread.text
    assert client.submit(page, fields | {"mark": "0", "chosen": values(shown)}, page=page).status_code == 409
    assert client.submit(page, fields | {"chosen": values(shown)}, page=page).location == review
    assert "No exceptions" not in client.get(review).text


def test_the_author_is_offered_nothing_of_their_own(client):
    page = brought(client.sign_in("both"), "claims", as_csv(*MANY))
    shown = client.get(f"{page}/review").text
    assert "Nothing of it waits for you." in shown
    assert "3 more are your own" in shown
    assert values(shown) == []


def test_a_law_import_has_nothing_to_review_in_bulk(client):
    page = brought(client.sign_in("both"), "law", as_csv(LAW))
    assert "Nothing of it waits for you." in client.get(f"{page}/review").text
    assert "Review what it brought" not in client.get(page).text
