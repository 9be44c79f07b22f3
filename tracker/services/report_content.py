"""What a report says: its cells by the rules, and every claim behind them as it was known."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db import facts, knowing, origins
from tracker.db.models import Capture, Citation, Claim, ClaimRevision, KeptFile, Obligation
from tracker.domain import periods, proof_text, proofs, status
from tracker.domain.citing import Law
from tracker.domain.facts import Clocks, Duty, Evidence, Party
from tracker.domain.law_changes import Reading
from tracker.domain.proof import Proof
from tracker.domain.report import (
    ReportCell,
    ReportCitation,
    ReportClaim,
    ReportDetermination,
    ReportDissent,
    ReportHolding,
    ReportObligation,
    ReportProof,
    ReportReason,
    ReportReview,
    ReportSetAside,
    ReportTerm,
)
from tracker.domain.reviewing import STATE_OF
from tracker.domain.status import Assessment
from tracker.domain.support import support_of
from tracker.domain.vocabulary import (
    Assurance,
    Credibility,
    Force,
    Kind,
    Outcome,
    Reliability,
    ReviewState,
    Standing,
    Test,
    Word,
)
from tracker.services import citation_check, claims, determination_list, links, questions
from tracker.services.determination_list import Held
from tracker.services.paging import batches
from tracker.services.report_scope import Scope

_WORDS: dict[str, type[Word]] = {
    "outcome": Outcome,
    "assurance": Assurance,
    "standing": Standing,
    "test": Test,
    "force": Force,
    "kind": Kind,
    "review_state": ReviewState,
    "reliability": Reliability,
    "credibility": Credibility,
}


def obligations(session: Session, *, scope: Scope, clocks: Clocks) -> tuple[ReportObligation, ...]:
    """The obligations as a report names them, with the days that records of the law had left them. One statement."""
    duties = facts.duties_of(session, rows=scope.obligations, known_at=clocks.known_at)
    return tuple(_obligation(row, duties[row.id]) for row in scope.obligations)


def _obligation(row: Obligation, duty: Duty) -> ReportObligation:
    return ReportObligation(
        key=row.key,
        title=row.title,
        resolution=row.provision.resolution.symbol,
        paragraph=row.provision.paragraph,
        test=duty.test.value,
        force=duty.force.value,
        effective=duty.effective,
        due=duty.due,
        summary=row.summary,
        regime=row.regime.key,
    )


def cells(
    session: Session, *, scope: Scope, clocks: Clocks, only: Collection[tuple[str, str]] | None = None
) -> Iterator[ReportCell]:
    """Every cell by the road of a cell's page: its evidence at the instant, then the rules; and what is held beside it.

    With `only`, just these cells, by state and obligation. One statement for each cell on which anything is on
    record, and none for the others.
    """
    held = determination_list.of_cells(session, obligations=scope.obligations, clocks=clocks)
    held_law = facts.duties_of(session, rows=scope.obligations, known_at=clocks.known_at)
    duties = [(row.id, periods.on(held_law[row.id], clocks.as_of)) for row in scope.obligations]
    otherwise = facts.readings_of(session, rows=scope.obligations, known_at=clocks.known_at)
    for state in scope.states:
        party = facts.party_of(state)
        for row_id, duty in duties:
            if only is not None and (state.code, duty.key) not in only:
                continue
            spoken = (state.code, row_id) in scope.recorded
            evidence = (
                facts.evidence_of(session, state=state.code, obligation_id=row_id, known_at=clocks.known_at)
                if spoken
                else ()
            )
            beside = held.get((state.code, duty.key), ())
            found = status.assess(duty, party, evidence, clocks)
            cell = (state.code, row_id) if spoken else None
            others = tuple(_reading(session, cell, one, party, clocks) for one in otherwise.get(row_id, ()))
            proof = _proof(proofs.prove(duty, party, evidence, clocks)) if evidence else None
            yield replace(_cell(state.code, duty.key, found, evidence, beside, others), proof=proof)


def _proof(proof: Proof) -> ReportProof:
    return ReportProof(proof, proof_text.parts_of(proof))


def _reading(session: Session, cell: facts.Cell | None, reading: Reading, party: Party, clocks: Clocks) -> ReportReason:
    """What the outcome would be as the states that reject a record of the law read it; without a cell, of silence."""
    numbers = [change.number for change in reading.rejected]
    cells = [cell] if cell else []
    found = facts.evidence_of_cells(session, cells=cells, known_at=clocks.known_at, rejected=numbers) if cell else {}
    evidence = [item for items in found.values() for item in items]
    found = status.assess(reading.duty, party, evidence, clocks)
    titles = " and ".join(f"“{change.title}”" for change in reading.rejected)
    said = f"{', '.join(reading.states)} reject {titles}; by that reading the outcome would be {found.outcome.label}."
    return ReportReason("another_reading", said, ())


def _cell(
    state: str,
    obligation: str,
    found: Assessment,
    evidence: Sequence[Evidence],
    beside: Sequence[Held],
    others: tuple[ReportReason, ...],
) -> ReportCell:
    aside = {item.claim for item in found.set_aside}
    return ReportCell(
        state=state,
        obligation=obligation,
        outcome=found.outcome.value,
        assurance=found.assurance.value,
        due=found.due,
        also=tuple(ReportHolding(also.outcome.value, also.assurance.value) for also in found.also),
        reasons=(*(ReportReason(why.rule, why.sentence, why.claims) for why in found.reasons), *others),
        set_aside=tuple(ReportSetAside(left.claim, left.why.value, left.sentence) for left in found.set_aside),
        support=support_of(item for item in evidence if item.claim not in aside) if evidence else None,
        determinations=tuple(_determination(held) for held in beside),
    )


def _determination(held: Held) -> ReportDetermination:
    row = held.row
    if row.ruled_by is None or row.ruled_at is None:
        raise LookupError(f"Determination {row.id} was ruled on by nobody.")
    return ReportDetermination(
        number=row.id,
        outcome=row.outcome.value,
        standing=held.standing.value,
        first=row.first,
        last=row.last,
        reason=row.reason,
        proposed_by=row.proposed_by.name,
        proposed_at=row.proposed_at,
        approved_by=row.ruled_by.name,
        approved_at=row.ruled_at,
    )


def evidence(session: Session, *, named: Sequence[str], clocks: Clocks) -> tuple[ReportClaim, ...]:
    """Every claim that the report names, in the order of first naming, each as it was known at the instant.

    After them come the states' replies to them that it does not name, so that a reply is kept with the adverse claim.
    """
    replies = links.replies_to(session, keys=named, known_at=clocks.known_at)
    keys = list(dict.fromkeys([*named, *(reply for key in named for reply in replies.get(key, ()))]))
    query = select(ClaimRevision).join(Claim, Claim.id == ClaimRevision.claim_id)
    query = query.where(knowing.current_at(clocks.known_at))
    revisions: dict[str, ClaimRevision] = {}
    for some in batches(keys, 1_000):
        found = session.scalars(claims.whole(query.where(Claim.key.in_(some))))
        revisions |= {revision.claim.key: revision for revision in found}
    keys = [key for key in keys if key in revisions]
    copies = kept_copies(
        session, sources={c.source_id for row in revisions.values() for c in row.citations}, at=clocks.known_at
    )
    law = citation_check.law_of(session)
    asked = questions.of_claims(session, keys=keys, clocks=clocks)
    beside = {key: (tuple(replies.get(key, ())), tuple(line.sentence for line in asked.get(key, ()))) for key in keys}
    return tuple(_claim(revisions[key], law, clocks.known_at, copies, *beside[key]) for key in keys)


def kept_copies(session: Session, *, sources: Collection[int], at: datetime) -> dict[int, tuple[str, ...]]:
    """The SHA-256 of the copies of sources kept by an instant, by the source's id, in the order of keeping."""
    found: dict[int, tuple[str, ...]] = {}
    query = select(Capture.source_id, KeptFile.sha256).join(KeptFile, KeptFile.id == Capture.kept_file_id)
    for some in batches(sorted(sources), 5_000):
        rows = query.where(Capture.source_id.in_(some), Capture.ended_at <= at).order_by(
            Capture.source_id, Capture.number
        )
        for source, sha256 in session.execute(rows):
            found[source] = (*found.get(source, ()), sha256)
    return found


