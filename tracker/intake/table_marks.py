"""What stands in the cells of printed tables beside their content: hard spaces, soft hyphens, marks of footnotes."""

import re
import unicodedata

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACES = re.compile(r"\s+")
_RAISED = "\u00b2\u00b3\u00b9\u2070-\u207f\u1d2c-\u1d6a\u02b0-\u02b8"
_AT_END = re.compile(rf"(?<=\S)(?:\s*(?:\[\w{{1,3}}\]|(?<![mk])[{_RAISED}]+|\*{{1,3}}|[†‡§]{{1,2}})|\s+\w{{1,2}}/)+$")
_AFTER_NUMBER = re.compile(r"(?P<number>[-–]?\d[\d,. ]*)(?P<mark>[a-z])/?")
_LONG = 200
"""Longer cells are texts, whose words are kept whatever they end in."""


class Cleaner:
    """Cleans cell after cell, and says in the end what it took off."""

    def __init__(self) -> None:
        self.marked: list[str] = []

    def clean(self, text: str) -> str:
        """A cell without what is not its content."""
        plain = spaced(text)
        bare = unmarked(plain)
        if bare != plain:
            self.marked.append(plain)
        return bare

    @property
    def notes(self) -> list[str]:
        """What a person should know of it."""
        if not self.marked:
            return []
        many = f"{len(self.marked)} cells" if len(self.marked) > 1 else "one cell"
        return [f"Marks of footnotes were taken off {many}, the first of them “{self.marked[0][:60]}”."]


def spaced(text: str) -> str:
    """A text in NFC with plain single spaces, and without characters that nobody sees."""
    return _SPACES.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFC", text))).strip()


def unmarked(text: str) -> str:
    """A short text without the marks of footnotes at its end; what is nothing but a mark stays."""
    if len(text) > _LONG:
        return text
    numbered = _AFTER_NUMBER.fullmatch(text)
    bare = numbered["number"].strip() if numbered else _AT_END.sub("", text).strip()
    return bare or text
