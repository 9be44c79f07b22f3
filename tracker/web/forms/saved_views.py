"""Saving a list as a view, and changing what it is called."""

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from tracker.domain.keeping import LONGEST_NAME
from tracker.web.forms.base import Form


class ViewForm(Form):
    """The name of a view, whether others see it, and the place that it keeps."""

    name = StringField(
        "Name",
        description="By which you will find it again, such as “Petroleum, waiting”.",
        validators=[
            InputRequired("Give the view a name by which you will find it again."),
            Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters."),
        ],
        render_kw={"autocomplete": "off", "maxlength": LONGEST_NAME},
    )
    shared = BooleanField("Share it: everybody who may sign in sees it and may open it")
    at = HiddenField()
