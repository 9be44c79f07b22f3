"""How well a cell has been looked at, and which cells come first."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.covering import Beside, Counts, Cover, Covered, Look, LookKind, beside, covered, thinnest_first
from tracker.domain.vocabulary import SearchResult

OLD, NEW = date(2020, 1, 1), date(2026, 1, 1)
NOTHING = Look(OLD, "Ann", LookKind.SEARCH, SearchResult.NOTHING)
SOMETHING = Look(OLD, "Ann", LookKind.SEARCH, SearchResult.SOMETHING)
REVIEW = Look(NEW, "Rita", LookKind.REVIEW)
COVERS = [
    (None, [], Cover.NOBODY),
    (None, [NOTHING], Cover.NOTHING),
    (None, [NOTHING, SOMETHING], Cover.FOUND),
    (Counts(1, 0, 1, 1), [NOTHING], Cover.WAITING),
    (Counts(2, 1, 1, 1), [REVIEW], Cover.ACCEPTED),
]


@pytest.mark.parametrize(("counts", "looks", "cover"), COVERS, ids=[row[2] for row in COVERS])
def test_what_was_done_on_a_cell(counts, looks, cover):
    assert covered("FRA", "d", counts, looks).cover is cover


def test_the_last_look_is_told_and_a_review_goes_first_on_its_day():
    claim = Look(NEW, "Zed", LookKind.CLAIM)
    cell = covered("FRA", "d", Counts(1), [REVIEW, claim, NOTHING])
    assert cell.last == REVIEW
    assert REVIEW.sentence == "1 January 2026, Rita reviewed a claim"


looks = st.lists(st.sampled_from([NOTHING, SOMETHING, REVIEW, Look(NEW, "Zed", LookKind.CLAIM)]), max_size=3)
cells = st.builds(
    covered,
    st.sampled_from(["FRA", "KEN"]),
    st.just("d"),
    st.one_of(st.none(), st.builds(Counts, *[st.integers(0, 3)] * 4)),
    looks,
)


@given(st.lists(cells, max_size=8))
def test_the_emptiest_come_first_and_of_equals_the_stalest(several):
    found = thinnest_first(several)
    assert sorted(map(repr, found)) == sorted(map(repr, several))
    order = [list(Cover).index(cell.cover) for cell in found]
    assert order == sorted(order)
    for first, second in pairwise(found):
        same = (first.cover, first.counts.origins, first.counts.sources) == (
            *(second.cover, second.counts.origins, second.counts.sources),
        )
        if same and first.last and second.last:
            assert first.last.day <= second.last.day


def test_of_cells_at_which_nobody_looked_those_with_most_beside_them_come_first():
    told = [
        Covered("CHN", "coal", Counts(5, 1, 1, 1)),
        Covered("CHN", "oil"),
        Covered("RUS", "oil", Counts(2, 1, 1, 1)),
        Covered("RUS", "coal"),
        Covered("FRA", "coal"),
        Covered("FRA", "art"),
        Covered("CHN", "art"),
    ]
    found = {(cell.state, cell.obligation): cell.beside for cell in beside(told)}
    assert found["CHN", "oil"] == Beside(state=5, duty=2)
    assert found["CHN", "coal"] == Beside(state=0, duty=0)
    nobody = [cell for cell in thinnest_first(beside(told)) if cell.cover is Cover.NOBODY]
    assert [(cell.state, cell.obligation) for cell in nobody] == [
        ("CHN", "oil"),
        ("RUS", "coal"),
        ("FRA", "coal"),
        ("CHN", "art"),
        ("FRA", "art"),
    ]
