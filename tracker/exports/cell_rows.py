"""The cells of a report as rows of text: what a table for programs and a workbook both have, made in one place."""

from collections.abc import Iterable, Iterator, Sequence

from tracker.domain.determining import days_words
from tracker.domain.report import (
    ReportCell,
    ReportCitation,
    ReportClaim,
    ReportDetermination,
    ReportDocument,
    ReportObligation,
    ReportState,
    instant_text,
)
from tracker.domain.report_copy import ReportCopy
from tracker.domain.support import Support

COLUMNS = (
    *("report", "title", "kind", "edition", "as_of", "known_at", "public_at", "rules"),
    *("state_code", "state", "obligation", "obligation_title", "resolution", "paragraph"),
    *("outcome", "assurance", "due", "also", "reasons", "set_aside", "claims", "sources", "kept_copies"),
    *("counted_claims", "independent_origins", "own_word", "determinations", "dissents", "replies"),
    *("author", "approval", "ended", "data_digest", "log_checkpoint", "mark", "notice"),
)


def rows(copy: ReportCopy) -> Iterator[list[str]]:
    """A row a cell, in the order of the document. Lists within a field are parted by "; "."""
    document = copy.document
    head, tail = _head(document), _tail(copy)
    evidence = {claim.key: claim for claim in document.evidence}
    states = {state.code: state for state in document.states}
    duties = {duty.key: duty for duty in document.obligations}
    for cell in document.cells:
        claims = [evidence[key] for key in cell.claims if key in evidence]
        place = _place(states[cell.state], duties[cell.obligation])
        yield [*head, *place, *_answer(cell), *_sources(claims), *_support(cell.support), *_beside(cell, claims), *tail]


def _head(document: ReportDocument) -> list[str]:
    days = (document.as_of.isoformat(), instant_text(document.known_at))
    public = document.public_at.isoformat() if document.public_at else ""
    return [
        str(document.number),
        document.title,
        document.kind.value,
        document.edition.value,
        *days,
        public,
        document.rules,
    ]


def _tail(copy: ReportCopy) -> list[str]:
    found = copy.document.manifest
    log = f"{found.log_size} {found.log_hash}" if found else ""
    ended = copy.ended.sentence if copy.ended else ""
    data = found.data if found else ""
    return [copy.document.author, copy.approval, ended, data, log, copy.mark, copy.document.notice]


def _sources(claims: Sequence[ReportClaim]) -> tuple[str, str]:
    cited = [citation for claim in claims for citation in claim.citations]
    hashes = dict.fromkeys(one for citation in cited for one in citation.hashes)
    return _listed(dict.fromkeys(map(_source, cited))), _listed(hashes)


def _beside(cell: ReportCell, claims: Sequence[ReportClaim]) -> tuple[str, str, str]:
    dissents = [f"{one.by}: {one.reason}" for claim in claims for one in claim.review.dissents]
    return _listed(map(_held, cell.determinations)), _listed(dissents), _listed(k for c in claims for k in c.replies)


def _support(found: Support | None) -> tuple[str, ...]:
    if found is None:
        return ("0", "0", "no")
    return (str(found.claims), str(found.independent_origins), "yes" if found.own_word else "no")


def _place(state: ReportState, obligation: ReportObligation) -> list[str]:
    return [
        state.code,
        state.name,
        obligation.key,
        obligation.title,
        obligation.resolution,
        obligation.paragraph,
    ]


def _answer(cell: ReportCell) -> list[str]:
    return [
        cell.outcome,
        cell.assurance,
        cell.due.isoformat() if cell.due else "",
        _listed(f"{holding.outcome} ({holding.assurance})" for holding in cell.also),
        " ".join(_with_claims(reason.sentence, reason.claims) for reason in cell.reasons),
        " ".join(_with_claims(aside.sentence, (aside.claim,)) for aside in cell.set_aside),
        _listed(cell.claims),
    ]


def _held(one: ReportDetermination) -> str:
    people = f"by {one.proposed_by}, approved by {one.approved_by} on {instant_text(one.approved_at)}"
    return f"{one.outcome} ({one.standing}) {days_words(one.first, one.last)}, {people}: {one.reason}"


def _with_claims(sentence: str, claims: tuple[str, ...]) -> str:
    return f"{sentence} [{', '.join(claims)}]" if claims else sentence


def _listed(items: Iterable[str]) -> str:
    return "; ".join(items)


def _source(citation: ReportCitation) -> str:
    parts = (citation.publisher, citation.title, citation.symbol, citation.published, citation.locator)
    where = ", ".join(part for part in parts if part)
    return f"{where}, {citation.address}" if citation.address else where
