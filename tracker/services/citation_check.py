"""The citation check on a claim: the domain's rule, given the law of the record."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.db.models import ClaimRevision, Obligation, Provision, Resolution
from tracker.domain import citing
from tracker.domain.citing import CitationCheck, Law, LawObligation, LawResolution
from tracker.services import freshness
from tracker.services.claim_list import ClaimLine


class _Said(Protocol):
    @property
    def cited_as(self) -> str: ...
    @property
    def said_last(self) -> date | None: ...
    @property
    def statement(self) -> str: ...


LAW = (Resolution.__tablename__, Provision.__tablename__, Obligation.__tablename__)


def law_of(session: Session) -> Law:
    """Resolutions and obligations as the check reads them. One statement, and three more after the law was changed."""
    return freshness.kept(session, "the law of citations", LAW, lambda: _read_law(session))


def _read_law(session: Session) -> Law:
    query = select(Obligation).options(selectinload(Obligation.provision).selectinload(Provision.resolution))
    duties = session.scalars(query.order_by(Obligation.sort_key)).all()
    subjects: dict[str, set[str]] = {}
    for duty in duties:
        subjects.setdefault(duty.provision.resolution.symbol, set()).add(duty.subject)
    rows = session.scalars(select(Resolution).order_by(Resolution.number))
    return Law(
        tuple(
            LawResolution(r.symbol, r.number, r.year, r.adopted, frozenset(subjects.get(r.symbol, ())), r.gist)
            for r in rows
        ),
        tuple(_duty(duty) for duty in duties),
    )


def of_revision(revision: ClaimRevision, *, law: Law) -> CitationCheck:
    """Check what a loaded revision cites against what it bears on."""
    return citing.check(
        revision.cited_as,
        said=revision.said_last,
        subjects=frozenset(bearing.obligation.subject for bearing in revision.bearings),
        statement=revision.statement,
        law=law,
    )


def is_mismatch(line: "_Said", *, subjects: frozenset[str], law: Law) -> bool:
    """Whether the citation of a claim in a list does not match the record."""
    return citing.is_mismatch(line.cited_as, said=line.said_last, subjects=subjects, statement=line.statement, law=law)


def of_line(line: ClaimLine, *, law: Law) -> CitationCheck:
    """Check a claim that is shown in one line."""
    return citing.check(line.cited_as, said=line.said_last, subjects=line.subjects, statement=line.statement, law=law)


def of_revisions(session: Session, revisions: Iterable[ClaimRevision]) -> dict[int, CitationCheck]:
    """The checks of loaded revisions, by their ids."""
    law = law_of(session)
    return {revision.id: of_revision(revision, law=law) for revision in revisions}


def of_words(
    session: Session, *, cited_as: str, said: date | None, obligations: list[str], statement: str
) -> CitationCheck:
    """Check words that are being typed, before a claim exists."""
    law = law_of(session)
    subjects = frozenset(duty.subject for duty in law.obligations if duty.key in obligations)
    return citing.check(cited_as, said=said, subjects=subjects, statement=statement, law=law)


def _duty(duty: Obligation) -> LawObligation:
    provision = duty.provision
    return LawObligation(
        duty.key, provision.resolution.symbol, provision.paragraph, duty.subject, duty.summary, duty.effective
    )
