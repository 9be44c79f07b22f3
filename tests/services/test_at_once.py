"""What two people do at once: one of them succeeds, the other is told, and nothing is done twice or undone."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from tests import determined
from tests.databases import SEEDED_AT
from tests.reporting import frozen
from tests.services.test_claims import CONTENT, KEY
from tracker.db.engine import reading, writing
from tracker.db.models import ClaimRevision, OriginAssignment, Reopening, Report, Source
from tracker.domain.errors import RuleBroken
from tracker.domain.vocabulary import Credibility, NoticeKind, Reliability, Role, Ruling, Verdict
from tracker.services import (
    accounts,
    claims,
    determinations,
    drafts,
    notices,
    origins,
    reviews,
    revisions,
)

AT = SEEDED_AT + timedelta(hours=3)
MANY = 8


def _at_once(engine: Engine, deeds: list[Callable]) -> list[object]:
    """Do all deeds at the same moment, each in a transaction of its own; what each gave or met."""
    found: list[object] = []
    gate = threading.Barrier(len(deeds))

    def run(deed: Callable) -> None:
        gate.wait()
        try:
            with writing(engine, actor="t") as session:
                found.append(deed(session))
        except Exception as error:  # noqa: BLE001 - whatever it met is what the test looks at
            found.append(error)

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.fixture
def people(record):
    with reading(record) as session:
        return {user.username: user.id for user in accounts.list_all(session)}


def _refusals(found):
    faults = [item for item in found if isinstance(item, BaseException)]
    assert all(isinstance(fault, RuleBroken) for fault in faults), faults
    return faults


def test_one_withdrawal_stands(record, people):
    def withdraw(number):
        return lambda s: claims.withdraw(s, key=KEY, by=people["analyst"], at=AT, reason=f"Reason {number}.")

    found = _at_once(record, [withdraw(number) for number in range(MANY)])
    assert len(_refusals(found)) == MANY - 1


def test_one_edit_stands(record, people):
    def edit(number):
        def deed(session):
            content = replace(CONTENT, statement=f"Words {number}.")
            return claims.edit(session, key=KEY, base=1, content=content, author=people["analyst"], at=AT, reason="")

        return deed

    found = _at_once(record, [edit(number) for number in range(MANY)])
    assert len(_refusals(found)) == MANY - 1
    with reading(record) as session:
        assert claims.show(session, key=KEY).number == 2


def test_a_review_and_a_withdrawal_do_not_pass_each_other(record, people):
    with writing(record, actor="t") as session:
        key = claims.log(session, content=CONTENT, author=people["analyst"], at=AT).key

    def review(session):
        return reviews.decide(
            session,
            key=key,
            revision=1,
            seen=0,
            reviewer=people["reviewer"],
            verdict=Verdict.RIGHT,
            reliability=Reliability.B,
            credibility=Credibility.TWO,
            comment="",
            at=AT,
        )

    def withdraw(session):
        return claims.withdraw(session, key=key, by=people["analyst2"], at=AT, reason="x")

    found = _at_once(record, [review, withdraw])
    assert not [fault for fault in _refusals(found) if "was withdrawn" not in str(fault)]


def test_claims_logged_at_once_are_all_kept_and_share_their_source(record, people):
    def log(number):
        content = replace(CONTENT, statement=f"Statement {number}.")
        return lambda s: claims.log(s, content=content, author=people["analyst"], at=AT).key

    found = _at_once(record, [log(number) for number in range(MANY)])
    assert _refusals(found) == []
    assert len(set(found)) == MANY
    with reading(record) as session:
        assert len(session.scalars(select(Source).where(Source.title == "All workers left")).all()) == 1
        assert len(session.scalars(select(ClaimRevision).where(ClaimRevision.statement.like("Statement %"))).all()) == 8


def test_reports_frozen_at_once_have_numbers_of_their_own(record, people):
    def freeze(number):
        return lambda s: (
            frozen(
                s,
                regime="dprk-1718",
                states=["FRA"],
                obligations=["r2397-op8-final-report"],
                as_of=AT.date(),
                known_at=AT,
                title=f"Report {number}",
                author=people["analyst"],
                at=AT,
            ).number
        )

    found = _at_once(record, [freeze(number) for number in range(4)])
    assert _refusals(found) == []
    with reading(record) as session:
        assert sorted(session.scalars(select(Report.number))) == [1, 2, 3, 4]


def test_one_ruling_on_a_determination_stands(record, people):
    with writing(record, actor="t") as session:
        number = determined.propose(session, "both").id

    def deed(person, ruling):
        return lambda s: determinations.rule(
            s, number=number, ruling=ruling, reason="x", by=people[person], at=determined.AT
        )

    pairs = [(person, ruling) for person in ("reviewer", "reviewer2") for ruling in (Ruling.APPROVED, Ruling.REFUSED)]

    def back(session):
        return determinations.take_back(session, number=number, by=people["both"], at=determined.AT)

    found = _at_once(record, [*(deed(*pair) for pair in pairs), deed("both", Ruling.APPROVED), back])
    assert len(_refusals(found)) == 5
    with reading(record) as session:
        row = determinations.get(session, number=number)
        assert row.ruled_by_id != people["both"] or row.ruling is Ruling.TAKEN_BACK


def test_one_end_is_proposed_and_one_ruling_on_it_stands(record, people):
    with writing(record, actor="t") as session:
        number = determined.approved(session).id

    def propose(name):
        given = {"number": number, "reason": name, "by": people[name], "at": determined.LATER}
        return lambda s: determinations.propose_end(s, **given).id

    found = _at_once(record, [propose(name) for name in ("analyst", "analyst2", "both", "reviewer")])
    assert len(_refusals(found)) == 3

    def rule(name, ruling):
        given = {"number": number, "ruling": ruling, "reason": "x", "by": people[name], "at": determined.LATER}
        return lambda s: determinations.rule_on_end(s, **given).id

    names = ("reviewer", "reviewer2", "both")
    found = _at_once(record, [rule(name, ruling) for name in names for ruling in (Ruling.APPROVED, Ruling.REFUSED)])
    assert len(_refusals(found)) == 5
    with reading(record) as session:
        row = determinations.get(session, number=number)
        (ruled,) = row.end_proposals
        assert ruled.ruled_by_id != ruled.proposed_by_id
        assert (row.ended_at is not None) == (ruled.ruling is Ruling.APPROVED)


def test_of_two_determinations_of_one_cell_approved_at_once_one_stands(record, people):
    with writing(record, actor="t") as session:
        numbers = [determined.propose(session, name).id for name in ("analyst", "analyst2", "both")]

    def approve(number):
        return lambda s: determinations.rule(
            s, number=number, ruling=Ruling.APPROVED, reason="", by=people["reviewer"], at=determined.AT
        )

    found = _at_once(record, [approve(number) for number in numbers])
    assert len(_refusals(found)) == 2
    with reading(record) as session:
        assert len([one for one in determined.held(session) if one.stands]) == 1


def test_one_person_who_proposes_twice_at_once_has_proposed_once(record):
    found = _at_once(record, [lambda s: determined.propose(s).id for _ in range(4)])
    assert len(_refusals(found)) == 3


def test_a_review_and_a_notice_on_its_source_come_one_after_the_other(record, people):
    with writing(record, actor="t") as session:
        key = claims.log(session, content=CONTENT, author=people["analyst"], at=AT).key
        source = claims.show(session, key=key).citations[0].source.key

    def review(number):
        return lambda s: reviews.decide(
            s,
            key=key,
            revision=1,
            seen=0,
            reviewer=people["reviewer"],
            verdict=Verdict.RIGHT,
            reliability=Reliability.B,
            credibility=Credibility.TWO,
            comment=f"Reading {number}.",
            at=AT + timedelta(minutes=1),
        )

    def notice(session):
        given = {"kind": NoticeKind.RETRACTION, "day": "", "address": "", "reason": "Made up."}
        at = AT + timedelta(minutes=2)
        return notices.record(session, source=source, by=people["analyst2"], at=at, **given).id

    found = _at_once(record, [review(1), notice, review(2)])
    assert len(_refusals(found)) == 1
    with reading(record) as session:
        (standing,) = claims.show(session, key=key).reviews
        ended = session.scalars(select(Reopening.review_id)).all()
        assert ended == ([standing.id] if standing.superseded_at else [])


@pytest.fixture
def proposal(record, people):
    """The key of a claim whose origin is proposed for a merge, the number of the proposal, and its fingerprint."""
    with writing(record, actor="t") as session:
        logged = [
            claims.log(session, content=replace(CONTENT, origin=name), author=people["analyst"], at=AT).key
            for name in ("wire", "paper")
        ]
        change = origins.propose_merge(
            session, origin="wire", into="paper", reason="One briefing.", by=people["analyst"], at=AT
        )
        return logged[0], change.id, change.fingerprint


def _approve(proposal, person):
    _, change, seen = proposal
    given = {"ruling": Ruling.APPROVED, "reason": "", "seen_fingerprint": seen, "at": AT + timedelta(minutes=1)}
    return lambda s: origins.rule(s, change=change, by=person, **given).id


def test_one_approval_of_a_merge_stands(record, people, proposal):
    found = _at_once(record, [_approve(proposal, people[name]) for name in ("reviewer", "reviewer2", "both") * 2])
    assert len(_refusals(found)) == 5
    with reading(record) as session:
        assert len(session.scalars(select(OriginAssignment)).all()) == 1


def test_no_claim_is_left_behind_by_a_merge_at_the_same_moment(record, people, proposal):
    key, *_ = proposal

    def log(session):
        content = replace(CONTENT, origin="wire", statement="A third outlet.")
        return claims.log(session, content=content, author=people["analyst"], at=AT + timedelta(minutes=1)).key

    def edit(session):
        current = claims.show(session, key=key)
        content = replace(revisions.content_of(current), notes="Read again.")
        at = AT + timedelta(minutes=2)
        return claims.edit(
            session, key=key, base=1, content=content, author=people["analyst2"], at=at, reason=""
        ).number

    found = _at_once(record, [_approve(proposal, people["reviewer"]), log, edit])
    refused = _refusals(found)
    with reading(record) as session:
        keys = [key, next(item for item in found if isinstance(item, str))]
        under = {revisions.content_of(claims.show(session, key=one)).origin for one in keys}
    assert under == ({"wire"} if refused else {"paper"})


def test_two_administrators_cannot_shut_each_other_out(record):
    with writing(record, actor="t") as session:
        accounts.set_roles(session, username="viewer", roles={Role.ADMINISTRATOR})

    def demote(name):
        return lambda s: accounts.set_roles(s, username=name, roles={Role.VIEWER})

    found = _at_once(record, [demote("admin"), demote("viewer")])
    assert len(_refusals(found)) == 1


def test_a_draft_that_is_kept_twice_at_once_is_one(record, people):
    def keep(number):
        return lambda s: drafts.keep(s, user=people["analyst"], form="new", fields=[("a", str(number))], at=AT)

    found = _at_once(record, [keep(number) for number in range(MANY)])
    assert _refusals(found) == []
