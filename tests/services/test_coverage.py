"""Coverage of the record: nobody looked, looked and found nothing, and by whom, in a fixed number of statements."""

from datetime import date

from tests.counting import statements
from tests.databases import SEEDED_AT
from tests.services.desks import AT, DUTY, clocks, seated
from tracker.domain.covering import Cover, LookKind
from tracker.domain.facts import Clocks
from tracker.domain.vocabulary import SearchResult
from tracker.services import comparisons, coverage, searches

NOW = Clocks(date(2020, 6, 30), SEEDED_AT)


def _lines(session, at=NOW, **filters):
    return coverage.of_scope(session, chosen=comparisons.scope(session, **filters), clocks=at)


def test_a_cell_with_claims_counts_them_with_their_sources_and_origins(shared_record):
    (line,) = _lines(shared_record, state="KWT", obligation="r2397-op8-midterm-report")
    assert line.covered.cover is Cover.ACCEPTED
    assert line.covered.counts.claims == line.covered.counts.accepted == 1
    assert line.covered.counts.sources == 2
    assert line.covered.last
    assert line.covered.last.kind is LookKind.REVIEW


def test_only_cells_whose_duty_binds_are_listed_the_emptiest_first(shared_record):
    lines = _lines(shared_record, regime="dprk-1718")
    assert "PRK" not in {line.state.code for line in lines if line.obligation.key == DUTY}
    order = [list(Cover).index(line.covered.cover) for line in lines]
    assert order == sorted(order)
    assert sum(coverage.totals(lines).values()) == len(lines)
    assert _lines(shared_record, Clocks(date(2000, 1, 1), SEEDED_AT), obligation=DUTY) == []


def test_a_search_tells_nobody_looked_from_nothing_found_for_all_duties_of_a_state(record):
    with seated(record) as desk:
        given = {"state": "Tuvalu", "searched": "the list", "searched_on": date(2024, 5, 3), "at": AT}
        asked = clocks(AT)
        (before,) = _lines(desk.session, asked, state="TUV", obligation=DUTY)
        searches.record(desk.session, by=desk.people["analyst"], result=SearchResult.NOTHING, **given)
        (after,) = _lines(desk.session, asked, state="TUV", obligation=DUTY)
        (earlier,) = _lines(desk.session, Clocks(date(2024, 5, 2), AT), state="TUV", obligation=DUTY)
        covers = [line.covered.cover for line in (before, after, earlier)]
        assert covers == [Cover.NOBODY, Cover.NOTHING, Cover.NOBODY]
        assert after.covered.last
        assert after.covered.last.sentence == "3 May 2024, Analyst Person searched"


def test_what_was_not_public_by_the_day_of_the_filter_is_not_counted(shared_record):
    early = Clocks(NOW.as_of, NOW.known_at, public_at=date(2019, 11, 30))
    (line,) = _lines(shared_record, early, state="KWT", obligation="r2397-op8-midterm-report")
    assert line.covered.counts.claims == 0


def test_it_costs_seven_statements_whatever_the_scope(shared_record):
    for filters in ({"obligation": DUTY}, {"regime": "dprk-1718"}):
        chosen = comparisons.scope(shared_record, **filters)
        with statements(shared_record.get_bind()) as sent:
            coverage.of_scope(shared_record, chosen=chosen, clocks=NOW)
        assert len(sent) == 7
