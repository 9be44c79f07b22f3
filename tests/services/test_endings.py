"""Ending takes two people, whether a determination ends or a record of the law is struck: one table for both."""

import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests import determined
from tests.determined import AT, DUTY, LATER, people_of
from tests.services.test_law_changes import SUSPENSION
from tracker.db import audit
from tracker.db.engine import writing
from tracker.db.models import AuditEntry, Determination, EndProposal, LawChange
from tracker.domain.errors import NotAllowed, RuleBroken, Stale
from tracker.domain.vocabulary import Role, Ruling, Standing
from tracker.services import accounts, determination_list, determinations, endings, law_changes

RULED = AT + timedelta(minutes=1)
SOON = AT + timedelta(minutes=5)
THEN = AT + timedelta(minutes=9)


@dataclass(frozen=True)
class Thing:
    """What "both" proposed and "reviewer" approved, with the verbs that end it."""

    session: Session
    noun: str
    number: int

    def _by(self, verb: str, by: str, at: Any, **given: Any) -> Any:
        names = {"propose": "propose_{}", "rule": "rule_on_{}", "take back": "take_{}_back"}
        service, end = (determinations, "end") if self.noun == "determination" else (law_changes, "strike")
        deed = getattr(service, names[verb].format(end))
        return deed(self.session, number=self.number, by=people_of(self.session)[by], at=at, **given)

    def propose(self, by: str = "analyst", *, reason: str = "A mistake.", at: Any = SOON) -> Any:
        return self._by("propose", by, at, reason=reason)

    def rule(self, by: str = "reviewer2", ruling: Ruling = Ruling.APPROVED, *, reason: str = "", at: Any = THEN) -> Any:
        return self._by("rule", by, at, ruling=ruling, reason=reason)

    def take_back(self, by: str = "analyst") -> Any:
        return self._by("take back", by, THEN)

    @property
    def row(self) -> Determination | LawChange:
        return (determinations if self.noun == "determination" else law_changes).get(self.session, number=self.number)

    @property
    def model(self) -> type[Determination] | type[LawChange]:
        return Determination if self.noun == "determination" else LawChange


@pytest.fixture
def desk(record):
    """A writer's session on a copy of the seeded record."""
    with writing(record, actor="test") as session:
        yield session
        session.rollback()


def _suspension(desk) -> int:
    by = people_of(desk)["both"]
    return law_changes.propose(desk, obligation=DUTY, proposed=SUSPENSION, by=by, at=AT).id


@pytest.fixture(params=["determination", "law_change"])
def thing(request, desk):
    """A determination that stands, or a record of the law that is in force."""
    if request.param == "determination":
        number = determined.rule(desk, determined.propose(desk, "both").id).id
    else:
        number = _suspension(desk)
        given = {"ruling": Ruling.APPROVED, "reason": "", "by": people_of(desk)["reviewer"]}
        law_changes.rule(desk, number=number, **given, at=RULED)
    return Thing(desk, request.param, number)


WHO = [
    ("an analyst and a reviewer", "analyst", "reviewer2", ""),
    ("who approved the thing may end it, as somebody else proposed", "analyst", "reviewer", ""),
    ("who proposed the thing may end it, as somebody else proposed", "reviewer", "both", ""),
    ("who approved the thing may propose its end", "reviewer", "reviewer2", ""),
    ("nobody ends what they proposed to end", "both", "both", "A second person must rule on it"),
    ("nor does who approved the thing", "reviewer", "reviewer", "A second person must rule on it"),
    ("an analyst does not end it", "reviewer", "analyst", "Only a reviewer may rule on the"),
    ("nor an administrator", "analyst", "admin", "Only a reviewer may rule on the"),
    ("a viewer proposes no end", "viewer", "", "Only an analyst or a reviewer may propose the"),
    ("nor does an administrator", "admin", "", "Only an analyst or a reviewer may propose the"),
]


def test_one_proposes_and_another_who_is_a_reviewer_ends_it(thing):
    people = people_of(thing.session)
    for case, proposer, ruler, says in WHO:
        with _forgotten(thing.session):
            assert _ended(thing, proposer, ruler) == says, case
            row = thing.row
            ended = (THEN, people.get(ruler), people[proposer], "A mistake.", False)
            left = (row.ended_at, row.ended_by_id, row.end_proposed_by_id, row.end_reason, row.ended_alone)
            assert left == ((None, None, None, "", False) if says else ended), case


