"""Sentences of a text, whatever its language, each at most `LONGEST` characters long so that work on one is bounded."""

import re
from collections.abc import Iterator

LONGEST = 1_500
_END = re.compile(
    r";(?=\s+(?:[0-9]{1,2}|[a-z])\)\s)|[.!?…](?:['\"”›)\]]| ?»){0,3}(?=\s)|[。！？｡؟](?:[”’」』》)）]{0,3})|\n"
    r"|(?<=\S )[▪▫◾◽■●✅❌➡👉🔹🔸](?=\S?\s)"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'“«])(?:[A-Za-zА-Яа-я]|(?:[A-Za-zА-Я]\.){1,4}[A-Za-zА-Я]|mr|mrs|ms|dr|prof|gen|col|lt|maj|adm|sen|rep|gov|st|jr|sr|no|nos"
    r"|res|para|paras|art|op|cf|vs|etc|e\.g|i\.e|approx|ca|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|fig|ed|vol"
    r"|inc|ltd|co|corp|bros|amb|set|ene|abr|ago|dic|avr|janv|fevr|fev|juil|min|spec|sra|srta"
    r"|ee\.uu|num|pag|mm?e|mlle|m|гг?|им|т\.е|тыс|млн|млрд|руб|ст|п|стр)\.$",
    re.IGNORECASE,
)
_MARKED = re.compile(r"(?:[^\W\d_]{1,10} ?[:：]|[(（]?(?:[a-zа-я]|[0-9]{1,2}|[ivx]{1,4})[)）.] |[•*·–—-] )")
"""What begins a line of its own: the mark of a list, or of who asks or answers."""
_NEXT_GOES_ON = re.compile(r"\s*(?:[\"”»›'’)] ?){0,2}[a-zа-я,;]")
_SAME_LINE_GOES_ON = re.compile(r"[ ]?(?:[\"”»›'’)] ?){0,2}(?:[,;]|- ?[a-zа-я]|[a-zа-я])")
"""What follows a mark within a sentence: "« C'est faux ! », a dit le ministre"."""
_NUMBERED = re.compile(r"(?:^|[^\w.,])\w{1,4}\.$")
_NUMBER = re.compile(r"\s*[0-9]")
"""A short word with a stop before a number, such as "Vol. 3"; a longer word ends its sentence there."""
_GOES_ON = re.compile(r"\s*[a-zа-я]")
_ENDS_HEADING = "0123456789日号"
_WRAPPED = re.compile(r"[^\n]{45,}$")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """First position and the one after the last of each sentence that has a letter or digit, without space around."""
    start = 0
    for match in _END.finditer(text):
        if match.end() > start and _ends(text, start, match):
            yield from _cut(text, start, match.end())
            start = match.end()
    yield from _cut(text, start, len(text))


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    mark = match[0][0]
    if mark == ".":
        before = text[max(start, match.start() - 12) : match.start() + 1]
        numbered = _NUMBERED.search(before) and _NUMBER.match(text, match.end())
        goes_on = _NEXT_GOES_ON.match(text, match.end()) or numbered
        return not (_ABBREVIATION.search(before) or goes_on)
    if mark in "!?…":
        return not _SAME_LINE_GOES_ON.match(text, match.end())
    if mark != "\n" or "\n" in text[match.end() : match.end() + 1]:
        return True
    return not _is_wrapped(text, start, match)


def _is_wrapped(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a line goes on in the next one: it is long, ends in no stop, and the next begins in the middle."""
    line = text[max(start, match.start() - 200) : match.start()].rstrip()
    if (
        not line
        or line[-1] in '.!?…。！？؟:"”»'
        or (line[-1] in _ENDS_HEADING and not _GOES_ON.match(text, match.end()))
    ):
        return False
    following = text[match.end() : match.end() + 40].lstrip()
    if _MARKED.match(following):
        return False
    if following[:1].islower() or following[:1].isdecimal():
        return True
    if _had_room(text, line, match.end()):
        return False
    goes_on = "\n" in text[start : match.start()].strip()  # it was wrapped before, so this line is too
    return (goes_on or bool(_WRAPPED.search(line))) and following[:1].isalpha()


def _had_room(text: str, line: str, start: int) -> bool:
    """Whether the first word of the next line would have stood in this one, so that nobody wrapped it here."""
    end = text.find("\n", start, start + 2 * _WIDE)
    following = text[start : end if end >= 0 else start + 2 * _WIDE].strip()
    word = following.partition(" ")[0]
    return len(line.rpartition("\n")[2]) + 1 + len(word) < min(len(following), _WIDE)


_WIDE = 120
"""Characters of a line that is wrapped by hand, at most."""


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence without the space around it; one that is too long in parts, at spaces where it has any."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        middle = max(text.rfind(" ", start + 1, start + LONGEST), text.rfind("\n", start + 1, start + LONGEST))
        middle = middle if middle > start else start + LONGEST
        yield start, middle
        start = middle
        while start < end and text[start].isspace():
            start += 1
    if start < end and any(map(str.isalnum, text[start:end])):
        yield start, end
