"""Reports: what is frozen stays frozen, agrees with the pages, and is approved by a second person."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest
from sqlalchemy import Engine, NullPool, insert, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from tests import determined
from tests.databases import seeded
from tests.reporting import frozen
from tracker import clock, exports
from tracker.db.constraints import refusing
from tracker.db.engine import make_engine
from tracker.db.models import Claim, Report, ReportApproval, ReportWithdrawal, User
from tracker.domain.content import BearingContent
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.domain.facts import Clocks
from tracker.domain.vocabulary import Effect
from tracker.exports import as_json
from tracker.services import assessments, claims, report_reading, reports, revisions

DPRK = "dprk-1718"
REPATRIATION = "r2397-op8-repatriation"
WORKERS = [REPATRIATION, "r2397-op8-midterm-report"]
DAY = date(2020, 6, 30)


@pytest.fixture
def desk(record: Engine):
    with Session(record, info={"actor": "test"}) as session:
        yield session
        session.rollback()


def person(session: Session, username: str) -> int:
    return session.scalars(select(User.id).where(User.username == username)).one()


FEW = ("ALL", "RUS", "CHN", "UGA")


def freeze(session: Session, author: str = "analyst", **changes) -> Report:
    """A report on a few states and one obligation; on whatever the record speaks of where they are None."""
    at = changes.pop("at", clock.now())
    asked = {
        "regime": DPRK,
        "states": ["ALL", "RUS", "CHN", "UGA"],
        "obligations": [REPATRIATION],
        "as_of": DAY,
        "known_at": at,
        "title": "Mid-2020",
    }
    return frozen(session, **(asked | changes), author=person(session, author), at=at)


def test_a_report_s_cells_are_those_of_the_pages(desk) -> None:
    report = freeze(desk, states=["ALL", "RUS", "China", "UGA"], obligations=None)
    document = report_reading.document_of(report)
    clocks = Clocks(report.as_of, report.known_at)
    matrix = assessments.matrix(desk, regime=DPRK, clocks=clocks)
    for cell in document.cells:
        decided = matrix.decisions[cell.state, cell.obligation]
        assert (cell.outcome, cell.assurance, cell.due) == (decided.outcome, decided.assurance, decided.due)
    for cell in islice((cell for cell in document.cells if not cell.is_silent), 12):
        page = assessments.cell(desk, state=cell.state, obligation=cell.obligation, clocks=clocks).assessment
        assert [reason.sentence for reason in cell.reasons] == [reason.sentence for reason in page.reasons]
        assert [aside.claim for aside in cell.set_aside] == [aside.claim for aside in page.set_aside]


@pytest.mark.whole_record
def test_without_a_choice_a_report_covers_what_the_record_speaks_of(desk) -> None:
    document = report_reading.document_of(freeze(desk, states=None, obligations=None))
    codes = [state.code for state in document.states]
    assert codes[0] == "ALL"
    assert {"RUS", "CHN", "UGA"} < set(codes) < {*codes, "AFG"}
    spoken = {cell.obligation for cell in document.cells if not cell.is_silent}
    assert spoken == {duty.key for duty in document.obligations}
    assert len(document.cells) == len(document.states) * len(document.obligations)


@pytest.mark.whole_record
def test_before_anything_was_known_a_report_speaks_of_all_obligations_and_no_state(desk) -> None:
    document = report_reading.document_of(
        freeze(desk, states=None, obligations=None, known_at=datetime(2001, 1, 1, tzinfo=UTC))
    )
    assert [state.code for state in document.states] == ["ALL"]
    assert len(document.obligations) > 100
    assert document.evidence == ()


def test_every_claim_that_a_cell_names_is_in_the_evidence_once(desk) -> None:
    document = report_reading.document_of(freeze(desk, obligations=None))
    named = dict.fromkeys(key for cell in document.cells for key in cell.claims)
    assert [claim.key for claim in document.evidence] == list(named)
    assert all(claim.citations for claim in document.evidence)


def test_evidence_has_grade_reviewer_and_the_sentence_of_a_citation_that_does_not_fit(desk) -> None:
    document = report_reading.document_of(freeze(desk, states=["RUS"], obligations=[REPATRIATION]))
    reviews = {claim.review.state for claim in document.evidence}
    assert {"accepted", "waiting"} <= reviews
    assert all(bool(claim.review.grade) == (claim.review.state == "accepted") for claim in document.evidence)
    article = next(claim for claim in document.evidence if "2356" in claim.cited_as)
    assert "2356" in article.citation_check


def files(report: Report) -> dict[str, bytes]:
    copy = report_reading.copy_of(report)
    return {name: fmt.render(copy) for name, fmt in exports.formats_of(copy.document).items()}


def test_a_report_exports_the_same_bytes_for_ever(desk) -> None:
    report = report_reading.get(desk, number=freeze(desk, states=["RUS", "CHN"]).number)
    before = files(report)
    later = clock.now()
    for key in list(islice((claim.key for claim in report_reading.document_of(report).evidence), 4)):
        _change(desk, key, later)
    desk.expire_all()
    again = report_reading.get(desk, number=report.number)
    assert files(again) == before
    assert (
        report_reading.document_of(freeze(desk, states=["RUS", "CHN"])).evidence
        != report_reading.document_of(again).evidence
    )


def _change(session: Session, key: str, at: datetime) -> None:
    author = person(session, "analyst")
    content = revisions.content_of(claims.show(session, key=key))
    base = claims.show(session, key=key).number
    changed = replace(content, notes="Read again.")
    claims.edit(session, key=key, base=base, content=changed, author=author, at=at, reason="Read again")
    claims.withdraw(session, key=key, by=author, at=at, reason="A test of memory")


def test_a_report_of_an_earlier_instant_reads_the_revisions_and_reviews_of_that_instant(desk) -> None:
    then = clock.now()
    old = report_reading.document_of(freeze(desk, states=["RUS"], known_at=then))
    for key in [claim.key for claim in old.evidence][:3]:
        _change(desk, key, then + timedelta(seconds=1))
    at = then + timedelta(seconds=2)
    new = report_reading.document_of(freeze(desk, states=["RUS"], known_at=then, at=at))
    assert (new.cells, new.evidence) == (old.cells, old.evidence)
    assert report_reading.document_of(freeze(desk, states=["RUS"], at=at)).evidence != old.evidence


def test_a_report_carries_what_was_determined_beside_the_outcome_and_whether_it_stood(desk) -> None:
    at = determined.AT
    before = report_reading.document_of(
        freeze(desk, states=["RUS", "TUV"], obligations=WORKERS, at=at + timedelta(days=1))
    )
    standing, lapsed = determined.approved(desk), determined.approved(desk, obligation="r2397-op8-midterm-report")
    determined.approved(desk, state="TUV", last=date(2019, 12, 31))  # it is not about the day reported on
    determined.propose(desk, "analyst2")
    bearing = BearingContent("RUS", "r2397-op8-midterm-report", Effect.FULFILS)
    key = determined.log(desk, at=at + timedelta(hours=1), bearings=(bearing,))
    determined.review(desk, key, at=at + timedelta(hours=1), credibility="5")
    desk.expire_all()
    known_at = at + timedelta(days=1)
    document = report_reading.document_of(freeze(desk, states=["RUS", "TUV"], obligations=WORKERS, at=known_at))
    beside = {cell.obligation: cell.determinations for cell in document.cells if cell.determinations}
    assert {duty: [(one.number, one.standing) for one in several] for duty, several in beside.items()} == {
        REPATRIATION: [(standing.id, "approved")],
        "r2397-op8-midterm-report": [(lapsed.id, "lapsed")],
    }
    (one,) = beside[REPATRIATION]
    assert (one.proposed_by, one.approved_by) == ("Analyst Person", "Reviewer Person")
    assert one.reason == determined.PROPOSAL.reason
    assert document.term("outcome", "not_applicable").label == "not applicable"
    assert document.term("standing", "lapsed").meaning
    outcomes = [[(cell.outcome, cell.assurance, cell.also) for cell in d.cells] for d in (before, document)]
    assert outcomes[0] == outcomes[1]
    earlier = report_reading.document_of(freeze(desk, states=["RUS"], known_at=at))
    assert not any(cell.determinations for cell in earlier.cells)


@pytest.mark.whole_record
def test_a_report_covers_a_cell_on_which_there_is_a_determination_alone(desk) -> None:
    determined.approved(desk, state="TUV", obligation="r1718-op8d-asset-freeze")
    known_at = determined.AT + timedelta(days=1)
    document = report_reading.document_of(freeze(desk, states=None, obligations=None, at=known_at))
    cell = next(c for c in document.cells if (c.state, c.obligation) == ("TUV", "r1718-op8d-asset-freeze"))
    assert cell.determined is not None
    assert not cell.is_silent
    earlier = report_reading.document_of(freeze(desk, states=None, obligations=None, known_at=determined.AT))
    assert "TUV" not in {state.code for state in earlier.states}


def test_reports_are_numbered_one_after_the_other(desk) -> None:
    first, second = freeze(desk), freeze(desk)
    assert second.number == first.number + 1
    assert [report.number for report in report_reading.list_all(desk)][:2] == [second.number, first.number]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"title": "  "}, "title", id="no title"),
        pytest.param({"title": "two\nlines"}, "title", id="a title in two lines"),
        pytest.param({"title": "x" * 201}, "title", id="a title without end"),
        pytest.param({"known_at": datetime(2999, 1, 1, tzinfo=UTC)}, "known_at", id="what nobody knows yet"),
        pytest.param({"as_of": date(1945, 1, 1)}, "as_of", id="a day before the Charter"),
        pytest.param({"as_of": date(2999, 1, 1)}, "as_of", id="a day that has not come"),
        pytest.param({"states": ["XXX"]}, "states", id="no such state"),
        pytest.param({"states": []}, "states", id="no state at all"),
        pytest.param({"obligations": ["r1-op1"]}, "obligations", id="no such obligation"),
        pytest.param({"obligations": []}, "obligations", id="no obligation at all"),
    ],
)
def test_a_report_that_cannot_be_is_refused_at_the_field(desk, changes, field) -> None:
    with pytest.raises(RuleBroken) as refused:
        freeze(desk, **changes)
    assert refused.value.field == field


def test_an_unknown_regime_and_an_unknown_number_are_not_found(desk) -> None:
    with pytest.raises(NotFound):
        freeze(desk, regime="atlantis")
    with pytest.raises(NotFound):
        report_reading.get(desk, number=999)


@pytest.mark.parametrize("username", ["viewer", "reviewer", "admin"])
def test_only_an_analyst_freezes(desk, username) -> None:
    with pytest.raises(NotAllowed):
        freeze(desk, author=username)


def approve(session: Session, report: Report, username: str, **changes) -> ReportApproval:
    asked = {"number": report.number, "digest": report.digest, "at": clock.now()} | changes
    return reports.approve(session, approver=person(session, username), **asked)


def test_a_reviewer_who_did_not_freeze_it_approves_a_report_and_no_byte_changes(desk) -> None:
    report = freeze(desk)
    before = report.document
    approve(desk, report, "reviewer")
    again = report_reading.get(desk, number=report.number)
    assert again.approval is not None
    assert (again.approval.approver.username, again.approval.digest) == ("reviewer", report.digest)
    assert again.document == before


@pytest.mark.parametrize("username", ["both", "analyst2", "viewer", "admin"])
def test_neither_the_author_nor_anybody_but_a_reviewer_approves(desk, username) -> None:
    report = freeze(desk, author="both")
    with pytest.raises(NotAllowed):
        approve(desk, report, username)


def test_an_approval_is_of_the_digest_that_was_seen_and_is_given_once(desk) -> None:
    report = freeze(desk)
    with pytest.raises(Stale):
        approve(desk, report, "reviewer", digest="0" * 64)
    approve(desk, report, "reviewer")
    with pytest.raises(Stale):
        approve(desk, report, "reviewer2")


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param({"approver": "both"}, id="by its author"),
        pytest.param({"approver": "reviewer", "digest": "0" * 64}, id="of other bytes"),
        pytest.param({"approver": "both", "author": "analyst"}, id="by its author, under another author's name"),
    ],
)
def test_the_database_itself_refuses_an_approval(desk, forged) -> None:
    report = freeze(desk, author="both")
    row = {
        "report_id": report.id,
        "author_id": person(desk, forged.get("author", "both")),
        "approver_id": person(desk, forged["approver"]),
        "digest": forged.get("digest", report.digest),
        "at": clock.now(),
    }
    with pytest.raises(IntegrityError):
        desk.execute(insert(ReportApproval).values(**row))


def test_a_stored_text_that_was_changed_is_not_given_out(desk) -> None:
    report = freeze(desk)
    set_committed_value(report, "document", report.document.replace("Mid-2020", "Mid-2021"))
    with pytest.raises(RuleBroken, match="does not match its digest"):
        report_reading.document_of(report)
    assert desk.scalars(select(Claim.key)).first()


KEPT = {"report": "id", **dict.fromkeys(("report_approval", "report_succession", "report_withdrawal"), "report_id")}


def forbidden(table: str, key: str, dialect: str) -> list[str]:
    """Statements that would change or empty a table."""
    found = [f"UPDATE {table} SET {key} = {key} + 100", f"DELETE FROM {table}"]  # noqa: S608 - names of our tables
    others = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"  # noqa: S608 - the same
    return [*found, others if dialect == "sqlite" else f"TRUNCATE {table} CASCADE"]


def test_the_database_itself_refuses_to_change_or_delete_what_is_recorded_of_a_report(desk) -> None:
    first = freeze(desk)
    later = freeze(desk, supersedes=first.number)
    approve(desk, later, "reviewer")
    reports.withdraw(desk, number=first.number, by=person(desk, "reviewer"), reason="Wrong.", at=clock.now())
    for table, key in KEPT.items():
        for statement in forbidden(table, key, desk.get_bind().dialect.name):
            with pytest.raises(DatabaseError, match="never changed or deleted"), desk.begin_nested():
                desk.execute(text(statement))
    assert [desk.scalar(text(f"SELECT count(*) FROM {table}")) for table in KEPT] == [2, 1, 1, 1]  # noqa: S608 - the same


def test_a_second_approval_or_withdrawal_at_the_same_moment_is_told_in_a_sentence(desk) -> None:
    report = freeze(desk)
    by = {"report_id": report.id, "at": clock.now()}
    approval = by | {"author_id": report.author_id, "approver_id": person(desk, "reviewer"), "digest": report.digest}
    withdrawal = by | {"by_id": report.author_id, "reason": "Wrong."}
    for model, row, sentence in ((ReportApproval, approval, "approved"), (ReportWithdrawal, withdrawal, "took")):
        desk.execute(insert(model).values(**row))
        told = pytest.raises(Stale, match=f"Somebody else {sentence} this report")
        with told, refusing(desk), desk.begin_nested():
            desk.execute(insert(model).values(**row))


def test_both_databases_freeze_the_same_bytes(sqlite_house, postgres_house) -> None:
    at = datetime(2030, 1, 1, tzinfo=UTC)
    frozen = []
    for house in (sqlite_house, postgres_house):
        house.need("seeded", seeded)
        engine = make_engine(house.shared("seeded"), poolclass=NullPool)
        with Session(engine) as session:
            frozen.append(report_reading.document_of(freeze(session, at=at)))
            session.rollback()
        engine.dispose()
    bare = [replace(document, manifest=None) for document in frozen]
    assert as_json.digest(as_json.canonical(bare[0])) == as_json.digest(as_json.canonical(bare[1]))
    one, two = (document.manifest for document in frozen)
    assert (one.data, one.files, one.log_size) == (two.data, two.files, two.log_size)
