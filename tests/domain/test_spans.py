"""The spans of a cell against its decision on each single day."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain import periods, status
from tracker.domain.facts import Clocks, Duty, Evidence, Exemption, Limit, Party
from tracker.domain.spans import Course, Timetable, decided, spans
from tracker.domain.tally import Aside, aside_of
from tracker.domain.vocabulary import Effect, Force, Kind, LimitScope, ReviewState, StateKind, Test

START, UNTIL = date(2018, 1, 1), date(2018, 12, 31)
KNOWN = datetime(2026, 1, 1, tzinfo=UTC)
days = st.integers(0, 364).map(lambda n: START + timedelta(days=n))
some_day = st.none() | days

duties = st.builds(
    Duty,
    key=st.just("duty"),
    test=st.sampled_from(Test),
    force=st.sampled_from(Force),
    effective=some_day,
    due=some_day,
    ended=some_day,
    condition=st.sampled_from(["", "if it opens"]),
    opens_below=st.sampled_from([None, 0.5]),
    limits=st.sampled_from([(Limit(10, "t"),), (Limit(10, "t", first=START, every_months=6),)]),
    limit_scope=st.sampled_from(LimitScope),
    suspensions=st.lists(st.tuples(days, some_day), max_size=1).map(tuple),
    recurs=st.sampled_from(["", "", "monthly +30 days", "every 90 days", "+20 days from event", "-5 days from event"]),
    exemptions=st.lists(
        st.builds(Exemption, days, some_day, st.just(frozenset({"AAA"})), st.just("one")), max_size=1
    ).map(tuple),
)
parties = st.builds(
    Party,
    code=st.just("AAA"),
    name=st.just("A"),
    kind=st.sampled_from(StateKind),
    member_from=some_day,
    member_until=some_day,
)


@st.composite
def items(draw) -> Evidence:
    first = draw(days)
    number = draw(st.integers(0, 20))
    covered = draw(st.sampled_from([None, 0, 30]))
    return Evidence(
        claim=f"c{number}",
        revision=1,
        kind=draw(st.sampled_from(Kind)),
        effect=draw(st.sampled_from(Effect)),
        origin=f"o{number % 3}",
        first=first,
        last=first + timedelta(days=draw(st.sampled_from([0, 0, 20, 400]))),
        review_state=draw(st.sampled_from([ReviewState.ACCEPTED, ReviewState.ACCEPTED, ReviewState.WAITING])),
        credibility=draw(st.sampled_from([None, 2, 2, 5, 6])),
        own_voice=number % 3 == 0,
        finding=draw(st.booleans()),
        has_fact=draw(st.booleans()),
        over_limit=draw(st.booleans()),
        share_low=draw(st.sampled_from([None, 0.2, 0.8])),
        covers_first=None if covered is None else first,
        covers_last=None if covered is None else first + timedelta(days=covered),
    )


@settings(deadline=None, max_examples=60)
@given(duty=duties, party=parties, evidence=st.lists(items(), max_size=10), begin=days)
def test_every_day_is_in_the_span_of_its_decision_and_in_no_other(duty, party, evidence, begin):
    clocks = Clocks(begin, KNOWN)
    found = spans(duty, party, evidence, clocks=clocks, until=UNTIL)
    told = {}
    for span in found:
        day = span.first
        while day <= span.last:
            assert told.setdefault(day, span.decision) is span.decision
            day += timedelta(days=1)
    for number in range((UNTIL - begin).days + 1):
        at = clocks.at(begin + timedelta(days=number))
        judged = periods.on(duty, at.as_of)
        counts = any(aside_of(judged, party, i, at) in (None, Aside.DAY_UNCERTAIN) for i in evidence)
        assert (told.pop(at.as_of, None), counts) == (
            (status.conclude(duty, party, evidence, at), True) if counts else (None, False)
        )
    assert told == {}


@settings(deadline=None, max_examples=60)
@given(
    duty=duties,
    party=parties,
    evidence=st.lists(items(), max_size=8),
    moves=st.lists(st.tuples(days, st.integers(0, 255)), max_size=4),
)
def test_a_course_that_is_asked_again_forgets_what_it_was_told_before(duty, party, evidence, moves):
    """As evidence comes and goes, it says each time what one that was never asked before says."""
    course = Course(Timetable(duty, until=UNTIL), party, Clocks(START, KNOWN))
    for since, chosen in moves:
        there = [item for number, item in enumerate(evidence) if chosen >> number & 1]
        afresh = spans(duty, party, there, clocks=Clocks(since, KNOWN), until=UNTIL)
        assert course.spans(there, since=since) == afresh


@given(duty=duties, party=parties)
def test_a_cell_without_evidence_has_no_span_and_no_decision_of_its_own(duty, party):
    clocks = Clocks(START, KNOWN)
    assert spans(duty, party, [], clocks=clocks, until=UNTIL) == []
    assert decided(duty, party, [], clocks) is None


def test_neighbours_with_one_decision_are_one_span():
    measure = Evidence("c", 1, Kind.REPORTED_ACTION, Effect.MEASURES, "o", START, START)
    duty, party = Duty("duty", Test.MAINTAIN), Party("AAA", "A", StateKind.MEMBER)
    later = Evidence("d", 1, Kind.REPORTED_ACTION, Effect.MEASURES, "o", UNTIL, UNTIL)
    (span,) = spans(duty, party, [measure, later], clocks=Clocks(START, KNOWN), until=UNTIL)
    assert (span.first, span.last) == (START, UNTIL)
