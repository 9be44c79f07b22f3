"""Checkpoints: a signed note that says how many entries the log had, and which, at an instant.

The form is that of C2SP (`tlog-checkpoint` and `signed-note`), so that other programs can read it: origin, size and
root, each on a line, then one extension line with the instant, an empty line, and the signatures. A text that is
read must be the very text that would be written for what it says, so no bit of it can be changed without notice.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

ED25519 = b"\x01"
"""The kind of signature, as the form of a signed note numbers them."""

_DASH = "\u2014"
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_NAME = re.compile(r"[^\s+]+")
_TIME = "time "


class Malformed(ValueError):
    """A text is not a checkpoint, or not a key; the message says why."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How many entries the log of `origin` had at the instant `at` (`2026-11-23T09:00:00.000000Z`), and their root."""

    origin: str
    size: int
    root: bytes
    at: str

    @property
    def body(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{_encoded(self.root)}\n{_TIME}{self.at}\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature under a note: by whom, the four bytes that tell their key, and the 64 bytes of Ed25519."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """The line that stands under the note."""
        return f"{_DASH} {self.name} {_encoded(self.key_id + self.value)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint with its signatures."""

    checkpoint: Checkpoint
    signatures: tuple[Signature, ...]

    @property
    def text(self) -> str:
        """The note as it is stored and sent."""
        return self.checkpoint.body + "\n" + "".join(signature.line for signature in self.signatures)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that signs checkpoints, under the name that its signatures carry."""

    name: str
    value: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature says which key made it."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.value).digest()[:4]

    @property
    def text(self) -> str:
        """The key as one line, in the form that programs for signed notes take."""
        return f"{self.name}+{self.key_id.hex()}+{_encoded(ED25519 + self.value)}"


def parse_note(text: str) -> Note:
    """Read a note. Raises Malformed unless it is exactly what `Note.text` writes."""
    body, parted, signed = text.partition("\n\n")
    lines = body.split("\n")
    if not parted or len(lines) != 4 or not signed.endswith("\n"):
        raise Malformed("it is not a signed checkpoint")
    note = Note(_checkpoint(*lines), tuple(_signature(line) for line in signed[:-1].split("\n")))
    if note.text != text:
        raise Malformed("it is not in the one form that a checkpoint has")
    return note


def _checkpoint(origin: str, size: str, root: str, time: str) -> Checkpoint:
    at = time.removeprefix(_TIME)
    if not _NAME.fullmatch(origin) or not _SIZE.fullmatch(size) or not _INSTANT.fullmatch(at):
        raise Malformed("its origin, size or time cannot be read")
    return Checkpoint(origin, int(size), _decoded(root, 32), at)


def _signature(line: str) -> Signature:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != _DASH or not _NAME.fullmatch(parts[1]):
        raise Malformed("a signature cannot be read")
    data = _decoded(parts[2], 68)
    return Signature(parts[1], data[:4], data[4:])


def parse_key(line: str) -> PublicKey:
    """Read a public key. Raises Malformed unless it is exactly what `PublicKey.text` writes."""
    name, _, rest = line.partition("+")
    data = _decoded(rest.partition("+")[2], 33)
    key = PublicKey(name, data[1:])
    if not _NAME.fullmatch(name) or key.text != line:
        raise Malformed("it is not a public key of the log")
    return key


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decoded(text: str, length: int) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("it holds something that is not base64") from None
    if len(data) != length:
        raise Malformed("a hash, key or signature in it is too short or too long")
    return data
