"""Loads the record that the product starts with. A second load changes nothing; a corrected record is updated."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from tracker.services import law, ripples, seed_claims, seed_law, seed_obligations, seed_states
from tracker.services.seed_records import SeedError
from tracker.services.seed_rows import Counts

__all__ = ["Counts", "SeedError", "SeedResult", "load", "load_law"]

_OUR_WORDS = ("title ", "summary ", "subject ", "measure_kind ", "provenance", "regime_id ")


@dataclass(frozen=True)
class SeedResult:
    """What a load did, noun by noun, in the order of loading."""

    counts: dict[str, Counts] = field(default_factory=dict)

    @property
    def total(self) -> Counts:
        """All nouns together, with every line on what was changed."""
        return sum(self.counts.values(), Counts())


def load(session: Session, *, folder: Path, at: datetime) -> SeedResult:
    """Load everything: the law, then the claims, as recorded and reviewed at the instant `at`. Raises SeedError."""
    loaded = load_law(session, folder=folder).counts
    _ripple(session, loaded["obligation"], at)
    return SeedResult(loaded | seed_claims.load(session, folder=folder, at=at))


def _ripple(session: Session, counts: Counts, at: datetime) -> None:
    """Begin a ripple for each obligation whose terms the files changed. Our own words on it are no terms."""
    found: dict[str, list[str]] = {}
    for line in counts.lines:
        key, _, said = line.removeprefix("obligation ").partition(": ")
        if not said.startswith(_OUR_WORDS):
            found.setdefault(key, []).append(f"{said[:1].upper()}{said[1:]}.")
    for key, sentences in found.items():
        ripples.begin(session, obligation_id=law.obligation(session, key=key).id, changes=sentences, at=at)


def load_law(session: Session, *, folder: Path) -> SeedResult:
    """Load states, actors, resolutions, provisions, failed drafts, regimes and obligations. Raises SeedError."""
    counts: dict[str, Counts] = {}
    for noun in (seed_states, seed_law, seed_obligations):
        counts |= noun.load(session, folder=folder)
    return SeedResult(counts)
