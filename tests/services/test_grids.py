"""The leanest form of a matrix says what the matrix says."""

from datetime import date

from tracker import clock
from tracker.domain.facts import Clocks
from tracker.services import assessments, law_book


def test_the_grid_is_the_matrix_in_another_form(shared_record):
    clocks = Clocks(date(2020, 6, 30), clock.now())
    matrix = assessments.matrix(shared_record, regime="dprk-1718", clocks=clocks)
    book = law_book.read(shared_record)
    columns = book.of_regime("dprk-1718")
    grid = assessments.grid(shared_record, regime="dprk-1718", clocks=clocks, obligations=columns, book=book)
    places = {
        (state, key): grid.decisions[grid.cells[row][column]]
        for row, state in enumerate(grid.states)
        for column, key in enumerate(grid.obligations)
    }
    assert places == matrix.decisions
    assert len(set(grid.decisions)) == len(grid.decisions) > 1
    assert grid.spoken == {code for code, _ in matrix.recorded}
