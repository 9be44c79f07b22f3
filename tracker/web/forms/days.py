"""One day in a form, in any spelling that the clocks of a page read."""

from datetime import date
from typing import Any

from wtforms import StringField, ValidationError

from tracker.domain.dates import DateUnreadable
from tracker.web.clocks import read_day


class DayField(StringField):
    """A day. `day` holds it once the form was checked; None where nothing, or nothing readable, was typed."""

    day: date | None = None

    def pre_validate(self, form: Any) -> None:
        """Read what was typed, or refuse it with a sentence."""
        if not self.data:
            return
        try:
            self.day = read_day(self.data)
        except DateUnreadable as error:
            raise ValidationError(f"{error}.") from error
