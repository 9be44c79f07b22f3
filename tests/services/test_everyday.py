"""Daily work on claims: templates and their months, undoing by record, what one touched, sources that are alike."""

from datetime import timedelta

import pytest

from tests.counting import statements
from tests.services.desks import AT, LATER, seated
from tests.services.test_claims import CONTENT
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.domain.vocabulary import ReviewState
from tracker.services import (
    assignments,
    claim_list,
    claim_templates,
    claim_undo,
    claims,
    comments,
    recent,
    similar_sources,
    sources,
)
from tracker.services.claim_templates import TEMPLATES

FIELDS = [
    ("statement", "It sold 5 tons in October 2018."),
    ("event", "2018-10"),
    ("quantities-0-low", "5"),
    ("quantities-0-high", "5"),
]


@pytest.fixture
def desk(record):
    with seated(record) as desk:
        yield desk


def _make(desk, key, by="analyst"):
    return claim_templates.make(desk.session, claim=key, fields=FIELDS, name="Monthly", by=desk.people[by], at=AT)


def _next(desk, template):
    return claim_templates.next_months(desk.session, templates=[template]).get(template.id)


def test_a_template_is_for_the_month_after_the_last_claim_that_stands(desk):
    first, second = desk.log(), desk.log(statement="For November.")
    template = _make(desk, first)
    assert claim_templates.fields_of(template)[:2] == [
        ("statement", "It sold {quantity} tons in {month}."),
        ("event", "{month}"),
    ]
    assert _next(desk, template) == "2018-11"
    claim_templates.note_use(desk.session, template=template, claim=second, month="2018-11", at=LATER)
    assert _next(desk, template) == "2018-12"
    claims.withdraw(desk.session, key=second, by=desk.people["analyst"], at=LATER, reason="Wrong.")
    assert _next(desk, template) == "2018-11"


def test_a_template_is_changed_and_shared_by_its_owner_and_made_by_analysts(desk):
    key = desk.log()
    template, given = _make(desk, key), {"name": "Petroleum", "shared": True, "fields": [("statement", "In {month}.")]}
    with pytest.raises(NotFound):
        TEMPLATES.get(desk.session, key=template.key, person=desk.people["analyst2"])
    claim_templates.change(desk.session, key=template.key, **given, by=desk.people["analyst"])
    row = TEMPLATES.get(desk.session, key=template.key, person=desk.people["analyst2"])
    assert (row.name, row.fields) == ("Petroleum", [["statement", "In {month}."]])
    with pytest.raises(NotAllowed):
        claim_templates.change(desk.session, key=template.key, **given, by=desk.people["analyst2"])
    with pytest.raises(NotAllowed):
        _make(desk, key, by="reviewer")


def test_what_was_just_logged_is_taken_back_as_a_withdrawal(desk):
    key = desk.log()
    with pytest.raises(NotAllowed):
        claim_undo.take_back(desk.session, key=key, by=desk.people["analyst2"], at=LATER)
    claim = claim_undo.take_back(desk.session, key=key, by=desk.people["analyst"], at=LATER)
    assert (claim.withdrawn_at, claim.withdrawal_reason) == (LATER, claim_undo.REASON)
    assert claims.show(desk.session, key=key).statement == CONTENT.statement


@pytest.mark.parametrize("deed", ["edit", "decide"])
def test_it_is_not_taken_back_once_somebody_has_worked_on_it(desk, deed):
    key = desk.log()
    getattr(desk, deed)(key)
    with pytest.raises(RuleBroken, match="edited or decided on meanwhile"):
        claim_undo.take_back(desk.session, key=key, by=desk.people["analyst"], at=LATER)


def test_an_edit_is_undone_by_a_revision_that_says_again_what_stood_there(desk):
    key = desk.log()
    desk.decide(key)
    desk.edit(key, statement="Something else.", said="2019-02")
    row = claim_undo.go_back(
        desk.session, key=key, number=1, base=2, by=desk.people["analyst"], at=LATER + timedelta(hours=1)
    )
    shown = claims.show(desk.session, key=key)
    assert (row.number, shown.statement, shown.said) == (3, CONTENT.statement, CONTENT.said)
    assert shown.edit_reason == "Back to what revision 1 said."
    assert claims.show(desk.session, key=key, number=2).statement == "Something else."
    assert claim_list.review_state(shown) is ReviewState.WAITING  # no review of an earlier revision comes back
    with pytest.raises(Stale):
        claim_undo.go_back(desk.session, key=key, number=2, base=2, by=desk.people["analyst"], at=LATER)


def test_what_a_person_touched_stands_once_with_the_last_deed(desk):
    one, two = desk.log(), desk.log(statement="Another.")
    desk.edit(one, at=LATER)
    comments.comment(desk.session, key=two, by=desk.people["analyst"], words="Look.", at=LATER + timedelta(minutes=1))
    desk.decide(two, at=LATER)
    found = recent.touched(desk.session, person=desk.people["analyst"])
    assert [(t.line.key, t.deed) for t in found] == [(two, "commented on"), (one, "edited")]
    assert [(t.line.key, t.deed) for t in recent.touched(desk.session, person=desk.people["reviewer"])] == [
        (two, "reviewed")
    ]
    assert recent.touched(desk.session, person=desk.people["viewer"]) == []


def test_what_is_assigned_to_a_person_is_what_still_waits(desk):
    one, two = desk.log(), desk.log(statement="Another.")
    for key in (one, two):
        assignments.assign(desk.session, key=key, reviewer="reviewer", by=desk.people["admin"], at=LATER)
    reviewer = desk.people["reviewer"]
    assert [line.key for line in recent.assigned(desk.session, person=reviewer)] == [one, two]
    desk.decide(one, at=LATER)
    assert [line.key for line in recent.assigned(desk.session, person=reviewer)] == [two]
    assert recent.assigned(desk.session, person=desk.people["reviewer2"]) == []


def test_sources_that_carry_the_same_utterance_come_first_with_their_reasons(shared_record):
    source = sources.get(shared_record, key="diplomat-2018-07")
    with statements(shared_record.get_bind()) as sent:
        alike = similar_sources.like(shared_record, source=source)
    assert len(sent) <= 7
    assert len(alike) == 8
    assert source.id not in [one.source.id for one in alike]
    assert alike[0].reasons[0].startswith("It carries the same first utterance")
    assert "Russian Federation, Repatriation of DPRK workers" in alike[0].reasons[1]
    assert all(one.reasons for one in alike)
