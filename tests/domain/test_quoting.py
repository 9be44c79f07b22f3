"""A quotation is the words of the text, or it is not, in every script."""

from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.domain.quotations import PASSAGES, Case, altered, cases, joined, words_of
from tracker.domain.alignment import LONGEST, Segment
from tracker.domain.quoting import CONTEXT, FARTHEST, Anchor, Span, again, anchor, in_a_line, mentions
from tracker.domain.vocabulary import Change, QuoteVerdict

EXACT, NORMALISED, NEAR, NOT_FOUND, UNCHECKED = QuoteVerdict
CASES = cases()
ALTERED = altered(300)
TEXT = (
    "12. The Government stated that all workers had been repatri-\nated by 22 December 2019. “We take our duties"
    " seriously”, the en-\nvoy added, and recalled the mid-\nterm report.\n\f13. No fewer than 2,500 non-compliance"
    " notices had been translated, the envoy added."
)
WORDS_OF_TEXTS = ("the", "state", "said", "workers", "left", "ports", "2,500", "mid-term", "l’État")
WORDS = st.lists(st.sampled_from(WORDS_OF_TEXTS), max_size=40)


def _text_of(found: Anchor) -> str:
    return "".join(part.words for part in found.difference if part.change is not Change.ADDED)


def test_the_corpus_is_as_large_as_promised():
    assert len(CASES) >= 300
    assert len({(case.text, case.quotation) for case in CASES}) == len(CASES)
    assert min(Counter(case.verdict for case in CASES).values()) >= 40
    assert len(PASSAGES) == 8


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_quotation_has_the_right_verdict(case: Case):
    found = anchor(case.text, case.quotation)
    assert found.verdict is case.verdict
    if found.start is not None:
        assert found.exact == case.text[found.start : found.end]
    if found.verdict is NEAR:
        assert _text_of(found) == found.exact
        assert any(part.change in (Change.ADDED, Change.REMOVED) for part in found.difference)


@pytest.mark.parametrize("case", ALTERED, ids=str)
def test_no_quotation_altered_by_one_word_stands(case: Case):
    found = anchor(case.text, case.quotation)
    assert found.verdict is NEAR
    assert _text_of(found) == found.exact
    assert any(part.change in (Change.ADDED, Change.REMOVED) for part in found.difference)


@pytest.mark.parametrize(
    ("quotation", "verdict", "exact"),
    [
        pytest.param("all workers", EXACT, "all workers", id="as it stands"),
        pytest.param("  all workers\n", EXACT, "all workers", id="blanks around are no words"),
        pytest.param("repatriated by", NORMALISED, "repatri-\nated by", id="a word broken by the printer"),
        pytest.param("the mid-term report", NORMALISED, "the mid-\nterm report", id="a compound broken at its hyphen"),
        pytest.param("“all workers.”", NORMALISED, "all workers", id="enclosed and closed by who quotes"),
        pytest.param("… all workers …", NORMALISED, "all workers", id="an ellipsis around"),
        pytest.param("all workers!", NOT_FOUND, "", id="another mark closes another sentence"),
        pytest.param("all\u00a0workers", NORMALISED, "all workers", id="another space"),
        pytest.param("late", NOT_FOUND, "", id="a part of a word is no word"),
        pytest.param("compliance notices", NOT_FOUND, "", id="a word without its negation is another"),
        pytest.param("500 non-compliance notices", NOT_FOUND, "", id="a part of a number is another number"),
        pytest.param("all labourers", NOT_FOUND, "", id="a short quotation altered is like nothing"),
        pytest.param("ALL WORKERS", NOT_FOUND, "", id="case is wording"),
        pytest.param("…", NOT_FOUND, "", id="a mark alone"),
        pytest.param("—", NOT_FOUND, "", id="a dash alone"),
    ],
)
def test_what_stands_and_what_does_not(quotation, verdict, exact):
    found = anchor(TEXT, quotation)
    assert (found.verdict, found.exact) == (verdict, exact)


@pytest.mark.parametrize(("text", "quotation"), [("", "words"), (" \n\f", "words"), ("a text", ""), ("a text", " ")])
def test_without_text_or_quotation_nothing_is_checked(text, quotation):
    assert anchor(text, quotation) == Anchor(UNCHECKED)


def test_the_difference_is_shown_in_words():
    found = anchor(TEXT, "no fewer than 2,500 non-compliance notices have been translated")
    assert found.verdict is NEAR
    assert found.difference == (
        Segment(Change.REMOVED, "No"),
        Segment(Change.ADDED, "no"),
        Segment(Change.KEPT, " fewer than 2,500 non-compliance notices"),
        Segment(Change.REMOVED, " had"),
        Segment(Change.ADDED, " have"),
        Segment(Change.KEPT, " been translated"),
    )
    assert found.difference_line == (
        "[-No-] {+no+} fewer than 2,500 non-compliance notices [-had-] {+have+} been translated"
    )


