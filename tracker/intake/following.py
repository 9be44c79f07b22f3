"""Follows an address to its answer, redirect by redirect; each is checked as if it were the first.

A host's name is looked up once, every address that it has is checked, and the very address that was checked is spoken
to. A name that changes its answer between two look-ups gains nothing by it. How a host is looked up and how it is
spoken to are handed in, so that this loop can be tried without a network.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from tracker.domain.addresses import PORTS, Address, check_address, why_forbidden
from tracker.domain.errors import RuleBroken

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Unreachable(OSError):
    """No connection came about; another address of the same host may do better."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is fetched at most: bytes of a body, seconds in all, redirects."""

    size: int = 20 * 2**20
    seconds: int = 30
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answered. `peer` is the address that was spoken to, `certificate_sha256` empty without TLS."""

    status: int
    headers: tuple[tuple[str, str], ...]
    data: bytes
    peer: str
    certificate_sha256: str = ""
    request_headers: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str:
        """The first header of a name; empty without one."""
        return next((value for named, value in self.headers if named.lower() == name), "")


LookUp = Callable[[str, int], Sequence[str]]
"""Host and port to addresses of the network, in the order in which they are tried."""

Exchange = Callable[[Address, str], Answer]
"""One request to one address of the network. Raises Unreachable or RuleBroken."""


def follow(
    url: str,
    *,
    allowed: Sequence[str],
    redirects: int,
    look_up: LookUp,
    exchange: Exchange,
    ports: Collection[int] = PORTS,
) -> tuple[Address, Answer]:
    """The address at which an answer was found that leads no further, and the answer. Raises RuleBroken."""
    for hop in range(redirects + 1):
        try:
            address = check_address(url, allowed, ports=ports)
            answer = _ask(address, look_up, exchange)
        except RuleBroken as refusal:
            raise refusal if hop == 0 else refused(f"The address leads on. {refusal.sentence}") from None
        location = answer.header("location")
        if answer.status not in _REDIRECTS or not location:
            return address, answer
        url = _joined(address.url, location)
    raise refused(f"The address leads on more than {redirects} times.")


def refused(sentence: str) -> RuleBroken:
    """A refusal on the field for the address."""
    return RuleBroken.at("source", "address", sentence)


def _joined(base: str, location: str) -> str:
    try:
        return urljoin(base, location)
    except ValueError:
        raise refused("The address leads on to one that cannot be read.") from None


def _ask(address: Address, look_up: LookUp, exchange: Exchange) -> Answer:
    for ip in _addresses(address, look_up):
        try:
            answer = exchange(address, ip)
        except Unreachable:
            continue
        if answer.peer != ip:
            raise refused(f"The host {address.host} was not the one that answered.")
        return answer
    raise refused(f"The host {address.host} cannot be reached.")


def _addresses(address: Address, look_up: LookUp) -> Sequence[str]:
    """The addresses of a host, all of them checked: one that is forbidden refuses the host."""
    try:
        found = look_up(address.host, address.port)
    except (OSError, UnicodeError):
        found = ()
    if not found:
        raise refused(f"The host {address.host} is not known.")
    for ip in found:
        if reason := why_forbidden(ip):
            raise refused(f"The host {address.host} is not spoken to, since its address {reason}.")
    return found
