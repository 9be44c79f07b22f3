"""Dissent from a review."""

from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.domain.remarking import LONGEST
from tracker.web.forms.base import Form


class DissentForm(Form):
    """Why somebody disagrees, and whether reports may say so with their name."""

    reason = TextAreaField(
        "Why do you disagree?",
        description="It stands below the review, with your name. The review itself stays as it is.",
        validators=[
            InputRequired("Say why you disagree; the reason stays with it."),
            Length(max=LONGEST, message=f"Use at most {LONGEST:,} characters."),
        ],
        render_kw={"rows": 4},
    )
    printed = BooleanField("Reports may print it with my name; otherwise they say only that there is a dissent.")
