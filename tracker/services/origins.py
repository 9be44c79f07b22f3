"""Origins: read them, and propose and decide that two are one utterance, or that one is two.

Invariant kept here: an origin that was merged into another takes part in no further change, so approved merges make no
circle. Every deed that changes an origin or gives a claim one holds the lock "origins", a ruling the whole of it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from tracker.db import knowing
from tracker.db import origins as counting
from tracker.db.constraints import refusing
from tracker.db.engine import serialise
from tracker.db.models import Claim, ClaimRevision, Origin, OriginAssignment, OriginChange
from tracker.domain import origins, relays
from tracker.domain.errors import NotFound, Problem, RuleBroken, Stale
from tracker.domain.origins import Proposed
from tracker.domain.searching import fold
from tracker.domain.vocabulary import OriginChangeKind, Ruling
from tracker.services import accounts, claim_index, claims, paging, revisions, sources

GONE = "This origin was merged into “{}”. Propose the change there."


@dataclass(frozen=True, slots=True)
class OriginLine:
    """An origin in a list: how many current claims count under it now."""

    origin: Origin
    claims: int


def get(session: Session, *, key: str) -> Origin:
    """The origin with this key. Raises NotFound."""
    origin = session.scalar(select(Origin).where(Origin.key == key))
    if origin is None:
        raise NotFound("origin", Problem("key", f"There is no origin “{key}” in the record."))
    return origin


def browse(session: Session, *, words: str = "", page: int = 1, size: int = 50) -> paging.Page[OriginLine]:
    """Origins by how many claims count under them, most first; perhaps only those whose label or key has the words."""
    under = select(counting.counted_under().label("origin"), func.count().label("claims")).select_from(ClaimRevision)
    under = under.outerjoin(OriginAssignment, counting.assignment_at()).where(ClaimRevision.superseded_at.is_(None))
    sums = under.group_by(counting.counted_under()).subquery()
    query = select(Origin, func.coalesce(sums.c.claims, 0)).outerjoin(sums, sums.c.origin == Origin.id)
    rows = session.execute(query.order_by(func.coalesce(sums.c.claims, 0).desc(), Origin.key))
    lines = [OriginLine(origin, number) for origin, number in rows if _holds(origin, words)]
    return paging.cut(lines, page=page, size=size)


def _holds(origin: Origin, words: str) -> bool:
    return fold(words) in fold(f"{origin.label} {origin.key}")


def claims_of(session: Session, *, origin: Origin, known_at: datetime) -> Sequence[ClaimRevision]:
    """What was current at an instant and counted under the origin then, by key, each revision whole."""
    query = select(ClaimRevision).join(Claim, Claim.id == ClaimRevision.claim_id).order_by(Claim.key)
    query = query.where(knowing.current_at(known_at), counting.is_under(origin.id, known_at))
    return session.scalars(claims.whole(query)).all()


def tree_of(rows: Sequence[ClaimRevision]) -> tuple[relays.Node, ...]:
    """Who repeated whom in loaded revisions of one origin."""
    paths: list[relays.Path] = []
    for row in rows:
        hops = revisions.content_of(row).hops
        paths += relays.paths_of(row.claim.key, hops, speaker=row.speaker, office=row.office, said=row.said)
    return relays.tree(paths)


def of_revision(revision: ClaimRevision, *, known_at: datetime | None = None) -> Origin:
    """The origin under which a loaded revision counts now, or counted at an instant, or at its end before that."""
    ended = revision.superseded_at
    return counting.effective(revision, known_at=None if ended and known_at and ended <= known_at else known_at)


def merges_away(row: OriginChange, origin: Origin, *, known_at: datetime) -> bool:
    """Whether a loaded proposal is the merge by which, at an instant, an origin had become another."""
    approved = row.ruling is Ruling.APPROVED and row.ruled_at is not None and row.ruled_at <= known_at
    return approved and row.kind is OriginChangeKind.MERGE and row.origin_id == origin.id


def merged_into(session: Session, *, origin: Origin) -> Origin | None:
    """The origin that it has become by approved merges; None for one that stands by itself."""
    after = counting.merged_into(session, origin)
    return after if after.id != origin.id else None


def propose_merge(session: Session, *, origin: str, into: str, reason: str, by: int, at: datetime) -> OriginChange:
    """Propose that two origins, given by key or by the key of a claim of theirs, are one utterance: `into`.

    Nothing counts otherwise until a second person has approved it. Raises NotAllowed, NotFound and RuleBroken.
    """
    serialise(session, "origins")
    origins.DEED.check_proposer(accounts.roles_of(session, person=by))
    found = claims.origin_key(session, name=into) or into
    merged, target = _standing(session, origin), _target(session, found)
    row = OriginChange(kind=OriginChangeKind.MERGE, origin=merged, into=target, reason=reason)
    proposed = _seen(session, row)
    origins.check_merge(proposed, reason)
    return _propose(session, row, proposed, by=by, at=at)


def propose_split(
    session: Session, *, origin: str, claims: Collection[str], label: str, reason: str, by: int, at: datetime
) -> OriginChange:
    """Propose that some claims of an origin go back to another utterance, which gets the label.

    Nothing counts otherwise until a second person has approved it. Raises NotAllowed, NotFound and RuleBroken.
    """
    serialise(session, "origins")
    origins.DEED.check_proposer(accounts.roles_of(session, person=by))
    row = OriginChange(
        kind=OriginChangeKind.SPLIT,
        origin=_standing(session, origin),
        label=label,
        claims=sorted(set(claims)),
        reason=reason,
    )
    proposed = _seen(session, row)
    origins.check_split(proposed, reason)
    return _propose(session, row, proposed, by=by, at=at)


def rule(
    session: Session, *, change: int, ruling: Ruling, by: int, at: datetime, reason: str, seen_fingerprint: str
) -> OriginChange:
    """Approve or refuse a proposal, as a second person. An approval moves the claims from `at` on.

    `seen_fingerprint` is that of what the person saw. Raises NotAllowed for the proposer and for anybody who is no
    reviewer, and Stale when somebody has ruled already, or when an approval is of what has moved on since.
    """
    serialise(session, "origins")
    row = change_of(session, number=change)
    origins.DEED.check_ruler(person=by, roles=accounts.roles_of(session, person=by), proposer=row.proposed_by_id)
    origins.DEED.check_ruling(ruling=ruling, reason=reason)
    _check_open(row)
    if ruling is Ruling.APPROVED and not (seen_fingerprint == row.fingerprint == fingerprint_now(session, row)):
        sentence = "A claim of these origins was logged, edited or moved since this was proposed. Propose it anew."
        raise Stale("origin", Problem("", sentence))
    row.ruling, row.ruled_by_id, row.ruled_at, row.ruling_reason = ruling, by, at, reason
    with refusing(session):
        session.add(row)
    if ruling is Ruling.APPROVED:
        _move(session, row, at)
    return change_of(session, number=change)


def take_back(session: Session, *, change: int, by: int, at: datetime) -> OriginChange:
    """Take one's own proposal back. It stays readable. Raises NotAllowed for anybody else."""
    serialise(session, "origins")
    row = change_of(session, number=change)
    origins.DEED.check_taking_back(person=by, proposer=row.proposed_by_id)
    _check_open(row)
    row.ruling, row.ruled_by_id, row.ruled_at = Ruling.TAKEN_BACK, by, at
    session.flush()
    return change_of(session, number=change)


