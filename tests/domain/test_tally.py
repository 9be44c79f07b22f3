"""What counts, on which side, and with how many voices."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tracker.domain.facts import Clocks, Duty, Evidence, Party, Tally, Voices
from tracker.domain.tally import (
    Aside,
    Bucket,
    aside_of,
    assurance_of,
    bucket_of,
    conduct_of,
    doubtful_among,
    sort_out,
    tally,
)
from tracker.domain.vocabulary import Assurance, Effect, Kind, LimitScope, ReviewState, StateKind, Test

DUE = date(2019, 12, 22)
CLOCKS = Clocks(date(2019, 6, 30), datetime(2026, 1, 1, tzinfo=UTC))
STATE = Party("RUS", "Russian Federation", StateKind.MEMBER)
ALL = Party("ALL", "all states together", StateKind.COLLECTIVE)
DUTIES = {test: Duty("d", test, due=DUE) for test in Test}
TOGETHER = Duty("cap", Test.LIMIT, limit_scope=LimitScope.COLLECTIVE)
OPENING = Duty("explain", Test.REPORT, due=DUE, condition="under half are back", opens_below=0.5)
DAY = date(2019, 1, 10)
CLAIM = Evidence("c1", 1, Kind.REPORTED_ACTION, Effect.FULFILS, "tass", DAY, DAY)


def claim(effect: Effect = Effect.FULFILS, **changes) -> Evidence:
    return replace(CLAIM, effect=effect, **changes)


CONDUCT = [
    # rule in words, test, claim, what it does
    ("a pledge is a promise whatever its effect", Test.ATTAIN, claim(kind=Kind.PLEDGE), Effect.PROMISES),
    ("a pledge over a limit is a promise", Test.LIMIT, claim(kind=Kind.PLEDGE, over_limit=True), Effect.PROMISES),
    ("a promise in a report is a promise", Test.ATTAIN, claim(Effect.PROMISES), Effect.PROMISES),
    ("a position says nothing on conduct", Test.REFRAIN, claim(kind=Kind.POSITION), Effect.NONE),
    ("a position over a limit says nothing", Test.LIMIT, claim(kind=Kind.POSITION, over_limit=True), Effect.NONE),
    ("a call says nothing on conduct", Test.REFRAIN, claim(Effect.BREACHES, kind=Kind.CALL), Effect.NONE),
    ("a procedural act says nothing on conduct", Test.REPORT, claim(kind=Kind.PROCEDURAL), Effect.NONE),
    ("a denial fulfils nothing", Test.ATTAIN, claim(kind=Kind.DENIAL), Effect.DENIES),
    ("a denial may tell of a measure", Test.ATTAIN, claim(Effect.MEASURES, kind=Kind.DENIAL), Effect.MEASURES),
    ("a figure over the limit breaks it", Test.LIMIT, claim(Effect.MEASURES, over_limit=True), Effect.BREACHES),
    ("a figure needs no effect to break a limit", Test.LIMIT, claim(Effect.NONE, over_limit=True), Effect.BREACHES),
    (
        "compliance without a fact is a measure",
        Test.ATTAIN,
        claim(kind=Kind.STATEMENT_OF_COMPLIANCE, has_fact=False),
        Effect.MEASURES,
    ),
    ("compliance with a fact counts", Test.ATTAIN, claim(kind=Kind.STATEMENT_OF_COMPLIANCE), Effect.FULFILS),
    ("a result is fulfilled", Test.ATTAIN, claim(), Effect.FULFILS),
    ("a result comes nearer", Test.ATTAIN, claim(Effect.ADVANCES), Effect.ADVANCES),
    ("a report is fulfilled", Test.REPORT, claim(), Effect.FULFILS),
    ("a report comes no nearer", Test.REPORT, claim(Effect.ADVANCES), Effect.MEASURES),
    ("a limit is fulfilled", Test.LIMIT, claim(), Effect.FULFILS),
    ("a limit comes no nearer", Test.LIMIT, claim(Effect.ADVANCES), Effect.MEASURES),
    ("refraining is never done for good", Test.REFRAIN, claim(), Effect.MEASURES),
    ("refraining comes no nearer", Test.REFRAIN, claim(Effect.ADVANCES), Effect.MEASURES),
    ("maintaining is never done for good", Test.MAINTAIN, claim(), Effect.MEASURES),
    ("maintaining comes no nearer", Test.MAINTAIN, claim(Effect.ADVANCES), Effect.MEASURES),
]


@pytest.mark.parametrize(("test", "item", "conduct"), [row[1:] for row in CONDUCT], ids=[row[0] for row in CONDUCT])
def test_what_a_claim_does(test: Test, item: Evidence, conduct: Effect) -> None:
    assert conduct_of(DUTIES[test], item) is conduct


BUCKETS = [
    ("on the due day is on time", claim(first=DUE, last=DUE), Bucket.ON_TIME),
    ("the day after is late", claim(first=date(2019, 12, 23), last=date(2019, 12, 23)), Bucket.LATE),
    ("the due day or the next straddles", claim(first=DUE, last=date(2019, 12, 23)), Bucket.STRADDLING),
    ("an advance", claim(Effect.ADVANCES), Bucket.ADVANCES),
    ("a measure", claim(Effect.MEASURES), Bucket.MEASURES),
    ("a promise", claim(Effect.PROMISES), Bucket.PROMISES),
    ("an exemption", claim(Effect.EXEMPTS), Bucket.EXEMPTS),
    ("a credible breach", claim(Effect.BREACHES, credibility=3), Bucket.BREACHES),
    ("a breach that cannot be judged", claim(Effect.BREACHES, credibility=6), Bucket.UNJUDGED),
    ("a breach that nobody graded", claim(Effect.BREACHES, credibility=None), Bucket.UNJUDGED),
    ("an end of a breach", claim(Effect.CEASES), Bucket.CEASES),
    ("a denial", claim(Effect.DENIES), Bucket.DENIES),
    ("context", claim(Effect.NONE), None),
]


@pytest.mark.parametrize(("item", "bucket"), [row[1:] for row in BUCKETS], ids=[row[0] for row in BUCKETS])
def test_the_side_of_a_claim(item: Evidence, bucket: Bucket | None) -> None:
    assert bucket_of(DUTIES[Test.ATTAIN], STATE, item) is bucket


def test_without_a_due_date_any_fulfilment_is_on_time() -> None:
    assert bucket_of(Duty("d", Test.ATTAIN), STATE, CLAIM) is Bucket.ON_TIME


PUBLIC = [
    ("published on the day", claim(public_from=CLOCKS.as_of), None),
    ("published the day after", claim(public_from=date(2019, 7, 1)), Aside.NOT_PUBLIC),
    ("of no certain day", claim(), Aside.NOT_PUBLIC),
    ("review comes before publication", claim(review_state=ReviewState.WAITING), Aside.WAITING),
    ("publication comes before the day", claim(first=date(2019, 7, 1), last=date(2019, 7, 1)), Aside.NOT_PUBLIC),
]


@pytest.mark.parametrize(("item", "why"), [row[1:] for row in PUBLIC], ids=[row[0] for row in PUBLIC])
def test_what_the_public_could_not_read_is_set_aside(item: Evidence, why: Aside | None) -> None:
    asked = replace(CLOCKS, public_at=CLOCKS.as_of)
    assert aside_of(DUTIES[Test.ATTAIN], STATE, item, asked) is why


AFTER = date(2019, 7, 1)
ASIDE = [
    ("waiting for review", claim(review_state=ReviewState.WAITING), Aside.WAITING),
    ("returned", claim(review_state=ReviewState.RETURNED), Aside.RETURNED),
    ("judged wrong", claim(review_state=ReviewState.WRONG), Aside.WRONG),
    ("withdrawn", claim(review_state=ReviewState.WITHDRAWN), Aside.WITHDRAWN),
    ("review comes before the day", claim(review_state=ReviewState.WAITING, first=AFTER, last=AFTER), Aside.WAITING),
    ("after the as-of date", claim(first=AFTER, last=AFTER), Aside.AFTER_AS_OF),
    ("perhaps after the as-of date", claim(last=AFTER), Aside.DAY_UNCERTAIN),
    ("on the as-of date", claim(first=CLOCKS.as_of, last=CLOCKS.as_of), None),
    ("credibility 1", claim(credibility=1), None),
    ("credibility 3", claim(credibility=3), None),
    ("credibility 4", claim(credibility=4), Aside.CREDIBILITY_LOW),
    ("credibility 5 on a breach", claim(Effect.BREACHES, credibility=5), Aside.CREDIBILITY_LOW),
    ("credibility 6 on a fulfilment", claim(credibility=6), Aside.CREDIBILITY_UNJUDGED),
    ("credibility 6 on an exemption", claim(Effect.EXEMPTS, credibility=6), Aside.CREDIBILITY_UNJUDGED),
    ("credibility 6 on a promise", claim(Effect.PROMISES, credibility=6), None),
    ("credibility 6 on a breach", claim(Effect.BREACHES, credibility=6), None),
    ("no credibility on a fulfilment", claim(credibility=None), Aside.CREDIBILITY_UNJUDGED),
    ("context", claim(Effect.NONE), Aside.NO_EFFECT),
    ("a position", claim(kind=Kind.POSITION), Aside.NO_EFFECT),
    ("doubt of what is said comes before doubt of the day", claim(last=AFTER, credibility=4), Aside.CREDIBILITY_LOW),
]


@pytest.mark.parametrize(("item", "why"), [row[1:] for row in ASIDE], ids=[row[0] for row in ASIDE])
def test_why_a_claim_is_set_aside(item: Evidence, why: Aside | None) -> None:
    assert aside_of(DUTIES[Test.ATTAIN], STATE, item, CLOCKS) is why


LIMITS = [
    ("in a state's row a breach of the common limit is set aside", STATE, {}, Aside.COLLECTIVE_LIMIT),
    ("in a state's row its share alone over the limit counts", STATE, {"over_limit": True}, None),
    ("in a state's row a finding that names it counts", STATE, {"finding": True}, None),
    ("in the row of all states every breach counts", ALL, {}, None),
]


@pytest.mark.parametrize(("party", "changes", "why"), [row[1:] for row in LIMITS], ids=[row[0] for row in LIMITS])
def test_a_common_limit_is_judged_in_its_own_row(party: Party, changes: dict, why: Aside | None) -> None:
    assert aside_of(TOGETHER, party, claim(Effect.BREACHES, **changes), CLOCKS) is why


def test_a_state_s_measure_under_a_common_limit_counts_in_its_own_row() -> None:
    assert aside_of(TOGETHER, STATE, claim(Effect.MEASURES), CLOCKS) is None


@pytest.mark.parametrize("test", list(Test))
def test_claims_on_all_states_together_judge_nobody_under_other_duties(test: Test) -> None:
    counted, aside = sort_out(DUTIES[test], ALL, [CLAIM], CLOCKS)
    assert (counted, [left.why for left in aside]) == ([], [Aside.COLLECTIVE])


def test_what_is_set_aside_says_why_in_a_sentence() -> None:
    _, aside = sort_out(DUTIES[Test.ATTAIN], STATE, [claim(credibility=4)], CLOCKS)
    assert aside[0].sentence == "A reviewer judged what it says doubtful or improbable."


def test_repetition_and_order_of_the_input_change_nothing() -> None:
    other = claim(claim="c0", credibility=5)
    duty = DUTIES[Test.ATTAIN]
    assert sort_out(duty, STATE, [CLAIM, other, CLAIM, other], CLOCKS) == sort_out(duty, STATE, [other, CLAIM], CLOCKS)


VOICES = [
    ("nobody", Voices(), Assurance.UNSUPPORTED),
    ("the state alone", Voices(own=True), Assurance.SELF_REPORTED),
    ("one other", Voices(others=1), Assurance.SINGLE_ORIGIN),
    ("the state and one other", Voices(own=True, others=1), Assurance.CORROBORATED),
    ("two others", Voices(others=2), Assurance.CORROBORATED),
    ("a UN body", Voices(others=1, finding=True), Assurance.VERIFIED),
    ("a UN body beside others", Voices(own=True, others=4, finding=True), Assurance.VERIFIED),
]


@pytest.mark.parametrize(("side", "assurance"), [row[1:] for row in VOICES], ids=[row[0] for row in VOICES])
def test_assurance_goes_by_origins(side: Voices, assurance: Assurance) -> None:
    assert assurance_of(side) is assurance


def test_three_outlets_of_one_origin_are_one_voice() -> None:
    outlets = [claim(claim=key) for key in ("tass", "reuters", "kbs")]
    assert tally(DUTIES[Test.ATTAIN], STATE, outlets).on_time == Voices(others=1)


def breach(day: int, **changes) -> Evidence:
    return claim(Effect.BREACHES, claim=f"b{day}", first=date(2019, 2, day), last=date(2019, 2, day), **changes)


def on(day: int, effect: Effect, **changes) -> Evidence:
    spoken = claim(effect, claim="x", origin="moscow", first=date(2019, 2, day), last=date(2019, 2, day))
    return replace(spoken, **changes)


ANSWERS = [
    ("a denial on the first day of the breach", on(10, Effect.DENIES), True),
    ("a denial of the day before", on(9, Effect.DENIES), False),
    ("a fulfilment on the first day of the breach", on(10, Effect.FULFILS), True),
    ("a fulfilment of the day before", on(9, Effect.FULFILS), False),
    (
        "compliance without a fact",
        on(10, Effect.FULFILS, kind=Kind.STATEMENT_OF_COMPLIANCE, has_fact=False),
        True,
    ),
    ("a denial that may be as late as the breach", on(10, Effect.DENIES, first=date(2019, 1, 1)), True),
    ("another measure", on(10, Effect.MEASURES), False),
    ("an advance", on(10, Effect.ADVANCES), False),
]


@pytest.mark.parametrize(("item", "is_answer"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS])
def test_an_answer_is_not_older_than_the_breach(item: Evidence, is_answer: bool) -> None:
    answers = tally(DUTIES[Test.ATTAIN], STATE, [breach(10), breach(20), item]).answers
    assert answers == Voices(others=int(is_answer))


ENDS = [
    ("conduct ceased on the last day of the breaches", on(20, Effect.CEASES), True),
    ("conduct ceased before the last breach", on(19, Effect.CEASES), False),
    ("late fulfilment after the last breach", on(21, Effect.FULFILS), True),
    ("late fulfilment before the last breach", on(19, Effect.FULFILS), False),
    ("an end that may be as late as the last breach", on(20, Effect.CEASES, first=date(2019, 1, 1)), True),
    ("a denial", on(21, Effect.DENIES), False),
]


@pytest.mark.parametrize(("item", "is_end"), [row[1:] for row in ENDS], ids=[row[0] for row in ENDS])
def test_an_end_is_not_older_than_the_last_breach(item: Evidence, is_end: bool) -> None:
    duty = Duty("d", Test.ATTAIN, due=date(2019, 2, 1))
    ceases = tally(duty, STATE, [breach(10), breach(20, credibility=6), item]).ceases
    assert ceases == Voices(others=int(is_end))


def test_with_no_breach_there_is_nothing_to_answer_or_end() -> None:
    found = tally(DUTIES[Test.ATTAIN], STATE, [on(10, Effect.DENIES), on(10, Effect.CEASES)])
    assert found == Tally()


PENDING = [
    ("a fulfilment perhaps after the as-of date", claim(last=AFTER), True),
    ("a measure perhaps after the as-of date", claim(Effect.MEASURES, last=AFTER), False),
    ("an unreviewed fulfilment", claim(last=AFTER, review_state=ReviewState.WAITING), False),
    ("a doubtful fulfilment", claim(last=AFTER, credibility=4), False),
    ("a fulfilment surely after the as-of date", claim(first=AFTER, last=AFTER), False),
]


@pytest.mark.parametrize(("item", "pending"), [row[1:] for row in PENDING], ids=[row[0] for row in PENDING])
def test_only_the_day_of_a_pending_fulfilment_is_in_doubt(item: Evidence, pending: bool) -> None:
    duty = DUTIES[Test.REPORT]
    doubtful = doubtful_among(duty, STATE, [item], CLOCKS)
    assert tally(duty, STATE, [], doubtful).pending_fulfilment is pending


SHARES = [
    ("under half opens", claim(Effect.NONE, share_high=0.49), (True, False)),
    ("half does not open", claim(Effect.NONE, share_high=0.5), (False, False)),
    ("half closes", claim(Effect.NONE, share_low=0.5), (False, True)),
    ("at least a third says neither", claim(Effect.NONE, share_low=0.33), (False, False)),
    ("bounds on both sides say neither", claim(Effect.NONE, share_low=0.4, share_high=0.6), (False, False)),
    ("a share beside an effect counts", claim(Effect.MEASURES, share_high=0.4), (True, False)),
    ("a promised share says nothing", claim(kind=Kind.PLEDGE, share_high=0.4), (False, False)),
    ("a position's share says nothing", claim(kind=Kind.POSITION, share_low=0.6), (False, False)),
    ("a share that cannot be judged says nothing", claim(share_low=0.6, credibility=6), (False, False)),
    (
        "a share in a breach that cannot be judged",
        claim(Effect.BREACHES, share_high=0.1, credibility=6),
        (False, False),
    ),
]


@pytest.mark.parametrize(("item", "opened_closed"), [row[1:] for row in SHARES], ids=[row[0] for row in SHARES])
def test_a_share_opens_or_closes_a_conditional_duty(item: Evidence, opened_closed: tuple[bool, bool]) -> None:
    counted, _ = sort_out(OPENING, STATE, [item], CLOCKS)
    found = tally(OPENING, STATE, counted)
    assert (found.opened, found.closed) == opened_closed
