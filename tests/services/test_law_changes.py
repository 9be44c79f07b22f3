"""Records of the law: one proposes, another puts in force; cell and matrix follow; what they touch is cleared."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from tests.determined import AT, DUTY, LATER, approved, people_of
from tracker.db.engine import writing
from tracker.db.models import LawChange
from tracker.domain import proofs
from tracker.domain.comparing import CauseCode
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.domain.facts import Clocks
from tracker.domain.law_changes import Proposed
from tracker.domain.law_words import LawEffect, LawRecord, RippleKind
from tracker.domain.vocabulary import Outcome, Ruling
from tracker.services import assessments, changes, comparisons, law, law_changes, ripples

DAY = date(2018, 7, 31)
CAP = "r2321-op26-coal-cap-dec-2016"
SUSPENSION = Proposed(
    LawRecord.COUNCIL_ACT,
    LawEffect.SUSPENDS,
    "A suspension",
    "The Council suspends the duty.",
    date(2018, 7, 1),
    rejected_by=("CHN",),
    reading="The suspension is void.",
)
HIGHER = Proposed(
    LawRecord.COMMITTEE_DECISION,
    LawEffect.SETS_LIMIT,
    "A higher limit",
    "The Committee raises the limit.",
    date(2016, 11, 30),
    limit_value=9_000_000.0,
    limit_unit="t",
)


@pytest.fixture
def desk(record):
    """A writer's session on a copy of the seeded record."""
    with writing(record, actor="test") as session:
        yield session
        session.rollback()


def propose(session, proposed=SUSPENSION, obligation=DUTY, by="analyst"):
    asked = {"obligation": obligation, "proposed": proposed, "by": people_of(session)[by], "at": AT}
    return law_changes.propose(session, **asked)


def rule(session, row, by="reviewer", ruling=Ruling.APPROVED, reason=""):
    at = AT + timedelta(minutes=1)
    return law_changes.rule(session, number=row.id, ruling=ruling, reason=reason, by=people_of(session)[by], at=at)


def cell(session, *, state="RUS", obligation=DUTY, day=DAY, known_at=LATER):
    session.expire_all()
    return assessments.cell(session, state=state, obligation=obligation, clocks=Clocks(day, known_at))


def _agrees(session, *, state="RUS", obligation=DUTY, day=DAY, known_at=LATER) -> Outcome:
    """The outcome of the cell, which must be that of the matrix."""
    duties = law.obligations(session, keys=[obligation])
    decisions = assessments.decide_all(session, duties, [law.state(session, name=state)], Clocks(day, known_at))
    found = cell(session, state=state, obligation=obligation, day=day, known_at=known_at).assessment
    assert (found.outcome, found.assurance) == (
        decisions[state, obligation].outcome,
        decisions[state, obligation].assurance,
    )
    return found.outcome


def test_nothing_changes_until_a_second_person_puts_it_in_force(desk):
    before = _agrees(desk)
    row = propose(desk)
    assert _agrees(desk) is before
    rule(desk, row)
    assert _agrees(desk) is Outcome.NOT_IN_FORCE
    assert _agrees(desk, day=date(2018, 6, 30)) is not Outcome.NOT_IN_FORCE
    assert _agrees(desk, known_at=AT) is before


def test_a_struck_record_changes_nothing_from_then_on_and_one_to_be_struck_is_as_before(desk):
    before = _agrees(desk)
    row, people, at = rule(desk, propose(desk)), people_of(desk), AT + timedelta(minutes=5)
    there, rippling = cell(desk).proof, len(ripples.every(desk))
    law_changes.propose_strike(desk, number=row.id, reason="Of another duty.", by=people["both"], at=at)
    assert (cell(desk).proof, len(ripples.every(desk))) == (there, rippling)
    assert _agrees(desk) is Outcome.NOT_IN_FORCE
    given = {"ruling": Ruling.APPROVED, "reason": "", "by": people["reviewer2"]}
    law_changes.rule_on_strike(desk, number=row.id, **given, at=at + timedelta(minutes=1))
    assert _agrees(desk) is before
    assert _agrees(desk, known_at=at) is Outcome.NOT_IN_FORCE
    begun = ripples.of_obligation(desk, obligation_id=row.obligation_id)
    assert sorted(one.changes[0] for one in begun) == [
        "“A suspension” was put in force: it suspends the duty.",
        "“A suspension” was struck: Of another duty.",
    ]


@pytest.mark.parametrize(("by", "match"), [("both", "A second person"), ("admin", "Only a reviewer")])
def test_nobody_puts_their_own_in_force_and_an_administrator_is_not_excepted(desk, by, match):
    row = propose(desk, by="both")
    with pytest.raises(NotAllowed, match=match):
        rule(desk, row, by=by)


def test_the_database_refuses_the_same(desk):
    row = propose(desk)
    forged = {"ruling": Ruling.APPROVED, "ruled_by_id": row.proposed_by_id, "ruled_at": AT}
    with pytest.raises(IntegrityError, match="nobody_approves_their_own"):
        desk.execute(update(LawChange).where(LawChange.id == row.id).values(**forged))


