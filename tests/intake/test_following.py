"""The addresses of the hostile corpus. Whatever is tried, the listener on this machine hears nothing."""

import socket
from functools import partial

import pytest

from tests.intake.listening import Listener
from tracker.domain.addresses import PORTS, Address
from tracker.domain.errors import RuleBroken
from tracker.intake import following
from tracker.intake.exchanging import exchange
from tracker.intake.following import Answer, Limits, Unreachable, follow

PUBLIC = "8.8.8.8"
PAGE = Answer(200, (("Content-Type", "text/html"),), b"<p>home</p>", PUBLIC)
REAL = partial(exchange, size=1000, left=lambda: 5.0)


@pytest.fixture
def listener():
    """A host on this machine that must not be spoken to in the test."""
    listener = Listener()
    yield listener
    assert not listener.heard()
    listener.close()


def by_number(host, port):
    """The system's own reading of a number in the place of a name; no name is looked up."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    return [str(place[0]) for *_, place in found]


def to_here(host, port):
    """Every name leads to this machine, and a number to where the system would go with it."""
    try:
        return by_number(host, port)
    except OSError:
        return ["127.0.0.1"]


# Spellings of hosts that are not public: 64.

_SPELLINGS = """
127.0.0.1 127.1 127.0.1 127.0.0.1. 127.255.255.254 0177.0.0.1 0177.0.0.01 0177.1 0x7f.0.0.1 0x7f.1 0x7f000001
0X7F000001 0x7F.0X0.0.1 2130706433 017700000001 127.000.000.001 0 0.0.0.0 0x0 00 0.0 ①②⑦.⓪.⓪.①
１２７.０.０.１ 127。0。0。1
127．0．0．1 127｡0｡0｡1 𝟏𝟐𝟕.𝟎.𝟎.𝟏 ②①③⓪⑦⓪⑥④③③ localhost LOCALHOST localhost. ⓛⓞⓒⓐⓛⓗⓞⓢⓣ %31%32%37.0.0.1 127.0.0.1%00
127.0.0.1%2eexample.org [::1] [::] [0:0:0:0:0:0:0:1] [0000::0001] [::ffff:127.0.0.1] [::ffff:7f00:1]
[0:0:0:0:0:ffff:127.0.0.1] [::127.0.0.1] [::7f00:1] [64:ff9b::7f00:1] [64:ff9b::127.0.0.1] [64:ff9b:1::7f00:1]
[2002:7f00:1::] [2002:7f00:1::1] [2001:0:0:0:0:0:80ff:fffe] [fe80::1] [fe80::1%25lo] [::1%25lo] [fc00::1] [ff02::1]
169.254.169.254 0xa9fea9fe 2852039166 10.0.0.1 012.0.0.1 192.168.0.1 192.0.0.192 224.0.0.1 internal.example
"""


@pytest.mark.parametrize("host", _SPELLINGS.split())
def test_no_spelling_of_an_inner_host_is_spoken_to(host, listener):
    url = f"http://{host}:{listener.port}/"
    with pytest.raises(RuleBroken) as refusal:
        follow(url, allowed=[host], redirects=5, look_up=to_here, exchange=REAL, ports={*PORTS, listener.port})
    assert refusal.value.field == "address"
    bare = Address("http", host.strip("[]").replace("%25", "%"), listener.port, "/")
    with pytest.raises(RuleBroken, match="not spoken to"):
        following._ask(bare, to_here, REAL)


def test_the_listener_would_hear(listener):
    with pytest.raises(RuleBroken, match="too long"):
        exchange(
            Address("http", "localhost", listener.port, "/"),
            "127.0.0.1",
            size=9,
            left=iter([5.0, 5.0, 0.01]).__next__,
            forbidden=lambda ip: "",
        )
    assert listener.heard()


def test_the_peer_is_judged_again_after_the_connection(listener):
    with pytest.raises(RuleBroken, match="is this machine"):
        REAL(Address("http", "press.example", listener.port, "/"), "127.0.0.1")
    assert listener.heard()


# Ways of naming what is fetched: schemes 18, ports 12, users and fragments 15.

_SCHEMES = [
    "file:///etc/passwd",
    "ftp://press.example/",
    "gopher://press.example/_GET",
    "dict://press.example/d",
    "ldap://press.example/",
    "tftp://press.example/",
    "data:text/html,hello",
    "javascript:alert(1)",
    "ws://press.example/",
    "view-source:http://press.example/",
    "jar:http://press.example!/a",
    "blob:http://press.example/1",
    "http+unix://press.example/",
    "about:blank",
    "//press.example/",
    "press.example/",
    "http:press.example/",
    "http:///press.example/",
]
_PORTS = "22 25 6379 8080 8443 0 65536 99999999 -1 80a ٨٠ 443443".split()  # noqa: SIM905 (easier to read than a list)
_USERS = [
    "http://user@press.example/",
    "http://user:secret@press.example/",
    "http://:@press.example/",
    "http://@press.example/",
    "http://press.example@{here}/",
    "http://press.example:80@{here}/",
    "http://press.example%40{here}/",
    "http://{here}@press.example/",
    "http://press.example\\@{here}/",
    "http://{here}\\@press.example/",
    "http://press.example\t@{here}/",
    "http://press.example \r\nHost: {here}/",
    "http://press.example/\r\nHost: {here}",
    "http://press.example＠{here}/",
    "http://press.example，{here}/",
]


@pytest.mark.parametrize("url", [*_SCHEMES, *(f"http://press.example:{port}/" for port in _PORTS), *_USERS])
def test_an_address_in_another_form_is_refused_unasked(url, listener):
    def nobody(*_):
        pytest.fail("somebody was asked")

    with pytest.raises(RuleBroken) as refusal:
        follow(
            url.format(here=f"127.0.0.1:{listener.port}"),
            allowed=["press.example", "127.0.0.1"],
            redirects=5,
            look_up=nobody,
            exchange=nobody,
        )
    assert (refusal.value.field, refusal.value.sentence[-1]) == ("address", ".")


@pytest.mark.parametrize(
    "rest", ["#@{here}/", "/#{here}", "?@{here}/", "/@{here}", "/?u=http://{here}/", "/%2e%2e//{here}"]
)
def test_what_stands_behind_the_host_never_becomes_the_host(rest, listener):
    asked = []

    def page(address, ip):
        asked.append((address.host, ip))
        return PAGE

    url = "http://press.example" + rest.format(here=f"127.0.0.1:{listener.port}")
    address, _ = follow(url, allowed=["press.example"], redirects=5, look_up=lambda *_: [PUBLIC], exchange=page)
    assert asked == [("press.example", PUBLIC)]
    assert "#" not in address.url


# Redirects: 18 chains. `press.example` is allowed and public; `inner.example` is allowed, and leads to this machine.


def _leads(location, status=302):
    return Answer(status, (("Location", location),), b"", PUBLIC)


def _web(start, pages, port=80):
    """Follow an address in a web of stubs; a host that is not in it is really spoken to."""
    asked = []

    def talk(address, ip):
        asked.append(address.url)
        return pages[address.url] if address.url in pages else REAL(address, ip)

    names = {"press.example": [PUBLIC], "other.example": [PUBLIC], "inner.example": ["127.0.0.1"]}
    found = follow(
        start,
        allowed=["press.example", "inner.example", "127.0.0.1", "localhost"],
        redirects=Limits().redirects,
        look_up=lambda host, _: names.get(host) or to_here(host, port),
        exchange=talk,
        ports={*PORTS, port},
    )
    return found, asked


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://inner.example:{port}/",
        "//inner.example:{port}/",
        "//127.1:{port}/",
        "http://[::1]:{port}/",
        "http://0x7f000001:{port}/",
        "http://①②⑦.⓪.⓪.①:{port}/",
        "http://press.example@127.0.0.1:{port}/",
        "http://press.example:{port}\\@inner.example/",
        "http://other.example/",
        "http://press.example:22/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/_x",
        "http://[broken/",
    ],
)
@pytest.mark.parametrize("hops", [1, 2])
def test_a_redirect_to_what_is_forbidden_is_not_followed(location, hops, listener):
    start = "http://press.example/"
    last = _leads(location.format(port=listener.port))
    pages = {start: last} if hops == 1 else {start: _leads("/next", 308), "http://press.example/next": last}
    with pytest.raises(RuleBroken, match=r"^The address leads on"):
        _web(start, pages, listener.port)


def test_redirects_are_followed_and_counted():
    pages = {f"http://press.example/{n}": _leads(str(n + 1), 301 + n % 3) for n in range(9)}
    pages["http://press.example/5"] = PAGE
    (address, answer), asked = _web("http://press.example/0#top", pages)
    assert (address.url, answer, len(asked)) == ("http://press.example/5", PAGE, 6)


@pytest.mark.parametrize("end", ["/6", "/0"], ids=["too long", "in a circle"])
def test_endless_redirects_end(end):
    pages = {f"http://press.example/{n}": _leads(f"/{n + 1}") for n in range(6)}
    pages["http://press.example/5"] = _leads(end)
    with pytest.raises(RuleBroken, match="more than 5 times"):
        _web("http://press.example/0", pages)


@pytest.mark.parametrize("answer", [Answer(302, (), b"", PUBLIC), Answer(304, (("Location", "/x"),), b"", PUBLIC)])
def test_what_leads_nowhere_is_an_answer(answer):
    assert _web("http://press.example/", {"http://press.example/": answer})[0][1] is answer


# Names whose answers change: 10.


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        [PUBLIC, "127.0.0.1"],
        ["127.0.0.1", PUBLIC],
        [PUBLIC, "::1"],
        [PUBLIC, "::ffff:127.0.0.1"],
        [PUBLIC, "64:ff9b::7f00:1"],
        [PUBLIC, "169.254.169.254"],
        [PUBLIC, "fe80::1%lo"],
    ],
)
def test_one_forbidden_address_refuses_the_host(answers, listener):
    with pytest.raises(RuleBroken, match="not spoken to"):
        follow(
            "http://press.example/", allowed=["press.example"], redirects=5, look_up=lambda *_: answers, exchange=REAL
        )


def test_a_name_is_looked_up_once_and_the_checked_address_is_spoken_to(listener):
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    asked = []

    def page(address, ip):
        asked.append(ip)
        return PAGE

    look_up = lambda *_: next(answers)  # noqa: E731 (a name that changes its answer)
    follow("http://press.example/", allowed=["press.example"], redirects=5, look_up=look_up, exchange=page)
    assert asked == [PUBLIC]
    with pytest.raises(RuleBroken, match="is this machine"):
        follow("http://press.example/", allowed=["press.example"], redirects=5, look_up=look_up, exchange=page)


def test_another_host_than_the_one_spoken_to_is_not_believed():
    with pytest.raises(RuleBroken, match="not the one that answered"):
        follow(
            "http://press.example/",
            allowed=["press.example"],
            redirects=5,
            look_up=lambda *_: ["1.1.1.1"],
            exchange=lambda *_: PAGE,
        )


def test_a_second_address_is_tried_when_the_first_is_not_reached():
    def talk(address, ip):
        if ip != PUBLIC:
            raise Unreachable
        return PAGE

    ask = partial(follow, "http://press.example/", allowed=["press.example"], redirects=5, exchange=talk)
    assert ask(look_up=lambda *_: ["2600::1", PUBLIC])[1] == PAGE
    with pytest.raises(RuleBroken, match="cannot be reached"):
        ask(look_up=lambda *_: ["2600::1"])
    with pytest.raises(RuleBroken, match="not known"):
        ask(look_up=lambda *_: [])
