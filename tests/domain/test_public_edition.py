"""The public edition: what it withholds, and what it keeps."""

from dataclasses import replace

from tests.exports.documents import MANIFEST, PLEDGE, REPLY, document
from tracker.domain.public_edition import FILTERED, SOURCE, WITHHELD, public
from tracker.domain.report_parts import ReportCause, ReportChange, ReportFile, ReportFilter
from tracker.domain.vocabulary import Edition, Publication

SECRET = replace(PLEDGE.citations[0], title="Secret note", source="panel-secret-note", publication="restricted")
HIDDEN = replace(PLEDGE, statement="Said in secret.", citations=(SECRET,))
FULL = document(
    evidence=(HIDDEN, REPLY),
    manifest=replace(MANIFEST, files=(ReportFile("a" * 64, "panel-secret-note", Publication.RESTRICTED),)),
)


def test_the_key_of_a_restricted_source_goes_for_it_is_made_from_its_title() -> None:
    made = public(FULL)
    assert made.manifest
    assert [file.source for file in made.manifest.files] == ["restricted-1"]
    assert made.evidence[0].citations[0].source == "restricted-1"
    assert made.evidence[0].citations[0].hashes == SECRET.hashes
    assert "secret" not in repr((made.evidence, made.manifest)).casefold()


def test_words_are_withheld_and_outcomes_kept() -> None:
    made = public(FULL)
    assert made.edition is Edition.PUBLIC
    assert made.cells == tuple(replace(cell, proof=None) for cell in FULL.cells)
    assert (made.evidence[0].statement, made.evidence[0].citations[0].title) == (WITHHELD, SOURCE)
    assert made.evidence[1] == REPLY


def test_the_public_edition_of_a_public_edition_is_itself() -> None:
    assert public(public(FULL)) == public(FULL)


def test_causes_proofs_and_filters_that_may_name_a_restricted_source_are_withheld() -> None:
    causes = (
        ReportCause("accepted", "It cites Secret note.", HIDDEN.key),
        ReportCause("accepted", "It cites X.", REPLY.key),
    )
    change = ReportChange("d", ("RUS",), "overdue", "", "fulfilled", "", causes)
    asked = ReportFilter(source="panel-secret-note")
    made = public(replace(FULL, changes=(change,), filter=asked, scope="Claims from panel-secret-note"))
    assert [cause.sentence for cause in made.changes[0].causes] == [WITHHELD, "It cites X."]
    assert (made.filter, made.scope) == (None, FILTERED)
    assert [bool(cell.proof) for cell in FULL.cells] != [bool(cell.proof) for cell in made.cells]
    assert public(made) == made
