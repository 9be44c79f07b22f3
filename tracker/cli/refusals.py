"""Turns refusals into one sentence on standard error and an exit code. Bad input never ends in a traceback."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from tracker.config import ConfigError
from tracker.domain.errors import RuleBroken

REFUSED, USAGE = 1, 2


class Refused(click.ClickException):
    """The command cannot be carried out; the message is a sentence."""

    def __init__(self, sentence: str, *, code: int = REFUSED) -> None:
        super().__init__(sentence)
        self.exit_code = code  # pyright: ignore[reportAttributeAccessIssue]  (click reads it from the instance)


class Refusing(click.Group):
    """The outermost command, in which every refusal ends."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse arguments that neither database could hold."""
        if any(not _is_text(arg) for arg in args):
            raise click.UsageError("An argument holds a control character, or bytes that are not UTF-8.", ctx)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with _refusals():
            return super().invoke(ctx)


def _is_text(arg: str) -> bool:
    return all(c in "\t\n" or unicodedata.category(c) not in ("Cc", "Cs") for c in arg)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except RuleBroken as error:
        raise Refused(error.sentence) from error
    except ConfigError as error:
        raise Refused(str(error), code=USAGE) from error
    except DBAPIError as error:
        if not (isinstance(error, OperationalError) or type(error) is DatabaseError):
            raise  # a fault of ours, whose traceback is wanted
        raise Refused(_database_sentence(error)) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Refused(f"{error.filename or 'A file'} cannot be used: {error.strerror or error}.") from error


def _database_sentence(error: DBAPIError) -> str:
    first = (str(error.orig).strip().splitlines() or ["no reason given"])[0].rstrip(".")
    if "locked" in first or "busy" in first:
        return "The database is busy: another program is writing to it. Try again in a moment."
    return f"The database cannot be used: {first}."
