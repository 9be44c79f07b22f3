"""Loads the synthetic workload into the product's own tables, past its session.

The audit log of synthetic rows would be most of the time and of the file, so these rows leave no entries; everything
else is as the product keeps it: revisions, states, bearings, reviews, citations, sources, origins and the search index.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmarks.imports import Names, source_key
from benchmarks.workload import DUTIES, STATES, Document, Statement, Workload
from tracker import clock, resources
from tracker.db import migrate
from tracker.db.engine import writing
from tracker.db.models import Bearing, ClaimRevision, Obligation, Regime, State, User
from tracker.domain import searching
from tracker.domain.vocabulary import Effect, Kind, Role, StateKind, Verdict
from tracker.services import accounts, seeding, sources, summaries

REGIME = "dprk-1718"
PASSWORD = "correct horse battery staple"  # noqa: S105  (of accounts that live as long as a benchmark)
RECORDED = datetime(2006, 1, 1, tzinfo=UTC)
"""When the seeded record was loaded: before all that is synthetic, so that every instant knows the law."""

FIRST_ID = 1_000_000
"""The ids of synthetic rows begin here, after all that are seeded."""

BATCH = 20_000
CREDIBLE_FROM = 3
"""The confidence from which a synthetic claim is graded credible, 1 to 3."""

KIND = {kind.value: kind for kind in Kind} | {"action": Kind.REPORTED_ACTION}
VERDICT = {"accepted": Verdict.RIGHT, "rejected": Verdict.WRONG}
EFFECT = {
    ("action", "compliant"): Effect.FULFILS,
    ("action", "partial"): Effect.ADVANCES,
    ("implementation_report", "compliant"): Effect.FULFILS,
    ("implementation_report", "partial"): Effect.MEASURES,
    ("implementation_report", "non_compliant"): Effect.BREACHES,
    ("allegation", "partial"): Effect.BREACHES,
    ("allegation", "non_compliant"): Effect.BREACHES,
    ("assessment", "compliant"): Effect.FULFILS,
    ("assessment", "partial"): Effect.MEASURES,
    ("assessment", "non_compliant"): Effect.BREACHES,
} | {
    (kind, status): effect
    for kind, effect in (("pledge", Effect.PROMISES), ("denial", Effect.DENIES))
    for status in ("compliant", "partial", "non_compliant", "unclear")
}
"""What a claim of a kind that asserts a status does to its duty; what stands here not, does nothing."""

TABLES = {
    "source": "id key title publisher author symbol language published published_first published_last publication "
    "read_in sha256 recorded_by_id recorded_at",
    "access_point": "id source_id position address lookup",
    "origin": "id key label",
    "claim": "id key created_at withdrawal_reason",
    "claim_revision": "id claim_id number author_id recorded_at edit_reason statement kind speaker office speaks_for "
    "said said_first said_last event day_first day_last cited_as notes verification origin_id",
    "claim_state": "revision_id state_code",
    "bearing": "id revision_id state_code obligation_id effect",
    "review": "id revision_id author_id reviewer_id number at verdict reliability credibility comment",
    "citation": "id revision_id source_id position locator quotation translation translator",
    "search_term": "term claim_id",
}
"""The columns that are filled, by table, in the order in which the tables refer to one another."""

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Cast:
    """What synthetic claims refer to: names of states, ids of duties, two people; each in the order of its numbers."""

    codes: list[str]
    state_names: list[str]
    duties: list[int]
    duty_keys: list[str]
    author: int
    reviewer: int

    @property
    def names(self) -> Names:
        """What a file of claims calls them."""
        return Names(self.codes, self.duty_keys)


def prepare(engine: Engine) -> Cast:
    """Fill an empty database with the tables, the seeded record, and three people who can sign in."""
    migrate.upgrade(engine)
    with writing(engine, actor="benchmark") as session:
        seeding.load(session, folder=resources.folder("seed"), at=RECORDED)
        for name, role in (("analyst", Role.ANALYST), ("reviewer", Role.REVIEWER), ("viewer", Role.VIEWER)):
            _person(session, f"bench-{name}", role)
    return cast(engine)


def _person(session: Session, username: str, role: Role) -> None:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    email = f"{username}@example.org"
    accounts.add(session, username=username, email=email, name=username, roles={role}, password_hash=quick, at=RECORDED)


def cast(engine: Engine) -> Cast:
    """The members of the United Nations and the duties of the regime, those first on which the record has claims."""
    with Session(engine) as session:
        members = select(State.code, State.name).where(State.kind == StateKind.MEMBER).order_by(State.code)
        states = session.execute(members.limit(STATES)).all()
        duties = _duties(session)[:DUTIES]
        people = dict(session.execute(select(User.username, User.id)).all())
    return Cast(
        codes=[row.code for row in states],
        state_names=[row.name for row in states],
        duties=[row.id for row in duties],
        duty_keys=[row.key for row in duties],
        author=people["bench-analyst"],
        reviewer=people["bench-reviewer"],
    )


def _duties(session: Session) -> list[Any]:
    regime = select(Regime.id).where(Regime.key == REGIME).scalar_subquery()
    current = select(ClaimRevision.id).where(ClaimRevision.superseded_at.is_(None), ClaimRevision.id < FIRST_ID)
    spoken = set(session.scalars(select(Bearing.obligation_id).where(Bearing.revision_id.in_(current))))
    query = select(Obligation.id, Obligation.key).where(Obligation.regime_id == regime).order_by(Obligation.sort_key)
    return sorted(session.execute(query).all(), key=lambda row: row.id not in spoken)


def load(engine: Engine, workload: Workload, cast: Cast) -> None:
    """Write the workload into a prepared database, and gather what its planner goes by."""
    writer = _SQLite(engine) if engine.dialect.name == "sqlite" else _PostgreSQL(engine)
    for batch in _batches(workload.documents()):
        writer.write(_document_rows(batch, cast))
    known = {document.number: document.title for document in workload.documents()}
    for statements in _batches(workload.statements()):
        writer.write(_statement_rows(statements, cast, known))
    writer.finish()
    with writing(engine, actor="benchmark") as session:  # what was written past it, the kept summary does not know
        summaries.fill(session, at=clock.now())
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    walk = iter(items)
    while batch := list(islice(walk, BATCH)):
        yield batch


def _document_rows(documents: Iterable[Document], cast: Cast) -> Rows:
    rows: Rows = {"source": [], "access_point": [], "origin": []}
    for document in documents:
        number, day = FIRST_ID + document.number, document.day
        key, address = source_key(document.number), f"https://documents.example.org/{document.number}"
        described = (document.title, "A synthetic publisher", "", "", "en", day.isoformat(), day, day)
        rows["source"].append((number, key, *described, "public", "", "", cast.author, noon(day)))
        rows["access_point"].append((number, number, 1, address, sources.lookup(address)))
        rows["origin"].append((number, f"synthetic-origin-{document.number}", f"Utterance {document.number}"))
    return rows


def _statement_rows(statements: Iterable[Statement], cast: Cast, titles: dict[int, str]) -> Rows:
    rows: Rows = {name: [] for name in list(TABLES)[3:]}
    for statement in statements:
        _add(rows, statement, cast, titles)
    return rows


def _add(rows: Rows, said: Statement, cast: Cast, titles: dict[int, str]) -> None:
    number, recorded = FIRST_ID + said.number, noon(said.day)
    code, origin = cast.codes[said.state - 1], FIRST_ID + said.citations[0].source
    rows["claim"].append((number, f"synthetic-{said.number}", recorded, ""))
    spoken = (said.text, KIND[said.kind], said.speaker, "", code if said.kind in _OWN else None)
    days = (said.day.isoformat(), said.day, said.day, "", said.day, said.day)
    revision = (number, number, 1, cast.author, recorded, "", *spoken, *days, "", "", "none", origin)
    rows["claim_revision"].append(revision)
    rows["claim_state"].append((number, code))
    effect = EFFECT.get((said.kind, said.status), Effect.NONE)
    rows["bearing"].append((number, number, code, cast.duties[said.duty - 1], effect))
    if said.reviewed is not None:
        rows["review"].append(_review(said, number, cast))
    for position, cited in enumerate(said.citations, 1):
        place = (position, cited.locator, cited.quotation, "", "")
        rows["citation"].append((FIRST_ID + 4 * said.number + position, number, FIRST_ID + cited.source, *place))
    rows["search_term"] += [(term, number) for term in sorted(searching.terms(_text(said, cast, titles)))]


_OWN = ("pledge", "action", "implementation_report", "denial")
"""The kinds in which a state speaks for itself."""


def _review(said: Statement, number: int, cast: Cast) -> Row:
    """An accepted review has grades: the surer the claim, the better."""
    verdict = VERDICT[said.verdict]
    right = verdict is Verdict.RIGHT
    grade = ("B", str(6 - said.confidence), "") if right else (None, None, "Synthetic.")
    reviewed = noon(said.reviewed or said.day)
    return (number, number, cast.author, cast.reviewer, 1, reviewed, verdict, *grade)


def _text(said: Statement, cast: Cast, titles: dict[int, str]) -> str:
    """What the product would index of it; see `services.claim_index.text_of`."""
    parts = [f"synthetic-{said.number}", said.text, said.speaker, f"Utterance {said.citations[0].source}"]
    parts.append(cast.state_names[said.state - 1])
    for cited in said.citations:
        parts += [cited.quotation, titles[cited.source], "A synthetic publisher"]
    return "\n".join(parts)


def noon(day: date) -> datetime:
    """The instant at which something of a day is recorded."""
    return datetime.combine(day, time(12), UTC)


class _SQLite:
    """Writes through the standard library's driver, with the guards and the search index's order put off."""

    def __init__(self, engine: Engine) -> None:
        self.pooled = engine.raw_connection()
        self.driver: Any = self.pooled.driver_connection
        for pragma in ("synchronous = OFF", "cache_size = -400000", "foreign_keys = OFF"):
            self.driver.execute(f"PRAGMA {pragma}")
        self.driver.execute("DROP INDEX ix_search_term_claim_id")
        self.driver.execute("CREATE TEMP TABLE unsorted (term, claim_id)")

    def write(self, rows: Rows) -> None:
        self.driver.execute("BEGIN")
        for name, batch in rows.items():
            columns = TABLES[name].split()
            table = "unsorted" if name == "search_term" else name
            marks = ", ".join("?" * len(columns))
            statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  (names of ours)
            self.driver.executemany(statement, [tuple(map(_plain, row)) for row in batch])
        self.driver.execute("COMMIT")

    def finish(self) -> None:
        self.driver.execute("INSERT INTO search_term SELECT term, claim_id FROM unsorted ORDER BY term, claim_id")
        self.driver.execute("CREATE INDEX ix_search_term_claim_id ON search_term (claim_id)")
        self.driver.execute("DROP TABLE unsorted")
        self.driver.execute("ANALYZE")
        self.driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.pooled.invalidate()


def _plain(value: Any) -> Any:
    """A value as SQLAlchemy keeps it in SQLite."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat() if isinstance(value, date) else value


