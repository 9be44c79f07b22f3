import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.vocabulary import Measure
from tracker.intake import claim_cells

TEXT = st.text(st.sampled_from("ab1 ;|\\:.,é"), max_size=12).map(str.strip)
UNIT = TEXT.filter(lambda text: text and not any(word.value == text.split()[-1] for word in Measure))
NUMBER = st.floats(-1e20, 1e20, allow_nan=False).map(lambda n: n + 0.0)


@st.composite
def quantities(draw):
    low, high = draw(st.tuples(st.none() | NUMBER, st.none() | NUMBER).filter(lambda pair: pair != (None, None)))
    found = {"low": low, "high": high, "unit": " ".join(draw(UNIT).split()), "measure": draw(st.sampled_from(Measure))}
    return (
        found | {name: draw(TEXT) for name in ("counted", "reference", "wording")} | {"baseline": draw(st.booleans())}
    )


@given(st.lists(quantities(), max_size=3))
def test_a_cell_of_quantities_gives_back_what_was_written(items):
    found = claim_cells.read("quantities", claim_cells.write("quantities", items))
    blank = {"counted": "", "reference": "", "wording": "", "baseline": False}
    assert [blank | item for item in found] == items


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 persons", {"low": 5, "high": 5, "unit": "persons", "measure": "stock"}),
        ("2000000.. t flow", {"low": 2e6, "high": None, "unit": "t", "measure": "flow"}),
        ("..20 states", {"low": None, "high": 20, "unit": "states", "measure": "stock"}),
        ("0.5..0.75 of all fraction", {"low": 0.5, "high": 0.75, "unit": "of all", "measure": "fraction"}),
        ("-18533 permits flow", {"low": -18533, "high": -18533, "unit": "permits", "measure": "flow"}),
        (
            "3 t | of: coal | on: 2016-12 | as: three | baseline",
            {"low": 3, "high": 3, "unit": "t", "measure": "stock"}
            | {"counted": "coal", "reference": "2016-12", "wording": "three", "baseline": True},
        ),
    ],
    ids=["exactly", "at least", "at most", "between, unit of two words", "negative", "every part"],
)
def test_a_quantity_is_read(text, expected):
    assert claim_cells.read("quantities", text) == [expected]


@pytest.mark.parametrize(
    ("column", "text", "part"),
    [
        ("quantities", "many t", "does not begin with a number"),
        ("quantities", "2,000 t", "does not begin with a number"),
        ("quantities", ".. t", "does not begin with a number"),
        ("quantities", "1e999 t", "too large"),
        ("quantities", "nan t", "does not begin with a number"),
        ("quantities", "1 t | what: coal", "“what: coal”"),
        ("quantities", "1 t | of: a | of: b", "twice"),
        ("bears_on", "RUS promises", "“RUS promises” is not a state, an obligation and an effect"),
        ("relay", "Reuters", "“Reuters” is not a role and a name"),
        ("relay", "wire: A | at: B", "“at: B” in “wire: A | at: B” is not understood"),
        ("relay", "wire: A | on", "is not understood"),
        ("relay", "wire: A | on: 2018 | on: 2019", "names “on” twice"),
        ("further_citations", "{}", "not a JSON list"),
        ("further_citations", "[", "not JSON"),
        ("further_citations", "[NaN]", "NaN"),
        ("further_citations", '[{"a": 1, "a": 2}]', "twice"),
        ("further_citations", "[" * 100_000, "nested"),
    ],
)
def test_what_cannot_be_read_is_named(column, text, part):
    with pytest.raises(ValueError, match=r".") as refused:
        claim_cells.read(column, text)
    assert part in str(refused.value)


def test_the_state_of_a_bearing_may_be_a_name_of_several_words():
    found = claim_cells.read("bears_on", "Russian Federation r2397-op8-repatriation promises")
    assert found == [{"state": "Russian Federation", "obligation": "r2397-op8-repatriation", "effect": "promises"}]
