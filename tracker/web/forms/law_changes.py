"""Proposing a record of the law beside the resolutions, ruling on one, striking one, and clearing what it touches."""

import math
from typing import Any

from wtforms import HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - its stubs are older
from wtforms.validators import InputRequired, Length

from tracker.domain import rates
from tracker.domain.law_changes import LONGEST, Proposed
from tracker.domain.law_words import LawEffect, LawRecord
from tracker.domain.vocabulary import Ruling
from tracker.web.filters import sentence_case
from tracker.web.forms.base import Form
from tracker.web.forms.determinations import Day

_LONG = Length(max=LONGEST, message=f"Use at most {LONGEST:,} characters.")
_SHORT = Length(max=300, message="Use at most 300 characters.")
_UNIT = Length(max=40, message="Use at most 40 characters.")


class Amount(StringField):
    """A number of at least 0, or nothing. `amount` is what was read."""

    amount: float | None = None

    def post_validate(self, form: object, validation_stopped: bool) -> None:  # noqa: FBT001  (WTForms calls it so)
        """Read the number, or refuse it with a sentence."""
        if not self.data or validation_stopped:
            return
        try:
            found = float(self.data.replace(",", ""))
        except ValueError:
            found = math.nan
        if not math.isfinite(found) or found < 0:
            raise ValidationError(f"“{self.data}” is not a number of at least 0; write one such as 500,000.")
        self.amount = found


class Factor(StringField):
    """How many of one unit another counts as, or nothing. `amount` is what was read."""

    amount: float | None = None

    def post_validate(self, form: object, validation_stopped: bool) -> None:  # noqa: FBT001  (WTForms calls it so)
        """Read the number, or refuse it with a sentence."""
        if not self.data or validation_stopped:
            return
        self.amount = rates.read_factor(self.data)
        if self.amount is None:
            raise ValidationError(rates.UNREAD.format(self.data))


def _words(kind: Any) -> list[SelectChoice]:
    return [SelectChoice(word.value, f"{sentence_case(word.label)}. {word.meaning}") for word in kind]


def _day(label: str, hint: str) -> Day:
    return Day(label, [_SHORT], description=hint, render_kw={"autocomplete": "off", "spellcheck": "false"})


class LawChangeForm(Form):
    """A record that bears on an obligation from a day."""

    kind = RadioField("What it is", choices=_words(LawRecord), validators=[InputRequired("Choose what it is.")])
    title = StringField(
        "Title",
        validators=[InputRequired("Name the record, as “Committee decision of 8 August 2018”."), _SHORT],
        description="As others will cite it.",
    )
    reference = StringField("Symbol", validators=[_SHORT], description="Such as S/AC.49/2018/NV.23, if it has one.")
    address = StringField("Where it can be read", validators=[_SHORT])
    summary = TextAreaField(
        "What it decides",
        validators=[InputRequired("Say in a sentence or two what it decides."), _LONG],
        render_kw={"rows": 4},
    )
    effect = RadioField(
        "What it does to the duty",
        choices=_words(LawEffect),
        validators=[InputRequired("Choose what it does; “explains” where it changes no outcome.")],
    )
    first = _day("From", "The first day on which it holds.")
    last = _day("Until", "The last day on which it holds; empty while it has no end.")
    limit_value = Amount("New limit", [_SHORT], description="With “sets a limit” only.")
    limit_unit = StringField("Its unit", validators=[_UNIT], description="As the obligation has it, such as t or bbl.")
    limit_period = StringField("Its period, in words", validators=[_SHORT])
    limit_months = Amount("Counted anew after so many months", [_SHORT])
    due = _day("New due date", "With “sets the due date” only.")
    rate_unit = StringField(
        "Unit that it converts", validators=[_UNIT], description="With “converts a unit” only; as figures have it: bbl."
    )
    rate_factor = Factor(
        "One of it counts as", [_UNIT], description="How many of the other unit, as the source has it: 0.1364."
    )
    rate_into = StringField("The other unit", validators=[_UNIT], description="Such as t. Never converted back.")
    states = StringField("States that it exempts", validators=[_SHORT], description="Codes such as CHN RUS.")
    source = StringField(
        "Source", validators=[_SHORT], description="The key of a source of which a copy is kept. A rate needs one."
    )
    locator = StringField("Where in it", validators=[_SHORT], description="Such as a page or a paragraph.")
    quotation = TextAreaField(
        "Its words",
        validators=[_LONG],
        description="As they stand in the source, in its language.",
        render_kw={"rows": 3, "dir": "auto"},
    )
    rejected_by = StringField(
        "States that reject it",
        validators=[_SHORT],
        description="Codes such as CHN IRN RUS. The outcome by their reading is shown beside the other.",
    )
    reading = TextAreaField("How they read the law", validators=[_LONG], render_kw={"rows": 3})

    @property
    def proposed(self) -> Proposed:
        """The record, of a form that was found right."""
        months = self.limit_months.amount
        return Proposed(
            kind=LawRecord(self.kind.data),
            effect=LawEffect(self.effect.data),
            title=self.title.data or "",
            summary=self.summary.data or "",
            first=self.first.day,
            last=self.last.day,
            reference=self.reference.data or "",
            address=self.address.data or "",
            states=_codes(self.states.data),
            limit_value=self.limit_value.amount,
            limit_unit=self.limit_unit.data or "",
            limit_period=self.limit_period.data or "",
            limit_months=min(int(months), 1_200) or None if months else None,
            due=self.due.day,
            rate_unit=self.rate_unit.data or "",
            rate_factor=self.rate_factor.amount,
            rate_into=self.rate_into.data or "",
            source=self.source.data or "",
            locator=self.locator.data or "",
            quotation=self.quotation.data or "",
            rejected_by=_codes(self.rejected_by.data),
            reading=self.reading.data or "",
        )


def _codes(text: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys((text or "").replace(",", " ").upper().split()))


class LawRulingForm(Form):
    """What a second person says to a record."""

    ruling = RadioField(
        "Do you stand behind it?",
        choices=[
            SelectChoice(Ruling.APPROVED.value, "Put it in force"),
            SelectChoice(Ruling.REFUSED.value, "Refuse it"),
        ],
        validators=[InputRequired("Put it in force or refuse it.")],
    )
    reason = TextAreaField(
        "Reason", validators=[_LONG], description="Needed when you refuse it.", render_kw={"rows": 3}
    )


class StrikeForm(Form):
    """Why a record in force should be struck."""

    reason = TextAreaField(
        "Reason",
        validators=[InputRequired("Say why it should be struck; the reason stays with it."), _LONG],
        render_kw={"rows": 3},
    )


class StrikeRulingForm(Form):
    """What a second person says to the striking that is proposed."""

    ruling = RadioField(
        "Should it be struck?",
        choices=[
            SelectChoice(Ruling.APPROVED.value, "Strike it, for the reason given"),
            SelectChoice(Ruling.REFUSED.value, "Refuse that; it stays in force"),
        ],
        validators=[InputRequired("Strike it, or refuse that.")],
    )
    reason = TextAreaField(
        "Reason", validators=[_LONG], description="Needed when you refuse it.", render_kw={"rows": 3}
    )


class ClearForm(Form):
    """What came of looking at one thing that a change touches."""

    kind = HiddenField()
    item = HiddenField()
    note = StringField("Note", validators=[InputRequired("Say what came of looking at it."), _LONG])
