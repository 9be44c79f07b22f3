"""Exports of a report: the same bytes every time, whole, and text stays text."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exports.documents import FORMULAS, HOSTILE, document, saying
from tracker import exports
from tracker.domain import proofs
from tracker.domain.vocabulary import Outcome
from tracker.exports import as_csv, as_html, as_json
from tracker.exports.formulas import guarded

GOLDEN = Path(__file__).parent / "golden"
TEXT = as_json.canonical(document())


@pytest.mark.parametrize("fmt", exports.FORMATS)
def test_an_export_is_its_golden_file_byte_for_byte(fmt) -> None:
    made, _, extension = exports.render(fmt, TEXT)
    assert made == (GOLDEN / f"report.{extension}").read_bytes()


@pytest.mark.parametrize("earlier", ["1", "2"])
@pytest.mark.parametrize("fmt", exports.FORMATS)
def test_a_document_of_an_earlier_format_gives_the_bytes_that_it_always_gave(fmt, earlier) -> None:
    text = (GOLDEN / f"report-format-{earlier}.json").read_text()
    assert exports.render(fmt, text)[0] == (GOLDEN / f"report-format-{earlier}.{fmt}").read_bytes()


@pytest.mark.parametrize("fmt", exports.FORMATS)
def test_the_same_text_gives_the_same_bytes_twice(fmt) -> None:
    assert exports.render(fmt, TEXT) == exports.render(fmt, TEXT)


def test_a_report_over_what_was_public_names_the_day_in_every_format_and_is_read_back() -> None:
    public = document(format="3", public_at=date(2020, 3, 31))
    text = as_json.canonical(public)
    assert as_json.parse(text) == public
    assert '"public_at":"2020-03-31"' in text
    assert {row["public_at"] for row in rows(exports.render("csv", text)[0])} == {"2020-03-31"}
    page = exports.render("html", text)[0].decode()
    assert page.count("31 March 2020") == 2
    assert '"public_at":null' in TEXT


def test_another_format_is_unknown() -> None:
    with pytest.raises(KeyError):
        exports.render("exe", TEXT)


def test_the_json_export_is_the_canonical_text_itself() -> None:
    made = exports.render("json", TEXT)[0]
    assert made == TEXT.encode()
    assert as_json.canonical(as_json.parse(made.decode())) == TEXT


def test_the_colophon_names_the_digest_of_the_canonical_json() -> None:
    page = exports.render("html", TEXT)[0].decode()
    assert f'<p class="digest">{as_json.digest(TEXT)}</p>' in page


@pytest.mark.parametrize("fmt", exports.FORMATS)
def test_every_export_says_that_it_is_no_legal_finding(fmt) -> None:
    made = exports.render(fmt, TEXT)[0].decode()
    assert "analytical assessment of recorded statements and not a legal finding" in made


def rows(made: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.decode(), newline=""), strict=True))


def test_csv_has_one_row_a_cell_and_ends_lines_as_the_standard_says() -> None:
    made = exports.render("csv", TEXT)[0]
    assert [(row["state_code"], row["obligation"], row["outcome"]) for row in rows(made)] == [
        ("RUS", "r2397-op8-repatriation", "in_progress"),
        ("RUS", "r2397-op8-final-report", "overdue"),
        ("CIV", "r2397-op8-repatriation", "no_information"),
        ("CIV", "r2397-op8-final-report", "overdue"),
    ]
    assert made.count(b"\n") == made.count(b"\r\n") == 5
    assert rows(made)[0]["claims"] == "ru-pledge; ru-article"
    counts = [(row["counted_claims"], row["independent_origins"], row["own_word"]) for row in rows(made)]
    assert counts == [("1", "0", "yes"), *[("0", "0", "no")] * 3]


@pytest.mark.parametrize("words", FORMULAS.values(), ids=FORMULAS.keys())
def test_a_formula_stays_text_in_csv_and_the_raw_option_leaves_it_as_it_is(words) -> None:
    made = saying(words)
    guarded_row, raw_row = (rows(as_csv.render(made, raw=raw))[0] for raw in (False, True))
    assert (guarded_row["title"], raw_row["title"]) == (f"'{words}", words)
    assert all(value[:1] not in "=+-@\t\r\n\0＝＋－＠" for value in guarded_row.values() if value)


@given(st.text())
def test_guarding_puts_one_apostrophe_or_nothing_before_text(words) -> None:
    assert guarded(words) in (words, f"'{words}")
    assert guarded(guarded(words)) == guarded(words)


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_words_come_back_from_csv_and_json_as_they_were(words) -> None:
    made = saying(words)
    assert rows(as_csv.render(made, raw=True))[0]["title"] == words
    assert json.loads(as_json.canonical(made))["title"] == words


def parsed(made: bytes):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(made.decode())


@pytest.mark.parametrize("words", [*HOSTILE.values(), *FORMULAS.values()], ids=[*HOSTILE, *FORMULAS])
def test_hostile_words_stay_text_on_the_page(words) -> None:
    tree = parsed(as_html.render(saying(words), digest="0" * 64))
    assert not list(tree.iter("script"))
    assert not list(tree.iter("img"))
    assert len(list(tree.iter("style"))) == 1
    shown = words.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "⟦U+0000⟧")
    assert tree.find(".//h1").text.strip() == shown.strip()


def test_the_page_asks_no_other_place_for_anything() -> None:
    tree = parsed(exports.render("html", TEXT)[0])
    assert not [tag for tag in ("script", "link", "img", "iframe", "object", "form", "base") if list(tree.iter(tag))]
    assert all(a.get("href", "").startswith("#") for a in tree.iter("a"))
    assert "url(" not in "".join(style.text for style in tree.iter("style"))


def test_every_reference_on_the_page_leads_to_one_place_on_it() -> None:
    tree = parsed(exports.render("html", TEXT)[0])
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {a.get("href").removeprefix("#") for a in tree.iter("a")} <= set(ids)


def test_footnotes_carry_symbol_quotation_and_the_citation_check() -> None:
    notes = ["".join(note.itertext()) for note in parsed(exports.render("html", TEXT)[0]).iter("li")]
    first, second = (next(note for note in notes if key in note) for key in ("claim ru-pledge", "claim ru-article"))
    assert "«до конца 2019 года»" in first
    assert "creates no duty on labour" in first
    assert "S/2019/239" in second
    assert "waiting for review" in second


def test_each_export_says_what_was_determined_by_whom_and_whether_it_stood() -> None:
    reason = "The Committee agreed that permits of “before” do not count; see its note."
    stood, lapsed = (row["determinations"] for row in rows(exports.render("csv", TEXT)[0])[:2])
    assert stood == (
        "not_applicable (approved) until 31 December 2018, by Anna Analyst, approved by Rita Reviewer on "
        f"2026-11-02T09:00:00Z: {reason}"
    )
    assert lapsed.startswith("fulfilled (lapsed) from 1 January 2018 on, by Anna Analyst")
    cells = json.loads(exports.render("json", TEXT)[0])["cells"]
    assert [[one["standing"] for one in cell["determinations"]] for cell in cells] == [["approved"], ["lapsed"], [], []]
    page = "".join(parsed(exports.render("html", TEXT)[0]).itertext())
    assert page.count("determined: not applicable") == 1
    assert page.index("in progress") < page.index("determined: not applicable")
    assert page.count(reason) == 2
    for said in ("It stood beside the computed outcome", "It had lapsed at the clocks of this report"):
        assert page.count(said) == 1


def test_dissent_stands_with_the_review_and_the_reply_with_the_claim_it_answers() -> None:
    notes = ["".join(note.itertext()) for note in parsed(exports.render("html", TEXT)[0]).iter("li")]
    first, second = (next(note for note in notes if key in note) for key in ("claim ru-pledge", "claim ru-article"))
    assert "Dissent by Rex Reviewer: The words were translated twice." in first
    assert "1 further dissent from the review, not printed" in first
    assert "Reply of the state: [3]" in second
    assert "no reply by 12 March 2026." in second


def test_every_outcome_has_a_mark_on_the_page() -> None:
    assert set(as_html.MARKS) == {outcome.value for outcome in Outcome}


def test_the_page_has_the_words_of_the_proof_and_the_json_has_the_proof_itself() -> None:
    page = "".join(parsed(exports.render("html", TEXT)[0]).itertext())
    frozen = as_json.parse(TEXT).cells[0].proof
    assert frozen is not None
    assert all(line in page for part in frozen.text for line in part.lines)
    assert proofs.differences(frozen.proof, proofs.replay(frozen.proof)) == []
