"""The law and the states as pages of thousands of cells read them, kept by each process until the log has a change.

Its rows are loaded whole and belong to no session: they are to be read, and never changed or added to one. A deed that
writes reads the law by `services.law`, which sees what its own transaction did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db import facts
from tracker.db.models import Obligation, ObligationLimit, Provision, Regime, Resolution, State
from tracker.domain.errors import NotFound, Problem
from tracker.domain.facts import Duty, Party
from tracker.services import freshness, law

NOUNS = tuple(model.__tablename__ for model in (Obligation, ObligationLimit, Regime, Provision, Resolution, State))


@dataclass(frozen=True, slots=True)
class LawBook:
    """The regimes, all obligations in the order of their paragraphs, the states by name after that of all together.

    `duties` and `parties` are the same as the rules see them: by the ids of the obligations, each as its own row has
    it, and by the codes of the states, in their order.
    """

    regimes: tuple[Regime, ...]
    obligations: tuple[Obligation, ...]
    states: tuple[State, ...]
    duties: Mapping[int, Duty]
    parties: Mapping[str, Party]

    def regime(self, key: str) -> Regime:
        """The regime with this key. Raises NotFound."""
        found = next((row for row in self.regimes if row.key == key), None)
        if found is None:
            raise NotFound("regime", Problem("regime", f"There is no regime “{key}” in the record."))
        return found

    def of_regime(self, key: str) -> list[Obligation]:
        """The obligations of a regime; none for a regime that is not in the record."""
        return [row for row in self.obligations if row.regime.key == key]


def read(session: Session) -> LawBook:
    """The book as the record has it now. One statement, and seven after a change."""
    return freshness.kept(session, "law", NOUNS, lambda: _read(session))


def chosen(rows: Sequence[Obligation], *, subject: str = "", test: str = "") -> list[Obligation]:
    """Those of the obligations that have a topic in common with a subject, and a test."""
    return [row for row in rows if test in ("", row.test) and (not subject or law.is_on(row, subject=subject))]


def _read(session: Session) -> LawBook:
    # A session of its own, which lets go of the rows; the transaction is that of the other.
    with Session(session.connection(), join_transaction_mode="rollback_only", autoflush=False) as inner:
        regimes = tuple(inner.scalars(select(Regime).order_by(Regime.key)))
        obligations, states = tuple(law.obligations(inner)), tuple(law.states(inner, together=True))
        duties = {row.id: facts.duty_of(row) for row in obligations}
        parties = {row.code: facts.party_of(row) for row in states}
        found = LawBook(regimes, obligations, states, MappingProxyType(duties), MappingProxyType(parties))
        inner.expunge_all()
    return found
