"""What the tests of imports stand on: tables as people make them, and a desk that carries jobs out."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import openpyxl
from sqlalchemy import Engine

from tracker import clock
from tracker.db.engine import reading, writing
from tracker.domain.importing import ImportNoun, Mapped
from tracker.intake import import_columns
from tracker.services import accounts, import_files, import_jobs, imports
from tracker.services.import_jobs import Desk
from tracker.services.imports import FileFacts

CLAIM = {
    "statement": "The state will send all workers home.",
    "kind": "pledge",
    "speaker": "A minister",
    "speaks_for": "Viet Nam",
    "said": "2018-07-18",
    "states": "Viet Nam",
    "bears_on": "Viet Nam r2397-op8-repatriation promises",
    "title": "Ministry briefing",
    "publisher": "A ministry",
    "quotation": "All of them will go home.",
}
FIGURE = {
    "state": "China",
    "value": "12,345.5",
    "unit": "bbl",
    "counted": "refined petroleum products",
    "reference": "March 2018",
    "obligation": "r2397-op5-refined-petroleum-cap",
    "kind": "implementation_report",
    "speaker": "China",
    "speaks_for": "China",
    "said": "2018-04-20",
    "title": "Notifications under paragraph 5",
    "publisher": "1718 Committee",
}
SOURCE = {"title": "A note by the ministry", "publisher": "A ministry", "published": "2018-07-18", "language": "en"}
LAW = {
    "obligation": "r2397-op8-repatriation",
    "kind": "committee_decision",
    "effect": "explains",
    "title": "Committee decision of 8 August 2018",
    "summary": "It says how the duty is to be read.",
    "first": "2018-08-08",
}
ROWS = {
    ImportNoun.CLAIMS: CLAIM,
    ImportNoun.QUANTITIES: FIGURE,
    ImportNoun.SOURCES: SOURCE,
    ImportNoun.LAW: LAW,
}

Given = Mapping[str, Any]


def as_csv(*rows: Given, delimiter: str = ",") -> bytes:
    """Rows as a CSV file with the columns that any of them has."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def workbook(*rows: Sequence[Any], title: str = "Data", formats: Mapping[str, str] | None = None) -> bytes:
    """Rows as a workbook of one sheet; `formats` are layouts by the names of cells."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append([*row])
    for place, layout in (formats or {}).items():
        sheet[place].number_format = layout
    return saved(book)


def saved(book: Any) -> bytes:
    """A workbook as a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(noun: ImportNoun, *rows: Given) -> list[Any]:
    """Rows as a file of them would give, without reading one."""
    return [import_files.Row(number, dict(row)) for number, row in enumerate(rows, 2)]


class Slates(dict[int, Any]):
    """Slates in memory, one for each job; `hear` is called whenever one is told how far it is."""

    hear: Any = None

    def __call__(self, number: int) -> "Slates":
        self.number = number
        return self

    def tell(self, done: int, total: int, at: datetime) -> None:
        self[self.number] = (done, total, at)
        if self.hear:
            self.hear(done, total)

    def moved_at(self) -> datetime | None:
        told = self.get(self.number)
        return told[2] if told else None

    cancelled = False

    def is_cancelled(self) -> bool:
        return self.cancelled


class Bench:
    """A record, and somebody who sends files and has them carried out."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.slates, self.at = engine, Slates(), clock.now()
        with reading(engine) as session:
            self.people = {user.username: user.id for user in accounts.list_all(session)}

    @property
    def desk(self) -> Desk:
        return Desk(
            record=lambda actor: writing(self.engine, actor=actor),
            notebook=lambda: writing(self.engine, actor="imports"),
            slate=self.slates,
            instant=lambda: self.at,
        )

    def send(self, noun: ImportNoun, data: bytes, *, by: str = "analyst", name: str = "file.csv", **how: Any) -> int:
        """Send a file, and give the number of its job."""
        table = import_files.read(data, **how)
        with writing(self.engine, actor=by) as session:
            given = {"table": table, "file": FileFacts.of(data, name=name), "by": self.people[by], "at": self.at}
            return import_jobs.make(session, noun=noun, **given).id

    def check(self, number: int, *, by: str = "analyst", mapped: Mapped | None = None, updates: bool = False) -> Any:
        """Ask for a check, by what the columns are called unless a mapping is given; the job afterwards."""
        with writing(self.engine, actor=by) as session:
            job = import_jobs.get(session, number=number, by=self.people[by])
            chosen = mapped or import_columns.guess(job.noun, job.columns)
            given = {"mapped": chosen, "updates": updates, "by": self.people[by], "at": self.at}
            import_jobs.check(session, number=number, **given)
        import_jobs.work(self.desk)
        return self.job(number, by=by)

    def carry_out(self, number: int, *, by: str = "analyst") -> Any:
        """Ask for the import, and have it carried out; the job afterwards."""
        with writing(self.engine, actor=by) as session:
            import_jobs.carry_out(session, number=number, by=self.people[by], at=self.at)
        import_jobs.work(self.desk)
        return self.job(number, by=by)

    def job(self, number: int, *, by: str = "analyst") -> Any:
        with reading(self.engine) as session:
            job = import_jobs.get(session, number=number, by=self.people[by])
            session.expunge_all()
            return job

    def bring(self, noun: ImportNoun, *rows: Given, by: str = "analyst", update: bool = False) -> int:
        """Import rows at once, and give the number of the import; 0 for one that brought nothing."""
        data = as_csv(*rows)
        with writing(self.engine, actor=by) as session:
            given = {"noun": noun, "author": self.people[by], "at": clock.now()}
            found = rows_of(noun, *rows)
            report = imports.bring_in(session, rows=found, update=update, **given)
            assert report.faults == []
            file = FileFacts.of(data, name="file.csv")
            run = imports.record(session, file=file, row_count=len(rows), report=report, **given)
            return run.id if run else 0