class _PostgreSQL:
    """Writes with COPY."""

    def __init__(self, engine: Engine) -> None:
        self.pooled = engine.raw_connection()
        self.driver: Any = self.pooled.driver_connection
        self.driver.execute("SET synchronous_commit = off")
        self.driver.execute("SET maintenance_work_mem = '512MB'")
        self.driver.execute("ALTER TABLE search_term DROP CONSTRAINT pk_search_term")
        self.driver.execute("DROP INDEX ix_search_term_claim_id")
        self.driver.commit()

    def write(self, rows: Rows) -> None:
        for name, batch in rows.items():
            columns = ", ".join(TABLES[name].split())
            with self.driver.cursor() as cursor, cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
                for row in batch:
                    copy.write_row(row)
        self.driver.commit()

    def finish(self) -> None:
        self.driver.execute("ALTER TABLE search_term ADD CONSTRAINT pk_search_term PRIMARY KEY (term, claim_id)")
        self.driver.execute("CREATE INDEX ix_search_term_claim_id ON search_term (claim_id)")
        for name, columns in TABLES.items():
            if columns.startswith("id "):
                last = f"(SELECT max(id) FROM {name})"  # noqa: S608  (names of ours)
                self.driver.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {last})")
        self.driver.commit()
        self.driver.autocommit = True
        self.driver.execute("VACUUM ANALYZE")
        self.driver.autocommit = False
        self.pooled.invalidate()


def counted_cells(workload: Workload, as_of: date, known_at: datetime) -> set[tuple[int, int]]:
    """The cells, by numbers, on which a claim counts by the clocks: credible, accepted, with an effect."""
    found = set()
    for said in workload.statements():
        known = said.reviewed is not None and noon(said.reviewed) <= known_at
        effect = EFFECT.get((said.kind, said.status), Effect.NONE)
        credible = said.confidence >= CREDIBLE_FROM
        if known and said.verdict == "accepted" and said.day <= as_of and credible and effect is not Effect.NONE:
            found.add((said.state, said.duty))
    return found
