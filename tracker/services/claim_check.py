"""What is worth knowing before a claim is saved. Nothing here forbids saving: a person reads it and decides."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.db.models import Source
from tracker.domain.citing import CitationCheck
from tracker.domain.content import ClaimContent
from tracker.domain.dates import parse_span
from tracker.services import citation_check, duplicates, sources
from tracker.services.duplicates import Duplicate


@dataclass(frozen=True, slots=True)
class FoundAgain:
    """A document that was typed as new and that the record already has."""

    typed: str
    source: Source


@dataclass(frozen=True, slots=True)
class Findings:
    """The citation check, claims that may be the same, and sources that were found again.

    `checks` are the citation checks of the claims that may be the same, by the ids of their revisions.
    """

    citation: CitationCheck
    duplicates: tuple[Duplicate, ...]
    found_again: tuple[FoundAgain, ...]
    checks: dict[int, CitationCheck]

    @property
    def any(self) -> bool:
        """Whether there is something that a person should read first."""
        return bool(self.citation.mismatch or self.duplicates or self.found_again)

    def adds_to(self, earlier: "Findings") -> bool:
        """Whether there is something that was not there before the claim was edited."""
        known = {duplicate.revision.id for duplicate in earlier.duplicates}
        fresh = [duplicate for duplicate in self.duplicates if duplicate.revision.id not in known]
        cited = self.citation.mismatch and self.citation.sentence != earlier.citation.sentence
        return bool(cited or fresh or self.found_again)


def before_saving(session: Session, *, content: ClaimContent, besides: str = "") -> Findings:
    """Look at what is about to be saved; `besides` is the key of the claim that is being edited.

    The days of `content` must be readable: check it with `domain.claiming` first.
    """
    said = parse_span(content.said)
    citation = citation_check.of_words(
        session,
        cited_as=content.cited_as,
        said=said.last if said else None,
        obligations=[bearing.obligation for bearing in content.bearings],
        statement=content.statement,
    )
    near = duplicates.near(session, content=content, besides=besides)
    checks = citation_check.of_revisions(session, [duplicate.revision for duplicate in near])
    return Findings(citation, tuple(near), _found_again(session, content), checks)


def _found_again(session: Session, content: ClaimContent) -> tuple[FoundAgain, ...]:
    fresh = [citation.source for citation in content.citations if not citation.source.key]
    pairs = [(typed.title, sources.find_again(session, content=typed)) for typed in fresh]
    return tuple(FoundAgain(title, source) for title, source in pairs if source is not None)
