"""`tracker compare`: which outcomes moved between two moments, and why."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

import click

from tracker.cli.database import reading
from tracker.cli.options import DAY, KNOWN_AT, Asked, clocks, formats
from tracker.cli.printing import as_json
from tracker.domain.comparing import moment_words
from tracker.domain.report import NOTICE
from tracker.domain.vocabulary import Outcome, Test, Word
from tracker.services import comparisons
from tracker.services.comparisons import Comparison, Moved
from tracker.services.rules import version

F = TypeVar("F", bound=Callable[..., Any])


def scoped(command: F) -> F:
    """Give a command the options that choose cells; each is empty where it is left out."""
    regime = click.option("--regime", default="", help="Only the regime of this key.")
    state = click.option("--state", default="", help="Only this state, by code or any name.")
    obligation = click.option("--obligation", default="", help="Only the obligation of this key.")
    subject = click.option("--subject", default="", help="Only obligations on this topic, such as coal.")
    test = _word("--test", Test, "Only obligations that are judged by this test.")
    return regime(state(obligation(subject(test(command)))))


def outcome(said: str) -> Callable[[F], F]:
    """Give a command the option --outcome, which says what it leaves; empty where it is left out."""
    return _word("--outcome", Outcome, said)


def _word(name: str, words: type[Word], said: str) -> Callable[[F], F]:
    choices = click.Choice([word.value for word in words])
    return click.option(name, type=choices, callback=lambda _context, _option, value: value or "", help=said)


@click.command()
@scoped
@click.option("--from-as-of", type=DAY, help="The day judged at the first moment. As at the second, if left out.")
@click.option("--from-known-at", type=KNOWN_AT, help="What was recorded at the first moment. As at the second.")
@click.option("--from-public-at", type=DAY, help="What was published at the first moment. As at the second.")
@click.option("--from-rules", default="", help="The version that decides at the first moment. As at the second.")
@clocks
@formats("text", "json")
def compare(
    from_as_of: date | None,
    from_known_at: datetime | None,
    from_public_at: date | None,
    from_rules: str,
    asked: Asked,
    fmt: str,
    **cells: str,
) -> None:
    """List each cell whose outcome or assurance moved between two moments, in words and with its causes."""
    first = {"as_of": from_as_of, "known_at": from_known_at, "public_at": from_public_at, "rules": from_rules or None}
    given = {name: value for name, value in first.items() if value is not None}
    if not given:
        choices = "--from-as-of, --from-known-at, --from-public-at or --from-rules"
        raise click.UsageError(f"Choose a first moment: {choices}.")
    with reading() as session:
        chosen = comparisons.scope(session, **cells)
        after = asked.clocks(session)
        before = replace(after, **given)
        version(before.rules)
        found = comparisons.compare(session, chosen=chosen, before=before, after=after)
        if fmt == "json":
            as_json([fields_of(one) for one in found.moved])
            click.echo(NOTICE, err=True)
        else:
            click.echo("\n".join(_lines(found)))


def fields_of(one: Moved) -> dict[str, Any]:
    """What moved, as JSON."""
    return {
        "obligation": one.obligation.key,
        "states": [state.code for state in one.states],
        "before": {"outcome": one.before.outcome.value, "assurance": one.before.assurance.value},
        "after": {"outcome": one.after.outcome.value, "assurance": one.after.assurance.value},
        "causes": [
            {"code": cause.code.value, "sentence": cause.sentence, "claim": cause.claim or None} for cause in one.causes
        ],
    }


def _lines(found: Comparison) -> list[str]:
    head = f"From {moment_words(found.before)} to {moment_words(found.after)}."
    return [head, *lines_of(found.moved), f"{found.cells} of {found.scope.cells} cells moved. {NOTICE}"]


def lines_of(moved: Sequence[Moved]) -> list[str]:
    """What moved, a line for each and one for each of its causes."""
    lines: list[str] = []
    for one in moved:
        who = one.states[0].name if len(one.states) == 1 else f"{len(one.states)} rows"
        before, after = (f"{one.outcome.label} ({one.assurance.label})" for one in (one.before, one.after))
        lines += [f"{who}, {one.obligation.title} ({one.obligation.key}): {before} -> {after}"]
        lines += [f"- {c.sentence}{f' [{c.claim}]' if c.claim else ''}" for c in one.causes]
    return lines
