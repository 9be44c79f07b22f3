"""Sources as CSL-JSON, read back as plain JSON and by the citation library."""

import json
from dataclasses import replace

import pytest
from citeproc.source.json import CiteProcJSON

from tests.exports.documents import (
    FEW,
    PLEDGE,
    WAITING,
    copy_of,
    document,
    saying,
    secretive,
)
from tracker.domain.public_edition import SOURCE, public
from tracker.exports import as_csl

PAPER = replace(PLEDGE.citations[0], source="un-2019", symbol="S/2019/239", published="2019-03", language="en")


def items(found) -> list[dict]:
    return json.loads(as_csl.render(copy_of(found)))


def test_the_report_comes_first_and_each_source_once() -> None:
    claims = (PLEDGE, replace(WAITING, citations=(PAPER, *PLEDGE.citations)))
    report, press, paper = items(document(evidence=claims))
    assert (report["id"], report["number"], report["issued"]) == (
        "tracker-report-7",
        "7",
        {"date-parts": [[2026, 11, 23]]},
    )
    assert "not a legal finding" in report["note"]
    assert press == {
        "id": "interfax-2018",
        "type": "webpage",
        "title": "Россия выполнит",
        "publisher": "Interfax",
        "issued": {"date-parts": [[2018, 1, 31]]},
        "language": "ru",
        "URL": "https://example.org/1?a=1&b=2",
        "note": f"Cited by claims: ru-pledge, ru-article\nKept copy, SHA-256: {'f' * 64}",
    }
    assert (paper["type"], paper["number"], paper["issued"]) == ("report", "S/2019/239", {"date-parts": [[2019, 3]]})
    assert not any("2019 года" in json.dumps(item, ensure_ascii=False) for item in (press, paper))


@pytest.mark.parametrize(
    ("published", "issued"),
    [
        ("2018", {"date-parts": [[2018]]}),
        ("early 2018", {"literal": "early 2018"}),
        ("", None),
    ],
)
def test_a_day_is_kept_as_far_as_it_is_stated(published, issued) -> None:
    cited = replace(PLEDGE.citations[0], published=published)
    assert items(document(evidence=(replace(PLEDGE, citations=(cited,)),)))[1].get("issued") == issued


def test_sources_without_a_key_are_told_apart_by_what_they_are() -> None:
    one, other = (replace(PLEDGE.citations[0], source="", title=title) for title in ("One", "Other"))
    found = items(document(evidence=(replace(PLEDGE, citations=(one, other, one)),)))
    assert [(item["id"], item["title"]) for item in found[1:]] == [("source", "One"), ("source-2", "Other")]


@pytest.mark.parametrize("words", FEW.values(), ids=FEW)
def test_hostile_words_come_back_as_they_were(words) -> None:
    report, press, *_ = items(saying(words))
    assert (report["title"], report["author"], press["title"]) == (words, [{"literal": words}], words)


def test_the_citation_library_reads_it() -> None:
    assert CiteProcJSON(items(document())).keys() == {"tracker-report-7", "interfax-2018"}


def test_a_restricted_source_stands_in_the_public_edition_in_general_words() -> None:
    found = items(public(secretive()))[1]
    assert (found["id"], found["title"], found["type"]) == ("restricted-1", SOURCE, "document")
    assert "f" * 64 in found["note"]
