from dataclasses import replace
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import vocabulary as words
from tracker.domain.content import (
    BearingContent,
    CitationContent,
    ClaimContent,
    HopContent,
    QuantityContent,
    SourceContent,
)
from tracker.domain.symbols import document_symbol
from tracker.exports.claims import guarded, unguarded
from tracker.intake import claim_columns, claim_content, claim_fields

CODES = {"RUS": "RUS", "Russia": "RUS", "Viet Nam": "VNM", "VNM": "VNM", "CHN": "CHN"}
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.sampled_from("=+-@';|\\\n\t"), max_size=20
)
TEXT = TEXT.map(lambda text: normalize("NFC", text).strip())
NAME = TEXT.filter(bool)
KEY = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)
CODE = st.sampled_from(["RUS", "VNM", "CHN"])
DAY = st.sampled_from(["", "2018", "2018-07-18", "early 2018", "2018-01-01..2018-02-03", "not stated"])
NUMBER = st.floats(-1e15, 1e15)

SOURCE = st.builds(
    SourceContent,
    key=st.just("") | KEY,
    title=NAME,
    publisher=TEXT,
    author=TEXT,
    symbol=TEXT.map(document_symbol),
    language=TEXT,
    published=DAY,
    publication=st.sampled_from(words.Publication),
    read_in=TEXT,
    sha256=st.just("") | st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    access_points=st.lists(KEY.map("https://example.org/{};x".format), max_size=2).map(tuple),
)
CITATION = st.builds(CitationContent, source=SOURCE, locator=TEXT, quotation=TEXT, translation=TEXT, translator=TEXT)
QUANTITY = st.builds(
    QuantityContent,
    low=NUMBER,
    high=st.none() | NUMBER,
    unit=KEY.filter(lambda unit: unit not in {word.value for word in words.Measure}),
    wording=TEXT,
    counted=TEXT,
    measure=st.sampled_from(words.Measure),
    reference=TEXT,
    baseline=st.booleans(),
)
BEARINGS = st.dictionaries(st.tuples(CODE, KEY), st.sampled_from(words.Effect), max_size=3)
CONTENT = st.builds(
    ClaimContent,
    statement=TEXT,
    kind=st.sampled_from(words.Kind),
    speaker=TEXT,
    states=st.sets(CODE).map(sorted).map(tuple),
    citations=st.lists(CITATION, max_size=3).map(tuple),
    office=TEXT,
    speaks_for=st.none() | CODE,
    body=st.none() | st.sampled_from(words.Body),
    said=DAY,
    event=DAY,
    bearings=BEARINGS.map(lambda found: tuple(BearingContent(*cell, effect) for cell, effect in found.items())),
    quantities=st.lists(QUANTITY, max_size=2).map(tuple),
    cited_as=TEXT,
    origin=st.just("") | KEY,
    state_action=st.just("") | KEY,
    hops=st.lists(st.builds(HopContent, st.sampled_from(words.HopRole), NAME, TEXT, DAY), max_size=3).map(tuple),
    notes=TEXT,
    verification=st.sampled_from(words.Verification),
)


def claim(**fields):
    given = {"statement": "It will.", "kind": "pledge", "speaker": "A", "states": "RUS", "title": "T"} | fields
    return claim_content.read(given, CODES.get)


@given(CONTENT)
def test_what_a_claim_says_survives_both_kinds_of_file(content):
    fields = claim_fields.whole(claim_fields.of_content(content))
    cells = [unguarded(guarded(cell)) for cell in claim_fields.as_cells(fields)]
    for given_fields in (fields, dict(zip(claim_columns.NAMES, cells, strict=True))):
        row, problems = claim_content.read(given_fields, CODES.get)
        assert problems == ()
        assert row is not None
        assert row.content == content


def test_a_row_needs_only_what_a_claim_needs():
    row, problems = claim()
    source = SourceContent(title="T")
    assert problems == ()
    assert row == claim_content.ClaimRow(
        ClaimContent("It will.", words.Kind.PLEDGE, "A", ("RUS",), (CitationContent(source),))
    )


