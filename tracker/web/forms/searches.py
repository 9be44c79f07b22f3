"""Searches for information: recording one, and the filters of their list."""

from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - its stubs are older
from wtforms.validators import InputRequired, Length

from tracker.domain.looking import LONGEST_LANGUAGE
from tracker.domain.remarking import LONGEST, LONGEST_LINE
from tracker.domain.vocabulary import SearchResult
from tracker.web.filters import sentence_case
from tracker.web.forms.base import Form
from tracker.web.forms.days import DayField
from tracker.web.forms.law import ClocksForm


def _line(
    label: str, description: str = "", *, missing: str = "", most: int = LONGEST_LINE, **render: Any
) -> StringField:
    checks: list[Any] = [InputRequired(missing)] if missing else []
    checks.append(Length(max=most, message=f"Use at most {most} characters."))
    return StringField(label, description=description, validators=checks, render_kw={"autocomplete": "off", **render})


class SearchForm(Form):
    """Where somebody looked, on which day, and what came of it."""

    state = _line("State", missing="Name the state on which you looked for information.", list="state-names")
    obligation = _line(
        "Obligation", "Leave it empty where you looked for all of the state’s duties.", list="obligations-on-record"
    )
    searched = _line("Where you looked", "Such as the Committee’s list of reports.", missing="Say where you looked.")
    terms = _line("Words you looked for")
    language = _line("In the language", "Its code, such as en or ru.", most=LONGEST_LANGUAGE)
    searched_on = DayField("Day", [InputRequired("Say on which day you looked.")])
    result = RadioField(
        "What came of it",
        choices=[SelectChoice(word.value, f"{sentence_case(word.label)} – {word.meaning}") for word in SearchResult],
        validators=[InputRequired("Say whether anything was found.")],
    )
    note = TextAreaField(
        "Note",
        validators=[Length(max=LONGEST, message=f"Use at most {LONGEST:,} characters.")],
        render_kw={"rows": 3},
    )


class SearchesForm(ClocksForm):
    """Which searches to list."""

    state = _line("State", list="state-names")
