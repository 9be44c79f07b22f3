"""The floors: the least that each operation can cost on each database, with plain tables and the bare driver.

They hold the same claims as the product's tables, from the same workload, in a file or schema of their own. No HTTP,
no sessions, no rules, no revisions and no log: a ratio to the floor says what all of these cost together.
"""

from typing import Any

import orjson

from benchmarks.imports import Line, Names, as_floor_file, checked, lines, read_floor_file, source_key
from benchmarks.timing import Figures, each, timed
from benchmarks.workload import AS_OF, DUTIES, STATES, Workload

CLAIM = "id, state_id, duty_id, kind, status, verdict, day, reviewed, confidence, text"
EXPORT = """
c.id, s.code, s.name, d.key, d.title, c.kind, c.status, c.verdict, c.day, c.reviewed, c.confidence, c.text"""

Row = tuple[Any, ...]


class Floor:
    """One database. The kinds of it differ in how they load, and in the statements that serve them best."""

    matrix_now = "SELECT state_id, duty_id, claim_id, day, status, kind FROM newest"
    database: Any
    matrix_then: str
    cell: str
    search: str

    def __init__(self, load: Workload, names: Names) -> None:
        """Keep what is to be measured."""
        self.load = load
        self.names = names
        self.file = as_floor_file(lines(load, names))

    def rows(self, statement: str, *given: Any) -> list[Row]:
        """Run a statement and fetch what it gives."""
        raise NotImplementedError

    def export(self) -> None:
        """Write the whole register to a file as CSV."""
        raise NotImplementedError

    def take_in(self, good: list[Any]) -> None:
        """Write imported claims with their citations in one transaction, searchable."""
        raise NotImplementedError

    def undo(self) -> None:
        """Take out what was imported."""
        raise NotImplementedError

    def accept(self, number: int) -> None:
        """Accept one claim and keep the table of the newest right, in one transaction."""
        raise NotImplementedError

    def busiest(self, many: int = 20) -> list[tuple[int, int]]:
        """The cells with the most claims, as pairs of state and duty."""
        counted = "SELECT state_id, duty_id FROM claims GROUP BY state_id, duty_id ORDER BY count(*) DESC, 1, 2"
        return [(row[0], row[1]) for row in self.rows(f"{counted} LIMIT {many}")]

    def close(self) -> None:
        """End its connection."""
        raise NotImplementedError

    def state_rows(self) -> list[Row]:
        """The states as rows."""
        return [(number, code, f"State {code}") for number, code in enumerate(self.names.states, 1)]

    def duty_rows(self) -> list[Row]:
        """The duties as rows."""
        return [(number, key, f"Duty {key}") for number, key in enumerate(self.names.duties, 1)]

    def source_rows(self) -> Any:
        """The sources as rows."""
        for document in self.load.documents():
            address = f"https://documents.example.org/{document.number}"
            yield (document.number, source_key(document.number), document.title, address, document.day)

    def measure(self) -> Figures:
        """Every operation, in milliseconds but where the name says otherwise."""
        words = self.load.asked_words()
        return {
            "filled_cells_then": len(self.rows(self.matrix_then, AS_OF)),
            "matrix_now": timed(lambda: as_json(self.rows(self.matrix_now))),
            "matrix_then": timed(lambda: as_json(self.rows(self.matrix_then, AS_OF))),
            "cell": each(lambda cell: self.rows(self.cell, *cell), self.busiest() * 5),
            **{f"search_{name}": timed(lambda word=word: self.rows(self.search, word)) for name, word in words.items()},
            "export": timed(self.export, times=3, warm=1),
            "import": self._import(),
            "accept": each(self.accept, self._waiting()),
        }

    def _import(self) -> float:
        """The median of three imports; taking the rows out again is outside the time."""
        taken = []
        for _ in range(3):
            taken.append(each(lambda _: self._bring_in(), range(1)))
            self.undo()
        return sorted(taken)[1]

    def _bring_in(self) -> None:
        states, duties = ({key: n for n, key in enumerate(keys, 1)} for keys in (self.names.states, self.names.duties))
        sources = dict(self.rows("SELECT key, id FROM sources"))
        found: list[Line] = read_floor_file(self.file)
        good, _ = checked(found, states, duties, sources)
        self.take_in(good)

    def _waiting(self) -> list[int]:
        return [row[0] for row in self.rows("SELECT id FROM claims WHERE verdict = 'pending' ORDER BY id LIMIT 30")]


def as_json(rows: list[Row]) -> bytes:
    """The matrix as JSON: a grid of states by duties."""
    grid: list[list[Any]] = [[None] * DUTIES for _ in range(STATES)]
    for state, duty, *rest in rows:
        grid[state - 1][duty - 1] = rest
    return orjson.dumps(grid)
