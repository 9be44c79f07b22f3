import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.intake.lists import escaped, joined, plain, split

WORDS = st.text(st.sampled_from("ab \\;|:é"), min_size=1).map(str.strip).filter(bool)


@given(st.lists(WORDS))
def test_escaped_items_come_back_as_they_were(items):
    assert [plain(item) for item in split(joined(map(escaped, items)), ";")] == items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("", []),
        (" ; ;", []),
        ("a; b;c ", ["a", "b", "c"]),
        (r"a\;b; c", ["a;b", "c"]),
        (r"a\\; b", ["a\\", "b"]),
        (r"C:\temp; b", [r"C:\temp", "b"]),
    ],
    ids=["nothing", "only marks", "spaces are trimmed", "escaped mark", "escaped backslash", "bare backslash"],
)
def test_items_stand_between_semicolons(text, items):
    assert [plain(item) for item in split(text, ";")] == items
