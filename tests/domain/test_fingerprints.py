"""The fingerprint of what a cell rests on: everything that decides, in no order, and nothing else."""

import hashlib
import json
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_status_properties import DAY, World, worlds
from tracker.domain.facts import Duty, Evidence, Exemption, Limit, Period, Rate
from tracker.domain.fingerprints import bearing, differences, fingerprint
from tracker.domain.status import assess
from tracker.domain.vocabulary import Effect, Force, Kind, LimitScope, ReviewState, Test

DUTY = Duty("d", Test.ATTAIN)
ITEM = Evidence("c", 1, Kind.REPORTED_ACTION, Effect.FULFILS, "o", DAY, DAY)
LIMITS = (Limit(5.0, "t"), Limit(2.0, "bbl", first=date(2018, 1, 1)))
OTHERWISE: dict[type, dict[str, Any]] = {
    Evidence: {
        "claim": "d",
        "revision": 2,
        "kind": Kind.ALLEGATION,
        "effect": Effect.BREACHES,
        "origin": "p",
        "first": DAY - timedelta(days=1),
        "last": DAY + timedelta(days=1),
        "review_state": ReviewState.WAITING,
        "credibility": 4,
        "own_voice": True,
        "finding": True,
        "has_fact": False,
        "over_limit": True,
        "share_low": 0.5,
        "share_high": 0.5,
        "covers_first": DAY,
        "covers_last": DAY,
        "converted": "converted from 5 bbl",
    },
    Duty: {
        "key": "e",
        "test": Test.REPORT,
        "force": Force.HORTATORY,
        "effective": DAY,
        "due": DAY,
        "ended": DAY,
        "ended_by": "S/RES/1",
        "condition": "if",
        "opens_below": 0.5,
        "limits": LIMITS,
        "limit_scope": LimitScope.COLLECTIVE,
        "excluded": frozenset({"PRK"}),
        "suspensions": ((DAY, None),),
        "recurs": "every 30 days",
        "gaps": ((DAY, DAY),),
        "exemptions": (Exemption(DAY, None, frozenset({"CHN", "RUS"}), "a record"),),
        "period": Period(DAY, DAY, DAY),
        "rates": (Rate("bbl", 0.1, "t", 3, "a record", "a source"),),
    },
}


def _names(shape: type) -> list[str]:
    return [field.name for field in fields(shape)]


@pytest.mark.parametrize("name", [name for name in _names(Evidence) if name != "public_from"])
def test_each_field_of_the_evidence_is_in_it(name):
    changed = replace(ITEM, **{name: OTHERWISE[Evidence][name]})
    assert fingerprint(DUTY, [changed]) != fingerprint(DUTY, [ITEM])


def test_when_a_source_was_published_is_not_in_it():
    assert fingerprint(DUTY, [replace(ITEM, public_from=DAY)]) == fingerprint(DUTY, [ITEM])


@pytest.mark.parametrize("name", _names(Duty))
def test_each_term_of_the_duty_is_in_it(name):
    changed = replace(DUTY, **{name: OTHERWISE[Duty][name]})
    assert fingerprint(changed, [ITEM]) != fingerprint(DUTY, [ITEM])


def test_neither_the_order_of_limits_nor_that_of_suspensions_is_in_it():
    times = ((DAY, None), (DAY - timedelta(days=9), DAY - timedelta(days=3)))
    one = replace(DUTY, limits=LIMITS, suspensions=times, excluded=frozenset({"PRK", "RUS"}))
    other = replace(DUTY, limits=LIMITS[::-1], suspensions=times[::-1], excluded=frozenset({"RUS", "PRK"}))
    assert fingerprint(one, [ITEM]) == fingerprint(other, [ITEM])


def test_a_field_that_is_added_with_a_default_leaves_earlier_fingerprints_as_they_were():
    """Were this text to change, every determination on record would lapse with an upgrade."""
    item = '{"claim":"c","effect":"fulfils","first":"2019-12-22","kind":"reported_action","last":"2019-12-22",'
    plain = {"duty": {"key": "d", "test": "attain"}, "evidence": [item + '"origin":"o","revision":1}']}
    text = json.dumps(plain, separators=(",", ":"))
    assert fingerprint(DUTY, [ITEM]) == hashlib.sha256(text.encode()).hexdigest()


@given(worlds, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_changes_anything(world: World, dice):
    duty, _, evidence, _ = world
    mixed = [*evidence, *evidence]
    dice.shuffle(mixed)
    assert fingerprint(duty, mixed) == fingerprint(duty, evidence)


@given(worlds, st.integers(0, 6))
def test_what_it_leaves_out_decides_nothing(world: World, later: int):
    """Claims that nobody accepted, and those of days after the last: on no day up to it do they change the outcome."""
    duty, party, evidence, clocks = world
    last = clocks.as_of + timedelta(days=later)
    whole, kept = (assess(duty, party, items, clocks) for items in (evidence, bearing(evidence, last=last)))
    assert (whole.outcome, whole.assurance, whole.also) == (kept.outcome, kept.assurance, kept.also)


@given(worlds, worlds)
def test_differences_are_told_exactly_when_the_fingerprints_of_the_evidence_differ(one: World, other: World):
    before, now = ({item.claim: item for item in world[2]}.values() for world in (one, other))
    same = fingerprint(DUTY, before) == fingerprint(DUTY, now)
    assert (differences(before, now) == []) is same


def _after(**changes) -> list[Evidence]:
    return [replace(ITEM, **changes)]


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        ([], "It no longer bears on this cell."),
        (_after(review_state=ReviewState.WITHDRAWN), "It was withdrawn."),
        (_after(review_state=ReviewState.RETURNED), "A reviewer now returns it to its analyst."),
        (_after(review_state=ReviewState.WRONG), "A reviewer now judges the record wrong."),
        (_after(review_state=ReviewState.WAITING), "It waits for review again."),
        (_after(review_state=ReviewState.WAITING, revision=2), "It was edited and waits for review again."),
        (_after(revision=2), "It was edited, and revision 2 was accepted."),
        (_after(credibility=4), "Its credibility was 2 and is now 4."),
        (_after(origin="p"), "It counts under another origin now."),
        (_after(over_limit=True), "The rules read it otherwise now."),
        (
            _after(first=DAY + timedelta(days=2), last=DAY + timedelta(days=2)),
            "Its day is now after the last day of the determination.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_became_of_a_claim_is_said(now, sentence):
    assert [change.sentence for change in differences([ITEM], now, last=DAY)] == [sentence]


def test_a_claim_accepted_since_is_named_and_one_that_nobody_accepted_is_not():
    new, unread = replace(ITEM, claim="new"), replace(ITEM, claim="unread", review_state=ReviewState.WAITING)
    found = differences([ITEM], [unread, new, ITEM])
    assert [(change.claim, change.sentence) for change in found] == [("new", "It was accepted since.")]
