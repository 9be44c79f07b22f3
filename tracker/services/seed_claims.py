"""Loads the claims that the product starts with, through the same services as everybody else's.

They are logged by one account and reviewed by another, both of them the record's own and nobody's to sign in with. A
second load changes nothing. A claim that its file changed becomes a new revision, unless somebody has edited it here.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.db.models import Claim, ClaimRevision, Origin, Source, StateAction, User
from tracker.domain import vocabulary as words
from tracker.domain.content import (
    BearingContent,
    CitationContent,
    ClaimContent,
    HopContent,
    QuantityContent,
    SourceContent,
)
from tracker.domain.errors import RuleBroken
from tracker.services import accounts, claims, links, reviews, revisions, sources
from tracker.services.seed_records import Record, read
from tracker.services.seed_rows import Counts, Upsert

EDITOR, REVIEWER = "record-editor", "record-reviewer"


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who loads, at which instant, and the sources by key."""

    session: Session
    editor: int
    reviewer: int
    at: datetime
    sources: dict[str, SourceContent]


def load(session: Session, *, folder: Path, at: datetime) -> dict[str, Counts]:
    """Load sources, origins, state actions, claims with their reviews, and links. Raises SeedError."""
    editor = _account(session, EDITOR, "Editors of the record", words.Role.ANALYST, at)
    reviewer = _account(session, REVIEWER, "Reviewers of the record", words.Role.REVIEWER, at)
    counts = {"source": _load_sources(session, folder, by=editor.id, at=at)}
    counts["origin"] = _load_keyed(session, folder, "origins.yaml", Origin, ("label",), {})
    counts["state action"] = _load_keyed(
        session, folder, "state_actions.yaml", StateAction, ("summary",), {"state": "state_code"}
    )
    desk = _Desk(session, editor.id, reviewer.id, at, _source_contents(session))
    counts["claim"] = _load_claims(desk, folder)
    counts["link"] = _load_links(desk, folder)
    return counts


def _account(session: Session, username: str, name: str, role: words.Role, at: datetime) -> User:
    known = session.scalar(select(User).where(User.username == username))
    if known is not None:
        return known
    # Nobody is told the password, so nobody signs in with it.
    sealed = accounts.hash_password(accounts.new_password())
    address = f"{username}@localhost"
    return accounts.add(session, username=username, email=address, name=name, roles={role}, password_hash=sealed, at=at)


def _load_sources(session: Session, folder: Path, *, by: int, at: datetime) -> Counts:
    known = {row.key: row for row in session.scalars(select(Source).options(selectinload(Source.access_points)))}
    upsert, created = Upsert(session, "source"), 0
    for record in read(folder, "sources.yaml", keyed_by=("key",)):
        content = _source(record)
        row = known.get(record.key)
        if row is None:
            sources.record(session, content=content, by=by, at=at)
            created += 1
        else:
            plain = {name: getattr(content, name) for name in ("title", "publisher", "author", "symbol", "language")}
            upsert.row(Source, key=record.key, row=row, values=plain)
    session.flush()
    return upsert.counts + Counts(created)


def _source(record: Record) -> SourceContent:
    return SourceContent(
        key=record.key,
        title=record.text("title"),
        publisher=record.text("publisher"),
        author=record.text("author"),
        symbol=record.text("symbol"),
        language=record.text("language"),
        published=record.text("published"),
        publication=record.word("publication", words.Publication),
        read_in=record.text("read_in"),
        access_points=tuple(record.texts("access_points")),
    )


def _source_contents(session: Session) -> dict[str, SourceContent]:
    rows = session.scalars(select(Source).options(selectinload(Source.access_points)))
    return {row.key: revisions.source_content(row) for row in rows}


def _load_keyed(
    session: Session,
    folder: Path,
    file: str,
    model: type[Origin] | type[StateAction],
    texts: tuple[str, ...],
    renamed: dict[str, str],
) -> Counts:
    known = {row.key: row for row in session.scalars(select(model))}
    upsert = Upsert(session, file.removesuffix("s.yaml").replace("_", " "))
    for record in read(folder, file, keyed_by=("key",)):
        values = {"key": record.key} | {name: record.text(name) for name in texts}
        values |= {column: record.text(name) for name, column in renamed.items()}
        upsert.row(model, key=record.key, row=known.get(record.key), values=values)
    session.flush()
    return upsert.counts


