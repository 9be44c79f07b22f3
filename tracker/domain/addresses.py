"""Which addresses of the web may be fetched, and which hosts of the network may be spoken to.

Nothing is fetched but by a name that the operator has allowed. The name then leads to addresses of the network, which
whoever owns the name chooses; each is held against the list here, before it is spoken to and again once it answers.
The library's own notion of a global address lets NAT64, 6to4, multicast and others pass, which lead inside (T8).
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

from tracker.domain.errors import RuleBroken

PORTS = frozenset({80, 443})
"""The only ports that are spoken to."""

LONGEST = 2000
"""The longest address that is fetched, in characters."""

_SCHEMES = {"http": 80, "https": 443}
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_PATH_MARKS, _QUERY_MARKS = "/%:@!$&'()*+,;=~-._", "/%:@!$&'()*+,;=~-._?[]"

_FORBIDDEN: tuple[tuple[IPv4Network | IPv6Network, str], ...] = (
    (IPv4Network("0.0.0.0/8"), "is no address of a host"),
    (IPv4Network("10.0.0.0/8"), "is private"),
    (IPv4Network("100.64.0.0/10"), "is inside a provider's network"),
    (IPv4Network("127.0.0.0/8"), "is this machine"),
    (IPv4Network("169.254.0.0/16"), "is link-local"),
    (IPv4Network("172.16.0.0/12"), "is private"),
    (IPv4Network("192.0.0.0/24"), "is reserved for protocols"),
    (IPv4Network("192.0.2.0/24"), "is for documentation"),
    (IPv4Network("192.31.196.0/24"), "is reserved for protocols"),
    (IPv4Network("192.52.193.0/24"), "is reserved for protocols"),
    (IPv4Network("192.88.99.0/24"), "leads through a relay"),
    (IPv4Network("192.168.0.0/16"), "is private"),
    (IPv4Network("192.175.48.0/24"), "is reserved for protocols"),
    (IPv4Network("198.18.0.0/15"), "is for measurements"),
    (IPv4Network("198.51.100.0/24"), "is for documentation"),
    (IPv4Network("203.0.113.0/24"), "is for documentation"),
    (IPv4Network("224.0.0.0/4"), "is multicast"),
    (IPv4Network("240.0.0.0/4"), "is reserved"),
    (IPv6Network("::/128"), "is no address of a host"),
    (IPv6Network("::1/128"), "is this machine"),
    (IPv6Network("::ffff:0:0/96"), "is an IPv4 address in the form of another"),
    (IPv6Network("::/96"), "is an IPv4 address in the form of another"),
    (IPv6Network("64:ff9b::/96"), "leads through a translator"),
    (IPv6Network("64:ff9b:1::/48"), "leads through a translator"),
    (IPv6Network("2001::/23"), "leads through a tunnel or is reserved for protocols"),
    (IPv6Network("2001:db8::/32"), "is for documentation"),
    (IPv6Network("2002::/16"), "leads through a tunnel"),
    (IPv6Network("2620:4f:8000::/48"), "is reserved for protocols"),
    (IPv6Network("3fff::/20"), "is for documentation"),
    (IPv6Network("fc00::/7"), "is private"),
    (IPv6Network("fe80::/10"), "is link-local"),
    (IPv6Network("fec0::/10"), "is private"),
    (IPv6Network("ff00::/8"), "is multicast"),
)
_PUBLIC_V6 = IPv6Network("2000::/3")


@dataclass(frozen=True, slots=True)
class Address:
    """An address that may be fetched: the host as a plain name, and what to ask it for. It has no fragment."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def url(self) -> str:
        """The address in full."""
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def authority(self) -> str:
        """The host, with its port where that is not the usual one."""
        return self.host if self.port == _SCHEMES[self.scheme] else f"{self.host}:{self.port}"


def why_forbidden(ip: str) -> str:
    """Why a host of the network may not be spoken to; empty where it may. It is given as a number, not by name."""
    try:
        number = ip_address(ip)
    except ValueError:
        return "is no address of a host"
    for network, reason in _FORBIDDEN:
        if number.version == network.version and number in network:
            return reason
    if isinstance(number, IPv6Address) and (number.scope_id or number not in _PUBLIC_V6):
        return "is not public"
    return ""


def check_address(url: str, allowed: Iterable[str], *, ports: Collection[int] = PORTS) -> Address:
    """The parts of an address that may be fetched. Raises RuleBroken with a sentence.

    `allowed` are names of hosts: a name itself, or `*.example.org` for all names below `example.org`.
    """
    names = [name for name in allowed if name.strip()]
    if not names:
        raise _refused("Fetching addresses is switched off: no host is allowed.")
    address = _parts(url, ports)
    if not any(_covers(name, address.host) for name in names):
        raise _refused(f"The host {address.host} is not among those that may be fetched from.")
    return address


def _refused(sentence: str) -> RuleBroken:
    return RuleBroken.at("source", "address", sentence)


def _parts(url: str, ports: Collection[int]) -> Address:
    if len(url) > LONGEST:
        raise _refused(f"The address is longer than {LONGEST} characters.")
    if re.search(r"[\x00-\x20\x7f\\\u0080-\u00a0\u2028\u2029]", url):
        raise _refused("The address holds a space, a backslash or a character that cannot be seen.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refused("The address cannot be read.") from None
    if parts.scheme not in _SCHEMES:
        raise _refused("The address does not begin with http:// or https://.")
    if "@" in parts.netloc:
        raise _refused("The address names a user or a password, which are not sent.")
    host = _name(parts.netloc.rpartition(":")[0] if port is not None else parts.netloc)
    port = _SCHEMES[parts.scheme] if port is None else port
    if port not in ports:
        raise _refused(f"Port {port} is not spoken to, only 80 and 443.")
    query = f"?{quote(parts.query, safe=_QUERY_MARKS)}" if parts.query else ""
    return Address(parts.scheme, host, port, (quote(parts.path, safe=_PATH_MARKS) or "/") + query)


def _name(host: str) -> str:
    """A host as the name that is looked up, in small letters of ASCII. A number in any spelling is no name."""
    try:
        plain = host.encode("idna").decode().lower().removesuffix(".") if host else ""
    except UnicodeError:
        plain = ""
    labels = plain.split(".")
    if len(plain) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise _refused("The address has no name of a host that could be looked up.")
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1]):
        raise _refused("The address gives a number in the place of a host's name.")
    return plain


def _covers(allowed: str, host: str) -> bool:
    """Whether an entry of the list covers a host. An entry that is no name covers nothing."""
    entry = allowed.strip()
    try:
        name = _name(entry.removeprefix("*."))
    except RuleBroken:
        return False
    return host.endswith(f".{name}") if entry.startswith("*.") else host == name
