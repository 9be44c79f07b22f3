"""Reading a document: its text or file, the day and language, and the source that it is."""

from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from tracker.domain.dates import DateUnreadable, parse_span
from tracker.web.forms.base import Form
from tracker.web.forms.captures import LANGUAGE

WANTED = "Say what the text is from: the title of the source, or one that is on record."


def _longest(most: int) -> Length:
    return Length(max=most, message=f"Use at most {most:,} characters.")


class ReadForm(Form):
    """A text to be read, by paste or by file. Nothing of it is recorded before somebody confirms a claim."""

    pasted = TextAreaField("The text, pasted", description="As it stands in the document.", render_kw={"rows": 12})
    file = FileField(
        "Or a file",
        description="A web page, PDF, Word document (.docx) or plain text. Only its text is taken along.",
    )
    source = StringField(
        "What it is from",
        description="The title of the document, or a source that is on record.",
        validators=[InputRequired(WANTED), _longest(500)],
        render_kw={"list": "sources-on-record", "autocomplete": "off"},
    )
    published = StringField(
        "Day of publication",
        description="Any form, such as 20 July 2018. “On Wednesday” is counted from it.",
        validators=[_longest(100)],
    )
    language = StringField(
        "Language",
        description="Its code, such as en, fr, es, ru, ar, zh. Left out, it is told by the words.",
        validators=[Optional(), Regexp(LANGUAGE, message="Give the language as a code, such as en or ru.")],
    )
    publisher = StringField(
        "Publisher", description="Of a source that is new to the record.", validators=[_longest(500)]
    )
    address = StringField("Address", description="Of a source that is new to the record.", validators=[_longest(2_000)])

    def validate(self, extra_validators: object = None) -> bool:
        """Check the fields, and that the day can be read."""
        fine = super().validate(extra_validators)
        try:
            parse_span(self.published.data or "")
        except DateUnreadable as error:
            self.published.errors = [*self.published.errors, str(error)]
            fine = False
        return fine

    @property
    def file_name(self) -> str:
        """The name of the file, as its sender's machine gives it; empty where none was chosen."""
        return (self.file.data.filename or "")[:300] if self.file.data else ""

    @property
    def bytes_sent(self) -> bytes:
        """The bytes of the file; none where none was chosen."""
        if not self.file.data:
            return b""
        return b"".join(iter(lambda: self.file.data.stream.read(1 << 16), b""))
