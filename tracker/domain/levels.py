"""A running total in words: its sum, how much of the limit that is, and which notice it has reached.

What is certain is said first, by the lower bounds; what is possible after it. Certain means by the figures on record.
"""

from math import floor

from tracker.domain.dates import Span, day_words, print_span
from tracker.domain.history import bounds
from tracker.domain.series import with_unit
from tracker.domain.totals import Entry, Left, LeftOut, PeriodTotal

NOTHING = "nothing on record"


def sum_words(total: PeriodTotal) -> str:
    """The sum with its unit: "at least 759,793 bbl", "about 10 t", "40 to 70 t"; or that nothing is on record."""
    if not total.counted:
        return NOTHING
    said = f"{amount_words(total.low, total.high, rough=total.is_rough)} {total.limit.unit}"
    return f"{said} with {_number_of(len(total.converted))}" if total.converted else said


def _number_of(converted: int) -> str:
    return "a converted figure" if converted == 1 else f"{converted:,} converted figures"


def amount_words(low: float, high: float | None, *, rough: bool = False) -> str:
    """A sum between its bounds. A lower bound of 0 says nothing, so only the upper one is told."""
    said = bounds(None if low == 0 and high else low, high)
    return f"about {said}" if rough and low == high else said


def entry_words(entry: Entry) -> str:
    """A figure in the words of its source, else its bounds, with its unit; if it was converted, from what."""
    said = figure_words(entry)
    return f"{said}, {entry.converted.sentence}" if entry.converted else said


def figure_words(entry: Entry) -> str:
    """The same without a word on conversion."""
    return with_unit(entry.wording or bounds(entry.low, entry.high), entry.unit)


def share_words(total: PeriodTotal) -> str:
    """The certain sum as a share of the limit, rounded down: "33 % of the limit", "at least 151 % of the limit"."""
    if not total.counted or not total.limit.value:
        return ""
    said = f"{floor(total.share * 100 + 1e-9):,} % of the limit"
    if total.low == total.high:
        return f"about {said}" if total.is_rough else said
    return f"at least {said}"


def level_words(total: PeriodTotal) -> str:
    """How near the limit is: "over the limit", "90 % reached", "below 75 %", and what is possible beyond that."""
    if not total.counted:
        return NOTHING
    if total.is_over:
        return _over(total)
    more = ""
    if total.may_be_over:
        more = "; it may be over, as no upper bound is known" if total.high is None else "; it may be over"
    elif total.perhaps != total.reached and total.perhaps is not None:
        more = f"; perhaps {_per_cent(total.perhaps)}"
    return f"{_certain(total)}{more}"


def _over(total: PeriodTotal) -> str:
    kinds = (("rounded", total.is_rough), ("converted", not total.is_over_as_given))
    by = " and ".join(kind for kind, holds in kinds if holds)
    return f"over the limit, by {by} figures" if by else "over the limit"


def _certain(total: PeriodTotal) -> str:
    if total.reached is not None:
        return f"{_per_cent(total.reached)} reached"
    return f"below {_per_cent(total.alerts[0])}" if total.alerts else "within the limit"


def _per_cent(share: float) -> str:
    return f"{share * 100:.4g} %"


_INSTEAD = {
    Left.SAME_ACT: "the same act as in",
    Left.SAME_ORIGIN: "the same utterance as in",
    Left.REVISED: "revised by",
    Left.OVERLAPS: "may hold the same goods as",
}


def left_words(one: LeftOut) -> str:
    """Why a figure is not added, to be followed by the claims that count instead, if there are any."""
    return _INSTEAD[one.why] if one.by else one.why.label


def period_words(total: PeriodTotal) -> str:
    """The period of a total: "2018", "22 December 2017 to 21 December 2018", "until …", "any time"."""
    if total.first and total.last:
        return print_span(Span(total.first, total.last, ""))
    if total.first:
        return f"from {day_words(total.first)}"
    return f"until {day_words(total.last)}" if total.last else "any time"
