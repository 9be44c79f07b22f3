"""What waits for a second person: every kind of proposal, each until it is ruled on, and whose it is."""

import pytest
from sqlalchemy import select

from tests.determined import AT, DUTY, LATER, people_of, propose, rule
from tests.reporting import frozen
from tests.services.test_law_changes import SUSPENSION
from tracker.db.engine import writing
from tracker.db.models import Origin
from tracker.domain.vocabulary import Ruling
from tracker.services import determinations, law_changes, origins, reports, rules, second_person


@pytest.fixture
def desk(record):
    """A writer's session on a copy of the record."""
    with writing(record, actor="test") as session:
        yield session
        session.rollback()


def waiting(desk, name: str) -> dict[str, tuple[int, int]]:
    """How many of each kind wait for a person, and how many of those are their own."""
    found = second_person.waiting(desk, person=people_of(desk)[name])
    return {one.kind: (one.count, one.own) for one in found}


def test_each_kind_waits_until_it_is_ruled_on_and_for_others_only_what_they_proposed(desk):
    people = people_of(desk)
    queue = {"claim": (1, 0)}  # the one of the record that nobody has reviewed
    assert waiting(desk, "reviewer") == queue
    standing = rule(desk, propose(desk, "both").id)
    law = law_changes.propose(desk, obligation=DUTY, proposed=SUSPENSION, by=people["analyst"], at=AT)
    determinations.propose_end(desk, number=standing.id, by=people["both"], at=LATER, reason="A mistake.")
    propose(desk, "analyst", obligation="r2397-op8-final-report")
    merge = dict(zip(("origin", "into"), desk.scalars(select(Origin.key).order_by(Origin.key)), strict=False))
    origins.propose_merge(desk, **merge, reason="One utterance.", by=people["reviewer2"], at=AT)
    rules.propose(desk, number="2", reason="It weighs steps.", by=people["reviewer"], at=AT)
    day = AT.date()
    report = frozen(desk, as_of=day, known_at=AT, title="T", author=people["analyst"], at=LATER, regime="dprk-1718")
    all_of_it = {"determination": (1, 0), "end": (1, 0), "law": (1, 0), "origin": (1, 0)}
    all_of_it |= {"rules": (1, 1), "report": (1, 0)}
    assert waiting(desk, "reviewer") == queue | all_of_it
    assert waiting(desk, "analyst") == {"determination": (1, 1), "law": (1, 1), "report": (1, 1)}
    assert waiting(desk, "viewer") == {}
    ruled = {"ruling": Ruling.APPROVED, "reason": "", "by": people["reviewer"], "at": LATER}
    law_changes.rule(desk, number=law.id, **ruled)
    law_changes.propose_strike(desk, number=law.id, by=people["analyst"], at=LATER, reason="A mistake.")
    reports.approve(desk, number=report.number, approver=people["reviewer"], digest=report.digest, at=LATER)
    left = {"determination": (1, 0), "end": (1, 1), "strike": (1, 0), "origin": (1, 0), "rules": (1, 0)}
    assert waiting(desk, "both") == queue | left
    since = {one.kind: one.since for one in second_person.waiting(desk, person=people["both"])}
    assert since.pop("claim") < AT
    assert since == dict.fromkeys(("determination", "origin", "rules"), AT) | dict.fromkeys(("end", "strike"), LATER)
