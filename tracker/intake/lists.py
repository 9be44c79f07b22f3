r"""Several items in one cell. Items stand between marks; a mark that belongs to an item has a backslash before it.

The marks are ";" between items and "|" between the parts of one. `\;`, `\|` and `\\` stand for the bare characters;
any other backslash stands for itself.
"""

import re
from collections.abc import Iterable

_TOKEN = re.compile(r"\\[\\;|]|.", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\;|])")
_SPECIAL = re.compile(r"([\\;|])")


def split(text: str, mark: str) -> list[str]:
    """The items between marks, trimmed, with their escapes still in them. Empty items are left out."""
    items: list[list[str]] = [[]]
    for token in _TOKEN.findall(text):
        if token == mark:
            items.append([])
        else:
            items[-1].append(token)
    return [item for pieces in items if (item := "".join(pieces).strip())]


def plain(text: str) -> str:
    """An item without its escapes."""
    return _ESCAPED.sub(r"\1", text)


def escaped(text: str) -> str:
    """An item with its marks escaped; `plain` gives it back."""
    return _SPECIAL.sub(r"\\\1", text)


def joined(items: Iterable[str]) -> str:
    """Items, each escaped already, as one cell."""
    return "; ".join(items)
