"""Drawers: what people keep by them under a name, one's own or shared with everybody. One road for all such nouns.

What is removed stays on record and can be brought back. Of what is another's own, nobody learns that it is there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, selectinload

from tracker.db.engine import serialise
from tracker.db.models import ClaimTemplate, SavedView
from tracker.domain import keeping
from tracker.domain.errors import NotFound, Problem, Stale
from tracker.services import accounts, sources

Row = TypeVar("Row", SavedView, ClaimTemplate)


@dataclass(frozen=True, slots=True)
class Drawer(Generic[Row]):
    """The rows of one table; `noun` is what one of them is called."""

    model: type[Row]
    noun: str

    def new_key(self, session: Session, name: str) -> str:
        """A key that nothing has, made from a name; who asks has it to themselves until their transaction is over."""
        serialise(session, f"key of a {self.noun}")
        base = sources.slug(name)[:50].strip("-") or self.noun
        known = self.model.key
        taken = set(session.scalars(select(known).where(known.startswith(base, autoescape=True))))
        return next(key for key in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if key not in taken)

    def get(self, session: Session, *, key: str, person: int) -> Row:
        """One that a person may see: their own or a shared one. Raises NotFound for any other."""
        row = self._find(session, key, person, self.model.removed_at.is_(None))
        if row is None:
            raise NotFound(self.noun, Problem("key", f"There is no {self.noun} “{key}” among yours and the shared."))
        return row

    def own(self, session: Session, *, key: str, by: int) -> Row:
        """One that a person may change. Raises NotFound and NotAllowed."""
        row = self.get(session, key=key, person=by)
        self._check_owner(session, row, by)
        return row

    def rename(self, session: Session, *, key: str, name: str, shared: bool, by: int) -> Row:
        """Call one otherwise, share it or share it no more; its key stays. Raises RuleBroken for no name."""
        row = self.own(session, key=key, by=by)
        keeping.check_name(self.noun, name)
        row.name, row.shared = name, shared
        session.flush()
        return row

    def remove(self, session: Session, *, key: str, by: int, at: datetime) -> Row:
        """Offer one no more. It stays on record."""
        row = self.own(session, key=key, by=by)
        row.removed_at = at
        session.flush()
        return row

    def bring_back(self, session: Session, *, key: str, by: int) -> Row:
        """Offer one again that was removed. Raises Stale where none of this key was."""
        row = self._find(session, key, by, self.model.removed_at.is_not(None))
        if row is None:
            raise Stale(self.noun, Problem("", f"There is no removed {self.noun} of this name to bring back."))
        self._check_owner(session, row, by)
        row.removed_at = None
        session.flush()
        return row

    def of_person(self, session: Session, *, person: int) -> Sequence[Row]:
        """Those that a person may see, their own first, by name; with whose each is."""
        query = select(self.model).where(self.model.removed_at.is_(None), self._seen_by(person))
        rows = session.scalars(query.options(selectinload(self.model.by))).all()
        return sorted(rows, key=lambda row: (row.by_id != person, row.name.casefold(), row.id))

    def _find(self, session: Session, key: str, person: int, condition: ColumnElement[bool]) -> Row | None:
        query = select(self.model).where(self.model.key == key, condition, self._seen_by(person))
        return session.scalar(query.options(selectinload(self.model.by)))

    def _seen_by(self, person: int) -> ColumnElement[bool]:
        return or_(self.model.by_id == person, self.model.shared.is_(True))

    def _check_owner(self, session: Session, row: Row, by: int) -> None:
        roles = accounts.roles_of(session, person=by)
        keeping.check_owner(self.noun, owner=row.by_id, shared=row.shared, by=by, roles=roles)
