"""The independent verifier: short, alone, and right about signatures."""

import ast
import sys
import zipfile
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.exports import audit_bundle, verifier

AT = datetime(2026, 1, 1, tzinfo=UTC)
RAW = serialization.Encoding.Raw, serialization.PublicFormat.Raw

# From RFC 8032, section 7.1: secret key (unused here), public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


def test_it_has_at_most_200_lines():
    assert len(audit_bundle.VERIFIER.read_text().splitlines()) <= 200


def test_it_imports_the_standard_library_only():
    names = set()
    for node in ast.walk(ast.parse(audit_bundle.VERIFIER.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    assert names <= sys.stdlib_module_names


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_it_accepts_the_published_signatures(key, message, signature):
    assert verifier.is_signed(bytes.fromhex(key), bytes.fromhex(signature), bytes.fromhex(message))


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=100), st.integers(0, 64 * 8 - 1), st.integers(0, 32 * 8 - 1))
def test_it_refuses_every_other_signature_message_and_key(message, bit, key_bit):
    private = Ed25519PrivateKey.generate()
    key, signature = private.public_key().public_bytes(*RAW), private.sign(message)
    assert verifier.is_signed(key, signature, message)
    assert not verifier.is_signed(key, _flipped(signature, bit), message)
    assert not verifier.is_signed(_flipped(key, key_bit), signature, message)
    assert not verifier.is_signed(key, signature, message + b"\x00")


def test_it_refuses_the_same_signature_with_a_number_beyond_the_order():
    """RFC 8032 has it refused, since a signature would else have a second form."""
    private = Ed25519PrivateKey.generate()
    key, signature = private.public_key().public_bytes(*RAW), private.sign(b"m")
    other = int.from_bytes(signature[32:], "little") + verifier.L
    assert not verifier.is_signed(key, signature[:32] + other.to_bytes(32, "little"), b"m")


def _flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_the_same_contents_make_the_same_bundle(tmp_path):
    files = [tmp_path / "one.zip", tmp_path / "two.zip"]
    for file in files:
        audit_bundle.write(file, {"entries.jsonl": [b"a\n", b"b\n"]}, at=AT)
    assert files[0].read_bytes() == files[1].read_bytes()
    with zipfile.ZipFile(files[0]) as bundle:
        assert bundle.read("verifier.py") == audit_bundle.VERIFIER.read_bytes()
        assert b"python3 verifier.py" in bundle.read("README.txt")


def test_a_bundle_that_fails_leaves_nothing_and_spares_the_one_before(tmp_path):
    file = tmp_path / "b.zip"
    file.write_bytes(b"before")

    def broken():
        yield b"a"
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        audit_bundle.write(file, {"entries.jsonl": broken()}, at=AT)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"before"]