def change_of(session: Session, *, number: int) -> OriginChange:
    """The proposal with this number, with its origins and people. Raises NotFound."""
    query = _changes().where(OriginChange.id == number).execution_options(populate_existing=True)
    if (row := session.scalar(query)) is None:
        raise NotFound("origin", Problem("change", f"There is no proposal {number}."))
    return row


def pending(session: Session) -> Sequence[OriginChange]:
    """Every proposal on which nobody has ruled, oldest first."""
    return session.scalars(_changes().where(OriginChange.ruling.is_(None)).order_by(OriginChange.id)).all()


def changes_of(session: Session, *, origin: Origin, known_at: datetime) -> Sequence[OriginChange]:
    """What had been proposed by an instant on an origin, on either side of a merge, or made it; oldest first."""
    made = select(OriginAssignment.change_id).where(OriginAssignment.origin_id == origin.id)
    concerns = (OriginChange.origin_id == origin.id) | (OriginChange.into_id == origin.id) | OriginChange.id.in_(made)
    query = _changes().where(concerns, OriginChange.proposed_at <= known_at)
    return session.scalars(query.order_by(OriginChange.id)).all()


def fingerprint_now(session: Session, row: OriginChange) -> str:
    """The fingerprint of what a loaded proposal is about, as it stands now; another one says that it has moved on."""
    return _seen(session, row).fingerprint