def _load_claims(desk: _Desk, folder: Path) -> Counts:
    created = updated = unchanged = 0
    lines: list[str] = []
    known = set(desk.session.scalars(select(Claim.key)))
    for record in read(folder, "claims.yaml", keyed_by=("key",)):
        content = _content(desk, record)
        try:
            if record.key not in known:
                claims.log(desk.session, content=content, author=desk.editor, at=desk.at, key=record.key)
                _review(desk, record)
                created += 1
            elif line := _revise(desk, record, content):
                lines.append(line)
                updated += 1
            else:
                unchanged += 1
        except RuleBroken as error:
            raise record.wrong(error.field, error.sentence) from error
    return Counts(created, updated, unchanged, tuple(lines))


def _revise(desk: _Desk, record: Record, content: ClaimContent) -> str:
    """Bring a claim in line with its file; the line that says what was done, or nothing."""
    current = claims.show(desk.session, key=record.key)
    if revisions.content_of(current) == content:
        return ""
    if _edited_here(desk, current) or current.claim.withdrawn_at is not None:
        return f"claim {record.key}: left as it is, because somebody changed it here"
    claims.edit(
        desk.session,
        key=record.key,
        base=current.number,
        content=content,
        author=desk.editor,
        at=desk.at,
        reason="The record that the product ships was corrected.",
    )
    _review(desk, record)
    return f"claim {record.key}: revision {current.number + 1}"


def _edited_here(desk: _Desk, current: ClaimRevision) -> bool:
    return current.author_id != desk.editor


def _review(desk: _Desk, record: Record) -> None:
    if not record.data.get("review"):
        return
    given = record.part("review")
    number = claims.show(desk.session, key=record.key).number
    reviews.decide(
        desk.session,
        key=record.key,
        revision=number,
        seen=0,
        reviewer=desk.reviewer,
        verdict=given.word("verdict", words.Verdict),
        reliability=given.word("reliability", words.Reliability),
        credibility=given.word("credibility", words.Credibility),
        comment=given.text("comment"),
        at=desk.at,
    )


def _content(desk: _Desk, record: Record) -> ClaimContent:
    return ClaimContent(
        statement=record.text("statement"),
        kind=record.word("kind", words.Kind),
        speaker=record.text("speaker"),
        office=record.text("office"),
        speaks_for=record.maybe("speaks_for", record.text),
        body=record.maybe("body", lambda field: record.word(field, words.Body)),
        said=record.text("said"),
        event=record.text("event"),
        states=tuple(sorted(record.texts("states"))),
        bearings=tuple(_bearing(part) for part in record.parts("bears_on")),
        quantities=tuple(_quantity(part) for part in record.parts("quantities")),
        citations=tuple(_citation(desk, part) for part in record.parts("citations")),
        cited_as=record.text("cited_as"),
        origin=record.text("origin"),
        state_action=record.maybe("state_action", record.text) or "",
        hops=tuple(HopContent(p.word("role", words.HopRole), p.text("name")) for p in record.parts("relay")),
        notes=record.text("notes"),
        verification=record.word("verification", words.Verification),
    )


def _bearing(part: Record) -> BearingContent:
    return BearingContent(part.text("state"), part.text("obligation"), part.word("effect", words.Effect))


def _quantity(part: Record) -> QuantityContent:
    return QuantityContent(
        low=part.maybe("low", part.number),
        high=part.maybe("high", part.number),
        unit=part.text("unit"),
        wording=part.text("wording"),
        counted=part.text("counted"),
        measure=part.word("measure", words.Measure),
        reference=part.text("reference"),
        baseline=part.flag("baseline"),
    )


def _citation(desk: _Desk, part: Record) -> CitationContent:
    key = part.text("source")
    if key not in desk.sources:
        raise part.wrong("source", f"there is no source “{key}” in sources.yaml.")
    return CitationContent(desk.sources[key], part.text("locator"), part.text("quotation"))


def _load_links(desk: _Desk, folder: Path) -> Counts:
    created = unchanged = 0
    keys = set(desk.session.scalars(select(Claim.key)))
    for record in read(folder, "links.yaml", keyed_by=("claim", "other", "type")):
        for field in ("claim", "other"):
            if record.text(field) not in keys:
                raise record.wrong(field, f"there is no claim “{record.text(field)}” in claims.yaml.")
        made = links.link(
            desk.session,
            claim=record.text("claim"),
            other=record.text("other"),
            link_type=record.word("type", words.LinkType),
            by=desk.editor,
            at=desk.at,
        )
        created, unchanged = created + (made is not None), unchanged + (made is None)
    return Counts(created, 0, unchanged)
