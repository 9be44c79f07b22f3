"""The public edition of a report: what rests on restricted sources is described in general words, with visible gaps.

Hashes stay, so that whoever has the source can see that it is the one. The key of a restricted source goes, for keys
are made from titles, and so does that of a claim whose words are withheld, for it is made from the speaker's name.
Outcomes stay as well: the edition says how the matter stands and withholds only the words of
others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from tracker.domain.report import ReportCell, ReportCitation, ReportClaim, ReportDocument
from tracker.domain.report_parts import ReportChange, ReportManifest
from tracker.domain.vocabulary import Edition

WITHHELD = "⟦withheld: restricted source⟧"
FILTERED = "Claims that fit a filter, which is withheld"
SOURCE = "A source that its authors did not publish"


def public(document: ReportDocument) -> ReportDocument:
    """The same report for everybody. Of a public edition, the edition itself."""
    hidden = [claim.key for claim in document.evidence if _hides(claim)]
    claims = {key: f"withheld-{n}" for n, key in enumerate(hidden, 1)}
    names = {key: f"restricted-{n}" for n, key in enumerate(dict.fromkeys(_restricted(document)), 1)}
    told = {claim.key for claim in document.evidence} - set(hidden)
    made = replace(
        document,
        edition=Edition.PUBLIC,
        evidence=tuple(_claim(claim, names) for claim in document.evidence),
        figures=tuple(figure for figure in document.figures if told.issuperset(figure.claims)),
        cells=tuple(cell if told.issuperset(_weighed(cell)) else replace(cell, proof=None) for cell in document.cells),
        changes=_changes(document),
        **_asked(document),
        manifest=document.manifest and _manifest(document.manifest, names),
    )
    return _renamed(made, claims) if claims else made


def _weighed(cell: ReportCell) -> Iterator[str]:
    """The keys of all claims that the cell names and that its proof weighs, whether it names them or not."""
    yield from cell.claims
    yield from (fact.evidence.claim for fact in cell.proof.proof.facts) if cell.proof else ()


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """The same value with other keys of claims, wherever a key stands by itself; words of lists are no plain text."""
    if type(value) is str:
        return names.get(value, value)
    if isinstance(value, tuple):
        return tuple(_renamed(one, names) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _renamed(getattr(value, field.name), names) for field in fields(value)})
    return value


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