def _claim(
    revision: ClaimRevision,
    law: Law,
    known_at: datetime,
    copies: dict[int, tuple[str, ...]],
    replies: tuple[str, ...],
    asked: tuple[str, ...],
) -> ReportClaim:
    check = citation_check.of_revision(revision, law=law)
    return ReportClaim(
        key=revision.claim.key,
        revision=revision.number,
        statement=revision.statement,
        speaker=revision.speaker,
        office=revision.office,
        kind=revision.kind.value,
        said=revision.said,
        event=revision.event,
        cited_as=revision.cited_as,
        citation_check=check.sentence if check.mismatch else "",
        origin=origins.effective(revision, known_at=known_at).label,
        review=_review(revision, known_at),
        citations=tuple(_citation(citation, copies) for citation in revision.citations),
        replies=replies,
        asked=asked,
        states=tuple(row.state_code for row in revision.states),
        obligations=tuple(dict.fromkeys(row.obligation.key for row in revision.bearings)),
        relay=tuple(hop.name for hop in revision.hops),
    )


def _review(revision: ClaimRevision, known_at: datetime) -> ReportReview:
    review = knowing.standing_review(revision, known_at=known_at)
    withdrawn = revision.claim.withdrawn_at
    if withdrawn is not None and withdrawn <= known_at:
        state = ReviewState.WITHDRAWN
    else:
        state = STATE_OF[review.verdict] if review else ReviewState.WAITING
    if review is None:
        return ReportReview(state.value, "", "", None)
    grade = "".join(part.value for part in (review.reliability, review.credibility) if part)
    dissents = knowing.standing_dissents(review, known_at=known_at)
    printed = tuple(ReportDissent(one.by.name, one.reason, one.at) for one in dissents if one.printed)
    return ReportReview(state.value, grade, review.reviewer.name, review.at, printed, len(dissents) - len(printed))


