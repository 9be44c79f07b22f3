"""Time stamps: verified against pinned roots before they are kept, and again whenever the record is checked."""

from datetime import timedelta

import pytest

from tests.databases import SEEDED_AT
from tests.intake import authority
from tracker.db.engine import writing
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.vocabulary import CaptureMethod
from tracker.intake.document_content import Document
from tracker.services import accounts, captures, sources, timestamps
from tracker.services.captures import Custody

AT = SEEDED_AT + timedelta(hours=4)
ROOT = authority.holder("Root of the test")
STAMPER = authority.holder("Authority of the test", ROOT, stamps=True)
STRANGER = authority.holder("Another root")


@pytest.fixture
def desk(record):
    """A writer's session, the people's ids, and a kept copy."""
    with writing(record, actor="test") as session:
        people = {name: accounts.find(session, username=name).id for name in ("analyst", "reviewer")}
        copy = captures.keep(
            session,
            source=sources.latest(session)[0].key,
            data=b"kept words",
            document=Document("text/plain", "kept words", "plain text", "1"),
            custody=Custody(method=CaptureMethod.PASTE, started_at=AT, ended_at=AT),
            by=people["analyst"],
        )
        yield session, people, copy
        session.rollback()


def _add(desk, *, roots=(ROOT.pem,), nonce=0, by="analyst", answer=None):
    session, people, copy = desk
    question = timestamps.question(session, copy)
    told = answer or authority.answer(question.data, STAMPER)
    number = question.nonce + nonce
    return timestamps.add(session, capture=copy, answer=told, roots=roots, nonce=number, by=people[by], at=AT)


def test_a_verified_answer_is_kept_with_its_own_hash(desk):
    row = _add(desk)
    assert (row.stamped_at, row.authority) == (authority.STAMPED, "CN=Authority of the test")
    assert len(row.sha256) == 64
    assert list(timestamps.faults(desk[0], roots=[ROOT.pem])) == []


@pytest.mark.parametrize(
    "given",
    [{"roots": (STRANGER.pem,)}, {"nonce": 1}, {"answer": b"no answer"}, {"answer": authority.refusal()}],
    ids=["a strange root", "another number", "no answer", "a refusal"],
)
def test_an_answer_that_does_not_stand_is_refused_in_a_sentence(desk, given):
    with pytest.raises(RuleBroken, match=r"\.$"):
        _add(desk, **given)


def test_a_time_stamp_is_kept_once(desk):
    session, people, copy = desk
    question = timestamps.question(session, copy)
    told = authority.answer(question.data, STAMPER)
    given = {"capture": copy, "answer": told, "roots": [ROOT.pem], "nonce": question.nonce, "by": people["analyst"]}
    timestamps.add(session, at=AT, **given)
    with pytest.raises(RuleBroken, match="on record already"):
        timestamps.add(session, at=AT, **given)


def test_only_an_analyst_records_one(desk):
    with pytest.raises(NotAllowed):
        _add(desk, by="reviewer")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sha256", "0" * 64),
        ("token", "AAAA"),
        ("token", "not base64!"),
        ("serial", "999"),
        ("stamped_at", AT),
    ],
)
def test_a_kept_token_that_was_altered_is_found(desk, field, value):
    row = _add(desk)
    setattr(row, field, value)
    desk[0].flush()
    assert [found.id for found, sentence in timestamps.faults(desk[0], roots=[ROOT.pem]) if sentence] == [row.id]


def test_roots_are_the_pem_files_of_a_folder(tmp_path):
    with pytest.raises(RuleBroken, match="No root is pinned"):
        timestamps.roots_in(tmp_path / "nowhere")
    (tmp_path / "a.pem").write_bytes(ROOT.pem)
    assert timestamps.roots_in(tmp_path) == [ROOT.pem]
