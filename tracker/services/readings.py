"""Reading a text for claims: the record as the reader needs it, and what the record already has of a proposal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from tracker.db import origins as counting
from tracker.db.models import Actor, Anchor, ClaimRevision, Obligation, Origin, State
from tracker.domain.book import Book, BookActor, BookDuty, BookState
from tracker.domain.content import ClaimContent, SourceContent
from tracker.domain.dates import parse_span
from tracker.domain.proposals import Reading
from tracker.domain.same_person import same_person
from tracker.domain.symbols import parse_symbol
from tracker.intake import reading
from tracker.services import citation_check, claim_list, claims, duplicates, freshness, law_book, origins, revisions
from tracker.services.duplicates import Duplicate

NOUNS = (*law_book.NOUNS, "state_name", Actor.__tablename__)


def read(
    session: Session, *, text: str, published: str = "", language: str = "", source: SourceContent | None = None
) -> Reading:
    """What a text proposes, beside the record as it is. Nothing is saved. Raises TextRefused."""
    return reading.read(text, book=book(session), published=published, language=language, source=source)


def book(session: Session) -> Book:
    """What a reader needs of the record, kept by the process until the law, the states or the actors change."""
    return freshness.kept(session, "the book of readers", NOUNS, lambda: _read(session))


def _read(session: Session) -> Book:
    query = select(State).where(State.iso2.is_not(None)).options(selectinload(State.names)).order_by(State.code)
    states = tuple(
        BookState(row.code, row.iso2 or "", row.name, tuple((name.name, name.kind) for name in row.names))
        for row in session.scalars(query)
    )
    actors = tuple(
        BookActor(row.name, tuple(row.names), row.kind, row.state_code, row.body)
        for row in session.scalars(select(Actor).order_by(Actor.id))
    )
    return Book(states, actors, _duties(law_book.read(session).obligations), citation_check.law_of(session))


def _duties(rows: Sequence[Obligation]) -> tuple[BookDuty, ...]:
    return tuple(_duty(row) for row in rows)


def _duty(row: Obligation) -> BookDuty:
    provision, regime = row.provision, row.regime
    symbol = parse_symbol(provision.resolution.symbol)
    return BookDuty(
        key=row.key,
        number=symbol.number if symbol else 0,
        paragraph=provision.paragraph,
        symbol=provision.resolution.symbol,
        title=row.title,
        summary=row.summary,
        subject=row.subject,
        measure=row.measure_kind,
        test=row.test,
        effective=row.effective,
        ended=row.ended,
        regime=regime.key,
        target=regime.target_code,
        due=row.due,
    )


# --- what the record already has -------------------------------------------------------------------------

LOOKED_UP = 50
"""How many proposals of a text are looked up in the record."""
_NEAR = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Known:
    """What the record has of a proposal: claims that say much the same, and the origin of one said by the same voice.

    `sentence` says so in words; it is empty where the record has nothing of it.
    """

    claims: tuple[Duplicate, ...] = ()
    origin: Origin | None = None
    sentence: str = ""


def known(session: Session, found: Reading) -> tuple[Known, ...]:
    """For each proposal what the record has, in order. Some statements for each of the first fifty."""
    looked = found.claims[:LOOKED_UP]
    same = _same_voices(session, found)
    told = [_known(session, proposal.content, same) for proposal in looked]
    return (*told, *(Known() for _ in found.claims[LOOKED_UP:]))


def _known(session: Session, content: ClaimContent, same: Sequence[ClaimRevision]) -> Known:
    near = tuple(duplicates.near(session, content=content, most=3))
    rows = {row.id: row for row in (*same, *(one.revision for one in near))}
    of_voice = sorted((row for row in rows.values() if _is_same(row, content)), key=_width)
    if of_voice:
        origin = counting.merged_into(session, origins.of_revision(of_voice[0]))
        return Known(near, origin, f"The record has this statement, of {origin.label or origin.key}.")
    return Known(near, None, "The record has a claim that may be the same." if near else "")


def _width(row: ClaimRevision) -> tuple[int, str]:
    """How certain the days of a claim are: the fewer, the better."""
    first, last = _row_days(row)
    return (last - first).days, row.claim.key


def _row_days(row: ClaimRevision) -> tuple[date, date]:
    return row.said_first or row.day_first, row.said_last or row.day_last


def _is_same(row: ClaimRevision, content: ClaimContent) -> bool:
    """Whether a claim of the record is the same voice's, on the same days, on one of the same duties or states."""
    if not same_person(row.speaker, content.speaker) or not _same_days(row, content):
        return False
    duties = {bearing.obligation.key for bearing in row.bearings}
    proposed = {bearing.obligation for bearing in content.bearings}
    return (
        bool(duties & proposed) if duties and proposed else bool({s.state_code for s in row.states} & {*content.states})
    )


