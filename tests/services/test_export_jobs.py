"""Exports in the background: asked for once, carried out, cancelled, broken off and taken again, found again."""

import hashlib
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.reporting import frozen
from tests.services.test_reports import DAY, DPRK, person
from tracker import clock, exports
from tracker.db.engine import reading, writing
from tracker.db.kept import Store
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken
from tracker.domain.vocabulary import Edition
from tracker.exports import Format, binding, progress
from tracker.services import export_jobs, report_reading, reports
from tracker.services.export_jobs import MOST_ATTEMPTS, STILL, Desk


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = clock.now()

    def __call__(self):
        return self.at


class Bench:
    """A frozen report, and whoever carries out its exports."""

    def __init__(self, engine: Engine, folder) -> None:
        self.engine, self.folder, self.now = engine, folder, Clock()
        with self.session() as session:
            self.people = {name: person(session, name) for name in ("analyst", "reviewer")}
            asked = {"regime": DPRK, "states": ["RUS"], "as_of": DAY, "known_at": self.now.at, "title": "T"}
            report = frozen(session, **asked, author=self.people["analyst"], at=self.now.at)
            self.number = report.number

    @contextmanager
    def session(self):
        with writing(self.engine, actor="test") as session:
            yield session

    def ask(self, fmt: str = "csv", edition: Edition = Edition.FULL, by: str = "analyst") -> int:
        with self.session() as session:
            wanted = {"number": self.number, "fmt": fmt, "edition": edition, "folder": self.folder}
            return export_jobs.ask(session, **wanted, by=self.people[by], at=self.now.at).id

    def work(self) -> int:
        desk = Desk(Store(self.folder), lambda: reading(self.engine), self.session, self.now)
        return export_jobs.work(desk)

    def state(self, number: int) -> str:
        with reading(self.engine) as session:
            return export_jobs.state_of(export_jobs.get(session, number=number))

    def get(self, number: int):
        with reading(self.engine) as session:
            job = export_jobs.get(session, number=number)
            session.expunge_all()
            return job

    def copy(self, edition: Edition = Edition.FULL):
        with reading(self.engine) as session:
            return report_reading.copy_of(report_reading.get(session, number=self.number), edition=edition)


@pytest.fixture
def bench(record: Engine, tmp_path) -> Bench:
    return Bench(record, tmp_path / "exports")


@pytest.fixture
def slow(monkeypatch):
    """A format that tells how far it is, and lets a test look on."""
    looks = []

    def render(_copy) -> bytes:
        for step in range(3):
            for look in looks:
                look(step)
            progress.tell("rows", step, 3)
        return b"made"

    monkeypatch.setitem(exports.FORMATS, "slow", Format("Slow", "text/plain", "txt", render))
    return looks


def test_a_file_that_was_asked_for_is_made_kept_and_found_again(bench) -> None:
    number = bench.ask()
    assert bench.state(number) == "waiting"
    assert bench.work() == 1
    job = bench.get(number)
    data = export_jobs.data_of(job, folder=bench.folder)
    assert data == exports.FORMATS["csv"].render(bench.copy())
    assert (bench.state(number), job.size) == ("made", len(data))
    assert job.sha256 == hashlib.sha256(data).hexdigest()
    assert bench.ask(by="reviewer") == number
    assert bench.work() == 0
    with reading(bench.engine) as session:
        known = export_jobs.found(session, copy=bench.copy(), fmt="csv")
        assert known is not None
        assert known.id == number
        assert [one.id for one in export_jobs.of_report(session, number=bench.number)] == [number]
        assert [one.id for one in export_jobs.of_person(session, person=bench.people["analyst"])] == [number]
        assert export_jobs.of_person(session, person=bench.people["reviewer"]) == []


def test_another_edition_and_a_later_approval_are_other_files(bench) -> None:
    first, second = bench.ask(), bench.ask(edition=Edition.PUBLIC)
    bench.work()
    with bench.session() as session:
        report = report_reading.get(session, number=bench.number)
        who = {"approver": bench.people["reviewer"], "digest": report.digest}
        reports.approve(session, number=bench.number, **who, at=bench.now.at)
    third = bench.ask()
    assert len({first, second, third}) == 3
    bench.work()
    data = [export_jobs.data_of(bench.get(one), folder=bench.folder) for one in (first, second, third)]
    assert len(set(data)) == 3
    assert b"Approved by" in data[2]


def test_a_job_tells_how_far_it_is_and_ends_when_it_is_cancelled(bench, slow) -> None:
    number, seen = bench.ask("slow"), []

    def look(step: int) -> None:
        bench.now.at += timedelta(seconds=2)
        seen.append((bench.get(number).stage, bench.get(number).done))
        if step == 2:
            with bench.session() as session:
                export_jobs.cancel(session, number=number, by=bench.people["analyst"], at=bench.now.at)

    slow.append(look)
    assert bench.work() == 1
    assert seen == [("", 0), ("rows", 0), ("rows", 1)]
    assert (bench.state(number), bench.get(number).sha256) == ("cancelled", "")
    assert bench.ask("slow") != number


