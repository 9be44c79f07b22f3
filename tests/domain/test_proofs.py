"""A proof: what is in it, what one piece of evidence would change, and what is refused when it is read back."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.domain.worlds import world_of
from tracker.domain import alternatives, proof_text, proofs
from tracker.domain.alternatives import Deed
from tracker.domain.facts import Clocks, Duty, Evidence, Exemption, Limit, Party
from tracker.domain.proofs import ProofUnreadable, from_canonical, prove, to_canonical
from tracker.domain.rules import VERSIONS, RulesUnknown
from tracker.domain.status import ORDER, assess, conclude
from tracker.domain.vocabulary import Assurance, Effect, Kind, Outcome, ReviewState, StateKind, Test

START, DUE, AFTER = date(2017, 12, 22), date(2019, 12, 22), date(2020, 6, 30)
CLOCKS = Clocks(AFTER, datetime(2026, 1, 1, tzinfo=UTC))
STATE = Party("RUS", "Russian Federation", StateKind.MEMBER)
REPORT, REFRAIN = Duty("d", Test.REPORT, effective=START, due=DUE), Duty("d", Test.REFRAIN, effective=START)
ON = date(2019, 1, 1)
DUE_WORDS = "Due 22 December 2019."
BROKEN = Evidence("broken", 1, Kind.ALLEGATION, Effect.BREACHES, "wire", ON, ON)
FILED = Evidence("filed", 1, Kind.IMPLEMENTATION_REPORT, Effect.FULFILS, "own", ON, ON, ReviewState.WAITING)


def changes(duty: Duty, *evidence: Evidence, clocks: Clocks = CLOCKS) -> list[str]:
    return [change.sentence for change in prove(duty, STATE, evidence, clocks).changes]


def test_a_report_by_the_due_date_would_fulfil_and_a_later_one_would_fulfil_late() -> None:
    by, later = changes(REPORT)[:2]
    assert "that the duty was met, dated by 22 December 2019, would make it fulfilled (self-reported)" in by
    assert "that the duty was met, dated 30 June 2020, would make it fulfilled late (self-reported)" in later


def test_one_more_independent_origin_would_make_an_alleged_breach_breached() -> None:
    found = changes(REFRAIN, BROKEN)
    assert any(
        said.startswith("One accepted claim of one more independent origin that the duty was broken")
        and said.endswith("would make it breached (corroborated).")
        for said in found
    )
    assert "The loss of broken would make it no information (unsupported)." in found


def test_the_acceptance_of_what_waits_is_named_first() -> None:
    assert changes(REPORT, FILED)[0] == (
        "Acceptance of filed, as probably true, would make it fulfilled (single origin)."
    )


def test_a_figure_and_a_share_are_tried_where_they_can_matter() -> None:
    limit = Duty("d", Test.LIMIT, effective=START, limits=(Limit(10, "t"),))
    maybe = replace(REPORT, condition="under half", opens_below=0.5)
    assert any("with a figure over the limit" in said for said in changes(limit))
    assert any("with a share below 0.5" in said and "overdue" in said for said in changes(maybe))
    assert any("with a share of 0.5 or more" in said and "not applicable" in said for said in changes(maybe))


MONTHLY = replace(REPORT, due=None, recurs="every 30 days")
SUPPLIED = replace(MONTHLY, condition="if oil was supplied")
NOTICE = replace(REPORT, due=None, recurs="+30 days from event", condition="if arms go")
OPENED = Evidence("opened", 1, Kind.REPORTED_ACTION, Effect.OPENS, "wire", ON, ON)
PAPER = Exemption(ON, None, frozenset({"RUS"}), "a decision")
MOVED = {
    "period": (MONTHLY, ["The reporting period judged is from 10 May 2020 to 8 June 2020."], "Due 9 June 2020."),
    "event": (NOTICE, ["It falls due by the rule “+30 days from event”."], "Due 31 January 2019."),
    "suspended": (replace(REPORT, suspensions=((ON, None),)), ["Suspended from 1 January 2019 on."], DUE_WORDS),
    "exempt": (replace(REPORT, exemptions=(PAPER,)), ["Exempt from 1 January 2019 on: RUS, by a decision."], DUE_WORDS),
    "gap": (
        replace(REPORT, gaps=((ON, AFTER),)),
        ["It had ended, and did not bind from 1 January 2019 to 30 June 2020."],
        DUE_WORDS,
    ),
}


@pytest.mark.parametrize(("duty", "words", "due"), list(MOVED.values()), ids=list(MOVED))
@pytest.mark.parametrize("rules", list(VERSIONS))
def test_the_law_that_moves_is_in_the_proof_and_replays(rules, duty, words, due) -> None:
    told = from_canonical(to_canonical(prove(duty, STATE, [OPENED], replace(CLOCKS, rules=rules))))
    again, found = proofs.replay(told), assess(duty, STATE, [OPENED], told.clocks)
    assert (told, proofs.differences(told, again)) == (again, [])
    assert (told.outcome, told.assurance, told.due) == (found.outcome, found.assurance, found.due)
    assert {*words, due} <= set(proof_text.parts_of(told)[1].lines)


def test_a_record_of_the_law_exempts_as_verified_under_every_version() -> None:
    duty = replace(REFRAIN, exemptions=(PAPER,))
    found = [prove(duty, STATE, [BROKEN], replace(CLOCKS, rules=rules)) for rules in VERSIONS]
    assert {(one.outcome, one.assurance) for one in found} == {(Outcome.EXEMPT, Assurance.VERIFIED)}


def test_what_would_open_a_duty_and_when_is_tried() -> None:
    assert any("opens the duty came about, dated 8 June 2020, would make it overdue" in s for s in changes(SUPPLIED))
    assert any("that the duty was met, dated by 31 January 2019" in said for said in changes(NOTICE, OPENED))
    assert "The loss of opened would make it no information (unsupported)." in changes(NOTICE, OPENED)


def test_where_the_day_decides_no_piece_changes_anything() -> None:
    proof = prove(REPORT, STATE, [BROKEN], replace(CLOCKS, as_of=date(2017, 1, 1)))
    assert (proof.outcome, proof.changes) == (Outcome.NOT_IN_FORCE, ())
    assert "Nothing: of every kind" in proof_text.parts_of(proof)[-1].lines[0]


def test_every_change_is_what_the_rules_say_of_the_changed_evidence() -> None:
    for seed in range(60):
        duty, party, record, when = world_of(seed)
        for change in prove(duty, party, record, when).changes:
            then = conclude(duty, party, alternatives.apply(change, record), when)
            assert (then.outcome.value, then.assurance.value) == (change.outcome, change.assurance)
            assert change.deed in Deed


def test_the_steps_are_the_table_in_its_order_and_one_decides() -> None:
    for seed in range(100, 130):
        proof = prove(*world_of(seed))
        assert tuple(step.outcome for step in proof.steps) == ORDER
        assert [step.outcome for step in proof.steps if step.decides] == [proof.outcome]
        assert all(step.holds == (step.assurance is not None) and step.sentence for step in proof.steps)


def test_a_proof_says_which_facts_count_on_which_side_and_which_do_not() -> None:
    proof = prove(REPORT, STATE, [BROKEN, FILED], CLOCKS)
    told = [(fact.evidence.claim, fact.side, fact.set_aside) for fact in proof.facts]
    assert told == [("broken", "breaches", ""), ("filed", "on_time", "waiting")]
    text = "\n".join(proof_text.lines_of(proof))
    assert "broken, revision 1: allegation, breaches; 1 January 2019; origin wire, independent of the state" in text
    assert "filed: It is waiting for review." in text
    assert "10 overdue: yes, unsupported. It is the first row that holds: the outcome." in text


def _plain(**changes: Any) -> Any:
    plain = json.loads(json.dumps(to_canonical(prove(REPORT, STATE, [BROKEN], CLOCKS))))
    plain["proof"] |= changes
    return plain


def test_a_proof_is_read_back_as_it_was_and_replays() -> None:
    told = from_canonical(_plain())
    assert told == prove(REPORT, STATE, [BROKEN], CLOCKS)
    assert proofs.differences(told, proofs.replay(told)) == []


@pytest.mark.parametrize(
    ("part", "value"),
    [("outcome", "fulfilled"), ("assurance", "verified"), ("set_aside", []), ("also", []), ("changes", [])],
)
def test_what_the_facts_do_not_bear_out_is_named(part, value) -> None:
    told = from_canonical(_plain(**{part: value}))
    expected = [] if to_canonical(proofs.replay(told))["proof"][part] == value else [part]
    assert proofs.differences(told, proofs.replay(told)) == expected


def test_words_alone_make_no_difference_and_unknown_rules_are_refused() -> None:
    told = from_canonical(_plain(rules_say="Otherwise."))
    assert proofs.differences(told, proofs.replay(told)) == []
    with pytest.raises(RulesUnknown, match="“99”"):
        proofs.replay(replace(told, clocks=replace(told.clocks, rules="99")))


@pytest.mark.parametrize(
    "plain",
    [
        None,
        [],
        {},
        {"proof": None},
        {"proof": {"format": "1"}},
        _plain(extra=1),
        _plain(outcome="soon"),
        _plain(facts=3),
    ],
    ids=["none", "list", "nothing", "null", "a field alone", "a field too many", "no outcome", "a number for a list"],
)
def test_what_is_no_proof_is_refused(plain) -> None:
    with pytest.raises(ProofUnreadable, match="no proof"):
        from_canonical(plain)
