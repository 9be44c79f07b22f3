"""Claims. A claim is a name; everything it says is in a revision, and a revision is never changed.

Only two facts are added to a row later, and neither alters what it said: when a revision was followed by another
(`superseded_at`), and when a claim was withdrawn. Both are instants, so every earlier "known at" still reads as it did.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Code, Id, Instant, Key, Number, UTCDateTime, Words
from tracker.db.columns import one, word
from tracker.db.models.accounts import User
from tracker.db.models.obligations import Obligation
from tracker.db.models.origins import Origin, OriginAssignment
from tracker.db.models.sources import Source
from tracker.db.models.states import State
from tracker.domain.vocabulary import Body, Effect, HopRole, Kind, LinkType, Measure, Verification

if TYPE_CHECKING:
    from tracker.db.models.anchors import Anchor
    from tracker.db.models.reviews import Review


class StateAction(Base):
    """A real-world act that one or more claims attest or deny. Two claims of one act are one act."""

    __tablename__ = "state_action"
    id: Mapped[Id]
    key: Mapped[Key] = mapped_column(unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey("state.code"), index=True)
    summary: Mapped[Words]


class Claim(Base):
    """Something somebody said, under a key that never changes."""

    __tablename__ = "claim"
    __table_args__ = (
        CheckConstraint(
            "(withdrawn_at IS NULL AND withdrawn_by_id IS NULL AND withdrawal_reason = '') OR "
            "(withdrawn_at IS NOT NULL AND withdrawn_by_id IS NOT NULL AND withdrawal_reason <> '')",
            name="withdrawal_whole",
        ),
    )
    id: Mapped[Id]
    key: Mapped[Key] = mapped_column(unique=True)
    created_at: Mapped[Instant]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    withdrawal_reason: Mapped[Words] = mapped_column(default="")
    revisions: Mapped[list["ClaimRevision"]] = one(back_populates="claim", order_by="ClaimRevision.number")
    withdrawn_by: Mapped[User | None] = one()
    assignments: Mapped[list[OriginAssignment]] = one(viewonly=True, order_by="OriginAssignment.id")


def _of_current(name: str, *columns: str) -> Index:
    """An index over the revisions that are current now."""
    current = text("superseded_at IS NULL")
    return Index(f"ix_claim_revision_{name}", *columns, sqlite_where=current, postgresql_where=current)


class ClaimRevision(Base):
    """What a claim says, as one person recorded it at one instant.

    `said_*` is the day it was said; `event_*` the day or period of what it tells, if it tells one; `day_first` and
    `day_last` are the days that the rules judge by (see `domain.claiming.judged_days`). `speaks_for` is the state for
    which the speaker speaks; `body` the UN organ. `cited_as` keeps the source's own words, even when wrong.
    """

    __tablename__ = "claim_revision"
    __table_args__ = (
        UniqueConstraint("claim_id", "number"),
        UniqueConstraint("id", "author_id"),
        CheckConstraint("day_first <= day_last", name="days_in_order"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("superseded_at IS NULL OR superseded_at >= recorded_at", name="superseded_later"),
        Index(
            "uq_claim_revision_current",
            "claim_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        Index(None, "recorded_at"),
        Index(None, "origin_id"),
        _of_current("newest", "day_last", "claim_id"),
        _of_current("speaking", "speaker"),
    )
    id: Mapped[Id]
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    recorded_at: Mapped[Instant]
    superseded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    edit_reason: Mapped[Words] = mapped_column(default="")
    statement: Mapped[Words]
    kind: Mapped[Kind] = word(Kind)
    speaker: Mapped[Words]
    office: Mapped[Words] = mapped_column(default="")
    speaks_for: Mapped[str | None] = mapped_column(ForeignKey("state.code"))
    body: Mapped[Body | None] = word(Body, nullable=True)
    said: Mapped[str] = mapped_column(String(100), default="")
    said_first: Mapped[date | None]
    said_last: Mapped[date | None]
    event: Mapped[str] = mapped_column(String(100), default="")
    event_first: Mapped[date | None]
    event_last: Mapped[date | None]
    day_first: Mapped[date]
    day_last: Mapped[date]
    cited_as: Mapped[Words] = mapped_column(default="")
    notes: Mapped[Words] = mapped_column(default="")
    verification: Mapped[Verification] = word(Verification, default=Verification.NONE)
    origin_id: Mapped[int] = mapped_column(ForeignKey("origin.id"))
    state_action_id: Mapped[int | None] = mapped_column(ForeignKey("state_action.id"))
    claim: Mapped[Claim] = one(back_populates="revisions")
    author: Mapped[User] = one()
    origin: Mapped[Origin] = one()
    state_action: Mapped[StateAction | None] = one()
    states: Mapped[list["ClaimState"]] = one(back_populates="revision", order_by="ClaimState.state_code")
    bearings: Mapped[list["Bearing"]] = one(back_populates="revision", order_by="Bearing.id")
    quantities: Mapped[list["Quantity"]] = one(back_populates="revision", order_by="Quantity.position")
    citations: Mapped[list["Citation"]] = one(back_populates="revision", order_by="Citation.position")
    hops: Mapped[list["RelayHop"]] = one(back_populates="revision", order_by="RelayHop.position")
    reviews: Mapped[list["Review"]] = one(back_populates="revision", order_by="Review.number")


class ClaimState(Base):
    """A state that a revision is about, whether or not it bears on an obligation."""

    __tablename__ = "claim_state"
    revision_id: Mapped[int] = mapped_column(ForeignKey("claim_revision.id"), primary_key=True)
    state_code: Mapped[str] = mapped_column(ForeignKey("state.code"), primary_key=True, index=True)
    revision: Mapped[ClaimRevision] = one(back_populates="states")
    state: Mapped[State] = one()


class Bearing(Base):
    """What a revision, if true, does to one cell."""

    __tablename__ = "bearing"
    __table_args__ = (
        UniqueConstraint("revision_id", "state_code", "obligation_id"),
        Index(None, "obligation_id", "state_code", "revision_id", "effect"),
        Index(None, "state_code"),
    )
    id: Mapped[Id]
    revision_id: Mapped[int] = mapped_column(ForeignKey("claim_revision.id"))
    state_code: Mapped[str] = mapped_column(ForeignKey("state.code"))
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"))
    effect: Mapped[Effect] = word(Effect)
    revision: Mapped[ClaimRevision] = one(back_populates="bearings")
    state: Mapped[State] = one()
    obligation: Mapped[Obligation] = one()


class Quantity(Base):
    """A number or bounds that a revision gives: "just over 2 million", in a unit, of what, on which day.

    `counted` keeps permits and persons apart. `baseline` marks the figure that another is compared with. `first` and
    `last` are the days that it covers, by its reference or else by the revision; `months` is how many months they need.
    """

    __tablename__ = "quantity"
    __table_args__ = (
        UniqueConstraint("revision_id", "position"),
        CheckConstraint("low IS NOT NULL OR high IS NOT NULL", name="bounded"),
        CheckConstraint("low IS NULL OR high IS NULL OR low <= high", name="bounds_in_order"),
    )
    id: Mapped[Id]
    revision_id: Mapped[int] = mapped_column(ForeignKey("claim_revision.id"))
    position: Mapped[int]
    low: Mapped[Number | None]
    high: Mapped[Number | None]
    wording: Mapped[Words] = mapped_column(default="")
    unit: Mapped[Code]
    counted: Mapped[Words] = mapped_column(default="")
    measure: Mapped[Measure] = word(Measure)
    reference: Mapped[str] = mapped_column(String(100), default="")
    first: Mapped[date]
    last: Mapped[date]
    months: Mapped[int]
    baseline: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[ClaimRevision] = one(back_populates="quantities")


class Citation(Base):
    """A revision's link to a source, with the place in it and the quoted words.

    `quotation` is in the language of the source; `translation` is by `translator`, who is named as the record has them.
    """

    __tablename__ = "citation"
    __table_args__ = (UniqueConstraint("revision_id", "position"),)
    id: Mapped[Id]
    revision_id: Mapped[int] = mapped_column(ForeignKey("claim_revision.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    position: Mapped[int]
    locator: Mapped[Words] = mapped_column(default="")
    quotation: Mapped[Words] = mapped_column(default="")
    translation: Mapped[Words] = mapped_column(default="")
    translator: Mapped[Words] = mapped_column(default="")
    revision: Mapped[ClaimRevision] = one(back_populates="citations")
    source: Mapped[Source] = one()
    anchors: Mapped[list["Anchor"]] = one(back_populates="citation", order_by="Anchor.capture_id")


class RelayHop(Base):
    """One step on the path from the utterance to the page read, in order from the speaker.

    `office` is the one that the person held on `day`, the day on which they said, carried or printed it.
    """

    __tablename__ = "relay_hop"
    __table_args__ = (UniqueConstraint("revision_id", "position"),)
    id: Mapped[Id]
    revision_id: Mapped[int] = mapped_column(ForeignKey("claim_revision.id"))
    position: Mapped[int]
    role: Mapped[HopRole] = word(HopRole)
    name: Mapped[Words]
    office: Mapped[Words] = mapped_column(default="")
    day: Mapped[str] = mapped_column(String(100), default="")
    revision: Mapped[ClaimRevision] = one(back_populates="hops")


class ClaimLink(Base):
    """How one claim stands to another. A link that was taken back stays, so that an earlier "known at" still has it."""

    __tablename__ = "claim_link"
    __table_args__ = (
        CheckConstraint("claim_id <> other_id", name="two_claims"),
        CheckConstraint(
            "(removed_at IS NULL) = (removed_by_id IS NULL) AND (removed_at IS NULL OR removed_at >= recorded_at)",
            name="removal_whole",
        ),
        Index(
            "uq_claim_link_current",
            "claim_id",
            "other_id",
            "link_type",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index(None, "claim_id"),
    )
    id: Mapped[Id]
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    link_type: Mapped[LinkType] = word(LinkType)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[Instant]
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    claim: Mapped[Claim] = one(foreign_keys=[claim_id])
    other: Mapped[Claim] = one(foreign_keys=[other_id])
    recorded_by: Mapped[User] = one(foreign_keys=[recorded_by_id])
    removed_by: Mapped[User | None] = one(foreign_keys=[removed_by_id])


class Draft(Base):
    """What somebody typed into a form and has not sent. It is scratch paper, so the audit log does not keep it.

    `file` is what they sent with it, where it waits as well.
    """

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("user_id", "form"),)
    audited = False
    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    form: Mapped[str] = mapped_column(String(125))
    data: Mapped[list[Any]] = mapped_column(JSON, default=list)
    file: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
    saved_at: Mapped[Instant]


class SearchTerm(Base):
    """One word of a claim's current text, folded. An index: it may be emptied and rebuilt at any time."""

    __tablename__ = "search_term"
    audited = False
    # Compared byte by byte in both databases, so that "begins with" is one range of the index.
    term: Mapped[str] = mapped_column(
        String(60).with_variant(String(60, collation="C"), "postgresql"), primary_key=True
    )
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), primary_key=True, index=True)
