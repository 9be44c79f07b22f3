"""Which revisions are the same, and what a merge does with a claim; then two records that take turns at random."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.domain import exchange
from tracker.domain.exchange import Course, Version

START = datetime(2026, 1, 1, tzinfo=UTC)


def versions(text: str) -> list[Version]:
    """`x1 y2'`: what each says, when, and with a mark that it is known by a name of its own record."""
    return [
        Version(frozenset({part}), part[0], START + timedelta(days=int(part[1])), part) for part in text.split() if part
    ]


CASES = [
    ("a claim that only they have", "", "x1", Course.NEW, (0,), False),
    ("the very same", "x1", "x1", Course.NOTHING, (), False),
    ("logged in both, the same words", "x1", "x2'", Course.NOTHING, (), False),
    ("they edited", "x1", "x1 y2", Course.FORWARD, (1,), False),
    ("they edited twice, we logged it by ourselves", "x3", "x1 y2 z4", Course.FORWARD, (1, 2), False),
    ("we edited", "x1 y2", "x1", Course.NOTHING, (), False),
    ("both edited, theirs is later", "x1 y2", "x1 z3", Course.CONFLICT, (1,), False),
    ("both edited, ours is later", "x1 y3", "x1 z2", Course.CONFLICT, (1,), True),
    ("both edited to the same words", "x1 y2", "x1 y3'", Course.NOTHING, (), False),
    ("both edited at one instant: the same one wins on both sides", "x1 y2", "x1 z2", Course.CONFLICT, (1,), False),
    ("and from the other side", "x1 z2", "x1 y2", Course.CONFLICT, (1,), True),
    ("we took an edit back, they have not seen it", "x1 y2 x3", "x1 y2", Course.NOTHING, (), False),
    ("they took an edit back", "x1 y2", "x1 y2 x3", Course.FORWARD, (2,), False),
    ("they took back what we never saw", "x1", "x1 y2 x3", Course.NOTHING, (), False),
    ("our own old words, told in words of another record", "x1 y2 x3", "x4' y5'", Course.NOTHING, (), False),
    ("nothing in common but what it is about", "x1", "y2", Course.CONFLICT, (0,), False),
    (
        "they merged ours, theirs was later and is put on top again",
        "x1 a2 b4",
        "x1 b4 a2 b5",
        Course.NOTHING,
        (),
        False,
    ),
    ("they went on from there", "x1 a2 b4", "x1 b4 a2 b5 c6", Course.FORWARD, (4,), False),
]


@pytest.mark.parametrize(
    ("here", "told", "course", "added", "again"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_what_becomes_of_a_claim(here, told, course, added, again):
    made = exchange.plan(versions(here), versions(told))
    assert (made.course, made.added, made.again) == (course, added, again)


def _merged(here: list[Version], told: list[Version], now: int) -> list[Version]:
    """A record after a merge, as the service makes it."""
    made = exchange.plan(here, told)
    result = list(here)
    for number, place in made.same.items():
        old = result[place]
        result[place] = Version(old.idents | told[number].idents, old.says, old.at, old.weight)
    result += [told[number] for number in made.added]
    if made.again:
        result.append(Version(frozenset({f"again{now}"}), here[-1].says, START + timedelta(days=now), f"again{now}"))
    return result


@example([("A", "w", False), ("B", "x", False), ("B", "w", False), ("A", "x", True)])  # words that were used again
@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("wxyz"), st.booleans()), max_size=12))
def test_two_records_that_edit_and_merge_in_turns_come_to_say_the_same(steps):
    """Each step is an edit in one of two records and perhaps a merge into it; in the end each merges the other."""
    records = {"A": versions("b0"), "B": versions("b0")}
    for now, (who, says, merges) in enumerate(steps, 1):
        other = records["B" if who == "A" else "A"]
        if merges:
            records[who] = _merged(records[who], other, 2 * now)
        if records[who][-1].says != says:
            name = f"{who}{now}"
            records[who].append(Version(frozenset({name}), says, START + timedelta(days=2 * now + 1), name))
    end = 2 * len(steps) + 2
    for turn in range(2):
        records["A"] = _merged(records["A"], records["B"], end + 2 * turn)
        records["B"] = _merged(records["B"], records["A"], end + 2 * turn + 1)
    assert records["A"][-1].says == records["B"][-1].says
    for who, other in ("AB", "BA"):
        assert exchange.plan(records[who], records[other]).added == ()


def test_a_key_with_the_name_of_another_installation_fits_its_column():
    assert exchange.key_with("ru-pledge", "geneva-desk", 1) == "ru-pledge-geneva-desk"
    assert exchange.key_with("ru-pledge", "geneva-desk", 3) == "ru-pledge-geneva-desk-3"
    assert len(exchange.key_with("k" * 120, "geneva-desk", 2)) == 120


def test_an_ident_tells_texts_apart_however_they_are_cut():
    assert exchange.ident("ab", "c") != exchange.ident("a", "bc")
    assert exchange.ident("é") == exchange.ident("é") != exchange.ident("e")
