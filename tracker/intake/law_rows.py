"""A row of a file of law records -> a record as a person would propose it, with a sentence for each fault."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.domain import rates
from tracker.domain.dates import DateUnreadable, parse_span
from tracker.domain.errors import Problem
from tracker.domain.law_changes import LONGEST, Proposed
from tracker.domain.law_words import LawEffect, LawRecord
from tracker.intake.claim_columns import CODE_LENGTH, KEY_LENGTH
from tracker.intake.fields import Fields, Resolve, shown
from tracker.intake.lists import plain, split

_LINE = 300
_MOST_MONTHS = 1_200
_TEXTS = (
    *(("title", _LINE), ("summary", LONGEST), ("reference", _LINE), ("address", _LINE), ("reading", LONGEST)),
    *(("locator", _LINE), ("quotation", LONGEST), ("rate_unit", CODE_LENGTH), ("rate_into", CODE_LENGTH)),
)


@dataclass(frozen=True, slots=True)
class LawRow:
    """What a row proposes, and on which obligation it bears."""

    obligation: str
    proposed: Proposed


def read(given: Mapping[str, Any], resolve: Resolve) -> tuple[LawRow | None, tuple[Problem, ...]]:
    """The row as a proposal, or None with every fault of it."""
    row = Fields(given, resolve)
    kind, effect = row.word("kind", LawRecord), row.word("effect", LawEffect)
    obligation = row.key("obligation", KEY_LENGTH)
    texts = {name: row.text(name, longest) for name, longest in _TEXTS}
    days = {name: _day(row, name) for name in ("first", "last", "due")}
    lists = {name: _states(row, name) for name in ("states", "rejected_by")}
    limit = {
        "limit_value": _number(row, "limit_value"),
        "limit_unit": row.text("limit_unit", CODE_LENGTH),
        "limit_period": row.text("limit_period", _LINE),
        "limit_months": _months(row),
    }
    rate = {"rate_factor": _factor(row), "source": row.key("source", KEY_LENGTH)}
    for name, found in (("obligation", obligation), ("kind", kind), ("effect", effect)):
        if not found and not any(problem.field == name for problem in row.problems):
            row.wrong(name, f"Say which {name} it is.")
    if row.problems or kind is None or effect is None:
        return None, tuple(row.problems)
    return LawRow(obligation, Proposed(kind, effect, **texts, **days, **lists, **limit, **rate)), ()


def _day(row: Fields, column: str) -> date | None:
    text = row.text(column)
    try:
        span = parse_span(text)
    except DateUnreadable as error:
        row.wrong(column, str(error))
        return None
    if span is not None and not span.is_day:
        row.wrong(column, f"“{shown(text)}” is more than one day; write it as 2018-08-08.")
    return span.first if span else None


def _number(row: Fields, column: str) -> float | None:
    value = row.given.get(column)
    text = str(value) if isinstance(value, int | float) and not isinstance(value, bool) else row.text(column)
    try:
        found = float(text.replace(",", "")) if text else None
    except ValueError:
        found = -1.0
    if found is None or 0 <= found < 1e300:
        return found
    row.wrong(column, f"“{shown(text)}” is not a number of at least 0; write one such as 500,000.")
    return None


def _factor(row: Fields) -> float | None:
    value = row.given.get("rate_factor")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    text = row.text("rate_factor", rates.LONGEST)
    found = rates.read_factor(text) if text else None
    if text and found is None:
        row.wrong("rate_factor", rates.UNREAD.format(shown(text)))
    return found


def _months(row: Fields) -> int | None:
    found = _number(row, "limit_months")
    if found is None or (found.is_integer() and 1 <= found <= _MOST_MONTHS):
        return int(found) if found else None
    row.wrong("limit_months", f"Write a whole number of months from 1 to {_MOST_MONTHS:,}, or leave it empty.")
    return None


def _states(row: Fields, column: str) -> tuple[str, ...]:
    value = row.given.get(column)
    names = value if isinstance(value, list) else [plain(item) for item in split(row.text(column), ";")]
    if any(not isinstance(name, str) for name in names):
        row.wrong(column, "This must be a list of names of states.")
        return ()
    return tuple(sorted({code for name in names if (code := row.code(column, name))}))
