"""The right of reply: the link to the adverse claim, and the questions that it answers."""

from datetime import date, timedelta

import pytest

from tests.reporting import frozen
from tests.services.desks import ADVERSE, AT, DENIAL, DUTY, LATER, clocks, seated
from tracker.domain.asking import QuestionState
from tracker.domain.errors import RuleBroken
from tracker.services import claims, links, questions, replies, report_reading


@pytest.fixture
def desk(record):
    with seated(record) as desk:
        yield desk


def _ask(desk, claim, asked_on, state="MNG"):
    given = {"asked_of": "the mission", "wording": "Who stayed?", "asked_on": asked_on, "at": AT}
    return questions.ask(desk.session, state=state, claim=claim, by=desk.people["analyst"], **given).id


def test_a_reply_is_linked_and_answers_the_questions_that_were_put_before_it(desk):
    adverse, reply = desk.log(**ADVERSE), desk.log(**DENIAL | {"said": "2026-03-20"})
    before, after = _ask(desk, adverse, date(2026, 3, 1)), _ask(desk, adverse, date(2026, 4, 1))
    elsewhere = _ask(desk, "", date(2026, 3, 1)), _ask(desk, adverse, date(2026, 3, 1), state="CHN")
    replies.add(desk.session, claim=reply, named=f"/claims/{adverse}", by=desk.people["analyst"], at=LATER)
    assert links.replies_to(desk.session, keys=[adverse], known_at=LATER) == {adverse: [reply]}
    found = {one.question.id: one.standing for one in questions.browse(desk.session, clocks=clocks())}
    waiting = dict.fromkeys([after, *elsewhere], QuestionState.OPEN)
    assert found == {before: QuestionState.ANSWERED} | waiting


def test_what_is_no_reply_answers_nothing(desk):
    adverse = desk.log(**ADVERSE)
    number = _ask(desk, adverse, date(2019, 1, 1))
    with pytest.raises(RuleBroken, match="own word"):
        replies.add(desk.session, claim=desk.log(), named=adverse, by=desk.people["analyst"], at=LATER)
    claim_id = claims.find(desk.session, key=adverse).id
    (line,) = questions.of_claim(desk.session, claim_id=claim_id, clocks=clocks())
    assert (line.question.id, line.standing) == (number, QuestionState.OPEN)


def test_a_frozen_report_keeps_the_reply_and_the_question_with_the_adverse_claim(desk):
    # The reply bears on no cell of its own here, so only the link brings it into the report.
    adverse, reply = desk.log(**ADVERSE), desk.log(**DENIAL | {"bearings": ()})
    desk.decide(adverse)
    replies.add(desk.session, claim=reply, named=adverse, by=desk.people["analyst"], at=AT)
    _ask(desk, adverse, date(2026, 3, 1))
    scope = {"regime": "dprk-1718", "states": ["MNG"], "obligations": [DUTY], "as_of": LATER.date(), "title": "Kept"}
    after = {"known_at": LATER, "author": desk.people["analyst"], "at": LATER}
    document = report_reading.document_of(frozen(desk.session, **scope, **after))
    assert [claim.key for claim in document.evidence] == [adverse, reply]
    assert document.claim(adverse).replies == (reply,)
    assert document.claim(adverse).asked == ("Asked of the mission on 1 March 2026; no reply yet.",)
    before = {"known_at": AT - timedelta(seconds=1), "author": desk.people["analyst"], "at": LATER}
    earlier = report_reading.document_of(frozen(desk.session, **scope, **before))
    assert earlier.evidence == ()
