"""The quick way to the canonical form gives what the library that knows every case gives."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tracker.db.canonical import canonical, settled

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_every_value_has_the_form_of_the_standard(value):
    assert canonical(value) == rfc8785.dumps(value).decode()
    assert canonical(settled(value)) == canonical(value)


@pytest.mark.parametrize("value", [2**53, float("nan"), {1: 2}, {"a": object()}])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(ValueError):  # noqa: PT011 - the words are those of the library
        canonical(value)
