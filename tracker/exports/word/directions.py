"""Which way a text is read: Arabic and Hebrew from the right, and so are the stretches of them in a text from the left.

A word processor has to be told both: it works out neither the base direction of a paragraph nor that of a run.
"""

from collections.abc import Iterator
from unicodedata import bidirectional

_FROM_RIGHT = {"R", "AL"}
_STRONG = {"L", *_FROM_RIGHT}
_STANDS_RIGHT = {*_FROM_RIGHT, "AN"}  # Arabic digits stand in an Arabic stretch, though they turn no paragraph


def is_from_right(text: str) -> bool:
    """Whether the first letter that has a direction is read from the right."""
    first = next((way for way in map(bidirectional, text) if way in _STRONG), "L") if not text.isascii() else "L"
    return first in _FROM_RIGHT


def is_wholly_from_right(text: str) -> bool:
    """Whether it has letters that are read from the right and none that are read from the left."""
    ways = {"L"} if text.isascii() else {way for way in map(bidirectional, text) if way in _STRONG}
    return bool(ways) and "L" not in ways


def stretches(text: str, *, from_right: bool = False) -> list[tuple[str, bool]]:
    """The text in stretches, each with whether it is read from the right. Their texts together are the text.

    What has no direction of its own goes with its neighbours where both agree, else with the paragraph.
    """
    if text.isascii() and not from_right:
        return [(text, False)] if text else []
    found: list[tuple[str, bool]] = []
    for part, way in _parts(text, from_right=from_right):
        if not part:
            continue
        if found and found[-1][1] is way:
            found[-1] = (found[-1][0] + part, way)
        else:
            found.append((part, way))
    return found


def _parts(text: str, *, from_right: bool) -> Iterator[tuple[str, bool]]:
    way, start, open_from = from_right, 0, 0
    for place, character in enumerate(text):
        told = bidirectional(character)
        if told not in _STRONG and told not in _STANDS_RIGHT:
            continue
        if (told in _STANDS_RIGHT) is not way:
            yield text[start:open_from], way
            yield text[open_from:place], from_right
            way, start = not way, place
        open_from = place + 1
    yield text[start:open_from], way
    yield text[open_from:], from_right
