"""A source that was taken back: its claims wait again from that instant on, and all that leans on it is found."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tests.databases import SEEDED_AT
from tests.reporting import frozen
from tests.services.test_claims import CONTENT
from tracker import resources
from tracker.db.engine import writing
from tracker.db.models import Reopening, Review
from tracker.domain.content import BearingContent, CitationContent, SourceContent
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.domain.facts import Clocks
from tracker.domain.vocabulary import Credibility, Effect, NoticeKind, Outcome, Reliability, ReviewState, Verdict
from tracker.services import (
    accounts,
    assessments,
    claim_list,
    claims,
    history,
    home,
    notices,
    report_reading,
    reviews,
    revisions,
    seeding,
)

AT = SEEDED_AT + timedelta(hours=1)
LATER = AT + timedelta(hours=1)
DUTY = "r2397-op8-repatriation"
NAMES = ("analyst", "analyst2", "both", "reviewer", "reviewer2", "admin", "viewer")
PAPER = SourceContent(key="a-paper", title="All workers left", publisher="A paper")
GOOD = {"kind": NoticeKind.RETRACTION, "day": "November 2026", "address": "https://a.example/2", "reason": "Made up."}
CLOCKS = Clocks(date(2019, 12, 31), LATER)


class Desk:
    """A writer's session, the people's ids, and two accepted claims from one paper."""

    def __init__(self, session):
        self.session = session
        self.people = {name: accounts.find(session, username=name).id for name in NAMES}
        self.first, self.second = (self.log(n) for n in (1, 2))
        for key in (self.first, self.second):
            self.accept(key)

    def log(self, number, at=AT):
        content = replace(CONTENT, statement=f"Statement {number}.", citations=(CitationContent(PAPER),))
        return claims.log(self.session, content=content, author=self.people["analyst"], at=at).key

    def accept(self, key, by="reviewer", at=AT, seen=None, verdict=Verdict.RIGHT):
        current = claims.show(self.session, key=key)
        return reviews.decide(
            self.session,
            key=key,
            revision=current.number,
            seen=reviews.seen_of(current.reviews) if seen is None else seen,
            reviewer=self.people[by],
            verdict=verdict,
            reliability=Reliability.B,
            credibility=Credibility.TWO,
            comment="because",
            at=at,
        )

    def notice(self, by="analyst2", at=LATER, source="a-paper", **given):
        return notices.record(self.session, source=source, by=self.people[by], at=at, **{**GOOD, **given})

    def state(self, key):
        return claim_list.review_state(claims.show(self.session, key=key))

    def outcome(self, known_at):
        clocks = Clocks(date(2019, 12, 31), known_at)
        return assessments.cell(self.session, state="MNG", obligation=DUTY, clocks=clocks).assessment.outcome


@pytest.fixture
def desk(law_session):
    """The law and the people, and nothing but the two claims; a small record makes the tests quick."""
    return Desk(law_session)


def test_every_claim_of_the_source_waits_again_from_that_instant_on_and_not_before(desk):
    assert desk.outcome(LATER) is Outcome.FULFILLED
    notice = desk.notice()
    assert {desk.state(key) for key in (desk.first, desk.second)} == {ReviewState.WAITING}
    assert desk.outcome(LATER) is Outcome.NO_INFORMATION
    assert desk.outcome(LATER - timedelta(microseconds=1)) is Outcome.FULFILLED
    assert notices.reopened_by(desk.session, notice=notice) == 2
    (told,) = notices.of_source(desk.session, source="a-paper")
    assert (told.kind, told.day, len(told.reopened)) == (NoticeKind.RETRACTION, "November 2026", 2)


def test_the_matrix_agrees_with_the_cell_after_a_notice(desk):
    desk.notice()
    for known_at in (LATER - timedelta(seconds=1), LATER):
        matrix = assessments.matrix(desk.session, regime="dprk-1718", clocks=Clocks(CLOCKS.as_of, known_at))
        assert matrix.decisions["MNG", DUTY].outcome is desk.outcome(known_at)


def test_the_queue_and_the_first_page_count_what_waits_again(desk):
    assert reviews.queue(desk.session, reviewer=desk.people["reviewer"]).total == 0
    desk.notice()
    assert reviews.queue(desk.session, reviewer=desk.people["reviewer"]).total == 2
    assert home.summary(desk.session).waiting == 2
    assert reviews.next_waiting(desk.session, reviewer=desk.people["reviewer"]) == desk.first
    chosen = claim_list.ClaimFilter(review_state=ReviewState.WAITING)
    assert claim_list.browse(desk.session, chosen=chosen).total == 2


def test_a_reviewer_who_had_the_page_open_before_must_look_again_and_then_may_decide(desk):
    desk.notice()
    with pytest.raises(Stale, match="reopened it"):
        desk.accept(desk.first, seen=1, at=LATER + timedelta(minutes=1))
    review = desk.accept(desk.first, at=LATER + timedelta(minutes=1))
    assert review.number == 2
    assert desk.state(desk.first) is ReviewState.ACCEPTED
    desk.notice(kind=NoticeKind.CORRECTION, at=LATER + timedelta(hours=1))
    assert desk.accept(desk.first, by="reviewer2", at=LATER + timedelta(hours=2)).number == 3
    assert desk.outcome(LATER + timedelta(hours=2)) is Outcome.FULFILLED


def test_a_reopening_at_the_very_instant_of_a_review_is_told_apart_from_it(desk):
    desk.notice(at=LATER)
    desk.accept(desk.first, at=LATER)
    assert [review.superseded_at for review in claims.show(desk.session, key=desk.first).reviews] == [LATER, None]
    assert desk.state(desk.first) is ReviewState.ACCEPTED


def test_what_does_not_stand_on_it_is_left_alone(desk):
    other = replace(CONTENT, statement="Another paper says so.", citations=(CitationContent(SourceContent(title="B")),))
    elsewhere = claims.log(desk.session, content=other, author=desk.people["analyst"], at=AT).key
    desk.accept(elsewhere)
    claims.withdraw(desk.session, key=desk.second, by=desk.people["analyst"], at=AT, reason="Logged twice.")
    waiting = desk.log(3)
    desk.notice()
    assert [row.review.revision.claim_id for row in _reopened(desk.session)] == [
        claims.find(desk.session, key=desk.first).id
    ]
    assert desk.state(elsewhere) is ReviewState.ACCEPTED
    assert desk.state(desk.second) is ReviewState.WITHDRAWN
    assert desk.state(waiting) is ReviewState.WAITING


def _reopened(session):
    query = select(Reopening).options(selectinload(Reopening.review).selectinload(Review.revision))
    return session.scalars(query).all()


def test_a_claim_that_cited_it_once_and_no_more_is_left_alone(desk):
    content = revisions.content_of(claims.show(desk.session, key=desk.first))
    moved = replace(content, citations=(CitationContent(SourceContent(title="B")),))
    author = desk.people["analyst"]
    claims.edit(desk.session, key=desk.first, base=1, content=moved, author=author, at=AT, reason="")
    desk.accept(desk.first)
    desk.notice()
    assert desk.state(desk.first) is ReviewState.ACCEPTED


def test_a_refused_claim_is_reopened_too_because_a_correction_may_make_it_right(desk):
    desk.accept(desk.first, verdict=Verdict.WRONG, by="reviewer2")
    desk.notice(kind=NoticeKind.CORRECTION)
    assert desk.state(desk.first) is ReviewState.WAITING


@pytest.mark.parametrize("name", ["viewer", "admin"])
def test_only_an_analyst_or_a_reviewer_records_it(desk, name):
    with pytest.raises(NotAllowed):
        desk.notice(by=name)
    desk.notice(by="reviewer")


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"reason": ""}, ["reason"]),
        ({"day": "31 April 2018"}, ["day"]),
        ({"reason": "", "day": "soon"}, ["reason", "day"]),
        ({"address": "x" * 2_001}, ["address"]),
        ({"reason": "x" * 5_001}, ["reason"]),
    ],
)
def test_each_fault_of_a_notice_is_named_at_its_field(desk, given, fields):
    with pytest.raises(RuleBroken) as refused:
        desk.notice(**given)
    assert [problem.field for problem in refused.value.problems] == fields


def test_an_unknown_source_is_not_found(desk):
    with pytest.raises(NotFound):
        desk.notice(source="none-such")
    with pytest.raises(NotFound):
        notices.impact(desk.session, source="none-such", clocks=CLOCKS)


def _freeze(desk, title):
    return frozen(
        desk.session,
        regime="dprk-1718",
        states=["MNG"],
        obligations=[DUTY],
        as_of=CLOCKS.as_of,
        known_at=LATER,
        title=title,
        author=desk.people["analyst"],
        at=LATER,
    )


def test_everything_that_leans_on_it_is_found(desk):
    content = revisions.content_of(claims.show(desk.session, key=desk.second))
    more = (*content.bearings, BearingContent("MNG", "r2397-op8-final-report", Effect.NONE))
    author = desk.people["analyst2"]
    _freeze(desk, "Before the edit")
    claims.edit(
        desk.session,
        key=desk.second,
        base=1,
        content=replace(content, bearings=more, citations=(CitationContent(PAPER), *content.citations[1:])),
        author=author,
        at=LATER,
        reason="",
    )
    _freeze(desk, "After it")
    found = notices.impact(desk.session, source="a-paper", clocks=CLOCKS)
    assert [row.claim.key for row in found.claims] == sorted([desk.first, desk.second])
    assert [(cell.state.code, cell.obligation.key, cell.decision.outcome) for cell in found.cells] == [
        ("MNG", DUTY, Outcome.FULFILLED),
        ("MNG", "r2397-op8-final-report", Outcome.NOT_DUE),
    ]
    both = tuple(sorted([desk.first, desk.second]))
    named = [(report.title, report.claims) for report in found.reports]
    assert named == [("Before the edit", both), ("After it", both)]


def test_a_report_knows_what_was_taken_back_behind_it_and_stays_as_it_is(desk):
    report = _freeze(desk, "July")
    text = report.document
    named = [(claim.key, claim.revision) for claim in report_reading.document_of(report).evidence]
    assert notices.behind(desk.session, revisions=named) == []
    desk.notice()
    (one,) = notices.behind(desk.session, revisions=named)
    assert (one.notice.source.key, one.claims) == ("a-paper", tuple(sorted([desk.first, desk.second])))
    assert notices.behind(desk.session, revisions=[(desk.first, 2)]) == []
    assert report_reading.get(desk.session, number=report.number).document == text


def test_the_history_tells_of_the_reopening_and_no_later_edit_ends_a_review_twice(desk):
    desk.notice()
    content = revisions.content_of(claims.show(desk.session, key=desk.first))
    edited = replace(content, notes="Read again.")
    author = desk.people["analyst"]
    claims.edit(desk.session, key=desk.first, base=1, content=edited, author=author, at=LATER, reason="")
    told = [event.sentence for event in history.of_claim(desk.session, key=desk.first)]
    assert told[2:] == [
        "reopened revision 1 for review, because the source “All workers left” was retracted: Made up.",
        "saved revision 2 and changed notes",
    ]


@pytest.mark.whole_record
def test_loading_the_seed_again_does_not_undo_a_reopening(record):
    at = SEEDED_AT + timedelta(days=1)
    with writing(record, actor="test") as session:
        person = accounts.find(session, username="analyst").id
        source, key = "kbs-de-2016-diplomats-expelled", "kr-pv-2016-mm-vn-eg-departures"
        notices.record(session, source=source, by=person, at=at, **GOOD)
        assert claim_list.review_state(claims.show(session, key=key)) is ReviewState.WAITING
        seeding.load(session, folder=resources.folder("seed"), at=at + timedelta(hours=1))
        assert claim_list.review_state(claims.show(session, key=key)) is ReviewState.WAITING
        session.rollback()
