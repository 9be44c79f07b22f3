"""Running totals in words: what is certain first, then what is possible."""

from datetime import date

import pytest

from tracker.domain import levels
from tracker.domain.facts import Limit
from tracker.domain.totals import Entry, Left, LeftOut, PeriodTotal

CAP = Limit(500_000, "bbl")
DAY = date(2018, 5, 30)


def _total(low, high, alerts=(0.75, 0.9, 0.95), **more):
    entry = Entry("c", "ALL", low, high, "bbl", DAY, DAY, rough=more.get("rough", False))
    return PeriodTotal(CAP, date(2018, 1, 1), date(2018, 12, 31), low, high, (entry,), alerts=alerts)


@pytest.mark.parametrize(
    ("total", "amount", "share", "level"),
    [
        (_total(168_679, 168_679), "168,679 bbl", "33 % of the limit", "below 75 %"),
        (_total(759_793, None), "at least 759,793 bbl", "at least 151 % of the limit", "over the limit"),
        (_total(450_000, 450_000), "450,000 bbl", "90 % of the limit", "90 % reached"),
        (
            _total(400_000, 460_000),
            "400,000 to 460,000 bbl",
            "at least 80 % of the limit",
            "75 % reached; perhaps 90 %",
        ),
        (
            _total(400_000, 510_000),
            "400,000 to 510,000 bbl",
            "at least 80 % of the limit",
            "75 % reached; it may be over",
        ),
        (
            _total(10, None),
            "at least 10 bbl",
            "at least 0 % of the limit",
            "below 75 %; it may be over, as no upper bound is known",
        ),
        (_total(0, 400_000), "at most 400,000 bbl", "at least 0 % of the limit", "below 75 %; perhaps 75 %"),
        (_total(10, 10, rough=True), "about 10 bbl", "about 0 % of the limit", "below 75 %"),
        (
            _total(510_000, 510_000, rough=True),
            "about 510,000 bbl",
            "about 102 % of the limit",
            "over the limit, by rounded figures",
        ),
        (_total(10, 10, alerts=()), "10 bbl", "0 % of the limit", "within the limit"),
        (PeriodTotal(CAP, None, None, 0, 0), "nothing on record", "", "nothing on record"),
    ],
)
def test_a_total_in_words(total, amount, share, level):
    assert (levels.sum_words(total), levels.share_words(total), levels.level_words(total)) == (amount, share, level)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2018, 1, 1), date(2018, 12, 31), "2018"),
        (date(2017, 12, 22), date(2018, 12, 21), "22 December 2017 to 21 December 2018"),
        (DAY, None, "from 30 May 2018"),
        (None, DAY, "until 30 May 2018"),
        (None, None, "any time"),
    ],
)
def test_a_period_in_words(first, last, words):
    assert levels.period_words(PeriodTotal(CAP, first, last, 0, 0)) == words


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Entry("c", "ALL", 10, 10, "bbl", DAY, DAY), "10 bbl"),
        (Entry("c", "ALL", 3, None, "t", DAY, DAY), "at least 3 t"),
        (Entry("c", "ALL", None, 7, "t", DAY, DAY), "at most 7 t"),
        (Entry("c", "ALL", 10, 10, "bbl", DAY, DAY, wording="some ten"), "some ten bbl"),
        (Entry("c", "ALL", 5e6, 5e6, "USD", DAY, DAY, wording="five million dollars"), "five million dollars"),
    ],
)
def test_a_figure_has_the_words_of_its_source_or_its_bounds(figure, words):
    assert levels.entry_words(figure) == words


@pytest.mark.parametrize(
    ("why", "by", "words"),
    [
        (Left.SAME_ACT, ("a",), "the same act as in"),
        (Left.SAME_ORIGIN, ("a",), "the same utterance as in"),
        (Left.REVISED, ("a",), "revised by"),
        (Left.OVERLAPS, ("a", "b"), "may hold the same goods as"),
        (Left.OVERLAPS, (), "may hold the same goods"),
        (Left.BASELINE, (), "only compared with"),
    ],
)
def test_why_a_figure_is_not_added_is_followed_by_what_counts_instead(why, by, words):
    figure = Entry("c", "ALL", 10, 10, "bbl", DAY, DAY)
    assert levels.left_words(LeftOut(figure, why, by)) == words
