"""What was read out of a text and is proposed, as plain values: nothing here is recorded, a person decides.

Places are positions in the text as it was given, in Unicode code points from 0, as those of `quoting.py`.
"""

from dataclasses import dataclass

from tracker.domain.citing import CitationCheck
from tracker.domain.content import ClaimContent


class TextRefused(ValueError):
    """The text cannot be read for claims; the message is one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a field of a proposal holds what it holds: the name of the field of ClaimContent, and a sentence."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ProposedClaim:
    """A claim that may be logged. `content.citations[0].quotation` is `text[start:end]`, a sentence or more."""

    content: ClaimContent
    start: int
    end: int
    reasons: tuple[Reason, ...]

    def why(self, field: str) -> tuple[str, ...]:
        """The sentences at one field, in order."""
        return tuple(reason.sentence for reason in self.reasons if reason.field == field)


@dataclass(frozen=True, slots=True)
class CitedLaw:
    """A citation of a resolution: its words in the text, what the record says, and how that fits what is said there.

    `creates` are the keys of the obligations that the record has of the resolutions cited.
    """

    words: str
    start: int
    end: int
    check: CitationCheck
    around: str
    creates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read out of a text, in its order. `language` is one of en, fr, es, ru, ar, zh."""

    language: str
    published: str
    claims: tuple[ProposedClaim, ...]
    citations: tuple[CitedLaw, ...]
    notes: tuple[str, ...]