def _citation(citation: Citation, copies: dict[int, tuple[str, ...]]) -> ReportCitation:
    source = citation.source
    read = (source.sha256,) if source.sha256 else ()
    return ReportCitation(
        title=source.title,
        publisher=source.publisher,
        author=source.author,
        published=source.published,
        language=source.language,
        symbol=source.symbol,
        address=source.access_points[0].address if source.access_points else "",
        locator=citation.locator,
        quotation=citation.quotation,
        translation=citation.translation,
        translator=citation.translator,
        source=source.key,
        hashes=tuple(dict.fromkeys((*read, *copies.get(source.id, ())))),
        publication=source.publication.value,
    )


def terms(
    duties: Iterable[ReportObligation],
    found: Iterable[ReportCell],
    claims_named: Iterable[ReportClaim],
    said: Iterable[tuple[str, str]] = (),
) -> tuple[ReportTerm, ...]:
    """Every word of the vocabulary that the report uses, as it reads today, in the vocabulary's order.

    `said` are words that it uses beside cells and claims, each with its noun.
    """
    used = set(said) | {pair for duty in duties for pair in (("test", duty.test), ("force", duty.force))}
    for cell in found:
        used |= {("outcome", cell.outcome), ("assurance", cell.assurance)}
        used |= {pair for also in cell.also for pair in (("outcome", also.outcome), ("assurance", also.assurance))}
        used |= {pair for d in cell.determinations for pair in (("outcome", d.outcome), ("standing", d.standing))}
    for claim in claims_named:
        used |= {("kind", claim.kind), ("review_state", claim.review.state)}
        used |= {("reliability", claim.review.grade[:1]), ("credibility", claim.review.grade[1:])}
    return tuple(
        ReportTerm(noun, word.value, word.label, word.meaning)
        for noun, words in _WORDS.items()
        for word in words
        if (noun, word.value) in used
    )
