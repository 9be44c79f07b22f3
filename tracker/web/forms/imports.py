"""Importing: the file, what its columns fill, and one decision on many claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - its stubs are older
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tracker.domain.bulk_reviewing import Chosen
from tracker.domain.errors import RuleBroken
from tracker.domain.importing import LONGEST_NAME, ImportNoun, Mapped
from tracker.domain.reviewing import LONGEST_COMMENT
from tracker.domain.vocabulary import Credibility, Reliability, Verdict, Word
from tracker.web.filters import sentence_case
from tracker.web.forms.base import Form, seen

LONGEST_REASON = LONGEST_COMMENT - 500
"""A review has room for what is said of the deed before the reason."""


class FileForm(Form):
    """A file to be imported, or a table from the clipboard."""

    noun = RadioField(
        "What the rows are",
        choices=[SelectChoice(noun.value, f"{sentence_case(noun.label)}. {noun.meaning}") for noun in ImportNoun],
        validators=[InputRequired("Say what the rows are.")],
    )
    file = FileField("File", description="CSV, XLSX or JSON Lines; or a web page with a table in it. At most 20 MB.")
    pasted = TextAreaField(
        "Or a table, pasted",
        description="From Word, Excel or a web page, with its row of headings.",
        render_kw={"rows": 8, "data-paste-table": "", "spellcheck": "false"},
    )
    sheet = StringField(
        "Sheet",
        description="Of a workbook. The first that is not hidden, if left out.",
        validators=[Length(max=100, message="Use at most 100 characters.")],
    )
    header = IntegerField(
        "Row of the headings",
        description="If other rows stand before it.",
        validators=[Optional(), NumberRange(1, 1_000, message="Give the number of a row, from 1 to 1,000.")],
        render_kw={"inputmode": "numeric"},
    )

    @property
    def file_name(self) -> str:
        """The name of the file, as its sender's machine gives it; empty where none was chosen."""
        return seen(self.file.data.filename or "")[:300] if self.file.data else ""

    @property
    def bytes_sent(self) -> bytes:
        """The bytes of the file, or of the pasted text in UTF-8."""
        if not self.file_name:
            return (self.pasted.data or "").encode()
        return b"".join(iter(lambda: self.file.data.stream.read(1 << 16), b""))


class ColumnsForm(Form):
    """What besides the columns is chosen for a check."""

    updates = BooleanField("Rows may change claims that are on record")
    save_as = StringField(
        "Keep this choice as",
        description="A name, such as the publisher of the files.",
        validators=[Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters.")],
    )
    shared = BooleanField("Others may use it too")


@dataclass(slots=True)
class ColumnChoices:
    """The field that each column fills, what is alike in every row, and what is wrong with either."""

    fields: list[str]
    constants: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, mapped: Mapped) -> "ColumnChoices":
        """Those of a mapping."""
        return cls(list(mapped.fields), dict(mapped.constants))

    @classmethod
    def typed(cls, form: Mapping[str, str], *, width: int, names: Sequence[str]) -> "ColumnChoices":
        """Those of a form that was sent."""
        fields = [form.get(f"column-{place}", "").strip() for place in range(width)]
        given = {name: seen(form.get(f"constant-{name}", "")).strip() for name in names}
        return cls(fields, {name: text for name, text in given.items() if text})

    @property
    def mapped(self) -> Mapped:
        """The mapping that was chosen."""
        return Mapped(tuple(self.fields), self.constants)

    def refuse(self, error: RuleBroken, form: Form) -> None:
        """Put each problem at its column; what belongs to none goes to the form."""
        others = []
        for problem in error.problems:
            if problem.field.startswith(("column-", "constant-")):
                self.errors.setdefault(problem.field, problem.sentence)
                form.refused.append(problem.sentence)
            else:
                others.append(problem)
        if others:
            form.refuse(RuleBroken(error.noun, *others))


def _words(kind: type[Word]) -> list[SelectChoice]:
    return [SelectChoice("", "–"), *(SelectChoice(word.value, f"{word.value} {word.label}") for word in kind)]


class BulkForm(Form):
    """One decision on many claims."""

    verdict = RadioField(
        "The records",
        choices=[SelectChoice(word.value, sentence_case(word.label)) for word in Verdict],
        validators=[InputRequired("Decide on the records: right, to be returned, or wrong.")],
    )
    reliability = SelectField("The source", choices=_words(Reliability), default="")
    credibility = SelectField("What is said", choices=_words(Credibility), default="")
    reason = TextAreaField(
        "Reason",
        description="Why they may be decided on together. It stays with each of them.",
        validators=[
            InputRequired("Say why they may be decided on together; it stays with each of them."),
            Length(max=LONGEST_REASON, message=f"Use at most {LONGEST_REASON:,} characters."),
        ],
        render_kw={"rows": 3},
    )
    authors = BooleanField("I know that they are the work of several people")
    mark = HiddenField()

    def grade(self) -> tuple[Reliability | None, Credibility | None]:
        """The two grades; None for one that was not chosen."""
        source, said = self.reliability.data, self.credibility.data
        return Reliability(source) if source else None, Credibility(said) if said else None


def ticked(values: Sequence[str]) -> list[Chosen]:
    """The claims that were ticked, as they stood on the page. What is no such value is passed over."""
    found = []
    for value in values[:5_000]:
        key, _, rest = value.partition(" ")
        numbers = rest.split()
        if key and len(numbers) == 2 and all(n.isascii() and n.isdecimal() and len(n) < 7 for n in numbers):
            found.append(Chosen(key, int(numbers[0]), int(numbers[1])))
    return list(dict.fromkeys(found))
