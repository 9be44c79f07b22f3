"""Finding in the record: codes first, then beginnings, then words; of what people keep, only what they may see."""

import pytest

from tests.counting import statements
from tests.services.desks import AT, seated
from tracker.domain.finding import Closeness
from tracker.services import finding, saved_views
from tracker.services.finding import Noun


@pytest.mark.parametrize(
    ("typed", "noun", "key", "state"),
    [
        ("2397 8 russia", Noun.CELL, "r2397-op8-repatriation", "RUS"),
        ("mongolia 2397 ¶8 final", Noun.CELL, "r2397-op8-final-report", "MNG"),
        ("repatriation workers mongolia", Noun.CELL, "r2397-op8-repatriation", "MNG"),
        ("rus", Noun.STATE, "RUS", ""),
        ("North Korea", Noun.STATE, "PRK", ""),
        ("S/RES/2397 (2017)", Noun.RESOLUTION, "S/RES/2397(2017)", ""),
        ("resolution 2397", Noun.RESOLUTION, "S/RES/2397(2017)", ""),
        ("2397 para 8", Noun.OBLIGATION, "r2397-op8-repatriation", ""),
        ("r2397-op8-repatriation", Noun.OBLIGATION, "r2397-op8-repatriation", ""),
        ("dprk-1718", Noun.REGIME, "dprk-1718", ""),
        ("ru-ilyichev-2019-pledge", Noun.CLAIM, "ru-ilyichev-2019-pledge", ""),
        ("diplomat-2018-07", Noun.SOURCE, "diplomat-2018-07", ""),
        ("ilyichev schedule", Noun.CLAIM, "ru-ilyichev-2019-pledge", ""),
    ],
)
def test_what_is_meant_comes_first(shared_record, typed, noun, key, state):
    first = finding.find(shared_record, text=typed)[0]
    assert (first.noun, first.key, first.state) == (noun, key, state)


@pytest.mark.parametrize("typed", ["", "  ", "¶", "(((", "zzzzz qqqqq", "%", "'; --", "x" * 5_000])
def test_what_fits_nothing_finds_nothing(shared_record, typed):
    assert finding.find(shared_record, text=typed) == []


def test_the_order_is_by_closeness_and_no_noun_crowds_out_the_others(shared_record):
    found = finding.find(shared_record, text="1718", most=3)
    assert [one.closeness for one in found] == sorted(one.closeness for one in found)
    assert all([one.noun for one in found].count(noun) <= 3 for noun in Noun)
    assert {Noun.RESOLUTION, Noun.REGIME, Noun.OBLIGATION, Noun.CLAIM} <= {one.noun for one in found}
    assert found[0].closeness is Closeness.EXACT


def test_a_look_takes_few_statements_however_much_is_on_record(shared_record):
    finding.find(shared_record, text="2397 8 russia")  # what is kept by the process is read once
    with statements(shared_record.get_bind()) as seen:
        finding.find(shared_record, text="petroleum 2397")
    assert len(seen) <= 7


def test_a_view_is_found_by_whoever_may_see_it(record):
    with seated(record) as desk:
        mine, other = desk.people["analyst"], desk.people["reviewer"]
        for name, shared in (("Oil that waits", False), ("Oil for all", True)):
            saved_views.save(desk.session, name=name, place="/claims/?words=oil", shared=shared, by=mine, at=AT)

        def views(person):
            found = finding.find(desk.session, text="oil", person=person)
            return [(one.title, one.detail) for one in found if one.noun is Noun.VIEW]

        assert views(mine) == [("Oil for all", "yours"), ("Oil that waits", "yours")]
        assert views(other) == [("Oil for all", "shared by Analyst Person")]
        assert views(None) == []
