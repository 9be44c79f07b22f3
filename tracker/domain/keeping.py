"""What people keep by them under a name, views of lists and templates of claims: what that needs, and whose it is."""

from collections.abc import Collection

from tracker.domain.errors import NotAllowed, Problem, RuleBroken
from tracker.domain.remarking import words_problems
from tracker.domain.vocabulary import Role

LONGEST_NAME = 100
LONGEST_PLACE = 2_000


def check_name(noun: str, name: str) -> None:
    """Raise RuleBroken at `name` unless it is one that a list can show."""
    missing = f"Give the {noun} a name by which you will find it again."
    if found := words_problems("name", name, missing=missing, most=LONGEST_NAME):
        raise RuleBroken(noun, *found)


def check_place(place: str) -> None:
    """Raise RuleBroken unless a place is a path on this site, perhaps with a query, that leads nowhere else.

    Two slashes at its head, a backslash or a control character would let a browser read it as another site.
    """
    printable = place.isprintable() and "\\" not in place and "#" not in place
    if not place.startswith("/") or place.startswith("//") or not printable:
        raise RuleBroken.at("view", "", "Only a page of this site can be saved. Open the list first, then save it.")
    if len(place) > LONGEST_PLACE:
        raise RuleBroken.at("view", "", "The filters of this list are too long to be saved. Take some of them off.")


def check_owner(noun: str, *, owner: int, shared: bool, by: int, roles: Collection[str]) -> None:
    """Raise NotAllowed unless it is one's own; an administrator may change what is shared, since people leave."""
    if owner != by and not (shared and Role.ADMINISTRATOR in roles):
        sentence = f"This {noun} is somebody else's. Keep one of your own, or ask them to change it."
        raise NotAllowed(noun, Problem("", sentence))
