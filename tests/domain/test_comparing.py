"""Two moments of a cell: nothing is said of a moment and itself, and every change has a cause."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.domain.test_status_properties import claims, days, duties, parties
from tracker.domain.comparing import CauseCode, Moment, Told, causes, moment_words
from tracker.domain.duty_days import days_of
from tracker.domain.facts import Clocks, Duty, Evidence, Exemption, Party
from tracker.domain.rules import VERSIONS
from tracker.domain.status import assess
from tracker.domain.vocabulary import Effect, Kind, ReviewState, StateKind, Test

EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
DAY = date(2019, 3, 1)
DUTY = Duty("d", Test.REPORT, effective=date(2017, 12, 22), due=date(2019, 3, 22))
STATE = Party("FRA", "France", StateKind.MEMBER)
ITEM = Evidence("c", 1, Kind.IMPLEMENTATION_REPORT, Effect.FULFILS, "o", DAY, DAY)
OPENS = replace(ITEM, effect=Effect.OPENS)
MONTHLY = replace(DUTY, due=None, recurs="every 30 days")
EVENT = replace(DUTY, due=None, recurs="+2 days from event", condition="if it happens")
PAPER = Exemption(date(2019, 1, 1), None, frozenset({"FRA"}), "a decision")
WAITS = replace(ITEM, review_state=ReviewState.WAITING)
TOLD = {"c": Told(LATE, ("UN, Report (2019-03-05)", "A", "B", "C"))}


def _moment(*evidence, duty=DUTY, as_of=date(2019, 3, 10), known_at=EARLY, public_at=None, rules="1"):
    return Moment(duty, Clocks(as_of, known_at, rules=rules, public_at=public_at), evidence, TOLD)


def _later(*evidence, **asked):
    return _moment(*evidence, known_at=LATE, **asked)


TABLE = [
    (
        "a claim was accepted",
        (_moment(WAITS), _later(ITEM)),
        CauseCode.ACCEPTED,
        "It was accepted on 1 March 2026, and cites UN, Report (2019-03-05); A; B; and 1 more.",
    ),
    (
        "a claim was recorded and accepted",
        (_moment(), _later(ITEM)),
        CauseCode.ACCEPTED,
        "It was accepted on 1 March 2026, and cites UN, Report (2019-03-05); A; B; and 1 more.",
    ),
    ("backwards it was not there", (_later(ITEM), _moment()), CauseCode.ACCEPTED, "It was not on record yet."),
    (
        "it was withdrawn",
        (_moment(ITEM), _later(replace(ITEM, review_state=ReviewState.WITHDRAWN))),
        CauseCode.WITHDRAWN,
        "It was withdrawn.",
    ),
    (
        "it was judged wrong",
        (_moment(ITEM), _later(replace(ITEM, review_state=ReviewState.WRONG))),
        CauseCode.REVIEW,
        "A reviewer judged the record wrong on 1 March 2026.",
    ),
    (
        "it was edited and waits",
        (_moment(ITEM), _later(replace(WAITS, revision=2))),
        CauseCode.EDITED,
        "It was edited, and revision 2 waits for review.",
    ),
    (
        "it was graded down",
        (_moment(ITEM), _later(replace(ITEM, credibility=4))),
        CauseCode.GRADED,
        "It was graded otherwise: credibility 2 at the first moment, 4 at the second.",
    ),
    (
        "it went to another origin",
        (_moment(ITEM), _later(replace(ITEM, origin="p"))),
        CauseCode.ORIGIN,
        "It counts under another origin.",
    ),
    (
        "its day came",
        (_moment(ITEM, as_of=date(2019, 2, 1)), _moment(ITEM)),
        CauseCode.HAPPENED,
        "It tells of 1 March 2019, which had come by then, and cites UN, Report (2019-03-05); A; B; and 1 more.",
    ),
    (
        "it was not public yet",
        (_moment(ITEM), _moment(ITEM, public_at=date(2019, 3, 4))),
        CauseCode.PUBLISHED,
        "No source of it was certainly public by 4 March 2019.",
    ),
    (
        "the due date passed",
        (_moment(as_of=date(2019, 3, 22)), _moment(as_of=date(2019, 3, 23))),
        CauseCode.DUE,
        "The due date, 22 March 2019, passed.",
    ),
    (
        "backwards the due date is ahead",
        (_moment(as_of=date(2019, 3, 23)), _moment(as_of=date(2019, 3, 22))),
        CauseCode.DUE,
        "The due date, 22 March 2019, has not passed then.",
    ),
    (
        "the duty took effect",
        (_moment(as_of=date(2017, 12, 21)), _moment(as_of=date(2017, 12, 22))),
        CauseCode.EFFECT,
        "The duty took effect on 22 December 2017.",
    ),
    (
        "a record suspended it",
        (_moment(), _later(duty=replace(DUTY, suspensions=((date(2019, 1, 1), None),)))),
        CauseCode.SUSPENDED,
        "The duty is suspended since 1 January 2019.",
    ),
    (
        "a record ended it",
        (_moment(), _later(duty=replace(DUTY, ended=date(2019, 1, 1), ended_by="a decision"))),
        CauseCode.ENDED,
        "The duty ended on 1 January 2019 by a decision.",
    ),
    (
        "that record was struck",
        (_moment(duty=replace(DUTY, ended=date(2019, 1, 1))), _later()),
        CauseCode.ENDED,
        "The duty has not ended, or has come back.",
    ),
    (
        "a record exempts the state",
        (_moment(), _later(duty=replace(DUTY, exemptions=(PAPER,)))),
        CauseCode.EXEMPTED,
        "A record of the law exempts France: a decision.",
    ),
    (
        "a record set another limit",
        (_moment(replace(ITEM, effect=Effect.NONE)), _later(replace(ITEM, effect=Effect.NONE, over_limit=True))),
        CauseCode.LIMIT,
        "A figure of it is over the limit that holds then, and cites UN, Report (2019-03-05); A; B; and 1 more.",
    ),
    (
        "another period is judged",
        (_moment(duty=MONTHLY), _moment(duty=MONTHLY, as_of=date(2019, 4, 1))),
        CauseCode.PERIOD,
        "The period judged is that from 15 February 2019 to 16 March 2019, due 17 March 2019.",
    ),
    (
        "what is due by an event fell due",
        (_moment(OPENS, duty=EVENT, as_of=date(2019, 3, 3)), _moment(OPENS, duty=EVENT, as_of=date(2019, 3, 4))),
        CauseCode.DUE,
        "The due date, 3 March 2019, passed.",
    ),
]


@pytest.mark.parametrize(("pair", "code", "sentence"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_made_the_difference(pair, code, sentence):
    (found,) = causes(STATE, *pair)
    assert (found.code, found.sentence) == (code, sentence)


def test_a_duty_that_is_recorded_otherwise_is_a_cause():
    (found,) = causes(STATE, _moment(), _moment(duty=replace(DUTY, due=date(2019, 3, 23))))
    assert (found.code, found.sentence) == (
        CauseCode.LAW,
        "The duty is recorded otherwise: it is due on 22 March 2019 at the first, on 23 March 2019 at the second.",
    )


def test_what_counts_at_neither_moment_is_no_cause():
    wrong = replace(WAITS, review_state=ReviewState.WRONG)
    assert causes(STATE, _moment(WAITS), _later(wrong)) == ()


def test_a_moment_is_told_in_words():
    clocks = Clocks(date(2019, 5, 3), EARLY, public_at=date(2020, 3, 31))
    assert moment_words(clocks) == (
        "as of 3 May 2019, known at 2026-01-01T00:00:00Z, public at 31 March 2020, by rules of version 1"
    )


MEASURE = replace(ITEM, kind=Kind.REPORTED_ACTION, effect=Effect.MEASURES)


def test_another_version_of_the_rules_is_a_cause_in_words_both_ways():
    duty = replace(DUTY, test=Test.ATTAIN)
    first, second = (_moment(MEASURE, duty=duty, as_of=date(2020, 1, 1), rules=version) for version in "12")
    assert [cause.sentence for cause in causes(STATE, first, second)] == [
        "By rules of version 2 it is overdue (unsupported); by those of version 1, measures reported (single origin)."
    ]
    assert [cause.code for cause in causes(STATE, second, first)] == [CauseCode.RULES]


def test_a_version_that_mattered_at_the_first_moment_alone_is_named_there():
    duty = replace(DUTY, test=Test.ATTAIN)
    first = _moment(MEASURE, duty=duty, as_of=date(2020, 1, 1))
    cause = causes(STATE, first, _later(MEASURE, ITEM, duty=duty, as_of=date(2020, 1, 1), rules="2"))[-1]
    assert cause.sentence.startswith("At the first moment, by rules of version 1, it is measures reported (")


def test_versions_that_decide_alike_are_no_cause_beside_another():
    assert [cause.code for cause in causes(STATE, _moment(WAITS), _later(ITEM, rules="2"))] == [CauseCode.ACCEPTED]


@st.composite
def laws(draw, duty):
    """The duty as records of the law leave it at a moment: most often as it was."""
    day = date(2019, 12, 21)
    return draw(
        st.sampled_from(
            [
                *[duty] * 6,
                replace(duty, suspensions=((day, None),)),
                replace(duty, suspensions=((day, date(2019, 12, 23)),)),
                replace(duty, gaps=((day, day),), ended=None),
                replace(duty, ended=day, ended_by="a decision"),
                replace(duty, due=day, recurs=""),
                replace(duty, exemptions=(Exemption(day, None, frozenset({"RUS"}), "a decision"),)),
            ]
        )
    )


@st.composite
def moments(draw, duty, pool):
    """A moment at which each claim of a pool is there, or not, or not as it was."""
    items = []
    for number, item in enumerate(pool):
        became = draw(st.sampled_from(["same", "same", "gone", "other"]))
        if became != "gone":
            other = draw(claims()) if became == "other" else item
            published = draw(st.one_of(st.none(), days))
            items.append(replace(other, claim=f"c{number}", public_from=published))
    known_at, rules = draw(st.sampled_from([EARLY, LATE])), draw(st.sampled_from([*VERSIONS]))
    clocks = Clocks(draw(days), known_at, rules=rules, public_at=draw(st.one_of(st.none(), days)))
    return Moment(draw(laws(duty)), clocks, tuple(items))


coming = st.sampled_from(["", "", "", "every 3 days", "+1 days from event", "-2 days from event"])


@settings(max_examples=300, deadline=None)
@given(data=st.data(), duty=duties, amended=duties, party=parties, recurs=coming, pool=st.lists(claims(), max_size=5))
def test_every_change_has_a_cause_and_a_moment_has_none_against_itself(data, duty, amended, party, recurs, pool):
    duty = replace(duty, recurs=recurs, test=Test.REPORT, due=None) if recurs else duty
    other = data.draw(st.sampled_from([duty, duty, amended]))
    before, after = data.draw(moments(duty, pool)), data.draw(moments(other, pool))
    first, second = (assess(m.duty, party, m.evidence, m.clocks) for m in (before, after))
    found = causes(party, before, after)
    changed = (first.outcome, first.assurance) != (second.outcome, second.assurance)
    event(f"changed: {changed}")
    assert found or not changed
    assert causes(party, before, before) == ()
    assert all(cause.sentence.endswith(".") for cause in found)
    assert {cause.claim for cause in found} <= {"", *(i.claim for i in (*before.evidence, *after.evidence))}


def test_the_day_after_the_due_date_is_the_first_on_which_it_has_passed():
    whole = [date(2019, 3, 22) + timedelta(days=n) for n in (-1, 0, 1, 2)]
    codes = [len(causes(STATE, _moment(as_of=a), _moment(as_of=b))) for a, b in pairwise(whole)]
    assert codes == [0, 1, 0]


def test_the_days_of_a_duty_are_those_of_its_records_its_periods_and_what_opened_it():
    until = date(2018, 2, 1)
    told = replace(MONTHLY, exemptions=(replace(PAPER, last=date(2019, 2, 1)),))
    assert dict(days_of(told, until=until)) == {
        date(2017, 12, 22): "takes effect",
        date(2019, 1, 1): "an exemption begins",
        date(2019, 2, 2): "an exemption is over",
        date(2018, 1, 21): "a report is due",
        date(2018, 1, 22): "the day after a report was due",
        date(2018, 2, 20): "a report is due",
        date(2018, 2, 21): "the day after a report was due",
    }
    assert (date(2019, 3, 3), "due, by what opened it") in days_of(EVENT, until=until, events=[DAY])
