"""The earlier of two moments that a report compares, in words: the same in every format."""

from collections.abc import Callable
from datetime import date, datetime

from tracker.domain.report import ReportDocument, instant_text

ANY_DAY = "published on any day"


def earlier(
    document: ReportDocument,
    *,
    day: Callable[[date], str] = date.isoformat,
    instant: Callable[[datetime], str] = instant_text,
) -> str:
    """The clocks of the earlier moment; its day of publication and its rules only where they are its own. Else none."""
    found = document.before
    if found is None:
        return ""
    public = f", {published(document.earlier_public_at, day)}" if document.has_two_days else ""
    by = f", by rules of version {document.earlier_rules}" if document.earlier_rules else ""
    return f"as of {day(found.as_of)}, known at {instant(found.known_at)}{public}{by}"


def published(on: date | None, day: Callable[[date], str] = date.isoformat) -> str:
    """Of which day of publication a moment is."""
    return f"public at {day(on)}" if on else ANY_DAY
