"""What records of a bundle are called here: its sources, origins and acts, found again by what they say, or recorded.

A key is a name that an installation gives, so equal keys prove nothing and different ones forbid nothing. Where a key
is taken by another record, the newcomer gets a key with the other installation's name.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.db.models import Origin, OriginChange, Source, SourceNotice, State, StateAction
from tracker.domain import claiming
from tracker.domain.bundle import ToldSource
from tracker.domain.content import CitationContent, SourceContent
from tracker.domain.exchange import key_with
from tracker.domain.vocabulary import MatterKind, OriginChangeKind, Ruling
from tracker.intake import claim_content
from tracker.services import revisions, sources
from tracker.services.bundle_desk import MergeDesk

_DETAILS = ("title", "publisher", "author", "symbol", "published", "language", "read_in", "sha256")


@dataclass
class Names:
    """What keys of the bundle mean here. What is missing could not be taken; `after` follows merges of our origins."""

    sources: dict[str, SourceContent] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    acts: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)

    def origin(self, key: str) -> str:
        """The origin that one of ours has become by approved merges, or it itself."""
        while key in self.after:
            key = self.after[key]
        return key


def found(desk: MergeDesk) -> Names:
    """Find or record every source, origin and act of the bundle."""
    names = Names(after=_merged_here(desk))
    shelf = _Shelf(desk.session.scalars(_sources()).all())
    for told in desk.bundle.sources:
        _source(desk, shelf, names, told)
    _acts(desk, names)
    _origins(desk, names)
    return names


def _sources() -> Any:
    return select(Source).options(selectinload(Source.access_points)).order_by(Source.id)


class _Shelf:
    """The sources of the record, by all that tells them."""

    def __init__(self, rows: Iterable[Source]) -> None:
        self.by: dict[tuple[str, str], SourceContent] = {}
        self.keys: set[str] = set()
        for row in rows:
            self.add(revisions.source_content(row))

    def add(self, content: SourceContent) -> None:
        """Know one more source; of two with one mark, the first is meant."""
        self.keys.add(content.key)
        for mark in _marks(content):
            self.by.setdefault(mark, content)

    def find(self, content: SourceContent) -> SourceContent | None:
        """The recorded source that is the same document."""
        return next((self.by[mark] for mark in _marks(content) if mark in self.by), None)


def _marks(content: SourceContent) -> list[tuple[str, str]]:
    """What tells a document, the surest first: symbol, digest, addresses, all its details, its key with its title."""
    found = [("symbol", content.symbol)] if content.symbol else []
    found += [("sha256", content.sha256)] if content.sha256 else []
    found += [("address", sources.lookup(address)) for address in content.access_points]
    details = (content.title, content.publisher, content.author, content.symbol, content.published)
    return [*found, ("details", repr(details)), ("titled", repr((content.key, content.title)))]


def _source(desk: MergeDesk, shelf: _Shelf, names: Names, told: ToldSource) -> None:
    content, problems = claim_content.read_source(told.fields, desk.resolve)
    wrong = problems or tuple(claiming.citation_problems(CitationContent(content or SourceContent())))
    if content is None or not content.title or wrong:
        why = wrong[0].sentence if wrong else "It has no title."
        desk.left_out.append(f"The source “{told.key}” was left out: {why}")
        return
    known = shelf.find(replace(content, key=told.key))
    if known is None:
        known = _recorded(desk, shelf, replace(content, key=told.key))
    else:
        _compare(desk, known, content)
    names.sources[told.key] = known


def _recorded(desk: MergeDesk, shelf: _Shelf, content: SourceContent) -> SourceContent:
    key = free_key(content.key, shelf.keys.__contains__, desk.slugs[0])
    desk.begin()
    row = sources.record(desk.session, content=replace(content, key=key), by=desk.by, at=desk.at)
    made = revisions.source_content(row)
    shelf.add(made)
    desk.counts["sources"] += 1
    return made


def _compare(desk: MergeDesk, known: SourceContent, told: SourceContent) -> None:
    """Leave to a person what the two describe otherwise: a merge changes no source."""
    pairs = [(name, getattr(known, name), getattr(told, name)) for name in _DETAILS]
    differ = [f"{name} “{there}”, here “{here}”" for name, here, there in pairs if there and there != here]
    here = set(map(sources.lookup, known.access_points))
    differ += [f"also at {place}" for place in told.access_points if sources.lookup(place) not in here]
    if known.publication is not told.publication:
        differ.append(f"publication “{told.publication.label}”, here “{known.publication.label}”")
    if differ:
        row = desk.session.scalars(select(Source.id).where(Source.key == known.key)).one()
        said = "; ".join(differ)
        sentence = f"{desk.name} describes the source “{known.title}” otherwise: {said}."
        desk.leave(MatterKind.SOURCE, (known.key, said), sentence, source_id=row)


def free_key(key: str, taken: Callable[[str], bool], slug: str) -> str:
    """The key itself, or the first one with the other installation's name that is free."""
    attempt, found = 0, key
    while taken(found):
        attempt += 1
        found = key_with(key, slug, attempt)
    return found


