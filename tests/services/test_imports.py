"""Imports of every sort: what they bring waits for a second person, twice is once, and each is on record."""

import pytest
from sqlalchemy import func, select

from tests.importing import CLAIM, FIGURE, LAW, ROWS, SOURCE, Bench, rows_of
from tracker import clock
from tracker.db.engine import reading, writing
from tracker.db.models import AuditEntry, Claim, ImportRun, LawChange, Source
from tracker.domain.errors import NotAllowed, NotFound
from tracker.domain.importing import ImportNoun
from tracker.domain.vocabulary import Measure, ReviewState
from tracker.services import claim_list, claims, imports, law_changes, revisions, sources


@pytest.fixture
def bench(record) -> Bench:
    return Bench(record)


def _faults(bench: Bench, noun: ImportNoun, *rows, by="analyst") -> list[tuple[int, str, str]]:
    """What is wrong with rows, each row's number, column and sentence; nothing of them is kept."""
    with writing(bench.engine, actor=by) as session:
        given = {"author": bench.people[by], "at": clock.now()}
        report = imports.bring_in(session, noun=noun, rows=rows_of(noun, *rows), **given)
        session.rollback()
    return [(fault.row, fault.column, fault.sentence) for fault in report.faults]


@pytest.mark.parametrize("noun", ImportNoun)
def test_the_same_rows_twice_bring_nothing_the_second_time_and_leave_no_record(bench, noun):
    first = bench.bring(noun, ROWS[noun])
    with reading(bench.engine) as session:
        run = imports.get(session, number=first)
        assert (run.noun, run.row_count, run.added, run.updated, run.by.username) == (noun, 1, 1, 0, "analyst")
        assert [one.row for one in imports.brought(run)] == [2]
        entries = select(func.count()).select_from(AuditEntry).where(AuditEntry.noun == "import_run")
        assert session.scalar(entries) == 1
        assert imports.same_file(session, sha256=run.sha256) is run
    assert bench.bring(noun, ROWS[noun], by="analyst2" if noun is not ImportNoun.LAW else "reviewer") == 0


def test_a_figure_becomes_a_claim_that_waits_with_the_figure_and_its_period(bench):
    number = bench.bring(ImportNoun.QUANTITIES, FIGURE)
    with reading(bench.engine) as session:
        (one,) = imports.brought(imports.get(session, number=number))
        revision = claims.show(session, key=one.key)
        content = revisions.content_of(revision)
        (figure,) = content.quantities
        assert (figure.low, figure.high, figure.unit, figure.measure) == (12345.5, 12345.5, "bbl", Measure.FLOW)
        assert (figure.reference, content.event) == ("March 2018", "March 2018")
        assert content.statement == ("China gave 12,345.5 bbl of refined petroleum products for China, March 2018.")
        assert [(b.state, b.obligation, b.effect.value) for b in content.bearings] == [
            ("CHN", "r2397-op5-refined-petroleum-cap", "measures")
        ]
        assert claim_list.review_state(revision) is ReviewState.WAITING


def test_a_source_that_is_in_the_record_is_found_again_and_not_changed(bench):
    bench.bring(ImportNoun.SOURCES, SOURCE, SOURCE | {"title": "Another note", "symbol": "S/AC.49/2018/77"})
    with reading(bench.engine) as session:
        total = session.scalar(select(func.count()).select_from(Source))
        key = session.scalars(select(Source.key).where(Source.title == SOURCE["title"])).one()
    again = SOURCE | {"title": "Otherwise called", "symbol": "S/AC.49/2018/77"}
    assert bench.bring(ImportNoun.SOURCES, again) == 0
    with reading(bench.engine) as session:
        assert session.scalar(select(func.count()).select_from(Source)) == total
        assert sources.get(session, key=key).title == SOURCE["title"]
    (fault,) = _faults(bench, ImportNoun.SOURCES, SOURCE | {"source_key": key, "title": "Otherwise"})
    assert fault[:2] == (2, "title")


def test_law_records_land_as_proposals_that_a_second_person_rules_on(bench):
    number = bench.bring(ImportNoun.LAW, LAW, LAW | {"title": "Another", "effect": "suspends", "last": "2018-12-31"})
    with reading(bench.engine) as session:
        brought = imports.brought(imports.get(session, number=number))
        rows = [law_changes.get(session, number=int(one.key)) for one in brought]
        assert [(row.title, row.ruling, row.proposed_by.username) for row in rows] == [
            (LAW["title"], None, "analyst"),
            ("Another", None, "analyst"),
        ]


