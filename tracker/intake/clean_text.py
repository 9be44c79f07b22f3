"""Text as it is kept: Unicode NFC, a line feed at line ends, and nothing that no page can show.

A control character is not taken out, since words would seem to stand together that did not: a mark stands in its place.
"""

import re
import unicodedata

from tracker.domain.dates import DateUnreadable, parse_span
from tracker.intake.document_content import refused

MARK = "\ufffd"
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_MARKS = re.compile(r"[^\w\s\x00-\x7f]{200,}")
"""Where many characters stand that are no letters; whether they are combining marks is asked of each."""
_DATE = re.compile(r"(\d{4})(?:[-/.]?(\d{2})(?:[-/.]?(\d{2}))?)?(?!\d)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
_LONGEST_TITLE = 500


def clean(text: str) -> str:
    """The text as it is kept. Control characters, except tab, line end and form feed, become the mark.

    Raises RuleBroken for hundreds of combining marks in a row.
    """
    if any(unicodedata.combining(mark) for run in _MARKS.findall(text) for mark in run[::100]):
        # Such a run takes the square of its length to put in order, here and wherever the text is compared.
        raise refused("The text has hundreds of marks on one letter, which no writing has; take them out.")
    return unicodedata.normalize("NFC", _CONTROLS.sub(MARK, _LINE_ENDS.sub("\n", text)))


def lost(text: str) -> str:
    """A sentence about the marks in a text, or nothing."""
    count = text.count(MARK)
    if not count:
        return ""
    return f"{count} {'character' if count == 1 else 'characters'} could not be read and stand as {MARK}."


def title(text: str | None) -> str:
    """A title on one line, cut to a length that a page can show."""
    line = " ".join(clean(text or "").split())
    return line if len(line) <= _LONGEST_TITLE else line[: _LONGEST_TITLE - 1] + "…"


def language(text: str | None) -> str:
    """A language tag as it is given, or nothing where it is none."""
    tag = (text or "").strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""


def dated(text: str | None) -> str:
    """The day, month or year with which a date or instant begins, as `2019-03-22`, or nothing."""
    found = _DATE.match(re.sub(r"^D:(\d{1,8}).*", r"\1", (text or "").strip(), flags=re.DOTALL))
    day = "-".join(part for part in found.groups() if part) if found else ""
    try:
        return day if parse_span(day) else ""
    except DateUnreadable:
        return ""
