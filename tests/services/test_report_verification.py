"""A file is the report that it says it is, or not; and the record still gives what a report says, or not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from tests.exports.documents import copy_of, document
from tests.reporting import frozen
from tests.services.test_reports import DAY, DPRK, REPATRIATION, person
from tracker import clock, exports
from tracker.db.models import Claim, ClaimRevision
from tracker.domain.reconciling import Published
from tracker.domain.report_copy import Approved
from tracker.domain.vocabulary import Edition, ReportKind
from tracker.exports import as_pdf, binding
from tracker.services import claims, report_manifest, report_reading, report_verification, reports, rules
from tracker.services.claim_list import ClaimFilter

KINDS = {
    ReportKind.MATRIX: {"regime": DPRK, "states": ["RUS", "CHN"]},
    ReportKind.STATE: {"states": ["RUS"]},
    ReportKind.OBLIGATION: {"obligations": [REPATRIATION]},
    ReportKind.CELL: {"states": ["RUS"], "obligations": [REPATRIATION]},
    ReportKind.CHANGES: {"regime": DPRK, "before": True},
    ReportKind.DEADLINES: {"regime": DPRK, "states": ["RUS"]},
    ReportKind.REGISTER: {"claims": ClaimFilter(state="RUS")},
    ReportKind.RECONCILIATION: {
        "obligations": ["r2397-op8-midterm-report"],
        "count": Published(42, DAY),
        "earlier": Published(30, DAY - timedelta(days=90)),
    },
}


@pytest.fixture
def desk(record: Engine):
    with Session(record, info={"actor": "test"}) as session:
        yield session
        session.rollback()


def freeze(session: Session, kind: ReportKind = ReportKind.CELL, title: str = "T"):
    at, asked = clock.now(), dict(KINDS[kind])
    if asked.pop("before", None):
        asked["before"] = rules.clocks(session, as_of=DAY - timedelta(days=900), known_at=at)
    who = person(session, "analyst")
    made = frozen(session, kind=kind, as_of=DAY, known_at=at, title=title, author=who, at=at, **asked)
    return report_reading.get(session, number=made.number)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_question_at_the_same_clocks_gives_the_same_bytes(desk, kind) -> None:
    report = freeze(desk, kind)
    document = report_reading.document_of(report)
    rebuilt = report_verification.rebuilt(desk, document)
    assert replace(rebuilt, manifest=document.manifest) == document
    assert rebuilt.manifest is not None
    assert document.manifest is not None
    assert rebuilt.manifest.data == document.manifest.data == report_manifest.data_digest(document)
    found = report_verification.support(desk, report, at=clock.now())
    assert (found.holds, found.again, found.since, found.retracted) == (True, (), (), ())
    assert document.evidence or kind is ReportKind.DEADLINES
    assert document.kind is kind


OF_ONE_KIND = {ReportKind.DEADLINES: "ics", ReportKind.CHANGES: "atom"}
"""The kinds of report that have a format of their own. A dossier has all the others."""


@pytest.mark.parametrize(
    ("kind", "edition"),
    [
        *((ReportKind.CELL, edition) for edition in Edition),
        *((ReportKind.DEADLINES, Edition.PUBLIC), (ReportKind.CHANGES, Edition.FULL)),
    ],
)
def test_every_file_of_a_report_is_recognised_byte_for_byte(desk, kind, edition) -> None:
    report = freeze(desk, kind)
    copy = report_reading.copy_of(report, edition=edition)
    suited = exports.formats_of(copy.document)
    for name in [OF_ONE_KIND[kind]] if kind in OF_ONE_KIND else suited:
        found = report_verification.recognise(desk, suited[name].render(copy))
        assert found.is_genuine, found.sentence
        label = suited[name.removesuffix("-raw")].label  # a table without formulas is the same bytes either way
        assert f"It is report {report.number}, {edition.label}, as {label}, byte for byte" in found.sentence


def test_the_kinds_whose_files_are_recognised_have_every_format_between_them() -> None:
    dossier = exports.formats_of(document(kind=ReportKind.CELL))
    assert {*dossier, *OF_ONE_KIND.values()} == set(exports.FORMATS)


@pytest.mark.whole_record
def test_each_volume_of_a_report_and_the_archive_of_all_are_recognised(desk, monkeypatch) -> None:
    monkeypatch.setattr(as_pdf, "room_beside", lambda _data: 9_000_000)
    report = freeze(desk)
    copy, fmt = report_reading.copy_of(report), exports.FORMATS["pdf"]
    files = fmt.files(copy)
    count = len(files.holds)
    assert count > 1
    data = files.render(2)
    sentence = f"It is report {report.number}, full edition, as Document (PDF), volume 2 of {count}, byte for byte."
    assert report_verification.recognise(desk, data).sentence == sentence
    assert "all volumes, byte for byte." in report_verification.recognise(desk, binding.bound(fmt, copy)).sentence
    other = data.replace(f"Volume 2 of {count}".encode(), f"Volume 9 of {count}".encode())
    assert other != data
    assert "its bytes are not those" in report_verification.recognise(desk, other).sentence


def test_a_file_from_before_the_approval_is_still_the_report(desk) -> None:
    report = freeze(desk)
    before = exports.FORMATS["html"].render(report_reading.copy_of(report))
    who = person(desk, "reviewer")
    reports.approve(desk, number=report.number, approver=who, digest=report.digest, at=clock.now())
    found = report_verification.recognise(desk, before)
    assert found.is_genuine
    assert found.sentence.endswith("byte for byte, as it was given out before its approval.")


@pytest.mark.parametrize(
    ("fmt", "kind"),
    [*((fmt, ReportKind.CELL) for fmt in ("html", "json", "csv")), *((v, k) for k, v in OF_ONE_KIND.items())],
)
def test_a_file_that_was_changed_in_one_letter_is_not_the_report(desk, fmt, kind) -> None:
    report = freeze(desk, kind, title="Of the Russian Federation")
    data = exports.FORMATS[fmt].render(report_reading.copy_of(report))
    changed = data.replace(b"Russian", b"Prussian", 1)
    assert changed != data
    found = report_verification.recognise(desk, changed)
    assert not found.is_genuine
    assert "its bytes are not those that this version gives out" in found.sentence


def test_files_that_name_no_report_or_another_are_told_apart(desk) -> None:
    report = freeze(desk)
    copy = report_reading.copy_of(report)
    forged = replace(copy, approved=Approved("Nobody", clock.now()))
    other = copy_of(replace(document(), number=report.number))
    unknown = copy_of(replace(document(), number=999))
    html = exports.FORMATS["html"].render
    said = {
        "does not say of which report": b"Hello",
        "its bytes are not those": html(forged),
        "names another digest": html(other),
        "which this record does not have": html(unknown),
    }
    for sentence, data in said.items():
        found = report_verification.recognise(desk, data)
        assert not found.is_genuine
        assert sentence in found.sentence
    assert "does not say" in report_verification.recognise(desk, b"PK\x03\x04 broken").sentence


def test_what_was_recorded_since_is_told_and_the_report_holds_at_its_own_clocks(desk) -> None:
    report = freeze(desk)
    key = report_reading.document_of(report).cells[0].claims[0]
    later = clock.now()
    claims.withdraw(desk, key=key, by=person(desk, "analyst"), reason="Wrong state.", at=later)
    found = report_verification.support(desk, report, at=later + timedelta(seconds=1))
    assert found.holds
    assert any(key in one.sentence for one in found.since)


def test_a_record_that_was_tampered_with_no_longer_supports_the_report(desk) -> None:
    report = freeze(desk)
    key = report_reading.document_of(report).evidence[0].key
    claim = select(Claim.id).where(Claim.key == key).scalar_subquery()
    desk.execute(update(ClaimRevision).where(ClaimRevision.claim_id == claim).values(statement="Something else"))
    desk.expire_all()
    found = report_verification.support(desk, report, at=clock.now())
    assert not found.holds
    assert [one.sentence for one in found.again] == [f"The claim {key}: otherwise in statement."]


def test_a_title_that_holds_the_mark_of_another_report_makes_no_file_false(desk) -> None:
    mark = f"urn:tracker-report:999:full:{'0' * 64}"
    report = freeze(desk, title=mark)
    found = report_verification.recognise(desk, exports.FORMATS["html"].render(report_reading.copy_of(report)))
    assert found.is_genuine
