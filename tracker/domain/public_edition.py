"""The public edition of a report: what rests on restricted sources is described in general words, with visible gaps.

Hashes stay, so that whoever has the source can see that it is the one. The key of a restricted source goes, for keys
are made from titles. Outcomes stay as well: the edition says how the matter stands and withholds only the words of
others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tracker.domain.report import ReportCitation, ReportClaim, ReportDocument
from tracker.domain.report_parts import ReportChange, ReportFigure, ReportManifest
from tracker.domain.vocabulary import Edition

WITHHELD = "⟦withheld: restricted source⟧"
FILTERED = "Claims that fit a filter, which is withheld"
SOURCE = "A source that its authors did not publish"


def public(document: ReportDocument) -> ReportDocument:
    """The same report for everybody. Of a public edition, the edition itself."""
    hidden = {claim.key for claim in document.evidence if _hides(claim)}
    names = {key: f"restricted-{n}" for n, key in enumerate(dict.fromkeys(_restricted(document)), 1)}
    return replace(
        document,
        edition=Edition.PUBLIC,
        evidence=tuple(_claim(claim, names) for claim in document.evidence),
        figures=tuple(figure for figure in document.figures if not _rests_on(figure, hidden)),
        cells=tuple(replace(cell, proof=None) if hidden & set(cell.claims) else cell for cell in document.cells),
        changes=_changes(document),
        **_asked(document),
        manifest=document.manifest and _manifest(document.manifest, names),
    )


def _restricted(document: ReportDocument) -> Iterator[str]:
    """The keys of restricted sources, in the order of the evidence; of a public edition, those that stand for them."""
    cited = [citation for claim in document.evidence for citation in claim.citations]
    for one in (*cited, *(document.manifest.files if document.manifest else ())):
        if one.publication != "public" and one.source:
            yield one.source


def _manifest(manifest: ReportManifest, names: Mapping[str, str]) -> ReportManifest:
    return replace(
        manifest, files=tuple(replace(file, source=names.get(file.source, file.source)) for file in manifest.files)
    )


def _hides(claim: ReportClaim) -> bool:
    """Whether nothing that anybody can read says it, so that its words are those of a restricted source."""
    return bool(claim.citations) and all(citation.publication != "public" for citation in claim.citations)


def _changes(document: ReportDocument) -> tuple[ReportChange, ...]:
    """The changes; a cause names the sources of its claim, so that of a claim with a restricted one is withheld."""
    named = {claim.key for claim in document.evidence if claim.is_restricted}
    return tuple(
        replace(one, causes=tuple(replace(c, sentence=WITHHELD) if c.claim in named else c for c in one.causes))
        for one in document.changes
    )


def _asked(document: ReportDocument) -> dict[str, Any]:
    """What a register was asked for: it may name a restricted source or its speaker, so it goes where one is quoted."""
    if document.filter is None or not document.is_restricted:
        return {}
    return {"filter": None, "scope": FILTERED}


def _rests_on(figure: ReportFigure, hidden: set[str]) -> bool:
    return not hidden.isdisjoint(figure.claims)


def _claim(claim: ReportClaim, names: Mapping[str, str]) -> ReportClaim:
    told = replace(claim, citations=tuple(_citation(citation, names) for citation in claim.citations))
    if not _hides(claim):
        return told
    gap = {name: WITHHELD for name in ("statement", "speaker", "cited_as", "origin") if getattr(claim, name)}
    return replace(told, **gap, office="", citation_check="", relay=(), asked=())


def _citation(citation: ReportCitation, names: Mapping[str, str]) -> ReportCitation:
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
        source=names.get(citation.source, ""),
        hashes=citation.hashes,
        publication=citation.publication,
        withheld=True,
    )
