"""Likeness of sources: what they have in common, in sentences, the strongest first."""

import pytest

from tracker.domain import likeness
from tracker.domain.likeness import Described, Reason

OWN = Described("NK News", "Ann Author", "S/AC.49/2019/12")


@pytest.mark.parametrize(
    ("other", "sentences"),
    [
        (Described("NK News", "", ""), ["Of the same publisher: NK News."]),
        (Described("Else", "Ann Author", ""), ["By the same author: Ann Author."]),
        (Described("", "", "S/AC.49/2019/3"), ["Of the same series: S/AC.49/2019/."]),
        (Described("", "", "S/AC.49/2020/3"), []),
        (Described("Else", "Other", "SG/12"), []),
    ],
)
def test_what_sources_say_of_themselves(other, sentences):
    assert [reason.sentence for reason in likeness.described(OWN, other)] == sentences


def test_an_author_says_more_than_a_series_and_a_series_more_than_a_publisher():
    assert [reason.weight for reason in likeness.described(OWN, OWN)] == [40, 30, 10]
    assert [Reason.of_origin(claims).weight for claims in (1, 9, 10, 11)] == [61, 69, 70, 70]
    assert [Reason.of_cells(["China, Coal"] * cells).weight for cells in (1, 9, 10, 11)] == [25, 65, 70, 70]
    assert Reason.of_origin(1).sentence == "It carries the same first utterance, in 1 claim."
    assert Reason.of_origin(2).sentence == "It carries the same first utterance, in 2 claims."


def test_nothing_is_in_common_that_is_not_stated():
    assert likeness.described(Described("", "", ""), Described("", "", "")) == []


def test_the_same_utterance_says_more_than_the_same_cells_and_they_more_than_a_publisher():
    cells = Reason.of_cells(["China, Coal", "China, Iron", "Mongolia, Coal", "Mongolia, Iron"])
    publisher = likeness.described(OWN, Described("NK News", "", ""))[0]
    origin = Reason.of_origin(1)
    assert cells.sentence == "It is about the same state and duty: China, Coal; China, Iron; and 2 more."
    assert likeness.sentences([publisher, cells, origin]) == (origin.sentence, cells.sentence, publisher.sentence)
    assert likeness.weight([publisher, origin]) == publisher.weight + origin.weight
