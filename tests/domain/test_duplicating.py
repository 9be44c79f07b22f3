"""A claim for another state: the same utterance and source; nobody else's act and figures."""

from dataclasses import replace

from tests.services.test_claims import CONTENT
from tracker.domain.content import BearingContent, QuantityContent
from tracker.domain.duplicating import anew, for_state
from tracker.domain.vocabulary import Effect, Verification

BEARS = (
    BearingContent("RUS", "one", Effect.FULFILS),
    BearingContent("MNG", "one", Effect.FULFILS),
    BearingContent("MNG", "two", Effect.NONE),
)
CLAIM = replace(
    CONTENT,
    states=("MNG", "RUS"),
    bearings=BEARS,
    quantities=(QuantityContent(5, 5, "persons"),),
    origin="wire",
    state_action="act",
    verification=Verification.FULL,
)


def test_for_another_state_each_effect_stands_once_and_citation_and_origin_stay():
    found = for_state(CLAIM, "CHN")
    one, two = BearingContent("CHN", "one", Effect.FULFILS), BearingContent("CHN", "two", Effect.NONE)
    changed = {"states": ("CHN",), "bearings": (one, two), "quantities": (), "state_action": ""}
    assert found == replace(CLAIM, **changed, verification=Verification.NONE)
    assert (found.origin, found.citations) == ("wire", CLAIM.citations)


def test_logged_anew_it_says_the_same_and_nobody_has_verified_it():
    assert anew(CLAIM) == replace(CLAIM, verification=Verification.NONE)