def _propose(session: Session, row: OriginChange, proposed: Proposed, *, by: int, at: datetime) -> OriginChange:
    row.claims = row.claims or sorted(key for key, _ in proposed.claims)
    row.fingerprint, row.proposed_by_id, row.proposed_at = proposed.fingerprint, by, at
    same = select(OriginChange.id).where(OriginChange.ruling.is_(None), OriginChange.fingerprint == row.fingerprint)
    if session.scalar(same) is not None:
        raise RuleBroken.at("origin", "", "The very same is proposed already and waits for a second person.")
    with refusing(session):
        session.add(row)
    return change_of(session, number=row.id)


def _standing(session: Session, key: str) -> Origin:
    """The origin with this key, if it was merged into no other."""
    origin = get(session, key=key)
    if after := merged_into(session, origin=origin):
        raise RuleBroken.at("origin", "", GONE.format(after.label))
    return origin


def _target(session: Session, key: str) -> Origin:
    try:
        return get(session, key=key)
    except NotFound:
        sentence = f"There is no claim or origin “{key}” in the record. Copy its key."
        raise RuleBroken.at("origin", "into", sentence) from None


def _check_open(row: OriginChange) -> None:
    if row.ruling is not None:
        who = row.ruled_by.name if row.ruled_by else "Somebody"
        raise Stale("origin", Problem("", f"{who} has ruled on this proposal already: {row.ruling.label}."))


def _seen(session: Session, row: OriginChange) -> Proposed:
    """What a proposal is about, as it stands now. A merged origin has no claims, so nothing about it stays the same."""
    return Proposed(
        kind=row.kind,
        origin=row.origin.key,
        into=row.into.key if row.into else "",
        label=row.label or "",
        chosen=tuple(row.claims or ()) if row.kind is OriginChangeKind.SPLIT else (),
        claims=_numbers(session, row.origin),
        others=_numbers(session, row.into) if row.into else (),
    )


def _numbers(session: Session, origin: Origin) -> tuple[tuple[str, int], ...]:
    query = select(Claim.key, ClaimRevision.number).join(Claim, Claim.id == ClaimRevision.claim_id)
    query = query.where(ClaimRevision.superseded_at.is_(None), counting.is_under(origin.id))
    return tuple((key, number) for key, number in session.execute(query.order_by(Claim.key)))


def _move(session: Session, row: OriginChange, at: datetime) -> None:
    """Let the claims count under their new origin from an instant on. Their words for a search change with it."""
    to = row.into or _new_origin(session, row.label)
    query = select(Claim.id).where(Claim.key.in_(row.claims)).order_by(Claim.id)
    ids = session.scalars(query).all()
    standing = select(OriginAssignment).where(
        OriginAssignment.claim_id.in_(ids), OriginAssignment.superseded_at.is_(None)
    )
    for assignment in session.scalars(standing):
        assignment.superseded_at = at
    session.flush()
    with refusing(session):
        session.add_all(OriginAssignment(claim_id=id_, origin_id=to.id, change_id=row.id, at=at) for id_ in ids)
    for key in row.claims:
        revision = claims.show(session, key=key)
        claim_index.index(session, claim_id=revision.claim_id, revision=revision)


def _new_origin(session: Session, label: str) -> Origin:
    base = sources.slug(label)[:100].strip("-") or "origin"
    key, n = base, 1
    while session.scalar(select(Origin.id).where(Origin.key == key)):
        n += 1
        key = f"{base}-{n}"
    origin = Origin(key=key, label=label)
    with refusing(session):
        session.add(origin)
    return origin


def _changes() -> Select[OriginChange]:
    return select(OriginChange).options(
        selectinload(OriginChange.origin),
        selectinload(OriginChange.into),
        selectinload(OriginChange.proposed_by),
        selectinload(OriginChange.ruled_by),
    )
