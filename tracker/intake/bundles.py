"""Reads a bundle. It comes from elsewhere, so nothing is believed of it because it says so.

The ZIP is opened as a stranger's: no name that leaves it, no bomb, nothing before or behind. Each part must have the
size and the SHA-256 that the manifest gives it, each line the form of its record, and each text must be one that the
record can hold. What the records say is judged later, by the rules that judge a form or an import. The first fault
refuses the whole bundle with one sentence.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from tracker.domain import bundle as bundles
from tracker.domain import reviewing
from tracker.domain.bundle import (
    Manifest,
    Part,
    ToldAct,
    ToldChange,
    ToldClaim,
    ToldOrigin,
    ToldReview,
    ToldRevision,
    ToldSource,
)
from tracker.domain.errors import RuleBroken
from tracker.domain.exchange import review_ident, revision_ident
from tracker.intake.claim_columns import KEY_LENGTH
from tracker.intake.fields import KEY, unfit
from tracker.intake.json_texts import load_strictly
from tracker.intake.zips import unzipped

LARGEST = 1 << 30
"""How many bytes a bundle may unfold to, kept copies included."""
MOST_PARTS = 60_000
LONGEST_LINE = 4_000_000
LONGEST_TEXT = 100_000
LONGEST_PERSON = 300
MOST_REVISIONS, MOST_REVIEWS = 2_000, 2_000


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was checked throughout. `signed` are the very bytes of its manifest, which `signature` is over."""

    sha256: str
    manifest: Manifest
    sources: tuple[ToldSource, ...]
    origins: tuple[ToldOrigin, ...]
    acts: tuple[ToldAct, ...]
    changes: tuple[ToldChange, ...]
    claims: tuple[ToldClaim, ...]
    log: tuple[str, ...]
    kept: dict[str, bytes]
    signed: bytes
    signature: bytes


def read(data: bytes) -> Bundle:
    """Check a bundle and give what it holds. Raises RuleBroken at `file` with one sentence."""
    try:
        files = unzipped(data, limit=LARGEST, most=MOST_PARTS)
    except ValueError as error:
        raise refused(f"it {error}".rstrip(".")) from None
    signed = files.pop(bundles.MANIFEST, b"")
    signature = files.pop(bundles.SIGNATURE, b"")
    manifest = _manifest(signed)
    _check_parts(files, manifest.parts)
    found = Bundle(
        sha256=hashlib.sha256(data).hexdigest(),
        manifest=manifest,
        sources=_records(files, bundles.SOURCES, ToldSource),
        origins=_records(files, bundles.ORIGINS, ToldOrigin),
        acts=_records(files, bundles.ACTS, ToldAct),
        changes=_records(files, bundles.CHANGES, ToldChange),
        claims=_records(files, bundles.CLAIMS, ToldClaim),
        log=tuple(text for _, text in _lines(files, bundles.LOG)),
        kept={name.removeprefix("kept/"): part for name, part in files.items() if name.startswith("kept/")},
        signed=signed,
        signature=signature,
    )
    _check(found)
    return found


def refused(why: str) -> RuleBroken:
    """The refusal of a bundle, which says why."""
    return RuleBroken.at("bundle", "file", f"The bundle is not used: {why}.")


def _manifest(data: bytes) -> Manifest:
    if not data:
        raise refused("it is no bundle of the tracker, since it holds no manifest")
    try:
        found = bundles.manifest_of(load_strictly(data.decode()))
        _check_texts(found)
    except ValueError as error:
        raise refused(f"its manifest cannot be read: {error}".rstrip(".")) from None
    return found


def _check_parts(files: dict[str, bytes], parts: Sequence[Part]) -> None:
    named = {part.name: part for part in parts}
    if stray := sorted(files.keys() ^ named.keys()):
        raise refused(f"the part {stray[0][:80]!r} is missing, or is not in its manifest")
    for name, data in files.items():
        if (len(data), hashlib.sha256(data).hexdigest()) != (named[name].size, named[name].sha256):
            raise refused(f"the part {name} is not what its manifest says")
        if name.startswith("kept/") and name != f"kept/{named[name].sha256}":
            raise refused(f"the part {name} holds other bytes than its name says")


