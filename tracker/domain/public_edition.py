"""The public edition of a report: what rests on restricted sources is described in general words, with visible gaps.

Hashes stay, so that whoever has the source can see that it is the one. Outcomes stay as well: the edition says how the
matter stands and withholds only the words of others.
"""

from dataclasses import replace

from tracker.domain.report import ReportCitation, ReportClaim, ReportDocument
from tracker.domain.report_parts import ReportFigure
from tracker.domain.vocabulary import Edition

WITHHELD = "⟦withheld: restricted source⟧"
SOURCE = "A source that its authors did not publish"


def public(document: ReportDocument) -> ReportDocument:
    """The same report for everybody. Of a public edition, the edition itself."""
    hidden = {claim.key for claim in document.evidence if _hides(claim)}
    return replace(
        document,
        edition=Edition.PUBLIC,
        evidence=tuple(_claim(claim) for claim in document.evidence),
        figures=tuple(figure for figure in document.figures if not _rests_on(figure, hidden)),
    )


def _hides(claim: ReportClaim) -> bool:
    """Whether nothing that anybody can read says it, so that its words are those of a restricted source."""
    return bool(claim.citations) and all(citation.publication != "public" for citation in claim.citations)


def _rests_on(figure: ReportFigure, hidden: set[str]) -> bool:
    return not hidden.isdisjoint(figure.claims)


def _claim(claim: ReportClaim) -> ReportClaim:
    told = replace(claim, citations=tuple(_citation(citation) for citation in claim.citations))
    if not _hides(claim):
        return told
    gap = {name: WITHHELD for name in ("statement", "speaker", "cited_as", "origin") if getattr(claim, name)}
    return replace(told, **gap, office="", citation_check="", relay=(), asked=())


def _citation(citation: ReportCitation) -> ReportCitation:
    if citation.publication == "public":
        return citation
    gap = {name: WITHHELD for name in ("locator", "quotation", "translation") if getattr(citation, name)}
    return ReportCitation(
        title=SOURCE,
        publisher="",
        author="",
        published="",
        language="",
        symbol="",
        address="",
        **{"locator": "", "quotation": "", "translation": ""} | gap,
        source=citation.source,
        hashes=citation.hashes,
        publication=citation.publication,
        withheld=True,
    )
