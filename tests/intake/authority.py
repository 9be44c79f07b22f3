"""A time-stamping authority of our own: a root, a certificate for stamping, and answers that it signs. No network."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

STAMPED = datetime(2024, 5, 6, 12, 0, 0, tzinfo=UTC)
POLICY = "1.3.6.1.4.1.99999.1"
_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Holder:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)


def holder(
    name: str,
    issuer: Holder | None = None,
    *,
    stamps: bool = False,
    first: datetime = STAMPED - _YEAR,
    last: datetime = STAMPED + _YEAR,
    critical: bool = True,
) -> Holder:
    """A certificate for a name, by an issuer or by itself; one that stamps is no authority over others."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.BasicConstraints(ca=not stamps, path_length=None), critical=True)
    )
    if stamps:
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=critical
        ).add_extension(_usage(digital_signature=True), critical=True)
    else:
        builder = builder.add_extension(_usage(key_cert_sign=True), critical=True)
    return Holder(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)


def _usage(*, digital_signature: bool = False, key_cert_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=key_cert_sign,
        encipher_only=False,
        decipher_only=False,
    )


def answer(request: bytes, signer: Holder, *, chain: tuple[Holder, ...] = (), at: datetime = STAMPED) -> bytes:
    """The answer to a request: a token signed by one holder, with the certificates of others beside its own."""
    asked = tsp.TimeStampReq.load(request)
    info: dict[str, Any] = {
        "version": "v1",
        "policy": POLICY,
        "message_imprint": asked["message_imprint"],
        "serial_number": 20240506,
        "gen_time": at,
    }
    if asked["nonce"].native is not None:
        info["nonce"] = asked["nonce"].native
    token = _signed(tsp.TSTInfo(info).dump(), signer, (signer, *chain))
    return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump()


class _Refusal(core.Sequence):
    """An answer without a token, which the library's own type does not allow for."""

    _fields = [("status", tsp.PKIStatusInfo)]  # noqa: RUF012 (as the library declares fields)


def refusal(status: str = "rejection", words: str = "The authority is closed.") -> bytes:
    """An answer that holds no token."""
    return _Refusal({"status": {"status": status, "status_string": [words]}}).dump()


def _signed(content: bytes, signer: Holder, certificates: tuple[Holder, ...]) -> cms.ContentInfo:
    sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["tst_info"]},
            {"type": "message_digest", "values": [hashlib.sha256(content).digest()]},
            {"type": "signing_certificate_v2", "values": [_names_its_certificate(signer)]},
        ]
    )
    certificate = asn1_x509.Certificate.load(signer.der)
    signature = signer.key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256()))
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                {"issuer": certificate.issuer, "serial_number": certificate.serial_number},
            ),
            "digest_algorithm": sha256,
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
            "signature": signature,
        }
    )
    data = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [sha256],
            "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(content)},
            "certificates": [asn1_x509.Certificate.load(holder.der) for holder in certificates],
            "signer_infos": [info],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": data})


def _names_its_certificate(signer: Holder) -> tsp.SigningCertificateV2:
    return tsp.SigningCertificateV2({"certs": [{"cert_hash": hashlib.sha256(signer.der).digest()}]})
