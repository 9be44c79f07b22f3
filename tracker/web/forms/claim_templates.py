"""Changing a template: its name, whether others see it, and the texts in which its blanks stand."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, FieldList, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.domain.keeping import LONGEST_NAME
from tracker.domain.templating import Fields
from tracker.web.forms.base import Form
from tracker.web.forms.claims import LONG, ClaimForm


class TemplateForm(Form):
    """A template. `texts` are those of its fields, in their order; the names of the fields do not change."""

    name = StringField(
        "Name",
        validators=[
            InputRequired("Give the template a name by which you will find it again."),
            Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters."),
        ],
        render_kw={"autocomplete": "off", "maxlength": LONGEST_NAME},
    )
    shared = BooleanField("Share it: every analyst sees it and may log from it")
    texts = FieldList(TextAreaField("Text", validators=[Length(max=LONG, message=f"Use at most {LONG:,} characters.")]))

    def fields_of(self, fields: Fields) -> list[tuple[str, str]]:
        """The fields with the texts as they were changed; one whose text was not sent keeps its own."""
        sent = [entry.data for entry in self.texts]
        sent += [None] * (len(fields) - len(sent))
        return [(name, text if new is None else new) for (name, text), new in zip(fields, sent, strict=False)]


def labels(fields: Fields) -> Sequence[str]:
    """What the fields of a template are called in the form of a claim, those of a row with its number."""
    form: Any = ClaimForm(formdata=None)
    return [_label(form, name) for name, _ in fields]


def _label(form: Any, name: str) -> str:
    group, number, part = (*name.split("-", 2), "", "")[:3]
    if part and group in form and number.isdecimal():
        row = form[group][0].form
        return f"{form[group].label.text} {int(number) + 1}: {row[part].label.text if part in row else part}"
    return form[name].label.text if name in form else name
