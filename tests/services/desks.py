"""A desk to work at in tests of services: a writer's session, the tests' people, and a claim where one is needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.databases import SEEDED_AT
from tests.services.test_claims import CONTENT
from tracker.db.engine import writing
from tracker.db.models import Review
from tracker.domain.content import BearingContent
from tracker.domain.facts import Clocks
from tracker.domain.vocabulary import Credibility, Effect, Kind, Reliability, Role, Verdict
from tracker.services import accounts, claims, reviews

AT = SEEDED_AT + timedelta(hours=2)
LATER = AT + timedelta(hours=1)
DUTY = "r2397-op8-repatriation"
ADVERSE = {
    "statement": "The Panel says that workers stayed.",
    "kind": Kind.ALLEGATION,
    "speaker": "A newspaper",
    "bearings": (BearingContent("MNG", DUTY, Effect.BREACHES),),
}
DENIAL = {
    "statement": "The ministry says that nobody stayed.",
    "kind": Kind.DENIAL,
    "speaker": "Ministry of Labour",
    "speaks_for": "MNG",
    "said": "2020-01-10",
    "bearings": (BearingContent("MNG", DUTY, Effect.DENIES),),
}


class Desk:
    """Deeds in one session, each with little to say."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.people = {user.username: user.id for user in accounts.list_all(session)}

    def log(self, by: str = "analyst", at: datetime = AT, **changes: Any) -> str:
        """Log a claim, and give its key."""
        return claims.log(self.session, content=replace(CONTENT, **changes), author=self.people[by], at=at).key

    def edit(self, key: str, by: str = "analyst", at: datetime = LATER, base: int = 1, **changes: Any) -> None:
        """Save another revision of a claim."""
        content = replace(CONTENT, **(changes or {"notes": f"After {base}."}))
        author = self.people[by]
        claims.edit(self.session, key=key, base=base, content=content, author=author, at=at, reason="")

    def decide(
        self, key: str, by: str = "reviewer", verdict: Verdict = Verdict.RIGHT, grade: str = "B2", at: datetime = AT
    ) -> Review:
        """Decide on the current revision of a claim."""
        revision = claims.show(self.session, key=key)
        return reviews.decide(
            self.session,
            key=key,
            revision=revision.number,
            seen=len(revision.reviews),
            reviewer=self.people[by],
            verdict=verdict,
            reliability=Reliability(grade[0]),
            credibility=Credibility(grade[1]),
            comment="Because.",
            at=at,
        )

    def set_roles(self, username: str, *roles: Role) -> None:
        """Give a person exactly these roles."""
        accounts.set_roles(self.session, username=username, roles=roles)


def clocks(at: datetime = LATER, as_of: Any = None) -> Clocks:
    """The clocks of an instant, and of its day unless another is given."""
    return Clocks(as_of or at.date(), at)


@contextmanager
def seated(record: Engine) -> Iterator[Desk]:
    """A desk on a private copy of the record; nothing of it is kept."""
    with writing(record, actor="test") as session:
        yield Desk(session)
        session.rollback()
