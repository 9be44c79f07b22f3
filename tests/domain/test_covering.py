"""How well a cell has been looked at, and which cells come first."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.covering import Counts, Cover, Look, LookKind, covered, thinnest_first
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