def _ended(thing, proposer, ruler) -> str:
    """The beginning of the refusal, or nothing when it has ended."""
    try:
        thing.propose(proposer)
        assert thing.row.ended_at is None
        thing.rule(ruler)
    except NotAllowed as refused:
        return next(says for *_, says in WHO if says and re.search(says, str(refused)))
    return ""


@contextmanager
def _forgotten(session):
    """Whatever is done inside is undone: one copy of the record serves a whole table of cases."""
    point = session.begin_nested()
    yield
    point.rollback()
    session.expire_all()


def test_a_role_that_is_given_in_between_helps_nobody(thing):
    thing.propose()
    roles = {Role.ANALYST, Role.REVIEWER, Role.ADMINISTRATOR}
    accounts.set_roles(thing.session, username="analyst", roles=roles)
    for ruling in (Ruling.APPROVED, Ruling.REFUSED):
        with pytest.raises(NotAllowed, match="A second person"):
            thing.rule("analyst", ruling, reason="x")


def test_an_end_that_was_refused_or_taken_back_stays_readable_and_may_be_proposed_anew(thing):
    thing.propose(reason="It was wrong.")
    with pytest.raises(RuleBroken, match="Say why it is refused"):
        thing.rule(ruling=Ruling.REFUSED)
    thing.rule(ruling=Ruling.REFUSED, reason="It was right.")
    thing.propose("reviewer", reason="Still wrong.")
    with pytest.raises(NotAllowed, match="Only who proposed"):
        thing.take_back("reviewer2")
    thing.take_back("reviewer")
    ends = endings.of(thing.row)
    assert (ends.waiting, ends.made, thing.row.ended_at) == (None, None, None)
    told = [(one.proposed_by.username, one.reason, one.ruling, one.ruling_reason) for one in ends.declined]
    assert told == [
        ("analyst", "It was wrong.", Ruling.REFUSED, "It was right."),
        ("reviewer", "Still wrong.", Ruling.TAKEN_BACK, ""),
    ]
    thing.propose()
    thing.rule("reviewer", reason="Indeed.")
    made = endings.of(thing.row).made
    assert made is not None
    assert (made.reason, made.ruling_reason, thing.row.end_reason) == ("A mistake.", "Indeed.", "A mistake.")


def test_the_log_has_the_proposal_the_refusal_with_its_reason_and_nothing_of_the_thing(thing):
    audit.write(thing.session)
    last = thing.session.scalars(select(func.max(AuditEntry.seq))).one()
    thing.propose()
    audit.write(thing.session)
    thing.rule(ruling=Ruling.REFUSED, reason="No mistake.")
    audit.write(thing.session)
    columns = (AuditEntry.action, AuditEntry.noun, AuditEntry.canonical)
    entries = thing.session.execute(select(*columns).where(AuditEntry.seq > last).order_by(AuditEntry.seq))
    told = [(action, noun, json.loads(text)["after"]) for action, noun, text in entries]
    assert [one[:2] for one in told] == [("insert", "end_proposal"), ("update", "end_proposal")]
    assert told[0][2]["reason"] == "A mistake."
    assert (told[1][2]["ruling"], told[1][2]["ruling_reason"]) == ("refused", "No mistake.")


@pytest.mark.parametrize("reason", ["", "x" * 5_001], ids=["none", "too long"])
def test_an_end_is_proposed_with_a_reason(thing, reason):
    with pytest.raises(RuleBroken) as refused:
        thing.propose(reason=reason)
    assert refused.value.field == "reason"


def test_what_somebody_else_did_first_is_said(thing):
    with pytest.raises(Stale, match="Nobody has proposed the"):
        thing.rule()
    thing.propose()
    with pytest.raises(Stale, match="Analyst Person has proposed this already, and it waits"):
        thing.propose("analyst2")
    thing.rule()
    for deed in (lambda: thing.rule("reviewer"), thing.take_back):
        with pytest.raises(Stale, match=r"Reviewer2 Person was first: the .* is approved already"):
            deed()
    with pytest.raises(Stale, match=r"has ended it already|is not in force"):
        thing.propose()


