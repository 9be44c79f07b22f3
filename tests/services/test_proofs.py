"""Every cell of the seeded record that has evidence is proved, and its proof replays from its JSON alone."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.databases import SEEDED_AT
from tracker.db import facts
from tracker.db.models import Bearing, Obligation, State
from tracker.domain import proofs
from tracker.domain.duty_days import days_of
from tracker.domain.facts import Clocks
from tracker.domain.status import assess
from tracker.exports import proofs as proof_files


@pytest.fixture
def house(sqlite_house):
    """One database is enough: what is replayed are the facts, and both databases give the same."""
    return sqlite_house


def _cells(session):
    """Duty, party and evidence of every cell on which a claim bears."""
    rows = session.scalars(facts.with_limits(select(Obligation))).all()
    duties = facts.duties_of(session, rows=rows, known_at=SEEDED_AT + timedelta(days=1))
    parties = {row.code: facts.party_of(row) for row in session.scalars(select(State))}
    cells = {tuple(row) for row in session.execute(select(Bearing.state_code, Bearing.obligation_id))}
    found = facts.evidence_of_cells(session, cells=cells, known_at=SEEDED_AT + timedelta(days=1))
    return [(duties[duty], parties[state], tuple(items)) for (state, duty), items in sorted(found.items())]


def _days(duty, evidence):
    """Every day on which the outcome can change: those of the duty and of the evidence, and the days after."""
    told = {day for item in evidence for day in (item.first, item.last)}
    known = told | {day for day, _ in days_of(duty, until=max(told), events=told)}
    return sorted({day + timedelta(days=more) for day in known for more in (0, 1)})


def test_every_proof_of_the_seeded_record_replays_on_every_day_on_which_anything_changed(shared_record):
    replayed = 0
    for duty, party, evidence in _cells(shared_record):
        for day in _days(duty, evidence):
            told = proofs.prove(duty, party, evidence, Clocks(day, SEEDED_AT))
            found = assess(duty, party, evidence, told.clocks)
            again = proofs.replay(proofs.from_canonical(json.loads(proof_files.render(told))))
            assert (again.outcome, again.assurance) == (found.outcome, found.assurance)
            assert proofs.differences(told, again) == []
            replayed += 1
    assert replayed > 500
