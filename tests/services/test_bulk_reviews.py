"""Many claims decided on at once: exceptions are found, nobody decides on their own work, each gets its own review."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from tests.importing import CLAIM, Bench
from tracker import clock
from tracker.db.engine import reading, writing
from tracker.db.models import AuditEntry, Review
from tracker.domain.bulk_reviewing import Flag
from tracker.domain.errors import NotAllowed, RuleBroken, Stale
from tracker.domain.importing import ImportNoun
from tracker.domain.vocabulary import Credibility, Reliability, Verdict
from tracker.services import bulk_reviews, claims, history, reviews, revisions
from tracker.services.bulk_reviews import WITHOUT, Judged, Pile

RIGHT = Judged(Verdict.RIGHT, Reliability.B, Credibility.TWO, "The ministry's own list.")
PLAIN = [
    CLAIM | {"key": f"plain-{n}", "statement": f"The minister named {n} workers.", "said": f"2018-07-1{n}"}
    for n in range(3)
]
ODD = {
    Flag.MISMATCH: CLAIM | {"statement": "It cites another.", "cited_as": "resolution 1540", "said": "2018-01-02"},
    Flag.UNQUOTED: CLAIM | {"statement": "It quotes nothing.", "quotation": "", "said": "2018-01-03"},
    Flag.DUPLICATE: CLAIM | {"statement": "The Minister named 1 workers!", "said": "2018-07-11"},
    Flag.ADVERSE: CLAIM
    | {
        "statement": "Workers stayed.",
        "kind": "allegation",
        "speaks_for": "",
        "bears_on": "China r2397-op8-repatriation breaches",
        "states": "China",
        "said": "2018-01-04",
    },
}


@pytest.fixture
def bench(record) -> Bench:
    return Bench(record)


def _pile(bench: Bench, number: int, reviewer: str = "reviewer") -> Pile:
    with reading(bench.engine) as session:
        found = bulk_reviews.pile(session, number=number, reviewer=bench.people[reviewer])
        session.expunge_all()
        return found


def _decide(bench: Bench, number: int, chosen: Any, judged: Judged = RIGHT, by: str = "reviewer") -> list[int]:
    with writing(bench.engine, actor=by) as session:
        given = {"judged": judged, "reviewer": bench.people[by], "at": clock.now()}
        return [review.id for review in bulk_reviews.decide(session, number=number, chosen=chosen, **given)]


def _edit(bench: Bench, key: str, by: str) -> None:
    with writing(bench.engine, actor=by) as session:
        known = claims.show(session, key=key)
        content = replace(revisions.content_of(known), notes=f"Looked at by {by}.")
        claims.edit(
            session, key=key, base=known.number, content=content, author=bench.people[by], at=clock.now(), reason=""
        )


def test_exceptions_are_told_and_come_first(bench):
    number = bench.bring(ImportNoun.CLAIMS, *PLAIN, *ODD.values())
    found = _pile(bench, number)
    flags = {row.statement: row.flags for row in found.rows}
    for flag, row in ODD.items():
        assert flag in flags[row["statement"]], row["statement"]
    assert flags[PLAIN[0]["statement"]] == frozenset()
    assert flags[PLAIN[1]["statement"]] == {Flag.DUPLICATE}
    assert [bool(row.flags) for row in found.rows] == [True] * 5 + [False] * 2
    assert {row.key for row in found.fitting(flag=WITHOUT)} == {"plain-0", "plain-2"}
    with reading(bench.engine) as session:
        beside = bulk_reviews.shown(session, found.rows)
    assert (beside["plain-0"].states, beside["plain-0"].title) == (("Viet Nam",), "Ministry briefing")


def test_each_claim_gets_a_review_of_its_own_that_says_how_it_was_come_by(bench):
    number = bench.bring(ImportNoun.CLAIMS, *PLAIN)
    found = _pile(bench, number)
    done = _decide(bench, number, [row.chosen for row in found.rows[:2]])
    with reading(bench.engine) as session:
        rows = session.scalars(select(Review).where(Review.id.in_(done))).all()
        said = "Decided with one other claim of import 1. The ministry's own list."
        assert [(row.comment, row.reviewer_id, row.reliability) for row in rows] == [
            (said, bench.people["reviewer"], Reliability.B)
        ] * 2
        entries = select(AuditEntry.actor).where(AuditEntry.noun == "review", AuditEntry.row.in_(map(str, done)))
        assert session.scalars(entries).all() == ["reviewer"] * 2
        assert any("one other claim" in str(event) for event in history.of_claim(session, key=found.rows[0].key))
    left = _pile(bench, number)
    assert ([row.key for row in left.rows], left.decided) == ([found.rows[2].key], 2)


def test_nobody_decides_on_their_own_nor_on_what_they_once_edited(bench):
    number = bench.bring(ImportNoun.CLAIMS, *PLAIN, by="both")
    assert (_pile(bench, number, "both").rows, _pile(bench, number, "both").own) == ([], 3)
    chosen = [row.chosen for row in _pile(bench, number).rows]
    with pytest.raises(Stale):
        _decide(bench, number, chosen, by="both")
    with pytest.raises(NotAllowed):
        _decide(bench, number, chosen, by="analyst")
    _edit(bench, "plain-0", "both")
    with writing(bench.engine, actor="both") as session:  # the road of a single claim holds as well
        with pytest.raises(NotAllowed):
            reviews.decide(
                session,
                key="plain-1",
                revision=1,
                seen=0,
                reviewer=bench.people["both"],
                verdict=RIGHT.verdict,
                reliability=RIGHT.reliability,
                credibility=RIGHT.credibility,
                comment="",
                at=clock.now(),
            )
        session.rollback()


def test_several_authors_are_never_decided_on_without_saying_so(bench):
    number = bench.bring(ImportNoun.CLAIMS, *PLAIN)
    _edit(bench, "plain-2", "analyst2")
    found = _pile(bench, number)
    (edited,) = [row for row in found.rows if row.flags]
    assert edited.flags == {Flag.EDITED, Flag.SEVERAL}
    assert edited.authors == ("Analyst Person", "Analyst2 Person")
    chosen = [row.chosen for row in found.rows]
    with pytest.raises(RuleBroken, match="several people"):
        _decide(bench, number, chosen)
    assert len(_pile(bench, number).rows) == 3
    done = _decide(bench, number, chosen, replace(RIGHT, authors_said=True))
    with reading(bench.engine) as session:
        assert "the work of Analyst Person and Analyst2 Person" in session.get_one(Review, done[0]).comment


def test_all_or_none_are_decided_on(bench):
    number = bench.bring(ImportNoun.CLAIMS, *PLAIN)
    chosen = [row.chosen for row in _pile(bench, number).rows]
    _edit(bench, chosen[2].key, "analyst")
    with pytest.raises(Stale):
        _decide(bench, number, chosen)
    with pytest.raises(RuleBroken):
        _decide(bench, number, chosen[:2], replace(RIGHT, reliability=None))
    with pytest.raises(RuleBroken, match="that this import brought"):
        _decide(bench, number, [replace(chosen[0], key="ru-2019-03-midterm-report")])
    assert len(_pile(bench, number).rows) == 3


def test_a_sample_is_the_reviewer_s_own_and_lapses_when_something_changes(bench):
    many = [
        CLAIM | {"key": f"many-{n}", "statement": f"List {n} names workers.", "said": f"200{n % 10}-01-01"}
        for n in range(24)
    ]
    number = bench.bring(ImportNoun.CLAIMS, *many)
    found = _pile(bench, number)
    reviewer = bench.people["reviewer"]
    sample = bulk_reviews.sample(found, reviewer=reviewer)
    assert (len(sample.chosen), len(sample.drawn)) == (24, 20)
    assert bulk_reviews.sample(found, reviewer=bench.people["reviewer2"]).drawn != sample.drawn
    read = {row.key for row in sample.drawn}
    _edit(bench, "many-3", "analyst")
    with writing(bench.engine, actor="reviewer") as session:
        given = {"judged": RIGHT, "reviewer": reviewer, "at": clock.now()}
        with pytest.raises(Stale):
            bulk_reviews.decide_by_sample(session, number=number, mark=sample.mark, read=read, **given)
        fresh = bulk_reviews.sample(_pile(bench, number), reviewer=reviewer)
        read = {row.key for row in fresh.drawn}
        done = bulk_reviews.decide_by_sample(session, number=number, mark=fresh.mark, read=read, **given)
        assert {review.comment for review in done} == {
            "Decided with 22 other claims of import 1; 20 of them, drawn at random, were read. The ministry's own list."
        }
        assert len(done) == 23
