"""Turns a refusal of the database into a sentence at a field.

PostgreSQL names the constraint; SQLite names a check, but for a unique index only its columns, so each row of the
table below knows both. Where rows are kept for ever, SQLite's trigger (`tracker.db.append_only`) refuses a second row
before the index does.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.domain.errors import NotAllowed, Problem, RuleBroken, Stale

_EDITED = Stale("claim", Problem("", "Somebody else edited this claim while you had it open."))
_REVIEWED = Stale("review", Problem("", "Somebody else reviewed this claim while you had it open."))
_END_PROPOSED = Stale("end_proposal", Problem("", "Somebody else proposed this end at the same moment. Look again."))

_REFUSALS: tuple[tuple[str, str, RuleBroken], ...] = (
    ("uq_claim_revision_current", "claim_revision.claim_id", _EDITED),
    ("uq_claim_revision_claim_id_number", "claim_revision.claim_id, claim_revision.number", _EDITED),
    ("uq_review_current", "review.revision_id", _REVIEWED),
    ("uq_review_revision_id_number", "review.revision_id, review.number", _REVIEWED),
    (
        "ck_review_nobody_reviews_their_own",
        "ck_review_nobody_reviews_their_own",
        NotAllowed("review", Problem("", "You wrote this revision. Nobody reviews their own work.")),
    ),
    (
        "ck_report_approval_nobody_approves_their_own",
        "ck_report_approval_nobody_approves_their_own",
        NotAllowed("report", Problem("", "You froze this report. A second person must approve it.")),
    ),
    (
        "pk_report_approval",
        "What report_approval holds is never changed or deleted.",
        Stale("report", Problem("", "Somebody else approved this report while you had it open.")),
    ),
    (
        "pk_report_withdrawal",
        "What report_withdrawal holds is never changed or deleted.",
        Stale("report", Problem("", "Somebody else took this report back while you had it open.")),
    ),
    (
        "uq_report_number",
        "report.number",
        Stale("report", Problem("", "Another report took this number at the same moment. Freeze it again.")),
    ),
    (
        "ck_determination_nobody_approves_their_own",
        "ck_determination_nobody_approves_their_own",
        NotAllowed("determination", Problem("", "You proposed this determination. A second person must rule on it.")),
    ),
    (
        "ck_law_change_nobody_approves_their_own",
        "ck_law_change_nobody_approves_their_own",
        NotAllowed("law_change", Problem("", "You proposed this change of the law. A second person must rule on it.")),
    ),
    (
        "ck_end_proposal_nobody_approves_their_own",
        "ck_end_proposal_nobody_approves_their_own",
        NotAllowed("end_proposal", Problem("", "You proposed this end. A second person must rule on it.")),
    ),
    ("uq_end_proposal_determination", "end_proposal.determination_id", _END_PROPOSED),
    ("uq_end_proposal_law_change", "end_proposal.law_change_id", _END_PROPOSED),
    (
        "uq_law_clearing_ripple_id_kind_item",
        "law_clearing.ripple_id, law_clearing.kind, law_clearing.item",
        Stale("law_change", Problem("", "Somebody else cleared this at the same moment.")),
    ),
    (
        "ck_origin_change_nobody_approves_their_own",
        "ck_origin_change_nobody_approves_their_own",
        NotAllowed("origin", Problem("", "You proposed this. A second person must rule on it.")),
    ),
    (
        "uq_origin_assignment_current",
        "origin_assignment.claim_id",
        Stale("origin", Problem("", "Somebody else moved a claim of this origin at the same moment. Look again.")),
    ),
    ("uq_origin_key", "origin.key", RuleBroken.at("origin", "label", "Another origin has this name. Give another.")),
    (
        "uq_dissent_current",
        "dissent.review_id, dissent.by_id",
        RuleBroken.at("dissent", "", "You have dissented from this review already."),
    ),
    (
        "uq_review_assignment_current",
        "review_assignment.claim_id",
        Stale("assignment", Problem("", "Somebody else assigned this claim while you had it open. Look again.")),
    ),
    (
        "uq_claim_link_current",
        "claim_link.claim_id, claim_link.other_id, claim_link.link_type",
        RuleBroken.at("link", "other", "The two claims are linked in this way already."),
    ),
    ("uq_claim_key", "claim.key", RuleBroken.at("claim", "key", "Another claim has this key.")),
    ("uq_source_key", "source.key", RuleBroken.at("source", "key", "Another source has this key.")),
    ("uq_user_username", "user.username", RuleBroken.at("user", "username", "Another account has this name.")),
    ("uq_user_email", "user.email", RuleBroken.at("user", "email", "Another account has this e-mail address.")),
)


def translate(error: IntegrityError) -> RuleBroken | None:
    """The refusal that the database's error stands for, or None if it stands for a fault of ours."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return next((r for name, _, r in _REFUSALS if name == diagnosis.constraint_name), None)
    what = str(error.orig).rpartition(": ")[2]
    return next((r for _, words, r in _REFUSALS if words == what), None)


@contextmanager
def refusing(session: Session) -> Iterator[None]:
    """Flush at the end, and raise a refusal of the database as the RuleBroken that it stands for.

    It must happen inside the service: an error that shows only at the commit comes after the view, when no field can
    be marked any more.
    """
    try:
        yield
        session.flush()
    except IntegrityError as error:
        refusal = translate(error)
        if refusal is None:
            raise
        raise refusal from error
