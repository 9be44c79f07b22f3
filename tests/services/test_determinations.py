"""Determinations: proposed by one, ruled on by another, ended by two; the database refuses what they do."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from tests.determined import AT, DUTY, STATE, approved, held, log, people_of, propose, review, rule
from tracker.db.engine import writing
from tracker.db.models import Determination
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.domain.vocabulary import Outcome, Role, Ruling, Standing
from tracker.services import accounts, determinations, law

SOON = AT + timedelta(minutes=1)


@pytest.fixture
def desk(record):
    """A writer's session on a copy of the seeded record."""
    with writing(record, actor="test") as session:
        yield session
        session.rollback()


def _standings(session, **clocks) -> list[Standing]:
    return [one.standing for one in held(session, **clocks)]


def test_what_one_proposes_and_another_approves_stands(desk):
    row = propose(desk)
    assert _standings(desk) == [Standing.PROPOSED]
    rule(desk, row.id, reason="The minutes say so.")
    (one,) = held(desk)
    assert one.stands
    assert (one.row.outcome, one.row.proposed_by.username) == (Outcome.NOT_APPLICABLE, "analyst")
    assert one.row.ruled_by is not None
    assert (one.row.ruled_by.username, one.row.ruling_reason) == ("reviewer", "The minutes say so.")


def test_a_state_may_be_given_by_any_name(desk):
    assert propose(desk, state="Russia").state_code == STATE


@pytest.mark.parametrize(("by", "may"), [("analyst", True), ("reviewer", True), ("viewer", False), ("admin", False)])
def test_an_analyst_or_a_reviewer_proposes(desk, by, may):
    if may:
        assert propose(desk, by).id
        return
    with pytest.raises(NotAllowed, match="Only an analyst or a reviewer"):
        propose(desk, by)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"first": date(2019, 1, 2), "last": date(2019, 1, 1)}, "last"),
    ],
)
def test_a_proposal_says_why_and_has_its_days_in_order(desk, given, field):
    with pytest.raises(RuleBroken) as refused:
        propose(desk, **given)
    assert refused.value.field == field


@pytest.mark.parametrize("given", [{"state": "Atlantis"}, {"obligation": "r1-op1"}])
def test_a_cell_that_is_not_on_record_is_not_found(desk, given):
    with pytest.raises(NotFound):
        propose(desk, **given)


def test_a_determination_that_is_not_on_record_is_not_found(desk):
    with pytest.raises(NotFound, match="no determination 999"):
        rule(desk, 999)


@pytest.mark.parametrize("ruling", [Ruling.APPROVED, Ruling.REFUSED])
def test_nobody_rules_on_their_own(desk, ruling):
    row = propose(desk, "both")
    with pytest.raises(NotAllowed, match="A second person"):
        rule(desk, row.id, "both", ruling=ruling, reason="x")


def test_an_administrator_is_not_excepted(desk):
    accounts.set_roles(desk, username="both", roles={Role.ANALYST, Role.REVIEWER, Role.ADMINISTRATOR})
    row = propose(desk, "both")
    with pytest.raises(NotAllowed, match="A second person"):
        rule(desk, row.id, "both")
    with pytest.raises(NotAllowed, match="Only a reviewer"):
        rule(desk, row.id, "admin")


def test_a_role_that_is_given_in_between_helps_nobody(desk):
    row = propose(desk, "analyst")
    accounts.set_roles(desk, username="analyst", roles={Role.REVIEWER, Role.ADMINISTRATOR})
    with pytest.raises(NotAllowed, match="A second person"):
        rule(desk, row.id, "analyst")


def test_a_reviewer_who_lost_the_role_or_was_disabled_does_not_rule(desk):
    row = propose(desk)
    accounts.disable(desk, username="reviewer")
    with pytest.raises(NotAllowed, match="Only a reviewer"):
        rule(desk, row.id, "reviewer")


FORGED = {
    "by its author": ({"ruling": Ruling.APPROVED, "ruled_by_id": "analyst"}, "nobody_approves_their_own"),
    "refused by its author": (
        {"ruling": Ruling.REFUSED, "ruled_by_id": "analyst", "ruling_reason": "x"},
        "nobody_approves_their_own",
    ),
    "refused without a reason": ({"ruling": Ruling.REFUSED, "ruled_by_id": "reviewer"}, "refusal_has_reason"),
    "taken back by somebody else": (
        {"ruling": Ruling.TAKEN_BACK, "ruled_by_id": "reviewer"},
        "only_its_author_takes_it_back",
    ),
    "approved by nobody": ({"ruling": Ruling.APPROVED}, "ruling_whole"),
    "approved before it was proposed": (
        {"ruling": Ruling.APPROVED, "ruled_by_id": "reviewer", "ruled_at": AT - timedelta(days=1)},
        "instants_in_order",
    ),
    "ended before anybody approved it": (
        {"ruling": None, "ruled_at": None, "ended_at": SOON, "end_reason": "x"}
        | {"ended_by_id": "reviewer", "end_proposed_by_id": "analyst"},
        "only_what_was_approved_ends",
    ),
}


