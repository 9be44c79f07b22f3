"""Rows become the evidence of cells, of one as of many."""

from sqlalchemy import select

from tests.counting import statements
from tracker import clock
from tracker.db import facts
from tracker.db.models import Bearing, Obligation, State


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