def _lines(files: dict[str, bytes], name: str) -> Iterator[tuple[int, str]]:
    try:
        text = files.get(name, b"").decode()
    except UnicodeDecodeError:
        raise refused(f"the part {name} is not in UTF-8") from None
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            raise refused(f"line {number} of {name} is longer than any record can be")
        if line:
            yield number, line


def _records(files: dict[str, bytes], name: str, shape: Any) -> tuple[Any, ...]:
    found = []
    for number, line in _lines(files, name):
        try:
            record = bundles.shaped(shape, load_strictly(line))
            _check_texts(record)
        except ValueError as error:
            raise refused(f"line {number} of {name} cannot be read: {error}".rstrip(".")) from None
        found.append(record)
    return tuple(found)


def _check_texts(record: Any) -> None:
    """Refuse a text that the record could not hold. The fields of a claim or a source are checked as an import's."""
    for field in fields(record):
        value = getattr(record, field.name)
        for item in value if isinstance(value, tuple) else (value,):
            if is_dataclass(item):
                _check_texts(item)
            elif isinstance(item, str):
                _check_text(field.name, item)
            elif isinstance(item, int) and abs(item) >= bundles.LARGEST:
                raise ValueError(f"“{field.name}” is too large a number")


def _check_text(name: str, text: str) -> None:
    if fault := unfit(text):
        raise ValueError(f"“{name}”: {fault}")
    if len(text) > (LONGEST_PERSON if name in _PEOPLE else LONGEST_TEXT):
        raise ValueError(f"“{name}” is too long")
    if name == "key" and not (KEY.fullmatch(text) and len(text) <= KEY_LENGTH):
        raise ValueError(f"“{text[:60]}” is not a key")


_PEOPLE = frozenset({"reviewer", "author", "by", "proposed_by", "ruled_by", "name", "username", "file_name"})


def _check(found: Bundle) -> None:
    for noun in (found.sources, found.origins, found.acts, found.claims):
        keys = [record.key for record in noun]
        if len(set(keys)) != len(keys):
            raise refused("it names one record twice")
    for claim in found.claims:
        try:
            _check_claim(claim)
        except ValueError as error:
            raise refused(f"the claim “{claim.key}” cannot be read: {error}") from None
    if {copy.sha256 for source in found.sources for copy in source.copies} != found.kept.keys():
        raise refused("its kept copies are not those that its sources name")


def _check_claim(claim: ToldClaim) -> None:
    if not 1 <= len(claim.revisions) <= MOST_REVISIONS:
        raise ValueError("it has no revision, or too many")
    for revision in claim.revisions:
        _check_revision(revision)


def _check_revision(revision: ToldRevision) -> None:
    if not revision.author or revision.ident != revision_ident(revision.at, revision.username, revision.says):
        raise ValueError("a revision lacks its author, or has not the words that it is known by")
    if len(revision.reviews) > MOST_REVIEWS:
        raise ValueError("a revision has too many reviews")
    for review in revision.reviews:
        _check_review(review)


def _check_review(review: ToldReview) -> None:
    decided = (review.verdict, review.reliability, review.credibility, review.comment)
    known = review_ident(review.on, review.at, review.username, *decided)
    if not review.reviewer or not bundles.is_digest(review.on) or review.ident != known:
        raise ValueError("a review lacks its reviewer, or is not the one that it is known as")
    if review.until is not None and review.until < review.at:
        raise ValueError("a review ended before it was given")
    try:
        reviewing.check_review(
            verdict=review.verdict,
            reliability=review.reliability,
            credibility=review.credibility,
            comment=review.comment,
        )
    except RuleBroken as broken:
        raise ValueError(f"a review of it is not whole: {broken.sentence}".rstrip(".")) from None
