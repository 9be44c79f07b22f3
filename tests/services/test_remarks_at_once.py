"""What two people add to one claim at once: one of them succeeds, the other is told, and nothing stands twice."""

from functools import partial

import pytest
from sqlalchemy import select

from tests.services.desks import ADVERSE, AT, DENIAL, LATER, Desk
from tests.services.test_at_once import _at_once, _refusals
from tracker.db.engine import reading, writing
from tracker.db.models import ClaimLink, Dissent, Question, ReviewAssignment
from tracker.domain.vocabulary import LinkType
from tracker.services import assignments, dissents, links, questions

MANY = 6


class Stage(Desk):
    """A desk with an adverse claim and its review, a denial, a claim that waits, and a question."""

    def __init__(self, session):
        super().__init__(session)
        self.adverse, self.denial, self.waiting = self.log(**ADVERSE), self.log(**DENIAL), self.log()
        self.review = self.decide(self.adverse).id
        given = {"asked_of": "the mission", "wording": "Who?", "asked_on": AT.date(), "at": AT}
        self.question = questions.ask(session, state="MNG", by=self.people["analyst"], **given).id


@pytest.fixture
def desk(record):
    """A stage whose deeds are kept, so that others can go on from them."""
    with writing(record, actor="test") as session:
        return Stage(session)


def _dissent(desk, session):
    by = desk.people["reviewer2"]
    return dissents.dissent(session, review=desk.review, by=by, reason="No.", printed=False, at=LATER)


def _assign(desk, session):
    by = desk.people["reviewer"]
    return assignments.assign(session, key=desk.waiting, reviewer="reviewer2", by=by, at=LATER)


def _link(desk, session):
    given = {"claim": desk.denial, "named": desk.adverse, "link_type": LinkType.REPLIES}
    return links.add(session, **given, by=desk.people["analyst"], at=LATER)


def _reply(desk, session):
    by = desk.people["analyst"]
    return questions.record_reply(session, question=desk.question, named=desk.denial, by=by, at=LATER)


@pytest.mark.parametrize(
    ("deed", "left"),
    [
        (_dissent, select(Dissent.id)),
        (_assign, select(ReviewAssignment.id)),
        (_link, select(ClaimLink.id).where(ClaimLink.link_type == LinkType.REPLIES)),
        (_reply, select(Question.id).where(Question.reply_id.is_not(None))),
    ],
    ids=["a dissent", "an assignment", "a link", "a reply"],
)
def test_of_many_at_once_one_stands(record, desk, deed, left):
    found = _at_once(record, [partial(deed, desk)] * MANY)
    assert len(_refusals(found)) == MANY - 1
    with reading(record) as session:
        assert len(session.scalars(left).all()) == 1
