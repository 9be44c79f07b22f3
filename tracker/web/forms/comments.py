"""A comment on a claim."""

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.domain.remarking import LONGEST
from tracker.web.forms.base import Form


class CommentForm(Form):
    """A remark. It changes nothing."""

    words = TextAreaField(
        "Comment",
        description="It changes no status, and is not erased.",
        validators=[
            InputRequired("Write the comment first."),
            Length(max=LONGEST, message=f"Use at most {LONGEST:,} characters."),
        ],
        render_kw={"rows": 3},
    )