class _Known:
    """Records by key and by what they say."""

    def __init__(self, says: Mapping[str, Any]) -> None:
        self.says = dict(says)
        self.keys: dict[Any, list[str]] = {}
        for key, said in says.items():
            self.keys.setdefault(said, []).append(key)

    def find(self, key: str, says: Any, slugs: tuple[str, str]) -> str | None:
        """The key under which what a key of theirs means is known here, if it is; also one that a merge had made."""
        if self.says.get(key) == says:
            return key
        other, own = slugs
        for here in self.keys.get(says, ()):
            if any(here == key_with(key, other, n) or key == key_with(here, own, n) for n in range(1, 10)):
                return here
        return None

    def take(self, key: str, says: Any, slug: str) -> str:
        """A key for a newcomer, which is known from then on."""
        found = free_key(key, self.says.__contains__, slug)
        self.says[found] = says
        self.keys.setdefault(says, []).append(found)
        return found


def _acts(desk: MergeDesk, names: Names) -> None:
    rows = desk.session.execute(select(StateAction.key, StateAction.state_code, StateAction.summary))
    known = _Known({key: (state, summary) for key, state, summary in rows})
    states = set(desk.session.scalars(select(State.code)))
    for told in desk.bundle.acts:
        says = (told.state, told.summary)
        key = known.find(told.key, says, desk.slugs)
        if key is None and (told.state not in states or not told.summary):
            desk.left_out.append(f"The act “{told.key}” was left out: there is no state “{told.state[:40]}” here.")
            continue
        if key is None:
            key = known.take(told.key, says, desk.slugs[0])
            desk.begin()
            desk.session.add(StateAction(key=key, state_code=told.state, summary=told.summary))
            desk.counts["acts"] += 1
        names.acts[told.key] = key
    desk.session.flush()


def _origins(desk: MergeDesk, names: Names) -> None:
    known = _Known(dict(desk.session.execute(select(Origin.key, Origin.label)).all()))
    for told in desk.bundle.origins:
        key = known.find(told.key, told.label, desk.slugs)
        if key is None:
            key = known.take(told.key, told.label, desk.slugs[0])
            desk.begin()
            desk.session.add(Origin(key=key, label=told.label))
            desk.counts["origins"] += 1
        names.origins[told.key] = key
    desk.session.flush()


def _merged_here(desk: MergeDesk) -> dict[str, str]:
    query = select(OriginChange).where(
        OriginChange.kind == OriginChangeKind.MERGE, OriginChange.ruling == Ruling.APPROVED
    )
    query = query.options(selectinload(OriginChange.origin), selectinload(OriginChange.into))
    return {row.origin.key: row.into.key for row in desk.session.scalars(query) if row.into}


def notices(desk: MergeDesk, names: Names) -> None:
    """Leave to a person each notice on a source that is not recorded here: it would reopen reviews."""
    query = select(Source.key, SourceNotice.kind, SourceNotice.day, SourceNotice.reason).join_from(SourceNotice, Source)
    here = {tuple(row) for row in desk.session.execute(query)}
    for told in desk.bundle.sources:
        source = names.sources.get(told.key)
        if source is None:
            continue
        for notice in told.notices:
            what = (source.key, notice.kind, notice.day, notice.reason)
            if what not in here:
                row = desk.session.scalars(select(Source.id).where(Source.key == source.key)).one()
                sentence = f"{desk.name} recorded that the source “{source.title}” was {notice.kind.label}"
                sentence += f"{f' ({notice.day})' if notice.day else ''}: {notice.reason}"
                desk.leave(MatterKind.NOTICE, tuple(map(str, what)), sentence, source_id=row)
