"""Logging a claim: five answers are required, the rest folds away in sections. The choices are handed in."""

from collections.abc import Iterator, Mapping
from typing import Any

from wtforms import BooleanField, Field, FieldList, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - its stubs are older
from wtforms.validators import InputRequired, Length, Optional, Regexp

from tracker.domain.errors import RuleBroken
from tracker.domain.vocabulary import Body, Effect, HopRole, Kind, Measure, Publication, Word
from tracker.web.filters import sentence_case
from tracker.web.forms.base import Form

MOST_ROWS = 60
LINE, TEXT, LONG = 500, 5_000, 20_000


def _longest(most: int) -> Length:
    return Length(max=most, message=f"Use at most {most:,} characters.")


def _line(label: str, description: str = "", *, most: int = LINE, **keywords: Any) -> StringField:
    return StringField(label, description=description, validators=[_longest(most)], **keywords)


def _text(label: str, description: str = "", *, most: int = LONG, rows: int = 3) -> TextAreaField:
    return TextAreaField(label, description=description, validators=[_longest(most)], render_kw={"rows": rows})


def _words(kind: type[Word], blank: str = "") -> list[SelectChoice]:
    """The words of a list; before them a blank one, if it has a label."""
    first = [SelectChoice("", blank)] if blank else []
    return [*first, *(SelectChoice(word.value, sentence_case(word.label)) for word in kind)]


class Rows(FieldList):
    """A list of rows. A row's number in a field's name is taken only in plain digits, and few of them."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        for name in formdata:
            number = name.removeprefix(f"{prefix}-").split("-", 1)[0] if name.startswith(f"{prefix}-") else ""
            if number.isascii() and number.isdecimal() and len(number) <= 4:
                yield int(number)


class Row(Form):
    """One row of a list. It is sent with its form, whose token guards it."""

    class Meta(Form.Meta):
        """No token of its own."""

        csrf = False  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride] - a setting there

    settled: frozenset[str] = frozenset()
    """Fields that always hold something, and so do not make a row a filled one."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered in the row."""
        return not any(field.data for field in self if field.short_name not in self.settled)


class BearingRow(Row):
    """One effect on one obligation, for one state or several."""

    obligation = _line("Obligation", render_kw={"list": "obligations-on-record", "autocomplete": "off"})
    effect = SelectField("Effect", choices=_words(Effect, "Choose"), default="")
    states = _line("States", render_kw={"list": "state-names", "autocomplete": "off"})


class QuantityRow(Row):
    """One number, or its bounds."""

    settled = frozenset({"measure"})
    low = _line("At least", most=40, render_kw={"inputmode": "decimal"})
    high = _line("At most", most=40, render_kw={"inputmode": "decimal"})
    unit = _line("Unit", most=40)
    wording = _line("In the words of the source")
    counted = _line("What is counted")
    measure = SelectField("Measure", choices=_words(Measure), default=Measure.STOCK.value)
    reference = _line("Day or period", most=100)
    baseline = BooleanField("It is the figure that another is compared with")


class HopRow(Row):
    """One step from the utterance to the page read."""

    role = SelectField("Role", choices=_words(HopRole, "Choose"), default="")
    name = _line("Name")
    office = _line("Office held that day")
    day = _line("Day", most=100)


