"""What is kept under a name: no place of another site, and nobody's but its owner's."""

import pytest

from tracker.domain import keeping
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.vocabulary import Role


@pytest.mark.parametrize(
    "place", ["/", "/claims/", "/claims/?words=oil&state=RUS", "/matrix/dprk-1718?as_of=2019-12-22"]
)
def test_a_path_of_this_site_may_be_kept(place):
    keeping.check_place(place)


@pytest.mark.parametrize(
    "place",
    [
        "",
        "claims/",
        "//evil.example/",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/claims/\r\nSet-Cookie: a=b",
        "/claims/#here",
        "/\u2028evil",
        "/claims/?words=" + "x" * 2_000,
    ],
)
def test_no_other_place_may_be_kept(place):
    with pytest.raises(RuleBroken) as refused:
        keeping.check_place(place)
    assert (refused.value.noun, refused.value.field) == ("view", "")


@pytest.mark.parametrize(("name", "sentence"), [(" ", "Give the view a name"), ("x" * 101, "at most 100 characters")])
def test_a_name_is_needed_and_not_too_long(name, sentence):
    with pytest.raises(RuleBroken, match=sentence) as refused:
        keeping.check_name("view", name)
    assert refused.value.field == "name"


@pytest.mark.parametrize(
    ("owner", "shared", "roles", "may"),
    [
        (1, False, (), True),
        (2, True, (Role.REVIEWER,), False),
        (2, True, (Role.ADMINISTRATOR,), True),  # of a person who left
        (2, False, (Role.ADMINISTRATOR,), False),
    ],
)
def test_one_changes_what_is_ones_own_and_an_administrator_what_is_shared(owner, shared, roles, may):
    if may:
        keeping.check_owner("view", owner=owner, shared=shared, by=1, roles=roles)
    else:
        with pytest.raises(NotAllowed):
            keeping.check_owner("view", owner=owner, shared=shared, by=1, roles=roles)
