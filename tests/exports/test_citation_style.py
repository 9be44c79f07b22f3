"""Citations in words: as the style has them, and with every word as it was written."""

import time
from dataclasses import replace

import pytest
from citeproc import CitationStylesStyle
from hypothesis import given
from hypothesis import strategies as st

from tests.exports.documents import FORMULAS, HOSTILE, PLEDGE, document
from tracker.domain import public_edition
from tracker.domain.report import ReportCitation
from tracker.exports.citation_shapes import STYLE
from tracker.exports.citation_style import cited, date_parts, located

PRESS = PLEDGE.citations[0]
PAPER = replace(PRESS, symbol="S/2019/171", locator="para. 12")


def test_the_style_is_valid_by_the_schema_of_the_language() -> None:
    CitationStylesStyle(str(STYLE))  # an invalid one warns, and a warning is an error


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Interfax, 31 January 2018, third paragraph, available at https://example.org/1?a=1&b=2"),
        ({"published": "2018-01", "locator": ""}, "Interfax, January 2018, available at https://example.org/1?a=1&b=2"),
        ({"published": "2018", "address": "", "locator": "page 4"}, "Interfax, 2018, p. 4"),
        ({"published": "early 2018", "address": "", "locator": ""}, "Interfax, early 2018"),
        ({"published": "about 3 May 2018", "address": "", "locator": ""}, "Interfax, about 3 May 2018"),
        ({"published": "", "address": "", "locator": "¶¶ 3–5", "publisher": ""}, "paras. 3–5"),
    ],
)
def test_press_is_cited_by_title_publisher_day_and_address(changes, words) -> None:
    assert cited(replace(PRESS, **changes)) == f"“Россия выполнит”, {words}"


@pytest.mark.parametrize(
    ("locator", "words"),
    [
        ("", "S/2019/171"),
        ("paragraph 8", "S/2019/171, para. 8"),
        ("paragraph 8 (b)", "S/2019/171, para. 8 (b)"),
        ("Paragraphs 8 and 9", "S/2019/171, paras. 8 and 9"),
        ("pp. 3-5", "S/2019/171, pp. 3-5"),
        ("§ 4", "S/2019/171, sect. 4"),
        ("chapter 2", "S/2019/171, chap. 2"),
        ("annex I", "S/2019/171, annex I"),
        ("paragraph before the last", "S/2019/171, paragraph before the last"),
    ],
)
def test_a_document_is_cited_by_symbol_and_place_alone(locator, words) -> None:
    assert cited(replace(PAPER, locator=locator)) == words


def test_an_author_stands_first_and_a_withheld_source_has_no_quotation_marks() -> None:
    assert cited(replace(PRESS, author="A. Writer", address="", locator="")).startswith("A. Writer, “Россия")
    claim = replace(PLEDGE, citations=(replace(PRESS, publication="restricted"),))
    told = public_edition.public(document(evidence=(claim,))).evidence[0]
    assert cited(told.citations[0]) == f"{public_edition.SOURCE}, {public_edition.WITHHELD}"


@pytest.mark.parametrize("words", [*HOSTILE.values(), *FORMULAS.values()], ids=[*HOSTILE, *FORMULAS])
def test_hostile_words_come_out_literally(words) -> None:
    said = cited(replace(PRESS, author=words, title=words, publisher=words, published="", address=words, locator=words))
    assert said == f"{words}, “{words}”, {words}, {words}, available at {words}"


@given(st.text(min_size=1), st.text(min_size=1), st.sampled_from(["", "2018", "2018-02-03"]))
def test_any_words_come_out_literally(title, place, published) -> None:
    made = ReportCitation(title, "", "", published, "", "", "", f"annex {place}", "", "")
    day = {"": "", "2018": "2018, ", "2018-02-03": "3 February 2018, "}[published]
    assert cited(made) == f"“{title}”, {day}annex {place}"


def test_marks_of_our_own_in_the_words_are_words() -> None:
    assert (
        cited(replace(PAPER, symbol="\ue0001\ue001", locator="p. \ue0000\ue001")) == "\ue0001\ue001, p. \ue0000\ue001"
    )


def test_days_and_places_are_read() -> None:
    assert date_parts("18 July 2018") == (2018, 7, 18)
    assert [date_parts(text) for text in ("", "some day", "mid 2018", "1 May 2018 to 3 May 2018")] == [()] * 4
    assert located("page 12, table 3") == ("page", "12, table 3")


def test_some_thousands_of_citations_take_no_time_that_anybody_notices() -> None:
    began = time.process_time()
    for n in range(5_000):
        cited(replace(PRESS, title=f"Title {n}", published=f"2018-{n % 12 + 1:02}-{n % 28 + 1:02}"))
    assert time.process_time() - began < 5
