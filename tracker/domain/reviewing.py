"""Who may review what, and what a review must say. One set of rules for form, command line and import alike."""

from collections.abc import Collection

from tracker.domain.errors import NotAllowed, Problem, RuleBroken
from tracker.domain.vocabulary import Credibility, Reliability, ReviewState, Role, Verdict

STATE_OF: dict[Verdict, ReviewState] = {
    Verdict.RIGHT: ReviewState.ACCEPTED,
    Verdict.RETURN: ReviewState.RETURNED,
    Verdict.WRONG: ReviewState.WRONG,
}
"""What a verdict makes of the revision that it was given on."""


LONGEST_COMMENT = 5_000


def check_reviewer(*, reviewer: int, roles: Collection[str], authors: Collection[int]) -> None:
    """Raise NotAllowed unless the person is a reviewer and wrote no revision of the claim.

    Administrators are not excepted. An earlier revision counts too: its author's words may still stand in the present
    one.
    """
    if Role.REVIEWER not in roles:
        raise NotAllowed("review", Problem("", "Only a reviewer may review. Ask an administrator for the role."))
    if reviewer in authors:
        sentence = "You wrote this claim, or a revision of it. Nobody reviews their own work; another reviewer must."
        raise NotAllowed("review", Problem("", sentence))


def check_review(
    *, verdict: Verdict, reliability: Reliability | None, credibility: Credibility | None, comment: str
) -> None:
    """Raise RuleBroken unless an acceptance is graded and a refusal gives its reason."""
    found = []
    if len(comment) > LONGEST_COMMENT:
        found.append(Problem("comment", f"Use at most {LONGEST_COMMENT:,} characters."))
    if verdict is Verdict.RIGHT and reliability is None:
        found.append(Problem("reliability", "Grade the source from A to F; F means that it cannot be judged."))
    if verdict is Verdict.RIGHT and credibility is None:
        found.append(Problem("credibility", "Grade what is said from 1 to 6; 6 means that it cannot be judged."))
    if verdict is Verdict.RETURN and not comment:
        found.append(Problem("comment", "Say what the analyst should change."))
    if verdict is Verdict.WRONG and not comment:
        found.append(Problem("comment", "Say why the record is wrong."))
    if found:
        raise RuleBroken("review", *found)