def test_what_both_have_is_shortened_in_a_line():
    kept = Segment(Change.KEPT, "one two three four five six seven eight nine ten eleven twelve thirteen")
    line = in_a_line((kept, Segment(Change.ADDED, "more")))
    assert line == "one two three four five six … nine ten eleven twelve thirteen {+more+}"


@pytest.mark.parametrize(
    ("text", "quotation", "removed", "added"),
    [
        (
            "They said that they would re-sign the treaty in May.",
            "said that they would resign the treaty",
            "re-sign",
            "resign",
        ),
        ("It found 2,500 notices of breach on the ship.", "found 500 notices of breach on the ship", "2,500", "500"),
        (
            "It spoke of non-compliance by the state in its note.",
            "compliance by the state in its note",
            "non-compliance",
            "compliance",
        ),
        ("قال إن الرجل يُقتل في السجن كل يوم", "قال إن الرجل يَقتل في السجن كل يوم", "يُقتل", "يَقتل"),
        ("모든 노동자를 송환하였다고 보고하였다.", "모든노동자를 송환하였다고 보고하였다.", "노", "노"),
        ("모든 노동자를 송환하지 않았다.", "모든 노동자를 송환하", "지", ""),
    ],
)
def test_what_turns_the_sense_is_near_and_shown(text, quotation, removed, added):
    found = anchor(text, quotation)
    assert found.verdict is NEAR
    assert "".join(part.words for part in found.difference if part.change is Change.REMOVED).strip() == removed
    assert "".join(part.words for part in found.difference if part.change is Change.ADDED).strip() == added


@pytest.mark.parametrize("dots", ["...", "…", "[...]", "[…]", "(...)", ". . .", "……", "（…）"])
def test_an_ellipsis_leaves_words_out(dots):
    found = anchor(TEXT, f"The Government stated that {dots} repatriated by 22 December")
    assert found.verdict is NORMALISED
    assert found.exact == "The Government stated that all workers had been repatri-\nated by 22 December"


def test_an_ellipsis_of_the_text_itself_is_quoted_as_it_stands():
    text = "He said: we will … comply in time. We will never say that we comply in time."
    assert anchor(text, "we will … comply in time").verdict is EXACT
    assert anchor(text, "we will ... comply in time").verdict is NORMALISED


@pytest.mark.parametrize(
    ("text", "quotation", "verdict"),
    [
        ("the state " + "x " * 100 + "did comply", "the state … did comply", NORMALISED),
        ("the state " + "x " * FARTHEST + "did comply", "the state … did comply", NOT_FOUND),
        ("did comply, said the state", "the state … did comply", NOT_FOUND),
        ("It did not, it was sure, comply with this.", "It did … comply", NEAR),
    ],
    ids=["not far", "too far", "in the wrong order", "a part of one word, which may be any"],
)
def test_parts_stand_in_order_and_not_far_apart(text, quotation, verdict):
    assert anchor(text, quotation).verdict is verdict


def test_a_part_that_is_only_near_makes_the_whole_near():
    found = anchor(TEXT, "The Government stated … seriously”, the delegate added, and recalled the mid-term report")
    assert found.verdict is NEAR
    assert found.difference_line.startswith("The Government stated […] seriously")
    assert "[-en- voy-] {+delegate+}" in found.difference_line
    assert _text_of(found) == found.exact


def test_of_several_places_the_one_near_the_hint_is_taken():
    first, last = TEXT.index("added"), TEXT.rindex("added")
    assert anchor(TEXT, "added").start == first
    assert anchor(TEXT, "added", near=last - 5).start == last
    wording = [anchor(TEXT, "the\nenvoy\nadded", near=near).start for near in (None, 0, last)]
    assert wording == [TEXT.index("the en-"), TEXT.index("the en-"), TEXT.rindex("the envoy")]


def test_the_selectors_are_those_of_the_web_annotation_model():
    found = anchor(TEXT, "the mid-term report")
    start = TEXT.index("the mid-")
    assert found.selector == [
        {
            "type": "TextQuoteSelector",
            "exact": "the mid-\nterm report",
            "prefix": TEXT[start - CONTEXT : start],
            "suffix": TEXT[start + 20 : start + 20 + CONTEXT],
        },
        {"type": "TextPositionSelector", "start": start, "end": start + 20},
    ]
    assert anchor(TEXT, "nothing of the kind").selector == []


def test_positions_count_code_points():
    found = anchor("\U0001f6a2\U0001f6a2 ship", "ship")
    assert (found.start, found.end) == (3, 7)


def test_a_stored_anchor_is_found_again_where_its_surroundings_are():
    stored = anchor(TEXT, "the envoy added", near=len(TEXT))
    moved = "He heard what the envoy added first.\n" * 3 + TEXT
    found = again(moved, stored)
    assert found.start == moved.rindex("the envoy added")
    assert (found.verdict, found.prefix, found.suffix) == (EXACT, stored.prefix, stored.suffix)


