"""Copies of the record for travel: made here, worked on elsewhere by the same people, merged back with their reviews.

A travel copy is a backup that knows a number and has a key of its own. What it brings back counts as done by the same
people only if its key signed the bundle, its log goes on from ours without a gap, and that log holds each review and
each revision as the bundle tells it. Otherwise the bundle is one like any other.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.images import instant
from tracker.db.models import AuditEntry, TravelCopy, User
from tracker.domain import ledger
from tracker.domain.bundle import LONGEST_NAME, ToldReview, ToldRevision
from tracker.domain.errors import NotFound, Problem, RuleBroken
from tracker.domain.vocabulary import Role
from tracker.intake.bundles import Bundle
from tracker.intake.json_texts import load_strictly
from tracker.services import bundles, log_keys
from tracker.services.log_keys import SigningKey

NO_COPY = "The bundle says that it is of the travel copy {}, which this installation never made."
FORGED = "The bundle is not signed by the key that the travel copy {} was given. Nothing was merged."
BROKEN = "The log of the travel copy does not go on from ours: {}. Nothing was merged."


@dataclass(frozen=True, slots=True)
class Traveller:
    """A travel copy whose bundle was verified: its number, the accounts that it shares with us, and its log since."""

    number: int
    people: frozenset[int]
    entries: dict[tuple[str, str], dict[str, Any]]

    def wrote(self, told: ToldRevision) -> bool:
        """Whether the log says that a shared account wrote this revision on the copy."""
        after = self._inserted("claim_revision", told.row)
        said = (told.person, told.says.get("statement"), instant(told.at))
        return told.person in self.people and said == (
            after.get("author_id"),
            after.get("statement"),
            after.get("recorded_at"),
        )

    def decided(self, told: ToldReview, revision: ToldRevision) -> bool:
        """Whether the log says that a shared account made this decision, on this very revision, on the copy."""
        after = self._inserted("review", told.row)
        said = (told.person, revision.row, told.verdict.value, _value(told.reliability), _value(told.credibility))
        held = tuple(after.get(n) for n in ("reviewer_id", "revision_id", "verdict", "reliability", "credibility"))
        told_at = (instant(told.at), told.comment) == (after.get("at"), after.get("comment"))
        return told.person in self.people and said == held and told_at

    def _inserted(self, noun: str, row: int) -> dict[str, Any]:
        return self.entries.get((noun, str(row)), {})


def _value(word: Any) -> str | None:
    return word.value if word is not None else None


def prepare(session: Session, *, name: str, by: int, at: datetime) -> tuple[TravelCopy, SigningKey]:
    """Record that a copy is taken along, and make its key. The caller commits, and then makes the backup.

    Raises RuleBroken for a name that is none, and for a person who is no active administrator.
    """
    user = session.get(User, by)
    if user is None or not user.active or Role.ADMINISTRATOR not in {role.name for role in user.roles}:
        raise RuleBroken.at("travel_copy", "", "Only an administrator gives a copy for travel out.")
    if not name.strip() or len(name) > LONGEST_NAME:
        raise RuleBroken.at("travel_copy", "name", f"Name the copy in at most {LONGEST_NAME} characters.")
    key = log_keys.new(f"travel/{hashlib.sha256(name.encode()).hexdigest()[:12]}")
    row = TravelCopy(name=name.strip(), public_key=log_keys.public_text(key.public), made_by_id=by, made_at=at)
    session.add(row)
    session.flush()
    return row, key


def on_copy(session: Session, *, key: SigningKey) -> bundles.Traveller:
    """What a travel copy gives out by: its number and where its log parted. Raises NotFound for a key it never got."""
    public = log_keys.public_text(key.public)
    row = session.scalar(select(TravelCopy).where(TravelCopy.public_key == public))
    if row is None:
        raise NotFound("travel_copy", Problem("key", "This record is no travel copy that was given this key."))
    parted = _parted(session, row.id)
    return bundles.Traveller(row.id, parted.seq, parted.hash, key)


def checked(session: Session, *, bundle: Bundle) -> Traveller | None:
    """The travel copy that a bundle is of, once all of it is verified; None for a bundle that says nothing of one.

    Raises RuleBroken for one that says so and cannot prove it.
    """
    travel = bundle.manifest.travel
    if travel is None:
        return None
    row = session.get(TravelCopy, travel.number)
    if row is None:
        raise RuleBroken.at("bundle", "file", NO_COPY.format(travel.number))
    _check_signature(bundle, row)
    parted = _parted(session, row.id)
    if (travel.size, travel.head) != (parted.seq, parted.hash):
        raise RuleBroken.at("bundle", "file", BROKEN.format("it parted at another entry"))
    entries = _entries(bundle, parted)
    return Traveller(row.id, _shared(session, bundle, parted.seq), entries)


def _check_signature(bundle: Bundle, row: TravelCopy) -> None:
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(row.public_key))
        key.verify(bundle.signature, bundle.signed)
    except (InvalidSignature, ValueError):
        raise RuleBroken.at("bundle", "file", FORGED.format(row.id)) from None


def _parted(session: Session, number: int) -> AuditEntry:
    """The entry of the log by which a travel copy was recorded; it is the last one that both are sure to have."""
    query = select(AuditEntry).where(AuditEntry.noun == TravelCopy.__tablename__, AuditEntry.row == str(number))
    entry = session.scalars(query.where(AuditEntry.action == "insert").order_by(AuditEntry.seq)).first()
    if entry is None:
        raise RuleBroken.at("bundle", "file", BROKEN.format("our log does not hold the making of the copy"))
    return entry


def _entries(bundle: Bundle, parted: AuditEntry) -> dict[tuple[str, str], dict[str, Any]]:
    """What the copy's log says was inserted since it parted, by noun and row, once its chain is whole."""
    chain, found = bytes.fromhex(parted.hash), {}
    for seq, text in enumerate(bundle.log, parted.seq + 1):
        chain = ledger.chain_hash(chain, text.encode())
        body = _body(text, seq)
        if body.get("action") == "insert" and isinstance(body.get("after"), dict):
            found[str(body.get("noun")), str(body.get("row"))] = body["after"]
    if (parted.seq + len(bundle.log), chain.hex()) != (bundle.manifest.size, bundle.manifest.head):
        raise RuleBroken.at("bundle", "file", BROKEN.format("its chain does not end where the bundle says"))
    return found


def _body(text: str, seq: int) -> dict[str, Any]:
    try:
        body = load_strictly(text)
    except ValueError:
        body = None
    if not isinstance(body, dict) or body.get("seq") != seq:
        raise RuleBroken.at("bundle", "file", BROKEN.format(f"entry {seq} is missing or cannot be read"))
    return body


def _shared(session: Session, bundle: Bundle, size: int) -> frozenset[int]:
    """The accounts of the copy that are accounts here: same number, same user name, made before it parted."""
    travel = bundle.manifest.travel
    told = {(person.id, person.username) for person in travel.people} if travel else set()
    made = select(AuditEntry.row).where(
        AuditEntry.noun == User.__tablename__, AuditEntry.action == "insert", AuditEntry.seq <= size
    )
    before = set(session.scalars(made))
    here = session.execute(select(User.id, User.username).where(User.active.is_(True))).all()
    return frozenset(number for number, name in here if (number, name) in told and str(number) in before)
