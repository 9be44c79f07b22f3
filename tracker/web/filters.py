"""What templates need to print days, instants, counts and words. Nothing here decides anything."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from wtforms import Field, SelectField
from wtforms.widgets import ListWidget

import tracker
from tracker.domain import rates, vocabulary
from tracker.domain.dates import day_words
from tracker.domain.determining import days_words
from tracker.domain.vocabulary import Word

PRODUCT = "Sanctions-Compliance Tracker"


def init(app: Flask) -> None:
    """Give the templates the filters, and the vocabulary by its name."""
    app.jinja_env.filters.update(day=day, instant=instant, label=label, counted=counted, sentence_case=sentence_case)
    app.jinja_env.filters["control_class"] = control_class
    app.jinja_env.filters["factor"] = rates.number
    app.jinja_env.tests["group_of_choices"] = is_group
    app.jinja_env.globals.update(vocabulary=vocabulary, linked=linked, product=PRODUCT, version=tracker.__version__)
    app.jinja_env.globals["days_words"] = days_words


def day(value: date | None) -> str:
    """`22 December 2019`; a dash where there is none. An instant has no day until somebody says in which zone."""
    if isinstance(value, datetime):
        raise TypeError("An instant is not a day; print it with the filter instant.")
    return day_words(value) if value else "–"


def instant(value: datetime | None) -> str:
    """`22 December 2019, 14:05 UTC`; a dash where there is none."""
    if value is None:
        return "–"
    moment = value.astimezone(UTC)
    return f"{day_words(moment.date())}, {moment:%H:%M} UTC"


def label(word: Word | None) -> str:
    """The label of a word of the vocabulary; a dash where there is none."""
    return word.label if word is not None else "–"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 claim`, `2 claims`, `1,234 claims`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sentence_case(text: str) -> str:
    """The text with its first letter large and the rest as it is."""
    return text[:1].upper() + text[1:]


def is_group(field: Field) -> bool:
    """Whether a field is a group of boxes or buttons, which needs a legend instead of a label."""
    return isinstance(field.widget, ListWidget)


def control_class(field: Field) -> str:
    """The class under which the stylesheet knows the control."""
    return "form-select" if isinstance(field, SelectField) else "form-control"


def linked(field: Field, hint: str) -> dict[str, Any]:
    """Link a control to its hint and its error, so that a screen reader reads both with it."""
    ids = [f"{field.id}-hint"] if hint else []
    if field.errors:
        ids.append(f"{field.id}-error")
    attributes: dict[str, Any] = {"aria-describedby": " ".join(ids)} if ids else {}
    if field.errors and not is_group(field):
        attributes["aria-invalid"] = "true"
    return attributes
