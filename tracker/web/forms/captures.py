"""Keeping a copy of a source: a file or pasted text, and what its custody asks for."""

from flask_wtf.file import FileField
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - its stubs are older
from wtforms.validators import InputRequired, Length, Optional, Regexp

from tracker.domain.content import SourceContent
from tracker.domain.dates import DateUnreadable, parse_span
from tracker.domain.vocabulary import Publication
from tracker.web.filters import sentence_case
from tracker.web.forms.base import Form

REPLACED = "\ufffd"
LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}\Z"


def _longest(most: int) -> Length:
    return Length(max=most, message=f"Use at most {most:,} characters.")


class KeepForm(Form):
    """A copy of a source, by file or by paste."""

    file = FileField(
        "File",
        description="A web page, PDF, Word document (.docx), plain text or picture; or a WARC or WACZ of the page.",
    )
    pasted = TextAreaField(
        "Or the text, pasted",
        description="Kept as plain text, exactly as it stands here.",
        render_kw={"rows": 6},
    )
    address = StringField(
        "Address it is from",
        description="Where the copy was taken, if it was taken from an address.",
        validators=[_longest(2_000)],
    )
    language = StringField(
        "Language",
        description="Its code, such as en, ru, zh, ko. That of the source, if left out.",
        validators=[Optional(), Regexp(LANGUAGE, message="Give the language as a code, such as en or ru.")],
    )
    sha256 = StringField(
        "SHA-256 of the file",
        description="If you know it: the copy is kept only if it is the very file.",
        validators=[
            Optional(),
            Regexp(
                r"[0-9A-Fa-f]{64}\Z",
                message="A SHA-256 has 64 hexadecimal digits, 0 to 9 and a to f; copy it whole.",
            ),
        ],
    )
    note = TextAreaField(
        "Note",
        description="Why the copy is kept, and what a reader should know of how it was come by.",
        validators=[_longest(5_000)],
        render_kw={"rows": 2},
    )

    @property
    def file_name(self) -> str:
        """The name of the file, as its sender's machine gives it; empty where none was chosen."""
        return (self.file.data.filename or "")[:300] if self.file.data else ""

    @property
    def bytes_sent(self) -> bytes:
        """The bytes of the file, or of the pasted text in UTF-8. Nothing gives no bytes."""
        if not self.file.data:
            return (self.pasted.data or "").encode()
        return b"".join(iter(lambda: self.file.data.stream.read(1 << 16), b""))


class NewSourceForm(KeepForm):
    """A source that is new to the record, perhaps with a copy of it."""

    title = StringField("Title", validators=[InputRequired("Give the title of the source."), _longest(500)])
    publisher = StringField("Publisher", validators=[_longest(500)])
    author = StringField("Author", validators=[_longest(500)])
    symbol = StringField("UN document symbol", description="Such as S/AC.49/2019/12.", validators=[_longest(80)])
    published = StringField(
        "Date published", description="Any form: 2018, July 2018, 18 July 2018.", validators=[_longest(100)]
    )
    publication = SelectField(
        "Publication",
        choices=[SelectChoice(word.value, sentence_case(word.label)) for word in Publication],
        default=Publication.PUBLIC.value,
    )

    def content(self) -> SourceContent | None:
        """The source as it was typed; None where the date cannot be read, which its field then says."""
        try:
            span = parse_span(self.published.data or "")
        except DateUnreadable as error:
            self.published.errors = [*self.published.errors, str(error)]
            return None
        address = (self.address.data or "").strip()
        return SourceContent(
            title=self.title.data or "",
            publisher=self.publisher.data or "",
            author=self.author.data or "",
            symbol=self.symbol.data or "",
            published=span.wording if span else "",
            language=self.language.data or "",
            publication=Publication(self.publication.data),
            access_points=(address,) if address else (),
        )
