"""Who may dissent from a review, and who may take a dissent back."""

from tracker.domain.errors import NotAllowed, Problem, RuleBroken


def check_dissenter(*, person: int, reviewer: int, stands: bool, has_dissented: bool) -> None:
    """Raise NotAllowed for one's own review, and RuleBroken for one that no longer stands or a second dissent."""
    if person == reviewer:
        sentence = "This review is your own. Decide again instead; the earlier decision stays readable."
        raise NotAllowed("dissent", Problem("", sentence))
    if not stands:
        raise RuleBroken.at("dissent", "", "This review no longer stands, so there is nothing to dissent from.")
    if has_dissented:
        sentence = "You have dissented from this review already. Take that back first if your reason has changed."
        raise RuleBroken.at("dissent", "", sentence)


def check_taking_back(*, person: int, by: int, is_taken_back: bool) -> None:
    """Raise NotAllowed for somebody else's dissent, and RuleBroken for one that was taken back before."""
    if person != by:
        raise NotAllowed("dissent", Problem("", "Only the person who dissented can take it back."))
    if is_taken_back:
        raise RuleBroken.at("dissent", "", "This dissent was taken back before.")