def test_a_record_that_was_taken_back_may_be_proposed_again(bench):
    bench.bring(ImportNoun.LAW, LAW)
    with writing(bench.engine, actor="analyst") as session:
        row = session.scalars(select(LawChange)).one()
        law_changes.take_back(session, number=row.id, by=bench.people["analyst"], at=clock.now())
    assert bench.bring(ImportNoun.LAW, LAW) > 0


FAULTS = [
    (ImportNoun.QUANTITIES, {"state": "Atlantis"}, "state", "no state"),
    (ImportNoun.QUANTITIES, {"value": "–"}, "value", "There is no number"),
    (ImportNoun.QUANTITIES, {"value": "1.234,5"}, "value", "is no number"),
    (ImportNoun.QUANTITIES, {"unit": ""}, "value", "unit"),
    (ImportNoun.QUANTITIES, {"reference": ""}, "reference", "period"),
    (ImportNoun.QUANTITIES, {"reference": "31 February 2018"}, "reference", "31 February"),
    (ImportNoun.QUANTITIES, {"obligation": "no-such-duty"}, "obligation", "no-such-duty"),
    (ImportNoun.QUANTITIES, {"effect": "pleases"}, "effect", "pleases"),
    (ImportNoun.QUANTITIES, {"kind": ""}, "kind", "sort of statement"),
    (ImportNoun.QUANTITIES, {"title": ""}, "title", "title"),
    (ImportNoun.QUANTITIES, {"baseline": "perhaps"}, "baseline", "yes"),
    (ImportNoun.SOURCES, {"title": ""}, "title", "title"),
    (ImportNoun.SOURCES, {"published": "soon"}, "published", "soon"),
    (ImportNoun.SOURCES, {"sha256": "abc"}, "sha256", "64"),
    (ImportNoun.SOURCES, {"title": "", "source_key": "no-such-source"}, "title", "no source"),
    (ImportNoun.LAW, {"obligation": ""}, "obligation", "obligation"),
    (ImportNoun.LAW, {"obligation": "no-such-duty"}, "obligation", "no-such-duty"),
    (ImportNoun.LAW, {"kind": "rumour"}, "kind", "rumour"),
    (ImportNoun.LAW, {"first": "2018"}, "first", "more than one day"),
    (ImportNoun.LAW, {"effect": "exempts"}, "states", "Name the states"),
    (ImportNoun.LAW, {"effect": "exempts", "states": "Atlantis"}, "states", "no state"),
    (ImportNoun.LAW, {"limit_value": "-5"}, "limit_value", "number of at least 0"),
    (ImportNoun.LAW, {"limit_months": "1.5"}, "limit_months", "whole number"),
    (ImportNoun.LAW, {"rate_factor": "0,125"}, "rate_factor", "with a point before decimals"),
    (ImportNoun.LAW, {"rate_factor": "8"}, "rate_factor", "Only a record that converts"),
    (ImportNoun.LAW, {"source": "no-such-source", "quotation": "One is."}, "source", "no source"),
]


def test_each_fault_is_said_at_its_row_and_column(bench):
    for noun, change, column, part in FAULTS:
        found = _faults(bench, noun, ROWS[noun] | change)
        assert found, (noun, change)
        assert found[0][:2] == (2, column), found
        assert part in found[0][2], found


def test_only_who_may_do_it_alone_may_import(bench):
    refused = [(noun, person) for noun in ImportNoun for person in ("viewer", "admin")]
    refused += [(noun, "reviewer") for noun in ImportNoun if noun is not ImportNoun.LAW]
    for noun, person in refused:
        with pytest.raises(NotAllowed):
            _faults(bench, noun, ROWS[noun], by=person)


def test_an_import_that_updates_says_so(bench):
    bench.bring(ImportNoun.CLAIMS, CLAIM | {"key": "vn-x"})
    number = bench.bring(ImportNoun.CLAIMS, CLAIM | {"key": "vn-x", "notes": "Mended."}, update=True)
    with reading(bench.engine) as session:
        run = imports.get(session, number=number)
        assert (run.added, run.updated) == (0, 1)
        assert [row.id for row in imports.latest(session)] == [number, number - 1]
        assert session.scalar(select(func.count()).select_from(ImportRun)) == 2
        assert session.scalar(select(func.count()).select_from(Claim).where(Claim.key == "vn-x")) == 1
        with pytest.raises(NotFound):
            imports.get(session, number=99)
