"""The child that fetches: `python -m tracker.intake.fetcher`, one address, and it ends.

The question comes as JSON on standard input. The answer goes to standard output: a line of JSON, and the bytes of the
body after it, or a line with the sentence of a refusal. Memory, processor time, files and output are limited by the
system, so that whatever a stranger's answer does to it stays in here. `tracker.intake.fetching` starts it.
"""

import json
import resource
import socket
import sys
import time
from collections.abc import Sequence
from functools import partial
from typing import Any, BinaryIO

from tracker.domain.addresses import Address
from tracker.domain.errors import RuleBroken
from tracker.intake.exchanging import exchange
from tracker.intake.following import Answer, Limits, follow, refused

MEMORY = 512 * 2**20
HEADERS = 2**20
"""How many bytes the line before the body may have."""

_FILES = 32


def main(source: BinaryIO | None = None, out: BinaryIO | None = None) -> int:
    """Answer the question on standard input, and give 0 even for a refusal."""
    question = json.loads((source or sys.stdin.buffer).read())
    limits = Limits(**question["limits"])
    bound(limits)
    (out or sys.stdout.buffer).write(answered(question["address"], question["allowed"], limits))
    return 0


def bound(limits: Limits) -> None:
    """Let the system limit this process for good."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, limits.size + HEADERS),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def answered(url: str, allowed: Sequence[str], limits: Limits) -> bytes:
    """The answer of an address, or the refusal, as it goes to the parent."""
    end = time.monotonic() + limits.seconds
    talk = partial(exchange, size=limits.size, left=lambda: end - time.monotonic())
    try:
        address, answer = follow(url, allowed=allowed, redirects=limits.redirects, look_up=look_up, exchange=talk)
        return framed(address, answer)
    except RuleBroken as refusal:
        return json.dumps({"refused": refusal.sentence}).encode() + b"\n"


def look_up(host: str, port: int) -> list[str]:
    """The addresses of a host, each once. Raises OSError where there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def framed(address: Address, answer: Answer) -> bytes:
    """An answer as one line of JSON with its body behind it. Raises RuleBroken where the line gets too long."""
    head: dict[str, Any] = {
        "final_address": address.url,
        "peer": answer.peer,
        "certificate_sha256": answer.certificate_sha256,
        "request_headers": answer.request_headers,
        "response_headers": answer.headers,
        "status": answer.status,
        "size": len(answer.data),
    }
    line = json.dumps(head).encode() + b"\n"
    if len(line) > HEADERS:
        raise refused(f"The host {address.host} answered with too many headers.")
    return line + answer.data


if __name__ == "__main__":
    sys.exit(main())
