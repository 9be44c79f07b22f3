from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import DateUnreadable, Span, add_months, find_clues, parse_span, print_span

DAYS = st.dates(date(1945, 1, 1), date(2100, 12, 31))
D = date


def _read(text):
    span = parse_span(text)
    return span and (span.first, span.last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018", D(2018, 1, 1), D(2018, 12, 31)),
        ("2018-12", D(2018, 12, 1), D(2018, 12, 31)),
        ("December 2018", D(2018, 12, 1), D(2018, 12, 31)),
        ("Dec 2018", D(2018, 12, 1), D(2018, 12, 31)),
        ("Sept. 2018", D(2018, 9, 1), D(2018, 9, 30)),
        ("2018-07-18", D(2018, 7, 18), D(2018, 7, 18)),
        ("18 July 2018", D(2018, 7, 18), D(2018, 7, 18)),
        ("July 18, 2018", D(2018, 7, 18), D(2018, 7, 18)),
        ("22nd December 2017", D(2017, 12, 22), D(2017, 12, 22)),
        ("18.07.2018", D(2018, 7, 18), D(2018, 7, 18)),
        ("  18\u00a0July  2018 ", D(2018, 7, 18), D(2018, 7, 18)),
        ("2018-02-01..2018-07-18", D(2018, 2, 1), D(2018, 7, 18)),
        ("2018-01/2018-03", D(2018, 1, 1), D(2018, 3, 31)),
        ("from 1 May 2018 to 18 July 2018", D(2018, 5, 1), D(2018, 7, 18)),
        ("between 2016 and 2018", D(2016, 1, 1), D(2018, 12, 31)),
        ("2016–2018", D(2016, 1, 1), D(2018, 12, 31)),
        ("2016—2018", D(2016, 1, 1), D(2018, 12, 31)),
        ("1 May 2018 - 2 May 2018", D(2018, 5, 1), D(2018, 5, 2)),
        ("1 May 2018 / 2019-01", D(2018, 5, 1), D(2019, 1, 31)),
        ("2018 ... 2019", D(2018, 1, 1), D(2019, 12, 31)),
        ("January 2018", D(2018, 1, 1), D(2018, 1, 31)),
        ("mid December 2018", D(2018, 12, 11), D(2018, 12, 20)),
        ("about 2 January 1945", D(1945, 1, 1), D(1945, 1, 5)),
        ("about 30 December 2100", D(2100, 12, 27), D(2100, 12, 31)),
        ("early 2018 to mid-2018", D(2018, 1, 1), D(2018, 8, 31)),
        ("early 2018", D(2018, 1, 1), D(2018, 4, 30)),
        ("mid-2018", D(2018, 5, 1), D(2018, 8, 31)),
        ("late 2018", D(2018, 9, 1), D(2018, 12, 31)),
        ("early February 2018", D(2018, 2, 1), D(2018, 2, 10)),
        ("late February 2020", D(2020, 2, 21), D(2020, 2, 29)),
        ("about 18 July 2018", D(2018, 7, 15), D(2018, 7, 21)),
        ("about December 2018", D(2018, 12, 1), D(2018, 12, 31)),
        ("c. 2018", D(2018, 1, 1), D(2018, 12, 31)),
        ("29 February 2016", D(2016, 2, 29), D(2016, 2, 29)),
        ("1945", D(1945, 1, 1), D(1945, 12, 31)),
        ("2100-12-31", D(2100, 12, 31), D(2100, 12, 31)),
    ],
)
def test_a_date_is_read_as_its_first_and_last_day(text, first, last):
    assert _read(text) == (first, last)


@pytest.mark.parametrize("text", ["", "  ", "not stated", "Not stated", "none"])
def test_no_date_is_none_and_not_a_guess(text):
    assert parse_span(text) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("31 April 2018", "April 2018 has no day 31"),
        ("29.02.2018", "February 2018 has no day 29"),
        ("2018-02-30", "no day 30"),
        ("2018-13", "not a month"),
        ("12 Foo 2018", "not a month"),
        ("1944", "1945 to 2100"),
        ("2101-01-01", "1945 to 2100"),
        ("٢٠١٨", "digits other than 0-9"),
        ("２０１８", "digits other than 0-9"),
        ("07/18/2018", "type 2018"),
        ("soon", "type 2018"),
        ("early 18 July 2018", "before a month or a year"),
        ("2018..2017", "ends before it begins"),
        ("from x to 2018", "type 2018"),
        ("9" * 200, "cannot be read"),
    ],
)
def test_an_unreadable_date_is_refused_with_what_to_type(text, says):
    with pytest.raises(DateUnreadable, match=says) as refusal:
        parse_span(text)
    assert str(refusal.value).endswith(".")


