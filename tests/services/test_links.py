"""Links: named by key or address, seen from both ends, and kept when they are taken back."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from tests.services.desks import ADVERSE, AT, DENIAL, LATER, seated
from tests.services.test_claims import KEY
from tracker.db.models import ClaimLink
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken
from tracker.domain.vocabulary import LinkType, ReviewState, Verdict
from tracker.services import claims, history, links


@pytest.fixture
def desk(record):
    with seated(record) as desk:
        yield desk


def _add(desk, claim, named, link_type=LinkType.CONTRADICTS, by="analyst", at=AT):
    return links.add(desk.session, claim=claim, named=named, link_type=link_type, by=desk.people[by], at=at)


def _of(desk, key, at=LATER):
    found = links.of_claim(desk.session, claim_id=claims.find(desk.session, key=key).id, known_at=at)
    return [(link.other, link.link_type, link.outgoing) for link in found]


@pytest.mark.parametrize("named", [KEY, f"/claims/{KEY}", f"https://tracker.example/claims/{KEY}/2?as_of=2018-01-01"])
def test_another_claim_is_named_by_key_or_address_and_seen_from_both_ends(desk, named):
    key = desk.log()
    _add(desk, key, named)
    assert _of(desk, key) == [(KEY, LinkType.CONTRADICTS, True)]
    assert (key, LinkType.CONTRADICTS, False) in _of(desk, KEY)


@pytest.mark.parametrize(
    ("named", "sentence"),
    [("", "Name the other claim"), ("none-such", "no claim “none-such”"), ("https://else.example/x", "no claim")],
)
def test_what_names_no_claim_is_refused_at_the_field(desk, named, sentence):
    with pytest.raises(RuleBroken, match=sentence) as refused:
        _add(desk, desk.log(), named)
    assert refused.value.field == "other"


def test_a_claim_is_not_linked_to_itself_nor_twice_in_one_way(desk):
    key = desk.log()
    with pytest.raises(RuleBroken, match="to itself"):
        _add(desk, key, key)
    _add(desk, key, KEY)
    with pytest.raises(RuleBroken, match="already"):
        _add(desk, key, KEY)
    _add(desk, key, KEY, LinkType.SUPPORTS)


@pytest.mark.parametrize("person", ["viewer", "admin"])
def test_only_analysts_and_reviewers_link(desk, person):
    with pytest.raises(NotAllowed):
        _add(desk, desk.log(), KEY, by=person)


@pytest.mark.parametrize(("person", "may"), [("analyst", True), ("reviewer", True), ("analyst2", False)])
def test_a_link_is_taken_back_by_its_author_or_a_reviewer(desk, person, may):
    made = _add(desk, desk.log(), KEY)
    if may:
        links.remove(desk.session, link=made.id, by=desk.people[person], at=LATER)
        assert made.removed_at == LATER
    else:
        with pytest.raises(NotAllowed):
            links.remove(desk.session, link=made.id, by=desk.people[person], at=LATER)


def test_a_link_that_was_taken_back_is_still_known_at_earlier_instants_and_can_be_made_anew(desk):
    key = desk.log()
    made = _add(desk, key, KEY)
    links.remove(desk.session, link=made.id, by=desk.people["analyst"], at=LATER)
    assert _of(desk, key, AT) == [(KEY, LinkType.CONTRADICTS, True)]
    assert _of(desk, key, LATER) == []
    with pytest.raises(RuleBroken, match="taken back before"):
        links.remove(desk.session, link=made.id, by=desk.people["analyst"], at=LATER)
    again = LATER + timedelta(minutes=1)
    _add(desk, key, KEY, at=again)
    assert len(_of(desk, key, again)) == 1


def test_the_database_refuses_a_second_link_of_the_kind_and_half_a_removal(desk):
    made = _add(desk, desk.log(), KEY)
    pair = {"claim_id": made.claim_id, "other_id": made.other_id, "link_type": made.link_type}
    twice = ClaimLink(**pair, recorded_by_id=made.recorded_by_id, recorded_at=AT)
    half = ClaimLink(**{**pair, "link_type": LinkType.REPEATS}, recorded_by_id=1, recorded_at=AT, removed_at=LATER)
    for row in (twice, half):
        place = desk.session.begin_nested()
        desk.session.add(row)
        with pytest.raises(IntegrityError):
            desk.session.flush()
        place.rollback()


def test_a_state_replies_to_a_claim_that_is_adverse_to_it(desk):
    adverse, denial = desk.log(**ADVERSE), desk.log(**DENIAL)
    _add(desk, denial, adverse, LinkType.REPLIES)
    assert links.replies_to(desk.session, keys=[adverse], known_at=LATER) == {adverse: [denial]}
    assert links.replies_to(desk.session, keys=[adverse], known_at=AT - timedelta(seconds=1)) == {}


def test_what_does_not_speak_for_the_state_is_no_reply(desk):
    adverse = desk.log(**ADVERSE)
    with pytest.raises(RuleBroken, match="must speak for MNG"):
        _add(desk, desk.log(), adverse, LinkType.REPLIES)


def test_nobody_has_to_reply_to_a_claim_that_is_adverse_to_nobody(desk):
    with pytest.raises(RuleBroken, match="adverse to no state"):
        _add(desk, desk.log(**DENIAL), desk.log(), LinkType.REPLIES)


def test_both_sides_are_told_as_they_were_known(desk):
    key = desk.log()
    desk.decide(key, grade="C3", at=AT + timedelta(minutes=1))
    desk.edit(key, statement="Otherwise.")
    claims.withdraw(desk.session, key=key, by=desk.people["analyst"], at=LATER + timedelta(hours=1), reason="x")
    seen = [
        links.sides(desk.session, keys=[key, KEY], known_at=at)[key]
        for at in (AT, AT + timedelta(minutes=1), LATER, LATER + timedelta(hours=2))
    ]
    assert [(side.statement[:5], side.state, side.grade) for side in seen] == [
        ("The l", ReviewState.WAITING, ""),
        ("The l", ReviewState.ACCEPTED, "C3"),
        ("Other", ReviewState.WAITING, ""),
        ("Other", ReviewState.WITHDRAWN, ""),
    ]


def test_a_refusal_has_a_state_and_no_grade(desk):
    key = desk.log()
    desk.decide(key, verdict=Verdict.WRONG)
    side = links.sides(desk.session, keys=[key], known_at=LATER)[key]
    assert (side.state, side.grade) == (ReviewState.WRONG, "")


def test_links_among_claims_leave_out_those_that_lead_elsewhere(desk):
    one, two, three = desk.log(), desk.log(), desk.log()
    _add(desk, one, two)
    _add(desk, one, three)
    assert links.among(desk.session, keys=[one, two], known_at=LATER) == [(one, two, LinkType.CONTRADICTS)]


def test_history_tells_the_link_from_either_end(desk):
    key = desk.log()
    made = _add(desk, key, KEY)
    links.remove(desk.session, link=made.id, by=desk.people["reviewer"], at=LATER)
    told = [event.sentence for event in history.of_claim(desk.session, key=key)][-2:]
    assert told == [f"linked it: “contradicts {KEY}”", f"took back the link “contradicts {KEY}”"]
    assert f"linked it: “contradicted by {key}”" in [e.sentence for e in history.of_claim(desk.session, key=KEY)]


def test_a_link_that_is_not_there_is_not_found(desk):
    with pytest.raises(NotFound):
        links.remove(desk.session, link=9_999, by=desk.people["reviewer"], at=LATER)
