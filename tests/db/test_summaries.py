"""The kept summary says what the claims say: after every deed, at any clocks, whoever writes beside one another."""

from dataclasses import fields
from datetime import date, timedelta
from itertools import cycle

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from tests import summing
from tests.databases import SEEDED_AT
from tests.services.desks import AT, DUTY, Desk
from tracker.db import decisions, facts, refilling, rows, summaries, upkeep
from tracker.db.base import Base
from tracker.db.engine import reading, writing
from tracker.db.models import Bearing, CellSummary, Claim, ClaimRevision, Obligation, Origin, Review, SummaryMark
from tracker.domain.content import BearingContent
from tracker.domain.facts import ALL_STATES, Clocks
from tracker.domain.reasons import Decision, Holding, NoteCode
from tracker.domain.support import Support
from tracker.domain.vocabulary import Assurance, Credibility, Effect, Outcome, Reliability, Verdict
from tracker.services import assessments, law
from tracker.services import summaries as verbs

LATER = AT + timedelta(days=1)
CLOCKS = Clocks(date(2020, 6, 30), LATER)


def test_after_every_deed_the_summary_says_what_the_claims_say(session):
    people = summing.lay(session)
    assert sum(summing.live(session, people, seed) for seed in (3, 5, 21, 34)) > 50


@pytest.mark.parametrize("day", [date(2006, 10, 13), date(2018, 7, 31), date(2020, 6, 30), date(2026, 11, 24)])
def test_the_seeded_record_is_answered_from_the_summary_as_from_its_claims(shared_record, day):
    for known_at in (SEEDED_AT - timedelta(seconds=1), SEEDED_AT, LATER):
        clocks = Clocks(day, known_at)
        assert summaries.answers(shared_record, clocks)
        kept, worked_out = _both(shared_record, clocks)
        assert kept == worked_out
        assert bool(kept) == (known_at >= SEEDED_AT and day.year > 2006)


def _both(session, clocks):
    duties = session.scalars(facts.with_limits(select(Obligation))).all()
    asked = {
        "duties": facts.duties_of(session, rows=duties, known_at=clocks.known_at),
        "parties": decisions.parties_of(session),
        "clocks": clocks,
    }
    return tuple(decisions.each(road(session, **asked)) for road in (decisions.recorded, decisions.worked_out))


def test_how_much_stands_behind_many_cells_is_what_stands_behind_each(shared_record):
    clocks = Clocks(date(2020, 6, 30), LATER)
    used = law.bearing_counts(shared_record)
    for number in sorted(used, key=used.__getitem__)[-3:]:
        obligation = shared_record.scalars(facts.with_limits(select(Obligation)).where(Obligation.id == number)).one()
        found = assessments.supports(shared_record, obligation=obligation, clocks=clocks)
        named = select(Bearing.state_code).where(Bearing.obligation_id == number).distinct()
        for state in shared_record.scalars(named).all()[:8]:
            cell = assessments.cell(shared_record, state=state, obligation=obligation.key, clocks=clocks)
            assert found.get(state, Support()) == cell.support
        assert found


@pytest.mark.parametrize(
    "clocks",
    [
        Clocks(date(2040, 1, 1), LATER),
        Clocks(date(2020, 6, 30), LATER, rules="2"),
        Clocks(date(2020, 6, 30), LATER, public_at=date(2020, 1, 1)),
    ],
    ids=["after its last day", "rules that are not in force", "what was public"],
)
def test_what_the_summary_does_not_tell_is_worked_out(shared_record, clocks):
    assert not summaries.answers(shared_record, clocks)
    given, worked_out = _both(shared_record, clocks)
    assert given == worked_out != {}


def test_a_decision_comes_back_from_its_short_words_however_long():
    holds = tuple(Holding(outcome, assurance) for outcome, assurance in zip(Outcome, cycle(Assurance), strict=False))
    whole = Decision(Outcome.BREACHED, Assurance.VERIFIED, date(2019, 12, 22), holds, tuple(NoteCode))
    bare = Decision(Outcome.NO_INFORMATION, Assurance.UNSUPPORTED, None)
    for decision in (whole, bare):
        assert summaries.decision_of(summaries.said(decision)) == decision
    assert len(summaries.said(whole)) < CellSummary.said.type.length
    assert [field.name for field in fields(Decision)] == ["outcome", "assurance", "due", "holds", "notes"]


def test_days_are_cut_where_a_band_of_years_ends():
    first, after = date(1999, 5, 1).toordinal(), date(2013, 1, 1).toordinal()
    cut = list(summaries.banded(first, after))
    assert [date.fromordinal(end).isoformat() for _, end in cut] == ["2008-01-01", "2012-01-01", "2013-01-01"]
    assert [start for start, _ in cut] == [first, *(end for _, end in cut[:-1])]
    assert {summaries.band_of(start) == summaries.band_of(end - 1) for start, end in cut} == {True}


def test_every_table_is_read_by_decisions_or_known_not_to_be():
    placed = {model.__tablename__ for model in upkeep.PLACED}
    linked = {"user_role"}  # a table without rows of its own, which no session writes one by one
    assert placed | upkeep.UNREAD | rows.SUMMARY | linked == set(Base.metadata.tables)
    assert not placed & upkeep.UNREAD


def test_a_change_that_nobody_can_place_empties_the_summary(record, monkeypatch):
    monkeypatch.setattr(upkeep, "UNREAD", upkeep.UNREAD - {"origin"})
    with writing(record, actor="t") as session:
        session.add(Origin(key="new", label="new"))
    with reading(record) as session:
        assert summaries.horizon(session) is None
        assert session.scalars(select(CellSummary)).all() == []


