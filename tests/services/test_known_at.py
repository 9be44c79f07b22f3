"""The second clock: what was known at an instant does not change, whatever is recorded, edited or withdrawn later."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.counting import statements
from tests.databases import SEEDED_AT
from tracker.db.engine import for_writing
from tracker.domain.facts import Clocks
from tracker.domain.vocabulary import Credibility, Effect, Reliability, Verdict
from tracker.services import accounts, assessments, claim_list, claims, reviews, revisions

DAYS = (date(2018, 2, 5), date(2019, 4, 30), date(2020, 6, 30))
REGIME = "dprk-1718"


@pytest.fixture
def book(record):
    """A writer's session on a copy of the record, and the people's ids."""
    from sqlalchemy.orm import Session

    with Session(record, info={"actor": "test"}) as session:
        for_writing(session)
        yield session, {n: accounts.find(session, username=n).id for n in ("analyst", "reviewer", "reviewer2")}
        session.rollback()


def _outcomes(session, known_at):
    """Every decision on a few obligations at a few days, as known at an instant."""
    from tracker.services import law

    columns = law.obligations(session, regime=REGIME, subject="labour")
    found = {}
    for day in DAYS:
        clocks = Clocks(day, known_at)
        found[day] = assessments.matrix(session, regime=REGIME, clocks=clocks, obligations=columns).decisions
    return found


DEEDS = st.lists(
    st.tuples(st.sampled_from(["edit", "withdraw", "accept", "refuse"]), st.integers(min_value=0, max_value=82)),
    min_size=1,
    max_size=6,
)


@pytest.mark.whole_record
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_what_was_known_stays_as_it_was_whatever_happens_later(book, deeds):
    session, people = book
    with session.begin_nested() as savepoint:
        before = _outcomes(session, SEEDED_AT)
        earlier = _outcomes(session, SEEDED_AT - timedelta(seconds=1))
        for number, (deed, which) in enumerate(deeds, 1):
            _do(session, people, deed, which, SEEDED_AT + timedelta(minutes=number))
        session.flush()
        assert _outcomes(session, SEEDED_AT) == before
        assert _outcomes(session, SEEDED_AT - timedelta(seconds=1)) == earlier
        savepoint.rollback()
    session.expire_all()


def _do(session, people, deed, which, at):
    revision = claim_list.everything(session, chosen=claim_list.ClaimFilter())[which]
    key = revision.claim.key
    if revision.claim.withdrawn_at is not None:
        return
    if deed == "withdraw":
        claims.withdraw(session, key=key, by=people["analyst"], at=at, reason="x")
    elif deed == "edit":
        content = _denied(revisions.content_of(revision), str(at))
        claims.edit(session, key=key, base=revision.number, content=content, author=people["analyst"], at=at, reason="")
    else:
        _review(session, people, revision, deed, at)


def _denied(content, mark):
    """The same claim with no effect on anything."""
    from dataclasses import replace

    silent = tuple(replace(bearing, effect=Effect.NONE) for bearing in content.bearings)
    return replace(content, bearings=silent, notes=mark)


def _review(session, people, revision, deed, at):
    accepted = deed == "accept"
    reviews.decide(
        session,
        key=revision.claim.key,
        revision=revision.number,
        seen=reviews.seen_of(revision.reviews),
        reviewer=people["reviewer"],
        verdict=Verdict.RIGHT if accepted else Verdict.WRONG,
        reliability=Reliability.A if accepted else None,
        credibility=Credibility.ONE if accepted else None,
        comment="because",
        at=at,
    )


def test_before_anything_was_recorded_nothing_is_known(shared_record):
    found = _outcomes(shared_record, SEEDED_AT - timedelta(seconds=1))
    silent = {"no_information", "not_due", "overdue", "not_in_force", "not_applicable"}
    assert {decision.outcome.value for cells in found.values() for decision in cells.values()} <= silent


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_one_cell_equals_the_matrix(shared_record, day):
    clocks = Clocks(day, SEEDED_AT)
    matrix = assessments.matrix(shared_record, regime=REGIME, clocks=clocks)
    for state in ("RUS", "CHN", "QAT", "KWT", "FRA", "ALL", "PRK", "VAT"):
        for obligation in ("r2397-op8-repatriation", "r2397-op8-final-report", "r2397-op5-refined-petroleum-cap"):
            cell = assessments.cell(shared_record, state=state, obligation=obligation, clocks=clocks)
            decision = matrix.decisions[state, obligation]
            assert (cell.assessment.outcome, cell.assessment.assurance) == (decision.outcome, decision.assurance)
            assert cell.assessment.also == decision.holds


def test_the_matrix_costs_the_same_number_of_statements_whatever_its_size(shared_record):
    from tracker.services import law

    columns = law.obligations(shared_record, regime=REGIME)
    counts = []
    for chosen in (columns[:1], columns):
        clocks = Clocks(DAYS[2], SEEDED_AT)
        with statements(shared_record.get_bind()) as sent:
            assessments.matrix(shared_record, regime=REGIME, clocks=clocks, obligations=chosen)
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 8
