"""Characters that no page, document or sheet can hold, shown by their numbers: nothing that was said is lost."""

import re

# Controls, halves of surrogate pairs and non-characters: neither HTML nor XML has a way to write them.
_UNSEEN = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufdd0-\\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)


def visible(text: str) -> str:
    """The text, with U+0001 as ⟦U+0001⟧ and so on."""
    if text.isprintable():  # told at once, and nearly every text is
        return text
    return _UNSEEN.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", text)


def typed(text: str) -> str:
    """The visible text with every end of a line as one line feed, for formats that read a carriage return otherwise."""
    if text.isprintable():
        return text
    return visible(text).replace("\r\n", "\n").replace("\r", "\n")
