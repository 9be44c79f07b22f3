"""Kept copies: bytes first and write-once, custody whole, quotations anchored when a copy comes or a claim is saved."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.databases import SEEDED_AT
from tests.services.test_claims import CONTENT
from tracker.db.engine import kept_files, writing
from tracker.db.models import Anchor, Capture, KeptFile, TimestampToken
from tracker.domain.content import CitationContent
from tracker.domain.errors import NotAllowed, NotFound
from tracker.domain.vocabulary import CaptureMethod, QuoteVerdict
from tracker.intake.document_content import Document
from tracker.services import accounts, anchors, capture_files, captures, claims, sources
from tracker.services.captures import Custody

AT = SEEDED_AT + timedelta(hours=4)
TEXT = "The envoy spoke on Wednesday.\n\n“All workers will leave by the end of the year,” he said.\n\nNo more was said."
DATA = TEXT.encode()
DOCUMENT = Document("text/plain; charset=utf-8", TEXT, "plain text", "1")
CUSTODY = Custody(method=CaptureMethod.UPLOAD, started_at=AT, ended_at=AT + timedelta(seconds=2), file_name="a.txt")
QUOTED = "All workers will leave by the end of the year"


@pytest.fixture
def desk(record):
    """A writer's session, the people's ids, and a source that a claim cites with a quotation."""
    with writing(record, actor="test") as session:
        people = {name: accounts.find(session, username=name).id for name in ("analyst", "reviewer")}
        claim = claims.log(session, content=_quoting(QUOTED), author=people["analyst"], at=AT)
        key = claims.show(session, key=claim.key).citations[0].source.key
        yield session, people, key, claim.key
        session.rollback()


def _quoting(words: str):
    cited = CONTENT.citations[0]
    return replace(CONTENT, citations=(CitationContent(cited.source, "", words, ""),))


def _keep(desk, *, data=DATA, document=DOCUMENT, by="analyst", source=None):
    session, people, key, _ = desk
    return captures.keep(session, source=source or key, data=data, document=document, custody=CUSTODY, by=people[by])


def test_a_copy_is_kept_under_both_digests_with_its_custody(desk):
    copy = _keep(desk)
    file = copy.kept_file
    assert (file.sha256, file.sha3_512) == (hashlib.sha256(DATA).hexdigest(), hashlib.sha3_512(DATA).hexdigest())
    assert (copy.number, copy.method, copy.file_name) == (1, CaptureMethod.UPLOAD, "a.txt")
    assert copy.software.startswith("tracker ")
    assert captures.text_of(desk[0], copy) == TEXT
    assert kept_files(desk[0]).path(file.sha256).read_bytes() == DATA


def test_the_same_bytes_are_one_file_however_often_they_are_kept(desk):
    first, second = _keep(desk), _keep(desk)
    assert first.kept_file_id == second.kept_file_id
    assert (first.number, second.number) == (1, 2)


def test_of_another_source_the_same_bytes_are_named(desk):
    session = desk[0]
    other = next(source.key for source in sources.latest(session) if source.key != desk[2])
    _keep(desk, source=other)
    assert captures.elsewhere(session, _keep(desk)) == [other]


def test_a_file_without_text_is_kept_and_says_why(desk):
    copy = _keep(desk, document=replace(DOCUMENT, text="", trouble="The pages are pictures."))
    assert (copy.text_id, copy.trouble) == (None, "The pages are pictures.")


def test_quotations_are_anchored_when_the_copy_arrives(desk):
    _keep(desk)
    citation = claims.show(desk[0], key=desk[3]).citations[0]
    (anchor,) = citation.anchors
    assert (anchor.verdict, TEXT[anchor.start : anchor.stop]) == (QuoteVerdict.EXACT, QUOTED)
    assert (anchor.exact, anchor.prefix[-1], anchor.suffix[0]) == (QUOTED, "“", ",")


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (QUOTED, QuoteVerdict.EXACT),
        ("All  workers will leave\nby the end of the year", QuoteVerdict.NORMALISED),
        ("All workers will leave by the end of the month", QuoteVerdict.NEAR),
        ("Nobody has ever said anything of this sort at all", QuoteVerdict.NOT_FOUND),
    ],
)
def test_quotations_are_anchored_when_a_claim_is_saved(desk, words, verdict):
    session, people, _, _ = desk
    _keep(desk)
    key = claims.log(session, content=_quoting(words), author=people["analyst"], at=AT).key
    assert anchors.verdict(claims.show(session, key=key).citations[0]) is verdict


def test_without_a_copy_a_quotation_is_not_checked(desk):
    citation = claims.show(desk[0], key=desk[3]).citations[0]
    assert anchors.verdict(citation) is QuoteVerdict.UNCHECKED


def test_the_best_of_several_copies_speaks_for_a_quotation(desk):
    _keep(desk, data=b"other", document=replace(DOCUMENT, text="Other words altogether, kept later."))
    _keep(desk)
    assert anchors.verdict(claims.show(desk[0], key=desk[3]).citations[0]) is QuoteVerdict.EXACT


def test_a_second_look_finds_every_anchor_as_it_was_and_names_one_that_was_altered(desk):
    session = desk[0]
    _keep(desk)
    assert list(anchors.differences(session)) == []
    anchor = session.scalars(select(Anchor)).one()
    anchor.verdict = QuoteVerdict.NEAR
    session.flush()
    assert [(kept.id, found.verdict) for kept, found in anchors.differences(session)] == [
        (anchor.id, QuoteVerdict.EXACT)
    ]


def test_only_an_analyst_keeps_a_copy(desk):
    with pytest.raises(NotAllowed):
        _keep(desk, by="reviewer")


def test_a_copy_of_an_unknown_source_is_refused(desk):
    with pytest.raises(NotFound):
        _keep(desk, source="nowhere")


def test_a_sweep_removes_what_no_row_names_and_nothing_else(desk):
    session = desk[0]
    copy = _keep(desk)
    orphan = kept_files(session).put(b"left by a broken-off upload").sha256
    assert captures.sweep(session) == [orphan]
    names = set(kept_files(session).names())
    assert names == set(session.scalars(select(KeptFile.sha256)))
    assert copy.kept_file.sha256 in names


def test_words_are_taken_with_their_place(desk):
    copy = _keep(desk)
    start = TEXT.index(QUOTED)
    words = captures.words(desk[0], copy, start=start, stop=start + len(QUOTED))
    assert words == captures.Words(QUOTED, "paragraph 2")
    assert captures.words(desk[0], copy, start=5, stop=5) is None


def test_of_a_text_with_pages_the_place_has_its_page(desk):
    copy = _keep(desk, document=replace(DOCUMENT, text="One.\fTwo words here."))
    assert captures.words(desk[0], copy, start=5, stop=14) == captures.Words("Two words", "page 2, paragraph 2")
    assert desk[0].scalars(select(Capture)).one().text.media_type == captures.TEXT_TYPE


def test_only_copies_that_were_kept_by_an_instant_go_out(desk):
    session, people, key, _ = desk
    later = replace(CUSTODY, started_at=AT + timedelta(hours=1), ended_at=AT + timedelta(hours=1))
    first = _keep(desk)
    text = f"{TEXT}\n\nCorrected."
    document = replace(DOCUMENT, text=text)
    second = captures.keep(
        session, source=key, data=text.encode(), document=document, custody=later, by=people["analyst"]
    )
    source = sources.get(session, key=key)

    def of(known_at):
        return list(captures.of_source(session, source_id=source.id, known_at=known_at))

    def archive(known_at):
        kept = of(known_at)
        return capture_files.archived(session, source=source, captures=kept, fmt="wacz", known_at=known_at)

    assert (of(AT), of(first.ended_at), of(later.ended_at), of(None)) == ([], [first], [first, second], [first, second])
    assert b"Corrected." not in archive(first.ended_at)
    assert b"Corrected." in archive(None) == archive(later.ended_at)
    with pytest.raises(NotFound, match="by then"):
        archive(AT)
    assert captures.get(session, source=key, number=2, known_at=later.ended_at) is second
    with pytest.raises(NotFound):
        captures.get(session, source=key, number=2, known_at=first.ended_at)


def test_a_time_stamp_that_came_later_was_not_known(desk):
    kept, stamped = _keep(desk), AT + timedelta(hours=2)
    token = {"token": "x", "authority": "An authority", "serial": "1", "sha256": "0" * 64, "stamped_at": AT}
    token |= {"kept_file_id": kept.kept_file_id, "recorded_by_id": kept.collector_id, "recorded_at": stamped}
    desk[0].add(TimestampToken(**token))
    copy = captures.get(desk[0], source=desk[2], number=1)
    assert "An authority" in capture_files.custody_fields(copy)["time-stamp"]
    assert "An authority" in capture_files.custody_fields(copy, known_at=stamped)["time-stamp"]
    assert capture_files.custody_fields(copy, known_at=AT)["time-stamp"] == captures.UNSTAMPED
