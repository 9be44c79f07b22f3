"""Versions of the rules: previewed, proposed by one and put in force by another; earlier instants keep theirs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from tests.databases import SEEDED_AT
from tests.determined import people_of
from tests.reporting import frozen
from tracker.db.engine import writing
from tracker.db.models import RulesInForce
from tracker.domain import adopting
from tracker.domain.adopting import Adoption
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.domain.rules import VERSIONS, RulesUnknown, rules_of
from tracker.domain.vocabulary import Ruling
from tracker.services import assessments, report_reading, rules

AT, SOON = SEEDED_AT + timedelta(hours=4), SEEDED_AT + timedelta(hours=5)
DAY = date(2020, 6, 30)


@pytest.fixture
def desk(record):
    """A writer's session on a copy of the seeded record."""
    with writing(record, actor="test") as session:
        yield session
        session.rollback()


def _propose(session, number="2", by="analyst", reason="A step is not a result."):
    return rules.propose(session, number=number, reason=reason, by=people_of(session)[by], at=AT)


def _rule(session, row, by="reviewer", ruling=Ruling.APPROVED, reason="", at=SOON):
    return rules.rule(session, number=row.id, ruling=ruling, reason=reason, by=people_of(session)[by], at=at)


def _freeze(session, **changes):
    asked = {"regime": "dprk-1718", "states": ["RUS"], "obligations": None, "as_of": DAY, "title": "Rules"}
    return frozen(session, **(asked | {"known_at": AT, "author": people_of(session)["analyst"], "at": SOON} | changes))


def test_what_one_proposes_and_another_approves_is_in_force_from_then_on(desk):
    before = _freeze(desk)
    row = _propose(desk)
    assert rules.in_force(desk, known_at=AT) == "1"
    _rule(desk, row)
    assert [rules.in_force(desk, known_at=at) for at in (AT, SOON, SOON + timedelta(days=1))] == ["1", "2", "2"]
    assert rules.clocks(desk, as_of=DAY, known_at=AT).rules == "1"
    assert rules.clocks(desk, as_of=DAY, known_at=SOON).rules == "2"
    after = _freeze(desk, known_at=SOON, at=SOON + timedelta(seconds=1))
    assert [report_reading.document_of(report).rules for report in (before, after)] == ["1", "2"]
    assert report_reading.document_of(_freeze(desk, known_at=SOON, at=SOON, rules="1")).rules == "1"


@pytest.mark.whole_record
def test_a_preview_names_each_cell_that_flips_with_both_outcomes_and_why(desk):
    clocks = rules.clocks(desk, as_of=DAY, known_at=AT)
    found = rules.preview(desk, number="2", clocks=clocks)
    assert found.cells > 10_000
    assert found.flips
    for flip in found.flips:
        asked = {"state": flip.state.code, "obligation": flip.obligation.key}
        one = assessments.cell(desk, **asked, clocks=replace(clocks, rules="2")).assessment
        assert (one.outcome, one.reasons) == (flip.after.outcome, flip.why)
        assert flip.before.outcome is not flip.after.outcome
    assert rules.preview(desk, number="1", clocks=clocks).flips == []


def test_nobody_puts_their_own_proposal_in_force(desk):
    row = _propose(desk, by="both")
    with pytest.raises(NotAllowed, match="A second person"):
        _rule(desk, row, by="both")
    with pytest.raises(NotAllowed, match="Only a reviewer"):
        _rule(desk, row, by="admin")
    own = {"ruling": Ruling.APPROVED, "ruled_by_id": people_of(desk)["both"], "ruled_at": SOON}
    with pytest.raises(IntegrityError):
        desk.execute(update(RulesInForce).where(RulesInForce.id == row.id).values(own))
    desk.rollback()


@pytest.mark.parametrize(
    ("number", "reason", "field"), [("9", "because", "version"), ("1", "because", "version"), ("2", "", "reason")]
)
def test_a_proposal_is_refused_at_its_field(desk, number, reason, field):
    with pytest.raises(RuleBroken) as refused:
        _propose(desk, number=number, reason=reason)
    assert refused.value.field == field


def test_one_proposal_waits_at_a_time_and_is_ruled_on_once(desk):
    row = _propose(desk)
    with pytest.raises(RuleBroken, match="proposed already"):
        _propose(desk, by="analyst2")
    with pytest.raises(RuleBroken, match="Say why it is refused"):
        _rule(desk, row, ruling=Ruling.REFUSED)
    _rule(desk, row, ruling=Ruling.REFUSED, reason="Not yet.")
    with pytest.raises(Stale, match="was first"):
        _rule(desk, row, by="reviewer2")
    again = _propose(desk)
    with pytest.raises(NotAllowed):
        rules.take_back(desk, number=again.id, by=people_of(desk)["reviewer"], at=SOON)
    rules.take_back(desk, number=again.id, by=people_of(desk)["analyst"], at=SOON)
    assert rules.in_force(desk, known_at=SOON) == "1"
    assert [one.ruling for one in rules.history(desk)] == [Ruling.TAKEN_BACK, Ruling.REFUSED]


def test_an_approval_is_of_the_very_rules_that_were_proposed(desk, monkeypatch):
    row = _propose(desk)
    monkeypatch.setitem(VERSIONS, "2", replace(VERSIONS["2"], measures_reach_nothing=False))
    with pytest.raises(Stale, match="do not say any more"):
        _rule(desk, row)


def test_rules_that_this_product_does_not_know_are_refused_in_a_sentence(desk, monkeypatch):
    _rule(desk, _propose(desk))
    monkeypatch.setattr(rules, "VERSIONS", {"1": VERSIONS["1"]})
    with pytest.raises(RuleBroken, match="Upgrade it"):
        rules.in_force(desk, known_at=SOON)


def test_what_is_on_no_list_is_not_found(desk):
    with pytest.raises(NotFound):
        rules.get(desk, number=99)
    with pytest.raises(NotFound):
        rules.version("9")
    with pytest.raises(RulesUnknown):
        rules_of("9")


def test_the_last_version_adopted_by_an_instant_decides():
    adoptions = [Adoption("2", AT), Adoption("1", SOON)]
    instants = [AT - timedelta(seconds=1), AT, SOON - timedelta(seconds=1), SOON]
    assert [adopting.in_force(adoptions, at) for at in instants] == ["1", "2", "2", "1"]
