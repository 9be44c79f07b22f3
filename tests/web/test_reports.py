"""Pages of reports: from a scope to a frozen, approved, exported report."""

import csv
import io
import json
import re
from hashlib import sha256

import pytest
import rfc8785

from tracker import clock
from tracker.exports import as_pdf

WIDE = "/reports/new?as_of=2020-06-30&states=Russian+Federation,+CHN"
ADDRESS = f"{WIDE}&duty=r2397-op8-repatriation"


def freeze(client, username: str = "analyst", title: str = "Mid-2020", address: str = ADDRESS) -> str:
    client.sign_in(username)
    answer = client.submit(address, {"title": title})
    assert answer.status_code == 303, answer.text
    client.post("/logout", data={"csrf_token": client.token("/help")})
    return answer.location


def approve(client, path: str, digest: str = "") -> int:
    page = client.get(path).text
    shown = digest or re.findall(r'name="digest" value="([0-9a-f]{64})"', page)[0]
    return client.submit(f"{path}/approve", {"digest": shown}, page=path).status_code


def test_an_empty_list_says_what_belongs_here_and_how_to_begin(client) -> None:
    assert "An analyst freezes the first one" in client.get("/reports/").text
    assert 'href="/reports/new"' in client.sign_in("analyst").get("/reports/").text


def test_the_scope_is_shown_with_its_counts_before_anything_is_frozen(client) -> None:
    page = client.sign_in("analyst").get(WIDE).text
    assert "2 rows by" in page
    assert 'as of <time datetime="2020-06-30">' in page
    assert "known at the moment of freezing" in page
    assert "No report is frozen yet" in client.get("/reports/").text


def test_a_frozen_report_shows_its_cells_reasons_evidence_and_digest(client) -> None:
    path = freeze(client)
    page = client.get(path).text
    assert "not a legal finding" in page
    assert 'href="#cell-RUS-r2397-op8-repatriation"' in page
    assert 'id="cell-RUS-r2397-op8-repatriation"' in page
    assert "Citation check:" in page
    envelope = json.loads(client.get(f"{path}.json").data)
    assert sha256(rfc8785.dumps(envelope["report"])).hexdigest() == envelope["digest"]
    assert envelope["digest"] in page
    assert path in client.get("/reports/").text


def test_a_report_over_what_was_public_says_so_wherever_it_is_named(client) -> None:
    path = freeze(client, address=f"{ADDRESS}&public_at=2019-12-01")
    document = json.loads(client.get(f"{path}.json").data)["report"]
    assert (document["format"], document["public_at"]) == ("4", "2019-12-01")
    assert "not_public" in {aside["why"] for cell in document["cells"] for aside in cell["set_aside"]}
    for shown in (path, "/reports/"):
        assert "1 December 2019" in client.get(shown).text


@pytest.mark.parametrize(
    ("fmt", "mimetype"),
    [("csv", "text/csv"), ("html", "text/html"), ("json", "application/json"), ("pdf", "application/pdf")],
)
def test_each_format_is_downloaded_under_the_report_s_number(client, fmt, mimetype) -> None:
    path = freeze(client)
    answer = client.get(f"{path}.{fmt}")
    assert (answer.status_code, answer.mimetype) == (200, mimetype)
    assert answer.headers["Content-Disposition"] == f"attachment; filename=report-1.{fmt}"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert client.get(f"{path}.{fmt}").data == answer.data


def test_the_files_say_what_the_page_says(client) -> None:
    path = freeze(client, title="=SUM(1)")
    document = json.loads(client.get(f"{path}.json").data)["report"]
    table = list(csv.DictReader(io.StringIO(client.get(f"{path}.csv").text, newline="")))
    raw = list(csv.DictReader(io.StringIO(client.get(f"{path}.csv-raw").text, newline="")))
    assert [row["outcome"] for row in table] == [cell["outcome"] for cell in document["cells"]]
    assert (table[0]["title"], raw[0]["title"], document["title"]) == ("'=SUM(1)", "=SUM(1)", "=SUM(1)")


@pytest.mark.whole_record
def test_a_long_report_is_offered_and_taken_by_volumes(client, monkeypatch) -> None:
    path = freeze(client, address="/reports/new?as_of=2020-06-30&states=RUS&duty=r2397-op8-repatriation")
    assert "volume" not in client.get(path).text.partition("Take it along")[2].partition("</section>")[0]
    assert client.get(f"{path}.pdf?volume=1").headers["Content-Disposition"].endswith("=report-1.pdf")
    assert "one volume in this format" in client.get(f"{path}.pdf?volume=2").text
    monkeypatch.setattr(as_pdf, "room_beside", lambda _data: 7_000_000)
    page = client.get(path).text
    addresses = re.findall(r'href="(/reports/1\.pdf\?volume=\d+)"', page)
    assert len(addresses) > 1
    assert f"Full edition: {len(addresses)} volumes" in page
    assert "What the words mean; Manifest" in page
    last = client.get(addresses[-1])
    assert (last.status_code, last.mimetype) == (200, "application/pdf")
    assert last.headers["Content-Disposition"] == f"attachment; filename=report-1-volume-{len(addresses)}.pdf"
    assert f"Volume {len(addresses)} of {len(addresses)}".encode() in last.data
    for wrong, status, sentence in WRONG_VOLUMES:
        answer = client.get(f"{path}.pdf?volume={wrong}")
        assert (answer.status_code, sentence in answer.text) == (status, True), wrong


