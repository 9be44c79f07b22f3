"""Files on their way: checked without a trace, imported in one piece, given up, broken off and taken again."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.importing import CLAIM, SOURCE, Bench, as_csv
from tracker.db.engine import reading, writing
from tracker.db.models import AuditEntry, Claim, ImportJob, ImportRun
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken
from tracker.domain.importing import ImportNoun, Mapped
from tracker.services import import_files, import_jobs, import_mappings
from tracker.services.import_jobs import KEPT, MOST_ATTEMPTS, STILL

ROWS = [CLAIM | {"statement": f"The minister named {n} workers."} for n in range(4)]
BAD = CLAIM | {"states": "Atlantis"}


@pytest.fixture
def bench(record) -> Bench:
    return Bench(record)


def _counts(bench: Bench) -> tuple[int, int, int]:
    """How many claims, imports and entries of the log there are."""
    with reading(bench.engine) as session:
        tables = (Claim.id, ImportRun.id, AuditEntry.seq)
        found = [session.scalar(select(func.count()).select_from(column.class_)) or 0 for column in tables]
    return found[0], found[1], found[2]


def test_a_check_leaves_no_trace_and_an_import_is_one_piece_with_its_record(bench):
    before = _counts(bench)
    number = bench.send(ImportNoun.CLAIMS, as_csv(*ROWS))
    assert import_jobs.state_of(bench.job(number)) == "to be mapped"
    job = bench.check(number)
    assert import_jobs.state_of(job) == "checked"
    assert job.checked == {"rows": 4, "new": 4, "updated": 0, "unchanged": 0, "faulty": 0, "faults": 0}
    assert _counts(bench) == before
    job = bench.carry_out(number)
    assert import_jobs.state_of(job) == "imported"
    after = _counts(bench)
    assert (after[0] - before[0], after[1] - before[1]) == (4, 1)
    with reading(bench.engine) as session:
        assert session.get_one(ImportRun, job.run_id).by_id == bench.people["analyst"]
        actors = select(AuditEntry.actor).where(AuditEntry.noun == "import_run")
        assert session.scalars(actors).all() == ["analyst"]
        assert session.scalar(select(ImportJob.content).where(ImportJob.id == number)) == ""
    again = bench.check(bench.send(ImportNoun.CLAIMS, as_csv(*ROWS)))
    assert again.checked["unchanged"] == 4


def test_a_report_has_every_row_with_its_faults_and_comes_back_mended(bench):
    number = bench.send(ImportNoun.CLAIMS, as_csv(*ROWS, BAD, ROWS[0] | {"kind": "=rumour"}))
    job = bench.check(number)
    assert (job.checked["faulty"], import_jobs.has_faults(job)) == (2, True)
    with reading(bench.engine) as session:
        faults = import_jobs.faults_of(session, job)
        table = import_jobs.table_of(session, import_jobs.get(session, number=number, by=job.by_id))
    report = import_files.report_of(table, import_jobs.mapped_of(job), faults)
    lines = report.data.decode("utf-8-sig").splitlines()
    assert len(lines) == 7
    assert lines[0].endswith(",faults")
    assert lines[5].endswith("states: There is no state “Atlantis” in the record.")
    assert "'=rumour" in lines[6]
    with pytest.raises(RuleBroken, match="Check it first"):
        bench.carry_out(number)
    mended = report.data.replace(b"Atlantis", b"China").replace(b"'=rumour", b"pledge")
    second = bench.send(ImportNoun.CLAIMS, mended)
    assert bench.job(second).mapped == job.mapped
    assert not import_jobs.has_faults(bench.check(second))
    assert bench.carry_out(second).run_id


def test_bytes_that_are_no_text_are_named_and_their_report_can_be_written(bench):
    job = bench.check(bench.send(ImportNoun.SOURCES, as_csv(SOURCE).replace(b"note", b"n\xffte")))
    with reading(bench.engine) as session:
        (fault,) = import_jobs.faults_of(session, job)
        table = import_jobs.table_of(session, import_jobs.get(session, number=job.id, by=job.by_id))
    assert (fault.column, "not UTF-8" in fault.sentence) == ("title", True)
    assert b"A n?te" in import_files.report_of(table, import_jobs.mapped_of(job), [fault]).data


def test_json_lines_are_reported_as_json_lines(bench):
    data = b'{"title": "T", "publisher": "P", "addresses": ["https://example.org/1"]}\n{"title": 5}\n'
    job = bench.check(bench.send(ImportNoun.SOURCES, data))
    with reading(bench.engine) as session:
        faults = import_jobs.faults_of(session, job)
        table = import_jobs.table_of(session, import_jobs.get(session, number=job.id, by=job.by_id))
    lines = import_files.report_of(table, import_jobs.mapped_of(job), faults).data.decode().splitlines()
    assert '"faults": "title: This must be text' in lines[1]
    assert "faults" not in lines[0]


def test_an_import_tells_how_far_it_is_and_leaves_nothing_when_it_is_given_up(bench):
    number = bench.send(ImportNoun.SOURCES, as_csv(*({"title": f"Source {n}"} for n in range(4))))
    bench.check(number)
    before, heard = _counts(bench), []

    def hear(done: int, total: int) -> None:
        heard.append((done, total))
        bench.at += timedelta(seconds=2)
        bench.slates.cancelled = done == 2

    bench.slates.hear = hear
    job = bench.carry_out(number)
    assert heard == [(0, 4), (1, 4), (2, 4)]
    assert import_jobs.state_of(job) == "given up"
    assert _counts(bench) == before


def test_a_deed_that_was_broken_off_is_taken_again_unless_it_is_heard_of_and_given_up_in_the_end(bench):
    number = bench.send(ImportNoun.CLAIMS, as_csv(*ROWS))

    def die(_done: int, _total: int) -> None:
        raise KeyboardInterrupt  # as a process that is told to end

    bench.slates.hear = die
    for attempt in range(1, MOST_ATTEMPTS + 1):
        with pytest.raises(KeyboardInterrupt):
            bench.check(number) if attempt == 1 else import_jobs.work(bench.desk)
        job = bench.job(number)
        assert (import_jobs.state_of(job), job.attempts) == ("being checked", attempt)
        assert import_jobs.work(bench.desk) == 0
        bench.at += STILL + timedelta(seconds=1)
        told, bench.slates[number] = bench.slates[number], (0, 4, bench.at)
        assert import_jobs.work(bench.desk) == 0, "it told of itself a moment ago"
        bench.slates[number] = told
    assert import_jobs.work(bench.desk) == 1
    assert bench.job(number).failed == import_jobs.BROKE_OFF


def test_a_fault_of_ours_is_said_and_the_file_may_be_checked_again(bench, monkeypatch):
    number = bench.send(ImportNoun.CLAIMS, as_csv(*ROWS))
    with monkeypatch.context() as broken:
        broken.setattr(import_files, "rows_of", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            bench.check(number)
    job = bench.job(number)
    assert import_jobs.state_of(job) == "failed"
    assert f"import job {number}" in job.failed
    assert import_jobs.state_of(bench.check(number)) == "checked"


def test_a_file_is_its_sender_s_alone_and_is_dropped_after_a_while(bench):
    number = bench.send(ImportNoun.CLAIMS, as_csv(*ROWS))
    with writing(bench.engine, actor="analyst2") as session:
        for deed in (import_jobs.carry_out, import_jobs.give_up):
            with pytest.raises(NotAllowed):
                deed(session, number=number, by=bench.people["analyst2"], at=bench.at)
        with pytest.raises(NotFound):
            import_jobs.get(session, number=99, by=bench.people["analyst2"])
    bench.at += KEPT + timedelta(seconds=1)
    bench.send(ImportNoun.CLAIMS, as_csv(*ROWS), by="analyst2")
    job = bench.job(number)
    assert import_jobs.state_of(job) == "given up"
    with reading(bench.engine) as session, pytest.raises(RuleBroken, match="The job is over"):
        import_jobs.table_of(session, import_jobs.get(session, number=number, by=job.by_id))


def test_a_saved_mapping_is_found_by_its_name_and_shared_if_its_owner_says_so(bench):
    columns, mapped = ("Country", "n"), Mapped(("state", "value"), {"unit": "t"})
    given = {"noun": ImportNoun.QUANTITIES, "mapped": mapped, "columns": columns, "at": bench.at}
    mine, other = bench.people["analyst"], bench.people["analyst2"]
    with writing(bench.engine, actor="analyst") as session:
        import_mappings.save(session, name="Lists", shared=False, by=mine, **given)
        row = import_mappings.save(session, name="Lists", shared=True, by=mine, **given)
        import_mappings.save(session, name="Own", shared=False, by=mine, **given)
        assert [one.name for one in import_mappings.usable(session, noun=ImportNoun.QUANTITIES, by=other)] == ["Lists"]
        found = import_mappings.find(session, name="Lists", noun=ImportNoun.QUANTITIES, by=other)
        assert import_mappings.applied(found, ("n", "Country", "x")).fields == ("value", "state", "")
        with pytest.raises(NotFound):
            import_mappings.find(session, name="Own", noun=ImportNoun.QUANTITIES, by=other)
        with pytest.raises(NotAllowed):
            import_mappings.remove(session, number=row.id, by=other)
        assert import_mappings.remove(session, number=row.id, by=mine) == "Lists"
