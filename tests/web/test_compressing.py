"""Smaller answers that tell a listener nothing of what they hold."""

import gzip
import re
import zlib

import pytest

from tracker.web import compressing

GZIP = {"Accept-Encoding": "gzip"}
SECRET = b"IjFhMmIzYzRkNWU2ZjcwODE5MmEzYjRjNWQ2ZTdmODA5MTIzNDU2Nzgi.aSo-Zg.Q0m1x"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@pytest.mark.parametrize("many", [0, 1, 2, 3])
@pytest.mark.parametrize("around", [b"", b"A", b"<p>words of a page</p>" * 500], ids=["none", "one", "many"])
def test_what_is_set_apart_comes_back_in_its_place(around, many):
    body = around + (SECRET + around) * many
    assert gzip.decompress(compressing.apart(body, SECRET)) == body


def test_the_secret_lies_as_it_is_and_no_guess_makes_the_answer_shorter():
    def size(guess: bytes) -> int:
        return len(compressing.apart(b"<p>" * 900 + guess + b"<input value=" + SECRET + b">", SECRET))

    assert SECRET in compressing.apart(b"<p>" * 900 + SECRET, SECRET)
    right, wrong = SECRET[:30], bytes(reversed(SECRET[:30]))
    pages = [b"<p>" * 900 + guess + b"<input value=" for guess in (right, wrong)]
    alone = [len(zlib.compress(page, compressing.LEVEL)) for page in pages]
    assert size(right) - size(wrong) == alone[0] - alone[1]


def test_a_page_is_compressed_for_a_browser_that_takes_it(client):
    small, plain = client.get("/help", headers=GZIP), client.get("/help")
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize("refused", ["identity", "gzip;q=0", "br"])
def test_it_is_not_for_one_that_does_not(client, refused):
    assert "Content-Encoding" not in client.get("/help", headers={"Accept-Encoding": refused}).headers


@pytest.mark.parametrize("path", ["/help", "/matrix/dprk-1718", "/matrix/dprk-1718.json"])
@pytest.mark.parametrize("said", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}], ids=str)
def test_what_another_site_asks_for_is_not_compressed(client, path, said):
    client.get(path, headers=GZIP)
    assert "Content-Encoding" not in client.get(path, headers=GZIP | said).headers


@pytest.mark.parametrize("path", ["/help", "/matrix/dprk-1718", "/claims/?words=IjF"])
@pytest.mark.parametrize("first", [GZIP, {}], ids=["compressed", "plain"])
def test_the_token_of_a_page_lies_apart_in_it(client, path, first):
    client.sign_in("viewer")
    client.get(path, headers=first)
    answer = client.get(path, headers=GZIP)
    found = TOKEN.search(gzip.decompress(answer.data).decode())
    assert found
    assert found[1].encode() in answer.data


def test_files_and_small_answers_are_left_alone(client):
    for path in ("/static/tracker.css", "/matrix/"):
        answer = client.get(path, headers=GZIP)
        assert "Content-Encoding" not in answer.headers
        answer.close()
