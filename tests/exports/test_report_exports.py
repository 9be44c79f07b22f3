"""Exports of a report: the same bytes every time, whole, and text stays text."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import html5lib
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tests.exports.documents import (
    FEW,
    FORMULAS,
    HOSTILE,
    MANIFEST,
    RETURN,
    SPOKEN,
    copy_of,
    document,
    saying,
)
from tracker import exports
from tracker.domain import proofs
from tracker.domain.report_copy import MARK, Approved, Ended, EndKind, ReportCopy
from tracker.domain.vocabulary import Edition, Outcome, ReportKind
from tracker.exports import as_csv, as_html, as_json, marks
from tracker.exports.formulas import guarded
from tracker.exports.outlining import reading

GOLDEN = Path(__file__).parent / "golden"
COPY = copy_of(document())
TEXT = COPY.text
READ = [name for name, fmt in exports.FORMATS.items() if fmt.mimetype.startswith(("text/", "application/json"))]
"""The formats that are text. Those of office programs have tests of their own, which read them back."""


def made(fmt: str, copy: ReportCopy = COPY) -> bytes:
    """The copy in a format."""
    return exports.FORMATS[fmt].render(copy)


@pytest.mark.parametrize("fmt", READ)
def test_an_export_is_its_golden_file_byte_for_byte(fmt) -> None:
    assert made(fmt) == (GOLDEN / f"report.{fmt}").read_bytes()


@pytest.mark.parametrize("earlier", ["1", "2", "3"])
def test_a_document_of_an_earlier_format_is_still_read(earlier) -> None:
    found = as_json.parse((GOLDEN / f"report-format-{earlier}.json").read_text())
    assert (found.kind, found.edition, found.manifest) == (ReportKind.MATRIX, Edition.FULL, None)
    assert "Workers, “early” &amp; late" in made("html", copy_of(found)).decode()


@pytest.mark.parametrize("fmt", exports.FORMATS)
def test_the_same_copy_gives_the_same_bytes_twice(fmt) -> None:
    assert made(fmt) == made(fmt)


def test_a_report_over_what_was_public_names_the_day_in_every_format_and_is_read_back() -> None:
    public = document(public_at=date(2020, 3, 31))
    copy = copy_of(public)
    assert as_json.parse(copy.text) == public
    assert '"public_at":"2020-03-31"' in copy.text
    assert {row["public_at"] for row in rows(made("csv", copy))} == {"2020-03-31"}
    page = made("html", copy).decode()
    assert (page.count("31 March 2020"), page.count("2020-03-31")) == (1, 1)
    assert '"public_at":null' in TEXT


def test_the_json_export_holds_the_very_text_that_is_frozen() -> None:
    envelope = json.loads(made("json"))
    assert rfc8785.dumps(envelope["report"]).decode() == TEXT
    assert (envelope["digest"], envelope["mark"]) == (as_json.digest(TEXT), COPY.mark)
    assert as_json.canonical(as_json.parse(TEXT)) == TEXT


@pytest.mark.parametrize("fmt", READ)
def test_every_export_names_its_report_its_digest_and_that_it_is_no_legal_finding(fmt) -> None:
    text = made(fmt).decode()
    assert "analytical assessment of recorded statements and not a legal finding" in text
    found = MARK.search(text)
    assert found is not None
    assert found[0] == COPY.mark


@pytest.mark.parametrize("fmt", READ)
def test_every_export_says_who_approved_and_how_it_ended(fmt) -> None:
    at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    ended = Ended(EndKind.SUPERSEDED, "Rita Reviewer", at, "A source was retracted.", successor=9)
    text = made(fmt, replace(COPY, approved=Approved("Rita Reviewer", at), ended=ended)).decode()
    assert "Rita Reviewer" in text
    assert "A source was retracted." in text
    assert "Not approved" in made("html").decode()


def rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode(), newline=""), strict=True))


def test_csv_has_one_row_a_cell_and_ends_lines_as_the_standard_says() -> None:
    text = made("csv")
    assert [(row["state_code"], row["obligation"], row["outcome"]) for row in rows(text)] == [
        ("RUS", "r2397-op8-repatriation", "in_progress"),
        ("RUS", "r2397-op8-final-report", "overdue"),
        ("CIV", "r2397-op8-repatriation", "no_information"),
        ("CIV", "r2397-op8-final-report", "overdue"),
    ]
    assert text.count(b"\r\n") == 5
    assert text.count(b"\n") == 5 + 4 * MANIFEST.checkpoint.count("\n")
    assert rows(text)[0]["claims"] == "ru-pledge; ru-article"
    counts = [(row["counted_claims"], row["independent_origins"], row["own_word"]) for row in rows(text)]
    assert counts == [("1", "0", "yes"), *[("0", "0", "no")] * 3]


@pytest.mark.parametrize("words", FORMULAS.values(), ids=FORMULAS.keys())
def test_a_formula_stays_text_in_csv_and_the_raw_option_leaves_it_as_it_is(words) -> None:
    copy = copy_of(saying(words))
    guarded_row, raw_row = (rows(as_csv.render(copy, raw=raw))[0] for raw in (False, True))
    assert (guarded_row["title"], raw_row["title"]) == (f"'{words}", words)
    assert all(value[:1] not in "=+-@\t\r\n\0＝＋－＠" for value in guarded_row.values() if value)


@given(st.text())
def test_guarding_puts_one_apostrophe_or_nothing_before_text(words) -> None:
    assert guarded(words) in (words, f"'{words}")
    assert guarded(guarded(words)) == guarded(words)


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_words_come_back_from_csv_and_json_as_they_were(words) -> None:
    copy = copy_of(saying(words))
    assert rows(as_csv.render(copy, raw=True))[0]["title"] == words
    assert json.loads(as_json.render(copy))["report"]["title"] == words


def parsed(page: bytes):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page.decode())


@pytest.mark.parametrize("words", FEW.values(), ids=FEW)
def test_hostile_words_stay_text_on_the_page(words) -> None:
    tree = parsed(as_html.render(copy_of(saying(words))))
    assert not list(tree.iter("script"))
    assert not list(tree.iter("img"))
    assert len(list(tree.iter("style"))) == 1
    shown = words.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "⟦U+0000⟧")
    assert tree.find(".//h1").text.strip() == shown.strip()


def test_the_page_asks_no_other_place_for_anything() -> None:
    tree = parsed(made("html"))
    assert not [tag for tag in ("script", "link", "img", "iframe", "object", "form", "base") if list(tree.iter(tag))]
    assert all(a.get("href", "").startswith("#") for a in tree.iter("a"))
    assert "url(" not in "".join(style.text for style in tree.iter("style"))


def test_every_reference_on_the_page_leads_to_one_place_on_it() -> None:
    tree = parsed(made("html"))
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {a.get("href").removeprefix("#") for a in tree.iter("a")} <= set(ids)


def evidence(page: bytes) -> list[str]:
    """The words of each claim in the evidence."""
    words = "".join(parsed(page).itertext())
    return re.split(r"\n(?=\d+\. )", words[words.index("Evidence\n") : words.index("\nObligations\n")])[1:]


def test_footnotes_carry_symbol_quotation_and_the_citation_check() -> None:
    first, second, _ = evidence(made("html"))
    assert "«до конца 2019 года»" in first
    assert "creates no duty on labour" in first
    assert "S/2019/239" in second
    assert "waiting for review" in second


def test_each_export_says_what_was_determined_by_whom_and_whether_it_stood() -> None:
    reason = "The Committee agreed that permits of “before” do not count; see its note."
    stood, lapsed = (row["determinations"] for row in rows(made("csv"))[:2])
    assert stood == (
        "not_applicable (approved) until 31 December 2018, by Anna Analyst, approved by Rita Reviewer on "
        f"2026-11-02T09:00:00Z: {reason}"
    )
    assert lapsed.startswith("fulfilled (lapsed) from 1 January 2018 on, by Anna Analyst")
    cells = json.loads(made("json"))["report"]["cells"]
    assert [[one["standing"] for one in cell["determinations"]] for cell in cells] == [["approved"], ["lapsed"], [], []]
    page = "".join(parsed(made("html")).itertext())
    assert page.count("determined: not applicable") == 1
    assert page.index("in progress") < page.index("determined: not applicable")
    assert page.count(reason) == 2
    for said in ("It stood beside the computed outcome", "It had lapsed at the clocks of this report"):
        assert page.count(said) == 1


def test_dissent_stands_with_the_review_and_the_reply_with_the_claim_it_answers() -> None:
    first, second, _ = evidence(made("html"))
    assert "Dissent by Rex Reviewer: The words were translated twice." in first
    assert "1 further dissent from the review, not printed" in first
    assert "Reply of the state: [3]" in second
    assert "no reply by 12 March 2026." in second


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        *[
            ("2018-01-30", "30 January 2018"),
            ("2018-01", "January 2018"),
            ("2018", "2018"),
            ("early 2018", "early 2018"),
        ],
        *[
            ("2017-09-12..2017-12-21", "12 September 2017 to 21 December 2017"),
            ("", ""),
            ("last <week>", "last <week>"),
        ],
    ],
)
def test_days_are_said_in_words_and_other_words_are_left_as_they_are(said, shown) -> None:
    assert reading.days(said) == shown


def test_every_outcome_has_a_sign() -> None:
    assert set(marks.MARKS) == {outcome.value for outcome in Outcome}


def test_a_dossier_has_the_words_of_the_proof_and_the_json_has_the_proof_itself() -> None:
    dossier = document(kind=ReportKind.CELL, states=document().states[:1], obligations=(RETURN,), cells=(SPOKEN,))
    page = "".join(parsed(made("html", copy_of(dossier))).itertext())
    frozen = as_json.parse(TEXT).cells[0].proof
    assert frozen is not None
    assert all(line in page for part in frozen.text for line in part.lines)
    assert proofs.differences(frozen.proof, proofs.replay(frozen.proof)) == []