WRONG_VOLUMES = (
    ("0", 404, "There is no volume 0"),
    ("99", 404, "volumes in this format"),
    ("two", 422, "A volume is asked for by its number"),
    ("99999", 422, "A volume is asked for by its number"),
)


@pytest.mark.parametrize("path", ["/reports/99", "/reports/99.csv", "/reports/0", "/reports/9999999999999"])
def test_a_report_that_was_never_frozen_is_not_found(client, path) -> None:
    assert client.get(path).status_code == 404


def test_another_format_is_not_found(client) -> None:
    assert client.get(freeze(client) + ".exe").status_code == 404


@pytest.mark.whole_record
@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        pytest.param("states=Atlantis", "There is no state “Atlantis”", id="an unknown state"),
        pytest.param("regime=atlantis", "is not in the list", id="an unknown regime"),
        pytest.param("subject=magic", "is not in the list", id="an unknown subject"),
        pytest.param("rows=some", "is not in the list", id="an unknown choice of states"),
        pytest.param("rows=named", "Name at least one state", id="no name"),
        pytest.param("rows=all&states=CHN", "You chose all states and named some", id="all states and a name"),
        pytest.param("obligations=few", "is not in the list", id="an unknown choice of obligations"),
        pytest.param("duty=r9-op9", "“r9-op9” is not in the list", id="an unknown obligation"),
        pytest.param("subject=labour&duty=r2371-op8-coal-iron-ban", "at least one obligation", id="none that fits"),
        pytest.param("as_of=someday", "someday", id="a day that cannot be read"),
        pytest.param("known_at=2050-01-01", "Nobody knows yet", id="an instant to come"),
        pytest.param("as_of=1945-10-23", "the Charter", id="a day before the Charter"),
    ],
)
def test_what_cannot_be_reported_on_is_said_at_the_field_and_nothing_is_frozen(client, asked, sentence) -> None:
    client.sign_in("analyst")
    answer = client.post(f"/reports/new?{asked}", data={"title": "T", "csrf_token": client.token("/reports/new")})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "No report is frozen yet" in client.get("/reports/").text


def test_a_report_without_a_title_keeps_its_scope_on_the_page(client) -> None:
    answer = client.sign_in("analyst").submit(ADDRESS, {"title": "  "})
    assert answer.status_code == 422
    assert "Give the report a title" in answer.text
    assert "2 rows by" in answer.text


def test_today_as_known_at_means_now(client) -> None:
    assert freeze(client, address=f"{ADDRESS}&known_at={clock.today().isoformat()}") == "/reports/1"


@pytest.mark.whole_record
def test_a_subject_covers_its_obligations_recorded_or_not(client) -> None:
    path = freeze(client, address=f"{WIDE}&subject=coal")
    document = json.loads(client.get(f"{path}.json").data)["report"]
    assert document["obligations"]
    assert all("oal" in duty["title"] + duty["summary"] for duty in document["obligations"])


@pytest.mark.whole_record
@pytest.mark.parametrize(
    ("asked", "rows", "columns"),
    [
        ("rows=all&subject=labour", 196, 6),
        ("states=CHN&duty=r2397-op8-repatriation&duty=r2397-op8-final-report", 1, 2),
        ("states=CHN&obligations=all", 1, 134),
        ("states=CHN&obligations=recorded&test=report", 1, 10),
    ],
    ids=["all states", "named obligations", "all obligations", "recorded obligations"],
)
def test_states_and_obligations_are_chosen_in_words(client, asked, rows, columns) -> None:
    path = freeze(client, address=f"/reports/new?as_of=2020-06-30&{asked}")
    document = json.loads(client.get(f"{path}.json").data)["report"]
    assert (len(document["states"]), len(document["obligations"])) == (rows, columns)


def test_names_that_are_typed_are_meant(client) -> None:
    page = client.sign_in("analyst").get(f"{WIDE}&rows=recorded").text
    assert '<option selected value="named">' in page
    assert "2 rows by" in page


def test_a_reviewer_who_is_not_the_author_approves_and_the_files_say_so(client) -> None:
    path = freeze(client)
    before = client.get(f"{path}.html").text
    client.sign_in("reviewer")
    assert approve(client, path) == 303
    assert "Approved by <strong>Reviewer Person</strong>" in client.get(path).text
    after = client.get(f"{path}.html").text
    assert "Not approved" in before
    assert "Approved by Reviewer Person on" in after
    assert client.get(f"{path}.html").text == after


def test_the_author_is_offered_no_approval_and_refused_one(client) -> None:
    path = freeze(client, "both")
    client.sign_in("both")
    page = client.get(path).text
    assert "a second person must approve it" in page
    digest = re.findall(r'class="digest">([0-9a-f]{64})', page)[0]
    answer = client.submit(f"{path}/approve", {"digest": digest}, page="/help")
    assert answer.status_code == 403


def test_an_approval_of_other_bytes_is_refused(client) -> None:
    path = freeze(client)
    client.sign_in("reviewer")
    assert approve(client, path, digest="0" * 64) == 409


@pytest.mark.parametrize("username", ["viewer", "reviewer", "admin"])
def test_only_an_analyst_reaches_the_form(client, username) -> None:
    assert client.sign_in(username).get("/reports/new").status_code == 403
