"""What holds of every cell whatever its evidence."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.domain.facts import Clocks, Duty, Evidence, Party
from tracker.domain.status import assess, conclude, decide
from tracker.domain.tally import doubtful_among, sort_out, tally
from tracker.domain.vocabulary import Assurance, Effect, Force, Kind, LimitScope, Outcome, ReviewState, StateKind, Test

DAY = date(2019, 12, 22)
KNOWN = datetime(2026, 1, 1, tzinfo=UTC)
SILENT_OUTCOMES = {
    Outcome.NO_INFORMATION,
    Outcome.NOT_DUE,
    Outcome.OVERDUE,
    Outcome.NOT_APPLICABLE,
    Outcome.NOT_IN_FORCE,
}
World = tuple[Duty, Party, list[Evidence], Clocks]
STATE = Party("RUS", "Russian Federation", StateKind.MEMBER)

days = st.integers(-4, 4).map(lambda n: DAY + timedelta(days=n))
late_days = st.sampled_from([4, 1, 1, 0, 2, 3, 4, 4, -1, -4]).map(lambda n: DAY + timedelta(days=n))
kinds = st.sampled_from([Kind.REPORTED_ACTION] * 20 + list(Kind))
reviewed = st.sampled_from([ReviewState.ACCEPTED] * 40 + list(ReviewState))
grades = st.sampled_from([2] * 20 + [1, 3, 4, 5, 6, 6, 6, None])
shares = st.sampled_from([None, None, None, 0.3, 0.5, 0.7])
seldom = st.sampled_from([False, False, False, False, False, True])


@st.composite
def claims(draw: st.DrawFn) -> Evidence:
    """Draw a claim of one of four origins; the first of them is the state's own voice."""
    origin = draw(st.sampled_from(["own", "wire", "rival", "panel"]))
    first, last = sorted((draw(days), draw(days))) if draw(st.booleans()) else [draw(days)] * 2
    return Evidence(
        claim=f"c{draw(st.integers(0, 10**6))}",
        revision=1,
        kind=draw(kinds),
        effect=draw(st.sampled_from(list(Effect))),
        origin=origin,
        first=first,
        last=last,
        review_state=draw(reviewed),
        credibility=draw(grades),
        own_voice=origin == "own",
        finding=origin == "panel" and draw(st.booleans()),
        has_fact=draw(st.booleans()),
        over_limit=draw(seldom),
        share_low=draw(shares),
        share_high=draw(shares),
    )


duties = st.builds(
    Duty,
    st.just("d"),
    st.sampled_from(list(Test)),
    force=st.sampled_from([Force.BINDING, Force.BINDING, Force.HORTATORY]),
    effective=st.one_of(st.none(), st.just(DAY - timedelta(days=3))),
    due=st.one_of(st.none(), st.just(DAY), st.just(DAY), days),
    ended=st.sampled_from([None] * 9 + [DAY + timedelta(days=3)]),
    condition=st.sampled_from([""] * 4 + ["under half"]),
    opens_below=st.sampled_from([None, 0.5]),
    limit_scope=st.sampled_from(list(LimitScope)),
    excluded=st.sampled_from([frozenset(), frozenset(), frozenset({"PRK"})]),
)
parties = st.sampled_from(
    [
        *[STATE] * 20,
        Party("PRK", "Democratic People's Republic of Korea", StateKind.MEMBER),
        Party("VAT", "Holy See", StateKind.OBSERVER),
        Party("ALL", "all states together", StateKind.COLLECTIVE),
        Party("NEW", "a new state", StateKind.MEMBER, member_from=DAY),
        Party("OLD", "a former state", StateKind.MEMBER, member_until=DAY),
    ]
)
records = st.integers(0, 7).flatmap(
    lambda size: st.lists(claims(), min_size=size, max_size=size, unique_by=lambda item: item.claim)
)
clocks = late_days.map(lambda day: Clocks(day, KNOWN))
worlds = st.tuples(duties, parties, records, clocks)


@given(worlds, st.randoms(use_true_random=False))
def test_order_never_matters(world: World, chance) -> None:
    duty, party, record, when = world
    shuffled = chance.sample(record, len(record))
    assert assess(duty, party, shuffled, when) == assess(duty, party, record, when)


@given(worlds)
def test_the_decision_alone_is_that_of_the_whole_assessment(world: World) -> None:
    """The matrix asks for the one, a cell for the other."""
    found, decision = assess(*world), conclude(*world)
    assert (found.outcome, found.assurance, found.due) == (decision.outcome, decision.assurance, decision.due)
    assert found.also == decision.holds


