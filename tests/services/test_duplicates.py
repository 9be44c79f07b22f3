"""Near-duplicates: the same document, by whatever it is known, or much the same text, of whatever state."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.counting import statements
from tests.databases import SEEDED_AT
from tests.services.test_claims import CONTENT, KEY
from tracker.db.engine import writing
from tracker.domain.content import CitationContent, SourceContent
from tracker.services import accounts, claims, duplicates, revisions

AT = SEEDED_AT + timedelta(hours=1)
SHA256 = "0123456789abcdef" * 4
KNOWN = SourceContent(
    title="The report", symbol="S / 2020 / 840", sha256=SHA256, access_points=("https://a.example/report",)
)
OTHER_WORDS = "All the labourers of the ministry have left Mongolia."


@pytest.fixture
def desk(record):
    """A writer's session on a copy of the seeded record, and an analyst's id."""
    with writing(record, actor="test") as session:
        yield session, accounts.find(session, username="analyst").id
        session.rollback()


def _found(session, content, **asked):
    return {one.revision.claim.key: one.why for one in duplicates.near(session, content=content, **asked)}


def test_near_duplicates_are_found_by_source_and_by_words(desk):
    session, _analyst = desk
    content = revisions.content_of(claims.show(session, key=KEY))
    found = _found(session, replace(content, speaker="somebody else"))
    assert found[KEY] == "It cites the same document. It says much the same."
    assert next(iter(found)) == KEY
    assert KEY not in _found(session, content, besides=KEY)


@pytest.mark.parametrize(
    "typed",
    [
        {"symbol": "S/2020/840"},
        {"symbol": "UN Doc. s/2020/840"},
        {"sha256": SHA256},
        {"access_points": ("http://www.a.example/report/?utm_source=x",)},
    ],
    ids=["symbol", "symbol as prose writes it", "digest", "address"],
)
def test_a_document_is_the_same_by_its_symbol_its_digest_or_an_address(desk, typed):
    session, analyst = desk
    first = claims.log(session, content=replace(CONTENT, citations=(CitationContent(KNOWN),)), author=analyst, at=AT)
    citation = CitationContent(SourceContent(title="Typed again", **typed))
    again = replace(CONTENT, statement=OTHER_WORDS, citations=(citation,))
    assert _found(session, again)[first.key].startswith("It cites the same document.")
    second = claims.log(session, content=again, author=analyst, at=AT)
    cited = [revisions.content_of(claims.show(session, key=claim.key)).citations[0].source for claim in (first, second)]
    assert cited[0] == cited[1]
    assert (cited[0].symbol, cited[0].sha256) == ("S/2020/840", SHA256)


def test_much_the_same_text_is_found_whatever_the_states_and_the_document(desk):
    session, analyst = desk
    claim = claims.log(session, content=CONTENT, author=analyst, at=AT)
    elsewhere = (CitationContent(SourceContent(title="Another paper")),)
    about_another = replace(CONTENT, states=("KIR",), bearings=(), citations=elsewhere)
    assert _found(session, about_another)[claim.key] == "It says much the same."


def test_a_claim_that_was_withdrawn_or_edited_into_other_words_is_none(desk):
    session, analyst = desk
    keys = [claims.log(session, content=CONTENT, author=analyst, at=AT).key for _ in range(2)]
    claims.withdraw(session, key=keys[0], by=analyst, at=AT, reason="twice")
    other = replace(
        revisions.content_of(claims.show(session, key=keys[1])),
        statement="Nothing of the kind.",
        citations=(CitationContent(SourceContent(title="Elsewhere")),),
    )
    claims.edit(session, key=keys[1], base=1, content=other, author=analyst, at=AT, reason="")
    assert not set(keys) & set(_found(session, CONTENT))


def test_the_oldest_of_many_claims_is_found_and_costs_no_more_than_one(desk, record, monkeypatch):
    session, analyst = desk
    monkeypatch.setattr(duplicates, "CANDIDATES", 5)
    first = claims.log(session, content=CONTENT, author=analyst, at=AT)
    for number in range(20):
        content = replace(
            CONTENT, statement=f"The labour ministry says that group {number} stays.", citations=_paper(number)
        )
        claims.log(session, content=content, author=analyst, at=AT)
    with statements(record) as sent:
        assert first.key in _found(session, replace(CONTENT, citations=_paper(99)))
    assert len(sent) <= 25


def _paper(number):
    return (CitationContent(SourceContent(title=f"Paper {number}", publisher="A paper")),)


@pytest.mark.parametrize("statement", ["?", "朝鲜劳工遣返", "word " * 4000, " ".join(f"w{n}" for n in range(5000))])
def test_any_statement_can_be_compared(shared_record, statement):
    assert duplicates.near(shared_record, content=replace(CONTENT, statement=statement)) is not None
