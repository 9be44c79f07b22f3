from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.symbols import (
    Paragraph,
    ResolutionSymbol,
    Slip,
    document_symbol,
    find_mentions,
    parse_document_symbol,
    parse_paragraph,
    parse_symbol,
    slip,
)

R = ResolutionSymbol
SYMBOLS = st.builds(R, st.integers(1, 9999), st.none() | st.integers(1946, 2099))


@pytest.mark.parametrize(
    "text",
    [
        "S/RES/2397",
        "s/res/2397",
        "UNSCR 2397",
        "UNSCR2397",
        "UNSC Resolution 2397",
        "UNSC Res. 2397",
        "UN Security Council Resolution 2397",
        "U.N. Security Council Resolution 2397",
        "UN Security Council's Resolution 2397",
        "the Security Council resolution 2397",
        "Resolution no. 2397",
        "Resolution number 2397",
        "SCR 2397",
        "res. 2397",
        "2397",
        "“Resolution 2397”",
        "Ｓ／ＲＥＳ／２３９７",
        "resolution\u00a02397",
        "S/RES/\u200b2397",
        "резолюция 2397",
        "Резолюция СБ ООН № 2397",
        "резолюции Совета Безопасности 2397",
        "résolution 2397",
        "resolución 2397",
        "resolução 2397",
        "第2397号决议",
        "安理会第2397号决议",
        "決議第2397号",
        "결의 2397호",
        "القرار 2397",
        "قرار مجلس الأمن ٢٣٩٧",
    ],
)
def test_a_resolution_is_read_in_every_usual_spelling(text):
    assert parse_symbol(text) == R(2397)


@pytest.mark.parametrize(
    "text",
    [
        "S/RES/2397 (2017)",
        "S/RES/2397(2017)",
        "S/RES/2397\u00a0(2017)",
        "Ｓ／ＲＥＳ／２３９７（２０１７）",
        "Resolution No. 2397(2017)",
        "res. 2397(2017)",
        "2397 (2017)",
        "resolution 2397 of 2017",
        "第2397(2017)号决议",
    ],
)
def test_the_year_is_kept_where_the_writer_gives_it(text):
    assert parse_symbol(text) == R(2397, 2017)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "none",
        "resolution",
        "02397",
        "23970",
        "0",
        "resolutions 2371 and 2375",
        "resolution 2397, adopted in 2017",
        "A/RES/60/1",
        "resolution 60/251",
        "General Assembly resolution 377",
        "House Resolution 757",
        "Regulation 833 (2014)",
        "2,397",
        "resolution 1080p",
    ],
)
def test_what_names_no_single_council_resolution_is_none(text):
    assert parse_symbol(text) is None


@given(SYMBOLS)
def test_a_printed_symbol_reads_back(symbol):
    assert parse_symbol(symbol.symbol) == symbol
    assert [m.symbol for m in find_mentions(f"under {symbol} and others")] == [symbol]


@pytest.mark.parametrize(("number", "year"), [(0, None), (10_000, None), (2397, 1945), (2397, 2101)])
def test_an_impossible_symbol_is_refused(number, year):
    with pytest.raises(ValueError, match="Council resolution"):
        R(number, year)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Resolutions 1718, 1874, 2087 and 2094", ["1718", "1874", "2087", "2094"]),
        ("UNSCRs 2371, 2375 and 2397", ["2371", "2375", "2397"]),
        ("UNSCR 2270, 2321, 2371, 2375 and 2397", ["2270", "2321", "2371", "2375", "2397"]),
        ("resolutions 1718 (2006), 1874 (2009)", ["1718(2006)", "1874(2009)"]),
        (
            "S/RES/2371(2017), S/RES/2375(2017) and S/RES/2397(2017)",
            ["2371(2017)", "2375(2017)", "2397(2017)"],
        ),
        ("resolution 2371 and resolution 2375", ["2371", "2375"]),
        ("resolutions 82 and 83 on Korea", ["82", "83"]),
        ("резолюции 2375 и 2397", ["2375", "2397"]),
        ("résolutions 2375 et 2397", ["2375", "2397"]),
        ("resolution 2397, adopted on 22nd December 2017", ["2397"]),
        ("resolution 2397 of 22 December 2017", ["2397"]),
        ("resolution 2397 (22 December 2017)", ["2397"]),
        ("resolution 2397, 2017", ["2397"]),
        ("2017 resolution 2397, paragraph 8", ["2397"]),
        ("paragraph 8 of resolution 2397", ["2397"]),
        ("2397 paragraph 8", ["2397"]),
        ("resolution 2375, 400 workers left", ["2375"]),
        ("resolution 2397 and 1,500 tons", ["2397"]),
        ("resolution 2371, 1500 tons", ["2371"]),
        ("resolution 2371, 500 left", ["2371"]),
        ("resolutions 82, 83 and 2397", ["82", "83", "2397"]),
        ("resolutions 1000, 1001 and 999 (1995)", ["1000", "1001", "999(1995)"]),
        ("resolution 2397, 2040", ["2397"]),
        ("draft to extend the panel under resolution 1718", ["1718"]),
        ("Resolution No. 2397(2017); misprints 2321 as '2231 (2016)'", ["2397(2017)", "2231(2016)"]),
        ("sanctions imposed on Dec. 22", []),
        ("the 2017 UN resolution", []),
        ("in 2017 (2018)", []),
        ("89 deliveries and 759,793 barrels in 2018", []),
        ("General Assembly resolution 377", []),
        ("", []),
    ],
)
def test_citations_are_found_in_running_text_and_nothing_else(text, cited):
    assert [m.symbol.symbol.removeprefix("S/RES/") for m in find_mentions(text)] == cited


