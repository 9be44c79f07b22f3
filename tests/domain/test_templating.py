"""Templates: what changes from month to month becomes a blank, and what is filled in stands where it stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import templating
from tracker.domain.errors import RuleBroken

NOTIFIED = [
    ("statement", "The Committee says that China notified 1,234.5 tons for October 2018, on 4 December 2018."),
    ("said", "2018-12-04"),
    ("event", "2018-10"),
    ("quantities-0-low", "1234.5"),
    ("quantities-0-high", "1234.5"),
    ("quantities-0-wording", "1,234.5"),
    ("quantities-0-unit", "t"),
    ("quantities-0-reference", "2018-10"),
    ("citations-0-source", "committee-2018-10"),
    ("citations-0-quotation", "1,234.5 tons in October 2018"),
    ("bearings-0-obligation", "r2397-op5"),
    ("origin", "committee-website-2018-12"),
    ("state_action", "cn-2018-10"),
]


def test_month_quantity_and_day_become_blanks_and_what_is_of_this_one_alone_is_left_out():
    fields, month = templating.generalise(NOTIFIED)
    assert month == "2018-10"
    assert dict(fields) == {
        "statement": "The Committee says that China notified {quantity} tons for {month}, on {day}.",
        "said": "{day}",
        "event": "{month}",
        "quantities-0-low": "{quantity}",
        "quantities-0-high": "{quantity}",
        "quantities-0-wording": "{quantity}",
        "quantities-0-unit": "t",
        "quantities-0-reference": "{month}",
        "citations-0-source": "committee-2018-10",
        "bearings-0-obligation": "r2397-op5",
    }


@pytest.mark.parametrize(
    ("changed", "month", "statement"),
    [
        ({"statement": "From 4 October 2018 on.", "said": "2019-01-02"}, "2018-10", "From 4 October 2018 on."),
        ({"statement": "12,345.5 and 1,234.56"}, "2018-10", "12,345.5 and 1,234.56"),
        ({"statement": "1,234.5 and 1234.5."}, "2018-10", "{quantity} and {quantity}."),
        ({"quantities-0-high": "2000", "statement": "1,234.5"}, "2018-10", "1,234.5"),  # bounds are no one number
        ({"quantities-0-reference": "2018-01..2018-10", "statement": "October 2018"}, "2018-10", "{month}"),
        ({"quantities-0-reference": "", "event": "2018", "statement": "In 2018"}, "2018-12", "In 2018"),
        ({"quantities-0-reference": "", "event": "", "said": "2018", "statement": "In 2018"}, "", "In {day}"),
        ({"said": "2018-12-04..2018-12-06", "statement": "On 4 December 2018"}, "2018-10", "On {day}"),
    ],
)
def test_only_what_stands_by_itself_is_taken_for_it(changed, month, statement):
    fields, found = templating.generalise([(name, changed.get(name, text)) for name, text in NOTIFIED])
    assert (found, dict(fields)["statement"]) == (month, statement)


def test_the_figure_of_the_month_is_the_one_that_changes():
    total = [
        ("quantities-0-low", "9"),
        ("quantities-0-high", "9"),
        ("quantities-0-reference", "2018-01-01..2018-12-04"),
    ]
    own = [("quantities-1-low", "5"), ("quantities-1-high", "5"), ("quantities-1-reference", "2018-10")]
    fields, month = templating.generalise([*total, *own])
    assert (month, dict(fields)["quantities-0-low"], dict(fields)["quantities-1-low"]) == ("2018-10", "9", "{quantity}")


def test_what_is_given_is_filled_in_and_what_is_not_stays_to_be_seen():
    fields, _ = templating.generalise(NOTIFIED)
    filled = dict(templating.fill(fields, {"month": "2018-11", "quantity": "980", "day": ""}))
    assert filled["statement"] == "The Committee says that China notified 980 tons for November 2018, on {day}."
    assert (filled["event"], filled["said"]) == ("November 2018", "{day}")
    assert templating.blanks_in(fields) == ("month", "quantity", "day")
    assert templating.left_open(filled["said"]) == "Fill in the day on which it was said where “{day}” stands."
    assert templating.left_open(filled["event"]) == ""


@given(st.lists(st.tuples(st.sampled_from([name for name, _ in NOTIFIED]), st.text(max_size=30)), max_size=8))
def test_no_field_breaks_it_and_a_template_of_a_template_is_the_same(fields):
    once, _ = templating.generalise(fields)
    assert [name for name, _ in templating.generalise(once)[0]] == [name for name, _ in once]
    assert set(templating.blanks_in(templating.fill(once, {"month": "2018-11", "quantity": "1", "day": "2"}))) == set()


@pytest.mark.parametrize("figure", ["{quantity}", "about five", "nan", "inf", "1e400", "\u0663"])
def test_a_figure_that_is_no_number_is_left_as_it_is(figure):
    fields = [("statement", f"It sold {figure} tons."), ("quantities-0-low", figure), ("quantities-0-high", figure)]
    assert dict(templating.generalise(fields)[0])["statement"] == f"It sold {figure} tons."


@pytest.mark.parametrize(("month", "following"), [("2018-10", "2018-11"), ("2018-12", "2019-01")])
def test_the_month_after(month, following):
    assert templating.next_month(month) == following


@pytest.mark.parametrize(
    ("typed", "month"), [("October 2018", "2018-10"), ("2018-10", "2018-10"), ("Oct 2018", "2018-10")]
)
def test_a_month_is_read_in_any_form(typed, month):
    assert templating.read_month(typed) == month


@pytest.mark.parametrize("typed", ["", "2018", "2018-10-04", "soon", "2018-10 to 2018-11", "{month}"])
def test_what_is_no_month_is_refused_at_its_field(typed):
    with pytest.raises(RuleBroken) as refused:
        templating.read_month(typed)
    assert refused.value.field == "month"
