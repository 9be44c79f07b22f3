"""What a merge works on: the bundle, who merges it, what has come so far, and what is left to a person."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.models import BundleMerge, MergeMatter
from tracker.domain.bundle import Told
from tracker.domain.errors import RuleBroken
from tracker.domain.exchange import ident
from tracker.domain.vocabulary import MatterKind
from tracker.intake.bundles import Bundle
from tracker.intake.fields import Resolve
from tracker.services import bundle_idents, sources
from tracker.services.bundle_idents import Idents
from tracker.services.travel import Traveller

NOUNS = {
    "claims": ("new claim", "new claims"),
    "forward": ("claim brought forward", "claims brought forward"),
    "conflicts": ("claim edited on both sides", "claims edited on both sides"),
    "reviews": ("review from elsewhere", "reviews from elsewhere"),
    "own_reviews": ("review of this installation’s own reviewers", "reviews of this installation’s own reviewers"),
    "sources": ("new source", "new sources"),
    "copies": ("kept copy", "kept copies"),
    "origins": ("new origin", "new origins"),
    "acts": ("new act of a state", "new acts of states"),
    "known": ("revision known by another name", "revisions known by another name"),
    "ended": ("review from elsewhere that ended there", "reviews from elsewhere that ended there"),
    "matters": ("matter to settle", "matters to settle"),
}
"""What a merge counts, with its words for one and for several."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did: its number, if it brought anything, what came, what is to settle, and what was left out."""

    number: int | None
    brought: dict[str, int]
    matters: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What came, in words."""
        return brought_words(self.brought)


def brought_words(brought: dict[str, Any]) -> str:
    """What a merge brought, in words: "2 new claims, 1 review from elsewhere"."""
    found = [f"{number:,} {NOUNS[noun][number != 1]}" for noun in NOUNS if (number := brought.get(noun, 0))]
    return ", ".join(found) or "nothing new"


@dataclass
class MergeDesk:
    """A merge under way. `own` is the name of this installation; `traveller` a travel copy whose log was verified."""

    session: Session
    bundle: Bundle
    by: int
    at: datetime
    own: str
    identity: str
    idents: Idents
    resolve: Resolve
    traveller: Traveller | None
    counts: Counter[str] = field(default_factory=Counter)
    left_out: list[str] = field(default_factory=list)
    matters: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of the other installation."""
        return self.bundle.manifest.name

    @cached_property
    def slugs(self) -> tuple[str, str]:
        """The names of the other installation and of this one as ends of keys."""
        given = ((self.name, self.bundle.manifest.installation), (self.own, self.identity))
        other, own = (sources.slug(name)[:40].strip("-") or identity[:8] for name, identity in given)
        return other, own

    def who(self, told: Told) -> Told:
        """Where something was written: the installation that it names, or the one that made the bundle."""
        return told if told.installation else Told(self.bundle.manifest.installation, self.name)

    @cached_property
    def merge(self) -> BundleMerge:
        """The record of this merge, made when something first comes."""
        manifest = self.bundle.manifest
        row = BundleMerge(
            installation=manifest.installation,
            name=manifest.name,
            sha256=self.bundle.sha256,
            record_at=manifest.at,
            size=manifest.size,
            head=manifest.head,
            travel_copy_id=self.traveller.number if self.traveller else None,
            by_id=self.by,
            at=self.at,
            brought={},
        )
        self.session.add(row)
        self.session.flush()
        return row

    def begin(self) -> None:
        """Record the merge, before what it brings."""
        _ = self.merge

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Keep one claim whole: what a refused one had written is undone, here and in what is known of the record."""
        began, counts, matters = "merge" in self.__dict__, self.counts.copy(), len(self.matters)
        try:
            with self.session.begin_nested():
                yield
        except RuleBroken:
            self.counts = counts
            del self.matters[matters:]
            self.idents = bundle_idents.all_of(self.session)
            self.__dict__.pop("known_matters", None)
            if not began:
                self.__dict__.pop("merge", None)
            raise

    @cached_property
    def known_matters(self) -> set[str]:
        """The matters that were left before, settled or not."""
        return set(self.session.scalars(select(MergeMatter.ident)))

    def is_left(self, kind: MatterKind, what: tuple[str, ...]) -> bool:
        """Whether a matter was left to a person before, settled or not."""
        return ident("matter", kind.value, *what) in self.known_matters

    def leave(self, kind: MatterKind, what: tuple[str, ...], sentence: str, **about: Any) -> None:
        """Leave a matter to a person, unless it was left before. `what` tells it from all others."""
        if self.is_left(kind, what):
            return
        name = ident("matter", kind.value, *what)
        self.session.add(MergeMatter(merge_id=self.merge.id, kind=kind, ident=name, sentence=sentence, **about))
        self.session.flush()
        self.known_matters.add(name)
        self.counts["matters"] += 1
        self.matters.append(sentence)

    def done(self) -> Merged:
        """Write down what came, and say it. Nothing is written where nothing came."""
        brought = {noun: self.counts[noun] for noun in NOUNS if self.counts[noun]}
        came = "merge" in self.__dict__
        if came:
            self.merge.brought = brought | ({"left_out": list(self.left_out)} if self.left_out else {})
            self.session.flush()
        return Merged(self.merge.id if came else None, brought, tuple(self.matters), tuple(self.left_out))
