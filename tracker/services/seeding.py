"""Loads the record that the product starts with. A second load changes nothing; a corrected record is updated."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from tracker.services import seed_claims, seed_law, seed_obligations, seed_states
from tracker.services.seed_records import SeedError
from tracker.services.seed_rows import Counts

__all__ = ["Counts", "SeedError", "SeedResult", "load", "load_law"]


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
    law = load_law(session, folder=folder)
    return SeedResult(law.counts | seed_claims.load(session, folder=folder, at=at))


def load_law(session: Session, *, folder: Path) -> SeedResult:
    """Load states, actors, resolutions, provisions, failed drafts, regimes and obligations. Raises SeedError."""
    counts: dict[str, Counts] = {}
    for noun in (seed_states, seed_law, seed_obligations):
        counts |= noun.load(session, folder=folder)
    return SeedResult(counts)
