"""The floor on SQLite, by the driver of the standard library."""

import csv
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.floors import CLAIM, EXPORT, Floor, Row
from benchmarks.imports import Names
from benchmarks.workload import Workload

TABLES = """
CREATE TABLE states (id INTEGER PRIMARY KEY, code TEXT, name TEXT);
CREATE TABLE duties (id INTEGER PRIMARY KEY, key TEXT, title TEXT);
CREATE TABLE sources (id INTEGER PRIMARY KEY, key TEXT UNIQUE, title TEXT, address TEXT, day TEXT);
CREATE TABLE claims (id INTEGER PRIMARY KEY, state_id INT NOT NULL, duty_id INT NOT NULL, kind TEXT NOT NULL,
    status TEXT NOT NULL, verdict TEXT NOT NULL, day TEXT NOT NULL, reviewed TEXT, confidence INT, text TEXT NOT NULL);
CREATE TABLE citations (id INTEGER PRIMARY KEY, claim_id INT NOT NULL, source_id INT NOT NULL, locator TEXT,
    quote TEXT);
"""

INDEXES = """
CREATE INDEX of_cell ON claims (state_id, duty_id, day DESC, id DESC);
CREATE INDEX accepted_of_cell ON claims (state_id, duty_id, day DESC, id DESC, status, kind)
    WHERE verdict = 'accepted' AND kind <> 'pledge';
CREATE INDEX of_claim ON citations (claim_id, source_id);
CREATE VIRTUAL TABLE words USING fts5 (text, content='claims', content_rowid='id', tokenize='unicode61');
INSERT INTO words (words) VALUES ('rebuild');
CREATE TABLE newest (state_id INT, duty_id INT, claim_id INT, day TEXT, status TEXT, kind TEXT,
    PRIMARY KEY (state_id, duty_id)) WITHOUT ROWID;
INSERT INTO newest SELECT state_id, duty_id, id, max(day || printf('%09d', id)), status, kind FROM claims
    WHERE verdict = 'accepted' AND kind <> 'pledge' GROUP BY state_id, duty_id;
UPDATE newest SET day = substr(day, 1, 10);
ANALYZE;
"""

SETTINGS = ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -262144", "mmap_size = 1073741824")


