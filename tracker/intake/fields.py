"""Fields of a row, asked for by name and type. A fault is noted at its column, and reading goes on."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from tracker.domain.dates import DateUnreadable, parse_span
from tracker.domain.errors import Problem
from tracker.domain.vocabulary import Word

W = TypeVar("W", bound=Word)
Resolve = Callable[[str], str | None]
"""Finds the code of a state by its code or any of its names; None where there is none."""

KEY = re.compile(r"[a-z0-9][a-z0-9_.-]*")


_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""A control character or a lone surrogate; one search tells most texts to be fit."""


class Fields:
    """What a row says. After reading, `problems` has every fault in the order in which it was met."""

    def __init__(self, given: Mapping[str, Any], resolve: Resolve) -> None:
        self.given = given
        self.resolve = resolve
        self.problems: list[Problem] = []

    def wrong(self, column: str, sentence: str) -> None:
        """Note a fault."""
        self.problems.append(Problem(column, sentence))

    def text(self, column: str, longest: int = 0) -> str:
        """A text, trimmed and in Unicode NFC; null and a missing field are empty."""
        value = self.given.get(column)
        if value is None or value == "":
            return ""
        if not isinstance(value, str):
            self.wrong(column, "This must be text; put it between quotation marks.")
            return ""
        if fault := unfit(value):
            self.wrong(column, fault)
            return ""
        text = unicodedata.normalize("NFC", value).strip()
        if longest and len(text) > longest:
            self.wrong(column, f"It has {len(text)} characters; the most is {longest}.")
        return text

    def key(self, column: str, longest: int) -> str:
        """A key of a record, or nothing."""
        text = self.text(column, longest)
        if text and not KEY.fullmatch(text):
            self.wrong(column, f"“{shown(text)}” is not a key: use small letters, digits, dots and hyphens.")
        return text

    def day(self, column: str, longest: int) -> str:
        """A day or a part of one, as typed, once it is known to be readable."""
        text = self.text(column, longest)
        try:
            parse_span(text)
        except DateUnreadable as error:
            self.wrong(column, str(error))
        return text

    def word(self, column: str, kind: type[W], default: W | None = None) -> W | None:
        """A word of a closed list by its stored value or its label; the default where there is none."""
        text = self.text(column)
        if not text:
            return default
        folded = text.casefold()
        found = next((word for word in kind if folded in (word.value.casefold(), word.label.casefold())), None)
        if found is None:
            self.wrong(column, f"“{shown(text)}” is not one of: {', '.join(word.value for word in kind)}.")
        return found

    def state(self, column: str) -> str:
        """The code of a state, or nothing."""
        text = self.text(column)
        return self.code(column, text) if text else ""

    def code(self, column: str, name: str) -> str:
        """The code of a state by a name."""
        code = self.resolve(name)
        if code is None:
            self.wrong(column, f"There is no state “{shown(name)}” in the record.")
        return code or ""

    def flag(self, column: str) -> bool:
        """True or false; false where nothing stands."""
        value = self.given.get(column, False)
        if not isinstance(value, bool):
            self.wrong(column, "This must be true or false.")
        return value is True

    def number(self, column: str) -> float | None:
        """A number, or nothing."""
        value = self.given.get(column)
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300):
            return None if value is None else float(value)
        self.wrong(column, "This must be a number.")
        return None


def unfit(text: str) -> str:
    """Why the record cannot hold a text, or nothing."""
    if _UNFIT.search(text) is None:
        return ""
    for place, character in enumerate(text, 1):
        if "\udc80" <= character <= "\udcff":
            return f"Character {place} is not UTF-8; save the file as UTF-8."
        if character not in "\t\n\r" and unicodedata.category(character) in ("Cc", "Cs"):
            return f"Character {place} is a control character (U+{ord(character):04X}); take it out."
    return ""


def shown(text: str) -> str:
    """A text as a sentence may quote it."""
    return text if len(text) <= 60 else f"{text[:59]}…"
