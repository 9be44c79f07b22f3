"""Differences between revisions, in words."""

from dataclasses import fields, replace
from typing import Any, get_type_hints

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.domain.test_claiming import GOOD
from tracker.domain import history
from tracker.domain.content import (
    BearingContent,
    CitationContent,
    ClaimContent,
    HopContent,
    QuantityContent,
    SourceContent,
)
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


# Where each kind of part stands in a claim.
PLACES: dict[type, Any] = {
    ClaimContent: lambda content: content,
    BearingContent: lambda bearing: replace(GOOD, bearings=(bearing,)),
    QuantityContent: lambda quantity: replace(GOOD, quantities=(quantity,)),
    HopContent: lambda hop: replace(GOOD, hops=(hop,)),
    CitationContent: lambda citation: replace(GOOD, citations=(citation,)),
    SourceContent: lambda source: replace(GOOD, citations=(CitationContent(source),)),
}
NUMBER = st.floats(allow_nan=False, allow_infinity=False)


def _parts(kind: type) -> st.SearchStrategy[Any]:
    """Any part of a kind; a number always has a bound, as the rules ask."""
    given = {"low": NUMBER} if kind is QuantityContent else {}
    return st.builds(kind, **{field: _values(kind, field) for field in get_type_hints(kind)} | given)


def _values(kind: type, field: str) -> st.SearchStrategy[Any]:
    wanted = get_type_hints(kind)[field]
    if wanted == float | None:
        return st.none() | NUMBER
    if wanted == str | None:
        return st.none() | st.text(min_size=1)
    inner: tuple[Any, ...] = getattr(wanted, "__args__", ())
    return (
        st.lists(_parts(inner[0]), max_size=2).map(tuple) if inner[:1] and inner[0] in PLACES else st.from_type(wanted)
    )


EVERY_FIELD = [(kind, field.name) for kind in PLACES for field in fields(kind)]


@pytest.mark.parametrize(("kind", "field"), EVERY_FIELD, ids=[f"{kind.__name__}.{name}" for kind, name in EVERY_FIELD])
@settings(max_examples=25, deadline=None)  # whole claims are slow to draw, and each field has examples of its own
@given(data=st.data())
def test_a_change_of_any_field_is_shown(kind, field, data):
    part = data.draw(_parts(kind))
    other = replace(part, **{field: data.draw(_values(kind, field))})
    assume(getattr(part, field) != getattr(other, field))
    assume(not _reordered(getattr(part, field), getattr(other, field)))
    assume(getattr(other, "low", 0) is not None or getattr(other, "high", 0) is not None)
    found = history.changes(PLACES[kind](part), PLACES[kind](other))
    assert found
    assert all(change.removed or change.added for change in found)


def _reordered(one: Any, other: Any) -> bool:
    """Whether a list of the claim itself only changed its order, which the page says in words."""
    return isinstance(one, tuple) and sorted(map(str, one)) == sorted(map(str, other))


def test_the_same_figure_ten_times_as_large_is_no_change_of_order():
    quantity = QuantityContent(2_000_000, None, "t", wording="over 2 million")
    before, after = (replace(GOOD, quantities=(q,)) for q in (quantity, replace(quantity, low=20_000_000)))
    (change,) = history.changes(before, after)
    wording = "measure: stock; in the words of the source: over 2 million"
    assert (change.removed, change.added) == (
        (f"at least 2,000,000 t; {wording}",),
        (f"at least 20,000,000 t; {wording}",),
    )


def test_an_item_that_stood_there_twice_and_now_once_is_removed():
    (change,) = history.changes(replace(GOOD, states=("RUS", "RUS")), GOOD)
    assert (change.removed, change.added) == (("RUS",), ())


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
