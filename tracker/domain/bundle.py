"""A bundle: what one installation tells another, as frozen records, and the manifest over them.

Nothing in it is a number of a database. A claim, a source, an origin or an act is named by its key in the record that
made the bundle, and each names others of the same bundle only.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.domain.plain import from_plain
from tracker.domain.vocabulary import Credibility, NoticeKind, OriginChangeKind, Reliability, Verdict

FORMAT = "sanctions-tracker bundle 1"
MANIFEST, SIGNATURE = "manifest.json", "signature"
SOURCES, ORIGINS, ACTS, CHANGES, CLAIMS, LOG = (
    "sources.jsonl",
    "origins.jsonl",
    "acts.jsonl",
    "origin-changes.jsonl",
    "claims.jsonl",
    "log.jsonl",
)
"""The parts of a bundle; `log.jsonl` is in that of a travel copy only."""
TEXTS = (SOURCES, ORIGINS, ACTS, CHANGES, CLAIMS)

_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)
_KEPT = re.compile(r"kept/[0-9a-f]{64}", re.ASCII)
LONGEST_NAME = 120
LARGEST = 2**31
"""No count or number in a bundle reaches it; a database would refuse it."""


@dataclass(frozen=True, slots=True)
class Told:
    """Where something was written: an installation by identity and name. Empty for the one that made the bundle."""

    installation: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ToldReview:
    """A reviewer's decision. `until` is when it ended, if it did; `row` and `person` are numbers of a travel copy.

    `on` is the ident of the revision where it was given, which another record may know by another one.
    """

    ident: str
    on: str
    at: datetime
    until: datetime | None
    reviewer: str
    username: str
    verdict: Verdict
    reliability: Reliability | None
    credibility: Credibility | None
    comment: str
    told: Told = Told()
    row: int = 0
    person: int = 0


@dataclass(frozen=True, slots=True)
class ToldRevision:
    """A revision: what it is known by, who wrote it when, and `says`, the fields of a row in a file of claims.

    Citations name sources of the bundle by key.
    """

    ident: str
    at: datetime
    author: str
    username: str
    reason: str
    says: dict[str, Any]
    reviews: tuple[ToldReview, ...]
    told: Told = Told()
    row: int = 0
    person: int = 0


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A claim was taken back: when, by whom and why."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class ToldClaim:
    """A claim with all its revisions, oldest first."""

    key: str
    revisions: tuple[ToldRevision, ...]
    withdrawn: Withdrawn | None


@dataclass(frozen=True, slots=True)
class ToldNotice:
    """A publisher took a source back or corrected it."""

    kind: NoticeKind
    day: str
    address: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ToldCopy:
    """A kept copy of a source, with what its custody says in words; its bytes are in the bundle by their SHA-256."""

    sha256: str
    file_name: str
    address: str
    language: str
    custody: str


@dataclass(frozen=True, slots=True)
class ToldSource:
    """A source by its key, with the fields of a citation, the notices on it and its kept copies."""

    key: str
    fields: dict[str, Any]
    notices: tuple[ToldNotice, ...]
    copies: tuple[ToldCopy, ...]


@dataclass(frozen=True, slots=True)
class ToldOrigin:
    """An origin."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class ToldAct:
    """An act of a state."""

    key: str
    state: str
    summary: str


@dataclass(frozen=True, slots=True)
class ToldChange:
    """Two people merged an origin into another, or split claims off it."""

    kind: OriginChangeKind
    origin: str
    into: str
    label: str
    claims: tuple[str, ...]
    reason: str
    proposed_by: str
    ruled_by: str
    ruled_at: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bundle: its size in bytes and its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Person:
    """An account of a travel copy; it is the same account here if its number and its user name are."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Travel:
    """A bundle of a travel copy: which one, where its log parted, and whose accounts it has."""

    number: int
    size: int
    head: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle says of itself. `at`, `size` and `head` are of the last entry of the log that it tells of.

    `checkpoint` is the newest signed note over that log, or empty; `content` the digest of what claims and sources say.
    """

    format: str
    program: str
    installation: str
    name: str
    at: datetime
    size: int
    head: str
    checkpoint: str
    content: str
    parts: tuple[Part, ...]
    travel: Travel | None = None


def manifest_of(plain: Any) -> Manifest:
    """The manifest that a tree from JSON holds. Raises ValueError for one that is not whole or contradicts itself."""
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise ValueError(f"its format is not “{FORMAT}”")
    found: Manifest = shaped(Manifest, plain)
    names = [part.name for part in found.parts]
    if len(set(names)) != len(names) or not {*TEXTS} <= {*names}:
        raise ValueError("a part is missing, or named twice")
    allowed = {*TEXTS, *([LOG] if found.travel else [])}
    if stray := next((name for name in names if name not in allowed and not _KEPT.fullmatch(name)), None):
        raise ValueError(f"there is no part “{stray[:80]}” in a bundle")
    digests = [found.installation, found.head, found.content, *(part.sha256 for part in found.parts)]
    if any(not _HEX.fullmatch(digest) for digest in [*digests, *([found.travel.head] if found.travel else [])]):
        raise ValueError("a digest in it is none")
    if not found.name or len(found.name) > LONGEST_NAME or not 1 <= found.size < LARGEST:
        raise ValueError("it does not name the installation, or its log is empty")
    return found


def shaped(shape: Any, plain: Any) -> Any:
    """A record of a bundle from a tree of JSON. Raises ValueError for one that has not the shape."""
    try:
        return from_plain(shape, plain)
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise ValueError(f"it has not the form of a {shape.__name__}: {str(error)[:120]}") from None


def is_digest(text: str) -> bool:
    """Whether a text is a SHA-256 in small hexadecimal digits."""
    return _HEX.fullmatch(text) is not None


def content_digest(lines: Iterable[str]) -> str:
    """The digest of what a record says, from one digest a claim and a source, in whatever order they come."""
    return hashlib.sha256("".join(f"{line}\n" for line in sorted(lines)).encode()).hexdigest()