def _same_days(row: ClaimRevision, content: ClaimContent) -> bool:
    (first, last), (row_first, row_last) = _days(content), _row_days(row)
    return last is None or first is None or (row_first <= last and first <= row_last)


def _days(content: ClaimContent) -> tuple[date | None, date | None]:
    """The days on which a proposal may have been said: its own, or those up to the day of publication."""
    said = parse_span(content.said)
    if said is not None:
        return said.first, said.last
    published = parse_span(content.citations[0].source.published)
    return (published.first - _NEAR, published.last) if published else (None, None)


def _same_voices(session: Session, found: Reading) -> Sequence[ClaimRevision]:
    """Current claims of the days of a text whose speaker has the name of one in it. Two statements."""
    bounds = [day for proposal in found.claims for day in _days(proposal.content) if day is not None]
    published = parse_span(found.published)
    bounds += [published.first - _NEAR, published.last] if published else []
    if not bounds:
        return ()
    names = {proposal.content.speaker for proposal in found.claims}
    first = func.coalesce(ClaimRevision.said_first, ClaimRevision.day_first)
    last = func.coalesce(ClaimRevision.said_last, ClaimRevision.day_last)
    within = (first <= max(bounds), last >= min(bounds))
    query = select(ClaimRevision.id, ClaimRevision.speaker).where(ClaimRevision.superseded_at.is_(None), *within)
    ids = [row.id for row in session.execute(query) if any(same_person(row.speaker, name) for name in names)][:200]
    return session.scalars(claims.whole(select(ClaimRevision).where(ClaimRevision.id.in_(ids)))).all() if ids else ()


# --- what was logged from the text already ---------------------------------------------------------------


def logged(session: Session, found: Reading, quoted: Sequence[Anchor]) -> tuple[tuple[str, ...], ...]:
    """For each proposal the keys of the claims that quote its very words, given the anchors in the text.

    Several proposals may rest on the same words; then a claim belongs to the one that it is most like.
    """
    spans = {(proposal.start, proposal.end) for proposal in found.claims}
    here = {one.citation.revision.claim.key: (one.start, one.stop) for one in quoted if (one.start, one.stop) in spans}
    told: list[list[str]] = [[] for _ in found.claims]
    for key, revision in claim_list.by_keys(session, keys=sorted(here)).items():
        told[_most_like(revisions.content_of(revision), found, here[key])].append(key)
    return tuple(tuple(sorted(keys)) for keys in told)


def _most_like(content: ClaimContent, found: Reading, words: tuple[int | None, int | None]) -> int:
    sharing = [n for n, proposal in enumerate(found.claims) if (proposal.start, proposal.end) == words]
    return max(sharing, key=lambda n: _likeness(found.claims[n].content, content))


def _likeness(one: ClaimContent, other: ClaimContent) -> int:
    """In how many respects two claims agree; whom they are about counts most."""
    bearings = {(bearing.state, bearing.obligation) for bearing in one.bearings}
    agreed = bool(bearings & {(bearing.state, bearing.obligation) for bearing in other.bearings})
    same = (one.statement == other.statement, one.kind == other.kind, one.quantities == other.quantities)
    return 4 * bool({*one.states} & {*other.states}) + 2 * agreed + sum(same)
