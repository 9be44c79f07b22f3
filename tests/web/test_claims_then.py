"""A claim, the statements about a state and a kept copy as they were known at an instant; what came later stays out."""

from datetime import timedelta
from typing import Any

import pytest

from tests.later import THEN
from tests.services.desks import ADVERSE, AT, DENIAL, Desk
from tests.web.test_captures import PAGE, _file, _send
from tests.web.test_captures import source as source  # a fixture
from tests.web.test_claim_form import ARTICLE
from tracker.db.engine import writing
from tracker.domain.vocabulary import LinkType, NoticeKind, Ruling
from tracker.services import claims, comments, dissents, links, notices, origins, questions

FIRST, SECOND = "The Panel says that workers stayed.", "The Panel says that forty workers stayed."


def _at(hours: float) -> str:
    return (AT + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture
def key(record) -> str:
    """A claim with a deed an hour: logged, decided, spoken about, moved, edited, decided, reopened, withdrawn."""
    hours = [AT + timedelta(hours=hour) for hour in range(10)]
    with writing(record, actor="test") as session:
        desk = Desk(session)
        who = desk.people
        key = desk.log(at=hours[0], **ADVERSE)
        review = desk.decide(key, grade="C3", at=hours[1])
        other = desk.log(at=hours[0], **DENIAL)
        comments.comment(session, key=key, by=who["analyst2"], words="Look at the annex.", at=hours[2])
        links.add(session, claim=key, named=other, link_type=LinkType.CONTRADICTS, by=who["analyst"], at=hours[2])
        dissents.dissent(session, review=review.id, by=who["both"], reason="Too mild.", printed=False, at=hours[2])
        asked = {"state": "MNG", "asked_of": "The mission", "wording": "Is it so?", "asked_on": hours[0].date()}
        questions.ask(session, **asked, claim=key, by=who["analyst"], at=hours[2])
        change = origins.propose_merge(
            session,
            origin=claims.origin_key(session, name=key) or "",
            into=other,
            reason="One.",
            by=who["analyst"],
            at=hours[3],
        )
        origins.rule(
            session,
            change=change.id,
            ruling=Ruling.APPROVED,
            by=who["reviewer"],
            at=hours[3],
            reason="Yes.",
            seen_fingerprint=change.fingerprint,
        )
        changed: dict[str, Any] = ADVERSE | {"statement": SECOND}
        desk.edit(key, at=hours[4], **changed)
        desk.decide(key, by="reviewer2", grade="B1", at=hours[5])
        source = claims.show(session, key=key).citations[0].source.key
        notice = {"kind": NoticeKind.CORRECTION, "day": "", "address": "", "reason": "It was forty-one."}
        notices.record(session, source=source, **notice, by=who["analyst"], at=hours[6])
        claims.withdraw(session, key=key, by=who["analyst"], at=hours[7], reason="Taken back.")
        return key


LATER = {"annex": "Look at the annex.", "dissent": "Too mild.", "question": "Is it so?", "other": "nobody stayed"}


def test_the_page_of_a_claim_is_as_it_was_known(client, key):
    client.sign_in("analyst")
    waiting = client.get(f"/claims/{key}?known_at={_at(0.5)}").text
    assert FIRST in waiting
    assert "Nobody has decided on revision 1 yet." in waiting
    assert "Later: revision 2, saved on" in waiting
    assert "withdrawn on" in waiting
    for absent in (
        SECOND,
        "C3",
        "Taken back.",
        "This source was corrected",
        ">Edit<",
        "Add the comment",
        *LATER.values(),
    ):
        assert absent not in waiting, absent
    accepted = client.get(f"/claims/{key}?known_at={_at(3.5)}").text
    assert "graded C3" in accepted
    assert "waits for review again" not in accepted
    for said in ("Look at the annex.", "Too mild.", "The mission", "nobody stayed"):
        assert said in accepted, said
    assert SECOND not in accepted
    assert "graded C3" in client.get(f"/claims/{key}/1?known_at={_at(4.5)}").text
    edited = client.get(f"/claims/{key}?known_at={_at(4.5)}").text
    assert SECOND in edited
    assert "Nobody has decided on revision 2 yet." in edited
    assert "revision 2 (the one of then)" in edited
    reopened = client.get(f"/claims/{key}?known_at={_at(6.5)}").text
    assert "because a source was corrected: It was forty-one." in reopened
    assert "It was ended on" not in client.get(f"/claims/{key}?known_at={_at(5.5)}").text
    now = client.get(f"/claims/{key}?known_at={_at(8)}").text
    assert "Withdrawn on" in now
    assert "Later:" not in now


def test_the_origin_is_that_of_the_instant(client, key):
    before, after = (client.get(f"/claims/{key}?known_at={_at(hour)}").text for hour in (2.5, 3.5))
    assert "two people decided that it is this one" not in before
    assert "two people decided that it is this one" in after
    assert "No other claim shares it." in before


def test_what_was_not_known_yet_is_not_there_and_says_when_it_was_recorded(client, key):
    early = client.get(f"/claims/{key}?known_at={_at(-1)}")
    assert early.status_code == 404
    assert f"The claim “{key}” was recorded on" in early.text
    later = client.get(f"/claims/{key}/2?known_at={_at(1)}")
    assert later.status_code == 404
    assert f"Revision 2 of the claim “{key}” was recorded on" in later.text
    assert FIRST in client.get(f"/claims/{key}/1?known_at={_at(5)}").text
    assert client.get(f"/claims/{key}/3?known_at={_at(5)}").status_code == 404
    assert client.get(f"/claims/none?known_at={_at(5)}").status_code == 404


def test_the_history_ends_at_the_instant(client, key):
    then = client.get(f"/claims/{key}/history?known_at={_at(1.5)}&before=1&after=2").text
    assert "logged the claim" in then
    assert "graded C3" in then
    assert "saved revision 2" not in then
    assert "There is only one revision so far." in then
    assert "saved revision 2" in client.get(f"/claims/{key}/history").text


def test_a_day_leaves_out_what_tells_of_later_days(client, key):
    page = client.get(f"/claims/{key}?as_of=2001-01-01").text
    assert "It tells of a later day than" in page
    assert "It tells of a later day than" not in client.get(f"/claims/{key}?as_of=2099-01-01").text


def test_the_statements_about_a_state_go_by_the_clocks(client, key):
    then = client.get(f"/states/MNG?known_at={_at(3.5)}").text
    statements = then[then.index('id="statements"') :]
    assert FIRST in statements
    assert SECOND not in statements
    assert f'href="/claims/{key}/1?known_at=' in statements
    assert "C3" in statements
    assert "/claims/?state=MNG&amp;known_at=" in statements
    early = client.get(f"/states/MNG?known_at={_at(-1)}").text
    assert FIRST not in early
    now = client.get("/states/MNG").text
    assert SECOND in now[now.index('id="statements"') :]
    assert "by these clocks" in client.get("/states/MNG?as_of=1946-01-01").text


def test_a_kept_copy_goes_by_the_clocks(client, source):
    client.sign_in("analyst")
    _send(client, source, _file(PAGE.encode()))
    copy = f"{source}/copies/1"
    early = client.get(f"{copy}?known_at={THEN}")
    assert early.status_code == 404
    assert "was kept on" in early.text
    assert client.get(f"{copy}/file?known_at={THEN}").status_code == 404
    assert "has no kept copy 9" in client.get(f"{source}/copies/9?known_at={THEN}").text
    late = client.get(f"{copy}?known_at=2099-01-01").text
    assert "Claims recorded, and time stamps added, by" in late
    assert f'href="/claims/{ARTICLE}/1?known_at=2099-01-01"' in late
    assert "As it stands now" not in client.get(copy).text
    assert f"/claims/{ARTICLE}" not in client.get(f"{copy}?as_of=2001-01-01").text.partition('id="custody"')[0]
    assert "quote-unchecked" in client.get(f"/claims/{ARTICLE}?known_at={THEN}").text
    assert "quote-unchecked" not in client.get(f"/claims/{ARTICLE}").text
