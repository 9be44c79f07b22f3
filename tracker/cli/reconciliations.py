"""`tracker reconcile`: a published count of states, set against the states that the record names."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import click

from tracker import clock
from tracker.cli.database import reading
from tracker.cli.options import DAY, KNOWN_AT, formats, public_at
from tracker.cli.printing import as_json, as_table, one_line
from tracker.domain.reconciling import Line, Published, Reconciliation
from tracker.domain.report import NOTICE
from tracker.services import law, reconciliations
from tracker.services.reconciliations import PublishedCount

COUNT = click.IntRange(0, 999)
_PLACES = {
    "met": "Named by the record",
    "unpublished": "Named, but by no public source of that day",
    "doubtful": "Perhaps later",
    "later": "Later",
    "unaccepted": "Not accepted",
    "unmet": "Said not to have",
}


@click.command()
@click.argument("obligation")
@click.option("--count", type=COUNT, help="How many states were said to have done it.")
@click.option("--on", type=DAY, help="The day of which the count speaks.")
@click.option("--earlier-count", type=COUNT, help="An earlier count, to see which states make the difference.")
@click.option("--earlier-on", type=DAY, help="The day of the earlier count.")
@click.option("--known-at", type=KNOWN_AT, help="Judge by what was recorded by then. Now, if left out.")
@public_at
@formats("text", "json")
def reconcile(
    obligation: str,
    count: int | None,
    on: date | None,
    earlier_count: int | None,
    earlier_on: date | None,
    known_at: datetime | None,
    public_at: date | None,
    fmt: str,
) -> None:
    """Set a published count of states against the record of OBLIGATION (a key). Without one, list those on record."""
    asked, earlier = (
        _pair(count, on, "--count", "--on"),
        _pair(earlier_count, earlier_on, "--earlier-count", "--earlier-on"),
    )
    with reading() as session:
        row, known = law.obligation(session, key=obligation), known_at or clock.now()
        if asked is None:
            _list(reconciliations.published(session, obligation=row, known_at=known, public_at=public_at), fmt)
            return
        found = reconciliations.reconcile(
            session, obligation=row, count=asked, earlier=earlier, known_at=known, public_at=public_at
        )
    if fmt == "json":
        as_json(_fields(found))
        click.echo(NOTICE, err=True)
    else:
        click.echo("\n".join(_lines(found)))


def _pair(count: int | None, day: date | None, first: str, second: str) -> Published | None:
    if (count is None) != (day is None):
        raise click.UsageError(f"{first} and {second} go together.")
    return Published(count, day) if count is not None and day is not None else None


def _list(found: Sequence[PublishedCount], fmt: str) -> None:
    rows = [
        {
            "count": one.count.count,
            "day": one.count.day.isoformat(),
            "claim": one.claim,
            "duties": list(one.duties),
            "counted": one.counted,
            "speaker": one.speaker,
            "review_state": one.review_state.value,
        }
        for one in found
    ]
    if fmt == "json":
        as_json(rows)
        return
    shown = ("count", "day", "claim", "counted", "speaker")
    as_table(shown, [[one_line(str(one[name])) for name in shown] for one in rows])


def _fields(found: Reconciliation) -> dict[str, Any]:
    return {
        "count": found.published.count,
        "day": found.published.day.isoformat(),
        "lacking": found.lacking,
        "sentence": found.sentence,
        "difference": found.difference or None,
        **{place: [asdict(line) for line in getattr(found.named, place)] for place in _PLACES},
        "gained": [asdict(line) for line in found.gained] if found.earlier else None,
    }


def _lines(found: Reconciliation) -> list[str]:
    lines = [found.sentence, *([found.difference] if found.difference else [])]
    places = [(title, getattr(found.named, place)) for place, title in _PLACES.items()]
    if found.earlier:
        places.insert(1, ("Named since the earlier count", found.gained))
    for title, rows in places:
        lines += ["", f"{title} ({len(rows)}):", *(_line(row) for row in rows)] if rows else []
    return [*lines, "", NOTICE]


def _line(row: Line) -> str:
    return f"- {row.name} [{', '.join(row.claims)}]"