def test_a_summary_made_by_other_rules_is_not_read_and_the_next_writer_empties_it(record):
    with record.begin() as connection:
        connection.execute(update(SummaryMark).values(digest="0" * 64))
    with writing(record, actor="t") as session:
        assert not summaries.answers(session, CLOCKS)
        desk = Desk(session)
        desk.decide(desk.log())
    with reading(record) as session:
        assert session.scalars(select(CellSummary)).all() == []


def test_a_session_reads_what_it_has_written_before_it_commits(record):
    with writing(record, actor="t") as session:
        desk = Desk(session)
        desk.decide(desk.log())
        assert not summaries.answers(session, CLOCKS)
        assert _cell(session) in _both(session, CLOCKS)[0]
        upkeep.keep(session)
        assert summaries.answers(session, CLOCKS)
        kept, worked_out = _both(session, CLOCKS)
        assert kept == worked_out
        session.rollback()
    with reading(record) as session:
        assert summaries.answers(session, CLOCKS)
        assert verbs.check(session) is None


def _cell(session, key=DUTY):
    return "MNG", session.scalars(select(Obligation.id).where(Obligation.key == key)).one()


def _accept(session, revision, at):
    people = Desk(session).people
    session.add(
        Review(
            revision_id=revision,
            author_id=people["analyst"],
            reviewer_id=people["reviewer"],
            number=1,
            at=at,
            verdict=Verdict.RIGHT,
            reliability=Reliability.B,
            credibility=Credibility.TWO,
            comment="",
        )
    )


def test_of_two_who_write_on_one_cell_the_second_sees_what_the_first_did(record):
    """The two clocks are set against each other as well: who commits last was first by its clock."""
    with writing(record, actor="t") as session:
        desk = Desk(session)
        breach = BearingContent("MNG", DUTY, Effect.BREACHES)
        keys = [desk.log(speaker=name, origin=f"o-{name}", bearings=(breach,)) for name in ("One", "Two")]
        revisions = [_revision(session, key) for key in keys]
    first, second = Session(record, info={"actor": "t"}), Session(record, info={"actor": "t"})
    _accept(first, revisions[0], LATER)
    if record.dialect.name == "sqlite":
        first.commit()  # one writer at a time
    else:
        first.flush()
    _accept(second, revisions[1], LATER - timedelta(minutes=1))
    second.flush()
    first.commit()
    second.commit()
    first.close()
    second.close()
    with reading(record) as session:
        assert summaries.horizon(session) is not None
        assert verbs.check(session) is None
        cell = _cell(session)
        told = [_both(session, Clocks(CLOCKS.as_of, LATER - timedelta(minutes=n)))[0].get(cell) for n in (2, 1, 0)]
        assert len(set(told)) == 3


def _revision(session, key):
    query = select(ClaimRevision.id).join(Claim, Claim.id == ClaimRevision.claim_id)
    return session.scalar(query.where(Claim.key == key))


def test_many_claims_of_one_commit_judge_their_cell_once(record, monkeypatch):
    judged = []
    refill = refilling.refill

    def counted(session, *, obligation, since, frame):
        judged.append((obligation.key, sorted(since)))
        refill(session, obligation=obligation, since=since, frame=frame)

    monkeypatch.setattr(upkeep, "refill", counted)
    with writing(record, actor="t") as session:
        desk = Desk(session)
        for number in range(4):
            desk.decide(desk.log(speaker=f"Speaker {number}"))
    assert judged == [(DUTY, ["MNG"])]


def test_a_claim_that_nobody_accepted_touches_no_cell(record, monkeypatch):
    monkeypatch.setattr(upkeep, "refill", None)
    with writing(record, actor="t") as session:
        desk = Desk(session)
        key = desk.log()
        desk.decide(key, verdict=Verdict.RETURN)
        desk.edit(key)
    with reading(record) as session:
        assert verbs.check(session) is None


@pytest.mark.whole_record
def test_where_a_limit_is_on_all_states_a_claim_on_one_leaves_the_row_of_all_alone(record, monkeypatch):
    judged = []
    run = refilling._Replay.run

    def counted(replay, state, *rest):
        judged.append(state)
        return run(replay, state, *rest)

    monkeypatch.setattr(refilling._Replay, "run", counted)
    with writing(record, actor="t") as session:
        desk = Desk(session)
        measured = BearingContent("MNG", "r2321-op26-coal-cap-2017", Effect.MEASURES)
        desk.decide(desk.log(bearings=(measured,)))
        together = BearingContent(ALL_STATES, "r2321-op26-coal-cap-2017", Effect.MEASURES)
        desk.decide(desk.log(bearings=(together,)))
    assert sorted(judged) == [ALL_STATES, "MNG"]
    with reading(record) as session:
        assert verbs.check(session) is None


def test_a_check_finds_a_row_that_was_changed_added_or_lost(record):
    with Session(record) as session:
        one = session.scalars(select(CellSummary).order_by(CellSummary.obligation_id, CellSummary.state_code)).first()
        assert one is not None
        for change in (
            update(CellSummary).values(said="breached|verified|||").where(_same(one)),
            update(CellSummary).values(state_code="TUV").where(_same(one)),
            delete(CellSummary).where(_same(one)),
        ):
            session.execute(change, execution_options={"synchronize_session": False})
            found = verbs.check(session)
            assert found is not None
            assert found.obligation in found.sentence
            session.rollback()
        assert verbs.check(session) is None


def _same(row):
    return (
        (CellSummary.obligation_id == row.obligation_id)
        & (CellSummary.state_code == row.state_code)
        & (CellSummary.from_day == row.from_day)
        & (CellSummary.known_from == row.known_from)
    )
