"""A published count against the states that the record names."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.test_status_properties import claims, days, duties, parties
from tracker.domain.facts import Clocks, Duty, Evidence, Party
from tracker.domain.reconciling import Named, Published, named_at, reconcile
from tracker.domain.vocabulary import Effect, Kind, ReviewState, StateKind, Test

KNOWN = datetime(2026, 1, 1, tzinfo=UTC)
DUTY = Duty("d", Test.REPORT, due=date(2019, 3, 22))
DAY = date(2019, 12, 6)
REPORT = Evidence("c", 1, Kind.REPORTED_ACTION, Effect.FULFILS, "o", date(2019, 3, 1), date(2019, 3, 1))


def _one(item, day=DAY, **asked):
    found = reconcile(
        DUTY,
        [(Party("FRA", "France", StateKind.MEMBER), [item])],
        published=Published(3, day),
        known_at=KNOWN,
        **asked,
    )
    return found, {name for name in Named.__slots__ if getattr(found.named, name)}


PLACES = [
    ("accepted and public", replace(REPORT, public_from=date(2019, 3, 5)), {"met"}),
    ("accepted, public later", replace(REPORT, public_from=date(2019, 12, 7)), {"met", "unpublished"}),
    ("perhaps later", replace(REPORT, last=date(2019, 12, 7)), {"doubtful"}),
    ("later", replace(REPORT, first=date(2019, 12, 7), last=date(2019, 12, 7)), {"later"}),
    ("waiting for review", replace(REPORT, review_state=ReviewState.WAITING), {"unaccepted"}),
    ("doubtful", replace(REPORT, credibility=4), {"unaccepted"}),
    ("judged wrong", replace(REPORT, review_state=ReviewState.WRONG), set()),
    ("said not to have", replace(REPORT, effect=Effect.BREACHES), {"unmet"}),
    ("context", replace(REPORT, effect=Effect.NONE), set()),
]


@pytest.mark.parametrize(("item", "places"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_where_a_state_stands(item, places):
    assert _one(item)[1] == places


def test_the_count_and_the_rise_are_told_in_words():
    found, _ = _one(REPORT, earlier=Published(1, date(2019, 2, 1)))
    assert found.lacking == 2
    assert found.sentence == (
        "3 published for 6 December 2019; the record names 1. It lacks 2: no accepted claim says which they are."
    )
    assert [line.claims for line in found.gained] == [("c",)]
    assert found.difference == (
        "From 1 on 1 February 2019 the published count moved by +2; the record names 1 more state. "
        "Of the rise, 1 is without a name."
    )


def test_where_the_record_names_more_it_says_so():
    found = reconcile(DUTY, [(_state(n), [REPORT]) for n in range(4)], published=Published(3, DAY), known_at=KNOWN)
    assert found.lacking == -1
    assert "That is 1 more" in found.sentence


def _state(number):
    return Party(f"S{number}", f"State {number}", StateKind.MEMBER)


@settings(max_examples=150, deadline=None)
@given(duty=duties, party=parties, evidence=st.lists(claims(), max_size=5), first=days, second=days)
def test_a_state_once_named_stays_named_and_stands_in_one_place(duty, party, evidence, first, second):
    early, late = (named_at(duty, [(party, evidence)], Clocks(day, KNOWN)) for day in sorted((first, second)))
    assert {line.code for line in early.met} <= {line.code for line in late.met}
    for found in (early, late):
        places = [name for name in Named.__slots__ if name != "unpublished" and getattr(found, name)]
        assert len(places) <= 1
        assert set(found.unpublished) <= set(found.met)