CAN_TYPE = "type 2018, 2018-12, 18 July 2018, 2018-07-18, early 2018 or 1 May 2018 to 18 July 2018."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Soon or never", f"“Soon or never” is not a date that can be read: {CAN_TYPE}"),
        ("from 1 May to 2018", f"“from 1 May to 2018” is not a date that can be read: {CAN_TYPE}"),
        (f"in {'x' * 78}", f"A date of 81 characters cannot be read: {CAN_TYPE}"),
        (f"in {'x' * 77}", f"“in {'x' * 77}” is not a date that can be read: {CAN_TYPE}"),
        ("２０１８", f"“２０１８” has digits other than 0-9: {CAN_TYPE}"),
        ("31 April 2018 to 2019", "“31 April 2018 to 2019”: April 2018 has no day 31; check the day."),
        ("2018 to 31 April 2019", "“2018 to 31 April 2019”: April 2019 has no day 31; check the day."),
        ("Early 18 July 2018", "“Early 18 July 2018” puts “early” before a day: use it before a month or a year."),
        ("1944 to 2018", "“1944 to 2018”: type a year from 1945 to 2100."),
        ("2018-00", "“2018-00”: “00” is not a month; type a name or a number from 1 to 12."),
        ("Foo 2018", "“Foo 2018”: “foo” is not a month; type a name or a number from 1 to 12."),
        ("0 May 2018", "“0 May 2018”: May 2018 has no day 0; check the day."),
        ("2018 to 2017", "“2018 to 2017” ends before it begins: type the earlier date first."),
    ],
)
def test_a_refusal_quotes_what_was_typed_and_says_what_to_do(text, sentence):
    with pytest.raises(DateUnreadable) as refusal:
        parse_span(text)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2018-12", "December 2018"),
        ("July 18, 2018", "18 July 2018"),
        ("2018-01/2018-12", "2018"),
        ("early 2018", "early 2018"),
        ("around 2018-07-18", "about 18 July 2018"),
        ("2018-02-01..2018-07-18", "1 February 2018 to 18 July 2018"),
    ],
)
def test_a_span_is_printed_in_one_wording(text, canonical):
    span = parse_span(text)
    assert span is not None
    assert print_span(span) == canonical


@given(DAYS, DAYS, st.sampled_from(["", "typed by hand", "about 2018-07-18"]))
def test_a_printed_span_reads_back_to_the_same_days(one, other, wording):
    span = Span(min(one, other), max(one, other), wording)
    assert _read(print_span(span)) == (span.first, span.last)


@given(DAYS, st.sampled_from(["about", "early", "mid", "late"]), st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]))
def test_a_printed_hedge_reads_back_to_the_same_days(day, hedge, shape):
    if shape == "%Y-%m-%d":
        hedge = "about"
    span = parse_span(f"{hedge} {day.strftime(shape)}")
    assert span is not None
    assert print_span(span).startswith(hedge)
    assert _read(print_span(span)) == (span.first, span.last)


def test_a_span_knows_its_days():
    march = parse_span("March 2018")
    assert march is not None
    assert (march.is_day, march.days, Span.of_day(D(2018, 3, 1)).is_day) == (False, 31, True)
    last, after = D(2018, 3, 31), D(2018, 4, 1)
    assert (march.contains(last), march.contains(after)) == (True, False)
    assert (march.overlaps(Span.of_day(last)), march.overlaps(Span.of_day(after))) == (True, False)


def test_a_span_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="before it begins"):
        Span(D(2018, 1, 2), D(2018, 1, 1), "")


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (D(2017, 12, 22), 24, D(2019, 12, 22)),
        (D(2018, 1, 31), 1, D(2018, 2, 28)),
        (D(2016, 2, 29), 12, D(2017, 2, 28)),
        (D(2018, 3, 31), -1, D(2018, 2, 28)),
        (D(2018, 12, 15), 1, D(2019, 1, 15)),
    ],
)
def test_months_are_added_and_held_to_the_month_end(day, months, result):
    assert add_months(day, months) == result


