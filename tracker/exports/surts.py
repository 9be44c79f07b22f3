"""The keys by which indexes of web archives are sorted: an address with its host turned round, in one plain form.

`https://www.Example.org:443/a/?b=2&a=1#top` has the key `org,example)/a?a=1&b=2`. The key only finds a record; the
record has the address itself, so a rule missing here costs a look-up and never evidence.
"""

import re
import string
from urllib.parse import quote, unquote_to_bytes, urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_WWW = re.compile(r"^www\d*\.")
_NOT_ESCAPED = "".join(set(string.printable) - set(string.whitespace) - {"#", "%"})


def surt(uri: str) -> str:
    """The key of an address. What is no web address is its own key, without its spaces and in small letters."""
    plain = uri.replace(" ", "%20").lower()
    try:
        parts = urlsplit(plain)
        host, port = parts.hostname, parts.port
    except ValueError:
        return plain
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return plain
    named = "" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}"
    path = re.sub("/+", "/", _escaped(parts.path)).rstrip("/") or "/"
    query = "&".join(sorted(_escaped(parts.query).split("&")))
    return f"{_turned(host)}{named}){path}" + (f"?{query}" if query else "")


def _escaped(text: str) -> str:
    """A text with only those characters escaped that need it, whatever its writer had escaped."""
    return quote(unquote_to_bytes(text), safe=_NOT_ESCAPED).lower()


def _turned(host: str) -> str:
    """A host with its largest part first; an IPv6 address as it stands."""
    return host if ":" in host else ",".join(reversed(_WWW.sub("", host).split(".")))
