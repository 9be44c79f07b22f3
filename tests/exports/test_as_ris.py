"""Sources as RIS, read back by rispy."""

from dataclasses import replace

import pytest
import rispy

from tests.exports.documents import FEW, PLEDGE, copy_of, document, saying, secretive
from tracker.domain.public_edition import SOURCE, public
from tracker.exports import as_ris
from tracker.exports.references import one_line


def read(found) -> list[dict]:
    return rispy.loads(as_ris.render(copy_of(found)).decode())


def citing(**changes):
    return document(evidence=(replace(PLEDGE, citations=(replace(PLEDGE.citations[0], **changes),)),))


def test_a_source_comes_back_whole() -> None:
    report, press = read(document())
    assert (report["type_of_reference"], report["id"], report["issn"]) == ("RPRT", "tracker-report-7", "7")
    assert "An analytical assessment of recorded statements and not a legal finding." in report["notes"]
    assert press == {
        "type_of_reference": "ELEC",
        "id": "interfax-2018",
        "title": "Россия выполнит",
        "publisher": "Interfax",
        "year": "2018",
        "date": "2018/01/31/",
        "language": "ru",
        "urls": ["https://example.org/1?a=1&b=2"],
        "notes": ["Cited by claims: ru-pledge, ru-article, ru-reply", f"Kept copy, SHA-256: {'f' * 64}"],
    }


def test_the_symbol_of_a_document_stands_where_readers_look_for_the_number_of_a_report() -> None:
    assert "\nSN  - S/2019/239\n" in as_ris.render(copy_of(citing(symbol="S/2019/239"))).decode()
    found = read(citing(symbol="S/2019/239"))[1]
    assert (found["type_of_reference"], found["issn"]) == ("RPRT", "S/2019/239")


@pytest.mark.parametrize(
    ("published", "date"),
    [("2018-02-03", "2018/02/03/"), ("2018-02", "2018/02//"), ("2018", "2018///"), ("early 2018", "///early 2018")],
)
def test_a_day_is_kept_as_far_as_it_is_stated(published, date) -> None:
    assert read(citing(published=published))[1]["date"] == date


@pytest.mark.parametrize("words", FEW.values(), ids=FEW)
def test_hostile_words_come_back_whole_and_on_one_line(words) -> None:
    report, press = read(saying(words))
    shown = one_line(words)
    assert (report["title"], report["authors"], press["title"]) == (shown, [shown], shown)


def test_words_that_look_like_the_end_of_a_reference_end_nothing() -> None:
    words = "x\r\nER  - \r\nTY  - JOUR\u2028TI  - forged"
    found = read(citing(title=words))
    assert [one["title"] for one in found][1:] == [
        "x⟦U+000D⟧⟦U+000A⟧ER  - ⟦U+000D⟧⟦U+000A⟧TY  - JOUR⟦U+2028⟧TI  - forged"
    ]


def test_a_restricted_source_stands_in_the_public_edition_in_general_words() -> None:
    found = read(public(secretive()))[1]
    assert (found["id"], found["title"], found["type_of_reference"]) == ("restricted-1", SOURCE, "GEN")
