"""Blocks are dealt out to volumes: nothing is lost, the order is kept, and each volume has room for what it holds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exports.documents import copy_of, document
from tracker.exports.outline import (
    Block,
    Bullets,
    Drawing,
    Facts,
    Heading,
    Note,
    Outline,
    Paragraph,
    Quote,
    Run,
    Table,
    TableCell,
    plain,
    words,
)
from tracker.exports.outlining import outline
from tracker.exports.parting import items
from tracker.exports.volumes import LEAST, MOST, Volume, parted, room_beside
from tracker.exports.weighing import NOTE, SIGN, Scale, portion

WORDS = st.text("abc ", max_size=200)
PLAIN = outline(copy_of(document()))


def table(rows: list[str], *, upright: bool = False) -> Table:
    return Table("t", ("a",), (1,), tuple((TableCell(words(row)),) for row in rows), upright=upright)


BLOCKS = st.one_of(
    st.builds(Heading, st.integers(1, 3), WORDS, st.sampled_from(["", "x", "y"])),
    st.builds(Paragraph, st.builds(words, WORDS), st.just("body"), st.sampled_from(["", "y", "z"])),
    st.builds(Bullets, st.lists(st.builds(words, WORDS), max_size=9).map(tuple)),
    st.builds(Quote, WORDS),
    st.builds(Facts, st.lists(st.tuples(WORDS, st.builds(words, WORDS)), max_size=9).map(tuple)),
    st.builds(table, st.lists(WORDS, max_size=20), upright=st.booleans()),
    st.builds(Drawing, WORDS, WORDS, WORDS),
)


def made(*blocks: Block, **changes) -> Outline:
    return replace(PLAIN, **{"summary": (), "body": blocks, "annex": (), "notes": (), **changes})


def units(block: Block) -> list[Block]:
    """A block as its smallest portions, with the caption that the whole has."""
    count = len(Scale(()).units(block))
    parts = [portion(block, at, at + 1) for at in range(count)] if count > 1 else [block]
    return [
        replace(one, caption=one.caption.partition(", rows")[0]) if isinstance(one, Table) else one for one in parts
    ]


def said(volumes: tuple[Volume, ...]) -> list[Block]:
    """Everything that the volumes say, in order, without the headings that only say what goes on."""
    blocks = [block for volume in volumes for block in volume.made.body]
    whole = [one for one in blocks if not (isinstance(one, Heading) and one.text.endswith(", continued"))]
    return [unit for block in whole for unit in units(block)]


@given(st.lists(BLOCKS, max_size=15), st.integers(50_000, 2_000_000))
def test_nothing_is_lost_and_the_order_is_kept(blocks, room) -> None:
    volumes = parted(made(*blocks), room)
    assert said(volumes) == [unit for block in blocks for unit in units(block)]
    assert [volume.name for volume in volumes] == [
        f"Volume {number} of {len(volumes)}" if len(volumes) > 1 else "" for number in range(1, len(volumes) + 1)
    ]


@given(st.lists(BLOCKS, max_size=15), st.integers(400_000, 2_000_000))
def test_a_volume_takes_no_more_than_its_room(blocks, room) -> None:
    scale = Scale(())
    for volume in parted(made(*blocks), room):
        again = [one for one in volume.made.body if isinstance(one, Heading)]
        assert scale.all(volume.made.body) - scale.all(again) <= room


@given(st.lists(BLOCKS, min_size=1, max_size=15), st.integers(50_000, 2_000_000))
def test_no_volume_but_the_last_ends_with_a_heading_and_each_anchor_has_one_volume(blocks, room) -> None:
    volumes = parted(made(*blocks), room)
    assert not any(isinstance(volume.made.body[-1], Heading) for volume in volumes[:-1])
    assert all(volume.made.body for volume in volumes)
    places = [dict(volume.elsewhere) for volume in volumes]
    anchors = {one.anchor for one in blocks if isinstance(one, Heading | Paragraph) and one.anchor}
    if len(volumes) > 1:
        assert sum(len(anchors - place.keys()) for place in places) == len(anchors)


def test_a_report_that_has_room_is_one_volume_as_it_is() -> None:
    assert parted(PLAIN, LEAST) == (Volume(PLAIN),)
    assert parted(made(), 1) == (Volume(made()),)


def test_the_data_that_are_attached_take_room_from_the_blocks() -> None:
    assert room_beside(20_000_000) == room_beside(0) - 20_000_000 < MOST
    assert room_beside(900_000_000) == LEAST


HEAD, PART, TEXT = Heading(1, "Why", "cells"), Heading(2, "Chad", "state-TCD"), Paragraph(words("x"))
ITEM, PICTURE, ROWS = Paragraph(words("1."), anchor="note-1"), Drawing("t", "a", "<svg/>"), table(["a"])


@pytest.mark.parametrize(
    ("blocks", "starts"),
    [
        ([HEAD, PART, TEXT, TEXT, PART, TEXT], [0, 4]),
        ([HEAD, ITEM, TEXT, ITEM, TEXT], [0, 3]),
        ([HEAD, TEXT, ROWS, ROWS], [0, 3]),
        ([HEAD, PICTURE, ROWS, TEXT, PICTURE, ROWS], [0, 4]),
        ([TEXT, HEAD, ROWS], [0, 1]),
    ],
    ids=["headings", "evidence", "tables", "drawings", "what stands before a heading"],
)
def test_where_an_item_begins(blocks, starts) -> None:
    found = list(items(blocks))
    assert [sum(map(len, found[:at])) for at in range(len(found))] == starts


def test_a_footnote_weighs_what_it_takes_and_a_sign_less_than_a_cell_of_words() -> None:
    note = Note(1, words("x" * 100), "note-1")
    bare, noted = Paragraph((Run("a"),)), Paragraph((Run("a", note=1),))
    assert Scale([note]).all([noted]) - Scale([note]).all([bare]) > NOTE
    assert Scale([note]).all([noted, noted]) < Scale([note]).all([noted, bare]) + NOTE // 2
    assert Scale(()).all([Quote("人民")]) == Scale(()).all([Quote("a" * 8)]) > Scale(()).all([Quote("два")])
    assert Scale(()).all([table(["a"])]) > Scale(()).all([table(["a"], upright=True)]) == SIGN


def test_a_section_that_goes_on_says_so_and_a_long_table_names_its_rows() -> None:
    rows = table([f"Row {number} {'x' * 90}" for number in range(100)])
    volumes = parted(made(HEAD, PART, rows), 1_500_000)
    first, second = volumes[0].made.body, volumes[1].made.body
    assert [one.text for one in second if isinstance(one, Heading)] == [
        "Why, continued",
        "Chad, continued",
    ]
    captions = [one.caption for one in (*first, *second) if isinstance(one, Table)]
    assert captions[0].startswith("t, rows 1 to ")
    assert captions[1].startswith(f"t, rows {int(captions[0].split()[4]) + 1} to ")
    assert all(caption.endswith(" of 100") for caption in captions)


def test_what_each_volume_holds_is_said_from_item_to_item() -> None:
    long = Paragraph(words("x" * 1_000))
    states = [block for name in ("Chad", "Cuba", "Fiji", "Peru") for block in (Heading(2, name), long)]
    notes = tuple(Note(number, (), f"note-{number}") for number in range(1, 5))
    claims = [Paragraph(words("x" * 1_000), anchor=note.anchor) for note in notes]
    blocks = (Heading(1, "Why"), *states, Heading(1, "Evidence"), *claims, Heading(1, "Words"), TEXT)
    volumes = parted(made(*blocks, notes=notes), 1_000_000)
    assert [volume.holds for volume in volumes] == [
        "Why (Chad – Fiji)",
        "Why (Peru); Evidence (1 – 3)",
        "Evidence (4); Words",
    ]


def test_the_manifest_is_in_every_volume_and_its_long_values_in_the_last() -> None:
    kept = "; ".join(["f" * 64] * 300)
    annex = (Heading(1, "Manifest", "manifest"), Facts((("Mark", words("urn")), ("Kept copies", words(kept)))))
    volumes = parted(made(*[Paragraph(words("x" * 3_000))] * 9, annex=annex), 2_500_000)
    pairs = [pair for volume in volumes for one in volume.made.body if isinstance(one, Facts) for pair in one.pairs]
    assert [plain(runs) for name, runs in pairs if name == "Mark"] == ["urn"] * len(volumes)
    assert "In the manifest of volume" in {plain(runs)[:25] for name, runs in pairs if name == "Kept copies"}
    whole = [plain(runs) for name, runs in pairs if name.startswith("Kept copies")]
    assert "".join(one for one in whole if not one.startswith("In the manifest")) == kept
