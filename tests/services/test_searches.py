"""Searches: a blank cell tells "nobody looked" from "looked, nothing there", and no search changes an outcome."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from tests.counting import statements
from tests.services.desks import AT, DUTY, LATER, clocks, seated
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken
from tracker.domain.facts import Clocks
from tracker.domain.looking import Looked, is_known
from tracker.domain.vocabulary import SearchResult
from tracker.services import assessments, law, searches

DAY = date(2024, 5, 3)


@pytest.fixture
def desk(record):
    with seated(record) as desk:
        yield desk


def _search(desk, by="analyst", **changes):
    given = {"state": "Tuvalu", "searched": "the Committee's website", "searched_on": DAY, "at": AT}
    given |= {"result": SearchResult.NOTHING} | changes
    return searches.record(desk.session, by=desk.people[by], **given)


def _of_cell(desk, asked, state="TUV", key=DUTY):
    duty = law.obligation(desk.session, key=key).id
    return [row.id for row in searches.of_cell(desk.session, state=state, obligation=duty, clocks=asked)]


def test_a_search_says_who_looked_where_and_when(desk):
    row = _search(desk, obligation=DUTY)
    (found,) = searches.browse(desk.session, clocks=clocks()).rows
    assert found.id == row.id
    assert searches.sentence(found) == (
        "Looked: the Committee's website, on 3 May 2024 by Analyst Person; nothing found."
    )


@pytest.mark.parametrize(
    ("as_of", "known_at", "known"),
    [
        (DAY, LATER, True),
        (DAY - timedelta(days=1), LATER, False),
        (DAY, AT, True),
        (DAY, AT - timedelta(seconds=1), False),
    ],
    ids=["on the day", "the day before", "when it was recorded", "before it was recorded"],
)
def test_a_search_is_known_from_its_day_and_its_instant_in_sql_as_in_the_rule(desk, as_of, known_at, known):
    row = _search(desk, obligation=DUTY)
    asked = Clocks(as_of, known_at)
    assert bool(_of_cell(desk, asked)) is known
    looked = Looked(row.searched, row.searched_on, "", row.result, row.recorded_at)
    assert is_known(looked, asked) is known


def test_a_search_without_a_duty_is_one_for_all_of_the_state_s_duties_and_no_other_state_s(desk):
    row = _search(desk)
    asked = clocks()
    assert _of_cell(desk, asked) == _of_cell(desk, asked, key="r2397-op8-final-report") == [row.id]
    assert _of_cell(desk, asked, state="CHN") == []


def test_a_search_for_one_duty_says_nothing_of_another(desk):
    _search(desk, obligation=DUTY)
    assert _of_cell(desk, clocks(), key="r2397-op8-final-report") == []


@pytest.mark.whole_record
def test_many_cells_agree_with_each_and_take_one_statement(desk, record: Engine):
    _search(desk)
    _search(desk, state="China", obligation=DUTY)
    _search(desk, state="Mali", searched_on=date(2026, 1, 1))
    duties, states = law.obligations(desk.session, regime="dprk-1718"), law.states(desk.session, together=True)
    codes, asked = {state.code for state in states}, clocks(LATER, date(2025, 1, 1))
    with statements(desk.session.connection()) as sent:
        looked = searches.looked_at(desk.session, states=codes, obligations=duties, clocks=asked)
    assert len(sent) == 1
    assert looked == {("CHN", DUTY), *(("TUV", duty.key) for duty in duties)}
    assert all(_of_cell(desk, asked, code, DUTY) for code in ("TUV", "CHN"))


def test_the_newest_search_of_each_duty_stands_for_a_state(desk):
    _search(desk, obligation=DUTY)
    newer = _search(desk, obligation=DUTY, searched_on=date(2025, 1, 1))
    whole = _search(desk)
    duty = law.obligation(desk.session, key=DUTY).id
    found = searches.of_state(desk.session, state="TUV", clocks=clocks())
    assert {key: row.id for key, row in found.items()} == {duty: newer.id, None: whole.id}


@pytest.mark.parametrize("result", SearchResult)
def test_no_search_changes_an_outcome(desk, result):
    asked = clocks(LATER, date(2025, 1, 1))
    before = assessments.matrix(desk.session, regime="dprk-1718", clocks=asked).decisions
    cell = assessments.cell(desk.session, state="TUV", obligation=DUTY, clocks=asked).assessment
    _search(desk, obligation=DUTY, result=result)
    _search(desk, result=result)
    assert assessments.matrix(desk.session, regime="dprk-1718", clocks=asked).decisions == before
    assert assessments.cell(desk.session, state="TUV", obligation=DUTY, clocks=asked).assessment == cell


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"searched": ""}, "searched"),
        ({"searched": "x" * 501}, "searched"),
        ({"terms": "x" * 501}, "terms"),
        ({"language": "x" * 21}, "language"),
        ({"note": "x" * 5_001}, "note"),
        ({"searched_on": date(2030, 1, 1)}, "searched_on"),
        ({"searched_on": date(1900, 1, 1)}, "searched_on"),
    ],
)
def test_a_record_that_is_not_whole_is_refused_at_the_field(desk, changes, field):
    with pytest.raises(RuleBroken) as refused:
        _search(desk, **changes)
    assert refused.value.field == field


@pytest.mark.parametrize("changes", [{"state": "Atlantis"}, {"obligation": "r1-op1"}])
def test_a_state_or_duty_that_is_not_on_record_is_not_found(desk, changes):
    with pytest.raises(NotFound):
        _search(desk, **changes)


@pytest.mark.parametrize("person", ["viewer", "admin"])
def test_only_analysts_and_reviewers_record_searches(desk, person):
    with pytest.raises(NotAllowed):
        _search(desk, person)
