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
from tracker.domain.report_parts import ReportManifest
from tracker.domain.support import Support
from tracker.exports import moments

COLUMNS = (
    *("report", "title", "kind", "edition", "as_of", "known_at", "public_at", "compared_with", "rules"),
    *("state_code", "state", "obligation", "obligation_title", "resolution", "paragraph"),
    *("outcome", "assurance", "due", "also", "reasons", "set_aside", "claims", "sources", "kept_copies"),
    *("counted_claims", "independent_origins", "own_word", "determinations", "dissents", "replies"),
    *("author", "frozen_at", "approval", "ended", "product", "data_digest", "log_head", "log_checkpoint"),
    *("mark", "notice"),
)
"""`log_head` is how many entries the audit log had, and the hash of the last; `log_checkpoint` is the newest signed
checkpoint in its own text, which has several lines. `sources` and `kept_copies` are those of the claims of the cell and
of the replies to them."""


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
        replies = [evidence[key] for claim in claims for key in claim.replies if key in evidence]
        behind = _sources([*claims, *replies])
        yield [*head, *place, *_answer(cell), *behind, *_support(cell.support), *_beside(cell, claims), *tail]


def _head(document: ReportDocument) -> list[str]:
    days = (document.as_of.isoformat(), instant_text(document.known_at))
    public = document.public_at.isoformat() if document.public_at else ""
    by = f" {moments.published(document.earlier_public_at)}" if document.has_two_days else ""
    by += f" rules {document.earlier_rules}" if document.earlier_rules else ""
    before = f"{document.before.as_of} {instant_text(document.before.known_at)}{by}" if document.before else ""
    return [
        str(document.number),
        document.title,
        document.kind.value,
        document.edition.value,
        *days,
        public,
        before,
        document.rules,
    ]


def _tail(copy: ReportCopy) -> list[str]:
    document = copy.document
    ended = copy.ended.sentence if copy.ended else ""
    stands = [document.author, instant_text(document.frozen_at), copy.approval, ended]
    return [*stands, *_rests_on(document.manifest), copy.mark, document.notice]


def _rests_on(found: ReportManifest | None) -> tuple[str, str, str, str]:
    if found is None:
        return ("", "", "", "")
    return (found.product, found.data, f"{found.log_size} {found.log_hash}", found.checkpoint)


def _sources(claims: Sequence[ReportClaim]) -> tuple[str, str]:
    cited = [citation for claim in claims for citation in claim.citations]
    hashes = dict.fromkeys(one for citation in cited for one in citation.hashes)
    return _listed(dict.fromkeys(map(_source, cited))), _listed(hashes)


def _beside(cell: ReportCell, claims: Sequence[ReportClaim]) -> tuple[str, str, str]:
    dissents = [f"{one.by}: {one.reason}" for claim in claims for one in claim.review.dissents]
    unprinted = sum(claim.review.unprinted for claim in claims)
    dissents += [f"not printed: {unprinted}"] if unprinted else []
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
