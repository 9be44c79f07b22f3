"""Days in a sentence, read from the day of publication, by the words of the dictionaries."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.books import seeded_book
from tracker.domain.dates import parse_span
from tracker.domain.day_words import day_mentions, relative
from tracker.domain.lexicon import tokens
from tracker.domain.scenes import Scene
from tracker.domain.visible import Visible
from tracker.intake.reading.tongues import tongue

FRIDAY = date(2018, 7, 20)


def _days(text: str, code: str = "en", published: date | None = FRIDAY) -> list[str]:
    visible, spoken = Visible(text), tongue(code, seeded_book())
    found = tokens(visible.text)
    hits = tuple(spoken.lexicon.scan(found))
    scene = Scene(visible, 0, len(visible.text), found, hits, spoken.manner)
    return [mention.typed for mention in day_mentions(scene, published)]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("on Wednesday", "2018-07-18"),
        ("on Friday", "2018-07-20"),
        ("on Saturday", "2018-07-14"),
        ("today", "2018-07-20"),
        ("yesterday", "2018-07-19"),
        ("last June", "2017-06"),
        ("last December", "2017-12"),
        ("in June", "2018-06"),
        ("in October", "2017-10"),
        ("at the end of May", "late May 2018"),
        ("by the end of 2019", "late 2019"),
        ("early 2018", "early 2018"),
        ("in the first half of 2018", "2018-01-01..2018-06-30"),
        ("in the second half of last year", "2017-07-01..2017-12-31"),
        ("in Q1 2016", "2016-01-01..2016-03-31"),
        ("in the second quarter of 2018", "2018-04-01..2018-06-30"),
        ("the third quarter of 2017", "2017-07-01..2017-09-30"),
        ("last quarter of 2017", "2017-10-01..2017-12-31"),
        ("at the weekend", "2018-07-14..2018-07-15"),
        ("last week", "2018-07-09..2018-07-15"),
        ("last month", "2018-06"),
        ("last year", "2017"),
        ("on 13 April", "2018-04-13"),
        ("on 29 February", "2016-02-29"),
        ("by 29 February", "2020-02-29"),
        ("on 29 February 2019", ""),
        ("on 31st of April", ""),
        ("on December 22, 2019", "2019-12-22"),
        ("by 22 December", "2018-12-22"),
        ("on 22 December", "2017-12-22"),
        ("2018-05-01", "2018-05-01"),
        ("01.05.2018", "2018-05-01"),
        ("in 2017", "2017"),
        ("from 11 December 2016 to 31 December 2016", "2016-12-11..2016-12-31"),
        ("in January-May 2020", "2020-01-01..2020-05-31"),
    ],
)
def test_english_days(text, typed):
    assert _days(text) == [typed]


@pytest.mark.parametrize(
    ("text", "code", "typed"),
    [
        ("mercredi", "fr", "2018-07-18"),
        ("en décembre dernier", "fr", "2017-12"),
        ("à la fin de juillet 2017", "fr", "late July 2017"),
        ("le 1er mars 2018", "fr", "2018-03-01"),
        ("el jueves", "es", "2018-07-19"),
        ("a finales de octubre", "es", "late October 2017"),
        ("en marzo del año pasado", "es", "2017-03"),
        ("9 de mayo de 2018", "es", "2018-05-09"),
        ("в среду", "ru", "2018-07-18"),
        ("в декабре прошлого года", "ru", "2017-12"),
        ("21 марта 2019 года", "ru", "2019-03-21"),
        ("يوم الأربعاء", "ar", "2018-07-18"),
        ("في 4 مايو ٢٠١٨", "ar", "2018-05-04"),
        ("星期三", "zh", "2018-07-18"),
        ("2018年3月1日", "zh", "2018-03-01"),
        ("２０１８年６月", "zh", "2018-06"),
        ("去年九月", "zh", "2017-09"),
        ("18日", "zh", "2018-07-18"),
        ("28日", "zh", "2018-06-28"),
    ],
)
def test_days_of_other_languages(text, code, typed):
    assert _days(text, code) == [typed]


@pytest.mark.parametrize(
    "text",
    ["may", "he may go", "Zhang Jun said", "31 February 2018", "2018 workers", "section 12", "99.99.2018", "1 2 3"],
)
def test_what_is_no_day_is_not_read(text):
    assert [day for day in _days(text) if len(day) == 10] == []


def test_without_a_day_of_publication_only_what_names_its_year_is_read():
    assert _days("on Wednesday, last June, in May 2018", published=None) == ["2018-05"]


@pytest.mark.parametrize("value", ["last week", "this week", "last month", "next year", "weekend", "-1", "0"])
def test_a_relation_can_be_read_as_a_date(value):
    assert parse_span(relative(value, FRIDAY)) is not None


@pytest.mark.parametrize("text", ["0日", "0月", "32日", "13月", "2018年0月", "0年"])
def test_what_no_calendar_has_is_no_day(text):
    assert _days(text, "zh") == []


@settings(deadline=None)
@given(st.text(alphabet="0123456789 -./年月日May Junofth,", max_size=80), st.sampled_from(["en", "zh", "ru"]))
def test_whatever_is_read_is_a_date(text, code):
    assert all(parse_span(typed) is not None for typed in _days(text, code))
