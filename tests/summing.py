"""Random worlds that go on: after each deed the summary is set against what the claims say, at clocks of the dice."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.db.deeds import DEEDS
from tests.db.worlds import START, World, make_world
from tests.people import add_people
from tracker import resources
from tracker.db import decisions, facts, summaries, upkeep
from tracker.db.adoptions import adoptions
from tracker.db.models import Obligation, User
from tracker.domain import adopting
from tracker.domain.facts import Clocks
from tracker.services import assessments, report_content, report_scope, seeding
from tracker.services import summaries as verbs

REGIME = "dprk-1718"
FILLED_AT = datetime(2026, 2, 1, tzinfo=UTC)
BEFORE, LAST = date(1990, 1, 1), date(2031, 12, 31)
"""A day before everything, and the last that a summary filled at that instant tells."""

_MOMENT = timedelta(microseconds=1)
People = dict[str, User]


def lay(session: Session) -> People:
    """The law and the people, without any claim, and the summary filled."""
    seeding.load_law(session, folder=resources.folder("seed"))
    people = add_people(session, at=datetime(2026, 1, 1, tzinfo=UTC))
    verbs.fill(session, at=FILLED_AT)
    return people


def live(session: Session, people: People, seed: int, *, deeds: int = 4) -> int:
    """Make a world, do so many deeds on it, and compare after each; how many decisions the summary gave."""
    dice, given = Random(seed), 0  # noqa: S311 - a test's dice
    with session.begin_nested() as savepoint:
        world = make_world(session, dice, people)
        instants = list(world.instants)
        upkeep.keep(session)
        for deed in dice.choices(DEEDS, k=deeds):
            instants.append(deed(session, dice, world, people))
            upkeep.keep(session)
            given += _compare(session, dice, world, instants)
        assert verbs.check(session) is None
        _report(session, dice, world, instants)
        savepoint.rollback()
    session.expire_all()
    return given


def _compare(session: Session, dice: Random, world: World, instants: list[datetime]) -> int:
    rows = session.scalars(facts.with_limits(select(Obligation)).where(Obligation.key.in_(world.keys))).all()
    parties = decisions.parties_of(session)
    given = 0
    for as_of, known_at in _asked(dice, instants):
        clocks = Clocks(as_of, known_at, rules=adopting.in_force(adoptions(session), known_at))
        duties = facts.duties_of(session, rows=rows, known_at=known_at)
        assert summaries.answers(session, clocks)
        kept = decisions.each(decisions.recorded(session, duties=duties, parties=parties, clocks=clocks))
        worked_out = decisions.worked_out(session, duties=duties, parties=parties, clocks=clocks)
        assert kept == decisions.each(worked_out)
        given += len(kept)
    return given


def _report(session: Session, dice: Random, world: World, instants: list[datetime]) -> None:
    """A report says of each cell what the matrix says, which reads the summary."""
    as_of, known_at = list(_asked(dice, instants))[-1]
    clocks = Clocks(as_of, known_at, rules=adopting.in_force(adoptions(session), known_at))
    scope = report_scope.choose(session, regime=REGIME, states=None, obligations=world.keys, known_at=known_at)
    frozen = {
        (cell.state, cell.obligation): (cell.outcome, cell.assurance, cell.due)
        for cell in report_content.cells(session, scope=scope, clocks=clocks)
    }
    matrix = assessments.decide_all(session, scope.obligations, scope.states, clocks)
    assert frozen == {cell: (one.outcome, one.assurance, one.due) for cell, one in matrix.items()}


def _asked(dice: Random, instants: list[datetime]):
    """Clocks on both sides of everything, and some that fall exactly on it."""
    yield BEFORE, START - _MOMENT
    yield LAST, START + timedelta(days=400)
    for _ in range(3):
        known_at = dice.choice([*instants, START + timedelta(hours=dice.randint(-24, 480))])
        known_at += dice.choice([-_MOMENT, timedelta(), timedelta(), _MOMENT])
        yield date(2015, 1, 1) + timedelta(days=dice.randint(0, 4500)), known_at
