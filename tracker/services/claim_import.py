"""The import of claims, through the same services as the form: new ones together, all others row by row.

An import is one deed. Every row is checked; the caller keeps the transaction only if no row has a fault. A row that
the record has already changes nothing, so a file may be imported twice.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from tracker.db.engine import serialise
from tracker.db.models import Claim, ClaimRevision, ClaimState, Origin, Source, StateAction
from tracker.domain import history
from tracker.domain.content import CitationContent, ClaimContent, SourceContent
from tracker.domain.errors import NotAllowed, Problem, RuleBroken
from tracker.domain.facts import ALL_STATES
from tracker.intake import claim_content, claim_fields, claim_rows
from tracker.intake.claim_content import ClaimRow
from tracker.intake.fields import Resolve
from tracker.services import claim_batch, claim_known, claim_list, claims, law, paging, revisions, sources
from tracker.services.import_report import Done, Fate, Fault, Faulty, ImportReport

COLUMN_OF = {"citations": "title", "bearings": "bears_on", "hops": "relay"}
"""Where a problem shows, for fields that are not called like their column."""


@dataclass(slots=True)
class _Desk:
    """Who imports, when, and whether rows may change claims that the record has; what is known; what waits.

    `read` are the rows that the record was asked about together, `stored` the claims that it has under their keys.
    `waiting` are rows that are new beyond doubt and will be written together. `since` are rows that went alone after
    the record was last asked.
    """

    session: Session
    author: int
    at: datetime
    update: bool
    resolve: Resolve
    report: ImportReport = field(default_factory=ImportReport)
    keys: dict[str, int] = field(default_factory=dict)
    known: claim_known.Known = field(default_factory=claim_known.Known)
    read: list[ClaimRow] = field(default_factory=list)
    stored: dict[str, ClaimRevision] = field(default_factory=dict)
    waiting: list[claim_rows.Row] = field(default_factory=list)
    since: list[ClaimRow] = field(default_factory=list)

    def batch(self) -> claim_batch.Batch:
        """An empty batch."""
        return claim_batch.Batch(self.session, self.known, self.author, self.at)


def bring_in(
    session: Session,
    *,
    rows: Sequence[claim_rows.Row],
    author: int,
    at: datetime,
    update: bool = False,
    after_row: Callable[[], None] = lambda: None,
) -> ImportReport:
    """Log the rows as claims by `author`; they wait for review. With `update`, rows may change claims by their key.

    The caller rolls back where the report has faults. Raises NotAllowed for a person who is no analyst.
    """
    claims.check_analyst(session, author)
    serialise(session, "origins", shared=True)
    serialise(session, "claims")
    desk = _Desk(session, author, at, update, resolver(session))
    for some in paging.batches(rows, claim_batch.SIZE):
        _take_some(desk, some)
        for _ in some:
            after_row()
    return desk.report


def _take_some(desk: _Desk, rows: Sequence[claim_rows.Row]) -> None:
    """Take rows in, in their order: those that are new beyond doubt together, the others between them alone."""
    found = {row.number: claim_content.read(row.fields, desk.resolve)[0] for row in rows if not row.faults}
    desk.read = [one for one in found.values() if one is not None]
    claim_known.learn(desk.session, desk.known, desk.read)
    taken = [one.key for one in desk.read if one.key in desk.known.claims.taken]
    desk.stored = claim_list.by_keys(desk.session, keys=taken) if taken else {}
    batch = desk.batch()
    for row in rows:
        one = found.get(row.number)
        if one is not None and _is_taken(desk, batch, one):
            batch.add(one)
            desk.waiting.append(row)
        else:
            batch = _written(desk, batch)
            _alone(desk, row, one)
    _written(desk, batch)


def _is_taken(desk: _Desk, batch: claim_batch.Batch, one: ClaimRow) -> bool:
    """Whether a row can go with the others. What rows that went alone have brought along is looked up before."""
    if one.key in desk.keys:
        return False
    if desk.since and batch.takes(one):
        desk.known.forget(desk.since)
        claim_known.learn(desk.session, desk.known, desk.since)
        desk.since.clear()
    return batch.takes(one)


def _written(desk: _Desk, batch: claim_batch.Batch) -> claim_batch.Batch:
    """Write what waits, and begin anew.

    Where the database refuses one of them all the same, none is written so, and each goes the way of a single claim.
    """
    if not batch.waiting:
        return batch
    rows, desk.waiting = desk.waiting, []
    read = [one.row for one in batch.waiting]
    try:
        with desk.session.begin_nested():
            done = batch.write()
    except (RuleBroken, IntegrityError):
        desk.known = claim_known.Known()
        for row, one in zip(rows, read, strict=True):
            _alone(desk, row, one)
        claim_known.learn(desk.session, desk.known, desk.read)
        return desk.batch()
    desk.keys.update({one.key: row.number for one, row in zip(read, rows, strict=True) if one.key})
    desk.report.done += [Done(row.number, key, Fate.NEW) for row, key in zip(rows, done, strict=True)]
    return batch


def _alone(desk: _Desk, row: claim_rows.Row, read: ClaimRow | None) -> None:
    """Take one row in by the road of a single claim, which says what is wrong with it."""
    try:
        with _savepoint(desk.session):
            done = _take(desk, row)
    except Faulty as refused:
        desk.report.faults += [Fault(row.number, p.field, p.sentence) for p in refused.problems]
        done = None
    else:
        desk.report.done.append(done)
    _note(desk, read, done)


def _note(desk: _Desk, read: ClaimRow | None, done: Done | None) -> None:
    """Know from now on what a row has changed that went alone."""
    desk.known.claims.take(done.key if done else "")
    if read is not None:
        desk.known.statements.add(read.content.statement)
        desk.since.append(read)


@contextmanager
def _savepoint(session: Session) -> Iterator[None]:
    """Keep a row whole: what a refused row had written is undone, and the rows after it are still checked."""
    try:
        with session.begin_nested():
            yield
    except NotAllowed:
        raise  # it is about the person and not about the row
    except RuleBroken as error:
        raise Faulty(*(Problem(COLUMN_OF.get(p.field, p.field), p.sentence) for p in error.problems)) from error


def resolver(session: Session) -> Resolve:
    """Finds states by code or any name; all states together by their code or name."""
    names = law.state_names(session)
    together = law.state(session, name=ALL_STATES).name.casefold()
    return lambda text: ALL_STATES if text.casefold() in (ALL_STATES.casefold(), together) else names.resolve(text)


def _take(desk: _Desk, row: claim_rows.Row) -> Done:
    if row.faults:
        raise Faulty(*(Problem(column, sentence) for column, sentence in row.faults))
    found, problems = claim_content.read(row.fields, desk.resolve)
    if found is None:
        raise Faulty(*problems)
    _refuse_second(desk, found.key, row.number)
    wanted = replace(found.content, citations=tuple(_settled(desk.session, c) for c in found.content.citations))
    stored = _on_record(desk, found.key, wanted)
    if stored is None:
        return Done(row.number, _log(desk, found, wanted), Fate.NEW)
    changes = _changes(desk, wanted, stored)
    if changes:
        _edit(desk, found, wanted, stored, changes)
    return Done(row.number, stored.claim.key, Fate.UPDATED if changes else Fate.UNCHANGED)


def _refuse_second(desk: _Desk, key: str, number: int) -> None:
    if key and desk.keys.setdefault(key, number) != number:
        raise Faulty(Problem("key", f"Row {desk.keys[key]} has the key “{key}” already."))


def _settled(session: Session, citation: CitationContent) -> CitationContent:
    """The citation with the source that the record has of this document, if it has one."""
    known = known_source(session, citation.source)
    if known is None:
        return citation
    recorded = revisions.source_content(known)
    if citation.source.key:
        refuse_other_details(citation.source, recorded)
    return replace(citation, source=recorded)


def known_source(session: Session, content: SourceContent) -> Source | None:
    """The source of the record that a row describes: the one with its key, else the same document."""
    query = select(Source).options(selectinload(Source.access_points))
    if content.key:
        return session.scalar(query.where(Source.key == content.key))
    if found := sources.find_again(session, content=content):
        return sources.get(session, key=found.key)
    same = {name: getattr(content, name) for name in ("title", "publisher", "author", "symbol", "published")}
    return session.scalars(query.filter_by(**same).order_by(Source.id)).first()


def refuse_other_details(given: SourceContent, recorded: SourceContent) -> None:
    """Refuse other details for a source that the record has: an import records sources, and changes none."""
    for name in claim_known.SAID:
        if (value := getattr(given, name)) and value != getattr(recorded, name):
            column = "addresses" if name == "access_points" else name
            sentence = f"The source “{given.key}” is in the record with another {column}; leave it empty."
            raise Faulty(Problem(column, sentence))


def _on_record(desk: _Desk, key: str, wanted: ClaimContent) -> ClaimRevision | None:
    """The claim that a row means: the one with its key, or without a key the one that says the same."""
    if key:
        return desk.stored.get(key) or claim_list.by_keys(desk.session, keys=[key]).get(key)
    if not wanted.states or not wanted.citations:
        return None
    about = select(ClaimState.revision_id).where(ClaimState.state_code == wanted.states[0])
    query = select(ClaimRevision).join(Claim, Claim.id == ClaimRevision.claim_id).order_by(Claim.id)
    query = query.where(ClaimRevision.id.in_(about), ClaimRevision.superseded_at.is_(None))
    found = desk.session.scalars(claims.whole(query.where(ClaimRevision.statement == wanted.statement)))
    return next((revision for revision in found if _says_the_same(revision, wanted)), None)


def _says_the_same(revision: ClaimRevision, wanted: ClaimContent) -> bool:
    stored = revisions.content_of(revision)
    return stored.states == wanted.states and stored.citations[0].source == wanted.citations[0].source


def _changes(desk: _Desk, wanted: ClaimContent, stored: ClaimRevision) -> tuple[history.Change, ...]:
    """What the row would change. An origin left empty was made by the record, and stays."""
    content = revisions.content_of(stored)
    settled = _with_origin(desk, wanted, stored)
    again, _ = claim_content.read(claim_fields.of_content(content), desk.resolve)
    return history.changes(again.content if again else content, settled)


def _with_origin(desk: _Desk, wanted: ClaimContent, stored: ClaimRevision) -> ClaimContent:
    meant = replace(wanted, origin=revisions.origin_kept(stored, wanted.origin))
    return replace(meant, origin=revisions.origin_named(desk.session, meant))


def _edit(
    desk: _Desk, row: ClaimRow, wanted: ClaimContent, stored: ClaimRevision, changes: Sequence[history.Change]
) -> None:
    key, what = stored.claim.key, ", ".join(change.label for change in changes)
    if not desk.update:
        can = "To save a new revision, let the import change claims (`--update`)."
        sentence = f"The claim “{key}” is in the record and differs in: {what}. {can}"
        raise Faulty(Problem("key", sentence))
    _record_missing(desk, row, wanted)
    claims.edit(
        desk.session,
        key=key,
        base=row.base or stored.number,
        content=_with_origin(desk, wanted, stored),
        author=desk.author,
        at=desk.at,
        reason="Imported from a file.",
    )


def _log(desk: _Desk, row: ClaimRow, wanted: ClaimContent) -> str:
    _record_missing(desk, row, wanted)
    return claims.log(desk.session, content=wanted, author=desk.author, at=desk.at, key=row.key).key


def _record_missing(desk: _Desk, row: ClaimRow, wanted: ClaimContent) -> None:
    """Record the origin and the act that the row describes, where the record lacks them."""
    session = desk.session
    if wanted.origin and row.origin_label and not session.scalar(select(Origin.id).filter_by(key=wanted.origin)):
        session.add(Origin(key=wanted.origin, label=row.origin_label))
    if not wanted.state_action or session.scalar(select(StateAction.id).filter_by(key=wanted.state_action)):
        return
    if row.action_state and row.action_summary:
        act = {"key": wanted.state_action, "state_code": row.action_state, "summary": row.action_summary}
        session.add(StateAction(**act))
        session.flush()