def test_a_fulfilment_of_uncertain_day_forbids_overdue_on_both_roads() -> None:
    duty = Duty("d", Test.REPORT, effective=DAY - timedelta(days=700), due=DAY)
    told = Evidence("c", 1, Kind.REPORTED_ACTION, Effect.FULFILS, "o", DAY, DAY + timedelta(days=30), credibility=2)
    when = Clocks(DAY + timedelta(days=10), KNOWN)
    for record, outcome in (([], Outcome.OVERDUE), ([told], Outcome.NO_INFORMATION)):
        assert assess(duty, STATE, record, when).outcome is conclude(duty, STATE, record, when).outcome is outcome
    other = replace(told, effect=Effect.MEASURES)
    assert conclude(duty, STATE, [other], when).outcome is Outcome.OVERDUE


@given(worlds)
def test_asking_twice_or_giving_evidence_twice_changes_nothing(world: World) -> None:
    duty, party, record, when = world
    once = assess(duty, party, record, when)
    assert assess(duty, party, record, when) == assess(duty, party, record + record, when) == once


@given(worlds, st.data())
def test_repeating_an_origin_changes_no_outcome_and_no_assurance(world: World, data: st.DataObject) -> None:
    duty, party, record, when = world
    assume(record)
    repeat = replace(data.draw(st.sampled_from(record)), claim="another outlet")
    before, after = assess(duty, party, record, when), assess(duty, party, [*record, repeat], when)
    assert (after.outcome, after.assurance, after.also) == (before.outcome, before.assurance, before.also)


UNACCEPTED = [state for state in ReviewState if state is not ReviewState.ACCEPTED]


@given(worlds, claims(), st.sampled_from(UNACCEPTED))
def test_what_is_not_accepted_changes_no_outcome(world: World, extra: Evidence, state: ReviewState) -> None:
    duty, party, record, when = world
    more = [*record, replace(extra, claim="extra", review_state=state)]
    before, after = assess(duty, party, record, when), assess(duty, party, more, when)
    assert (after.outcome, after.assurance, after.reasons) == (before.outcome, before.assurance, before.reasons)


@given(worlds, claims())
def test_what_comes_after_the_as_of_date_changes_no_outcome(world: World, extra: Evidence) -> None:
    duty, party, record, when = world
    later = when.as_of + timedelta(days=1)
    more = [*record, replace(extra, claim="extra", first=later, last=later)]
    before, after = assess(duty, party, record, when), assess(duty, party, more, when)
    assert (after.outcome, after.assurance, after.reasons) == (before.outcome, before.assurance, before.reasons)


@given(worlds)
def test_one_origin_without_a_finding_never_corroborates(world: World) -> None:
    duty, party, record, when = world
    wire = [replace(item, origin="wire", own_voice=False, finding=False) for item in record]
    found = assess(duty, party, wire, when)
    assert {found.assurance, *(holding.assurance for holding in found.also)} <= {
        Assurance.SINGLE_ORIGIN,
        Assurance.UNSUPPORTED,
    }


@given(worlds)
def test_a_cell_is_decided_from_its_tally_alone(world: World) -> None:
    duty, party, record, when = world
    counted, _ = sort_out(duty, party, record, when)
    decision = decide(duty, party, tally(duty, party, counted, doubtful_among(duty, party, record, when)), when)
    found = assess(duty, party, record, when)
    assert (found.outcome, found.assurance, found.due, found.also) == (
        decision.outcome,
        decision.assurance,
        decision.due,
        decision.holds,
    )


@given(worlds)
def test_an_outcome_that_is_not_silence_names_its_claims(world: World) -> None:
    found = assess(*world)
    assert found.outcome in SILENT_OUTCOMES or found.reasons[0].claims


@given(worlds)
def test_every_claim_is_either_in_a_reason_or_set_aside(world: World) -> None:
    duty, party, record, when = world
    found = assess(duty, party, record, when)
    aside = {left.claim for left in found.set_aside}
    counted, _ = sort_out(duty, party, record, when)
    assert aside | {key for reason in found.reasons for key in reason.claims} == {item.claim for item in record}
    assert aside.isdisjoint(item.claim for item in counted)


# A fulfilment loses its certain day, or a breach its latest claim, and what is left may be better supported.
RESTED_ON_A_DAY = {Outcome.FULFILLED, Outcome.REMEDIED}


@given(worlds, st.data())
def test_less_evidence_never_raises_the_assurance_of_the_same_outcome(world: World, data: st.DataObject) -> None:
    duty, party, record, when = world
    assume(record)
    removed = data.draw(st.sampled_from(record))
    fewer = [item for item in record if item is not removed]
    before, after = assess(duty, party, record, when), assess(duty, party, fewer, when)
    same = before.outcome is after.outcome and before.outcome not in RESTED_ON_A_DAY
    assert not same or after.assurance.rank <= before.assurance.rank