def test_what_is_not_approved_has_no_end(desk):
    waiting = Thing(desk, "determination", determined.propose(desk).id), Thing(desk, "law_change", _suspension(desk))
    for thing in waiting:
        with pytest.raises(Stale, match=r"is not approved|is not in force"):
            thing.propose()


def test_a_clock_that_is_behind_ends_it_at_the_instant_of_the_proposal(thing):
    thing.propose(at=AT - timedelta(seconds=2))
    assert thing.rule(at=AT - timedelta(seconds=1)).ended_at == RULED


def test_a_determination_stands_until_the_second_person_ruled_and_so_it_is_read_later(desk):
    thing = Thing(desk, "determination", determined.approved(desk).id)
    thing.propose()
    (before,) = determined.held(desk)
    assert (before.standing, before.stands) == (Standing.APPROVED, True)
    assert before.ends.waiting is not None
    found = determination_list.overview(desk, as_of=LATER.date(), known_at=LATER)
    assert [len(rows) for rows in (found.waiting, found.ending, found.approved, found.closed)] == [0, 1, 1, 0]
    thing.rule()
    seen = [
        (one.standing, bool(one.ends.waiting), bool(one.ends.made))
        for at in (RULED, SOON, THEN)
        for one in determined.held(desk, known_at=at)
    ]
    assert seen == [
        (Standing.APPROVED, False, False),
        (Standing.APPROVED, True, False),
        (Standing.ENDED, False, True),
    ]


ENDED = {"ended_at": THEN, "end_reason": "x", "ended_by_id": "reviewer2"}
FORGED = {
    "by one person": (ENDED, "nobody_ends_it_alone"),
    "by who proposed it": (ENDED | {"end_proposed_by_id": "reviewer2"}, "nobody_ends_it_alone"),
    "alone, with a proposer": (ENDED | {"ended_alone": True, "end_proposed_by_id": "analyst"}, "ended_alone_by_one"),
    "alone, and not at all": ({"ended_alone": True}, "ended_alone_by_one"),
    "by nobody": ({"end_proposed_by_id": "analyst"}, "end_whole"),
    "before it was approved": (ENDED | {"end_proposed_by_id": "analyst", "ended_at": AT}, "instants_in_order"),
}


def test_the_database_itself_refuses_it(thing):
    query = update(thing.model).where(thing.model.id == thing.number)
    for values, constraint in FORGED.values():
        with _forgotten(thing.session), pytest.raises(IntegrityError, match=constraint):
            thing.session.execute(query.values(**_by_number(thing.session, values)))


def _by_number(session, values):
    people = people_of(session)
    return {name: people.get(value, value) if name.endswith("_by_id") else value for name, value in values.items()}


PROPOSED = {"reason": "x", "proposed_by_id": "reviewer", "proposed_at": SOON, "ruling_reason": ""}
OWN = {"ruling": Ruling.APPROVED, "ruled_by_id": "reviewer", "ruled_at": THEN}
FORGED_PROPOSALS = {
    "approved by its author": (PROPOSED | OWN, "nobody_approves_their_own"),
    "without a reason": (PROPOSED | {"reason": ""}, "has_reason"),
    "refused without a reason": (
        PROPOSED | OWN | {"ruling": Ruling.REFUSED, "ruled_by_id": "both"},
        "refusal_has_reason",
    ),
    "taken back by somebody else": (
        PROPOSED | OWN | {"ruling": Ruling.TAKEN_BACK, "ruled_by_id": "both"},
        "only_its_author_takes_it_back",
    ),
    "ruled on before it was made": (PROPOSED | OWN | {"ruled_by_id": "both", "ruled_at": AT}, "instants_in_order"),
    "of nothing": (PROPOSED | {"of": None}, "of_one_thing"),
}


def test_the_database_itself_refuses_a_proposal(thing):
    for values, constraint in FORGED_PROPOSALS.values():
        given = _by_number(thing.session, values)
        of = {f"{thing.noun}_id": given.pop("of", thing.number)}
        with _forgotten(thing.session), pytest.raises(IntegrityError, match=constraint):
            thing.session.execute(insert(EndProposal).values(**of, **given))
    thing.propose()
    given = _by_number(thing.session, PROPOSED | {f"{thing.noun}_id": thing.number})
    with pytest.raises(IntegrityError, match=f"uq_end_proposal_{thing.noun}|end_proposal.{thing.noun}_id"):
        thing.session.execute(insert(EndProposal).values(**given))
