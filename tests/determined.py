"""Determinations in tests: a cell with accepted claims on it, and short ways to propose and to approve."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from tests.databases import SEEDED_AT
from tracker.db.models import Determination
from tracker.domain.content import BearingContent, CitationContent, ClaimContent, SourceContent
from tracker.domain.determining import Proposal
from tracker.domain.facts import Clocks
from tracker.domain.vocabulary import Credibility, Effect, Kind, Outcome, Reliability, Ruling, Verdict
from tracker.services import accounts, assessments, claims, determination_list, determinations, reviews
from tracker.services.determination_list import Held

AT = SEEDED_AT + timedelta(hours=4)
LATER = AT + timedelta(hours=2)
STATE, DUTY = "RUS", "r2397-op8-repatriation"
PROPOSAL = Proposal(STATE, DUTY, Outcome.NOT_APPLICABLE, "The Committee agreed that the duty cannot bite here.")
NAMES = ("viewer", "analyst", "analyst2", "both", "reviewer", "reviewer2", "admin")
NEWS = ClaimContent(
    statement="The ministry says that the last workers have left.",
    kind=Kind.REPORTED_ACTION,
    speaker="A spokesperson",
    states=(STATE,),
    said="2019-12-20",
    citations=(CitationContent(SourceContent(title="The last have left", publisher="A paper")),),
    bearings=(BearingContent(STATE, DUTY, Effect.FULFILS),),
)


def people_of(session: Session) -> dict[str, int]:
    """The ids of the tests' people, by user name."""
    return {name: accounts.find(session, username=name).id for name in NAMES}


def propose(session: Session, by: str = "analyst", **changes: Any) -> Determination:
    """Propose what `PROPOSAL` says, with changes; `at` and `seen` may be among them."""
    given = {name: changes.pop(name) for name in ("at", "seen") if name in changes}
    asked: dict[str, Any] = {"at": AT, **given}
    return determinations.propose(session, proposal=replace(PROPOSAL, **changes), by=people_of(session)[by], **asked)


def rule(session: Session, number: int, by: str = "reviewer", **changes: Any) -> Determination:
    """Approve it a minute after it was proposed."""
    asked = {"ruling": Ruling.APPROVED, "reason": "", "at": AT + timedelta(minutes=1), **changes}
    return determinations.rule(session, number=number, by=people_of(session)[by], **asked)


def approved(session: Session, **changes: Any) -> Determination:
    """One that an analyst proposed and a reviewer approved."""
    return rule(session, propose(session, **changes).id)


def held(session: Session, *, known_at=LATER, as_of: date = date(2018, 7, 31), duty: str = DUTY) -> list[Held]:
    """The determinations of the cell as known at an instant, newest first."""
    session.expire_all()
    cell = assessments.cell(session, state=STATE, obligation=duty, clocks=Clocks(as_of, known_at))
    return determination_list.of_cell(session, cell=cell)


def log(session: Session, *, at, **changes: Any) -> str:
    """Log news on the cell; its key."""
    content = replace(NEWS, **changes)
    return claims.log(session, content=content, author=people_of(session)["analyst"], at=at).key


def review(session: Session, key: str, *, at, verdict: Verdict = Verdict.RIGHT, credibility: str = "2") -> None:
    """Decide on a claim's present revision."""
    revision = claims.show(session, key=key)
    right = verdict is Verdict.RIGHT
    reviews.decide(
        session,
        key=key,
        revision=revision.number,
        seen=len(revision.reviews),
        reviewer=people_of(session)["reviewer2"],
        verdict=verdict,
        reliability=Reliability.B if right else None,
        credibility=Credibility(credibility) if right else None,
        comment="because",
        at=at,
    )
