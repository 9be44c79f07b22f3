"""The tree of who repeated whom: nothing is lost in it, nothing stands twice, and the order of claims is nothing."""

from collections.abc import Iterator
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.content import HopContent
from tracker.domain.relays import Node, Path, paths_of, tree
from tracker.domain.searching import fold
from tracker.domain.vocabulary import HopRole

SPEAKER, VENUE, WIRE, OUTLET, TRANSLATOR = HopRole
NAME = st.sampled_from(["Reuters", "REUTERS", "Réuters", "Tass", "tass", "A daily"])
STEP = st.builds(
    HopContent,
    st.sampled_from(HopRole),
    NAME,
    st.sampled_from(["", "editor", "envoy"]),
    st.sampled_from(["", "2018", "2018-07-18"]),
)
PATHS = st.lists(
    st.builds(Path, st.sampled_from("abcdef"), st.lists(STEP, min_size=1, max_size=4).map(tuple)), max_size=8
)
Place = tuple[tuple[HopRole, str], ...]


def _ways(nodes: tuple[Node, ...], before: Place = ()) -> Iterator[tuple[str, Place]]:
    """Every claim of a tree with the steps that lead to it."""
    for node in nodes:
        place = (*before, (node.role, fold(node.name)))
        yield from ((claim, place) for claim in node.claims)
        yield from _ways(node.following, place)


def _every(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _every(node.following)


def _place(path: Path) -> Place:
    return tuple((step.role, fold(step.name)) for step in path.steps)


@given(PATHS)
def test_each_path_is_in_the_tree_once_and_nothing_else_is(paths):
    ways = list(_ways(tree(paths)))
    assert sorted(ways) == sorted({(path.claim, _place(path)) for path in paths})


@given(PATHS, st.randoms())
def test_neither_order_nor_repetition_changes_the_tree(paths, dice):
    again = [*paths, *paths]
    dice.shuffle(again)
    assert tree(again) == tree(paths)


@given(PATHS)
def test_steps_beside_one_another_differ_and_stand_in_order(paths):
    def places(nodes):
        return [(list(HopRole).index(node.role), fold(node.name)) for node in nodes]

    for nodes in (tree(paths), *(node.following for node in _every(tree(paths)))):
        assert all(one < other for one, other in pairwise(places(nodes)))


@given(PATHS)
def test_no_name_and_no_office_is_lost_or_made_up(paths):
    given_names = {(step.role, step.name) for path in paths for step in path.steps}
    offices = {(step.office, step.day) for path in paths for step in path.steps} - {("", "")}
    nodes = list(_every(tree(paths)))
    assert {(node.role, node.name) for node in nodes} <= given_names
    assert {pair for node in nodes for pair in node.offices} == offices
    assert {claim for node in tree(paths) for claim in node.carried} == {path.claim for path in paths}


def test_five_outlets_of_one_wire_hang_under_it():
    speaker, wire = HopContent(SPEAKER, "A. Matsegora", "envoy", "2018-07-18"), HopContent(WIRE, "Reuters")
    paths = [Path(f"c{n}", (speaker, wire, HopContent(OUTLET, f"Daily {n}"))) for n in range(5)]
    (root,) = tree(paths)
    assert (root.name, root.offices, len(root.carried)) == ("A. Matsegora", (("envoy", "2018-07-18"),), 5)
    assert [node.name for node in root.following] == ["Reuters"]
    assert [node.name for node in root.following[0].following] == [f"Daily {n}" for n in range(5)]


def test_papers_that_heard_it_at_one_place_hang_under_that_place():
    speaker, venue = HopContent(SPEAKER, "A. Matsegora"), HopContent(VENUE, "press conference in Pyongyang")
    wire, interpreter = HopContent(WIRE, "TASS"), HopContent(TRANSLATOR, "interpreter (not named)")
    paths = [
        Path("c1", (speaker, venue, wire, HopContent(OUTLET, "Izvestia"))),
        Path("c2", (speaker, HopContent(VENUE, "Press conference in Pyongyang"), HopContent(OUTLET, "The Diplomat"))),
        Path("c3", (speaker, venue, interpreter, HopContent(OUTLET, "The Diplomat"))),
    ]
    (root,) = tree(paths)
    (place,) = root.following
    assert (place.role, place.carried) == (VENUE, {"c1", "c2", "c3"})
    assert [(node.role, node.name) for node in place.following] == [
        (WIRE, "TASS"),
        (OUTLET, "The Diplomat"),
        (TRANSLATOR, "interpreter (not named)"),
    ]


def test_a_path_begins_with_the_speaker_even_where_the_record_does_not():
    held = {"speaker": "A. Matsegora", "office": "envoy", "said": "2018"}
    first = HopContent(SPEAKER, "A. Matsegora", "envoy", "2018")
    translator = HopContent(TRANSLATOR, "A reader")
    assert paths_of("c", (), **held) == (Path("c", (first,)),)
    assert paths_of("c", (translator,), **held) == (Path("c", (first, translator)),)
    assert paths_of("c", (HopContent(SPEAKER, "a. matségora"),), **held)[0].steps[0].office == "envoy"
    assert paths_of("c", (HopContent(SPEAKER, "His spokesman"),), **held)[0].steps[0].office == ""


def test_a_speaker_s_own_office_on_the_day_goes_before_that_of_the_claim():
    step = HopContent(SPEAKER, "A. Matsegora", "consul", "2009")
    assert paths_of("c", (step,), speaker="A. Matsegora", office="envoy", said="2018") == (Path("c", (step,)),)


def test_outlets_that_follow_one_another_stand_side_by_side_and_the_last_is_what_was_translated():
    speaker, wire, translator = (
        HopContent(role, name) for role, name in ((SPEAKER, "A"), (WIRE, "W"), (TRANSLATOR, "T"))
    )
    one, two = HopContent(OUTLET, "One"), HopContent(OUTLET, "Two")
    found = paths_of("c", (speaker, wire, one, two, translator), speaker="B", office="", said="")
    assert [path.steps for path in found] == [(speaker, wire, one), (speaker, wire, two, translator)]
    (root,) = tree(found)
    assert root.carried == {"c"}
    assert [node.name for node in root.following[0].following] == ["One", "Two"]
