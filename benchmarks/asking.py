"""A client that costs little: requests over kept connections, medians of one client, and throughput of several."""

import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from time import perf_counter
from urllib.parse import urlencode

CLIENTS = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, the headers by their names in small letters, the body, and how many bytes of body came by wire."""

    status: int
    headers: dict[str, str]
    body: bytes
    first_byte: float = 0.0


class Client:
    """One kept connection to a server on this machine."""

    def __init__(self, port: int, headers: Mapping[str, str] | None = None) -> None:
        """Connect when first asked. `headers` go with every request."""
        self.port = port
        self.headers = dict(headers or {})
        self._close()

    def _close(self) -> None:
        self.connection: socket.socket | None = None

    def _open(self) -> socket.socket:
        if self.connection is None:
            self.connection = socket.create_connection(("127.0.0.1", self.port), timeout=900)
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.stream = self.connection.makefile("rb", buffering=1 << 16)
        return self.connection

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page. A name of a header has _ for -."""
        return self.send("GET", path, b"", headers)

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """Send a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.send("POST", path, urlencode(fields).encode(), {**kind, **headers})

    def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send a request; once more on a new connection where the server had closed the old one."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        named = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        lines += [f"{name}: {value}" for name, value in named.items()]
        lines += [f"Content-Length: {len(body)}"] if body or method == "POST" else []
        data = "\r\n".join([*lines, "", ""]).encode() + body
        try:
            return self._exchange(data)
        except (ConnectionError, EOFError):
            self._close()
            return self._exchange(data)

    def _exchange(self, data: bytes) -> Answer:
        self._open().sendall(data)
        first = self.stream.readline()
        if not first:
            raise EOFError
        came = perf_counter()
        headers: dict[str, str] = {}
        while (line := self.stream.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode("latin-1").partition(":")
            known = headers.get(name.lower())
            headers[name.lower()] = f"{known}\n{value.strip()}" if known else value.strip()
        status = int(first.split()[1])
        answer = Answer(status, headers, self._body(status, headers), came)
        if headers.get("connection", "").lower() == "close":
            self._close()
        return answer

    def _body(self, status: int, headers: Mapping[str, str]) -> bytes:
        if headers.get("transfer-encoding", "") == "chunked":
            return b"".join(iter(self._chunk, b""))
        if status in (204, 304):
            return b""
        return self.stream.read(int(headers["content-length"])) if "content-length" in headers else self.stream.read()

    def _chunk(self) -> bytes:
        size = int(self.stream.readline(), 16)
        chunk = self.stream.read(size)
        self.stream.readline()
        return chunk


def throughput(make: Callable[[], Client], paths: Sequence[str], *, seconds: float, **headers: str) -> float:
    """Requests a second that several clients get answered together, each asking for one path after another."""
    counts, faults = [0] * CLIENTS, [0] * CLIENTS
    end = perf_counter() + seconds

    def ask(place: int) -> None:
        client = make()
        for path in islice(cycle(paths), place % len(paths), None):
            faults[place] += client.get(path, **headers).status >= 400
            counts[place] += 1
            if perf_counter() > end:
                return

    began = perf_counter()
    threads = [threading.Thread(target=ask, args=(place,)) for place in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if any(faults):
        raise RuntimeError(f"{sum(faults)} of {sum(counts)} answers were errors: {paths[:2]}")
    return round(sum(counts) / (perf_counter() - began), 1)
