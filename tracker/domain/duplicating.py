"""A claim again: the same words about another state, or logged anew after it was withdrawn."""

from dataclasses import replace

from tracker.domain.content import BearingContent, ClaimContent
from tracker.domain.vocabulary import Verification


def anew(content: ClaimContent) -> ClaimContent:
    """What a claim said, to be logged as a claim of its own; nobody has verified that one."""
    return replace(content, verification=Verification.NONE)


def for_state(content: ClaimContent, state: str) -> ClaimContent:
    """The same utterance, in the same source, as it bears on another state.

    Its origin stays, so that it counts as one utterance. The act and the figures were those of the former states, and
    are left out: a figure that nobody typed for this state must not be counted for it.
    """
    duties = dict.fromkeys((bearing.obligation, bearing.effect) for bearing in content.bearings)
    bearings = tuple(BearingContent(state, obligation, effect) for obligation, effect in duties)
    return replace(anew(content), states=(state,), bearings=bearings, quantities=(), state_action="")
