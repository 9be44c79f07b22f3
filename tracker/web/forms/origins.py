"""Proposing that origins are merged or split, and ruling on a proposal. The choices are handed in."""

from typing import Any

from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - its stubs are older
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.domain.origins import LONGEST_LABEL
from tracker.domain.two_people import LONGEST_REASON, TOO_LONG
from tracker.domain.vocabulary import Ruling
from tracker.web.forms.base import Form


def _reason(label: str, description: str, *asked: Any) -> TextAreaField:
    longest = Length(max=LONGEST_REASON, message=TOO_LONG)
    return TextAreaField(label, description=description, validators=[*asked, longest], render_kw={"rows": 3})


class MergeForm(Form):
    """Saying that an origin is the same utterance as another."""

    into = StringField(
        "The same utterance as",
        description="The key of an origin, or of a claim that has it. Type a part of its name and choose.",
        validators=[
            InputRequired("Name the origin that is the same utterance."),
            Length(max=120, message="Use at most 120 characters."),
        ],
        render_kw={"list": "origins-on-record", "autocomplete": "off"},
    )
    reason = _reason(
        "Why they are one",
        "What shows it: the same words, the same event, one outlet that names the other. A second person reads it.",
        InputRequired("Say why the two are one utterance; a second person reads it."),
    )


class SplitForm(Form):
    """Saying that some claims of an origin go back to another utterance."""

    claims = SelectMultipleField(
        "Claims that go back to another utterance",
        choices=[],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
        validators=[InputRequired("Mark the claims that go back to another utterance.")],
    )
    label = StringField(
        "What the other utterance is",
        description="Such as “Reuters interview, 18 July 2018”.",
        validators=[
            InputRequired("Say what the other utterance is, such as “Reuters interview, 18 July 2018”."),
            Length(max=LONGEST_LABEL, message=f"Use at most {LONGEST_LABEL} characters."),
        ],
    )
    reason = _reason(
        "Why it is another",
        "What shows it: other words, another day, another listener. A second person reads it.",
        InputRequired("Say why they are another utterance; a second person reads it."),
    )


class RulingForm(Form):
    """A second person's word on a proposal. `fingerprint` is that of what they had before them."""

    ruling = RadioField(
        "Your ruling",
        choices=[
            SelectChoice(Ruling.APPROVED.value, "Approve: from now on the claims count so"),
            SelectChoice(Ruling.REFUSED.value, "Refuse: everything stays as it is"),
        ],
        validators=[InputRequired("Approve the proposal or refuse it.")],
    )
    reason = _reason("Reason", "Needed when you refuse it. It stays with the proposal.")
    fingerprint = HiddenField()
