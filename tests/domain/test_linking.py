"""Links between claims: which claim is adverse to whom, and how people name claims."""

import pytest

from tracker.domain.linking import FROM_THE_OTHER_END, Spoken, adverse_to, claim_key
from tracker.domain.vocabulary import Effect, Kind, LinkType


@pytest.mark.parametrize(
    ("spoken", "states"),
    [
        pytest.param(Spoken(Kind.ALLEGATION, None, ("RUS",)), ("RUS",), id="an allegation is adverse to its states"),
        pytest.param(
            Spoken(Kind.ALLEGATION, None, ("RUS", "CHN"), (("CHN", Effect.BREACHES), ("RUS", Effect.FULFILS))),
            ("CHN",),
            id="an allegation that says who broke it is adverse to those alone",
        ),
        pytest.param(
            Spoken(Kind.ASSESSMENT, None, ("RUS",), (("RUS", Effect.BREACHES),)), ("RUS",), id="a finding of a breach"
        ),
        pytest.param(Spoken(Kind.PLEDGE, "RUS", ("RUS",), (("RUS", Effect.PROMISES),)), (), id="a pledge is not"),
        pytest.param(Spoken(Kind.ALLEGATION, "RUS", ("RUS", "USA")), ("USA",), id="nobody is adverse to themselves"),
        pytest.param(Spoken(Kind.ALLEGATION, None, ("ALL",)), (), id="all states together cannot reply"),
    ],
)
def test_a_claim_is_adverse_to_those_it_says_broke_a_duty(spoken, states):
    assert adverse_to(spoken) == states


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a-key", "a-key"),
        ("  a-key ", "a-key"),
        ("/claims/a-key", "a-key"),
        ("https://x.example/claims/a-key/3?as_of=2019-01-01#said", "a-key"),
        ("https://x.example/claims/claims/", "claims"),
        ("http://x.example/review/a-key", "a-key"),
        ("/claims/a%2Dkey/history", "a-key"),
        ("https://x.example/states/RUS", "https://x.example/states/RUS"),
        ("", ""),
        ("/claims/", ""),
    ],
)
def test_a_claim_is_named_by_key_or_by_the_address_of_one_of_its_pages(text, key):
    assert claim_key(text) == key


def test_every_link_can_be_read_from_the_other_end():
    assert set(FROM_THE_OTHER_END) == set(LinkType)
