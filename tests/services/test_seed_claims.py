"""Corrections of the record that ships: each is brought in by the next load, and the load after it changes nothing."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from tests import smaller
from tracker.db.models import ClaimLink
from tracker.domain.vocabulary import Credibility, LinkType, Reliability, Verdict
from tracker.services import accounts, claim_list, claims, links, reviews, seeding, sources

LATER = datetime(2100, 1, 1, tzinfo=UTC)
SOURCE = "african-bulletin-2017-10-25-namibia"
CLAIM = "ru-2019-03-midterm-report"
LINK = "- claim: jinr-statement-suspension\n  other: jinr-furukawa-2016-10-allegation\n  type: contradicts\n"

Edit = Callable[[str, str, str, str], None]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return smaller.write(tmp_path / "seed")


@pytest.fixture
def correct(place: Path) -> Edit:
    """Change the first `old` of a file after the line that names the record."""

    def edit(file: str, record: str, old: str, new: str) -> None:
        named = f"- key: {record}\n" if record else ""
        text = (place / file).read_text(encoding="utf-8")
        head, name, tail = text.partition(named) if named else ("", "", text)
        assert old in tail, f"{record} has no {old}"
        (place / file).write_text(head + name + tail.replace(old, new, 1), encoding="utf-8")

    return edit


@pytest.fixture
def seeded(record: Engine) -> Iterator[Session]:
    with Session(record, info={"actor": "test"}) as session:
        yield session
        session.rollback()


def load(session: Session, place: Path, at: datetime = LATER) -> seeding.Counts:
    session.expunge_all()
    return seeding.load(session, folder=place, at=at).total


def assert_settled(session: Session, place: Path) -> None:
    again = load(session, place)
    assert (again.created, again.updated, again.lines) == (0, 0, ())


def somebody(session: Session, username: str) -> int:
    return accounts.find(session, username=username).id


def test_a_second_load_writes_nothing(seeded: Session, place: Path):
    written: list[object] = []

    @event.listens_for(seeded, "before_flush")
    def watch(session: Session, *_: object) -> None:
        written.extend([*session.new, *session.dirty, *session.deleted])

    assert_settled(seeded, place)
    assert written == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: Claims that", "title: Reports that", "title changed from Claims that Namibia"),
        ("author: ''", "author: A writer", "author changed from nothing to A writer"),
        ("published: '2017-10-25'", "published: 2017-10", "published changed from 2017-10-25 to 2017-10"),
        ("publication: public", "publication: restricted", "publication changed from public to restricted"),
        ("read_in: stored copy of the page (first part)", "read_in: the page", "read_in changed from stored copy"),
        ("?p=9666", "?p=9667", "address 1: address changed from http://african-bulletin.com/?p=9666"),
        ("?p=9666", "?p=9666\n  - http://archive.example/a", "address 2 added"),
        ("\n  - http://african-bulletin.com/?p=9666", " []", "address 1 removed"),
    ],
    ids=["title", "author", "published", "publication", "read in", "address", "one more address", "address gone"],
)
def test_every_field_of_a_source_follows_its_file(seeded: Session, place: Path, correct: Edit, old, new, said):
    correct("sources.yaml", SOURCE, old, new)
    done = load(seeded, place)
    assert (done.created, done.updated, len(done.lines)) == (0, 1, 1)
    assert done.lines[0].startswith(f"source {SOURCE}: {said}")
    assert_settled(seeded, place)


def test_the_days_of_a_source_follow_its_date_and_its_words_the_index(seeded: Session, place: Path, correct: Edit):
    correct("sources.yaml", SOURCE, "published: '2017-10-25'", "published: 2017-10")
    correct("sources.yaml", SOURCE, "title: Claims", "title: Zanzibarian claims")
    load(seeded, place)
    row = sources.get(seeded, key=SOURCE)
    assert (row.published_first, row.published_last) == (date(2017, 10, 1), date(2017, 10, 31))
    found = claim_list.browse(seeded, chosen=claim_list.ClaimFilter(words="zanzibarian")).rows
    assert found
    assert {citation.source.key for revision in found for citation in revision.citations} >= {SOURCE}


def test_a_claim_judged_by_the_date_of_its_source_is_judged_anew(seeded: Session, place: Path, correct: Edit):
    key = "jinr-statement-suspension"
    current = claims.show(seeded, key=key)
    source = current.citations[0].source
    correct("sources.yaml", source.key, "published: ''", "published: '2015-05-05'")
    assert f"claim {key}: revision {current.number + 1}" in load(seeded, place).lines
    assert claims.show(seeded, key=key).day_last == date(2015, 5, 5)
    assert_settled(seeded, place)


def test_a_date_that_cannot_be_read_is_refused_at_its_field(seeded: Session, place: Path, correct: Edit):
    correct("sources.yaml", SOURCE, "'2017-10-25'", "someday")
    with pytest.raises(seeding.SeedError, match=rf"seed/sources\.yaml, {SOURCE}, published"):
        load(seeded, place)


def reviewed(session: Session) -> list[tuple[str, str, bool]]:
    rows = claims.show(session, key=CLAIM).reviews
    return [(row.reviewer.username, row.comment, row.superseded_at is None) for row in rows]


def test_a_corrected_review_is_decided_anew_and_the_earlier_one_stays(seeded: Session, place: Path, correct: Edit):
    [(_, before, _)] = reviewed(seeded)
    correct("claims.yaml", CLAIM, "comment: A state", "comment: Corrected. A state")
    done = load(seeded, place)
    assert (done.updated, done.lines) == (1, (f"claim {CLAIM}: reviewed anew",))
    assert [(name, now) for name, _, now in reviewed(seeded)] == [("record-reviewer", False), ("record-reviewer", True)]
    assert reviewed(seeded)[1][1] == f"Corrected. {before}"
    assert_settled(seeded, place)


def test_a_grade_that_was_corrected_is_taken_over(seeded: Session, place: Path, correct: Edit):
    now = claims.show(seeded, key=CLAIM).reviews[0]
    assert now.credibility is not None
    correct("claims.yaml", CLAIM, f"credibility: '{now.credibility.value}'", "credibility: '5'")
    load(seeded, place)
    assert claims.show(seeded, key=CLAIM).reviews[-1].credibility is Credibility.FIVE


def test_a_review_by_somebody_else_is_left_and_said(seeded: Session, place: Path, correct: Edit):
    reviews.decide(
        seeded,
        key=CLAIM,
        revision=1,
        seen=1,
        reviewer=somebody(seeded, "reviewer"),
        verdict=Verdict.RIGHT,
        reliability=Reliability.A,
        credibility=Credibility.ONE,
        comment="Mine.",
        at=LATER,
    )
    assert_settled(seeded, place)
    correct("claims.yaml", CLAIM, "comment: A state", "comment: Corrected. A state")
    done = load(seeded, place)
    assert (done.updated, "somebody reviewed it here" in done.lines[0]) == (0, True)
    assert [comment for _, comment, now in reviewed(seeded) if now] == ["Mine."]


def links_of(session: Session) -> int:
    return len(session.scalars(select(ClaimLink.id).where(ClaimLink.removed_at.is_(None))).all())


def test_a_link_that_is_gone_from_the_file_is_taken_back_and_said(seeded: Session, place: Path, correct: Edit):
    before = links_of(seeded)
    correct("links.yaml", "", LINK, "")
    said = "link jinr-statement-suspension contradicts jinr-furukawa-2016-10-allegation: removed"
    assert load(seeded, place).lines == (said,)
    assert links_of(seeded) == before - 1
    assert_settled(seeded, place)


def test_a_link_that_somebody_else_made_stays(seeded: Session, place: Path):
    by = somebody(seeded, "analyst")
    made = links.link(seeded, claim=CLAIM, other="ug-2016-05-29-pledge", link_type=LinkType.SUPPORTS, by=by, at=LATER)
    assert made
    assert_settled(seeded, place)
    assert seeded.get(ClaimLink, made.id)
