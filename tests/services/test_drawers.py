"""Drawers: what is kept under a name is found by its owner, shared if its owner shares it, and never lost."""

import pytest

from tests.services.desks import AT, LATER, seated
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.services import saved_views
from tracker.services.saved_views import VIEWS


@pytest.fixture
def desk(record):
    with seated(record) as desk:
        yield desk


def _save(desk, name="Waiting, petroleum", place="/claims/?words=petroleum", shared=False, by="analyst"):
    return saved_views.save(desk.session, name=name, place=place, shared=shared, by=desk.people[by], at=AT)


def _seen(desk, by):
    return [row.key for row in VIEWS.of_person(desk.session, person=desk.people[by])]


def test_a_view_has_an_address_made_of_its_name_and_no_two_have_the_same(desk):
    keys = [_save(desk).key, _save(desk, by="reviewer").key, _save(desk, name="石油").key]
    assert keys == ["waiting-petroleum", "waiting-petroleum-2", "view"]


def test_what_is_not_shared_is_nobody_elses_to_see(desk):
    key = _save(desk).key
    with pytest.raises(NotFound):
        VIEWS.get(desk.session, key=key, person=desk.people["admin"])
    VIEWS.rename(desk.session, key=key, name="Petroleum", shared=True, by=desk.people["analyst"])
    row = VIEWS.get(desk.session, key=key, person=desk.people["viewer"])
    assert (row.key, row.name) == (key, "Petroleum")
    with pytest.raises(NotAllowed):
        VIEWS.rename(desk.session, key=key, name="Mine", shared=True, by=desk.people["viewer"])


def test_what_is_removed_comes_back_and_an_administrator_removes_what_is_shared(desk):
    key = _save(desk, shared=True).key
    own = _save(desk, name="A", by="viewer").key
    assert _seen(desk, "viewer") == [own, key]  # one's own first
    VIEWS.remove(desk.session, key=key, by=desk.people["admin"], at=LATER)
    assert _seen(desk, "analyst") == []
    with pytest.raises(NotAllowed):
        VIEWS.bring_back(desk.session, key=key, by=desk.people["viewer"])
    VIEWS.bring_back(desk.session, key=key, by=desk.people["analyst"])
    assert _seen(desk, "analyst") == [key]
    with pytest.raises(Stale):
        VIEWS.bring_back(desk.session, key=key, by=desk.people["analyst"])


@pytest.mark.parametrize(("name", "place"), [("", "/claims/"), ("A", "//evil.example"), ("A", "https://evil.example")])
def test_nothing_without_a_name_and_no_other_site_is_saved(desk, name, place):
    with pytest.raises(RuleBroken):
        _save(desk, name=name, place=place)
