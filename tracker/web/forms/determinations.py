"""Proposing a determination, ruling on one; proposing its end, ruling on that."""

from datetime import date

from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - its stubs are older
from wtforms.validators import InputRequired, Length

from tracker.domain.dates import DateUnreadable
from tracker.domain.two_people import LONGEST_REASON, TOO_LONG
from tracker.domain.vocabulary import Outcome, Ruling
from tracker.web.clocks import read_day
from tracker.web.filters import sentence_case
from tracker.web.forms.base import Form

_OUTCOMES = [SelectChoice(word.value, sentence_case(word.label)) for word in Outcome]
_LENGTH = Length(max=LONGEST_REASON, message=TOO_LONG)


class Day(StringField):
    """A day in any usual spelling, or nothing. `day` is what was read."""

    day: date | None = None

    def post_validate(self, form: object, validation_stopped: bool) -> None:  # noqa: FBT001  (WTForms calls it so)
        """Read the day, or refuse it with a sentence."""
        if self.data and not validation_stopped:
            try:
                self.day = read_day(self.data)
            except DateUnreadable as error:
                raise ValidationError(f"{error}.") from error


def _day(label: str, hint: str) -> Day:
    limit = Length(max=80, message="Use at most 80 characters.")
    return Day(label, [limit], description=hint, render_kw={"autocomplete": "off", "spellcheck": "false"})


class DeterminationForm(Form):
    """A proposal. `seen` is the fingerprint of what its author had before them."""

    outcome = SelectField(
        "Outcome",
        choices=[
            SelectChoice("", "Choose one"),
            *(SelectChoice(word.value, sentence_case(word.label)) for word in Outcome),
        ],
        validators=[InputRequired("Choose the outcome that should be held.")],
        description="What you hold it to be. The computed outcome stays where it is.",
    )
    first = _day("From", "The first day that it is about; empty for all days up to the last.")
    last = _day("Until", "The last day that it is about; empty for all days from the first on.")
    reason = TextAreaField(
        "Reason",
        validators=[
            InputRequired("Say why the outcome should be held otherwise; the reason stands beside it."),
            _LENGTH,
        ],
        description="It is shown with the determination, and printed in reports.",
        render_kw={"rows": 5},
    )
    seen = HiddenField()

    @property
    def chosen(self) -> Outcome:
        """The outcome, of a form that was found right."""
        return Outcome(self.outcome.data)

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The first and the last day, of a form that was found right."""
        return _read(self.first), _read(self.last)


def _read(field: Field) -> date | None:
    return field.day if isinstance(field, Day) else None


class RulingForm(Form):
    """What a second person says to a proposal."""

    ruling = RadioField(
        "Do you stand behind it?",
        choices=[
            SelectChoice(Ruling.APPROVED.value, "Approve it, on the evidence as it is"),
            SelectChoice(Ruling.REFUSED.value, "Refuse it"),
        ],
        validators=[InputRequired("Approve it or refuse it.")],
    )
    reason = TextAreaField(
        "Reason", validators=[_LENGTH], description="Needed when you refuse it.", render_kw={"rows": 4}
    )


class EndForm(Form):
    """Why an approved determination should end."""

    reason = TextAreaField(
        "Reason",
        validators=[InputRequired("Say why it should end; the reason stays with it."), _LENGTH],
        render_kw={"rows": 3},
    )


class EndRulingForm(Form):
    """What a second person says to the end that is proposed."""

    ruling = RadioField(
        "Should it end?",
        choices=[
            SelectChoice(Ruling.APPROVED.value, "End it, for the reason given"),
            SelectChoice(Ruling.REFUSED.value, "Refuse the end; it stands as before"),
        ],
        validators=[InputRequired("End it, or refuse the end.")],
    )
    reason = TextAreaField(
        "Reason", validators=[_LENGTH], description="Needed when you refuse it.", render_kw={"rows": 4}
    )
