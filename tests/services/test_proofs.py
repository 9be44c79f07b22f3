"""Every cell of the seeded record is proved, and its proof replays from its JSON alone.

Of cells on which nothing bears, those of one duty and one sort of party have one proof but for their names, so one of
them is taken.
"""

import json
from datetime import date, timedelta

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

LONG_AGO = date(2000, 1, 1)
"""Before the first resolution whose duties are in the record: who joined later may have joined after one."""


@pytest.fixture
def house(sqlite_house):
    """One database is enough: what is replayed are the facts, and both databases give the same."""
    return sqlite_house


def _cells(session):
    """Duty, party and evidence of every cell on which a claim bears, and of one silent cell of each sort."""
    rows = session.scalars(facts.with_limits(select(Obligation))).all()
    duties = facts.duties_of(session, rows=rows, known_at=SEEDED_AT + timedelta(days=1))
    parties = {row.code: facts.party_of(row) for row in session.scalars(select(State))}
    cells = {tuple(row) for row in session.execute(select(Bearing.state_code, Bearing.obligation_id))}
    found = facts.evidence_of_cells(session, cells=cells, known_at=SEEDED_AT + timedelta(days=1))
    spoken = [(duties[duty], parties[state], tuple(items)) for (state, duty), items in sorted(found.items())]
    return spoken + [(duty, party, ()) for duty in duties.values() for party in _sorts(duty, parties.values())]


def _sorts(duty, parties):
    """One party of each sort: by its kind, whether the duty leaves it out, and when it joined or ended."""
    sorts = {}
    for party in parties:
        bounded = (party.member_from or date.min) > LONG_AGO, party.member_until is not None
        sorts.setdefault((party.kind, party.code in duty.excluded, *bounded), party)
    return sorts.values()


def _days(duty, evidence):
    """Every day on which the outcome can change, and the day after: of the duty and of the evidence, until today.

    Of a duty that comes again and again after the last evidence, the first two times and the last two are taken.
    """
    told = {day for item in evidence for day in (item.first, item.last)}
    known = sorted({day for day, _ in days_of(duty, until=SEEDED_AT.date(), events=told)})
    later = [day for day in known if not told or day > max(told)]
    known = told | (set(known) - set(later)) | {*later[:2], *later[-2:]}
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
    assert replayed > 2_000