class SQLiteFloor(Floor):
    """A file of its own beside the product's."""

    matrix_then = """
        SELECT s.id, d.id, c.id, c.day, c.status, c.kind FROM states s CROSS JOIN duties d CROSS JOIN claims c
        ON c.id = (SELECT id FROM claims k INDEXED BY accepted_of_cell WHERE k.state_id = s.id AND k.duty_id = d.id
            AND k.verdict = 'accepted' AND k.kind <> 'pledge' AND k.day <= ? ORDER BY k.day DESC, k.id DESC LIMIT 1)"""
    cell = """
        SELECT c.id, c.kind, c.status, c.verdict, c.day, c.reviewed, c.confidence, c.text,
            x.locator, x.quote, s.key, s.title, s.address
        FROM (SELECT * FROM claims WHERE state_id = ? AND duty_id = ? ORDER BY day DESC, id DESC LIMIT 50) c
        LEFT JOIN citations x ON x.claim_id = c.id LEFT JOIN sources s ON s.id = x.source_id
        ORDER BY c.day DESC, c.id DESC, x.id"""
    search = """
        SELECT c.id, c.state_id, c.duty_id, c.day, c.verdict, snippet(words, 0, '<b>', '</b>', '…', 20)
        FROM words JOIN claims c ON c.id = words.rowid WHERE words MATCH ? ORDER BY rank LIMIT 50"""

    def __init__(self, load: Workload, names: Names, folder: Path) -> None:
        """Make the file in a folder, and fill it."""
        super().__init__(load, names)
        self.folder = folder
        self.database = sqlite3.connect(folder / "floor.sqlite3", isolation_level=None, cached_statements=256)
        for setting in SETTINGS:
            self.database.execute(f"PRAGMA {setting}")
        self.database.executescript(TABLES)
        self._fill()
        self.database.executescript("BEGIN;" + INDEXES + "COMMIT;")

    def _fill(self) -> None:
        execute = self.database.executemany
        self.database.execute("BEGIN")
        execute("INSERT INTO states VALUES (?, ?, ?)", self.state_rows())
        execute("INSERT INTO duties VALUES (?, ?, ?)", self.duty_rows())
        execute("INSERT INTO sources VALUES (?, ?, ?, ?, ?)", (_texts(row) for row in self.source_rows()))
        execute("INSERT INTO claims VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._claims())
        citing = "INSERT INTO citations (claim_id, source_id, locator, quote) VALUES (?, ?, ?, ?)"
        execute(
            citing, ((s.number, c.source, c.locator, c.quotation) for s in self.load.statements() for c in s.citations)
        )
        self.database.execute("COMMIT")

    def _claims(self) -> Iterator[Row]:
        for s in self.load.statements():
            days = (s.day.isoformat(), s.reviewed and s.reviewed.isoformat())
            yield (s.number, s.state, s.duty, s.kind, s.status, s.verdict, *days, s.confidence, s.text)

    def rows(self, statement: str, *given: Any) -> list[Row]:
        """Run a statement and fetch what it gives."""
        return self.database.execute(statement, _texts(given)).fetchall()

    def export(self) -> None:
        """Write the whole register to a file as CSV."""
        cited = """(SELECT group_concat(s.key || ' ' || x.locator, '; ') FROM citations x
            JOIN sources s ON s.id = x.source_id WHERE x.claim_id = c.id)"""
        statement = f"""SELECT {EXPORT}, {cited} FROM claims c JOIN states s ON s.id = c.state_id
            JOIN duties d ON d.id = c.duty_id ORDER BY c.id"""  # noqa: S608  (all of it is ours)
        with (self.folder / "floor.csv").open("w", newline="", encoding="utf-8", buffering=1 << 20) as file:
            csv.writer(file).writerows(self.database.execute(statement))

    def take_in(self, good: list[Any]) -> None:
        """Write imported claims with their citations in one transaction, searchable by one statement at its end."""
        self.database.execute("BEGIN IMMEDIATE")
        (last,) = self.rows("SELECT max(id) FROM claims")[0]
        rows = [(last + n, *row[:4], "pending", row[4], None, *row[5:7]) for n, row in enumerate(good, 1)]
        writing = f"INSERT INTO claims ({CLAIM}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608  (columns of ours)
        self.database.executemany(writing, rows)
        cited = ((last + n, source) for n, row in enumerate(good, 1) for source in row[7])
        self.database.executemany("INSERT INTO citations (claim_id, source_id) VALUES (?, ?)", cited)
        self.database.execute("INSERT INTO words (rowid, text) SELECT id, text FROM claims WHERE id > ?", (last,))
        self.database.execute("COMMIT")

    def undo(self) -> None:
        """Take out what was imported."""
        last = self.load.claims
        self.database.execute("BEGIN")
        for claim, text in self.rows("SELECT id, text FROM claims WHERE id > ?", last):
            self.database.execute("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", (claim, text))
        self.database.execute("DELETE FROM citations WHERE claim_id > ?", (last,))
        self.database.execute("DELETE FROM claims WHERE id > ?", (last,))
        self.database.execute("COMMIT")

    def close(self) -> None:
        """End its connection."""
        self.database.close()

    def accept(self, number: int) -> None:
        """Accept one claim and keep the table of the newest right, in one transaction."""
        self.database.execute("BEGIN IMMEDIATE")
        self.database.execute("UPDATE claims SET verdict = 'accepted' WHERE id = ?", (number,))
        self.database.execute(
            """INSERT INTO newest SELECT state_id, duty_id, id, day, status, kind FROM claims WHERE id = ?
            AND kind <> 'pledge' ON CONFLICT DO UPDATE SET claim_id = excluded.claim_id, day = excluded.day,
            status = excluded.status, kind = excluded.kind
            WHERE (excluded.day, excluded.claim_id) > (newest.day, newest.claim_id)""",
            (number,),
        )
        self.database.execute("COMMIT")


def _texts(row: Any) -> Row:
    """Days as SQLite keeps them."""
    return tuple(value.isoformat() if hasattr(value, "isoformat") else value for value in row)