class CitationRow(Row):
    """Where the claim stands: a source that is on record, or a new one with its details."""

    settled = frozenset({"publication"})
    source = _line("Source", render_kw={"list": "sources-on-record", "autocomplete": "off"})
    locator = _line("Place in the source", "Page, paragraph, or minutes and seconds.")
    quotation = _text("Quoted words", "Word for word, in the language of the source.", rows=4)
    translation = _text("Translation of the quoted words")
    translator = _line("Translated by", "Who put them into English: a person, an agency, a program.")
    symbol = _line("UN document symbol", "Such as S/AC.49/2019/12.", most=80)
    addresses = _text("Addresses", "One on each line. None is required.", most=TEXT, rows=2)
    publisher = _line("Publisher")
    author = _line("Author")
    published = _line("Date published", "Any form: 2018, July 2018, 18 July 2018.", most=100)
    language = StringField(
        "Language",
        description="Its code: en, ru, zh, ko.",
        validators=[
            Optional(),
            Regexp(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$", message="Give the language as a code, such as en or ru."),
        ],
    )
    publication = SelectField("Publication", choices=_words(Publication), default=Publication.PUBLIC.value)
    read_in = _line("Copy that was read", "Such as an archive copy, or a printed page.")
    sha256 = StringField(
        "SHA-256 of the copy that was read",
        description="Its 64 hexadecimal digits, if you kept the file. A copy that is on record is found again by it.",
        validators=[
            Optional(),
            Regexp(
                r"[0-9A-Fa-f]{64}\Z",
                message="A SHA-256 has 64 hexadecimal digits, 0 to 9 and a to f; copy it whole.",
            ),
        ],
    )


class ClaimForm(Form):
    """What one revision of a claim says.

    `base` is the revision that an editor had read, `reading` the place of the text out of which it was read.
    """

    statement = TextAreaField(
        "What was said",
        description="One sentence, in measured words: the speaker says that …",
        validators=[InputRequired("Say in a sentence what was claimed."), _longest(TEXT)],
        render_kw={"rows": 3},
    )
    kind = SelectField(
        "Kind of statement",
        choices=_words(Kind, "Choose one"),
        default="",
        validators=[InputRequired("Choose what kind of statement it is.")],
    )
    speaker = StringField(
        "Who said it",
        description="The person or body, or “not named”.",
        validators=[InputRequired("Name who said it, or write “not named”."), _longest(LINE)],
    )
    states = StringField(
        "About which states",
        description="By any name; several parted by semicolons, such as Russia; DPRK.",
        validators=[InputRequired("Name at least one state that the claim is about."), _longest(TEXT)],
        render_kw={"list": "state-names", "autocomplete": "off"},
    )
    citations = Rows(FormField(CitationRow), "Sources", min_entries=1, max_entries=MOST_ROWS)
    said = _line(
        "Day it was said", "2018, July 2018, 18 July 2018, 1 May 2018 to 18 July 2018, or “not stated”.", most=100
    )
    event = _line(
        "Day or period of what it tells of", "Leave it empty when it is the day said, or not stated.", most=100
    )
    office = _line("Office held", "Such as ambassador to the DPRK.")
    speaks_for = _line(
        "Speaks for the state",
        "Only where the speaker may speak for it. It decides what counts as a state's own word.",
        render_kw={"list": "state-names", "autocomplete": "off"},
    )
    body = SelectField("Speaks for the UN body", choices=_words(Body, "None"), default="")
    bearings = Rows(FormField(BearingRow), "Obligations and effects", min_entries=2, max_entries=MOST_ROWS)
    quantities = Rows(FormField(QuantityRow), "Quantities", min_entries=1, max_entries=MOST_ROWS)
    cited_as = _text(
        "Resolution or paragraph as the source names it", "Word for word, even when it is wrong.", most=TEXT, rows=2
    )
    origin = _line(
        "Same first utterance as",
        "The key of a claim or of its origin. However many outlets carry one utterance, it counts once.",
        most=120,
    )
    state_action = _line(
        "State action that it attests or denies",
        "The key of an act that is on record. Two claims of one act are one act.",
        most=120,
        render_kw={"list": "state-actions", "autocomplete": "off"},
    )
    hops = Rows(FormField(HopRow), "Relay", min_entries=2, max_entries=MOST_ROWS)
    notes = _text("Notes")
    base = HiddenField()
    replies_to = HiddenField()
    template = HiddenField()
    reading = HiddenField()
    reason = _line("Why it is changed", "It stands in the history of the claim.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make the form. Of the sources only the first must be named."""
        super().__init__(*args, **kwargs)
        self.citations[0].form.source.flags.required = True

    ADDED = ("bearings", "quantities", "citations", "hops")

    def add_row(self, name: str) -> None:
        """Add an empty row to a list of rows; an unknown name adds nothing."""
        rows = self._fields.get(name) if name in self.ADDED else None
        if isinstance(rows, Rows) and len(rows) < MOST_ROWS:
            rows.append_entry()

    def take(self, obligation: str) -> None:
        """Put an obligation into the first empty row."""
        for row in self.bearings:
            if row.form.is_empty:
                row.form.obligation.data = obligation
                return
        if len(self.bearings) < MOST_ROWS:
            self.bearings.append_entry({"obligation": obligation})

    def leaves(self) -> Iterator[Field]:
        """Every field that holds a value of its own, those of rows included."""
        for field in self:
            rows: Any = field if isinstance(field, Rows) else ()
            yield from (part for row in rows for part in row.form)
            if not isinstance(field, Rows) and field.short_name != "csrf_token":
                yield field

    def pairs(self) -> list[tuple[str, str]]:
        """What the form holds, as a browser would send it."""
        held = ((str(field.name), field.data) for field in self.leaves() if field.data)
        return [(name, "y" if value is True else str(value)) for name, value in held]

    def holds(self, *names: str) -> bool:
        """Whether any of the fields holds something or is at fault, so that its section must stand open."""
        return any(_holds(self._fields[name]) for name in names)

    def refuse(self, error: RuleBroken) -> None:
        """Put each problem at its field; those of a source at the first source."""
        first = self.citations[0].form
        at_source = {"citations": first.source, "title": first.source, "published": first.published}
        others = []
        for problem in error.problems:
            field = at_source.get(problem.field)
            if field is None:
                others.append(problem)
            else:
                field.errors = [*field.errors, problem.sentence]
        super().refuse(RuleBroken(error.noun, *others))

    @property
    def errors_summary(self) -> list[tuple[str, str]]:
        """Every error as (id of the field or empty, sentence), those in rows at their own fields."""
        summary = [("", sentence) for sentence in self.refused]
        for field in self:
            inner = [part for row in field for part in row.form] if isinstance(field, Rows) else []
            summary += [(str(part.id), str(error)) for part in inner for error in part.errors]
            summary += [(str(field.id), str(error)) for error in field.errors if not isinstance(error, Mapping)]
        return summary


def _holds(field: Field) -> bool:
    if isinstance(field, Rows):
        return bool(field.errors) or any(not row.form.is_empty or row.errors for row in field)
    return bool(field.data or field.errors)


class WithdrawForm(Form):
    """Taking a claim back."""

    reason = TextAreaField(
        "Why is it withdrawn?",
        description="The claim and this reason stay readable. What was known before stays as it was.",
        validators=[InputRequired("Say why the claim is withdrawn; the reason stays with it."), _longest(TEXT)],
        render_kw={"rows": 3},
    )
