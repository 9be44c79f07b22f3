"""Claims: logged, edited as revisions, withdrawn, and never overwritten."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.counting import statements
from tests.databases import SEEDED_AT
from tracker.db.engine import reading, writing
from tracker.domain.content import BearingContent, CitationContent, ClaimContent, SourceContent
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.domain.vocabulary import Effect, Kind, ReviewState
from tracker.services import accounts, claim_list, claims, history, revisions

AT = SEEDED_AT + timedelta(hours=1)
KEY = "ru-matsegora-2018-01-30-pledge"
CONTENT = ClaimContent(
    statement="The labour ministry says that all workers have left.",
    kind=Kind.REPORTED_ACTION,
    speaker="A spokesperson",
    states=("MNG",),
    said="2019-12-20",
    citations=(
        CitationContent(
            SourceContent(title="All workers left", publisher="A paper", access_points=("https://a.example/1",))
        ),
    ),
    bearings=(BearingContent("MNG", "r2397-op8-repatriation", Effect.FULFILS),),
)


@pytest.fixture
def desk(record):
    """A writer's session on a copy of the seeded record, and the people's ids."""
    with writing(record, actor="test") as session:
        yield session, {name: accounts.find(session, username=name).id for name in ("analyst", "analyst2", "viewer")}
        session.rollback()


def test_a_claim_is_logged_whole_and_waits_for_review(desk):
    session, people = desk
    claim = claims.log(session, content=CONTENT, author=people["analyst"], at=AT)
    shown = claims.show(session, key=claim.key)
    assert claim_list.review_state(shown) is ReviewState.WAITING
    again = revisions.content_of(shown)
    assert replace(again, origin="", citations=()) == replace(CONTENT, citations=())
    assert again.citations[0].source.title == "All workers left"


def test_a_known_address_finds_the_source_again(desk):
    session, people = desk
    first = claims.log(session, content=CONTENT, author=people["analyst"], at=AT)
    address = "http://www.a.example/1/?utm_source=x"
    citation = CitationContent(SourceContent(title="Other title", access_points=(address,)))
    second = claims.log(session, content=replace(CONTENT, citations=(citation,)), author=people["analyst"], at=AT)
    sources = {claims.show(session, key=claim.key).citations[0].source_id for claim in (first, second)}
    assert len(sources) == 1


@pytest.mark.parametrize("address", ["http://[see the archive", "not an address", "urn:isbn:045145", "x" * 5000])
def test_an_odd_address_is_kept_as_it_is(desk, address):
    session, people = desk
    citation = CitationContent(SourceContent(title="t", access_points=(address,)))
    claim = claims.log(session, content=replace(CONTENT, citations=(citation,)), author=people["analyst"], at=AT)
    assert revisions.content_of(claims.show(session, key=claim.key)).citations[0].source.access_points == (address,)


def test_only_an_analyst_logs(desk):
    session, people = desk
    with pytest.raises(NotAllowed):
        claims.log(session, content=CONTENT, author=people["viewer"], at=AT)


def test_every_problem_is_named_at_its_field(desk):
    session, people = desk
    bad = replace(CONTENT, statement="", states=(), said="31 April 2018", kind=Kind.PLEDGE)
    with pytest.raises(RuleBroken) as refused:
        claims.log(session, content=bad, author=people["analyst"], at=AT)
    assert [problem.field for problem in refused.value.problems] == ["statement", "states", "said", "bearings"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"states": ("XXX",)}, "states"),
        ({"bearings": (BearingContent("MNG", "r9999", Effect.FULFILS),)}, "bearings"),
        ({"state_action": "no-such-act"}, "state_action"),
        ({"citations": (CitationContent(SourceContent(key="no-such-source")),)}, "citations"),
    ],
)
def test_an_unknown_name_is_refused_at_its_field(desk, change, field):
    session, people = desk
    with pytest.raises(RuleBroken) as refused:
        claims.log(session, content=replace(CONTENT, **change), author=people["analyst"], at=AT)
    assert refused.value.field == field


def _edit(session, people, *, base, by="analyst", **change):
    content = revisions.content_of(claims.show(session, key=KEY))
    return claims.edit(
        session,
        key=KEY,
        base=base,
        content=replace(content, **change),
        author=people[by],
        at=AT,
        reason="Better words.",
    )


def test_an_edit_is_a_new_revision_and_the_old_one_stays(desk):
    session, people = desk
    before = revisions.content_of(claims.show(session, key=KEY, number=1))
    _edit(session, people, base=1, statement="Other words.")
    assert claims.show(session, key=KEY).number == 2
    assert revisions.content_of(claims.show(session, key=KEY, number=1)) == before
    assert claim_list.review_state(claims.show(session, key=KEY)) is ReviewState.WAITING


def test_a_stale_edit_overwrites_nobody(desk):
    session, people = desk
    _edit(session, people, base=1, statement="First.")
    with pytest.raises(Stale, match="Analyst Person saved revision 2"):
        _edit(session, people, base=1, by="analyst2", statement="Second.")
    assert claims.show(session, key=KEY).statement == "First."


def test_an_edit_that_changes_nothing_is_refused(desk):
    session, people = desk
    with pytest.raises(RuleBroken, match="Nothing was changed"):
        _edit(session, people, base=1)


def test_a_withdrawal_needs_a_reason_and_ends_editing(desk):
    session, people = desk
    with pytest.raises(RuleBroken, match="Say why"):
        claims.withdraw(session, key=KEY, by=people["analyst"], at=AT, reason="")
    claims.withdraw(session, key=KEY, by=people["analyst"], at=AT, reason="A misreading.")
    assert claim_list.review_state(claims.show(session, key=KEY)) is ReviewState.WITHDRAWN
    with pytest.raises(RuleBroken, match="was withdrawn"):
        _edit(session, people, base=1, statement="Other.")


def test_the_history_tells_it_in_sentences(desk):
    session, people = desk
    _edit(session, people, base=1, statement="Other words.", said="2018-01-31")
    claims.withdraw(session, key=KEY, by=people["analyst2"], at=AT + timedelta(hours=1), reason="A misreading.")
    told = [f"{event.who} {event.sentence}" for event in history.of_claim(session, key=KEY)]
    assert told[0] == "Editors of the record logged the claim"
    assert told[1].startswith("Reviewers of the record reviewed revision 1: the record is right, graded ")
    assert told[2] == (
        "Analyst Person saved revision 2 and changed statement, day said: Better words. "
        "The review of the revision before lapsed"
    )
    assert told[3] == "Analyst2 Person withdrew the claim: A misreading."


def test_two_revisions_are_compared_field_by_field(desk):
    session, people = desk
    _edit(session, people, base=1, said="2018-01-31", states=("RUS", "CHN"))
    found = {c.field: (c.removed, c.added) for c in history.compare(session, key=KEY, before=1, after=2)}
    assert found == {"states": ((), ("CHN",)), "said": (("2018-01-30",), ("2018-01-31",))}


def test_what_is_not_there_is_not_found(desk):
    session, _people = desk
    with pytest.raises(NotFound):
        claims.show(session, key="no-such-claim")
    with pytest.raises(NotFound):
        claims.show(session, key=KEY, number=9)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("matsegora workers", KEY),
        ("MATSEGORA", KEY),
        ("rossiyu prinudili", KEY),
        ("Cote d'Ivoire", None),
        ("interfax migrant", KEY),
        ('"); DROP TABLE claim; --', None),
        ("%", "any"),
        ("no such word anywhere", None),
    ],
)
def test_words_find_claims_the_same_way_in_both_databases(shared_record, words, key):
    page = claim_list.browse(shared_record, chosen=claim_list.ClaimFilter(words=words), size=200)
    keys = [revision.claim.key for revision in page.rows]
    assert key == "any" or ((key in keys) if key else keys == [])


@pytest.mark.parametrize("text", ["말라야 북한 노동자 송환", "朝鲜劳工遣返", "Рабочие из КНДР", "عمال كوريا"])
def test_every_script_is_found_by_two_characters(desk, text):
    session, people = desk
    claim = claims.log(session, content=replace(CONTENT, notes=text), author=people["analyst"], at=AT)
    for word in text.split():
        found = claim_list.browse(session, chosen=claim_list.ClaimFilter(words=word[:2]))
        assert claim.key in [revision.claim.key for revision in found.rows]


def test_the_list_costs_the_same_for_one_row_and_for_many(record):
    counts = []
    for size in (1, 50):
        with reading(record) as session, statements(record) as sent:
            claim_list.browse(session, chosen=claim_list.ClaimFilter(), size=size)
        counts.append(len(sent))
    assert counts[1] - counts[0] <= 3  # relations that the one claim does not have


SAID_LATER = {"said": "2019-12-20", "event": "2018-03"}
NOT_STATED = {"said": "", "event": "2018-03"}


@pytest.mark.parametrize(
    ("days", "since", "until", "listed"),
    [
        (SAID_LATER, date(2019, 12, 1), None, True),
        (SAID_LATER, None, date(2019, 11, 30), False),
        (NOT_STATED, date(2018, 3, 31), None, True),
        (NOT_STATED, None, date(2018, 2, 28), False),
    ],
    ids=["said in time", "told of in time, said later", "not stated, told of in time", "not stated, told of later"],
)
def test_days_bound_when_it_was_said_and_else_what_it_tells_of(desk, days, since, until, listed):
    session, people = desk
    claim = claims.log(session, content=replace(CONTENT, **days), author=people["analyst"], at=AT)
    chosen = claim_list.ClaimFilter(state="MNG", since=since, until=until)
    keys = [revision.claim.key for revision in claim_list.browse(session, chosen=chosen, size=100).rows]
    assert (claim.key in keys) is listed
