import pytest

from tracker.domain.claiming import EFFECTS
from tracker.domain.telling import Told, effect, is_hollow, telling
from tracker.domain.vocabulary import Effect, Kind, Test


def _told(*signals: str, **who: bool) -> Told:
    return Told(frozenset(signals), **who)


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (_told("will", own=True), Kind.PLEDGE),
        (_told("pledge", "deed", own=True), Kind.PLEDGE),
        (_told("deed", own=True), Kind.REPORTED_ACTION),
        (_told("deed"), Kind.REPORTED_ACTION),
        (_told("deed", body=True), Kind.ASSESSMENT),
        (_told("filed", own=True), Kind.IMPLEMENTATION_REPORT),
        (_told("filed"), Kind.REPORTED_ACTION),
        (_told("comply", own=True), Kind.STATEMENT_OF_COMPLIANCE),
        (_told("comply"), Kind.ASSESSMENT),
        (_told("deny", "breach", own=True), Kind.DENIAL),
        (_told("deny", "accuse"), Kind.DENIAL),
        (_told("accuse"), Kind.ALLEGATION),
        (_told("breach"), Kind.ALLEGATION),
        (_told("breach", body=True), Kind.ASSESSMENT),
        (_told("breach", "find", expert=True), Kind.ASSESSMENT),
        (_told("trade"), Kind.ALLEGATION),
        (_told("trade", own=True), Kind.REPORTED_ACTION),
        (_told("trade", body=True), Kind.ASSESSMENT),
        (_told("call", "will"), Kind.CALL),
        (_told("position"), Kind.POSITION),
        (_told("procedure", "will"), Kind.PROCEDURAL),
        (_told("ought"), Kind.CALL),
        (_told("ought", "deed", own=True), Kind.REPORTED_ACTION),
        (_told("call", "deed", own=True), Kind.REPORTED_ACTION),
        (_told("accuse", expert=True), Kind.ALLEGATION),
        (_told("accuse", "trade", own=True), Kind.ALLEGATION),
        (_told("will", "find", body=True), Kind.ASSESSMENT),
        (_told("act", own=True), Kind.REPORTED_ACTION),
        (_told("act", body=True), Kind.ASSESSMENT),
        (_told("act", own=True, negated=True), Kind.STATEMENT_OF_COMPLIANCE),
        (_told("find", own=True), Kind.REPORTED_ACTION),
        (_told("ongoing"), Kind.ALLEGATION),
        (_told("ongoing", own=True), Kind.REPORTED_ACTION),
    ],
    ids=lambda value: value.label if isinstance(value, Kind) else "",
)
def test_signals_and_speaker_make_a_kind(told, kind):
    made = telling(told)
    assert made is not None
    assert made.kind is kind
    assert made.sentence.endswith(".")


def test_without_a_signal_nothing_is_told():
    assert telling(_told()) is None
    assert telling(_told("law")) is None


@pytest.mark.parametrize(
    ("kind", "signal", "told", "test", "what"),
    [
        (Kind.PLEDGE, "will", _told("will", "done"), Test.ATTAIN, Effect.PROMISES),
        (Kind.REPORTED_ACTION, "deed", _told("deed"), Test.ATTAIN, Effect.ADVANCES),
        (Kind.REPORTED_ACTION, "deed", _told("deed", "done"), Test.ATTAIN, Effect.FULFILS),
        (Kind.REPORTED_ACTION, "deed", _told("deed", "done", "part"), Test.ATTAIN, Effect.ADVANCES),
        (Kind.REPORTED_ACTION, "deed", _told("deed"), Test.REFRAIN, Effect.MEASURES),
        (Kind.REPORTED_ACTION, "deed", _told("end"), Test.REFRAIN, Effect.CEASES),
        (Kind.IMPLEMENTATION_REPORT, "filed", _told("filed"), Test.REPORT, Effect.FULFILS),
        (Kind.ALLEGATION, "breach", _told("breach"), Test.LIMIT, Effect.BREACHES),
        (Kind.ASSESSMENT, "trade", _told("trade", body=True), Test.REFRAIN, Effect.BREACHES),
        (Kind.ASSESSMENT, "trade", _told("trade", body=True), Test.LIMIT, Effect.MEASURES),
        (Kind.REPORTED_ACTION, "trade", _told("trade", own=True), Test.REFRAIN, Effect.NONE),
        (Kind.REPORTED_ACTION, "trade", _told("trade", "breach", own=True), Test.REFRAIN, Effect.BREACHES),
        (Kind.DENIAL, "deny", _told("deny", "done"), Test.ATTAIN, Effect.DENIES),
        (Kind.CALL, "call", _told("call"), Test.ATTAIN, Effect.NONE),
        (Kind.ASSESSMENT, "find", _told("find"), Test.LIMIT, Effect.NONE),
    ],
)
def test_a_kind_does_to_a_duty_what_its_words_say(kind, signal, told, test, what):
    assert effect(kind, signal, told, test) is what


def test_a_step_is_an_advance_only_towards_a_deadline():
    asked = (Kind.REPORTED_ACTION, "deed", _told("deed"), Test.ATTAIN)
    assert (effect(*asked), effect(*asked, dated=False)) == (Effect.ADVANCES, Effect.MEASURES)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("signal", ["will", "breach", "trade", "deed", "filed", "find", "ongoing", "position"])
@pytest.mark.parametrize("test", Test)
def test_no_kind_is_given_an_effect_that_it_cannot_have(kind, signal, test):
    assert effect(kind, signal, _told(signal, "done", "end"), test) in EFFECTS[kind]


def test_a_law_in_its_own_words_tells_of_nobody():
    assert is_hollow({"law", "exempt"})
    assert not is_hollow({"law", "deed"})
