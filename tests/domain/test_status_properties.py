"""What holds of every cell whatever its evidence, and agreement with a second reading of the rules."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tracker.domain.facts import Clocks, Duty, Evidence, Party
from tracker.domain.status import ORDER, assess, decide
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
        *[Party("RUS", "Russian Federation", StateKind.MEMBER)] * 20,
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


# A second reading of the rules, from the prose and over plain sets, so that one slip does not hide in both.


def effect_by_prose(duty: Duty, item: Evidence) -> str:
    word, closer = str(item.effect), item.effect in ("fulfils", "advances")
    if item.kind in ("call", "position", "procedural"):
        return "none"
    if item.kind == "pledge" or word == "promises":
        return "promises"
    if item.over_limit:
        return "breaches"
    if word == "opens" and not duty.condition:
        return "none"
    if item.kind == "denial" and word == "fulfils":
        return "denies"
    bare = item.kind == "statement_of_compliance" and not item.has_fact
    lasting = duty.test in ("refrain", "maintain")
    partial = word == "advances" and duty.test != "attain"
    return "measures" if (closer and (bare or lasting)) or partial else word


def strength(side: Sequence[Evidence]) -> Assurance:
    origins = {item.origin for item in side}
    if any(item.finding for item in side):
        return Assurance.VERIFIED
    if len(origins) > 1:
        return Assurance.CORROBORATED
    if origins == {"own"}:
        return Assurance.SELF_REPORTED
    return Assurance.SINGLE_ORIGIN if origins else Assurance.UNSUPPORTED


def usable(duty: Duty, party: Party, item: Evidence, as_of: date) -> bool:
    """Whether a claim counts, but for an uncertain day."""
    word = effect_by_prose(duty, item)
    common = duty.test == "limit" and duty.limit_scope == "collective"
    silent = item.kind in ("call", "position", "procedural") or word == "promises"
    share = not silent and duty.opens_below is not None and (item.share_low, item.share_high) != (None, None)
    if item.review_state != "accepted" or item.first > as_of or item.credibility in (4, 5):
        return False
    together, named = party.code == "ALL", item.over_limit or item.finding
    if (together and not common) or (common and not together and word == "breaches" and not named):
        return False
    graded = item.credibility in (1, 2, 3)
    return word in ("promises", "breaches") or (graded and (word != "none" or share))


def oracle(duty: Duty, party: Party, record: Sequence[Evidence], when: Clocks) -> tuple[Outcome, dict]:
    as_of, due = when.as_of, duty.due
    fit = [item for item in record if usable(duty, party, item, as_of)]
    sure = [item for item in fit if item.last <= as_of]
    does = {word: [item for item in sure if effect_by_prose(duty, item) == word] for word in map(str, Effect)}
    done = does["fulfils"]
    on_time = [item for item in done if due is None or item.last <= due]
    late = [item for item in done if due is not None and item.first > due]
    straddling = [item for item in done if item not in on_time and item not in late]
    graded = [item for item in does["breaches"] if item.credibility in (1, 2, 3)]
    breach, answers, ends = strength(graded), Assurance.UNSUPPORTED, Assurance.UNSUPPORTED
    if does["breaches"]:
        if not graded:
            breach = Assurance.SELF_REPORTED
            if strength(does["breaches"]) is not Assurance.SELF_REPORTED:
                breach = Assurance.SINGLE_ORIGIN
        start = min(item.first for item in does["breaches"])
        stop = max(item.last for item in does["breaches"])
        spoken = [item for item in does["measures"] if item.kind == "statement_of_compliance"]
        answers = strength([item for item in done + does["denies"] + spoken if item.last >= start])
        ends = strength([item for item in does["ceases"] + late if item.last >= stop])
    return settle(duty, party, when, does, (on_time, straddling, late), (breach, answers, ends), sure, fit)


def condition(duty, sure) -> tuple[bool, bool]:
    share = [item for item in sure if duty.opens_below and item.credibility in (1, 2, 3)]
    share = [item for item in share if effect_by_prose(duty, item) != "promises"]
    share = [item for item in share if item.kind not in ("call", "position", "procedural")]
    opened = any(item.share_high is not None and item.share_high < 0.5 for item in share)
    opened = opened or any(effect_by_prose(duty, item) == "opens" for item in sure)
    return opened, any(item.share_low is not None and item.share_low >= 0.5 for item in share)


def settle(duty, party, when, does, dated, weights, sure, fit) -> tuple[Outcome, dict]:
    as_of, due, (on_time, straddling, late), (breach, answers, ends) = when.as_of, duty.due, dated, weights
    holds: dict[Outcome, Assurance] = {}
    opened, closed = condition(duty, sure)
    past, done = due is not None and as_of > due, on_time + straddling + late
    common = duty.test == "limit" and duty.limit_scope == "collective"
    foreign = not common if party.code == "ALL" else party.code == "VAT" or party.code in duty.excluded
    foreign = foreign or (party.code == "NEW" and as_of < DAY) or (party.code == "OLD" and as_of > DAY)

    def put(outcome: Outcome, holds_true: object, assurance: Assurance = Assurance.UNSUPPORTED) -> None:
        if holds_true:
            holds[outcome] = assurance

    put(Outcome.NOT_IN_FORCE, (duty.effective and as_of < duty.effective) or (duty.ended and as_of >= duty.ended))
    put(Outcome.NOT_APPLICABLE, foreign or (duty.condition and closed and not opened))
    put(Outcome.EXEMPT, does["exempts"], strength(does["exempts"]))
    speaks = not holds and (not duty.condition or (opened and not closed))
    remedied = breach.rank and ends.rank >= breach.rank
    put(Outcome.REMEDIED, remedied, ends)
    if breach.rank and not remedied:
        put(Outcome.BREACHED if breach.rank > 1 else Outcome.ALLEGED_BREACH, True, breach)
        put(Outcome.CONTESTED, breach.rank == answers.rank, max(breach, answers, key=list(Assurance).index))
    put(Outcome.FULFILLED, on_time or straddling, strength(on_time or straddling))
    put(Outcome.FULFILLED_LATE, done and done == late, strength(late))
    attain, advanced = duty.test == "attain", does["advances"]
    put(Outcome.PARTLY_FULFILLED, attain and past and advanced and not done, strength(advanced))
    put(Outcome.IN_PROGRESS, attain and not past and advanced, strength(advanced))
    put(Outcome.MEASURES_REPORTED, does["measures"], strength(does["measures"]))
    lapsed = past and duty.test in ("attain", "report")
    put(Outcome.PLEDGED, does["promises"] and not lapsed, strength(does["promises"]))
    idle = attain and does["promises"] and not advanced and not does["measures"]
    maybe = any(item.last > as_of and effect_by_prose(duty, item) == "fulfils" for item in fit)
    quiet = duty.test == "report" or idle
    put(Outcome.OVERDUE, speaks and past and quiet and not done and not maybe and duty.force == "binding")
    sides = [items for word, items in does.items() if word not in ("none", "denies", "ceases", "opens")]
    put(Outcome.NOT_DUE, speaks and due and not past and not any(sides))
    beaten = 0 < breach.rank <= answers.rank
    standing = [o for o in ORDER if o in holds and not (beaten and o in (Outcome.BREACHED, Outcome.ALLEGED_BREACH))]
    return (standing or [Outcome.NO_INFORMATION])[0], holds


@settings(max_examples=600)
@given(worlds)
def test_a_second_reading_of_the_rules_agrees(world: World) -> None:
    duty, party, record, when = world
    outcome, holds = oracle(duty, party, record, when)
    found = assess(duty, party, record, when)
    listed = {holding.outcome: holding.assurance for holding in found.also}
    assert (found.outcome, found.assurance) == (outcome, holds.get(outcome, Assurance.UNSUPPORTED))
    assert listed == {other: held for other, held in holds.items() if other is not outcome}
