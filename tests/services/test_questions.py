"""Questions: put to a state, open until a reply is on record, and as they stood at an earlier instant."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.services.desks import ADVERSE, AT, DENIAL, DUTY, LATER, clocks, seated
from tracker.domain.asking import QuestionState
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken
from tracker.domain.vocabulary import LinkType
from tracker.services import claims, law, links, questions

ASKED, BY = date(2026, 3, 1), date(2026, 3, 12)


@pytest.fixture
def desk(record):
    with seated(record) as desk:
        yield desk


def _ask(desk, by="analyst", **changes):
    given: dict[str, Any] = {"state": "Mongolia", "asked_of": "the Permanent Mission", "wording": "Did anybody stay?"}
    given |= {"asked_on": ASKED, "reply_by": BY, "at": AT} | changes
    return questions.ask(desk.session, by=desk.people[by], **given)


def _standing(desk, as_of, known_at=LATER):
    return [(one.standing, one.sentence) for one in questions.browse(desk.session, clocks=clocks(known_at, as_of))]


@pytest.mark.parametrize(
    ("as_of", "standing", "words"),
    [
        (date(2026, 2, 28), None, ""),
        (date(2026, 3, 1), QuestionState.OPEN, "reply asked for by 12 March 2026."),
        (date(2026, 3, 12), QuestionState.OPEN, "reply asked for by 12 March 2026."),
        (date(2026, 3, 13), QuestionState.OVERDUE, "no reply by 12 March 2026."),
    ],
    ids=["before it was put", "on the day", "on the last day", "the day after"],
)
def test_a_question_stands_as_the_day_says(desk, as_of, standing, words):
    _ask(desk)
    begin = "Asked of the Permanent Mission on 1 March 2026; "
    assert _standing(desk, as_of) == ([(standing, begin + words)] if standing else [])


def test_before_it_was_recorded_there_is_no_question(desk):
    _ask(desk)
    assert _standing(desk, date(2026, 4, 1), AT - timedelta(seconds=1)) == []


def test_a_reply_answers_from_the_day_it_was_given_and_the_instant_it_was_recorded(desk):
    row = _ask(desk)
    reply = desk.log(**{**DENIAL, "said": "2026-03-20"})
    questions.record_reply(desk.session, question=row.id, named=f"/claims/{reply}", by=desk.people["analyst"], at=LATER)
    assert [
        _standing(desk, date(2026, 3, 19))[0][0],
        _standing(desk, date(2026, 3, 20))[0][1],
        _standing(desk, date(2026, 3, 20), AT)[0][0],
    ] == [
        QuestionState.OVERDUE,
        "Asked of the Permanent Mission on 1 March 2026; replied by 20 March 2026.",
        QuestionState.OVERDUE,
    ]


def test_a_reply_that_was_withdrawn_answers_no_more(desk):
    row = _ask(desk)
    reply = desk.log(**{**DENIAL, "said": "2026-03-02"})
    questions.record_reply(desk.session, question=row.id, named=reply, by=desk.people["analyst"], at=AT)
    claims.withdraw(desk.session, key=reply, by=desk.people["analyst"], at=LATER, reason="logged twice")
    desk.session.expire_all()
    day = date(2026, 4, 1)
    assert [_standing(desk, day, at)[0][0] for at in (AT, LATER)] == [QuestionState.ANSWERED, QuestionState.OVERDUE]


def test_the_reply_to_a_question_about_an_adverse_claim_is_linked_to_it(desk):
    adverse, reply = desk.log(**ADVERSE), desk.log(**DENIAL)
    row = _ask(desk, claim=adverse)
    questions.record_reply(desk.session, question=row.id, named=reply, by=desk.people["analyst"], at=LATER)
    assert links.replies_to(desk.session, keys=[adverse], known_at=LATER) == {adverse: [reply]}
    claim_id = claims.find(desk.session, key=adverse).id
    assert questions.of_claim(desk.session, claim_id=claim_id, clocks=clocks())[0].reply == reply


def test_a_question_about_a_claim_that_is_not_adverse_links_nothing(desk):
    about, reply = desk.log(), desk.log(**DENIAL)
    row = _ask(desk, claim=about)
    questions.record_reply(desk.session, question=row.id, named=reply, by=desk.people["analyst"], at=LATER)
    assert links.among(desk.session, keys=[about, reply], known_at=LATER) == []


def test_a_reply_is_the_state_s_own_word_and_there_is_one(desk):
    row = _ask(desk)
    for named, sentence in ((desk.log(), "must speak for MNG"), ("none-such", "no claim")):
        with pytest.raises(RuleBroken, match=sentence) as refused:
            questions.record_reply(desk.session, question=row.id, named=named, by=desk.people["analyst"], at=LATER)
        assert refused.value.field == "reply"
    reply = desk.log(**DENIAL)
    questions.record_reply(desk.session, question=row.id, named=reply, by=desk.people["analyst"], at=LATER)
    with pytest.raises(RuleBroken, match="on record already"):
        questions.record_reply(desk.session, question=row.id, named=reply, by=desk.people["analyst"], at=LATER)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"asked_of": ""}, "asked_of"),
        ({"asked_of": "x" * 501}, "asked_of"),
        ({"wording": " "}, "wording"),
        ({"channel": "x" * 501}, "channel"),
        ({"asked_on": date(2030, 1, 1), "reply_by": None}, "asked_on"),
        ({"asked_on": date(1900, 1, 1)}, "asked_on"),
        ({"reply_by": date(2026, 2, 28)}, "reply_by"),
        ({"claim": "none-such"}, "claim"),
    ],
)
def test_a_question_that_is_not_whole_is_refused_at_the_field(desk, changes, field):
    with pytest.raises(RuleBroken) as refused:
        _ask(desk, **changes)
    assert refused.value.field == field


@pytest.mark.parametrize("changes", [{"state": "Atlantis"}, {"obligation": "r1-op1"}])
def test_a_state_or_duty_that_is_not_on_record_is_not_found(desk, changes):
    with pytest.raises(NotFound):
        _ask(desk, **changes)


@pytest.mark.parametrize("person", ["viewer", "admin"])
def test_only_analysts_and_reviewers_ask(desk, person):
    with pytest.raises(NotAllowed):
        _ask(desk, person)


def test_a_cell_has_the_questions_on_its_duty_and_on_its_claims_and_no_others(desk):
    adverse = desk.log(**ADVERSE)
    on_duty, on_claim = _ask(desk, obligation=DUTY), _ask(desk, claim=adverse)
    _ask(desk)
    _ask(desk, state="China", obligation=DUTY)
    duty = law.obligation(desk.session, key=DUTY).id
    found = questions.of_cell(
        desk.session, state="MNG", obligation=duty, claims=[adverse], clocks=clocks(LATER, date(2026, 4, 1))
    )
    assert [one.question.id for one in found] == [on_duty.id, on_claim.id]


def test_questions_are_listed_newest_first_by_state_and_standing(desk):
    late, unset = _ask(desk), _ask(desk, asked_on=date(2026, 3, 2), reply_by=None)
    other = _ask(desk, state="China")
    asked = clocks(LATER, date(2026, 4, 1))
    everything = [one.question.id for one in questions.browse(desk.session, clocks=asked)]
    mongolia = [one.question.id for one in questions.browse(desk.session, clocks=asked, state="MNG")]
    overdue = questions.browse(desk.session, clocks=asked, standing=QuestionState.OVERDUE)
    assert everything == [unset.id, other.id, late.id]
    assert mongolia == [unset.id, late.id]
    assert {one.question.id for one in overdue} == {late.id, other.id}


def test_a_reply_link_has_the_reply_as_its_author(desk):
    adverse, reply = desk.log(**ADVERSE), desk.log(**DENIAL)
    row = _ask(desk, claim=adverse)
    questions.record_reply(desk.session, question=row.id, named=reply, by=desk.people["reviewer"], at=LATER)
    assert links.among(desk.session, keys=[adverse, reply], known_at=LATER) == [(reply, adverse, LinkType.REPLIES)]


def test_only_claims_that_speak_for_the_state_are_offered_as_its_reply(desk):
    reply, _noise = desk.log(**DENIAL), desk.log()
    gone = desk.log(**DENIAL)
    claims.withdraw(desk.session, key=gone, by=desk.people["analyst"], at=LATER, reason="x")
    offered = questions.replies_on_record(desk.session, row=_ask(desk))
    assert [one.claim.key for one in offered] == [reply]
