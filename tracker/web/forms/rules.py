"""Proposing a version of the rules, and ruling on one."""

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - its stubs are older
from wtforms.validators import InputRequired, Length

from tracker.domain.rules import VERSIONS
from tracker.domain.two_people import LONGEST_REASON, TOO_LONG
from tracker.domain.vocabulary import Ruling
from tracker.web.forms.base import Form

_LENGTH = Length(max=LONGEST_REASON, message=TOO_LONG)


class ProposalForm(Form):
    """A version that should decide from now on, and why."""

    version = SelectField(
        "Version",
        choices=[
            SelectChoice("", "Choose one"),
            *(SelectChoice(number, f"{number}: {rules.title}") for number, rules in VERSIONS.items()),
        ],
        validators=[InputRequired("Choose the version that should decide.")],
    )
    reason = TextAreaField(
        "Reason",
        validators=[InputRequired("Say why these rules should decide; the reason stays with them."), _LENGTH],
        render_kw={"rows": 4},
    )


class RulingForm(Form):
    """What a second person says to a proposal."""

    ruling = RadioField(
        "Do you stand behind it?",
        choices=[
            SelectChoice(Ruling.APPROVED.value, "Put it in force from now on"),
            SelectChoice(Ruling.REFUSED.value, "Refuse it"),
        ],
        validators=[InputRequired("Put it in force or refuse it.")],
    )
    reason = TextAreaField(
        "Reason", validators=[_LENGTH], description="Needed when you refuse it.", render_kw={"rows": 4}
    )
