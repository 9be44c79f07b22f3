"""Fetches an address of the web in a bounded child process. Off unless hosts are allowed by name.

What is known of a capture afterwards: the final address, the host that was spoken to and the certificate that it
showed, the headers of both sides, the body, and when it began and ended.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import tracker
from tracker.domain.addresses import check_address
from tracker.intake.fetcher import HEADERS
from tracker.intake.following import Limits, refused

GRACE = 5
"""How many seconds the child gets beyond its limit, to start and to say what happened."""

COMMAND = (sys.executable, "-P", "-s", "-m", "tracker.intake.fetcher")
_KEPT_SETTINGS = ("SSL_CERT_FILE", "SSL_CERT_DIR")


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer and how it came. `data` is the body without encodings; `certificate_sha256` is empty without TLS."""

    address: str
    final_address: str
    peer: str
    certificate_sha256: str
    request_headers: tuple[tuple[str, str], ...]
    response_headers: tuple[tuple[str, str], ...]
    status: int
    data: bytes
    started: datetime
    ended: datetime

    @property
    def media_type(self) -> str:
        """What the host calls the body; empty where it does not say."""
        return next((value for name, value in self.response_headers if name.lower() == "content-type"), "")


def fetch(
    address: str, *, allowed: Sequence[str], now: Callable[[], datetime], limits: Limits | None = None
) -> Fetched:
    """What an address answers, whatever its status. `allowed` are names of hosts, as `check_address` takes them.

    Raises RuleBroken on the field `address` with one sentence: nothing is allowed, a rule forbids it, or it failed.
    """
    limits = limits or Limits()
    check_address(address, allowed)
    started = now()
    head, data = _told(_ask({"address": address, "allowed": list(allowed), "limits": asdict(limits)}, limits))
    return Fetched(
        address=address,
        final_address=head["final_address"],
        peer=head["peer"],
        certificate_sha256=head["certificate_sha256"],
        request_headers=_pairs(head["request_headers"]),
        response_headers=_pairs(head["response_headers"]),
        status=head["status"],
        data=data,
        started=started,
        ended=now(),
    )


def _ask(question: dict[str, Any], limits: Limits) -> bytes:
    """What the child writes. It writes into a file, whose size the system limits."""
    with tempfile.TemporaryFile() as out:
        try:
            subprocess.run(  # noqa: S603 (our own module by our own Python; the address travels on standard input)
                COMMAND,
                input=json.dumps(question).encode(),
                stdout=out,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                cwd="/",
                timeout=limits.seconds + GRACE,
                check=True,
            )
        except subprocess.TimeoutExpired:
            raise refused("The address took too long.") from None
        except (subprocess.CalledProcessError, OSError):
            raise refused("The address could not be fetched: its answer was more than could be held.") from None
        return _read(out, limits.size + HEADERS)


def _environment() -> dict[str, str]:
    """The child's settings: where the product is, which authorities to trust, and no secret of the parent."""
    kept = {name: os.environ[name] for name in _KEPT_SETTINGS if name in os.environ}
    return {**kept, "PYTHONPATH": str(Path(tracker.__file__).resolve().parent.parent)}


def _read(out: BinaryIO, most: int) -> bytes:
    out.seek(0)
    return out.read(most)


def _told(written: bytes) -> tuple[dict[str, Any], bytes]:
    line, _, data = written.partition(b"\n")
    try:
        head = json.loads(line)
    except ValueError:
        head = None
    if not isinstance(head, dict):
        raise refused("The address could not be fetched: nothing came back.")
    if "refused" in head:
        raise refused(str(head["refused"]))
    if head.get("size") != len(data):
        raise refused("The address could not be fetched: its answer came back in part.")
    return head, data


def _pairs(headers: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in headers)
