"""Keeping copies by page: upload and paste, refusals at their field, texts with marks, files that are never shown."""

import hashlib
import io
import zipfile
from functools import partial

import pytest

from tests.client import WatchingClient
from tests.later import BEFORE
from tests.web.test_claim_form import ARTICLE

KEY = "the-diplomat-2018-07-matsegora"
WORDS = "Told RIA that the Russian Federation"
TEXT = f"News of the day.\n\n{WORDS} would send the workers home.\n\nHe named Resolution 2356, passed last June."
PAGE = f"<!doctype html><html lang=en><title>News</title><body><article><p>{TEXT}</p></article></body></html>"


@pytest.fixture
def source(client: WatchingClient) -> str:
    """The address of the source that the article's pledge cites."""
    page = client.get(f"/claims/{ARTICLE}").text
    start = page.index('href="/sources/') + len('href="')
    return page[start : page.index('"', start)]


def _file(data: bytes, name: str = "page.html"):
    return {"file": (io.BytesIO(data), name)}


def _send(client: WatchingClient, source: str, fields, **kwargs):
    place = f"{source}/keep"
    return client.submit(place, fields, content_type="multipart/form-data", **kwargs)


def test_a_file_is_kept_and_its_text_shown(client, source):
    answer = _send(client.sign_in("analyst"), source, _file(TEXT.encode(), "a.txt"), follow_redirects=True)
    assert "Kept as copy 1, under its SHA-256." in answer.text
    assert "would send the workers home" in answer.text

    assert hashlib.sha256(TEXT.encode()).hexdigest() in answer.text
    assert "SHA3-512" in answer.text


def test_pasted_text_is_kept_as_it_stands_and_never_becomes_a_page(client, source):
    answer = _send(
        client.sign_in("analyst"), source, {"pasted": "<b>bold</b> claim <script>x()</script>"}, follow_redirects=True
    )
    assert "&lt;b&gt;bold&lt;/b&gt; claim &lt;script&gt;" in answer.text
    assert "pasted" in answer.text


