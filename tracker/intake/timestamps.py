"""RFC 3161 timestamps: the question to an authority, and its answer, verified offline against pinned roots.

The question travels to the authority by whatever way the operator has. A signature covers most of a token and not all
of it: some bits of the envelope may be changed and the token still verifies. So whoever keeps a token also writes the
SHA-256 of its bytes into the log, and gives it here when the token is verified again.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from tracker.domain.errors import RuleBroken

LARGEST = 2**16
"""The largest answer that is looked at, in bytes; authorities send some five thousand."""

_DIGESTS = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
_GRANTED = b"\x30\x03\x02\x01\x00"


@dataclass(frozen=True, slots=True)
class Request:
    """A question: its bytes, for a file with the extension `.tsq`, and the number that the answer must repeat."""

    data: bytes
    nonce: int


@dataclass(frozen=True, slots=True)
class Token:
    """A verified token. `data` are its bytes as they came, `sha256` their digest, which belongs into the log.

    `authority` is the subject of the certificate that signed it, `digest` the algorithm that it vouches by.
    """

    time: datetime
    serial: int
    policy: str
    authority: str
    digest: str
    data: bytes
    sha256: str


def request_for(data: bytes) -> Request:
    """The question for a timestamp over the SHA-512 of some bytes, with a random number. Raises RuleBroken."""
    if not data:
        raise _refused("There is nothing to be timestamped: the file is empty.")
    asked = TimestampRequestBuilder(data=data, hash_algorithm=HashAlgorithm.SHA512).build()
    return Request(asked.as_bytes(), asked.nonce or 0)


def read_token(answer: bytes, *, data: bytes, roots: Iterable[bytes], nonce: int | None, recorded: str = "") -> Token:
    """The token in an authority's answer, or in a kept token, after everything about it was verified.

    `data` are the bytes that it must vouch for; `roots` are the pinned certificates, in PEM; `nonce` is the number of
    the question, None where a token came without one; `recorded` is the SHA-256 that the log has of the token. The
    certificates must have been valid at the time that the token gives. Raises RuleBroken with a sentence.
    """
    try:
        return _read(answer, data, _pinned(roots), nonce, recorded)
    except RuleBroken:
        raise
    except Exception:  # noqa: BLE001 (on broken bytes the two libraries raise errors of many kinds, bare ones too)
        raise _refused("The file is no answer of a timestamp authority, or it is damaged.") from None


def _read(answer: bytes, data: bytes, roots: list[x509.Certificate], nonce: int | None, recorded: str) -> Token:
    response, token = _opened(answer)
    if recorded and not same(token, recorded):
        raise _refused("The timestamp is not the one whose hash is in the log.")
    _check_message(response, data)
    _check_nonce(response, nonce)
    signer = _signer(response)
    _check_signature(response, roots)
    info = response.tst_info
    return Token(
        time=info.gen_time.astimezone(UTC),
        serial=info.serial_number,
        policy=info.policy.dotted_string,
        authority=signer.subject.rfc4514_string(),
        digest=_DIGESTS[info.message_imprint.hash_algorithm.dotted_string],
        data=token,
        sha256=hashlib.sha256(token).hexdigest(),
    )


def same(token: bytes, sha256: str) -> bool:
    """Whether the bytes of a token have the SHA-256 that was recorded, in hexadecimal."""
    return hmac.compare_digest(hashlib.sha256(token).hexdigest(), sha256.lower())


def _refused(sentence: str) -> RuleBroken:
    return RuleBroken.at("timestamp", "file", sentence)


def _opened(answer: bytes) -> tuple[TimeStampResponse, bytes]:
    """The answer taken apart, and the bytes of its token. A token alone is put into an answer first."""
    if len(answer) > LARGEST:
        raise _refused(f"The answer is larger than {LARGEST} bytes, which no timestamp is.")
    response, whole = _parsed(answer)
    if response.status != PKIStatus.GRANTED:
        raise _refused(_not_granted(response))
    token = response.time_stamp_token()
    if not whole.endswith(token):
        raise _refused("The timestamp is not in the one form that the standard allows, so its bytes cannot be pinned.")
    return response, token


def _parsed(answer: bytes) -> tuple[TimeStampResponse, bytes]:
    try:
        return decode_timestamp_response(answer), answer
    except ValueError:
        whole = _sequence(_GRANTED + answer)
        return decode_timestamp_response(whole), whole


def _sequence(content: bytes) -> bytes:
    """A DER sequence of some content."""
    size = len(content)
    if size < 2**7:
        return b"\x30" + bytes([size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return b"\x30" + bytes([0x80 | len(length)]) + length + content


def _not_granted(response: TimeStampResponse) -> str:
    words = " ".join(" ".join(response.status_string).split())[:200]
    return "The authority did not grant a timestamp" + (f" and says: “{words}”." if words else ".")


def _check_message(response: TimeStampResponse, data: bytes) -> None:
    imprint = response.tst_info.message_imprint
    name = _DIGESTS.get(imprint.hash_algorithm.dotted_string)
    if name is None:
        raise _refused("The timestamp is over a digest that is not SHA-256, SHA-384 or SHA-512.")
    if imprint.message != hashlib.new(name, data).digest():
        raise _refused("The timestamp is of another file.")


def _check_nonce(response: TimeStampResponse, nonce: int | None) -> None:
    if nonce is not None and response.tst_info.nonce != nonce:
        raise _refused("The timestamp answers another question: its number is not the one that was asked with.")


def _signer(response: TimeStampResponse) -> x509.Certificate:
    """The certificate that signed the token, after the others were found to lead from it to its root."""
    signers = response.signed_data.signer_infos
    if len(signers) != 1:
        raise _refused("The timestamp does not have exactly one signature.")
    (signature,) = signers
    certificates = list(map(x509.load_der_x509_certificate, response.signed_data.certificates))
    named = [c for c in certificates if (c.issuer, c.serial_number) == (signature.issuer, signature.serial_number)]
    if len(named) != 1:
        raise _refused("The timestamp does not hold the certificate that it was signed with.")
    if _beside_the_chain(named, certificates):
        raise _refused("The timestamp holds a certificate that has nothing to do with its signature.")
    return named[0]


def _beside_the_chain(chain: list[x509.Certificate], certificates: list[x509.Certificate]) -> list[x509.Certificate]:
    """The certificates that issued none of the chain, however far up."""
    rest = [certificate for certificate in certificates if certificate not in chain]
    issuers = {certificate.issuer for certificate in chain}
    found = [certificate for certificate in rest if certificate.subject in issuers]
    return _beside_the_chain([*chain, *found], rest) if found else rest


def _pinned(roots: Iterable[bytes]) -> list[x509.Certificate]:
    try:
        pinned = [certificate for pem in roots for certificate in x509.load_pem_x509_certificates(pem)]
    except ValueError:
        raise _refused("A pinned root certificate cannot be read; it has to be in PEM.") from None
    if not pinned:
        raise _refused("No root certificate of an authority is pinned, so no timestamp can be verified.")
    return pinned


def _check_signature(response: TimeStampResponse, roots: list[x509.Certificate]) -> None:
    verifier = VerifierBuilder(roots=roots).build()
    imprint = response.tst_info.message_imprint
    try:
        verifier.verify(response, imprint.message)
    except VerificationError:
        raise _refused(
            "The timestamp is not signed by an authority under a pinned root, with certificates for timestamps that "
            "were valid at its time."
        ) from None
