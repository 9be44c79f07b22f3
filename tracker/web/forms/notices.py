"""Recording that a publisher took a source back or corrected it."""

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - its stubs are older
from wtforms.validators import InputRequired, Length

from tracker.domain.noticing import LONGEST_ADDRESS, LONGEST_DAY, LONGEST_REASON
from tracker.domain.vocabulary import NoticeKind
from tracker.web.filters import sentence_case
from tracker.web.forms.base import Form


def _longest(most: int) -> Length:
    return Length(max=most, message=f"Use at most {most:,} characters.")


class NoticeForm(Form):
    """A notice on a source."""

    kind = RadioField(
        "What the publisher did",
        choices=[SelectChoice(word.value, f"{sentence_case(word.label)}. {word.meaning}") for word in NoticeKind],
        validators=[InputRequired("Choose what the publisher did: retracted or corrected it.")],
    )
    reason = TextAreaField(
        "What was taken back or corrected",
        description="In a sentence. It stands wherever the source is cited.",
        validators=[
            InputRequired("Say what the publisher took back or corrected; the reason stays with it."),
            _longest(LONGEST_REASON),
        ],
        render_kw={"rows": 3},
    )
    day = StringField(
        "Day of the notice", description="2018, July 2018 or 18 July 2018.", validators=[_longest(LONGEST_DAY)]
    )
    address = StringField("Where it can be read", validators=[_longest(LONGEST_ADDRESS)])
