import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.refusals import refusal
from tracker.domain.addresses import LONGEST, Address, check_address, why_forbidden
from tracker.domain.errors import RuleBroken

_FORBIDDEN = """
0.0.0.0 0.255.255.255 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.7
203.0.113.7 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1
2001:0:53aa:64c:0:7bff:80ff:fffe 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:808:808::1 3fff::1
4000::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 2606:4700::1%1 fec0::1 ff02::1 ff0e::1
"""

_PUBLIC = """
1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 172.15.255.255 172.32.0.1 192.0.1.1 192.167.255.255 198.17.255.255
198.20.0.1 223.255.255.255 2001:200::1 2001:4860:4860::8888 2003::1 2600::1 2a00:1450::1
"""


@pytest.mark.parametrize("ip", _FORBIDDEN.split())
def test_no_host_inside_or_behind_a_relay_is_spoken_to(ip):
    assert why_forbidden(ip).startswith(("is ", "leads "))


@pytest.mark.parametrize("ip", _PUBLIC.split())
def test_a_public_host_is_spoken_to(ip):
    assert why_forbidden(ip) == ""


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "0177.0.0.1", "8.8.8.8 ", "::1:80:", "8.8.8.8/32"])
def test_what_is_no_number_of_a_host_is_not_spoken_to(text):
    assert why_forbidden(text)


@given(st.ip_addresses())
def test_what_the_library_calls_local_is_never_spoken_to(ip):
    if not ip.is_global or ip.is_multicast:
        assert why_forbidden(str(ip))


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_in_the_form_of_another_is_never_spoken_to(ip):
    number = int(ip)
    forms = [0xFFFF << 32 | number, number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80]
    assert all(why_forbidden(str(ipaddress.IPv6Address(form))) for form in forms)


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("https://press.un.org/en?a=1", Address("https", "press.un.org", 443, "/en?a=1")),
        ("http://press.un.org", Address("http", "press.un.org", 80, "/")),
        ("HTTPS://Press.UN.org:443/", Address("https", "press.un.org", 443, "/")),
        ("https://press.un.org./x#part", Address("https", "press.un.org", 443, "/x")),
        ("http://press.un.org:443/", Address("http", "press.un.org", 443, "/")),
        (
            "https://press.un.org/第2397号?q=д",
            Address("https", "press.un.org", 443, "/%E7%AC%AC2397%E5%8F%B7?q=%D0%B4"),
        ),
        ("https://press.un.org/a%20b", Address("https", "press.un.org", 443, "/a%20b")),
    ],
)
def test_an_address_is_taken_apart(url, read):
    assert check_address(url, ["press.un.org"]) == read


def test_an_address_in_parts_is_the_same_address():
    assert check_address("HTTP://Press.un.org:443/a?b#c", ["press.un.org"]).url == "http://press.un.org:443/a?b"
    assert check_address("https://xn--e1afmkfd.example/", ["пример.example"]).authority == "xn--e1afmkfd.example"


@pytest.mark.parametrize(
    ("host", "allowed", "may"),
    [
        ("press.un.org", ["press.un.org"], True),
        ("press.un.org", ["other.org", " Press.UN.org "], True),
        ("press.un.org", ["*.un.org"], True),
        ("a.b.un.org", ["*.un.org"], True),
        ("un.org", ["*.un.org"], False),
        ("evilun.org", ["*.un.org"], False),
        ("un.org.evil.org", ["*.un.org", "un.org"], False),
        ("press.un.org", ["un.org"], False),
        ("press.un.org", ["*"], False),
        ("press.un.org", ["*.*"], False),
        ("press.un.org", ["*press.un.org"], False),
        ("press.un.org", ["https://press.un.org"], False),
        ("xn--e1afmkfd.org", ["пример.org"], True),
    ],
)
def test_a_host_is_allowed_by_name(host, allowed, may):
    if may:
        assert check_address(f"https://{host}/", allowed).host == host
    else:
        with pytest.raises(RuleBroken, match="not among those"):
            check_address(f"https://{host}/", allowed)


NUMBER = "The address gives a number in the place of a host's name."
NO_NAME = "The address has no name of a host that could be looked up."
PERSON = "The address names a user or a password, which are not sent."
UNSEEN = "The address holds a space, a backslash or a character that cannot be seen."


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://127.0.0.1/", NUMBER),
        ("https://0x7f.1/", NUMBER),
        ("https://0x/", NUMBER),
        ("https://2130706433/", NUMBER),
        ("https://①②⑦.⓪.⓪.①/", NUMBER),
        ("https://press.un.org.1/", NUMBER),
        ("https://[::1]/", NO_NAME),
        ("https://-press.un.org/", NO_NAME),
        ("https:///press.un.org", NO_NAME),
        ("https://user@press.un.org/", PERSON),
        ("https://user:secret@press.un.org/", PERSON),
        ("https://press.un.org:8443/", "Port 8443 is not spoken to, only 80 and 443."),
        ("https://press.un.org:80a/", "The address cannot be read."),
        ("https://[press.un.org/", "The address cannot be read."),
        ("ftp://press.un.org/", "The address does not begin with http:// or https://."),
        ("https://press.un.org/a b", UNSEEN),
        ("https://press.un.org\\@evil.org/", UNSEEN),
    ],
)
def test_a_refusal_says_what_is_wrong_with_the_address(url, said):
    found = refusal(check_address, url, ["press.un.org", "127.0.0.1"])
    assert found == ("refused", "source", {"address": said})


def test_without_a_host_on_the_list_nothing_is_fetched():
    sentence = "Fetching addresses is switched off: no host is allowed."
    for allowed in ([], ["", " "]):
        found = refusal(check_address, "https://press.un.org/", allowed)
        assert found == ("refused", "source", {"address": sentence})
    other = refusal(check_address, "https://press.un.org/", ["un.org"])
    sentence = "The host press.un.org is not among those that may be fetched from."
    assert other == ("refused", "source", {"address": sentence})


@pytest.mark.parametrize("allowed", [[], [""], ["  "]])
def test_nothing_is_fetched_while_no_host_is_allowed(allowed):
    with pytest.raises(RuleBroken, match="switched off"):
        check_address("https://press.un.org/", allowed)


def test_an_endless_address_is_refused():
    with pytest.raises(RuleBroken, match="longer than"):
        check_address("https://press.un.org/" + "a" * LONGEST, ["press.un.org"])
