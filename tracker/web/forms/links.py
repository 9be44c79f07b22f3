"""A link from one claim to another."""

from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - its stubs are older
from wtforms.validators import InputRequired, Length

from tracker.domain.vocabulary import LinkType
from tracker.web.filters import sentence_case
from tracker.web.forms.base import Form


class LinkForm(Form):
    """Which claim, and how the two stand to each other."""

    link_type = RadioField(
        "How does this claim stand to the other?",
        choices=[SelectChoice(word.value, f"{sentence_case(word.label)} – {word.meaning}") for word in LinkType],
        validators=[InputRequired("Choose how the two claims stand to each other.")],
    )
    other = StringField(
        "The other claim",
        description="Its key, or the address of its page.",
        validators=[
            InputRequired("Name the other claim by its key or its address."),
            Length(max=500, message="Use at most 500 characters."),
        ],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
