"""The key that signs checkpoints.

It lives in a file outside the database, so that a stolen or changed database cannot sign for itself. The file holds
the name of the installation on its first line, and then the private key as PEM.
"""

import base64
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tracker.domain.checkpoints import Checkpoint, PublicKey, Signature
from tracker.domain.errors import RuleBroken

RAW = serialization.Encoding.Raw, serialization.PublicFormat.Raw


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and the name that its signatures carry."""

    name: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> PublicKey:
        """The half that everybody may know."""
        return PublicKey(self.name, self.private.public_key().public_bytes(*RAW))

    def sign(self, checkpoint: Checkpoint) -> Signature:
        """The signature over the text of a checkpoint."""
        return Signature(self.name, self.public.key_id, self.private.sign(checkpoint.body.encode()))


def public_text(key: PublicKey) -> str:
    """A public key as its row in the database has it."""
    return base64.b64encode(key.value).decode()


def is_signed(checkpoint: Checkpoint, signature: Signature, key: PublicKey) -> bool:
    """Whether the key made the signature over this very checkpoint."""
    try:
        Ed25519PublicKey.from_public_bytes(key.value).verify(signature.value, checkpoint.body.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def load(file: Path) -> SigningKey | None:
    """Read the key from its file; None where there is none. Raises RuleBroken for a file that holds no such key."""
    if not file.exists():
        return None
    name, _, pem = file.read_bytes().partition(b"\n")
    try:
        private = serialization.load_pem_private_key(pem, None)
        shown = name.decode("ascii")
    except (ValueError, TypeError):
        raise RuleBroken.at("log_key", "", f"{file} holds no key of the audit log.") from None
    if not isinstance(private, Ed25519PrivateKey):
        raise RuleBroken.at("log_key", "", f"{file} holds a key of another kind than Ed25519.")
    return SigningKey(shown, private)


def new(name: str = "") -> SigningKey:
    """Make a key; without a name, for a new installation, which gets a name of its own."""
    return SigningKey(name or f"tracker/{secrets.token_hex(8)}", Ed25519PrivateKey.generate())


def keep(key: SigningKey, file: Path, *, replace: bool = False) -> SigningKey:
    """Write a key that only its owner can read, and give what the file holds then.

    Workers that start together agree, because a link is made once or not at all; with `replace` the new key wins.
    """
    pem = key.private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    write_synced(draft, key.name.encode() + b"\n" + pem, mode=0o600)
    try:
        draft.replace(file) if replace else os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
    return load(file) or key


def write_synced(file: Path, data: bytes, *, mode: int) -> None:
    """Write a new file and wait until it is on the disk. Raises FileExistsError where there is one."""
    handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    with os.fdopen(handle, "wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())
