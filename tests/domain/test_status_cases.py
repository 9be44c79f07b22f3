"""The worked cases of the status rules in pure form, and the reasons that an answer gives."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tracker.domain.facts import RULES_VERSION, Clocks, Duty, Evidence, Party
from tracker.domain.status import Assessment, assess
from tracker.domain.vocabulary import Assurance, Effect, Kind, LimitScope, Outcome, ReviewState, StateKind, Test

START, DUE, ENDED = date(2017, 12, 22), date(2019, 12, 22), date(2020, 1, 10)
KNOWN = datetime(2026, 1, 1, tzinfo=UTC)
STATE = Party("RUS", "Russian Federation", StateKind.MEMBER)
ALL = Party("ALL", "all states together", StateKind.COLLECTIVE)
IF = {"condition": "under half are back", "opens_below": 0.5}
Out, By = Outcome, Assurance  # the tables below are read across


def duty(test: Test = Test.ATTAIN, **changes) -> Duty:
    return replace(Duty("d", test, effective=START, due=DUE), **changes)


def lasting(test: Test = Test.REFRAIN, **changes) -> Duty:
    return duty(test, due=None, **changes)


def claim(key: str, effect: Effect, day: str, last: str = "", **changes) -> Evidence:
    first = date.fromisoformat(day)
    end = date.fromisoformat(last) if last else first
    return replace(Evidence(key, 1, Kind.REPORTED_ACTION, effect, f"origin of {key}", first, end), **changes)


def rules(found: Assessment) -> dict[str, tuple[str, ...]]:
    return {reason.rule: reason.claims for reason in found.reasons}


def at(day: str) -> Clocks:
    return Clocks(date.fromisoformat(day), KNOWN)


PLEDGE = claim("pledge", Effect.PROMISES, "2018-01-30", kind=Kind.PLEDGE, own_voice=True)
BEGUN = claim("begun", Effect.ADVANCES, "2018-02-07", own_voice=True)
ARTICLE = claim(
    "article", Effect.FULFILS, "2018-07-18", kind=Kind.PLEDGE, own_voice=True, review_state=ReviewState.WAITING
)


def test_case_1_a_pledge_then_progress_and_the_article_waits() -> None:
    record = [PLEDGE, BEGUN, ARTICLE]
    early, later = (assess(duty(), STATE, record, at(day)) for day in ("2018-02-05", "2018-07-31"))
    assert (early.outcome, later.outcome) == (Out.PLEDGED, Out.IN_PROGRESS)
    assert [(left.claim, left.why.value) for left in later.set_aside] == [("article", "waiting")]
    assert rules(later)["pledged"] == ("pledge",)


def test_case_1_once_accepted_the_article_s_pledge_is_named_and_fulfils_nothing() -> None:
    accepted = replace(ARTICLE, review_state=ReviewState.ACCEPTED)
    found = assess(duty(), STATE, [PLEDGE, BEGUN, accepted], at("2018-07-31"))
    assert (found.outcome, found.set_aside) == (Out.IN_PROGRESS, ())
    assert rules(found)["pledged"] == ("article", "pledge")


def test_case_2_a_report_known_from_the_press_four_days_late() -> None:
    report = claim(
        "midterm", Effect.FULFILS, "2019-03-01", "2019-03-26", kind=Kind.IMPLEMENTATION_REPORT, own_voice=True
    )
    found = assess(duty(Test.REPORT, due=date(2019, 3, 22)), STATE, [report], at("2019-04-30"))
    assert (found.outcome, found.assurance) == (Out.FULFILLED, By.SELF_REPORTED)
    assert rules(found)["timeliness_not_established"] == ("midterm",)


def test_case_3_almost_all_does_not_outweigh_a_panel_finding() -> None:
    almost = claim("almost", Effect.ADVANCES, "2020-01-16", kind=Kind.STATEMENT_OF_COMPLIANCE, own_voice=True)
    arrivals = claim("arrivals", Effect.BREACHES, "2019-12-23", kind=Kind.ALLEGATION)
    panel = claim("panel", Effect.BREACHES, "2020-05-29", kind=Kind.ASSESSMENT, finding=True)
    found = assess(duty(), STATE, [PLEDGE, BEGUN, almost, arrivals, panel], at("2020-06-30"))
    assert (found.outcome, found.assurance) == (Out.BREACHED, By.VERIFIED)
    assert rules(found)["breached"] == ("arrivals", "panel")
    assert rules(found)["partly_fulfilled"] == ("almost", "begun")


COAL = lasting(Test.LIMIT, limit_scope=LimitScope.COLLECTIVE, effective=date(2016, 11, 30))
FIGURE = claim(
    "figure", Effect.BREACHES, "2016-12-01", "2016-12-31", kind=Kind.ASSESSMENT, finding=True, over_limit=True
)
HALTED = claim("halted", Effect.FULFILS, "2016-12-11", own_voice=True)


def test_case_4_the_coal_cap_for_all_states_and_for_china() -> None:
    together = assess(COAL, ALL, [FIGURE], at("2017-03-31"))
    china = assess(COAL, replace(STATE, code="CHN", name="China"), [FIGURE, HALTED], at("2017-03-31"))
    assert (together.outcome, together.assurance) == (china.outcome, china.assurance) == (Out.BREACHED, By.VERIFIED)
    assert [holding.outcome for holding in china.also] == [Out.FULFILLED]
    unreviewed = replace(FIGURE, review_state=ReviewState.WAITING)
    assert assess(COAL, ALL, [unreviewed], at("2017-03-31")).outcome is Out.NO_INFORMATION


FINAL = duty(Test.REPORT, due=date(2020, 3, 22))
CASE_5 = [
    ("repatriation", duty(), "2020-04-30", Out.NO_INFORMATION, "no_information.nothing"),
    ("final report, late April", FINAL, "2020-04-30", Out.OVERDUE, "overdue.nothing_accepted"),
    ("final report, early March", FINAL, "2020-03-01", Out.NOT_DUE, "not_due"),
]


@pytest.mark.parametrize(
    ("owed", "day", "outcome", "rule"), [row[1:] for row in CASE_5], ids=[row[0] for row in CASE_5]
)
def test_case_5_silence_is_told_apart_by_its_rule(owed: Duty, day: str, outcome: Outcome, rule: str) -> None:
    found = assess(owed, STATE, [], at(day))
    assert (found.outcome, found.reasons[0].rule) == (outcome, rule)


def test_case_6_three_outlets_with_one_origin_never_corroborate() -> None:
    outlets = [claim(key, Effect.BREACHES, "2018-03-01", origin="wire") for key in ("nhk", "kbs", "tass")]
    found = assess(lasting(), STATE, outlets, at("2018-07-31"))
    assert (found.outcome, found.assurance) == (Out.ALLEGED_BREACH, By.SINGLE_ORIGIN)
    assert rules(found)["alleged_breach"] == ("kbs", "nhk", "tass")


@pytest.mark.parametrize("effect", list(Effect))
def test_case_7_a_position_changes_no_status(effect: Effect) -> None:
    position = claim("lavrov", effect, "2018-05-31", kind=Kind.POSITION, own_voice=True)
    with_it, without = (assess(duty(), STATE, record, at("2018-07-31")) for record in ([PLEDGE, position], [PLEDGE]))
    assert (with_it.outcome, with_it.reasons) == (without.outcome, without.reasons)
    assert [left.why.value for left in with_it.set_aside] == ["no_effect"]


MET = claim("k", Effect.FULFILS, "2019-01-01", own_voice=True)
LITTLE = claim("k", Effect.NONE, "2019-01-01", share_high=0.4)
MUCH = claim("k", Effect.NONE, "2019-01-01", share_low=0.6)
RUMOUR = claim("k", Effect.BREACHES, "2019-01-01", credibility=6)
DENIAL = claim("k", Effect.DENIES, "2019-01-01")
HOLY_SEE = Party("VAT", "Holy See", StateKind.OBSERVER)
MAYBE = duty(Test.REPORT, **IF)
SENTENCES = [
    (lasting(), STATE, [], "The duty took effect on 22 December 2017."),
    (duty(), STATE, [], "Due 22 December 2019, which has passed."),
    (duty(ended=START, ended_by="a later text"), STATE, [], "The duty ended on 22 December 2017 by a later text."),
    (duty(effective=ENDED), STATE, [], "The duty took effect on 10 January 2020, which is after 30 December 2019."),
    (duty(), HOLY_SEE, [], "The wording addresses Member States, and Holy See has observer status."),
    (duty(), replace(STATE, member_from=ENDED), [], "Russian Federation was not a Member State on 30 December 2019."),
    (duty(excluded=frozenset({"RUS"})), STATE, [], "The wording does not address Russian Federation."),
    (duty(), STATE, [MET], "The state says that the duty was met by the due date (self-reported)."),
    (MAYBE, STATE, [], "The duty is conditional; nothing accepted shows it to arise: under half are back."),
    (MAYBE, STATE, [LITTLE], "An accepted figure says that the condition is met: under half are back."),
    (MAYBE, STATE, [MUCH], "An accepted figure says that the condition is not met: under half are back."),
    (lasting(), STATE, [RUMOUR], "It is said that the duty was broken; how credible that is cannot be judged."),
    (lasting(), STATE, [DENIAL], "What was accepted decides nothing by the rules. It does not mean not met."),
    (
        COAL,
        ALL,
        [FIGURE],
        "A United Nations body found that the duty was broken, with a figure over the limit (verified).",
    ),
]


@pytest.mark.parametrize(("owed", "party", "record", "said"), SENTENCES, ids=[row[3] for row in SENTENCES])
def test_reasons_are_plain_sentences(owed: Duty, party: Party, record: list[Evidence], said: str) -> None:
    sentences = [reason.sentence for reason in assess(owed, party, record, at("2019-12-30")).reasons]
    assert said in sentences


def test_a_contest_names_both_sides() -> None:
    record = [
        claim("alleged", Effect.BREACHES, "2018-03-01"),
        claim("denied", Effect.DENIES, "2018-03-02", own_voice=True),
    ]
    found = rules(assess(lasting(), STATE, record, at("2018-07-31")))
    assert (found["contested"], found["alleged_breach"], found["answer"]) == (
        ("alleged", "denied"),
        ("alleged",),
        ("denied",),
    )


def test_a_remedy_names_the_breach_before_it() -> None:
    record = [claim("broke", Effect.BREACHES, "2018-03-01"), claim("stopped", Effect.CEASES, "2018-04-01")]
    found = rules(assess(lasting(), STATE, record, at("2018-07-31")))
    assert (found["remedied"], found["remedied.breach"]) == (("stopped",), ("broke",))


def test_a_breach_after_late_fulfilment_is_not_remedied_by_it() -> None:
    record = [
        claim("late", Effect.FULFILS, "2020-01-05", own_voice=True),
        claim("again", Effect.BREACHES, "2020-03-01", finding=False),
        claim("again too", Effect.BREACHES, "2020-03-01"),
    ]
    found = assess(duty(), STATE, record, at("2020-06-30"))
    assert (found.outcome, [holding.outcome for holding in found.also]) == (Out.BREACHED, [Out.FULFILLED_LATE])


def test_the_rules_that_judged_are_named() -> None:
    assert assess(duty(), STATE, [], at("2020-06-30")).rules == RULES_VERSION