@pytest.mark.parametrize(
    ("quotation", "text", "verdict"),
    [
        pytest.param("all workers", TEXT, EXACT, id="nothing has changed"),
        pytest.param("mid-term report", TEXT, NORMALISED, id="it never was exact"),
        pytest.param("all workers", TEXT.replace("all workers", "all\nworkers"), NORMALISED, id="set in another way"),
        pytest.param("all workers", TEXT.replace("workers", "men"), NOT_FOUND, id="gone"),
        pytest.param("the government stated that all workers had been repatriated", TEXT, NEAR, id="near, and no more"),
        pytest.param("all workers", "", UNCHECKED, id="no text any more"),
        pytest.param("not in it", TEXT, NOT_FOUND, id="it never had a place"),
    ],
)
def test_a_verdict_does_not_mend_when_it_is_looked_for_again(quotation, text, verdict):
    stored = anchor(TEXT, quotation)
    found = again(text, stored)
    assert found.verdict is verdict
    assert bool(found.difference) is (verdict is NEAR)


@pytest.mark.parametrize(
    ("cited_as", "found"),
    [
        ("Resolution 2356, passed last June", []),
        ("resolution 2356, passed last June", ["resolution 2356,\npassed last June"]),
        ("resolution 2356", ["resolution 2356", "resolution\u00a02356"]),
        ("resolution 235", []),
        ("a resolution … last June", ["a resolution", "last June"]),
        ("", []),
    ],
)
def test_a_citation_is_marked_wherever_it_stands(cited_as, found):
    text = "He named a resolution 2356,\npassed last June. Again: resolution\u00a02356."
    assert [text[span.start : span.end] for span in mentions(text, cited_as)] == found


def test_mentions_do_not_overlap():
    assert mentions("na na na na", "na na") == (Span(0, 5), Span(6, 11))


def test_the_worse_of_two_verdicts_holds():
    assert [EXACT.at_best(other) for other in QuoteVerdict] == list(QuoteVerdict)
    assert NEAR.at_best(NORMALISED) is NEAR
    assert [verdict for verdict in QuoteVerdict if verdict.stands] == [EXACT, NORMALISED]


# --- for every text ---------------------------------------------------------------------------------------


@given(st.sampled_from([(language, passage) for language in PASSAGES for passage in PASSAGES[language]]), st.data())
def test_any_words_of_a_text_are_exact_and_their_place_gives_them_back(chosen, data):
    language, passage = chosen
    words = words_of(passage, language)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    quotation = joined(words[first:last], language)
    found = anchor(passage, quotation)
    assert found.verdict is EXACT
    assert passage[found.start : found.end] == quotation


@given(st.text(max_size=200), st.text(max_size=80), st.none() | st.integers(-5, 300))
def test_no_text_and_no_quotation_break_it(text, quotation, near):
    found = anchor(text, quotation, near=near)
    assert found.exact == ("" if found.start is None else text[found.start : found.end])
    assert not found.difference or (_text_of(found) == found.exact and found.verdict is NEAR)
    assert again(text, found).verdict.at_best(found.verdict) is again(text, found).verdict
    assert all(0 <= start < end <= len(text) for start, end in mentions(text, quotation))


@settings(max_examples=200)
@given(WORDS, WORDS)
def test_a_verdict_of_exact_means_that_the_words_are_there(text, quotation):
    found = anchor(" ".join(text), "\n".join(quotation))
    stands = any(text[i : i + len(quotation)] == quotation for i in range(len(text) - len(quotation) + 1))
    assert found.verdict.stands is (bool(text and quotation) and stands)


@given(WORDS, WORDS)
@example(["state", "the", "the"], ["the", "state", "the", "the"])
def test_a_near_passage_shows_both_sides_whole(text, quotation):
    found = anchor(" ".join(text), " ".join(quotation))
    if found.verdict is NEAR:
        theirs = "".join(part.words for part in found.difference if part.change is not Change.REMOVED)
        assert theirs.split() == quotation
        assert _text_of(found) == found.exact


def test_the_work_is_bounded_on_a_large_text_and_a_long_quotation():
    """Repetition is the worst case: everything is found everywhere."""
    large = "The workers were sent home in time. " * 10_000
    assert anchor(large, "The workers were sent back in time. " * 50).verdict is NEAR
    assert anchor("一" * 100_000, ("一" * 6 + "二") * 280).verdict is NOT_FOUND
    assert anchor("a" * 300_000, "a" * 20).verdict is NOT_FOUND
    assert anchor("some text", ". " * 20_000 + "x" + "…“ " * 5_000).verdict is NOT_FOUND
    long = "one and the other " * (LONGEST // 10)
    assert anchor(long + "end", long + "finish").verdict is NOT_FOUND