def test_a_ruled_one_is_ruled_on_no_more_and_its_author_alone_takes_it_back(desk):
    row = propose(desk)
    with pytest.raises(NotAllowed):
        law_changes.take_back(desk, number=row.id, by=people_of(desk)["reviewer"], at=LATER)
    rule(desk, row, ruling=Ruling.REFUSED, reason="No such act.")
    with pytest.raises(Stale, match="refused"):
        rule(desk, row)
    with pytest.raises(NotFound):
        law_changes.get(desk, number=999)


@pytest.mark.parametrize("given", [{"rejected_by": ("XXX",)}, {"title": ""}])
def test_what_is_wrong_with_a_record_is_said(desk, given):
    with pytest.raises(RuleBroken):
        propose(desk, SUSPENSION._replace(**given))


@pytest.mark.whole_record
def test_higher_limits_take_the_figures_off_the_breach_in_cell_and_matrix(desk):
    asked = {"state": "ALL", "obligation": CAP, "day": date(2017, 3, 31)}
    assert _agrees(desk, **asked) is Outcome.BREACHED
    rule(desk, propose(desk, HIGHER, CAP))
    assert any(item.over_limit for item in cell(desk, **asked).evidence)
    rule(desk, propose(desk, HIGHER._replace(limit_value=1e12, limit_unit="USD"), CAP))
    assert not any(item.over_limit for item in cell(desk, **asked).evidence)
    _agrees(desk, **asked)


def test_the_reading_of_those_who_reject_it_is_assessed_too(desk):
    assert assessments.other_readings(desk, cell=cell(desk)) == []
    before = _agrees(desk)
    row = rule(desk, propose(desk))
    (other,) = assessments.other_readings(desk, cell=cell(desk))
    assert (other.states, other.rejected, other.assessment.outcome) == (("CHN",), (row.id,), before)


def test_a_change_lists_what_it_touches_and_each_is_cleared_once(desk):
    held = approved(desk)
    row = rule(desk, propose(desk))
    (begun,) = ripples.of_obligation(desk, obligation_id=row.obligation_id)
    found = ripples.get(desk, number=begun.id, clocks=Clocks(DAY, LATER))
    keys = {(one.kind, one.key) for one in found.touched}
    assert (RippleKind.DUTY, DUTY) in keys
    assert (RippleKind.DUTY, "r2371-op11-worker-cap") in keys
    assert (RippleKind.CELL, f"RUS/{DUTY}") in keys
    assert (RippleKind.DETERMINATION, str(held.id)) in keys
    russia = next(one for one in found.touched if one.key == f"RUS/{DUTY}")
    assert (russia.moved, russia.now) == (True, Outcome.NOT_IN_FORCE)
    asked = {"number": begun.id, "kind": RippleKind.CELL, "item": russia.key, "by": people_of(desk)["analyst2"]}
    left = ripples.clear(desk, **asked, note="As it should be.", at=LATER)
    assert left.open == found.open - 1
    with pytest.raises(RuleBroken, match="already"):
        ripples.clear(desk, **asked, note="Again.", at=LATER)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"item": "XXX/none"}, NotFound),
        ({"note": ""}, RuleBroken),
        ({"by": "viewer"}, NotAllowed),
        ({"number": 999}, NotFound),
    ],
)
def test_clearing_needs_a_note_a_role_and_something_that_is_touched(desk, given, error):
    row = rule(desk, propose(desk))
    (begun,) = ripples.of_obligation(desk, obligation_id=row.obligation_id)
    asked = {
        "number": begun.id,
        "kind": RippleKind.CELL,
        "item": f"RUS/{DUTY}",
        "note": "Seen.",
        "by": "analyst",
    } | given
    with pytest.raises(error):
        ripples.clear(desk, **(asked | {"by": people_of(desk)[asked["by"]]}), at=LATER)


def test_a_record_is_proved_compared_and_told_as_a_change_of_its_day(desk):
    rule(desk, propose(desk))
    found = cell(desk)
    (other,) = assessments.other_readings(desk, cell=found)
    for one in (found, other.cell):
        told = proofs.from_canonical(proofs.to_canonical(one.proof))
        assert (told.outcome, proofs.differences(told, proofs.replay(told))) == (one.assessment.outcome, [])
    chosen = comparisons.scope(desk, state="RUS", obligation=DUTY)
    (moved,) = comparisons.compare(desk, chosen=chosen, before=Clocks(DAY, AT), after=Clocks(DAY, LATER)).moved
    assert [cause.code for cause in moved.causes] == [CauseCode.SUSPENDED]
    step = changes.recent(desk, chosen=chosen, clocks=Clocks(DAY, LATER))[0]
    assert (step.at, [one.after.outcome for one in step.moved]) == (AT + timedelta(minutes=1), [Outcome.NOT_IN_FORCE])
