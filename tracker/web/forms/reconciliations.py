"""A published count to set against the record."""

from wtforms import IntegerField, StringField
from wtforms.validators import NumberRange, Optional

from tracker.domain.dates import DateUnreadable
from tracker.domain.reconciling import Published
from tracker.web.clocks import read_day
from tracker.web.forms.law import ClocksForm

MOST = 999


def _count(label: str, hint: str) -> IntegerField:
    checks = [Optional(), NumberRange(0, MOST, f"Type a number of states from 0 to {MOST}.")]
    return IntegerField(label, checks, description=hint, render_kw={"inputmode": "numeric", "autocomplete": "off"})


def _day(label: str, hint: str) -> StringField:
    return StringField(label, description=hint, render_kw={"autocomplete": "off", "maxlength": 80})


class ReconcileForm(ClocksForm):
    """A count and its day, and perhaps an earlier count with its day. The day takes the place of the as-of day."""

    count = _count("Published count", "How many states were said to have done it.")
    on = _day("Of the day", "The day of which the count speaks, such as 2019-12-06.")
    earlier = _count("Earlier count", "To see which states make the difference.")
    earlier_on = _day("Of the day", "The day of the earlier count.")

    @property
    def published(self) -> Published | None:
        """The count asked about; None where none is. Marks what is missing or cannot be read."""
        return _pair(self.count, self.on)

    @property
    def before(self) -> Published | None:
        """The earlier count; None where none is. Marks what is missing or cannot be read."""
        return _pair(self.earlier, self.earlier_on)


def _pair(count: IntegerField, day: StringField) -> Published | None:
    if count.errors or (count.data is None and not day.data):
        return None
    if count.data is None or not day.data:
        field, sentence = (
            (day, "Say of which day the count speaks.")
            if day.data in (None, "")
            else (count, "Type how many states were counted.")
        )
        field.errors = [*field.errors, sentence]
        return None
    try:
        return Published(count.data, read_day(day.data))
    except DateUnreadable as error:
        day.errors = [*day.errors, f"{error}."]
        return None
