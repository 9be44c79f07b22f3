"""The production server as its users start it, signed in to, and the memory of its processes."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from benchmarks.asking import Client
from benchmarks.loading import PASSWORD

WORKERS = 2
SAMPLED_EVERY = 0.5
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Server:
    """A running server: its port, and how much memory its processes had together at most, in MB."""

    def __init__(self, port: int, pid: int) -> None:
        """Watch the process with this id and all that it begot."""
        self.port = port
        self.pid = pid
        self.peak = 0.0
        self._done = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def _watch(self) -> None:
        while not self._done.wait(SAMPLED_EVERY):
            self.peak = max(self.peak, memory(self.pid))

    def stop(self) -> None:
        """Stop watching."""
        self._done.set()
        self._watcher.join()

    def client(self, username: str = "") -> Client:
        """A client; signed in if a user name is given."""
        client = Client(self.port, {"Accept-Encoding": "gzip"})
        if username:
            _sign_in(client, username)
        return client

    def another(self, client: Client) -> Client:
        """One more connection of the same browser."""
        return Client(self.port, client.headers)


def _sign_in(client: Client, username: str) -> None:
    page = client.get("/login", Accept_Encoding="identity")
    visit = _cookies(page.headers["set-cookie"])
    fields = {"identity": username, "password": PASSWORD, "csrf_token": token(page.body)}
    answer = client.post("/login", fields, Cookie=visit)
    if answer.status not in (302, 303):
        raise RuntimeError(f"Nobody could sign in as {username}: {answer.status}")
    client.headers["Cookie"] = _cookies(answer.headers["set-cookie"])


def _cookies(lines: str) -> str:
    pairs = [line.partition(";")[0] for line in lines.split("\n")]
    return "; ".join(pair for pair in pairs if not pair.endswith("="))


def token(page: bytes) -> str:
    """The token of the form on a page."""
    found = _TOKEN.search(page.decode())
    if found is None:
        raise LookupError("The page has no form.")
    return found[1]


@contextmanager
def server(folder: Path, database: str) -> Iterator[Server]:
    """Start the production server on a database, and end it with all its processes."""
    port = _free_port()
    settings = {"TRACKER_DATA_DIR": str(folder / "data"), "TRACKER_DATABASE_URL": database}
    command = [sys.executable, "-m", "tracker", "run", "--production", f"--workers={WORKERS}", f"--port={port}"]
    with (folder / "server.log").open("wb") as log:
        environment = {**os.environ, **settings}
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603  (a command of ours)
    try:
        _await(port, process)
        running = Server(port, process.pid)
        yield running
        running.stop()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _await(port: int, process: subprocess.Popen[bytes], *, seconds: float = 60) -> None:
    end = monotonic() + seconds
    while monotonic() < end and process.poll() is None:
        try:
            Client(port).get("/help")
        except OSError:
            sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not start; see server.log in its folder.")


def memory(pid: int) -> float:
    """The proportional memory (PSS) of a process and of all that it begot, in MB."""
    return round(sum(map(_pss, _tree(pid))) / 1024, 1)


def _tree(pid: int) -> list[int]:
    begot: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(place.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        begot.setdefault(parent, []).append(int(place.parent.name))
    found = [pid]
    for known in found:
        found += begot.get(known, ())
    return found


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
