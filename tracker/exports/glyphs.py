"""Characters that a rendering cannot show. Each is shown by its number, as ⟦U+1F600⟧: never lost, never a box."""

import re
import unicodedata

_NOWHERE = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufdd0-\\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
UNSEEN = re.compile(f"[{_NOWHERE}]")
"""Controls, halves of surrogate pairs and non-characters: no page can hold them."""

UNPRINTED = re.compile(f"[{_NOWHERE}\\ue000-\\uf8ff\\U000f0000-\\U0010ffff\\u202d\\u202e]")
"""On paper also those of private use, which PDF/A forbids, and the two that turn the order of what follows."""

STAND_INS = {"✕": "×"}
"""What stands for a sign of ours where no font has it."""

_ENDS = {"\u202c": "\u202a\u202b", "\u2069": "\u2066\u2067\u2068"}


def code(character: str) -> str:
    """A character by its number."""
    return f"⟦U+{ord(character):04X}⟧"


def name(character: str) -> str:
    """Number and name of a character: `U+1F600 GRINNING FACE`; the number alone where it has no name."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def visible(text: str, hidden: re.Pattern[str] = UNSEEN) -> str:
    """The text with every hidden character by its number. What is hidden must not be printable."""
    if text.isprintable():  # told at once, and nearly every text is
        return text
    return hidden.sub(lambda found: code(found[0]), text)


def typed(text: str) -> str:
    """The visible text with every end of a line as one line feed, for formats that read a carriage return otherwise."""
    if text.isprintable():
        return text
    return visible(text).replace("\r\n", "\n").replace("\r", "\n")


def closed(text: str) -> str:
    """The text with every change of direction in it ended, so that none reaches what stands after it."""
    for end, starts in _ENDS.items():
        text += end * max(0, sum(map(text.count, starts)) - text.count(end))
    return text


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction goes from right to left."""
    ways = map(unicodedata.bidirectional, text)
    return next((way in ("R", "AL") for way in ways if way in ("L", "R", "AL")), False)
