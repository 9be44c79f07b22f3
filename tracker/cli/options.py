"""Kinds of arguments that several commands take, and the options for the clocks."""

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar, cast

import click
from sqlalchemy.orm import Session

from tracker import clock
from tracker.domain.facts import Clocks
from tracker.domain.vocabulary import Credibility, Reliability
from tracker.services import rules as record

F = TypeVar("F", bound=Callable[..., Any])
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
Grade = tuple[Reliability, Credibility]


class Day(click.ParamType):
    """A day, as 2018-07-31."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it, or refuse it with a sentence."""
        if isinstance(value, date):
            return value
        try:
            return read_day(value)
        except ValueError:
            self.fail(f"“{value}” is not a day; write it as 2018-07-31.", param, ctx)


class KnownAt(click.ParamType):
    """An instant with its zone, as 2018-07-31T12:00:00Z, or a day, which means its end in UTC."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read it, or refuse it with a sentence."""
        if isinstance(value, datetime):
            return value
        try:
            return _instant(value)
        except (ValueError, OverflowError):
            can = "write it as 2018-07-31T12:00:00Z, or as a day, which means its end in UTC"
            self.fail(f"“{value}” is not an instant with its time zone; {can}.", param, ctx)


class GradeOf(click.ParamType):
    """An Admiralty pair, as B2."""

    name = "grade"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Grade:
        """Read it, or refuse it with a sentence."""
        if isinstance(value, tuple):
            return value
        try:
            return Reliability(value[:1].upper()), Credibility(value[1:])
        except ValueError:
            self.fail(f"“{value}” is not a grade; write A to F and 1 to 6, as B2.", param, ctx)


def read_day(text: str) -> date:
    """The day of a text such as 2018-07-31, and of no other form. Raises ValueError."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _instant(text: str) -> datetime:
    if _DAY.fullmatch(text):
        return datetime.combine(read_day(text), time.max, UTC)
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found.astimezone(UTC)


DAY, KNOWN_AT, GRADE = Day(), KnownAt(), GradeOf()


def known_at(said: str) -> Callable[[F], F]:
    """Give a command the option --known-at alone, which says what it leaves; None where it is left out."""
    return click.option("--known-at", type=KNOWN_AT, help=f"{said} Now, if left out.")


def public_at(command: F) -> F:
    """Give a command the option --public-at."""
    said = "Count only what was certainly published by that day, whenever it was recorded here."
    return click.option("--public-at", type=DAY, help=said)(command)


def clocks(command: F) -> F:
    """Give a command --as-of, --known-at, --public-at and --rules; it gets them as one value, `asked`."""

    @functools.wraps(command)
    def clocked(**given: Any) -> Any:
        asked = Asked(*(given.pop(name) for name in ("as_of", "known_at", "public_at", "rules")))
        return command(asked=asked, **given)

    named = click.option("--rules", default="", help="The version that decides. The one in force then, if left out.")
    known = click.option("--known-at", type=KNOWN_AT, help="Judge by what was recorded by then. Now, if left out.")
    day = click.option("--as-of", type=DAY, help="The day to judge. Today, if left out.")
    return cast(F, day(known(public_at(named(clocked)))))


@dataclass(frozen=True, slots=True)
class Asked:
    """The clocks as a command line names them, or leaves them out."""

    as_of: date | None = None
    known_at: datetime | None = None
    public_at: date | None = None
    rules: str = ""

    def clocks(self, session: Session) -> Clocks:
        """Today and now where nothing was asked for, by the rules in force then. Raises NotFound for a version."""
        named = record.version(self.rules).version if self.rules else ""
        day, instant = self.as_of or clock.today(), self.known_at or clock.now()
        return record.clocks(session, as_of=day, known_at=instant, public_at=self.public_at, rules=named)


def formats(*names: str) -> Callable[[F], F]:
    """Give a command the option --format with these choices; the first is the default."""
    return click.option("--format", "fmt", type=click.Choice(names), default=names[0], show_default=True)
