"""What a record of the law does to a duty, edge by edge; the readings of states that reject one; what one must say."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.domain.refusals import refusal
from tracker.domain.facts import Clocks, Duty, Evidence, Exemption, Limit, Party
from tracker.domain.law_changes import (
    Change,
    Proposed,
    check_proposal,
    end_of,
    readings,
    under,
)
from tracker.domain.law_words import LawEffect, LawRecord
from tracker.domain.limits import Figure, first_over
from tracker.domain.status import assess
from tracker.domain.vocabulary import Effect, Kind, Outcome, RelationType, StateKind, Test

D = date
KNOWN = datetime(2026, 1, 1, tzinfo=UTC)
CHINA = Party("CHN", "China", StateKind.MEMBER)
BAN = Duty("ban", Test.REFRAIN, effective=D(2006, 12, 23))
ENDED = replace(BAN, ended=D(2016, 1, 16), ended_by="a resolution")
REPORT = Duty("report", Test.REPORT, effective=D(2017, 12, 22), due=D(2019, 3, 22))
CAP = Duty("cap", Test.LIMIT, limits=(Limit(500, "bbl", first=D(2018, 1, 1), every_months=12), Limit(9, "t")))
SNAPBACK = Change(1, LawEffect.RESTORES, "Snapback", D(2025, 9, 27), rejected_by=frozenset({"CHN", "IRN", "RUS"}))


def change(effect: LawEffect, first: date, last: date | None = None, **given) -> Change:
    return Change(given.pop("number", 1), effect, "A record", first, last, **given)


def outcome(duty: Duty, day: date, party: Party = CHINA, *evidence: Evidence) -> Outcome:
    return assess(duty, party, evidence, Clocks(day, KNOWN)).outcome


IN_FORCE, SILENT = Outcome.NOT_IN_FORCE, Outcome.NO_INFORMATION
DAYS = [
    # in words, the duty, the records, a day, the outcome of silence
    ("before a suspension", BAN, [change(LawEffect.SUSPENDS, D(2010, 1, 1), D(2010, 2, 1))], D(2009, 12, 31), SILENT),
    ("its first day", BAN, [change(LawEffect.SUSPENDS, D(2010, 1, 1), D(2010, 2, 1))], D(2010, 1, 1), IN_FORCE),
    ("its last day", BAN, [change(LawEffect.SUSPENDS, D(2010, 1, 1), D(2010, 2, 1))], D(2010, 2, 1), IN_FORCE),
    ("the day after it", BAN, [change(LawEffect.SUSPENDS, D(2010, 1, 1), D(2010, 2, 1))], D(2010, 2, 2), SILENT),
    ("the day before an end", BAN, [change(LawEffect.ENDS, D(2010, 1, 1))], D(2009, 12, 31), SILENT),
    ("the day of an end", BAN, [change(LawEffect.ENDS, D(2010, 1, 1))], D(2010, 1, 1), IN_FORCE),
    ("an end after the end", ENDED, [change(LawEffect.ENDS, D(2020, 1, 1))], D(2017, 1, 1), IN_FORCE),
    ("the day before the end that came back", ENDED, [SNAPBACK], D(2016, 1, 15), SILENT),
    ("between the end and the return", ENDED, [SNAPBACK], D(2016, 1, 16), IN_FORCE),
    ("the day before the return", ENDED, [SNAPBACK], D(2025, 9, 26), IN_FORCE),
    ("the day of the return", ENDED, [SNAPBACK], D(2025, 9, 27), SILENT),
    (
        "a suspension that a return stops",
        BAN,
        [change(LawEffect.SUSPENDS, D(2010, 1, 1)), change(LawEffect.RESTORES, D(2011, 1, 1), number=2)],
        D(2011, 1, 1),
        SILENT,
    ),
    ("guidance", BAN, [change(LawEffect.EXPLAINS, D(2010, 1, 1))], D(2011, 1, 1), SILENT),
    ("overdue on the day after", REPORT, [], D(2019, 3, 23), Outcome.OVERDUE),
    (
        "another due date",
        REPORT,
        [change(LawEffect.SETS_DUE, D(2019, 1, 1), due=D(2019, 6, 30))],
        D(2019, 6, 30),
        Outcome.NOT_DUE,
    ),
    (
        "after the other due date",
        REPORT,
        [change(LawEffect.SETS_DUE, D(2019, 1, 1), due=D(2019, 6, 30))],
        D(2019, 7, 1),
        Outcome.OVERDUE,
    ),
    (
        "an exemption of the state",
        REPORT,
        [change(LawEffect.EXEMPTS, D(2019, 1, 1), D(2019, 12, 31), states=frozenset({"CHN"}))],
        D(2019, 12, 31),
        Outcome.EXEMPT,
    ),
    (
        "after the exemption",
        REPORT,
        [change(LawEffect.EXEMPTS, D(2019, 1, 1), D(2019, 12, 31), states=frozenset({"CHN"}))],
        D(2020, 1, 1),
        Outcome.OVERDUE,
    ),
    (
        "an exemption of another state",
        REPORT,
        [change(LawEffect.EXEMPTS, D(2019, 1, 1), states=frozenset({"RUS"}))],
        D(2019, 12, 31),
        Outcome.OVERDUE,
    ),
]


@pytest.mark.parametrize(
    ("duty", "changes", "day", "expected"), [row[1:] for row in DAYS], ids=[row[0] for row in DAYS]
)
def test_a_record_changes_what_is_owed_from_its_first_day_to_its_last(duty, changes, day, expected):
    assert outcome(under(duty, changes), day) is expected
    assert outcome(under(duty, changes[::-1]), day) is expected


BACK, THEN = D(2020, 1, 1), D(2019, 12, 31)
TERMS = [
    # in words, the duty, what happens to it, the terms that are other afterwards
    (
        "another due date ends a recurring one",
        replace(REPORT, recurs="yearly"),
        change(LawEffect.SETS_DUE, BACK, due=D(2021, 1, 1)),
        {"recurs": "", "due": D(2021, 1, 1)},
    ),
    (
        "an exemption names its record",
        BAN,
        change(LawEffect.EXEMPTS, BACK, states=frozenset({"CHN"})),
        {"exemptions": (Exemption(BACK, None, frozenset({"CHN"}), "A record"),)},
    ),
    ("an end names its record", BAN, change(LawEffect.ENDS, BACK), {"ended": BACK, "ended_by": "A record"}),
    (
        "an earlier end",
        replace(ENDED, ended=D(2020, 1, 2)),
        change(LawEffect.ENDS, BACK),
        {"ended": BACK, "ended_by": "A record"},
    ),
    ("an end of the same day", replace(ENDED, ended=BACK), change(LawEffect.ENDS, BACK), {}),
    (
        "it comes back after an end",
        ENDED,
        change(LawEffect.RESTORES, BACK),
        {"gaps": ((D(2016, 1, 16), THEN),), "ended": None, "ended_by": ""},
    ),
    (
        "it comes back after an end of a day",
        replace(ENDED, ended=THEN),
        change(LawEffect.RESTORES, BACK),
        {"gaps": ((THEN, THEN),), "ended": None, "ended_by": ""},
    ),
    (
        "it comes back on the day of its end",
        replace(ENDED, ended=BACK),
        change(LawEffect.RESTORES, BACK),
        {"ended": None, "ended_by": ""},
    ),
    ("it comes back before its end", replace(ENDED, ended=D(2020, 1, 2)), change(LawEffect.RESTORES, BACK), {}),
    (
        "it comes back from suspensions: over, over the day before, of that day, still going on, and yet to come",
        replace(BAN, suspensions=((D(2010, 1, 1), D(2011, 1, 1)), (D(2012, 1, 1), THEN), (THEN, None), (BACK, None))),
        change(LawEffect.RESTORES, BACK),
        {"suspensions": ((D(2010, 1, 1), D(2011, 1, 1)), (D(2012, 1, 1), THEN), (THEN, THEN))},
    ),
]


@pytest.mark.parametrize(("duty", "record", "terms"), [row[1:] for row in TERMS], ids=[row[0] for row in TERMS])
def test_a_record_changes_these_terms_and_no_others(duty, record, terms):
    assert under(duty, [record]) == replace(duty, **terms)


def _days(*limits: Limit) -> list[tuple[float, date | None, date | None]]:
    return [(limit.value, limit.first, limit.last) for limit in limits]


@pytest.mark.parametrize(
    ("first", "last", "around"),
    [
        (None, None, [(500, None, THEN), (500, D(2021, 1, 1), None)]),
        (D(2018, 1, 1), D(2018, 12, 31), [(500, D(2018, 1, 1), D(2018, 12, 31))]),
        (D(2018, 1, 1), THEN, [(500, D(2018, 1, 1), THEN)]),
        (THEN, D(2020, 12, 31), [(500, THEN, THEN)]),
        (BACK, D(2020, 12, 31), []),
        (BACK, D(2021, 1, 1), [(500, D(2021, 1, 1), D(2021, 1, 1))]),
        (D(2022, 1, 1), None, [(500, D(2022, 1, 1), None)]),
    ],
    ids=["always", "before", "to the day before", "from the day before", "within", "a day longer", "after"],
)
def test_an_earlier_limit_is_cut_where_the_new_one_holds(first, last, around):
    duty = replace(CAP, limits=(Limit(500, "bbl", first=first, last=last),))
    new = change(LawEffect.SETS_LIMIT, BACK, D(2020, 12, 31), limit=Limit(800, "bbl"))
    assert _days(*under(duty, [new]).limits) == [*around, (800, BACK, D(2020, 12, 31))]
    ever = change(LawEffect.SETS_LIMIT, BACK, limit=Limit(800, "bbl"))
    before = [one for one in _days(*under(duty, [ever]).limits) if one[0] == 500]
    assert before == [one for one in around if (one[1] or THEN) <= THEN]


def test_a_duty_that_came_back_says_when_it_had_ended():
    found = assess(under(ENDED, [SNAPBACK]), CHINA, [], Clocks(D(2020, 1, 1), KNOWN))
    assert found.reasons[0].rule == "not_in_force.gap"
    assert "16 January 2016, and came back on 27 September 2025" in found.reasons[0].sentence


@pytest.mark.parametrize(
    ("first", "last", "over"),
    [
        (D(2018, 12, 1), D(2018, 12, 31), True),
        (D(2019, 1, 1), D(2019, 1, 31), False),
        (D(2019, 12, 1), D(2019, 12, 31), False),
        (D(2020, 1, 1), D(2020, 1, 31), True),
        (D(2018, 12, 31), D(2019, 1, 1), False),
    ],
    ids=["the day before", "its first day", "its last day", "the day after", "across both: of neither"],
)
def test_a_limit_is_in_force_between_its_days_and_the_earlier_one_on_both_sides(first, last, over):
    new = change(LawEffect.SETS_LIMIT, D(2019, 1, 1), D(2019, 12, 31), limit=Limit(800, "bbl", every_months=12))
    assert (first_over(under(CAP, [new]).limits, [Figure(600, "bbl", first, last)]) is not None) is over
    assert Limit(9, "t") in under(CAP, [new]).limits


def test_two_readings_of_a_return():
    (other,) = readings(ENDED, [SNAPBACK, change(LawEffect.EXPLAINS, D(2025, 10, 1), number=2)])
    assert other.states == ("CHN", "IRN", "RUS")
    assert [one.number for one in other.rejected] == [1]
    day = D(2026, 1, 1)
    assert (outcome(under(ENDED, [SNAPBACK]), day), outcome(other.duty, day)) == (SILENT, IN_FORCE)


def test_who_rejects_more_reads_without_all_of_it():
    further = change(LawEffect.ENDS, D(2026, 1, 1), number=2, rejected_by=frozenset({"CHN"}))
    found = {one.states: [r.number for r in one.rejected] for one in readings(ENDED, [SNAPBACK, further])}
    assert found == {("CHN",): [1, 2], ("CHN", "IRN", "RUS"): [1]}
    assert readings(ENDED, []) == ()


def test_other_readings_stand_in_the_order_of_the_states_that_have_them():
    sets = [{"RUS"}, {"CHN", "IRN"}, {"CHN"}, {"DPR", "ZWE"}, {"BLR"}, {"IRN"}, {"CUB", "VEN"}, {"SYR"}]
    given = [change(LawEffect.ENDS, BACK, number=n, rejected_by=frozenset(one)) for n, one in enumerate(sets)]
    found = [one.states for one in readings(BAN, given)]
    assert found == sorted(tuple(sorted(one)) for one in sets)


@pytest.mark.parametrize(
    ("party", "day", "expected"),
    [
        (Party("SSD", "South Sudan", StateKind.MEMBER, member_from=D(2011, 7, 14)), D(2011, 7, 13), "not applicable"),
        (Party("SSD", "South Sudan", StateKind.MEMBER, member_from=D(2011, 7, 14)), D(2011, 7, 14), "no information"),
        (Party("YUG", "dissolved", StateKind.MEMBER, member_until=D(2006, 6, 3)), D(2006, 6, 3), "no information"),
        (Party("YUG", "dissolved", StateKind.MEMBER, member_until=D(2006, 6, 3)), D(2006, 6, 4), "not applicable"),
    ],
    ids=["the day before it joins", "the day it joins", "its last day as one", "the day after"],
)
def test_a_state_owes_from_the_day_it_joins_to_the_last_day_it_is_a_member(party, day, expected):
    assert outcome(Duty("old", Test.REFRAIN, effective=D(2000, 1, 1)), day, party).label == expected


def test_evidence_of_an_exemption_stands_beside_a_record_of_one():
    said = Evidence("c", 1, Kind.REPORTED_ACTION, Effect.EXEMPTS, "wire", D(2019, 1, 1), D(2019, 1, 1))
    record = change(LawEffect.EXEMPTS, D(2019, 1, 1), states=frozenset({"CHN"}))
    found = assess(under(REPORT, [record]), CHINA, [said], Clocks(D(2019, 6, 1), KNOWN))
    assert (found.outcome, found.reasons[0].rule, found.reasons[0].claims) == (Outcome.EXEMPT, "exempt.record", ("c",))


@pytest.mark.parametrize(
    ("relations", "day"),
    [
        ([], None),
        ([(RelationType.MODIFIES, D(2016, 3, 2)), (RelationType.FOLLOWS, D(2017, 1, 1))], None),
        ([(RelationType.SUPERSEDES, D(2016, 3, 2)), (RelationType.SUPERSEDES, D(2013, 3, 7))], D(2013, 3, 7)),
        ([(RelationType.TERMINATES, D(2016, 3, 2)), (RelationType.MODIFIES, D(2013, 3, 7))], D(2016, 3, 2)),
    ],
)
def test_the_first_duty_that_takes_its_place_ends_one(relations, day):
    assert end_of(relations) == day


FULL = Proposed(LawRecord.COMMITTEE_DECISION, LawEffect.EXPLAINS, "A decision", "It says so.", D(2019, 1, 1))


NO_DAY = "Give a day from 1 January 1945 to 31 December 2100."
EVENT_LAST = f"What {LawEffect.ENDS.label} has no last day. Leave it empty."
NO_LIMIT = "Only a record that sets a limit has one. Leave the limit empty."
DUE = "Give the new due date with “sets the due date”, and with nothing else."
STATES = "Name the states with “exempts named states”, and with nothing else."
CITE = "Give a source and the words that it says, or leave both empty."
READING = "Name the states that reject it, and say how they read the law; or leave both empty."


@pytest.mark.parametrize(
    ("duty", "given", "field", "sentence"),
    [
        (BAN, {}, None, ""),
        (BAN, {"title": ""}, "title", "Name the record, as “Committee decision of 8 August 2018”."),
        (BAN, {"summary": ""}, "summary", "Say in a sentence or two what it decides."),
        (BAN, {"first": None}, "first", "Give the first day on which it holds."),
        (
            BAN,
            {"last": D(2018, 1, 1)},
            "last",
            "The last day is before the first. Exchange them, or leave it empty.",
        ),
        (BAN, {"last": D(2019, 1, 1)}, None, ""),
        (BAN, {"first": D(1945, 1, 1), "last": D(2100, 12, 31)}, None, ""),
        (BAN, {"first": date.min}, "first", NO_DAY),
        (REPORT, {"effect": LawEffect.SETS_DUE, "due": date.max}, "due", NO_DAY),
        (BAN, {"last": date.max}, "last", NO_DAY),
        (BAN, {"effect": LawEffect.ENDS, "last": D(2020, 1, 1)}, "last", EVENT_LAST),
        (
            BAN,
            {"effect": LawEffect.ENDS, "kind": LawRecord.GUIDANCE},
            "effect",
            "Guidance explains and changes nothing. Choose “explains”, or another kind.",
        ),
        (
            BAN,
            {"effect": LawEffect.SETS_LIMIT, "limit_value": 5.0, "limit_unit": "t"},
            "effect",
            "This obligation is no limit, so no limit can be set for it.",
        ),
        (
            CAP,
            {"effect": LawEffect.SETS_LIMIT, "limit_value": 5.0},
            "limit_value",
            "Give the new limit as a number with its unit.",
        ),
        (CAP, {"effect": LawEffect.SETS_LIMIT, "limit_value": 5.0, "limit_unit": "t"}, None, ""),
        (CAP, {"effect": LawEffect.SETS_LIMIT, "limit_value": 0.0, "limit_unit": "t"}, None, ""),
        (CAP, {"limit_value": 5.0, "limit_unit": "t"}, "limit_value", NO_LIMIT),
        (CAP, {"limit_unit": "t"}, "limit_value", NO_LIMIT),
        (REPORT, {"effect": LawEffect.SETS_DUE}, "due", DUE),
        (REPORT, {"due": D(2020, 1, 1)}, "due", DUE),
        (BAN, {"effect": LawEffect.EXEMPTS}, "states", STATES),
        (BAN, {"states": ("CHN",)}, "states", STATES),
        (
            BAN,
            {"effect": LawEffect.RESTORES},
            "effect",
            "The obligation binds on that day already, so nothing brings it back.",
        ),
        (ENDED, {"effect": LawEffect.RESTORES}, None, ""),
        (BAN, {"source": "s"}, "quotation", CITE),
        (BAN, {"quotation": "Words."}, "quotation", CITE),
        (BAN, {"source": "s", "quotation": "Words."}, None, ""),
        (BAN, {"rejected_by": ("CHN",)}, "reading", READING),
        (BAN, {"reading": "Void."}, "reading", READING),
        (BAN, {"rejected_by": ("CHN",), "reading": "Void."}, None, ""),
    ],
)
def test_a_record_says_what_its_effect_needs_and_no_more(duty, given, field, sentence):
    found = refusal(check_proposal, FULL._replace(**given), duty)
    assert found == (("refused", "law_change", {field: sentence}) if field else None)
