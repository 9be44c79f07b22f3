"""What a check of a citation answers: in one sentence, with a finding for each part, and whether it is a mismatch."""

from datetime import date

import pytest

from tests.domain.test_citing import LAW, PLEDGE, RECORDED, SAID, check_citation
from tracker.domain.citing import is_mismatch


@pytest.mark.parametrize(("cited_as", "said", "subjects"), [row[:3] for row in RECORDED])
def test_a_mismatch_is_known_without_the_proposals(cited_as, said, subjects):
    day, chosen = date.fromisoformat(said), frozenset(subjects)
    found = check_citation(cited_as, day, subjects)
    assert is_mismatch(cited_as, said=day, subjects=chosen, statement="", law=LAW) is found.mismatch


def test_a_mismatch_may_show_from_the_statement_alone():
    asked = [("resolution 2356", True), ("resolution 2397", False), ("resolution 2397, adopted last June", True)]
    for cited_as, is_wrong in asked:
        given = {"said": SAID, "subjects": frozenset(), "statement": PLEDGE, "law": LAW}
        assert is_mismatch(cited_as, **given) is is_wrong


@pytest.mark.parametrize(
    ("cited_as", "words", "symbols", "sentence"),
    [
        (
            "resolution 2397, adopted in June 2017",
            ["resolution 2397", "adopted in June 2017"],
            ["S/RES/2397(2017)"] * 2,
            (
                "“adopted in June 2017” does not fit S/RES/2397(2017), adopted 22 December 2017; "
                "compare S/RES/2397(2017), paragraph 8."
            ),
        ),
        (
            " paragraph 12 of resolution 2397",
            ["resolution 2397", "paragraph 12 of resolution 2397"],
            ["S/RES/2397(2017)"] * 2,
            "Paragraph 12 of S/RES/2397(2017) is on shipping, not on labour; compare S/RES/2397(2017), paragraph 8.",
        ),
        (
            "resolution 9999",
            ["resolution 9999"],
            [None],
            "S/RES/9999 is not in the record; compare S/RES/2397(2017), paragraph 8.",
        ),
        (
            "sanctions passed last June",
            ["passed last June"],
            ["S/RES/2356(2017)"],
            (
                "The source names no resolution; “passed last June” fits the date of S/RES/2356(2017), 2 June 2017; "
                "no obligation on labour was adopted then."
            ),
        ),
        ("UN sanctions", [], [], "The source names no resolution."),
        ("none", [], [], "The source cites no resolution."),
    ],
)
def test_each_finding_names_its_words_and_the_answer_is_one_sentence(cited_as, words, symbols, sentence):
    found = check_citation(cited_as)
    assert [finding.words for finding in found.findings] == words
    assert [finding.symbol for finding in found.findings] == symbols
    assert found.sentence == sentence


def test_of_many_subjects_three_are_named():
    found = check_citation("resolution 2087", subjects=["labour", "coal", "textiles", "shipping"])
    assert " on coal or labour or shipping or another subject of the claim" in found.findings[0].sentence
