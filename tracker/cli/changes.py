"""`tracker changes` and `tracker calendar`: what moved day by day, and what falls due."""

from typing import Any

import click

from tracker.cli.comparisons import fields_of, lines_of, outcome, scoped
from tracker.cli.database import reading
from tracker.cli.options import Asked, clocks, formats
from tracker.cli.printing import as_json, as_table, one_line
from tracker.domain.dates import day_words
from tracker.domain.report import NOTICE, instant_text
from tracker.services import changes as record
from tracker.services import comparisons, schedules
from tracker.services.schedules import ScheduledDay


@click.command()
@scoped
@outcome("Only what moved to this outcome.")
@clocks
@formats("text", "json")
def changes(asked: Asked, fmt: str, outcome: str, **cells: str) -> None:
    """List what became of the outcomes, day by day, the newest first."""
    with reading() as session:
        chosen = comparisons.scope(session, **cells)
        steps = record.recent(session, chosen=chosen, clocks=asked.clocks(session), outcome=outcome)
        if fmt == "json":
            as_json(
                [
                    {"day": step.day.isoformat(), "at": instant_text(step.at), **fields_of(one)}
                    for step in steps
                    for one in step.moved
                ]
            )
            click.echo(NOTICE, err=True)
            return
        lines = [line for step in steps for line in (day_words(step.day), *map("  {}".format, lines_of(step.moved)))]
        click.echo("\n".join([*lines, NOTICE]))


@click.command()
@scoped
@outcome("Only duties that the state, or any of the states, has this outcome of.")
@clocks
@formats("text", "json")
def calendar(asked: Asked, fmt: str, outcome: str, **cells: str) -> None:
    """List the days on which duties take effect, fall due and end; for one state with the outcome of each."""
    with reading() as session:
        chosen = comparisons.scope(session, **cells)
        found = schedules.days(session, chosen=chosen, clocks=asked.clocks(session), outcome=outcome)
        rows = [_fields(one) for one in found]
    if fmt == "json":
        as_json(rows)
        return
    shown = ("day", "obligation", "what", "outcome")
    as_table(shown, [[one_line(str(row[name] or "")) for name in shown] for row in rows])


def _fields(one: ScheduledDay) -> dict[str, Any]:
    return {
        "day": one.day.isoformat(),
        "obligation": one.obligation.key,
        "what": one.words,
        "judged": one.judged,
        "outcome": one.decision.outcome.value if one.decision else None,
    }
