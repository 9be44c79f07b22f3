"""One request over a real connection on this machine, which the tests let pass the judgement of the peer."""

import gzip
import hashlib
import itertools
import socket
import ssl
from datetime import UTC, datetime
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.intake.listening import host
from tracker.domain.addresses import Address
from tracker.domain.errors import RuleBroken
from tracker.intake.exchanging import exchange
from tracker.intake.following import Unreachable

SIZE = 1000
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def steps(*seconds, then):
    """Time left: some steps of plenty, and what is left from then on."""
    return itertools.chain(seconds, itertools.repeat(then)).__next__


def ask(pieces, *, left=lambda: 30.0, scheme="http", server=None, context=None, name="press.example", waits=True):
    with host(pieces, server, waits=waits) as port:
        address = Address(scheme, name, port, "/a?b=c")
        return exchange(address, "127.0.0.1", size=SIZE, left=left, forbidden=lambda ip: "", context=context)


@pytest.mark.parametrize(
    "pieces",
    [
        [OK + b"Content-Length: 4\r\n\r\nhome"],
        [OK + b"Content-Length: 4\r\n\r\n", b"ho", b"me and more"],
        [OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nho\r\n2\r\nme\r\n0\r\n\r\n"],
        [b"HTTP/1.1 100 Continue\r\n\r\n", OK + b"Content-Length: 4\r\n\r\nhome"],
        [
            OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(gzip.compress(b"home")),
            gzip.compress(b"home"),
        ],
    ],
)
def test_the_body_is_what_the_host_meant(pieces):
    answer = ask(pieces)
    assert (answer.status, answer.data, answer.peer, answer.certificate_sha256) == (200, b"home", "127.0.0.1", "")
    assert answer.header("content-type") == "text/html"
    assert dict(answer.request_headers)["Accept-Encoding"] == "identity"


def _endless(piece):
    return itertools.repeat(piece * 100)


_BOMB = gzip.compress(bytes(SIZE * 9))


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (itertools.chain([OK + b"\r\n"], _endless(b"x")), "larger than"),
        (itertools.chain([OK + b"Transfer-Encoding: chunked\r\n\r\n"], _endless(b"1\r\nx\r\n")), "larger than"),
        ([OK + b"Content-Length: 1001\r\n\r\n"], "larger than"),
        ([OK + b"Content-Length: 99999999999999\r\n\r\n"], "larger than"),
        (itertools.chain([OK], _endless(b"X: y\r\n")), "can be read"),
        (itertools.chain([OK, b"X: "], _endless(b"y")), "can be read"),
        ([OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(_BOMB), _BOMB], "too many bytes"),
        ([OK + b"Content-Encoding: br\r\nContent-Length: 1\r\n\r\nx"], "compressed with"),
        ([OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"], "can be read"),
        ([b"hello\r\n\r\n"], "can be read"),
        ([b"HTTP/1.1 abc\r\n\r\n"], "can be read"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_answer_is_refused_with_one_sentence(pieces, said):
    with pytest.raises(RuleBroken, match=said) as refusal:
        ask(pieces)
    assert (refusal.value.noun, refusal.value.field) == ("source", "address")


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [OK],
        [b"H"],
        [OK + b"Content-Length: 4\r\n\r\nho"],
        [OK + b"Transfer-Encoding: chunked\r\n\r\n9\r\nho"],
        [OK + b"\r\nho"],
    ],
    ids=["before the answer", "in the head", "in a word", "in the body", "in a chunk", "in an open end"],
)
def test_a_host_that_falls_silent_is_not_waited_for(pieces):
    with pytest.raises(RuleBroken, match="too long"):
        ask(pieces, left=steps(30.0, 30.0, then=0.05))


def test_bytes_in_drops_do_not_make_more_time():
    waits = []

    def left():
        waits.append(1)
        return 30.0 if len(waits) < 50 else 0.0

    with pytest.raises(RuleBroken, match="too long"):
        ask(_endless(b"HTTP/1.1 100 Continue\r\n\r\n"), left=left)
    assert len(waits) == 50


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        ([OK + b"Content-Length: 9\r\n\r\nhome"], "cut off"),
        ([OK + b"Transfer-Encoding: chunked\r\n\r\n9\r\nhome"], "can be read"),
        ([b""], "can be read"),
    ],
)
def test_a_host_that_hangs_up_early_is_not_believed(pieces, said):
    with pytest.raises(RuleBroken, match=said):
        ask(pieces, waits=False)


def test_a_host_that_does_not_listen_is_unreachable():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # the port is taken, and nobody accepts on it
        address = Address("http", "press.example", silent.getsockname()[1], "/")
        with pytest.raises(Unreachable):
            exchange(address, "127.0.0.1", size=SIZE, left=lambda: 30.0)


@pytest.fixture(scope="module")
def certified(tmp_path_factory):
    """The contexts of a host and of its visitor, and the digest of the certificate: its name is press.example."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "press.example")])
    names = [x509.DNSName("press.example"), x509.IPAddress(ip_address("8.8.8.8"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2999, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(Encoding.PEM)
    (folder / "both.pem").write_bytes(pem + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "both.pem")
    digest = hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()
    return server, ssl.create_default_context(cadata=pem.decode()), digest


def test_a_certificate_is_verified_by_name_and_its_digest_is_told(certified):
    server, visitor, digest = certified
    answer = ask([OK + b"Content-Length: 4\r\n\r\nhome"], scheme="https", server=server, context=visitor)
    assert (answer.data, answer.certificate_sha256) == (b"home", digest)


@pytest.mark.parametrize(("name", "trusts"), [("other.example", True), ("press.example", False)])
def test_a_certificate_of_another_name_or_authority_is_refused(certified, name, trusts):
    server, visitor, _ = certified
    context = visitor if trusts else ssl.create_default_context()
    with pytest.raises(RuleBroken, match="certificate of"):
        ask([], scheme="https", server=server, context=context, name=name)


def test_a_host_without_tls_is_refused_where_tls_is_asked_for():
    with pytest.raises(RuleBroken, match="can be read"):
        ask([b"HTTP/1.1 200 OK\r\n\r\n"], scheme="https")
