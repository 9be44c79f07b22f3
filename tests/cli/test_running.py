import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from tracker.cli import demo
from tracker.db.engine import make_engine
from tracker.services import accounts, home

TRACKER = (sys.executable, "-m", "tracker")


def free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return place.getsockname()[1]


def served(command, folder: Path, *, until: str) -> tuple[int, str, str]:
    """Start a server, fetch its first page once it has said `until`, stop it: the status, the page, what it printed."""
    port, printed = free_port(), ""
    environment = os.environ | {"TRACKER_DATA_DIR": str(folder), "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(
        [*TRACKER, *command, "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            for line in server.stdout:
                printed += line
                if until in line:
                    break
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
                return answer.status, answer.read().decode(), printed
        finally:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=30)


def passwords_in(printed: str) -> dict[str, str]:
    return dict(re.findall(r"^(\w+) +\w+ +([a-z0-9-]{23})$", printed, re.MULTILINE))


def test_a_demo_starts_from_nothing_and_gives_passwords_that_change(tmp_path):
    status, page, printed = served(["run", "--demo"], tmp_path, until="Running on")
    first = passwords_in(printed)
    assert (status, "<h1" in page, "Open http://127.0.0.1:" in printed) == (200, True, True)
    assert set(first) == set(demo.PEOPLE)
    assert "change at each start" in printed
    assert (tmp_path / "checkpoints" / "key.pub").exists(), "the log of a demo is signed from its first entry on"
    engine = make_engine(f"sqlite:///{tmp_path / 'tracker.sqlite3'}")
    again = {access.username: access.password for access in demo.prepare(engine)}
    with Session(engine) as session:
        reviewer = accounts.find(session, username="reviewer")
        assert (reviewer.email, home.summary(session).claims) == ("reviewer@demo.invalid", 83)
        assert PasswordHasher().verify(reviewer.password, again["reviewer"])
    engine.dispose()
    assert not set(first.values()) & set(again.values())


def test_a_production_server_answers(tmp_path):
    environment = os.environ | {"TRACKER_DATA_DIR": str(tmp_path), "PYTHONPATH": str(Path.cwd())}
    subprocess.run([*TRACKER, "db", "upgrade"], env=environment, check=True, capture_output=True, timeout=120)
    status, page, _ = served(["run", "--production", "--workers", "1"], tmp_path, until="Booting worker")
    assert (status, "<h1" in page) == (200, True)


def test_a_demo_takes_no_account_that_is_somebodys(tracker):
    assert "real account" in tracker("run", "--demo", code=1).stderr


@pytest.mark.parametrize(
    "options",
    [["--production", "--demo"], ["--workers", "3"], ["--port", "0"], ["--production", "--workers", "0"]],
    ids=" ".join,
)
def test_options_that_do_not_go_together_are_wrong_usage(homeless_tracker, options):
    homeless_tracker("run", *options, code=2)


def test_the_module_is_the_command():
    done = subprocess.run([*TRACKER, "--version"], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.startswith("tracker ")


def test_output_is_utf_8_whatever_the_terminal_says(tmp_path):
    environment = os.environ | {"TRACKER_DATA_DIR": str(tmp_path), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([*TRACKER, "-h"], env=environment, capture_output=True, check=True, timeout=60)
    assert "TRACKER_" in done.stdout.decode()
