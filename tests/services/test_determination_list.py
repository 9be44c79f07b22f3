"""When a determination lapses and stands again, at which instant; and that no status ever reads one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.counting import statements
from tests.determined import AT, DUTY, LATER, STATE, approved, held, log, people_of, propose, review, rule
from tracker.db.engine import writing
from tracker.domain.content import BearingContent
from tracker.domain.facts import Clocks
from tracker.domain.fingerprints import TERMS_CHANGED
from tracker.domain.vocabulary import Effect, Outcome, ReviewState, Ruling, Standing, Verdict
from tracker.services import assessments, claims, determination_list, law, revisions

DAY = date(2018, 7, 31)
THEN = AT + timedelta(minutes=5)
BEFORE = THEN - timedelta(seconds=1)


@pytest.fixture
def desk(record):
    """A writer's session on a copy of the seeded record."""
    with writing(record, actor="test") as session:
        yield session
        session.rollback()


def _accepted(session) -> str:
    """The key of an accepted claim on the cell, with a credibility of 2."""
    cell = assessments.cell(session, state=STATE, obligation=DUTY, clocks=Clocks(DAY, AT))
    return min(i.claim for i in cell.evidence if i.review_state is ReviewState.ACCEPTED and i.credibility == 2)


def _edit(session, key, *, at=THEN, **changes):
    revision = claims.show(session, key=key)
    content = replace(revisions.content_of(revision), **changes)
    author = people_of(session)["analyst2"]
    claims.edit(session, key=key, base=revision.number, content=content, author=author, at=at, reason="")


def _accept_news(session):
    review(session, log(session, at=THEN), at=THEN)
    return "It was accepted since."


def _edit_one(session):
    _edit(session, _accepted(session), notes="Read again.")
    return "It was edited and waits for review again."


def _edit_and_accept(session):
    key = _accepted(session)
    _edit(session, key, notes="Read again.")
    review(session, key, at=THEN)
    return "It was edited, and revision 2 was accepted."


def _edit_away(session):
    _edit(session, _accepted(session), bearings=())
    return "It no longer bears on this cell."


def _withdraw(session):
    claims.withdraw(session, key=_accepted(session), by=people_of(session)["analyst"], at=THEN, reason="Twice.")
    return "It was withdrawn."


def _return(session):
    review(session, _accepted(session), at=THEN, verdict=Verdict.RETURN)
    return "A reviewer now returns it to its analyst."


def _judge_wrong(session):
    review(session, _accepted(session), at=THEN, verdict=Verdict.WRONG)
    return "A reviewer now judges the record wrong."


def _regrade(session):
    review(session, _accepted(session), at=THEN, credibility="4")
    return "Its credibility was 2 and is now 4."


DEEDS = [_accept_news, _edit_one, _edit_and_accept, _edit_away, _withdraw, _return, _judge_wrong, _regrade]


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_it_lapses_when_the_evidence_changes_and_says_what_did(desk, deed):
    approved(desk)
    sentence = deed(desk)
    (one,) = held(desk)
    assert (one.standing, one.stands) == (Standing.LAPSED, False)
    assert [change.sentence for change in one.changes] == [sentence]
    assert all(change.claim for change in one.changes)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_at_an_earlier_instant_it_still_stands(desk, deed):
    approved(desk)
    deed(desk)
    (one,) = held(desk, known_at=BEFORE)
    assert (one.standing, one.stands, one.changes) == (Standing.APPROVED, True, ())


def test_before_it_was_proposed_or_approved_it_is_not_known(desk):
    row = approved(desk)
    assert held(desk, known_at=AT - timedelta(seconds=1)) == []
    assert [one.standing for one in held(desk, known_at=AT)] == [Standing.PROPOSED]
    assert [one.row.id for one in held(desk)] == [row.id]


