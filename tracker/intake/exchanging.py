"""One HTTP request to one address of the network, within one limit of time for all of it.

The address is given, not looked up; name, certificate and `Host` are those of the address of the web. Compressed
answers are not asked for. One that comes all the same is unfolded within the limit of size.
"""

import hashlib
import http.client
import io
import socket
import ssl
from collections.abc import Callable
from typing import Any

from tracker import __version__
from tracker.domain.addresses import Address, why_forbidden
from tracker.intake.following import Answer, Unreachable, refused
from tracker.intake.inflating import unencoded

AGENT = f"sanctions-tracker/{__version__}"
_PIECE = 2**16

Left = Callable[[], float]
"""How many seconds are left; 0 or less when there are none."""


def exchange(
    address: Address,
    ip: str,
    *,
    size: int,
    left: Left,
    forbidden: Callable[[str], str] = why_forbidden,
    context: ssl.SSLContext | None = None,
) -> Answer:
    """The answer of a host, with a body of `size` bytes at most. Raises Unreachable or RuleBroken.

    `forbidden` judges the address at the other end once more; `context` trusts the system's authorities by default.
    """
    with _connected(address, ip, left) as plain:
        peer = plain.getpeername()[0]
        if reason := forbidden(peer):
            raise refused(f"The host {address.host} is not spoken to, since its address {reason}.")
        try:
            return _over(_secured(address, plain, left, context), address, peer, size, left)
        except TimeoutError:
            raise refused(f"The host {address.host} took too long.") from None
        except ssl.SSLCertVerificationError as error:
            raise refused(f"The certificate of {address.host} is not valid: {error.verify_message}.") from None
        except (http.client.HTTPException, OSError, ValueError):
            raise refused(f"The host {address.host} gave no answer that can be read.") from None


def _connected(address: Address, ip: str, left: Left) -> socket.socket:
    try:
        return socket.create_connection((ip, address.port), timeout=_time(left))
    except OSError:
        raise Unreachable from None


def _time(left: Left) -> float:
    seconds = left()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def _secured(address: Address, plain: socket.socket, left: Left, context: ssl.SSLContext | None) -> socket.socket:
    if address.scheme == "http":
        return plain
    context = context or ssl.create_default_context()
    plain.settimeout(_time(left))
    return context.wrap_socket(plain, server_hostname=address.host)


def _over(connection: socket.socket, address: Address, peer: str, size: int, left: Left) -> Answer:
    with connection:
        client = http.client.HTTPConnection(address.host, address.port)
        client.sock = _Timed(connection, left)
        sent = _send(client, address)
        response = client.getresponse()
        data = _body(response, address, size)
        digest = _certificate(connection)
        return Answer(response.status, tuple(response.getheaders()), data, peer, digest, sent)


def _send(client: http.client.HTTPConnection, address: Address) -> tuple[tuple[str, str], ...]:
    headers = (
        ("Host", address.authority),
        ("User-Agent", AGENT),
        ("Accept", "*/*"),
        ("Accept-Encoding", "identity"),
        ("Connection", "close"),
    )
    client.putrequest("GET", address.target, skip_host=True, skip_accept_encoding=True)
    for name, value in headers:
        client.putheader(name, value)
    client.endheaders()
    return headers


def _body(response: http.client.HTTPResponse, address: Address, size: int) -> bytes:
    stated, data = response.length, bytearray()
    if stated is not None and stated > size:
        raise refused(_too_large(address, size))
    while piece := response.read(_PIECE):
        data += piece
        if len(data) > size:
            raise refused(_too_large(address, size))
    if stated is not None and len(data) != stated:
        raise refused(f"The answer of {address.host} was cut off.")
    try:
        return unencoded(bytes(data), response.getheader("Content-Encoding", ""), limit=size)
    except ValueError as error:
        raise refused(f"The answer of {address.host} cannot be kept: it {error}") from None


def _too_large(address: Address, size: int) -> str:
    return f"The answer of {address.host} is larger than {size / 2**20:.3g} MB."


def _certificate(connection: socket.socket) -> str:
    certificate = connection.getpeercert(binary_form=True) if isinstance(connection, ssl.SSLSocket) else None
    return hashlib.sha256(certificate).hexdigest() if certificate else ""


class _Timed:
    """A connection whose every wait is as long as the time that is left, so that bytes in drops do not extend it."""

    def __init__(self, connection: socket.socket, left: Left) -> None:
        self._connection, self._left = connection, left

    def sendall(self, data: Any) -> None:
        """Send bytes."""
        self._connection.settimeout(_time(self._left))
        self._connection.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """The bytes that come, as a file."""
        return io.BufferedReader(_Incoming(self._connection, self._left), _PIECE)

    def close(self) -> None:
        """Leave the connection to the caller, who closes it."""


class _Incoming(io.RawIOBase):
    def __init__(self, connection: socket.socket, left: Left) -> None:
        self._connection, self._left = connection, left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._connection.settimeout(_time(self._left))
        return self._connection.recv_into(buffer)
