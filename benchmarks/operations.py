"""What is asked of the running product, and how long it takes.

An answer that the product could have ready is asked for after a change of the record, so that it is made anew; what an
unchanged record costs is measured by itself.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from time import perf_counter
from urllib.parse import quote

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmarks.asking import Answer, Client, throughput
from benchmarks.loading import FIRST_ID, REGIME, Cast
from benchmarks.serving import Server, token
from benchmarks.timing import Figures, each
from benchmarks.workload import AS_OF, Workload
from tracker.db.engine import writing
from tracker.db.models import Claim, ClaimRevision, Origin, Review

TIMES = 15
KNOWN_AT = datetime(2024, 12, 31, 12, tzinfo=UTC)
MATRIX, MATRIX_JSON = f"/matrix/{REGIME}", f"/matrix/{REGIME}.json"


class Operations:
    """The operations, asked by one signed-in viewer; accepting, by a reviewer."""

    def __init__(
        self,
        running: Server,
        engine: Engine,
        cast: Cast,
        load: Workload,
        busiest: Sequence[tuple[int, int]],
        seconds: float,
    ) -> None:
        """Sign in. `seconds` is how long each throughput is measured."""
        self.running = running
        self.engine = engine
        self.cast = cast
        self.load = load
        self.cells = [f"{cast.codes[state - 1]}/{cast.duty_keys[duty - 1]}" for state, duty in busiest]
        self.seconds = seconds
        self.viewer = running.client("bench-viewer")
        self.changes = count(1)

    def measure(self) -> Figures:
        """Every operation: milliseconds, requests a second where the name ends in _rps, bytes where in _bytes."""
        found = self._matrix() | self._unchanged() | self._cells() | self._register() | self._export()
        return found | self._accept()

    def change(self) -> None:
        """Commit something that changes no outcome, so that nothing kept is fresh any more."""
        name = f"benchmark-{next(self.changes)}"
        with writing(self.engine, actor="benchmark") as session:
            session.add(Origin(key=name, label=name))

    def _asked(self, path: str, **headers: str) -> Answer:
        answer = self.viewer.get(path, **headers)
        if answer.status >= 400:
            raise RuntimeError(f"{path} answered {answer.status}: {answer.body[:200]!r}")
        return answer

    def _anew(self, path: str, *, times: int = TIMES, seconds: float = 20, **headers: str) -> float:
        """The median time of a page that is asked for after a change each time."""
        taken = []
        self._asked(path, **headers)
        end = perf_counter() + seconds
        while len(taken) < times and (perf_counter() < end or len(taken) < 3):
            self.change()
            taken.append(each(lambda _: self._asked(path, **headers), range(1)))
        return sorted(taken)[len(taken) // 2]

    def _rps(self, paths: Sequence[str], **headers: str) -> float:
        return throughput(lambda: self.running.another(self.viewer), paths, seconds=self.seconds, **headers)

    def _matrix(self) -> Figures:
        """The clocks of the second differ by a second each time, so that it too is made anew."""
        then = [_then(number) for number in range(TIMES)]
        self._asked(_then(-1))
        page = self._asked(MATRIX)
        return {
            "matrix_now": self._anew(MATRIX_JSON, Accept_Encoding="identity"),
            "matrix_then": each(lambda path: self._asked(path, Accept_Encoding="identity"), then, seconds=20),
            "matrix_then_rps": self._rps([_then(number) for number in range(1_000, 60_000)]),
            "matrix_page": self._anew(MATRIX),
            "matrix_page_bytes": len(page.body),
            "matrix_json_bytes": len(self._asked(MATRIX_JSON, Accept_Encoding="identity").body),
        }

    def _unchanged(self) -> Figures:
        validator = self._asked(MATRIX_JSON).headers.get("etag", "none")
        for _ in range(3):  # each process makes its own copies first
            self._rps([MATRIX_JSON, MATRIX])
        again = self._asked(MATRIX_JSON, If_None_Match=validator)
        return {
            "unchanged_status": again.status,
            "unchanged": each(lambda _: self._asked(MATRIX_JSON, If_None_Match=validator), range(200)),
            "unchanged_rps": self._rps([MATRIX_JSON], If_None_Match=validator),
            "kept_gzip_rps": self._rps([MATRIX_JSON]),
            "kept_page_rps": self._rps([MATRIX]),
        }

    def _cells(self) -> Figures:
        pages = [f"/cells/{cell}" for cell in self.cells]
        found = {}
        for name, paths in (("cell_page", pages), ("cell", [f"{page}/claims.json" for page in pages])):
            self._asked(paths[0])
            found |= {name: each(self._asked, paths * 5), f"{name}_rps": self._rps(paths)}
        return found

    def _register(self) -> Figures:
        self._asked("/claims/")
        found = {"register": each(self._asked, ["/claims/"] * TIMES), "register_rps": self._rps(["/claims/"])}
        for name, word in self.load.asked_words().items():
            page, lines = f"/claims/?words={quote(word)}", f"/claims.json?words={quote(word)}"
            self._asked(page)
            self._asked(lines)
            found |= {f"search_page_{name}": each(self._asked, [page] * TIMES)}
            found |= {f"search_{name}": each(self._asked, [lines] * TIMES)}
            found |= {f"search_{name}_rps": self._rps([lines])}
        return found

    def _export(self) -> Figures:
        """The whole register, until its last byte and until its first."""
        path, taken = "/claims.csv", []
        for _ in range(3):
            began = perf_counter()
            answer = self._asked(path, Accept_Encoding="identity")
            taken.append(((perf_counter() - began) * 1_000, (answer.first_byte - began) * 1_000, len(answer.body)))
        whole, first, size = sorted(taken)[1]
        return {"export": round(whole, 1), "export_first_byte": round(first, 1), "export_bytes": size}

    def _accept(self) -> Figures:
        """Accepting a claim, and the matrix as it is after that, timed apart."""
        reviewer = self.running.client("bench-reviewer")
        decided, asked = [], []
        for key in self._waiting():
            fields = {"verdict": "right", "reliability": "B", "credibility": "2", "comment": ""}
            fields |= _hidden(reviewer.get(f"/review/{key}", Accept_Encoding="identity"))
            decided.append(each(lambda _, key=key, fields=fields: _decide(reviewer, key, fields), range(1)))
            asked.append(each(lambda _: self._asked(MATRIX_JSON), range(1)))
        middle = len(decided) // 2
        return {"accept": sorted(decided)[middle], "matrix_after_accept": sorted(asked)[middle]}

    def _waiting(self, many: int = 15) -> list[str]:
        reviewed = select(Review.revision_id)
        query = select(Claim.key).join(ClaimRevision, ClaimRevision.claim_id == Claim.id)
        query = query.where(ClaimRevision.id >= FIRST_ID, ClaimRevision.id.not_in(reviewed)).order_by(Claim.id)
        with Session(self.engine) as session:
            return list(session.scalars(query.limit(many)))


def _then(number: int) -> str:
    instant = (KNOWN_AT + timedelta(seconds=number)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{MATRIX_JSON}?as_of={AS_OF}&known_at={instant}"


def _hidden(page: Answer) -> dict[str, str]:
    text = page.body.decode()
    found = {name: _value(text, name) for name in ("revision", "seen")}
    return found | {"csrf_token": token(page.body)}


def _value(text: str, name: str) -> str:
    field = re.search(rf'<input[^>]*name="{name}"[^>]*>', text)
    value = re.search(r'value="([^"]*)"', field[0]) if field else None
    if value is None:
        raise LookupError(f"The page has no field {name}.")
    return value[1]


def _decide(reviewer: Client, key: str, fields: dict[str, str]) -> None:
    answer = reviewer.post(f"/review/{key}", fields)
    if answer.status != 303:
        raise RuntimeError(f"The review of {key} was not taken: {answer.status} {answer.body[:300]!r}")
