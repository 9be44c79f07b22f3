"""Raw counts and independent origins, told together."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_tally import CLAIM
from tracker.domain.support import Support, support_behind, support_of
from tracker.domain.tally import assurance_of, voices
from tracker.domain.vocabulary import Assurance

EVIDENCE = st.lists(
    st.builds(
        lambda claim, origin, own: replace(CLAIM, claim=claim, origin=origin, own_voice=own),
        st.sampled_from("abcdefgh"),
        st.sampled_from(["tass", "reuters", "own"]),
        st.booleans(),
    ),
    unique_by=lambda item: item.claim,
)


def test_five_claims_of_one_wire_are_one_independent_origin():
    wire = [replace(CLAIM, claim=f"c{n}") for n in range(5)]
    assert support_of([*wire, *wire]) == Support(5, 1, own_word=False)
    assert support_behind(["c1", "c2", "elsewhere"], {item.claim: item for item in wire}) == Support(2, 1)


@given(EVIDENCE)
def test_support_counts_the_voices_that_the_rules_weigh(evidence):
    support, side = support_of(evidence), voices(evidence)
    assert (support.independent_origins, support.own_word) == (side.others, side.own)
    assert support.claims == len(evidence)
    assert (assurance_of(side) is Assurance.SELF_REPORTED) == (support.own_word and not support.independent_origins)


@pytest.mark.parametrize(
    ("support", "words"),
    [
        (Support(), "no claim"),
        (Support(1, 1), "1 claim, 1 independent origin"),
        (Support(3, 1), "3 claims, 1 independent origin"),
        (Support(3, 2), "3 claims, 2 independent origins"),
        (Support(2, 0, own_word=True), "2 claims, no independent origin, only the state’s own word"),
        (Support(3, 2, own_word=True), "3 claims, 2 independent origins and the state’s own word"),
    ],
)
def test_in_words(support, words):
    assert support.words == words