@pytest.mark.parametrize(
    ("fields", "column", "part"),
    [
        ({"kind": "vow"}, "kind", "“vow” is not one of: pledge"),
        ({"kind": ""}, "kind", "Say what sort"),
        ({"kind": 3}, "kind", "must be text"),
        ({"body": "club"}, "body", "not one of: council"),
        ({"states": "RUS; Atlantis"}, "states", "no state “Atlantis”"),
        ({"states": ["RUS", 7]}, "states", "Item 2"),
        ({"states": {"a": 1}}, "states", "must be text"),
        ({"speaks_for": "Atlantis"}, "speaks_for", "no state “Atlantis”"),
        ({"said": "31 April 2018"}, "said", "no day 31"),
        ({"event": "soon"}, "event", "not a date"),
        ({"published": "2018-13"}, "published", "13"),
        ({"key": "Not a key"}, "key", "not a key"),
        ({"key": "k" * 121}, "key", "121 characters"),
        ({"symbol": "S" * 81}, "symbol", "81 characters"),
        ({"statement": "a\0b"}, "statement", "U+0000"),
        ({"statement": "a\x1b"}, "statement", "U+001B"),
        ({"statement": "a\udcff"}, "statement", "not UTF-8"),
        ({"statement": "a\ud800"}, "statement", "U+D800"),
        ({"bears_on": "RUS duty promises; Russia duty none"}, "bears_on", "RUS duty stands here twice"),
        ({"bears_on": "RUS duty helps"}, "bears_on", "“helps” is not one of"),
        ({"bears_on": [{"state": "RUS", "duty": "x"}]}, "bears_on", "there is no “duty” here"),
        ({"bears_on": ["RUS"]}, "bears_on", "not an object"),
        ({"quantities": "many"}, "quantities", "does not begin with a number"),
        ({"quantities": [{"low": "1", "unit": "t"}]}, "quantities", "Item 1, low: This must be a number"),
        ({"quantities": [{"low": True, "unit": "t"}]}, "quantities", "must be a number"),
        ({"quantities": [{"low": 10**400, "unit": "t"}]}, "quantities", "must be a number"),
        ({"quantities": [{"low": 1, "unit": "t", "baseline": 1}]}, "quantities", "true or false"),
        ({"relay": "pigeon: A"}, "relay", "“pigeon” is not one of: speaker"),
        ({"relay": "wire: A | on: soon"}, "relay", "Item 1, day"),
        ({"addresses": "http://[bad"}, "addresses", "not an address"),
        ({"further_citations": '[{"titel": "T"}]'}, "further_citations", "there is no “titel” here"),
        ({"further_citations": '[{"published": "soon"}]'}, "further_citations", "Item 1, published"),
        ({"states": ["RUS"] * 1001}, "states", "1001 items"),
        ({"revision": "two"}, "revision", "not the number of a revision"),
    ],
)
def test_a_fault_is_named_at_its_column(fields, column, part):
    row, problems = claim(**fields)
    assert row is None
    assert [problem.field for problem in problems][:1] == [column]
    assert part in problems[0].sentence


def test_all_faults_of_a_row_are_told_at_once():
    _, problems = claim(kind="vow", said="soon", states="Atlantis", key="Not a key")
    assert {problem.field for problem in problems} == {"kind", "said", "states", "key"}


def test_words_may_be_given_by_their_labels_and_in_any_case():
    row, _ = claim(kind="Reported Action", body="Panel of Experts", publication="RESTRICTED")
    assert row is not None
    assert (row.content.kind, row.content.body) == (words.Kind.REPORTED_ACTION, words.Body.PANEL)
    assert row.content.citations[0].source.publication is words.Publication.RESTRICTED


def test_a_symbol_and_a_digest_are_read_into_one_form():
    row, _ = claim(symbol="S / 2020 / 840", sha256="AB" * 32)
    assert row is not None
    source = row.content.citations[0].source
    assert (source.symbol, source.sha256) == ("S/2020/840", "ab" * 32)


def test_text_is_stored_composed_and_trimmed():
    row, _ = claim(speaker=" E\u0301mile ")
    assert row is not None
    assert row.content == replace(row.content, speaker="Émile")


def test_columns_that_an_export_alone_writes_are_passed_over():
    row, problems = claim(review_state="wrong", grade="Z9", recorded_at="never")
    assert problems == ()
    assert row == claim()[0]
