"""The kept summary says what the claims say: after every deed of random worlds, at any clocks."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.db.deeds import DEEDS
from tests.db.worlds import START, make_world
from tests.people import add_people
from tracker import resources
from tracker.db import adoptions, decisions, facts, summaries, upkeep
from tracker.db.models import Obligation, State
from tracker.domain import adopting
from tracker.domain.facts import Clocks
from tracker.services import seeding
from tracker.services import summaries as verbs

FILLED_AT = datetime(2026, 2, 1, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def laid(session):
    """The law and the people, without any claim, and the summary filled."""
    seeding.load_law(session, folder=resources.folder("seed"))
    people = add_people(session, at=datetime(2026, 1, 1, tzinfo=UTC))
    verbs.fill(session, at=FILLED_AT)
    return session, people


def _asked(dice, instants):
    """Clocks on both sides of everything, and some that fall exactly on it."""
    yield date(1990, 1, 1), START
    yield date(2031, 12, 31), START + timedelta(days=400)
    for _ in range(5):
        known_at = dice.choice([*instants, START + timedelta(hours=dice.randint(-24, 480))])
        known_at += dice.choice([-MOMENT, timedelta(), timedelta(), MOMENT])
        yield date(2015, 1, 1) + timedelta(days=dice.randint(0, 4500)), known_at


def _compare(session, dice, world, instants):
    obligations = session.scalars(facts.with_limits(select(Obligation)).where(Obligation.key.in_(world.keys))).all()
    parties = {state.code: facts.party_of(state) for state in session.scalars(select(State))}
    spoken = 0
    for as_of, known_at in _asked(dice, instants):
        rules = adopting.in_force(adoptions.adoptions(session), known_at)
        clocks = Clocks(as_of, known_at, rules=rules)
        duties = facts.duties_of(session, rows=obligations, known_at=known_at)
        assert summaries.answers(session, clocks)
        kept = decisions.recorded(session, duties=duties, parties=parties, clocks=clocks)
        assert kept == decisions.worked_out(session, duties=duties, parties=parties, clocks=clocks)
        spoken += len(kept)
    return spoken


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_after_every_deed_the_summary_says_what_the_claims_say(laid, seed):
    session, people = laid
    dice = Random(seed)  # noqa: S311 - a test's dice
    with session.begin_nested() as savepoint:
        world = make_world(session, dice, people)
        upkeep.keep(session)
        instants = list(world.instants)
        _compare(session, dice, world, instants)
        for deed in dice.choices(DEEDS, k=4):
            at = deed(session, dice, world, people)
            session.flush()
            instants.append(at)
            upkeep.keep(session)
            _compare(session, dice, world, instants)
        assert verbs.check(session) is None
        savepoint.rollback()
    session.expire_all()
