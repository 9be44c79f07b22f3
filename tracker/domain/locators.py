r"""Where in a kept text a position is, in the words of a locator: the page, the line, the paragraph.

A text taken from pages has "\f" between them. Positions are in code points, as an anchor's are; all counts begin at 1.
"""

import re

_SPACE = re.compile(r"\s+")
_NUMBERED = re.compile(r"(?:^|\f)[ \t]*(\d{1,3})\.[ \t]+(?=\S)", re.MULTILINE)


def page_of(text: str, position: int) -> int:
    """The page that a position is on."""
    return text.count("\f", 0, position) + 1


def line_of(text: str, position: int) -> int:
    """The line of its page that a position is on."""
    top = text.rfind("\f", 0, position) + 1
    return text.count("\n", top, position) + 1


def paragraph_of(text: str, position: int) -> int:
    """The paragraph that a position is in, of the whole text.

    Blank lines and page breaks part paragraphs; in a text that has neither, every line is one.
    """
    spaces = [found for found in _SPACE.finditer(text) if found.start() and found.end() < len(text)]
    breaks = [found for found in spaces if "\f" in found[0] or found[0].count("\n") > 1]
    breaks = breaks or [found for found in spaces if "\n" in found[0]]
    return sum(found.end() <= position for found in breaks) + 1


def printed_paragraph_of(text: str, position: int) -> str | None:
    """The number printed before the paragraph that a position is in, as "12" of "12. The Panel ..."; None if none is.

    It is the last number at the head of a line up to the position: a proposal for a locator, which a person confirms.
    """
    numbers = [found[1] for found in _NUMBERED.finditer(text) if found.start(1) <= position]
    return numbers[-1] if numbers else None
