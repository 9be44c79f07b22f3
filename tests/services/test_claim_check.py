"""What is found before a claim is saved, and what is new in it after an edit."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from tracker.domain.content import CitationContent, SourceContent
from tracker.services import claim_check, claims, revisions

ARTICLE = "ru-matsegora-2018-07-18-pledge-diplomat"
ADDRESS = "https://www.thediplomat.com/2018/07/when-will-kim-jong-un-meet-vladimir-putin?utm_source=x"


def _article(session: Session):
    return revisions.content_of(claims.show(session, key=ARTICLE))


def test_a_claim_is_no_duplicate_of_itself(shared_record: Session):
    findings = claim_check.before_saving(shared_record, content=_article(shared_record), besides=ARTICLE)
    assert ARTICLE not in {duplicate.revision.claim.key for duplicate in findings.duplicates}
    assert findings.citation.mismatch


def test_a_document_typed_as_new_is_found_by_its_address(shared_record: Session):
    typed = CitationContent(SourceContent(title="Typed again", access_points=(ADDRESS,)))
    content = replace(_article(shared_record), citations=(typed,))
    found = claim_check.before_saving(shared_record, content=content).found_again
    assert [(one.typed, one.source.key) for one in found] == [("Typed again", "diplomat-2018-07")]


@pytest.mark.parametrize(
    ("change", "is_new"),
    [({"notes": "Read again."}, False), ({"cited_as": "Resolution 2231"}, True), ({"cited_as": "2397 (2017)"}, False)],
    ids=["another field", "another mismatch", "mended"],
)
def test_an_edit_adds_only_what_was_not_there_before(shared_record: Session, change, is_new):
    content = _article(shared_record)
    before = claim_check.before_saving(shared_record, content=content, besides=ARTICLE)
    after = claim_check.before_saving(shared_record, content=replace(content, **change), besides=ARTICLE)
    assert after.adds_to(before) is is_new
