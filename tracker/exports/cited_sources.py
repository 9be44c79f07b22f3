"""The sources that the evidence of a report cites, each once, in the order of first naming."""

import re
from dataclasses import dataclass

from tracker.domain.report import ReportCitation, ReportClaim, ReportDocument

_OUTSIDE_KEY = re.compile(r"[^A-Za-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source as its first citation describes it, and the keys of the claims that cite it.

    `key` is unlike that of any other source of the report, and holds only letters, digits, full stops and hyphens.
    """

    key: str
    citation: ReportCitation
    claims: tuple[str, ...]


class CitedSources:
    """All of them."""

    def __init__(self, document: ReportDocument) -> None:
        citing: dict[tuple[str, ...], list[tuple[ReportCitation, str]]] = {}
        for claim in document.evidence:
            for citation in claim.citations:
                citing.setdefault(_identity(citation), []).append((citation, claim.key))
        self._found: dict[tuple[str, ...], CitedSource] = {}
        keys: set[str] = set()
        for identity, cited in citing.items():
            claims = tuple(dict.fromkeys(claim for _, claim in cited))
            self._found[identity] = CitedSource(_new_key(cited[0][0], keys), cited[0][0], claims)

    def all(self) -> list[CitedSource]:
        """Each once."""
        return list(self._found.values())

    def of(self, citation: ReportCitation) -> CitedSource:
        """The source that a citation of the report cites."""
        return self._found[_identity(citation)]

    def behind(self, claim: ReportClaim) -> list[CitedSource]:
        """The sources that a claim of the report cites, each once."""
        return list({source.key: source for source in map(self.of, claim.citations)}.values())


def _identity(citation: ReportCitation) -> tuple[str, ...]:
    """By what a source is known: its key, or where a report of an early format has none, what it says of it."""
    if citation.source:
        return (citation.source,)
    return (citation.symbol, citation.title, citation.publisher, citation.author, citation.published, citation.address)


def _new_key(citation: ReportCitation, keys: set[str]) -> str:
    base = _OUTSIDE_KEY.sub("-", citation.source or citation.symbol).strip("-.") or "source"
    key, n = base, 1
    while key in keys:
        n += 1
        key = f"{base}-{n}"
    keys.add(key)
    return key
