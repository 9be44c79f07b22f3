"""From when a digest is told, and how one is told of it by mail."""

from datetime import UTC, datetime, time
from typing import Self

from flask import request
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - its stubs are older
from wtforms.validators import InputRequired, Length

from tracker.domain.dates import DateUnreadable
from tracker.domain.vocabulary import MailRhythm
from tracker.web.clocks import read_day
from tracker.web.filters import sentence_case
from tracker.web.forms.base import Form

READ, WEEK = "read", "week"
"""What stands in the address for "since I last marked it as read" and for "the last seven days"."""


class SinceForm(Form):
    """From when a digest tells. It stands in the address and changes nothing, so it needs no token."""

    class Meta(Form.Meta):
        """Without a token."""

        csrf = False  # pyright: ignore[reportIncompatibleMethodOverride, reportAssignmentType] - its stubs say property

    since = StringField(
        "Since the beginning of",
        [Length(max=80, message="Use at most 80 characters.")],
        description="A day within the last 31, such as 20 November 2026.",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )

    @classmethod
    def asked(cls) -> Self:
        """Read the form from the address and check it."""
        form = cls(formdata=request.args)
        form.validate()
        return form

    @property
    def is_word(self) -> bool:
        """Whether one of the two words was asked for, or nothing."""
        return self.since.data in (None, "", READ, WEEK)

    def day(self) -> datetime | None:
        """The beginning of the day that was typed. One that cannot be read is refused at the field."""
        if self.is_word or self.since.errors:
            return None
        try:
            return datetime.combine(read_day(self.since.data or ""), time.min, UTC)
        except DateUnreadable as error:
            self.since.errors = [f"{error}; the page shows what it shows without a day."]
            return None


class MailForm(Form):
    """How often one is told by mail."""

    mail = RadioField(
        "Mail",
        choices=[SelectChoice(one.value, f"{sentence_case(one.label)}. {one.meaning}") for one in MailRhythm],
        validators=[InputRequired("Choose how often a mail is sent, or none.")],
    )
