"""What people keep by them for daily work: views of lists under a name, and templates of claims that recur.

Neither is a statement of the record, and no outcome reads them; they are shared, so the log keeps who changed them.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant, Key, UTCDateTime, Words
from tracker.db.columns import one
from tracker.db.models.accounts import User
from tracker.db.models.claims import Claim


class SavedView(Base):
    """A list with its filters under a name. `place` is a path of this site with its query; `key` is its own address.

    One that was taken away stays, and can be brought back.
    """

    __tablename__ = "saved_view"
    __table_args__ = (
        CheckConstraint("name <> ''", name="has_name"),
        CheckConstraint("substr(place, 1, 1) = '/' AND substr(place, 2, 1) <> '/'", name="place_is_ours"),
        CheckConstraint("removed_at IS NULL OR removed_at >= at", name="removed_later"),
    )
    id: Mapped[Id]
    key: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[Words]
    place: Mapped[Words]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    shared: Mapped[bool] = mapped_column(default=False)
    at: Mapped[Instant]
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    by: Mapped[User] = one()


class ClaimTemplate(Base):
    """What a recurring statement has in common, as fields of the form of a claim, with blanks for what changes."""

    __tablename__ = "claim_template"
    __table_args__ = (
        CheckConstraint("name <> ''", name="has_name"),
        CheckConstraint("removed_at IS NULL OR removed_at >= at", name="removed_later"),
    )
    id: Mapped[Id]
    key: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[Words]
    fields: Mapped[list[Any]] = mapped_column(JSON, default=list)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    shared: Mapped[bool] = mapped_column(default=False)
    at: Mapped[Instant]
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    by: Mapped[User] = one()
    uses: Mapped[list["TemplateUse"]] = one(back_populates="template", order_by="TemplateUse.id")


class TemplateUse(Base):
    """A claim that was logged from a template, or from which one was made, and its month as YYYY-MM."""

    __tablename__ = "template_use"
    __table_args__ = (
        UniqueConstraint("template_id", "claim_id"),
        CheckConstraint("length(month) = 7", name="month_whole"),
    )
    id: Mapped[Id]
    template_id: Mapped[int] = mapped_column(ForeignKey("claim_template.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    month: Mapped[str] = mapped_column(String(7))
    at: Mapped[Instant]
    template: Mapped[ClaimTemplate] = one(back_populates="uses")
    claim: Mapped[Claim] = one()