@pytest.mark.parametrize(("values", "constraint"), FORGED.values(), ids=FORGED)
def test_the_database_itself_refuses_it(desk, values, constraint):
    row, people = propose(desk), people_of(desk)
    given = {name: people.get(value, value) if name.endswith("_by_id") else value for name, value in values.items()}
    query = update(Determination).where(Determination.id == row.id)
    with pytest.raises(IntegrityError, match=constraint):
        desk.execute(query.values(**{"ruled_at": SOON, **given}))


def test_a_refusal_gives_its_reason_and_closes_it(desk):
    row = propose(desk)
    with pytest.raises(RuleBroken) as refused:
        rule(desk, row.id, ruling=Ruling.REFUSED)
    assert refused.value.field == "reason"
    rule(desk, row.id, ruling=Ruling.REFUSED, reason="No minute says so.")
    assert _standings(desk) == [Standing.REFUSED]


def test_its_author_takes_it_back_and_nobody_else_does(desk):
    row, people = propose(desk), people_of(desk)
    for other in ("reviewer", "admin", "analyst2"):
        with pytest.raises(NotAllowed, match="Only who proposed"):
            determinations.take_back(desk, number=row.id, by=people[other], at=SOON)
    determinations.take_back(desk, number=row.id, by=people["analyst"], at=SOON)
    assert _standings(desk) == [Standing.TAKEN_BACK]


@pytest.mark.parametrize("ruling", [Ruling.APPROVED, Ruling.REFUSED])
def test_what_was_ruled_on_is_not_ruled_on_again(desk, ruling):
    row = rule(desk, propose(desk).id, ruling=ruling, reason="x")
    with pytest.raises(Stale, match=f"Reviewer Person was first: this determination is {ruling.label} already"):
        rule(desk, row.id, "reviewer2")
    with pytest.raises(Stale):
        determinations.take_back(desk, number=row.id, by=people_of(desk)["analyst"], at=SOON)


def _end(session, number, at=SOON):
    people = people_of(session)
    determinations.propose_end(session, number=number, reason="It was a mistake.", by=people["analyst2"], at=at)
    given = {"ruling": Ruling.APPROVED, "reason": "", "by": people["reviewer2"]}
    return determinations.rule_on_end(session, number=number, **given, at=at)


def test_a_proposal_on_what_was_read_before_the_evidence_moved_is_stale(desk):
    seen = determinations.ground_of(
        desk, state=STATE, obligation=law.obligation(desk, key=DUTY), known_at=AT
    ).fingerprint()
    propose(desk, seen=seen, last=date(2019, 12, 31))
    review(desk, log(desk, at=SOON), at=SOON)
    with pytest.raises(Stale, match="changed while you wrote"):
        propose(desk, "analyst2", seen=seen, at=SOON)


def test_evidence_that_moved_after_the_proposal_makes_approval_stale_and_lets_it_be_refused(desk):
    row = propose(desk)
    review(desk, log(desk, at=SOON), at=SOON)
    with pytest.raises(Stale, match="changed after this was proposed"):
        rule(desk, row.id, at=AT + timedelta(minutes=2))
    rule(desk, row.id, ruling=Ruling.REFUSED, reason="Out of date.", at=AT + timedelta(minutes=2))


def test_a_cell_has_one_approved_determination_for_a_day(desk):
    row = approved(desk, last=date(2018, 12, 31))
    other = propose(desk, "analyst2", first=date(2018, 12, 31), outcome=Outcome.EXEMPT)
    with pytest.raises(RuleBroken, match=f"Determination {row.id} of this cell is approved for some of the same days"):
        rule(desk, other.id)
    _end(desk, row.id, at=AT + timedelta(minutes=1))
    rule(desk, other.id, at=AT + timedelta(minutes=2))
    assert _standings(desk) == [Standing.APPROVED, Standing.ENDED]


def test_one_of_other_days_may_stand_beside_it(desk):
    approved(desk, last=date(2018, 12, 31))
    rule(desk, propose(desk, first=date(2019, 1, 1)).id)
    assert [(one.standing, one.stands) for one in held(desk)] == [
        (Standing.APPROVED, False),
        (Standing.APPROVED, True),
    ]


def test_the_same_person_does_not_propose_twice_for_the_same_days(desk):
    row = propose(desk)
    with pytest.raises(RuleBroken, match=f"Your determination {row.id} of this cell waits already"):
        propose(desk, outcome=Outcome.EXEMPT)
    assert propose(desk, "analyst2").id != row.id


def test_a_clock_that_is_behind_rules_at_the_instant_of_the_proposal(desk):
    row = rule(desk, propose(desk).id, at=AT - timedelta(seconds=1))
    assert row.ruled_at == AT
    assert _end(desk, row.id, at=AT - timedelta(seconds=2)).ended_at == AT
