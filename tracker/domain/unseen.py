"""What a text holds that nobody sees: characters that take no room or turn the order of others, letters of two scripts.

The text is read as if it had them not (`visible.py`); here it is said, and a mark is shown in their place.
"""

import re
from collections.abc import Callable, Iterator

from tracker.domain.visible import Visible

HIDDEN = re.compile(
    "[\u034f\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff]|(?<=[A-Za-z\u0400-\u052f\u4e00-\u9fff])[\u200c-\u200f\u061c]"
)
"""Characters of no width and signs of direction; joiners and marks of direction only where no script needs them."""
STAND_IN = "\u25af"
"""One character that stands for one that is not seen, so that the places of the others stay the same."""

_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NO_WIDTH = re.compile(
    "[\u00ad\u034f\u180e\u200b\u2060-\u2065\u206a-\u206f]|(?<!^)\ufeff|(?<=[A-Za-z\u0400-\u052f])[\u200c\u200d]"
)
_WORD = re.compile(r"[^\W_]+")


def code(character: str) -> str:
    """A character by its number: `U+202E`."""
    return f"U+{ord(character):04X}"


def shown(text: str, by: Callable[[str], str] = lambda c: f"⟦{code(c)}⟧") -> str:
    """A text with a mark for each character that is not seen."""
    return text if text.isascii() else HIDDEN.sub(lambda found: by(found[0]), text)


def without(text: str) -> str:
    """A text without the characters that are not seen; letters that only look like others stay."""
    return text if text.isascii() else _NO_WIDTH.sub("", HIDDEN.sub("", text))


def notes(visible: Visible) -> Iterator[str]:
    """What was read over, or read as something else than it is: a sentence for each kind, with the first place."""
    if visible.given.isascii():
        return
    yield from _read_over(visible.given, _DIRECTION, "Signs that turn the direction of the text")
    yield from _read_over(visible.given, _NO_WIDTH, "Characters that cannot be seen")
    if visible.text == visible.mixed:
        return
    words = list(_changed(visible))
    yield from _read_as([one for one in words if not one[2].isdecimal()], "Letters of another script stand in")
    yield from _read_as([one for one in words if one[2].isdecimal()], "Letters stand for figures in")


def _read_over(text: str, kind: re.Pattern[str], what: str) -> Iterator[str]:
    found = kind.search(text)
    if found:
        count = len(kind.findall(text))
        more = "" if count == 1 else f", and {count - 1:,} more"
        yield f"{what} were read over: {code(found[0])} at character {found.start() + 1:,}{more}."


def _read_as(words: list[tuple[int, str, str]], what: str) -> Iterator[str]:
    if words:
        at, given, read = words[0]
        more = "" if len(words) == 1 else f"; and {len(words) - 1:,} more"
        yield f"{what} “{shown(given)}” (character {at + 1:,}): it was read as {read}{more}."


def _changed(visible: Visible) -> Iterator[tuple[int, str, str]]:
    """Each word that was put into one script: where it stands, as it was given, and as it was read."""
    for word in _WORD.finditer(visible.mixed):
        start, end = word.span()
        if word[0] != visible.text[start:end]:
            yield visible.place(start), visible.words(start, end)[:_LONGEST], visible.text[start:end][:_LONGEST]


_LONGEST = 40
