"""A sweep from day to day against the tally of each single day."""

from dataclasses import fields, replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.test_spans import KNOWN, START, UNTIL, duties, items, parties
from tracker.domain import periods
from tracker.domain.facts import Clocks, Duty, Evidence, Party, Voices
from tracker.domain.sweeping import ENOUGH, Sweep, mark
from tracker.domain.tally import FULFILMENT, aside_of, bucket_of, opened_on, sort_out, summed
from tracker.domain.vocabulary import Effect, Kind, StateKind, Test

ATTAIN, MEMBER = Duty("duty", Test.ATTAIN), Party("AAA", "A", StateKind.MEMBER)
MIDDLE = date(2018, 6, 1)


def of(tally):
    """A tally with no more origins on a side than change an outcome."""
    sides = {field.name: getattr(tally, field.name) for field in fields(tally)}
    voices = {name: side for name, side in sides.items() if isinstance(side, Voices)}
    return replace(tally, **{name: replace(side, others=min(side.others, ENOUGH)) for name, side in voices.items()})


def swept(duty, party, evidence):
    marks = (mark(duty, party, item, Clocks(START, KNOWN)) for item in evidence)
    return Sweep(duty, party, [one for one in marks if one is not None])


@settings(deadline=None, max_examples=200)
@given(duty=duties, party=parties, evidence=st.lists(items(), max_size=12), asked=st.sets(st.integers(0, 364)))
def test_a_sweep_says_of_each_day_what_the_tally_of_that_day_says(duty, party, evidence, asked):
    judged = periods.on(duty, MIDDLE)
    sweep = swept(judged, party, evidence)
    for number in sorted(asked):
        clocks = Clocks(START + timedelta(days=number), KNOWN)
        assert sweep.on(clocks.as_of) == of(summed(judged, party, evidence, clocks))
        counted, _ = sort_out(judged, party, evidence, clocks)
        assert sweep.duty == periods.from_event(judged, opened_on(judged, counted))


@given(duty=duties, party=parties, item=items())
def test_a_mark_is_what_a_claim_is_to_the_duty_on_its_last_day(duty, party, item):
    found = mark(duty, party, item, Clocks(START, KNOWN))
    assert (found is None) == (aside_of(duty, party, item, Clocks(item.last, KNOWN)) is not None)
    if found is not None:
        assert found.fulfils == (bucket_of(duty, party, item) in FULFILMENT)
        assert found.opened_on in (None, item.last)


def _told(claim, effect, day, **others):
    return Evidence(claim, 1, Kind.ALLEGATION, effect, f"origin of {claim}", day, day, **others)


def test_a_later_breach_takes_its_end_back_and_an_earlier_one_hears_more_answers():
    denial = replace(_told("a", Effect.DENIES, START), kind=Kind.DENIAL)
    early = replace(_told("b", Effect.BREACHES, START), last=UNTIL)
    end = _told("c", Effect.CEASES, MIDDLE)
    late = _told("d", Effect.BREACHES, MIDDLE + timedelta(days=1))
    first = _told("e", Effect.BREACHES, START + timedelta(days=1))
    sweep = swept(replace(ATTAIN, test=Test.REFRAIN), MEMBER, [denial, early, end, late, first])
    assert [(sweep.on(day).ceases.others, sweep.on(day).answers.others) for day in (MIDDLE, late.last, UNTIL)] == [
        (1, 0),
        (0, 0),
        (0, 1),
    ]


def test_a_fulfilment_of_uncertain_day_is_pending_until_its_last_day():
    done = replace(_told("a", Effect.FULFILS, START), kind=Kind.REPORTED_ACTION, last=MIDDLE)
    sweep = swept(ATTAIN, MEMBER, [done])
    told = [sweep.on(day) for day in (START, MIDDLE - timedelta(days=1), MIDDLE)]
    assert [(one.pending_fulfilment, one.on_time.others) for one in told] == [(True, 0), (True, 0), (False, 1)]
