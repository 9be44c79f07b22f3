import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, NullPool, update
from sqlalchemy.orm import Session

from tests.reporting import frozen
from tracker import clock
from tracker.cli import demo
from tracker.db.engine import make_engine, reading, writing
from tracker.db.models import ExportJob
from tracker.domain.vocabulary import Edition
from tracker.services import accounts, export_jobs, home

TRACKER = (sys.executable, "-m", "tracker")


def free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return place.getsockname()[1]


@contextmanager
def serving(*command: str, folder: Path, **settings: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server in a process group of its own, and its port. Whatever of it is left in the end is killed."""
    port = free_port()
    environment = os.environ | {"TRACKER_DATA_DIR": str(folder), "PYTHONPATH": str(Path.cwd())} | settings
    options = {"env": environment, "text": True, "start_new_session": True}
    told = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen([*TRACKER, *command, "--port", str(port)], **told, **options) as server:
        try:
            yield server, port
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.communicate(timeout=30)


def read_until(server: subprocess.Popen[str], word: str) -> str:
    """What a server prints until it has said `word`, or ends."""
    assert server.stdout is not None
    printed = ""
    while word not in printed and (line := server.stdout.readline()):
        printed += line
    return printed


def fetched(port: int) -> tuple[int, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
        return answer.status, answer.read().decode()


def wait_until(said: Callable[[], object]) -> None:
    """Look until it is so. Raises AssertionError after more than a thousand looks."""
    for _ in range(1200):
        if said():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it never came")


def passwords_in(printed: str) -> dict[str, str]:
    return dict(re.findall(r"^(\w+) +\w+ +([a-z0-9-]{23})$", printed, re.MULTILINE))


def test_a_demo_starts_from_nothing_and_gives_passwords_that_change(tmp_path):
    with serving("run", "--demo", folder=tmp_path) as (server, port):
        printed = read_until(server, "Running on")
        status, page = fetched(port)
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


def ask_for_a_pdf(engine: Engine, folder: Path) -> int:
    """Freeze a report and ask for its PDF in the background; the number of the job."""
    with writing(engine, actor="analyst") as session:
        author, at = accounts.find(session, username="analyst").id, clock.now()
        asked = {"regime": "dprk-1718", "as_of": at.date(), "known_at": at, "title": "What is known"}
        number = frozen(session, **asked, author=author, at=at).number
        wanted = {"number": number, "fmt": "pdf", "edition": Edition.FULL, "folder": folder}
        return export_jobs.ask(session, **wanted, by=author, at=at).id


def test_an_export_that_a_killed_server_was_making_is_made_by_the_next(record_address, tmp_path):
    engine = make_engine(record_address, poolclass=NullPool)
    number = ask_for_a_pdf(engine, tmp_path / "exports")

    def job() -> ExportJob:
        with reading(engine) as session:
            found = export_jobs.get(session, number=number)
            session.expunge_all()
            return found

    command = ("run", "--production", "--workers", "1")
    settings = {"folder": tmp_path, "TRACKER_DATABASE_URL": record_address}
    with serving(*command, **settings):
        wait_until(lambda: job().begun_at)
    assert (export_jobs.state_of(job()), job().attempts, job().sha256) == ("being made", 1, "")
    with writing(engine, actor="test") as session:  # as if the next start were that much later
        session.execute(update(ExportJob).values(moved_at=job().moved_at - export_jobs.STILL))
    with serving(*command, **settings) as (server, port):
        assert "Booting worker" in read_until(server, "Booting worker")
        assert fetched(port)[0] == 200
        wait_until(lambda: job().finished_at)
    assert (export_jobs.state_of(job()), job().attempts) == ("made", 2)
    assert export_jobs.data_of(job(), folder=tmp_path / "exports").startswith(b"%PDF-1.7")
    engine.dispose()


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