def test_quotations_of_the_record_are_checked_as_the_copy_arrives(client, source):
    client.sign_in("analyst")
    _send(client, source, {"pasted": TEXT})
    page = client.get(f"{source}/copies/1").text
    assert "quote-verdict" in page
    assert "<mark" in client.get(f"/review/{ARTICLE}").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose a file, or paste the text."),
        (partial(_file, b"MZ\x90\x00" + b"\0" * 200, "letter.pdf"), "The file"),
        (partial(_file, b"", "empty.txt"), "Choose a file, or paste the text."),
        ({"pasted": "words", "sha256": "0" * 64}, "has another SHA-256"),
        ({"pasted": "words", "sha256": "12"}, "64 hexadecimal digits"),
        ({"pasted": "words", "language": "the language of Mordor"}, "as a code"),
    ],
    ids=["nothing", "a program", "empty", "another file", "no digest", "no language"],
)
def test_what_cannot_be_kept_is_refused_in_one_sentence_and_nothing_is_left(client, source, fields, sentence):
    answer = _send(client.sign_in("analyst"), source, fields() if callable(fields) else fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "No copy is kept yet" in client.get(source).text


def test_what_was_typed_stays_when_a_file_is_refused(client, source):
    answer = _send(client.sign_in("analyst"), source, {"note": "From the archive.", "address": "https://a.example/x"})
    assert "From the archive." in answer.text
    assert 'value="https://a.example/x"' in answer.text


def test_a_kept_file_is_saved_and_never_shown_in_our_origin(client, source):
    client.sign_in("analyst")
    _send(client, source, _file(PAGE.encode()))
    answer = client.get(f"{source}/copies/1/file")
    assert answer.data == PAGE.encode()
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.parametrize("fmt", ["wacz", "warc"])
def test_all_copies_can_be_taken_along_as_a_web_archive(client, source, fmt):
    client.sign_in("analyst")
    _send(client, source, _file(PAGE.encode()))
    answer = client.get(f"{source}/copies.{fmt}")
    assert answer.status_code == 200
    if fmt == "wacz":
        assert "datapackage.json" in zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    else:
        assert answer.data.startswith(b"\x1f\x8b")


def test_a_web_archive_comes_back_as_copies_with_their_addresses(client, source):
    client.sign_in("analyst")
    _send(client, source, {**_file(PAGE.encode()), "address": "https://news.example/matsegora"})
    archive = client.get(f"{source}/copies.wacz").data
    answer = _send(client, source, _file(archive, "x.wacz"), follow_redirects=True)
    assert "kept as copies of their own" in answer.text
    assert "https://news.example/matsegora" in client.get(f"{source}/copies/2").text


def test_words_taken_from_a_copy_fill_in_the_form(client, source):
    client.sign_in("analyst")
    _send(client, source, {"pasted": TEXT})
    start = TEXT.index(WORDS)
    key = source.removeprefix("/sources/")
    page = client.get(f"/claims/new?source={key}&copy=1&from={start}&to={start + len(WORDS)}").text
    assert WORDS in page
    assert 'value="paragraph 2"' in page
    assert f'value="{key}"' in page


@pytest.mark.parametrize(
    "place", ["copy=9&from=0&to=5", "copy=1&from=x&to=5", "copy=1&from=7&to=3", "copy=1&from=99999&to=999999"]
)
def test_a_place_that_is_none_fills_in_nothing(client, source, place):
    client.sign_in("analyst")
    _send(client, source, {"pasted": TEXT})
    key = source.removeprefix("/sources/")
    assert client.get(f"/claims/new?source={key}&{place}").status_code in (200, 404)


def test_a_source_can_be_recorded_with_a_copy_before_any_claim(client):
    client.sign_in("analyst")
    fields = {"title": "A new report", "publisher": "A ministry", "published": "3 May 2019", "pasted": TEXT}
    answer = client.submit("/sources/new", fields, content_type="multipart/form-data", follow_redirects=True)
    assert "Kept as copy 1" in answer.text
    assert "A new report" in client.get("/sources/?words=new+report").text


def test_a_source_needs_a_title_and_a_date_that_can_be_read(client):
    client.sign_in("analyst")
    answer = client.submit("/sources/new", {"published": "the day before"}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Give the title of the source." in answer.text


def test_copies_of_a_source_that_was_not_published_are_for_those_signed_in(client):
    client.sign_in("analyst")
    fields = {"title": "A paper", "publication": "restricted", "pasted": "secret words"}
    place = client.submit("/sources/new", fields, content_type="multipart/form-data").headers["Location"]
    assert "secret words" in client.get(place).text
    stranger = client.application.test_client()
    for address in (place, f"{place}/file", place.rpartition("/copies/")[0] + "/copies.wacz"):
        assert stranger.get(address).headers["Location"].startswith("/login")


def test_a_file_goes_only_where_a_form_takes_one(client, source):
    client.sign_in("analyst")
    answer = client.post("/claims/new", data=_file(b"x"), content_type="multipart/form-data")
    assert answer.status_code == 415


def test_bytes_that_are_no_text_are_refused_in_the_text_parts_of_a_form_with_a_file(client, source):
    client.sign_in("analyst")
    token = client.token(f"{source}/keep")
    body = b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n%s\r\n' % token.encode()
    body += b'--x\r\nContent-Disposition: form-data; name="note"\r\n\r\n\xff\xfe\r\n--x--\r\n'
    answer = client.post(f"{source}/keep", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 400
    assert "bytes that are not text" in answer.text


def test_a_file_over_the_limit_is_refused_and_not_cut(app_with, record_address):
    client = app_with(max_upload_bytes=100_000, max_form_bytes=10_000).test_client()
    client.sign_in("analyst")
    page = client.get(f"/claims/{ARTICLE}").text
    source = page[page.index("/sources/") : page.index('"', page.index("/sources/"))]
    answer = _send(client, source, _file(b"a" * 200_000, "a.txt"))
    assert answer.status_code == 413


def test_fetching_is_off_unless_the_installation_names_hosts(client, source):
    client.sign_in("analyst")
    assert "have it fetched" not in client.get(f"{source}/keep").text
    answer = client.submit(f"{source}/fetch", {"address": "http://127.0.0.1:9/"}, page=f"{source}/keep")
    assert answer.status_code == 422
    assert "fetch" in answer.text.casefold()


@pytest.mark.parametrize("fmt", ["wacz", "warc"])
def test_an_archive_of_an_instant_has_what_was_kept_by_then(client, source, fmt):
    client.sign_in("analyst")
    _send(client, source, _file(PAGE.encode()))
    assert client.get(f"{source}/copies.{fmt}?known_at={BEFORE}").status_code == 404
    assert client.get(f"{source}/copies.{fmt}?known_at=2099-01-01").data == client.get(f"{source}/copies.{fmt}").data
    assert client.get(f"{source}/copies.{fmt}?known_at=soon").status_code == 422


def test_a_source_without_copies_has_no_archive(client, source):
    assert client.get(f"{source}/copies.wacz").status_code == 404


def test_the_page_of_a_source_goes_by_its_clocks_and_hands_them_on(client, source):
    client.sign_in("analyst")
    _send(client, source, _file(PAGE.encode()))
    assert f"{source}/copies.wacz?known_at=2099-01-01" in client.get(f"{source}?known_at=2099-01-01").text
    earlier = client.get(f"{source}?known_at={BEFORE}").text
    assert "No copy was kept by then." in earlier
    assert "No claim cited it" in earlier
    assert client.get(f"{source}?as_of=soon").status_code == 422
