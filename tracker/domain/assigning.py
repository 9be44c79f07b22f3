"""Who may assign a claim for review, and to whom."""

from collections.abc import Collection

from tracker.domain.errors import NotAllowed, Problem, RuleBroken
from tracker.domain.vocabulary import ReviewState, Role

ASSIGNERS = frozenset({Role.REVIEWER, Role.ADMINISTRATOR})


def check_assigner(roles: Collection[str]) -> None:
    """Raise NotAllowed for a person who is neither reviewer nor administrator."""
    if ASSIGNERS.isdisjoint(roles):
        sentence = "Only a reviewer or an administrator may assign claims for review."
        raise NotAllowed("assignment", Problem("", sentence))


def check_claim(state: ReviewState) -> None:
    """Raise RuleBroken for a claim on which nobody has to decide."""
    if state is not ReviewState.WAITING:
        sentence = f"This claim is {state.label}, and only what waits for review is assigned."
        raise RuleBroken.at("assignment", "", sentence)


def check_reviewer(*, name: str, reviewer: int, roles: Collection[str], authors: Collection[int]) -> None:
    """Raise RuleBroken for somebody who could not decide on the claim: no reviewer, or one of its authors."""
    if Role.REVIEWER not in roles:
        raise RuleBroken.at("assignment", "reviewer", f"{name} is no reviewer. Choose somebody who is.")
    if reviewer in authors:
        sentence = f"{name} wrote this claim, or a revision of it, and nobody reviews their own work. Choose another."
        raise RuleBroken.at("assignment", "reviewer", sentence)
