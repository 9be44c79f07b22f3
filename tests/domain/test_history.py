"""Differences between revisions, in words."""

from dataclasses import replace

import pytest

from tests.domain.test_claiming import GOOD
from tracker.domain import history
from tracker.domain.content import BearingContent, ClaimContent, QuantityContent
from tracker.domain.vocabulary import Effect, Kind


def test_equal_contents_differ_in_nothing():
    assert history.changes(GOOD, replace(GOOD)) == ()


def test_each_changed_field_is_told_once_with_what_came_and_went():
    bearing = BearingContent("RUS", "r2397-op8-repatriation", Effect.ADVANCES)
    after = replace(GOOD, kind=Kind.ASSESSMENT, bearings=(bearing,))
    found = [(c.label, c.removed, c.added) for c in history.changes(GOOD, after)]
    assert found == [
        ("Kind", ("reported action",), ("assessment",)),
        ("Obligations and effects", (), ("RUS, r2397-op8-repatriation: advances",)),
    ]


def test_every_field_has_a_label():
    assert set(history.LABELS) == set(ClaimContent.__dataclass_fields__)


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (QuantityContent(2000000, None, "t", counted="coal"), "at least 2,000,000 t coal"),
        (QuantityContent(None, 10000, "persons"), "at most 10,000 persons"),
        (QuantityContent(70, 70, "persons", reference="2019-03"), "70 persons, 2019-03"),
        (QuantityContent(150, 300, "USD"), "150 to 300 USD"),
        (QuantityContent(0.5, None, "fraction", wording="more than half"), "more than half fraction"),
        (QuantityContent(34000, 34000, "persons", baseline=True), "34,000 persons (compared with)"),
    ],
)
def test_a_quantity_in_words(quantity, words):
    assert history.quantity_words(quantity) == words
