"""The matrix's SQL says what the rules say: for every cell of random worlds, and of the seeded record."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.counting import statements
from tests.db.worlds import make_world
from tests.people import add_people
from tracker import clock, resources
from tracker.db import facts, support
from tracker.db.models import Bearing, Obligation, State
from tracker.domain import periods, status
from tracker.domain.facts import Clocks, Tally
from tracker.domain.support import Support, support_of
from tracker.services import law, seeding

DAYS = [date.fromisoformat(day) for day in ("2016-12-31", "2017-03-31", "2018-07-31", "2019-03-24", "2020-06-30")]
PUBLIC_AT = (None, date(2016, 3, 1), date(2020, 1, 1), date(2024, 1, 1))
"""One for each instant of a world; each tells some of its sources from others."""


def _one_by_one(session, clocks, obligations, states):
    """Each cell's tally from its own evidence, by the rules in Python; a cell that no claim names has none."""
    found, spoken = {}, set(session.execute(select(Bearing.state_code, Bearing.obligation_id)))
    duties = facts.duties_of(session, rows=obligations, known_at=clocks.known_at)
    for obligation in obligations:
        duty = periods.on(duties[obligation.id], clocks.as_of)
        for state in (state for state in states if (state.code, obligation.id) in spoken):
            party = facts.party_of(state)
            evidence = facts.evidence_of(
                session, state=state.code, obligation_id=obligation.id, known_at=clocks.known_at
            )
            if evidence:
                counted, _ = status.sort_out(duty, party, evidence, clocks)
                doubtful = status.doubtful_among(duty, party, evidence, clocks)
                found[state.code, obligation.id] = status.tally(duty, party, counted, doubtful)
    return {cell: tally for cell, tally in found.items() if tally != Tally()}


def _at_once(session, clocks, obligations):
    tallies = facts.tallies_of(session, obligation_ids=[o.id for o in obligations], clocks=clocks)
    return {cell: tally for cell, tally in tallies.items() if tally != Tally()}


def _supports(session, clocks, obligations):
    return support.supports_of(session, obligation_ids=[o.id for o in obligations], clocks=clocks)


def _counted_by_hand(session, clocks, obligations, states):
    """How much stands behind each cell, from the evidence that the rules in Python count."""
    found = {}
    duties = facts.duties_of(session, rows=obligations, known_at=clocks.known_at)
    for obligation in obligations:
        for state in states:
            duty, party = periods.on(duties[obligation.id], clocks.as_of), facts.party_of(state)
            evidence = facts.evidence_of(
                session, state=state.code, obligation_id=obligation.id, known_at=clocks.known_at
            )
            found[state.code, obligation.id] = support_of(status.sort_out(duty, party, evidence, clocks)[0])
    return {cell: counted for cell, counted in found.items() if counted != Support()}


@pytest.mark.parametrize("public_at", [None, date(2019, 12, 1)], ids=["public or not", "public at"])
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_seeded_matrix_equals_its_cells_one_by_one(shared_record, day, public_at):
    clocks = Clocks(day, clock.now(), public_at=public_at)
    obligations = law.obligations(shared_record, regime="dprk-1718")
    used = law.bearing_counts(shared_record)
    obligations = [o for o in obligations if o.id in used]
    states = shared_record.scalars(select(State)).all()
    at_once = _at_once(shared_record, clocks, obligations)
    assert at_once == _one_by_one(shared_record, clocks, obligations, _named(shared_record, states))
    assert at_once


def _named(session, states):
    """States that some claim names; the others have no evidence to compare."""
    named = set(session.scalars(select(Bearing.state_code)))
    return [state for state in states if state.code in named]


def test_the_evidence_of_many_cells_at_once_is_that_of_each(shared_record):
    obligations = shared_record.scalars(select(Obligation).where(Obligation.key.like("r2397-op8-%"))).all()
    states = _named(shared_record, shared_record.scalars(select(State)).all())
    cells = [(state.code, obligation.id) for state in states for obligation in obligations]
    known_at = clock.now()
    with statements(shared_record.get_bind()) as sent:
        found = facts.evidence_of_cells(shared_record, cells=cells, known_at=known_at)
    assert len(sent) == 4
    for state, duty in cells:
        one = facts.evidence_of(shared_record, state=state, obligation_id=duty, known_at=known_at)
        assert sorted(found.get((state, duty), []), key=repr) == sorted(one, key=repr)
    assert facts.evidence_of_cells(shared_record, cells=[], known_at=known_at) == {}


def test_many_cells_cost_three_statements(shared_record):
    obligations = shared_record.scalars(facts.with_limits(select(Obligation))).all()
    clocks = Clocks(date(2020, 6, 30), clock.now())
    with statements(shared_record.get_bind()) as sent:
        facts.tallies_of(shared_record, obligation_ids=[o.id for o in obligations], clocks=clocks)
    assert len(sent) == 3


@pytest.fixture
def laid(session):
    """The law and the people, without any claim."""
    seeding.load_law(session, folder=resources.folder("seed"))
    people = add_people(session, at=datetime(2026, 1, 1, tzinfo=UTC))
    session.flush()
    return session, people


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(min_value=0, max_value=2**32), offset=st.integers(min_value=0, max_value=4000))
def test_random_worlds_give_the_same_tallies_at_once_and_one_by_one(laid, seed, offset):
    session, people = laid
    with session.begin_nested() as savepoint:
        world = make_world(session, Random(seed), people)  # noqa: S311 - a test's dice
        obligations = session.scalars(facts.with_limits(select(Obligation)).where(Obligation.key.in_(world.keys))).all()
        states = session.scalars(select(State).where(State.code.in_(world.states))).all()
        for known_at, public_at in zip(world.instants, PUBLIC_AT, strict=True):
            clocks = Clocks(date(2015, 6, 1) + timedelta(days=offset), known_at, public_at=public_at)
            at_once = _at_once(session, clocks, obligations)
            assert at_once == _one_by_one(session, clocks, obligations, states)
            assert _supports(session, clocks, obligations) == _counted_by_hand(session, clocks, obligations, states)
        savepoint.rollback()
    session.expire_all()
