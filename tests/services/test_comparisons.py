"""Two moments of the record: what moved is what the two matrices say, each with its causes, in a few statements."""

from dataclasses import replace
from datetime import date, timedelta

from tests.counting import statements
from tests.databases import SEEDED_AT
from tests.services.desks import DUTY, LATER, seated
from tracker.domain.comparing import CauseCode
from tracker.domain.facts import Clocks
from tracker.services import assessments, comparisons, rules

MIDTERM = "r2397-op8-midterm-report"
NOW = Clocks(date(2020, 6, 30), SEEDED_AT)
BEFORE = SEEDED_AT - timedelta(seconds=1)


def _moved(session, before, after, **filters):
    chosen = comparisons.scope(session, **filters)
    return comparisons.compare(session, chosen=chosen, before=before, after=after)


def test_what_moved_is_what_two_matrices_tell_apart_and_each_has_a_cause(shared_record):
    for before in (
        Clocks(date(2018, 1, 31), SEEDED_AT),
        replace(NOW, known_at=BEFORE),
        replace(NOW, public_at=NOW.as_of),
    ):
        found = _moved(shared_record, before, NOW, regime="dprk-1718")
        was, now = (assessments.matrix(shared_record, regime="dprk-1718", clocks=c).decisions for c in (before, NOW))
        told = {(state.code, one.obligation.key) for one in found.moved for state in one.states}
        assert told == {cell for cell in now if (was[cell].outcome, was[cell].assurance) != _said(now[cell])}
        assert all(one.causes for one in found.moved)
        assert found.cells == len(told) > 0


def _said(decision):
    return decision.outcome, decision.assurance


def test_two_versions_of_the_rules_are_compared_like_any_clock_and_are_the_cause(shared_record):
    first, second = (replace(NOW, as_of=date(2020, 1, 1), rules=version) for version in "12")
    there, back = (_moved(shared_record, *pair, regime="dprk-1718") for pair in ((first, second), (second, first)))
    flips = rules.preview(shared_record, number="2", clocks=first).flips
    wanted = {(flip.state.code, flip.obligation.key) for flip in flips if flip.obligation.regime.key == "dprk-1718"}
    assert {(state.code, one.obligation.key) for one in there.moved for state in one.states} == wanted != set()
    assert there.cells == back.cells
    for one in (*there.moved, *back.moved):
        assert [cause.code for cause in one.causes] == [CauseCode.RULES]
        assert one.causes[0].sentence.startswith("By rules of version ")


def test_a_moment_and_itself_have_nothing_between_them(shared_record):
    assert _moved(shared_record, NOW, NOW, state="Russia").moved == []


def test_an_accepted_claim_is_named_with_the_day_of_its_review_and_its_source(shared_record):
    (one,) = _moved(shared_record, replace(NOW, known_at=BEFORE), NOW, state="KWT", obligation=MIDTERM).moved
    assert (one.before.outcome.value, one.after.outcome.value) == ("overdue", "fulfilled")
    (cause,) = one.causes
    assert cause.code is CauseCode.ACCEPTED
    assert cause.sentence.startswith("It was accepted on 23 November 2026, and cites ")


def test_states_that_move_by_the_law_alone_are_told_together(shared_record):
    found = _moved(shared_record, replace(NOW, as_of=date(2019, 3, 22)), replace(NOW, as_of=date(2019, 3, 23)))
    (largest,) = (one for one in found.moved if one.obligation.key == MIDTERM and len(one.states) > 100)
    assert [cause.sentence for cause in largest.causes] == ["The due date, 22 March 2019, passed."]


def test_a_withdrawal_is_the_cause(record):
    with seated(record) as desk:
        key = desk.log()
        desk.decide(key)
        desk.session.flush()
        before = Clocks(date(2020, 6, 30), LATER)
        from tracker.services import claims

        at = LATER + timedelta(hours=1)
        claims.withdraw(desk.session, key=key, by=desk.people["analyst"], at=at, reason="x")
        found = _moved(desk.session, before, replace(before, known_at=at), obligation=DUTY)
        assert [cause.sentence for one in found.moved for cause in one.causes] == ["It was withdrawn."]


def test_the_number_of_statements_does_not_grow_with_what_moved(shared_record):
    counts = []
    for filters in ({"obligation": MIDTERM}, {"regime": "dprk-1718"}):
        chosen = comparisons.scope(shared_record, **filters)
        with statements(shared_record.get_bind()) as sent:
            comparisons.compare(shared_record, chosen=chosen, before=replace(NOW, known_at=BEFORE), after=NOW)
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 20
