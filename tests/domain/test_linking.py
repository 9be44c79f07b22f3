"""Links between claims: which claim is adverse to whom, and how people name claims."""

import pytest

from tests.domain.refusals import refusal
from tracker.domain.linking import FROM_THE_OTHER_END, Spoken, adverse_to, check_removal, check_reply, claim_key
from tracker.domain.vocabulary import Effect, Kind, LinkType, Role


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


ALLEGED = Spoken(Kind.ALLEGATION, None, ("CHN", "RUS"))
NO_STATE = "That claim is adverse to no state, so no state has to reply to it. Choose another type of link."


@pytest.mark.parametrize(
    ("speaks_for", "to", "field", "sentence"),
    [
        ("RUS", ALLEGED, "", ""),
        ("CHN", ALLEGED, "", ""),
        ("USA", ALLEGED, "speaks_for", "A reply is the state's own word: it must speak for CHN or RUS."),
        (None, ALLEGED, "speaks_for", "A reply is the state's own word: it must speak for CHN or RUS."),
        ("RUS", Spoken(Kind.PLEDGE, None, ("RUS",)), "link_type", NO_STATE),
    ],
)
def test_a_reply_is_the_own_word_of_a_state_to_which_the_other_is_adverse(speaks_for, to, field, sentence):
    found = refusal(check_reply, Spoken(Kind.DENIAL, speaks_for, ("RUS",)), to)
    assert found == (("refused", "link", {field: sentence}) if field else None)


@pytest.mark.parametrize(
    ("person", "roles", "allowed"),
    [(1, set(), True), (2, {Role.REVIEWER}, True), (2, {Role.ANALYST, Role.ADMINISTRATOR}, False)],
)
def test_a_link_is_taken_back_by_its_maker_or_a_reviewer(person, roles, allowed):
    sentence = "Only the person who made a link, or a reviewer, can take it back."
    found = refusal(check_removal, person=person, roles=roles, by=1)
    assert found == (None if allowed else ("not_allowed", "link", {"": sentence}))