@pytest.mark.parametrize(
    "changes",
    [
        {"due": date(2020, 1, 1)},
        {"effective": date(2017, 12, 1)},
        {"ended": date(2024, 1, 1)},
        {"condition": "if asked"},
        {"excluded": ["CHN"]},
        {"suspensions": [["2019-01-01", None]]},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_it_lapses_when_the_terms_of_the_duty_change(desk, changes):
    approved(desk)
    duty = law.obligation(desk, key=DUTY)
    for name, value in changes.items():
        setattr(duty, name, value)
    desk.flush()
    (one,) = held(desk)
    assert one.standing is Standing.LAPSED
    assert [(change.claim, change.sentence) for change in one.changes] == [("", TERMS_CHANGED)]


def test_what_nobody_has_reviewed_or_what_was_not_accepted_makes_nothing_lapse(desk):
    approved(desk)
    log(desk, at=THEN)
    review(desk, log(desk, at=THEN, statement="Another."), at=THEN, verdict=Verdict.WRONG)
    assert [one.standing for one in held(desk)] == [Standing.APPROVED]


def test_news_of_days_after_its_last_makes_it_lapse_no_more_than_it_changes_those_days(desk):
    approved(desk, last=date(2019, 12, 19))
    rule(desk, propose(desk, first=date(2019, 12, 20)).id)
    _accept_news(desk)  # of 20 December 2019
    assert [one.standing for one in held(desk)] == [Standing.LAPSED, Standing.APPROVED]


def test_it_stands_again_when_the_evidence_is_again_what_was_approved(desk):
    approved(desk)
    key = _accepted(desk)
    review(desk, key, at=THEN, verdict=Verdict.RETURN)
    assert [one.standing for one in held(desk)] == [Standing.LAPSED]
    review(desk, key, at=THEN + timedelta(minutes=1))
    assert [one.standing for one in held(desk)] == [Standing.APPROVED]
    assert [one.standing for one in held(desk, known_at=THEN)] == [Standing.LAPSED]


def test_a_proposal_whose_evidence_moved_says_so_and_still_waits(desk):
    propose(desk)
    _accept_news(desk)
    (one,) = held(desk)
    assert (one.standing, one.moved, len(one.changes)) == (Standing.PROPOSED, True, 1)


def _everything(session) -> tuple:
    obligations = law.obligations(session, regime="dprk-1718")
    found = []
    for known_at in (AT, LATER):
        clocks = Clocks(DAY, known_at)
        matrix = assessments.matrix(session, regime="dprk-1718", clocks=clocks, obligations=obligations)
        cell = assessments.cell(session, state=STATE, obligation=DUTY, clocks=clocks)
        found.append((matrix.decisions, matrix.recorded, cell.assessment, cell.evidence))
    return tuple(found)


@pytest.mark.parametrize("outcome", [Outcome.NOT_APPLICABLE, Outcome.BREACHED, Outcome.FULFILLED])
def test_no_status_and_no_tally_reads_a_determination(desk, outcome):
    before = _everything(desk)
    approved(desk, outcome=outcome)
    rule(desk, propose(desk, state="FRA", outcome=outcome).id)
    assert held(desk)[0].stands
    assert _everything(desk) == before


def test_it_stands_on_its_days_only(desk):
    approved(desk, first=date(2018, 1, 1), last=date(2018, 12, 31))
    days = [date(2017, 12, 31), date(2018, 1, 1), date(2018, 12, 31), date(2019, 1, 1)]
    assert [held(desk, as_of=day)[0].stands for day in days] == [False, True, True, False]


def _many(session, known_at=LATER, as_of=DAY):
    obligations = law.obligations(session, regime="dprk-1718")
    session.expire_all()
    return determination_list.of_cells(session, obligations=obligations, clocks=Clocks(as_of, known_at))


def test_many_cells_say_what_each_says(desk):
    approved(desk)
    other = "r2397-op8-final-report"
    rule(desk, propose(desk, obligation=other).id)
    rule(desk, propose(desk, state="FRA", last=date(2018, 1, 1)).id)
    propose(desk, state="CHN")
    rule(desk, propose(desk, state="KWT").id, ruling=Ruling.REFUSED, reason="x")
    _accept_news(desk)
    found = _many(desk)
    assert {cell: [one.standing for one in several] for cell, several in found.items()} == {
        (STATE, DUTY): [Standing.LAPSED],
        (STATE, other): [Standing.APPROVED],
    }
    assert _many(desk, known_at=BEFORE)[STATE, DUTY][0].stands
    assert _many(desk, known_at=AT) == {}
    assert ("FRA", DUTY) in _many(desk, as_of=date(2018, 1, 1))
    standing = determination_list.standing_of(
        desk, obligations=law.obligations(desk, keys=[DUTY, other]), clocks=Clocks(DAY, LATER)
    )
    assert [(cell, row.outcome) for cell, row in standing.items()] == [((STATE, other), Outcome.NOT_APPLICABLE)]


def _sent(session, obligations) -> int:
    clocks = Clocks(DAY, LATER)
    with statements(session.get_bind()) as sent:
        determination_list.of_cells(session, obligations=obligations, clocks=clocks)
    return len(sent)


@pytest.mark.whole_record
def test_many_cells_cost_a_fixed_number_of_statements_and_one_where_there_is_none(desk):
    obligations = law.obligations(desk, regime="dprk-1718")
    assert _sent(desk, obligations) == 1
    approved(desk)
    for state in ("FRA", "CHN", "KWT", "QAT"):
        rule(desk, propose(desk, state=state).id)
    desk.flush()
    few = _sent(desk, [row for row in obligations if row.key == DUTY])
    for duty in ("r2397-op8-final-report", "r2397-op8-midterm-report"):
        for state in ("FRA", "CHN", "KWT", "QAT"):
            rule(desk, propose(desk, state=state, obligation=duty).id)
    desk.flush()
    assert _sent(desk, obligations) == few == 7


@pytest.mark.whole_record
def test_the_overview_has_each_where_it_belongs(desk):
    waiting, later = propose(desk, state="FRA"), propose(desk, state="CHN", at=AT + timedelta(seconds=1))
    lapsed, standing = approved(desk), rule(desk, propose(desk, state="KWT").id)
    refused = rule(desk, propose(desk, state="QAT").id, ruling=Ruling.REFUSED, reason="x")
    _accept_news(desk)
    desk.expire_all()
    found = determination_list.overview(desk, as_of=DAY, known_at=LATER)
    assert [one.row.id for one in found.waiting] == [waiting.id, later.id]
    assert [(one.row.id, one.standing) for one in found.approved] == [
        (standing.id, Standing.APPROVED),
        (lapsed.id, Standing.LAPSED),
    ]
    assert [one.row.id for one in found.closed] == [refused.id]


def test_news_on_one_cell_makes_no_other_lapse(desk):
    approved(desk)
    rule(desk, propose(desk, state="FRA").id)
    bearing = BearingContent("FRA", DUTY, Effect.MEASURES)
    review(desk, log(desk, at=THEN, states=("FRA",), bearings=(bearing,)), at=THEN)
    found = _many(desk)
    assert {cell: several[0].standing for cell, several in found.items()} == {
        (STATE, DUTY): Standing.APPROVED,
        ("FRA", DUTY): Standing.LAPSED,
    }
