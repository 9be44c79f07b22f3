"""The public edition: what it withholds, and what it keeps."""

from dataclasses import replace
from datetime import date

from tests.exports.documents import MANIFEST, PLEDGE, REPLY, document
from tracker.domain.public_edition import FILTERED, SOURCE, WITHHELD, public
from tracker.domain.report import ReportReason
from tracker.domain.report_parts import (
    ReportCause,
    ReportChange,
    ReportCount,
    ReportFile,
    ReportFilter,
    ReportNamed,
    ReportNames,
)
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
    assert [cell.outcome for cell in made.cells] == [cell.outcome for cell in FULL.cells]
    assert not any(cell.proof for cell in made.cells)
    assert (made.evidence[0].statement, made.evidence[0].citations[0].title) == (WITHHELD, SOURCE)
    assert made.evidence[1] == REPLY


def test_a_claim_whose_words_are_withheld_has_another_key_wherever_it_is_named() -> None:
    named = ReportNames("both", "Named by both", (ReportNamed("RUS", (HIDDEN.key, REPLY.key)),))
    count = ReportCount(1, date(2020, 1, 1), "One.", None, None, "", (named,))
    cause = ReportCause("accepted", "It was accepted.", HIDDEN.key)
    change = ReportChange("d", ("RUS",), "overdue", "", "fulfilled", "", (cause,))
    made = public(replace(FULL, changes=(change,), count=count))
    assert HIDDEN.key in repr(FULL)
    assert HIDDEN.key not in repr(made)
    assert (made.evidence[0].key, made.evidence[1].key) == ("withheld-1", REPLY.key)
    assert "withheld-1" in {key for cell in made.cells for key in cell.claims}
    assert made.changes[0].causes[0].claim == "withheld-1"
    assert made.count is not None
    assert made.count.names[0].states[0].claims == ("withheld-1", REPLY.key)


def test_a_proof_that_weighs_a_hidden_claim_goes_though_the_cell_does_not_name_it() -> None:
    [cell] = [cell for cell in FULL.cells if cell.proof]
    reason = ReportReason("in_force", "The duty took effect.", (REPLY.key,))
    made = public(replace(FULL, cells=(replace(cell, reasons=(reason,), set_aside=()),)))
    assert made.cells[0].proof is None


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
