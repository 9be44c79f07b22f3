"""How OSCAL takes words: tokens, strings of one line, Markdown; and what its two states make of our outcomes.

Words of a person stand in properties, which are plain strings, and in Markdown only with every mark of it escaped.
"""

import re
from typing import Any

from tracker.domain.vocabulary import Outcome
from tracker.exports.references import one_line

NAMESPACE = "urn:tracker:oscal"
"""The name space of our properties."""

_MARKS = re.compile(r"[\\`*_{}\[\]<>#~^&|!$\"]|^\s*(?:[-+=]|\d{1,9}[.)])")
_ENDS = re.compile(r"^\s|\s$")
_OUTSIDE_TOKEN = re.compile(r"[^A-Za-z0-9._-]")

SATISFIED: dict[str, tuple[str, str]] = {
    Outcome.NOT_IN_FORCE: ("satisfied", "other"),
    Outcome.NOT_APPLICABLE: ("satisfied", "other"),
    Outcome.EXEMPT: ("satisfied", "other"),
    Outcome.BREACHED: ("not-satisfied", "fail"),
    Outcome.CONTESTED: ("not-satisfied", "other"),
    Outcome.REMEDIED: ("satisfied", "other"),
    Outcome.FULFILLED: ("satisfied", "pass"),
    Outcome.FULFILLED_LATE: ("satisfied", "pass"),
    Outcome.PARTLY_FULFILLED: ("not-satisfied", "other"),
    Outcome.OVERDUE: ("not-satisfied", "fail"),
    Outcome.ALLEGED_BREACH: ("not-satisfied", "other"),
    Outcome.IN_PROGRESS: ("not-satisfied", "other"),
    Outcome.MEASURES_REPORTED: ("not-satisfied", "other"),
    Outcome.PLEDGED: ("not-satisfied", "other"),
    Outcome.NOT_DUE: ("not-satisfied", "other"),
    Outcome.NO_INFORMATION: ("not-satisfied", "other"),
}
"""State and reason for each outcome. `pass` and `fail` are where the record shows the duty met, or not; `satisfied` for
another reason is where nothing is owed, or no longer. Whatever is not shown either way is `not-satisfied`, `other`."""

UNKNOWN = ("not-satisfied", "other")
"""For an outcome of a version that had other ones."""


def markdown(text: str) -> str:
    """Words as Markdown that shows them as they are, on one line."""
    return _MARKS.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", one_line(text))


def string(text: str) -> str:
    """Words as a string of OSCAL: one line, with no space at its ends; what could not stand is shown by its number."""
    return _ENDS.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", one_line(text))


def token(text: str) -> str:
    """A key as a token."""
    made = _OUTSIDE_TOKEN.sub("-", text)
    return made if made[:1].isalpha() or made[:1] == "_" else f"_{made}"


def props(*pairs: tuple[str, Any]) -> list[dict[str, str]]:
    """Properties of our name space; those without a value are left out, `True` and `False` are words."""
    return [
        {"name": token(name), "ns": NAMESPACE, "value": string(_said(value))}
        for name, value in pairs
        if value not in (None, "")
    ]


def told(fields: dict[str, Any]) -> dict[str, Any]:
    """An object without what is empty: OSCAL has no empty lists."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _said(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
