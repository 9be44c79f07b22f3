"""What the record rests on is checked with it: a kept file, a quotation or a time stamp that was altered is named."""

import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.databases import SEEDED_AT
from tests.intake import authority
from tests.services.test_captures import CUSTODY, DOCUMENT, QUOTED, _quoting
from tracker.db.engine import kept_files, reading, snapshot, writing
from tracker.domain.findings import Code
from tracker.domain.quoting import Anchor
from tracker.domain.vocabulary import QuoteVerdict
from tracker.exports import audit_bundle, verifier
from tracker.services import accounts, anchors, audit, captures, claims, timestamps, verification
from tracker.services.outside import Anchors

AT = SEEDED_AT + timedelta(hours=4)
ROOT = authority.holder("Root of the test")
STAMPER = authority.holder("Authority of the test", ROOT, stamps=True)
EVIDENCE = {Code.FILE, Code.ORPHAN, Code.QUOTATION, Code.TOKEN, Code.UNVERIFIED}


@pytest.fixture
def kept(record: Engine) -> str:
    """A record with a copy that a claim quotes and an authority has stamped; the SHA-256 of the copy."""
    with writing(record, actor="analyst") as session:
        analyst = accounts.find(session, username="analyst").id
        key = claims.log(session, content=_quoting(QUOTED), author=analyst, at=AT).key
        source = claims.show(session, key=key).citations[0].source.key
        copy = captures.keep(
            session, source=source, data=DOCUMENT.text.encode(), document=DOCUMENT, custody=CUSTODY, by=analyst
        )
        question = timestamps.question(session, copy)
        told = authority.answer(question.data, STAMPER)
        given = {"answer": told, "roots": [ROOT.pem], "nonce": question.nonce}
        timestamps.add(session, capture=copy, by=analyst, at=AT, **given)
        return copy.kept_file.sha256


def _found(engine: Engine, roots=(ROOT.pem,)) -> dict[Code, str]:
    with snapshot(engine) as session:
        verdict = verification.verify(session, anchors=Anchors(roots=roots), at=AT + timedelta(hours=1))
    return {finding.code: finding.where for finding in verdict.findings if finding.code in EVIDENCE}


def _path(engine: Engine, sha256: str):
    with reading(engine) as session:
        path = kept_files(session).path(sha256)
    path.chmod(0o644)
    return path


def test_a_whole_record_has_no_finding(record, kept):
    assert _found(record) == {}


def _found_by_others(engine: Engine, folder) -> set[str]:
    """What the independent verifier finds in an exported bundle, apart from the absence of checkpoints."""
    file = folder / "bundle.zip"
    with snapshot(engine) as session:
        audit_bundle.write(file, audit.bundle(session, anchors=Anchors()), at=AT)
    return {code for code, _ in verifier.Check(zipfile.Path(file), {}, []).found} - {"anchor"}


def test_the_independent_verifier_hashes_the_files_and_looks_up_the_quotations_again(record, kept, tmp_path):
    assert _found_by_others(record, tmp_path) == set()
    path = _path(record, kept)  # a plain text is its own extracted text
    path.write_bytes(b"x" + path.read_bytes())
    assert _found_by_others(record, tmp_path) == {"file", "quotation"}
    path.unlink()
    assert _found_by_others(record, tmp_path) == {"file"}


def test_any_changed_byte_of_a_kept_file_is_found(record, kept):
    path = _path(record, kept)
    data = path.read_bytes()
    for place in (0, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert _found(record)[Code.FILE] == f"kept file {kept}"


def test_a_kept_file_that_is_gone_is_found(record, kept):
    _path(record, kept).unlink()
    assert Code.FILE in _found(record)


def test_a_file_that_nothing_names_is_a_warning(record, kept):
    with reading(record) as session:
        name = kept_files(session).put(b"left over").sha256
    assert _found(record) == {Code.ORPHAN: f"kept file {name}"}


def test_a_quotation_that_comes_out_otherwise_is_found(record, kept, monkeypatch):
    monkeypatch.setattr(anchors.quoting, "anchor", lambda *_args: Anchor(QuoteVerdict.NOT_FOUND))
    assert Code.QUOTATION in _found(record)


@pytest.mark.parametrize("roots", [(authority.holder("Another root").pem,), (b"no certificate",)])
def test_a_time_stamp_that_the_pinned_roots_do_not_vouch_for_is_found(record, kept, roots):
    assert Code.TOKEN in _found(record, roots)


def test_without_a_pinned_root_it_is_said_that_time_stamps_were_not_verified(record, kept):
    assert set(_found(record, roots=())) == {Code.UNVERIFIED}