@given(DAYS, st.integers(-200, 200))
def test_adding_months_lands_in_the_right_month(day, n):
    result = add_months(day, n)
    assert (result.year * 12 + result.month) - (day.year * 12 + day.month) == n
    assert result.day == day.day or (result + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("text", "said", "spans"),
    [
        ("passed last June", D(2018, 7, 18), ["June 2018", "June 2017"]),
        ("adopted last December", D(2018, 2, 7), ["December 2017"]),
        ("adopted last December", D(2018, 12, 20), ["December 2017"]),
        ("June of last year", D(2018, 7, 18), ["June 2017"]),
        ("imposed on Dec. 22", D(2018, 1, 30), ["22 December 2017"]),
        ("the Aug. 5 [2017] ban", D(2018, 1, 26), ["5 August 2017"]),
        ("adopted on 22nd December 2017", None, ["22 December 2017"]),
        ("on 2017-12-22", None, ["22 December 2017"]),
        ("in March [2016]", D(2016, 12, 31), ["March 2016"]),
        ("(March 2016)", None, ["March 2016"]),
        ("August UN sanctions", D(2017, 9, 26), ["August 2017"]),
        ("passed last year", D(2018, 7, 18), ["2017"]),
        ("earlier this year", D(2018, 7, 18), ["2018"]),
        ("the 2017 UN resolution", D(2020, 7, 24), ["2017"]),
        ("29 February", D(2018, 7, 18), ["29 February 2016"]),
        ("29 February", D(2015, 7, 18), ["29 February 2012"]),
        ("passed in January", D(2018, 7, 18), ["January 2018"]),
        ("passed last January", D(2018, 7, 18), ["January 2018", "January 2017"]),
        ("passed last July", D(2018, 7, 18), ["July 2017"]),
        ("this March", D(2018, 7, 18), ["March 2018"]),
        ("since May", D(2018, 7, 18), ["May 2018"]),
        ("in December", D(2018, 7, 18), ["December 2017"]),
        ("on 18 July", D(2018, 7, 18), ["18 July 2018"]),
        ("on 19 July", D(2018, 7, 18), ["19 July 2017"]),
        ("on 1 July 1945", None, ["1 July 1945"]),
    ],
)
def test_a_date_in_running_text_is_read_from_the_day_it_was_said(text, said, spans):
    (clue,) = find_clues(text, said)
    assert [print_span(span) for span in clue.spans] == spans
    assert clue.words == text[clue.start : clue.end]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("states may march on", D(2018, 7, 18)),
        ("May they comply", D(2018, 7, 18)),
        ("passed last June", None),
        ("Dec. 22", None),
        ("31 April", D(2018, 7, 18)),
        ("on 2018-13-01", D(2018, 7, 18)),
        ("UN sanctions dating back nearly a decade", D(2018, 7, 18)),
    ],
)
def test_words_that_are_no_date_give_no_clue(text, said):
    assert not find_clues(text, said)


def test_clues_stand_in_the_order_of_the_text_and_know_whether_they_name_month_and_year():
    text = "of 2016 and last June, not on 31 April 2017 but in May 2017 and on 2017-06-02"
    clues = find_clues(text, D(2018, 7, 18))
    assert [(clue.words, clue.full) for clue in clues] == [
        ("2016", False), ("last June", False), ("May 2017", True), ("2017-06-02", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day", "fits"),
    [
        ("on 22 December 2017", D(2017, 12, 22), True),
        ("on 23 December 2017", D(2017, 12, 22), True),  # the day in Asia
        ("on 24 December 2017", D(2017, 12, 22), False),
        ("on 21 December 2017", D(2017, 12, 22), False),
        ("in January 2018", D(2017, 12, 31), False),
        ("in December 2017", D(2017, 12, 31), True),
        ("last December", D(2017, 12, 22), True),
    ],
)
def test_a_clue_fits_a_day_in_new_york_and_the_next_one_in_asia(text, day, fits):
    (clue,) = find_clues(text, D(2018, 7, 18))
    assert clue.fits(day) is fits
