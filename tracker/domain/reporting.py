"""Who may freeze and approve a report, and over which clocks. One set of rules for form and command line alike."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from tracker.domain.dates import day_words
from tracker.domain.errors import NotAllowed, Problem, RuleBroken
from tracker.domain.vocabulary import Role

FIRST_DAY = date(1945, 10, 24)
"""The day on which the Charter of the United Nations took effect; no duty is older."""

LONGEST_TITLE = 200


def check_author(roles: Collection[str]) -> None:
    """Raise NotAllowed for a person who is no analyst."""
    if Role.ANALYST not in roles:
        raise NotAllowed("report", Problem("", "Only an analyst may freeze a report. Ask an administrator."))


def check_approver(*, approver: int, roles: Collection[str], author: int) -> None:
    """Raise NotAllowed unless the person is a reviewer and did not freeze the report. Nobody is excepted."""
    if Role.REVIEWER not in roles:
        raise NotAllowed("report", Problem("", "Only a reviewer may approve a report. Ask an administrator."))
    if approver == author:
        raise NotAllowed("report", Problem("", "You froze this report. A second person must approve it."))


def check_withdrawer(*, person: int, roles: Collection[str], author: int) -> None:
    """Raise NotAllowed unless the person froze the report or is a reviewer.

    One person is enough: what is found to be wrong is taken back at once. The report stays, and says who did it.
    """
    if person != author and Role.REVIEWER not in roles:
        raise NotAllowed("report", Problem("", "Only its author or a reviewer may take a report back."))


def check_request(*, title: str, as_of: date, known_at: datetime, at: datetime, public_at: date | None = None) -> None:
    """Raise RuleBroken with every problem of a report's title and clocks. `at` is the present instant."""
    found = [*_title(title), *_days(as_of, at), *_public(public_at, at)]
    if known_at > at:
        sentence = "Nobody knows yet what will be on record then. Choose an instant that has passed, or leave it empty."
        found.append(Problem("known_at", sentence))
    if found:
        raise RuleBroken("report", *found)


def _public(public_at: date | None, at: datetime) -> list[Problem]:
    if public_at is None or public_at <= at.date() + timedelta(days=1):
        return []
    return [Problem("public_at", "Nobody knows yet what will be published by then. Choose today or an earlier day.")]


def _title(title: str) -> list[Problem]:
    title = title.strip()
    if not title:
        return [Problem("title", "Give the report a title; it stands on every copy.")]
    if len(title) > LONGEST_TITLE:
        return [Problem("title", f"Shorten the title to {LONGEST_TITLE} characters.")]
    if not title.isprintable():
        return [Problem("title", "Write the title in one line, without characters that cannot be seen.")]
    return []


def _days(as_of: date, at: datetime) -> list[Problem]:
    if as_of < FIRST_DAY:
        return [Problem("as_of", f"Choose a day from {day_words(FIRST_DAY)} on; no duty is older than the Charter.")]
    # One day of grace: east of Greenwich tomorrow has begun while it is still today in UTC.
    if as_of > at.date() + timedelta(days=1):
        return [Problem("as_of", "A report is of a day that has come. Choose today or an earlier day.")]
    return []
