"""Sources as BibTeX, read back by bibtexparser with its decoder of LaTeX."""

from dataclasses import replace

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.documents import FEW, PLEDGE, copy_of, document, saying, secretive
from tracker.domain.public_edition import SOURCE, public
from tracker.exports import as_bibtex
from tracker.exports.references import one_line


def read(found, *, decoded: bool = True) -> list[dict]:
    """Each entry as a table of its fields."""
    decoding = [LatexDecodingMiddleware()] if decoded else []
    library = parse_string(as_bibtex.render(copy_of(found)).decode(), append_middleware=decoding)
    assert not library.failed_blocks
    return [
        {"key": one.key, "type": one.entry_type} | {field.key: field.value for field in one.fields}
        for one in library.entries
    ]


def citing(**changes):
    return document(evidence=(replace(PLEDGE, citations=(replace(PLEDGE.citations[0], **changes),)),))


def as_decoded(words: str) -> str:
    """The decoder reads `\\textasciicircum` as a modifier letter, and drops spaces at the ends."""
    return one_line(words).replace("^", "\u02c6").strip()


def test_a_source_comes_back_whole() -> None:
    report, press = read(document())
    assert (report["key"], report["type"], report["number"]) == ("tracker-report-7", "techreport", "7")
    assert "not a legal finding" in report["annote"]
    address = read(document(), decoded=False)[1]["url"]  # verbatim: what decodes text must leave it alone
    assert press | {"url": address} == {
        "key": "interfax-2018",
        "type": "misc",
        "title": "Россия выполнит",
        "publisher": "Interfax",
        "date": "2018-01-31",
        "year": "2018",
        "month": "1",
        "language": "ru",
        "url": "https://example.org/1?a=1&b=2",
        "annote": f"Cited by claims: ru-pledge, ru-article, ru-reply; Kept copy, SHA-256: {'f' * 64}",
    }


def test_the_symbol_of_a_document_is_the_number_of_a_report() -> None:
    found = read(citing(symbol="S/2019/239"))[1]
    assert (found["type"], found["number"], found["institution"]) == ("techreport", "S/2019/239", "Interfax")


@pytest.mark.parametrize(
    ("published", "date", "year"),
    [("2018-02-03", "2018-02-03", "2018"), ("2018-02", "2018-02", "2018"), ("early 2018", None, "early 2018")],
)
def test_a_day_is_kept_as_far_as_it_is_stated(published, date, year) -> None:
    found = read(citing(published=published))[1]
    assert (found.get("date"), found["year"]) == (date, year)


@pytest.mark.parametrize("words", FEW.values(), ids=FEW)
def test_hostile_words_come_back_whole(words) -> None:
    report, press = read(saying(words))
    assert (report["title"], report["author"], press["title"]) == (as_decoded(words),) * 3


@pytest.mark.parametrize("words", ["}}\n@misc{forged, title={x}", "\\input{/etc/passwd}", "{", "\\", "a % b", "$x$"])
def test_no_words_become_a_command_or_an_entry(words) -> None:
    written = as_bibtex.text(words)
    assert read(citing(title=words))[1]["title"] == as_decoded(words)
    assert written.count("{") - written.count("\\{") == written.count("}") - written.count("\\}")
    assert len(read(citing(title=words))) == 2


WORDS = st.text(alphabet=st.sampled_from("\\{}$&#%_~^-`'?!<>,\"@= aé\u0301\n"), max_size=12)


@settings(max_examples=5, deadline=None)
@given(st.lists(WORDS, min_size=40, max_size=40))
def test_any_words_come_back_whole(texts) -> None:
    """Two hundred texts in five files: to decode one takes far longer than to read what is in it."""
    cited = [replace(PLEDGE.citations[0], source=f"s{n}", title=f"a{text}b") for n, text in enumerate(texts)]
    found = read(document(evidence=(replace(PLEDGE, citations=tuple(cited)),)))
    assert [one["title"] for one in found[1:]] == [as_decoded(f"a{text}b") for text in texts]


def test_an_address_is_verbatim_and_cannot_end_its_field() -> None:
    found = read(citing(address="https://example.org/%D0%9F_a?x={1}\\ y"), decoded=False)[1]
    assert found["url"] == "https://example.org/%D0%9F_a?x=%7B1%7D%5C%20y"


def test_a_restricted_source_stands_in_the_public_edition_in_general_words() -> None:
    found = read(public(secretive()))[1]
    assert (found["key"], found["title"], found["type"]) == ("restricted-1", SOURCE, "misc")
