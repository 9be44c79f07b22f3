"""A copy of a report as it leaves: the frozen document, its edition, and what people have recorded about it since.

Every rendering is made from a copy and from nothing else, so the same copy gives the same bytes.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.domain.dates import day_words
from tracker.domain.report import ReportDocument
from tracker.domain.vocabulary import Edition

MARK = re.compile(r"urn:tracker-report:(\d{1,10}):(full|public):([0-9a-f]{64})")
"""What every rendering has in it, by which it is recognised: number, edition, digest of the frozen text."""


@dataclass(frozen=True, slots=True)
class Approved:
    """A second person stands behind the report."""

    by: str
    at: datetime


class EndKind(StrEnum):
    """How a report stopped being one to rely on."""

    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Ended:
    """A report is not to be relied on any more: who recorded it, when and why, and the number of what replaces it."""

    kind: EndKind
    by: str
    at: datetime
    reason: str
    successor: int | None = None

    @property
    def sentence(self) -> str:
        """Who ended it, when and why, in words."""
        what = f"Superseded by report {self.successor}" if self.successor else "Withdrawn"
        return f"{what} on {day_words(self.at.date())} by {self.by}: {self.reason}"


@dataclass(frozen=True, slots=True)
class ReportCopy:
    """A report to be rendered. `digest` is the SHA-256 of the frozen text, in whichever edition the copy is.

    `text` is the canonical JSON of `document`: the frozen text itself for the full edition.
    """

    document: ReportDocument
    text: str
    digest: str
    approved: Approved | None = None
    ended: Ended | None = None

    @property
    def edition(self) -> Edition:
        """For whom it is."""
        return self.document.edition

    @property
    def is_guarded(self) -> bool:
        """Whether it quotes what its authors did not publish, so that it is for people who are signed in only."""
        return self.edition is Edition.FULL and self.document.is_restricted

    @property
    def mark(self) -> str:
        """What every rendering has in it; see `MARK`."""
        return f"urn:tracker-report:{self.document.number}:{self.edition.value}:{self.digest}"

    @property
    def approval(self) -> str:
        """Who stands behind it, in words."""
        if self.approved is None:
            return "Not approved: no second person stands behind this report."
        return f"Approved by {self.approved.by} on {day_words(self.approved.at.date())}."
