"""Merging a bundle, and settling what a merge left."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.services.exchanges import LONGEST_SETTLEMENT
from tracker.web.forms.base import Form


class MergeForm(Form):
    """A bundle, and whether only to say what it would bring."""

    file = FileField(
        "Bundle",
        description="The file that “tracker bundle export” wrote at the other installation.",
        validators=[FileRequired("Choose the file of a bundle.")],
    )
    dry = BooleanField("Only say what would come, and write nothing")

    @property
    def bytes_sent(self) -> bytes:
        """The bytes of the file."""
        return b"".join(iter(lambda: self.file.data.stream.read(1 << 16), b""))


class SettleForm(Form):
    """How a matter is settled."""

    words = TextAreaField(
        "How it is settled",
        description="In a sentence or two. It stays with the matter.",
        validators=[
            InputRequired("Say how it is settled; the words stay with it."),
            Length(max=LONGEST_SETTLEMENT, message=f"Use at most {LONGEST_SETTLEMENT:,} characters."),
        ],
        render_kw={"rows": 3},
    )
    put_other = BooleanField("Put the other edit on top, as a new revision by me that waits for review")
