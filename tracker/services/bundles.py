"""Makes a bundle: what this installation tells another. The same record gives the same bytes.

Reports, determinations, questions, comments, links and accounts stay here; see docs/exchange.md.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

import tracker
from tracker.db.canonical import canonical
from tracker.db.kept import Store
from tracker.db.models import (
    AuditEntry,
    Capture,
    Claim,
    ClaimRevision,
    ForeignReview,
    ForeignRevision,
    Origin,
    OriginChange,
    Source,
    SourceNotice,
    StateAction,
    User,
)
from tracker.domain import bundle as bundles
from tracker.domain.bundle import (
    Manifest,
    Part,
    Person,
    Told,
    ToldAct,
    ToldChange,
    ToldClaim,
    ToldCopy,
    ToldNotice,
    ToldOrigin,
    ToldReview,
    ToldRevision,
    ToldSource,
    Travel,
    Withdrawn,
)
from tracker.domain.content import ClaimContent, SourceContent
from tracker.domain.exchange import ident
from tracker.domain.plain import to_plain
from tracker.domain.vocabulary import Publication, Ruling
from tracker.exports.packing import Pack
from tracker.intake import claim_fields
from tracker.intake.claim_columns import CITATION
from tracker.services import bundle_idents, capture_files, captures, claims, installations, paging, revisions, sources
from tracker.services.bundle_idents import Idents
from tracker.services.installations import Mark
from tracker.services.log_keys import SigningKey

SIZE = 300
MOST_PACKED = 15
WORDS = ("source_key", "locator", "quotation", "translation", "translator")
"""What a citation in a bundle says; the rest is with its source."""


@dataclass(frozen=True, slots=True)
class Traveller:
    """A travel copy that gives out: which one it is, and the key that it was given."""

    number: int
    size: int
    head: str
    key: SigningKey


@dataclass(frozen=True, slots=True)
class Made:
    """What went into a bundle."""

    manifest: Manifest
    claims: int
    sources: int
    copies: int


def give_out(
    session: Session,
    *,
    pack: Pack,
    name: str,
    store: Store | None = None,
    restricted: bool = False,
    traveller: Traveller | None = None,
) -> Made:
    """Write the bundle of what the session sees; it must see one moment throughout.

    With a `store`, kept copies go along, those of restricted sources only if `restricted`. A `traveller` signs, and
    adds its log since it parted. Raises RuleBroken for a kept file that is missing or damaged, and for an empty log.
    """
    mark, idents = installations.mark(session), bundle_idents.all_of(session)
    digests = _Digests(session)
    told = list(_claims(session, idents, digests, with_rows=traveller is not None))
    known = _sources(session, with_copies=store is not None, restricted=restricted)
    _add(pack, bundles.SOURCES, known)
    _add(pack, bundles.ORIGINS, [ToldOrigin(o.key, o.label) for o in _by_key(session, Origin)])
    acts = [ToldAct(a.key, a.state_code, a.summary) for a in _by_key(session, StateAction)]
    _add(pack, bundles.ACTS, acts)
    _add(pack, bundles.CHANGES, _changes(session))
    _add(pack, bundles.CLAIMS, told)
    copies = _copies(pack, store, known) if store else 0
    travel = _travel(session, pack, traveller, mark) if traveller else None
    manifest = _manifest(pack, name, mark, content=digests.all(), travel=travel)
    text = canonical(to_plain(manifest)).encode()
    pack.add(bundles.MANIFEST, [text])
    if traveller:
        pack.add(bundles.SIGNATURE, [traveller.key.private.sign(text)])
    return Made(manifest, len(told), len(known), copies)


def _manifest(pack: Pack, name: str, mark: Mark, *, content: str, travel: Travel | None) -> Manifest:
    return Manifest(
        format=bundles.FORMAT,
        program=tracker.__version__,
        installation=mark.identity,
        name=name,
        at=mark.at,
        size=mark.size,
        head=mark.head,
        checkpoint=mark.checkpoint,
        content=content,
        parts=tuple(Part(member.name, member.size, member.sha256) for member in pack.members),
        travel=travel,
    )


def digest(session: Session) -> str:
    """The digest of what claims that stand and sources say, whatever they are called: equal for equal records."""
    digests = _Digests(session)
    standing = select(Claim.id).where(Claim.withdrawn_at.is_(None)).order_by(Claim.id)
    for ids in paging.batches(session.scalars(standing).all(), SIZE):
        query = select(ClaimRevision).where(ClaimRevision.superseded_at.is_(None), ClaimRevision.claim_id.in_(ids))
        digests.add(session.scalars(claims.whole(query)))
        session.expunge_all()
    return digests.all()


class _Digests:
    """One digest a claim and a source, in which no record is named by its key."""

    def __init__(self, session: Session) -> None:
        self._labels = dict(session.execute(select(Origin.key, Origin.label)).all())
        self._acts = {act.key: f"{act.state_code} {act.summary}" for act in _by_key(session, StateAction)}
        found = map(revisions.source_content, _all_sources(session))
        self._lines = [ident("source", source_token(content)) for content in found]

    def add(self, rows: Iterable[ClaimRevision]) -> None:
        """Take in the present revisions of claims that stand."""
        told = (neutral(named_content(row), self._labels, self._acts) for row in rows)
        self._lines += [ident("claim", text) for text in told]

    def all(self) -> str:
        """The digest of them all."""
        return bundles.content_digest(self._lines)


def neutral(content: ClaimContent, labels: dict[str, str], acts: dict[str, str]) -> str:
    """What a claim says, as a text in which no record is named by its key."""
    fields = claim_fields.of_content(content)
    for part, citation in zip([fields, *fields["further_citations"]], content.citations, strict=False):
        part.update({name: part[name] for name in WORDS[1:]})
        for name in CITATION:
            if name not in WORDS:
                part.pop(name, None)
        part["source_key"] = source_token(citation.source)
    fields["origin"] = labels.get(content.origin, content.origin)
    fields["state_action"] = acts.get(content.state_action, content.state_action)
    fields["bears_on"] = sorted(fields["bears_on"], key=lambda b: (b["state"], b["obligation"]))
    return canonical(fields)


def source_token(source: SourceContent) -> str:
    """What tells a document wherever it is recorded: symbol, digest or first address, or how it is described."""
    if source.symbol or source.sha256:
        return source.symbol or source.sha256
    if source.access_points:
        return min(map(sources.lookup, source.access_points))
    return ident(source.title, source.publisher, source.author, source.published)


def named_content(row: ClaimRevision) -> ClaimContent:
    """What a loaded revision says, under the origin that it names itself: rulings on origins travel by themselves."""
    return replace(revisions.content_of(row), origin=row.origin.key)


def _add(pack: Pack, name: str, records: Sequence[Any]) -> None:
    """Add records, one a line. What would pack too well is left as it is: whoever reads takes it for a bomb."""
    data = "".join(canonical(to_plain(record)) + "\n" for record in records).encode()
    pack.add(name, [data], stored=len(zlib.compress(data)) * MOST_PACKED < len(data))


def _by_key(session: Session, model: Any) -> Sequence[Any]:
    return session.scalars(select(model).order_by(model.key)).all()


def _all_sources(session: Session) -> Sequence[Source]:
    query = select(Source).options(
        selectinload(Source.access_points), selectinload(Source.notices).joinedload(SourceNotice.recorded_by)
    )
    return session.scalars(query.order_by(Source.key)).all()


def _sources(session: Session, *, with_copies: bool, restricted: bool) -> list[ToldSource]:
    copies: dict[int, list[ToldCopy]] = {}
    for capture in captures.all_kept(session) if with_copies else ():
        if restricted or capture.source.publication is not Publication.RESTRICTED:
            copies.setdefault(capture.source_id, []).append(_copy(capture))
    return [_source(row, copies.get(row.id, [])) for row in _all_sources(session)]


def _copy(capture: Capture) -> ToldCopy:
    fields = capture_files.custody_fields(capture)
    words = "; ".join(f"{name}: {fields[name]}" for name in ("method", "started", "ended", "collector", "note"))
    address = capture.final_address or capture.original_address
    return ToldCopy(capture.kept_file.sha256, capture.file_name, address, capture.language, words)


def _source(row: Source, copies: Sequence[ToldCopy]) -> ToldSource:
    content = revisions.source_content(row)
    fields = {
        "source_key": content.key,
        "title": content.title,
        "publisher": content.publisher,
        "author": content.author,
        "symbol": content.symbol,
        "addresses": list(content.access_points),
        "published": content.published,
        "language": content.language,
        "publication": content.publication.value,
        "read_in": content.read_in,
        "sha256": content.sha256,
    }
    notices = tuple(
        ToldNotice(n.kind, n.day, n.address, n.reason, n.recorded_by.name, n.recorded_at) for n in row.notices
    )
    one_of_each = tuple({copy.sha256: copy for copy in copies}.values())
    return ToldSource(row.key, {name: value for name, value in fields.items() if value}, notices, one_of_each)


def _copies(pack: Pack, store: Store, known: Sequence[ToldSource]) -> int:
    wanted = sorted({copy.sha256 for source in known for copy in source.copies})
    for name in wanted:
        store.read(name)  # raises for one that is damaged, before its bytes go into the bundle
        pack.add(f"kept/{name}", store.chunks(name), stored=True)
    return len(wanted)


def _changes(session: Session) -> list[ToldChange]:
    query = select(OriginChange).where(OriginChange.ruling == Ruling.APPROVED).order_by(OriginChange.id)
    people = (selectinload(OriginChange.proposed_by), selectinload(OriginChange.ruled_by))
    parts = (selectinload(OriginChange.origin), selectinload(OriginChange.into))
    return [_change(row) for row in session.scalars(query.options(*people, *parts))]


def _change(row: OriginChange) -> ToldChange:
    return ToldChange(
        kind=row.kind,
        origin=row.origin.key,
        into=row.into.key if row.into else "",
        label=row.label,
        claims=tuple(row.claims),
        reason=row.reason,
        proposed_by=row.proposed_by.name,
        ruled_by=row.ruled_by.name if row.ruled_by else "",
        ruled_at=row.ruled_at or row.proposed_at,
    )


def _claims(session: Session, idents: Idents, digests: _Digests, *, with_rows: bool) -> Iterator[ToldClaim]:
    for ids in paging.batches(session.scalars(select(Claim.id).order_by(Claim.key)).all(), SIZE):
        query = select(ClaimRevision).join(Claim, Claim.id == ClaimRevision.claim_id)
        query = query.where(ClaimRevision.claim_id.in_(ids)).order_by(Claim.key, ClaimRevision.number)
        rows = list(session.scalars(claims.whole(query)))
        digests.add(row for row in rows if row.superseded_at is None and row.claim.withdrawn_at is None)
        foreign = _Foreign(session, [row.id for row in rows])
        for same in _by_claim(rows):
            yield _claim(same, idents, foreign, with_rows=with_rows)
        session.expunge_all()


def _by_claim(rows: Sequence[ClaimRevision]) -> Iterator[list[ClaimRevision]]:
    found: dict[int, list[ClaimRevision]] = {}
    for row in rows:
        found.setdefault(row.claim_id, []).append(row)
    yield from found.values()


class _Foreign:
    """What some revisions have from elsewhere, by revision."""

    def __init__(self, session: Session, ids: Sequence[int]) -> None:
        self.written: dict[int, ForeignRevision] = {}
        self.reviews: dict[int, list[ForeignReview]] = {}
        query = select(ForeignRevision).where(ForeignRevision.revision_id.in_(ids), ForeignRevision.brought)
        self.written |= {row.revision_id: row for row in session.scalars(query)}
        decided = select(ForeignReview).where(ForeignReview.revision_id.in_(ids)).order_by(ForeignReview.ident)
        for row in session.scalars(decided):
            self.reviews.setdefault(row.revision_id, []).append(row)


def _claim(rows: Sequence[ClaimRevision], idents: Idents, foreign: _Foreign, *, with_rows: bool) -> ToldClaim:
    claim = rows[0].claim
    withdrawn = None
    if claim.withdrawn_at is not None and claim.withdrawn_by is not None:
        withdrawn = Withdrawn(claim.withdrawn_at, claim.withdrawn_by.name, claim.withdrawal_reason)
    told = tuple(_revision(row, idents, foreign, with_rows=with_rows) for row in rows)
    return ToldClaim(claim.key, told, withdrawn)


def _revision(row: ClaimRevision, idents: Idents, foreign: _Foreign, *, with_rows: bool) -> ToldRevision:
    written = foreign.written.get(row.id)
    return ToldRevision(
        ident=idents.of_revision[row.id],
        at=written.at if written else row.recorded_at,
        author=written.author if written else row.author.name,
        username=written.username if written else row.author.username,
        reason=row.edit_reason,
        says=says(row),
        reviews=_reviews(row, idents, foreign, with_rows=with_rows),
        told=Told(written.installation, written.name) if written else Told(),
        row=row.id if with_rows else 0,
        person=row.author_id if with_rows else 0,
    )


def says(row: ClaimRevision) -> dict[str, Any]:
    """What a loaded revision says, as the fields of a row of a file of claims; sources by their keys alone."""
    fields = claim_fields.of_content(named_content(row))
    beside = {name for name in CITATION if name not in WORDS}
    fields["further_citations"] = [_without(part, beside) for part in fields["further_citations"]]
    return _without(fields, beside)


def _without(fields: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in names and value not in ("", [], None)}


def _reviews(row: ClaimRevision, idents: Idents, foreign: _Foreign, *, with_rows: bool) -> tuple[ToldReview, ...]:
    own = [
        ToldReview(
            ident=idents.of_review[review.id],
            on=idents.of_revision[row.id],
            at=review.at,
            until=review.superseded_at,
            reviewer=review.reviewer.name,
            username=review.reviewer.username,
            verdict=review.verdict,
            reliability=review.reliability,
            credibility=review.credibility,
            comment=review.comment,
            row=review.id if with_rows else 0,
            person=review.reviewer_id if with_rows else 0,
        )
        for review in row.reviews
    ]
    return (*own, *(_foreign_review(one) for one in foreign.reviews.get(row.id, ())))


def _foreign_review(one: ForeignReview) -> ToldReview:
    return ToldReview(
        ident=one.ident,
        on=one.given_on,
        at=one.at,
        until=one.until,
        reviewer=one.reviewer,
        username=one.username,
        verdict=one.verdict,
        reliability=one.reliability,
        credibility=one.credibility,
        comment=one.comment,
        told=Told(one.installation, one.name),
    )


def _travel(session: Session, pack: Pack, traveller: Traveller, mark: Mark) -> Travel:
    query = select(AuditEntry.canonical).where(AuditEntry.seq > traveller.size, AuditEntry.seq <= mark.size)
    lines = session.scalars(query.order_by(AuditEntry.seq), execution_options={"yield_per": 2_000})
    pack.add(bundles.LOG, (f"{line}\n".encode() for line in lines))
    people = session.execute(select(User.id, User.username).order_by(User.id))
    return Travel(traveller.number, traveller.size, traveller.head, tuple(Person(*row) for row in people))