def test_a_report_of_several_volumes_is_kept_as_one_archive_of_them(bench, monkeypatch) -> None:
    class Two:
        holds = ("first", "second")

        def render(self, number: int = 1) -> bytes:
            return b"volume %d" % number

    monkeypatch.setitem(
        exports.FORMATS, "two", Format("Two", "text/plain", "txt", lambda _: b"", volumes=lambda _: Two())
    )
    number, single = bench.ask("two"), bench.ask()
    assert export_jobs.volumes_of(bench.get(number), folder=bench.folder) == 0
    assert bench.work() == 2
    job = bench.get(number)
    kept = binding.Unbound(exports.FORMATS["two"], export_jobs.data_of(job, folder=bench.folder))
    assert [kept.render(1), kept.render(2)] == [b"volume 1", b"volume 2"]
    assert [export_jobs.volumes_of(bench.get(one), folder=bench.folder) for one in (number, single)] == [2, 1]


def test_a_job_that_was_broken_off_is_taken_again_and_given_up_in_the_end(bench, slow) -> None:
    number = bench.ask("slow")

    def die(_step: int) -> None:
        raise KeyboardInterrupt  # as a process that is told to end

    slow.append(die)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        with pytest.raises(KeyboardInterrupt):
            bench.work()
        assert (bench.state(number), bench.get(number).attempts) == ("being made", attempt)
        assert bench.work() == 0  # it may be alive still
        bench.now.at += STILL + timedelta(seconds=1)
    assert bench.work() == 1
    assert bench.get(number).failed == export_jobs.BROKE_OFF


def test_a_job_that_was_broken_off_once_is_made_by_the_next_start(bench, slow) -> None:
    number = bench.ask("slow")
    slow.append(lambda _step: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        bench.work()
    slow.clear()
    bench.now.at += STILL + timedelta(seconds=1)
    assert bench.work() == 1
    assert bench.state(number) == "made"


def test_what_an_earlier_start_left_is_told(bench, slow) -> None:
    def left() -> bool:
        with reading(bench.engine) as session:
            return export_jobs.is_any_left(session)

    assert not left()
    bench.ask("slow")
    assert left()
    bench.work()
    assert not left()


def test_a_file_that_cannot_be_made_says_so_and_may_be_asked_for_again(bench, slow) -> None:
    number = bench.ask("slow")
    slow.append(lambda _step: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bench.work()
    assert bench.state(number) == "failed"
    assert f"export job {number}" in bench.get(number).failed
    assert bench.ask("slow") != number


def test_a_file_that_is_there_no_more_is_made_again(bench) -> None:
    number = bench.ask()
    bench.work()
    Store(bench.folder).path(bench.get(number).sha256).unlink()
    with pytest.raises(NotFound, match="there no more"):
        export_jobs.data_of(bench.get(number), folder=bench.folder)
    again = bench.ask()
    assert again != number
    assert bench.work() == 1
    assert export_jobs.data_of(bench.get(again), folder=bench.folder)


def test_who_may_cancel_and_what(bench) -> None:
    number = bench.ask()
    with bench.session() as session:
        with pytest.raises(NotAllowed, match=r"Only who asked for it may cancel it\."):
            export_jobs.cancel(session, number=number, by=bench.people["reviewer"], at=bench.now.at)
        export_jobs.cancel(session, number=number, by=bench.people["analyst"], at=bench.now.at)
        with pytest.raises(RuleBroken, match="over already"):
            export_jobs.cancel(session, number=number, by=bench.people["analyst"], at=bench.now.at)
    assert bench.work() == 0


@pytest.mark.parametrize(("changes", "sentence"), [({"fmt": "exe"}, "exe"), ({"number": 99}, "There is no report 99.")])
def test_what_there_is_not_cannot_be_asked_for(bench, changes, sentence) -> None:
    wanted = {"number": bench.number, "fmt": "csv", "edition": Edition.FULL, "folder": bench.folder} | changes
    with bench.session() as session, pytest.raises(NotFound, match=sentence):
        export_jobs.ask(session, **wanted, by=bench.people["analyst"], at=bench.now.at)


def test_only_large_reports_in_formats_that_take_long_are_made_in_the_background(bench, monkeypatch) -> None:
    copy = bench.copy()
    assert not export_jobs.is_heavy(copy, "pdf")
    monkeypatch.setattr(export_jobs, "MANY", 1)
    assert export_jobs.is_heavy(copy, "pdf")
    assert not export_jobs.is_heavy(copy, "csv")
