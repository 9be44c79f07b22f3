"""How what was known of a cell moved: each instant as the cell itself has it, in a fixed number of statements."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.counting import statements
from tests.databases import SEEDED_AT
from tests.later import PLEDGE
from tracker.db.engine import reading, writing
from tracker.domain.facts import Clocks
from tracker.domain.vocabulary import Credibility, Effect, Reliability, Verdict
from tracker.services import accounts, assessments, changes, claims, comparisons, knowledge, reviews, revisions

RUSSIA = {"state": "RUS", "obligation": "r2397-op8-repatriation"}
HOUR = timedelta(hours=1)
DAY = date(2019, 4, 30)
UNTIL = SEEDED_AT + 1000 * HOUR


@pytest.fixture
def moved(record):
    """A record in which all claims on a cell were made silent, one an hour, and then one was made to tell again."""
    with writing(record, actor="test") as session:
        people = {name: accounts.find(session, username=name).id for name in ("analyst", "reviewer")}
        cell = assessments.cell(session, **RUSSIA, clocks=Clocks(DAY, SEEDED_AT))
        keys = sorted(key for key in {item.claim for item in cell.evidence} if key != PLEDGE)
        for number, key in enumerate(keys, 1):
            claims.withdraw(session, key=key, by=people["analyst"], at=SEEDED_AT + number * HOUR, reason="for the test")
        known = claims.show(session, key=PLEDGE)
        before = revisions.content_of(known)
        bearings = tuple(replace(one, effect=Effect.FULFILS) for one in before.bearings)
        content = replace(before, bearings=bearings, kind="reported_action")
        at = SEEDED_AT + 100 * HOUR
        claims.edit(session, key=PLEDGE, base=1, content=content, author=people["analyst"], at=at, reason="")
        reviews.decide(
            session,
            key=PLEDGE,
            revision=2,
            seen=0,
            reviewer=people["reviewer"],
            verdict=Verdict.RIGHT,
            reliability=Reliability.B,
            credibility=Credibility.TWO,
            comment="",
            at=at + HOUR,
        )
    return record


def _instants(record):
    """The instants of the deeds on the cell."""
    with reading(record) as session:
        chosen = comparisons.scope(session, state="RUS", obligation=RUSSIA["obligation"])
        return {at for at, *_ in session.execute(changes.deeds(chosen, known_at=UNTIL))}


def _course(session, known_at=UNTIL, **clocks):
    cell = assessments.cell(session, **RUSSIA, clocks=Clocks(DAY, known_at, **clocks))
    return knowledge.course(session, cell=cell)


def _held(known, instant):
    """The turn that held at an instant; None before the first."""
    return next((turn for turn in reversed(known.turns) if turn.at <= instant), None)


@pytest.mark.parametrize("public_at", [None, date(2018, 12, 31)])
def test_each_turn_is_the_cell_as_known_at_its_instant(moved, public_at):
    clocks = Clocks(DAY, UNTIL, public_at=public_at)
    with reading(moved) as session:
        found = _course(session, public_at=public_at)
        assert len(found.turns) > 1
        for hours in range(110):
            known_at = SEEDED_AT + hours * HOUR
            turn = _held(found, known_at)
            cell = assessments.cell(session, **RUSSIA, clocks=replace(clocks, known_at=known_at)).assessment
            if turn is not None:
                assert (turn.outcome, turn.assurance) == (cell.outcome, cell.assurance), hours
    assert found.turns[-1].why == ("a claim was reviewed",)
    assert found.is_cut == (len(_instants(moved)) > knowledge.MOST)


def test_a_record_made_at_once_has_one_turn(shared_record):
    found = _course(shared_record, SEEDED_AT)
    assert [turn.at for turn in found.turns][-1] == SEEDED_AT
    assert not found.is_cut
    assert _course(shared_record, SEEDED_AT - timedelta(days=9000)).turns == []


def test_deeds_after_the_instant_asked_for_are_left_out(moved):
    with reading(moved) as session:
        found, whole = _course(session, SEEDED_AT), _course(session)
    assert max(turn.at for turn in found.turns) <= SEEDED_AT < max(turn.at for turn in whole.turns)


def test_only_the_newest_instants_are_judged(moved, monkeypatch):
    monkeypatch.setattr(knowledge, "MOST", 3)
    with reading(moved) as session:
        found = _course(session)
    assert found.is_cut
    assert {turn.at for turn in found.turns} <= set(sorted(_instants(moved))[-3:])


def test_the_number_of_statements_does_not_grow_with_the_instants(moved, record):
    counts = []
    for known_at in (SEEDED_AT - timedelta(days=9000), SEEDED_AT, UNTIL):
        with reading(moved) as session:
            cell = assessments.cell(session, **RUSSIA, clocks=Clocks(DAY, known_at))
            with statements(record) as sent:
                knowledge.course(session, cell=cell)
        counts.append(len(sent))
    assert counts[0] <= counts[1] == counts[2] <= 6, "where nothing was on record there are no figures to ask for"
