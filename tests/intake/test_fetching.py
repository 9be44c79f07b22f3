"""The child that fetches, and what its parent believes of it."""

import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from functools import partial

import pytest

from tests.intake.listening import Listener
from tracker.domain.addresses import Address
from tracker.domain.errors import RuleBroken
from tracker.intake import fetcher, fetching
from tracker.intake.fetching import Fetched, fetch
from tracker.intake.following import Answer, Limits

START, END = datetime(2024, 5, 6, 12, tzinfo=UTC), datetime(2024, 5, 6, 12, 0, 1, tzinfo=UTC)
ANSWER = Answer(200, (("Content-Type", "text/html"),), b"<p>\n</p>", "8.8.8.8", "ab" * 32, (("Host", "press.example"),))
FRAME = fetcher.framed(Address("https", "press.example", 443, "/next"), ANSWER)
get = partial(fetch, "https://press.example/", allowed=["press.example"])


@pytest.fixture
def child(monkeypatch):
    """Puts another program in the place of the child."""

    def put(program, *arguments):
        monkeypatch.setattr(fetching, "COMMAND", (sys.executable, "-c", program, *arguments))

    return put


def _says(frame):
    return "import sys; sys.stdout.buffer.write(bytes.fromhex(sys.argv[1]))", frame.hex()


def test_an_answer_comes_with_all_that_custody_asks_for(child):
    child(*_says(FRAME))
    assert get(now=iter([START, END]).__next__) == Fetched(
        address="https://press.example/",
        final_address="https://press.example/next",
        peer="8.8.8.8",
        certificate_sha256="ab" * 32,
        request_headers=ANSWER.request_headers,
        response_headers=ANSWER.headers,
        status=200,
        data=ANSWER.data,
        started=START,
        ended=END,
    )


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (_says(b""), "nothing came back"),
        (_says(b"[]\n"), "nothing came back"),
        (_says(b"{"), "nothing came back"),
        (_says(FRAME[:-1]), "in part"),
        (_says(FRAME + b"x"), "in part"),
        (_says(b'{"refused": "The host said no."}\n'), "The host said no."),
        (("raise SystemExit(1)",), "more than could be held"),
        (("import os, signal; os.kill(os.getpid(), signal.SIGKILL)",), "more than could be held"),
    ],
)
def test_a_child_that_does_not_answer_is_a_refusal(child, program, said):
    child(*program)
    with pytest.raises(RuleBroken, match=said):
        get(now=lambda: START)


def test_a_child_that_does_not_end_is_ended(child, monkeypatch):
    monkeypatch.setattr(fetching, "GRACE", 0.2)
    child("import signal, sys; sys.stdin.read(); signal.pause()")
    with pytest.raises(RuleBroken, match="too long"):
        get(now=lambda: START, limits=Limits(seconds=0))


def test_nothing_is_started_for_what_the_rules_refuse(monkeypatch):
    monkeypatch.setattr(fetching, "COMMAND", ("/nowhere",))
    for address, allowed in [("https://press.example/", []), ("https://other.example/", ["press.example"])]:
        with pytest.raises(RuleBroken, match=r"switched off|not among"):
            fetch(address, allowed=allowed, now=lambda: START)


def test_the_real_child_speaks_to_nobody_on_this_machine():
    listener = Listener()
    with pytest.raises(RuleBroken, match="localhost is not spoken to, since its address is this machine"):
        fetch("http://localhost/", allowed=["localhost"], now=lambda: START)
    assert not listener.heard()
    listener.close()


def test_the_child_gets_no_secret_of_its_parent(monkeypatch):
    monkeypatch.setenv("TRACKER_SECRET_KEY", "secret")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")
    monkeypatch.setenv("SSL_CERT_FILE", "/etc/ours.pem")
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    assert set(fetching._environment()) == {"PYTHONPATH", "SSL_CERT_FILE"}


_BOUND = """
import sys
from tracker.intake import fetcher
from tracker.intake.following import Limits
fetcher.bound(Limits(size=1000, seconds=5))
{}
"""


@pytest.mark.parametrize(
    ("deed", "done"),
    [
        ("print('as usual')", True),
        ("bytearray(600 * 2**20)", False),
        ("sys.stdout.write('x' * 2**21); sys.stdout.flush()", False),
        ("[open('/dev/null') for _ in range(64)]", False),
        ("while True: pass", False),
    ],
    ids=["nothing", "memory", "output", "files", "processor"],
)
def test_the_child_is_bounded_by_the_system(deed, done, tmp_path):
    program = _BOUND.format(deed).replace("seconds=5", "seconds=1" if "while" in deed else "seconds=5")
    with (tmp_path / "out").open("wb") as out:
        ended = subprocess.run(
            [sys.executable, "-c", program],
            stdout=out,
            stderr=subprocess.DEVNULL,
            env=fetching._environment(),
            check=False,
        )
    assert (ended.returncode == 0) is done
    assert (tmp_path / "out").stat().st_size <= 1000 + fetcher.HEADERS


def test_the_child_reads_a_question_and_writes_a_frame(monkeypatch):
    monkeypatch.setattr(fetcher, "bound", lambda limits: None)
    monkeypatch.setattr(fetcher, "exchange", lambda *_, **__: ANSWER)
    monkeypatch.setattr(fetcher, "look_up", lambda *_: ["8.8.8.8"])
    question = {
        "address": "https://press.example/next",
        "allowed": ["press.example"],
        "limits": {"size": 9, "seconds": 9},
    }
    out = io.BytesIO()
    assert fetcher.main(io.BytesIO(json.dumps(question).encode()), out) == 0
    assert out.getvalue() == FRAME
    out = io.BytesIO()
    fetcher.main(io.BytesIO(json.dumps(question | {"allowed": []}).encode()), out)
    assert json.loads(out.getvalue()) == {"refused": "Fetching addresses is switched off: no host is allowed."}


def test_too_many_headers_are_refused():
    many = Answer(200, (("X", "y" * fetcher.HEADERS),), b"", "8.8.8.8")
    with pytest.raises(RuleBroken, match="too many headers"):
        fetcher.framed(Address("https", "press.example", 443, "/"), many)


def test_a_host_of_this_machine_is_looked_up_as_the_system_has_it():
    assert set(fetcher.look_up("localhost", 80)) <= {"127.0.0.1", "::1"}
