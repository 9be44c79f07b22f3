"""`tracker coverage`: the cells of a regime, the emptiest and the stalest first."""

from typing import Any

import click

from tracker.cli.database import reading
from tracker.cli.options import Asked, clocks, formats
from tracker.cli.printing import as_json, as_table
from tracker.domain.covering import Cover
from tracker.services import comparisons
from tracker.services import coverage as record
from tracker.services.coverage import CoverLine


@click.command()
@click.argument("regime")
@click.option("--state", default="", help="Only this state, by code or any name.")
@click.option("--obligation", default="", help="Only the obligation of this key.")
@click.option("--cover", type=click.Choice([cover.value for cover in Cover]), help="Only cells of which this is so.")
@click.option("--most", type=click.IntRange(1), default=50, show_default=True, help="How many cells to list.")
@clocks
@formats("text", "json")
def coverage(regime: str, state: str, obligation: str, cover: str | None, most: int, asked: Asked, fmt: str) -> None:
    """Say when somebody last looked at each cell of REGIME (a key) whose duty binds, and on what it rests."""
    with reading() as session:
        chosen = comparisons.scope(session, regime=regime, state=state, obligation=obligation)
        lines = record.of_scope(session, chosen=chosen, clocks=asked.clocks(session))
        counts = record.totals(lines)
        rows = [_fields(line) for line in lines if cover in (None, line.covered.cover.value)][:most]
    if fmt == "json":
        as_json(rows)
        return
    shown = (
        "state",
        "obligation",
        "cover",
        "last",
        "by",
        "claims",
        "accepted",
        "sources",
        "origins",
        "on_state",
        "on_duty",
    )
    as_table(shown, [[str(row[name] if row[name] is not None else "-") for name in shown] for row in rows])
    click.echo("; ".join(f"{number} {kind.label}" for kind, number in counts.items()), err=True)


_NUMBERS = ("claims", "accepted", "sources", "origins", "on_state", "on_duty")


def _fields(line: CoverLine) -> dict[str, Any]:
    cell, last = line.covered, line.covered.last
    return {
        "state": cell.state,
        "obligation": cell.obligation,
        "cover": cell.cover.value,
        "last": last.day.isoformat() if last else None,
        "by": last.by if last else None,
        "looked": last.kind.value if last else None,
        "claims": cell.counts.claims,
        "accepted": cell.counts.accepted,
        "sources": cell.counts.sources,
        "origins": cell.counts.origins,
        "on_state": cell.beside.state,
        "on_duty": cell.beside.duty,
    }