def test_a_mention_has_its_words_and_its_place():
    (listed, other) = find_mentions("Under resolutions 2371 (2017) and 2375, it says.")
    assert (listed.words, other.words) == ("resolutions 2371 (2017)", "2375")
    assert (listed.start, listed.end, other.start, other.end) == (6, 29, 34, 38)


@given(st.text(alphabet="UNSCRes/0123456789 (),;andof2017.résolution号第决议\u00a0", max_size=60))
def test_a_mention_is_a_slice_of_the_text(text):
    mentions = find_mentions(text)
    assert all(m.words == text[m.start : m.end] for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


def test_a_long_hostile_text_is_read_in_time():
    assert parse_symbol("unsc " * 5000 + "!") is None
    assert parse_paragraph("(a) " * 5000) is None
    assert parse_document_symbol("S/" * 5000 + "!") is None


@pytest.mark.parametrize(
    ("text", "paragraph"),
    [
        ("8(a)(iii)", Paragraph(8, "a", "iii")),
        ("para. 8 (a) (iii)", Paragraph(8, "a", "iii")),
        ("26(b)", Paragraph(26, "b")),
        ("8a", Paragraph(8, "a")),
        ("8(ii)", Paragraph(8, None, "ii")),
        ("OP8", Paragraph(8)),
        ("op. 8(d)", Paragraph(8, "d")),
        ("¶8", Paragraph(8)),
        ("para 8", Paragraph(8)),
        ("paragraph 8 of resolution 2397", Paragraph(8)),
        ("2397 paragraph 8", Paragraph(8)),
        ("2017 resolution 2397, operative paragraph 8", Paragraph(8)),
        ("пункт 8 резолюции 2397", Paragraph(8)),
        ("第8段", Paragraph(8)),
        ("8", Paragraph(8)),
        ("8(a)(iiii)", None),
        ("resolution 2397", None),
        ("2397", None),
        ("none", None),
        ("", None),
    ],
)
def test_a_paragraph_is_read(text, paragraph):
    assert parse_paragraph(text) == paragraph


PARAGRAPHS = st.builds(
    Paragraph,
    st.integers(1, 999),
    st.sampled_from(["a", "b", "h", "w", "aa", "cc"]),
    st.none() | st.sampled_from(["i", "ii", "iv", "ix", "x", "xxxix"]),
) | st.builds(Paragraph, st.integers(1, 999), st.none(), st.none() | st.sampled_from(["i", "v", "xii"]))


@given(PARAGRAPHS)
def test_a_printed_paragraph_reads_back(paragraph):
    assert parse_paragraph(paragraph.text) == paragraph
    assert parse_paragraph(f"paragraph {paragraph} of resolution 2397") == paragraph


def test_paragraphs_stand_in_the_order_of_the_resolution():
    order = ["2", "8", "8(a)", "8(a)(i)", "8(a)(ii)", "8(a)(v)", "8(a)(ix)", "8(b)", "8(aa)", "10"]
    paragraphs = [p for text in order if (p := parse_paragraph(text))]
    assert [p.text for p in sorted(set(paragraphs))] == order


def test_a_paragraph_covers_its_parts():
    whole, part = Paragraph(8), Paragraph(8, "a", "iii")
    assert (whole.covers(part), part.covers(whole)) == (True, False)
    assert (part.meets(whole), part.meets(Paragraph(8, "b"))) == (True, False)


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("S/AC.49/2019/12", "S/AC.49/2019/12"),
        ("SC/15648", "SC/15648"),
        ("S/2020/840", "S/2020/840"),
        ("UN Doc. s/2020/840/add.1", "S/2020/840/Add.1"),
        ("S / 2020 / 151", "S/2020/151"),
        ("S/PRST/2017/16", "S/PRST/2017/16"),
        ("S/PV.8151", "S/PV.8151"),
        ("S/RES/2397 (2017)", "S/RES/2397(2017)"),
        ("Ｓ/2020/840", "S/2020/840"),
        ("resolution 2397", None),
        ("https://undocs.org/S/2020/840", None),
        ("and/or", None),
        ("S/", None),
        ("", None),
    ],
)
def test_a_document_symbol_is_read_into_its_canonical_form(text, symbol):
    assert parse_document_symbol(text) == symbol


@given(st.from_regex(r"S/(AC\.[1-9][0-9]?/)?20[0-9]{2}/[1-9][0-9]{0,3}(/(Add|Corr|Rev)\.[1-9])?", fullmatch=True))
def test_a_canonical_document_symbol_is_left_as_it_is(symbol):
    assert parse_document_symbol(symbol.lower()) == symbol


@pytest.mark.parametrize(
    ("written", "meant", "kind"),
    [
        (R(2379), R(2397, 2017), Slip.EXCHANGED),
        (R(2231, 2016), R(2321, 2016), Slip.EXCHANGED_SAME_YEAR),
        (R(2231, 2016), R(2231, 2015), Slip.YEAR_ONLY),
        (R(2731), R(2371, 2017), Slip.EXCHANGED),
        (R(2375), R(2371, 2017), Slip.ONE_DIGIT),
        (R(2356), R(2397, 2017), Slip.NONE),
        (R(239), R(2397, 2017), Slip.NONE),
        (R(2397), R(2397, 2017), Slip.NONE),
    ],
)
def test_a_slip_between_two_symbols_is_named(written, meant, kind):
    assert slip(written, meant) is kind
    assert bool(kind.words(written.number, meant)) is bool(kind)


@pytest.mark.parametrize(
    ("text", "kept"),
    [("s/ac.49/2019/12", "S/AC.49/2019/12"), ("Box 12, shelf B", "Box 12, shelf B"), ("", "")],
)
def test_a_shelf_mark_stays_as_it_is_written(text, kept):
    assert document_symbol(text) == kept
