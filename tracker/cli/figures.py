"""`tracker figures`: the figures on record under an obligation, and the running totals against its limits."""

import csv
import io
from collections.abc import Iterable
from typing import Any

import click

from tracker.cli.database import reading
from tracker.cli.options import Asked, clocks, formats
from tracker.cli.printing import STDOUT, as_bytes, as_json
from tracker.domain import levels
from tracker.domain.facts import ALL_STATES
from tracker.domain.rates import Converted
from tracker.domain.report import NOTICE, instant_text
from tracker.domain.series import Point, Series, SetAside, different_counts
from tracker.domain.totals import Entry, LeftOut, PeriodTotal
from tracker.exports.formulas import guarded
from tracker.services import law, series
from tracker.services.series import Figures


@click.command()
@click.argument("obligation")
@click.option("--state", default="", help="Only this state, by code or any name; ALL for all states together.")
@clocks
@formats("text", "json", "csv")
def figures(obligation: str, state: str, asked: Asked, fmt: str) -> None:
    """Say what claims count under OBLIGATION (a key), and what that adds up to against its limits."""
    with reading() as session:
        row = law.obligation(session, key=obligation)
        code = law.state(session, name=state).code if state else ""
        found = series.of_obligation(session, obligation=row, clocks=asked.clocks(session))
        _print(found, code, fmt)


def _print(found: Figures, code: str, fmt: str) -> None:
    if fmt == "text":
        click.echo("\n".join([*_told(found, code), NOTICE]))
        return
    if fmt == "json":
        as_json(_fields(found, code))
    else:
        as_bytes(_table(point for line in _lines(found, code) for point in line.points), STDOUT)
    click.echo(NOTICE, err=True)


def _lines(found: Figures, code: str) -> list[Series]:
    """The lines of all states, or of one, those of several of which it is one among them."""
    return [*found.lines(code), *found.shared(code)] if code else list(found.series)


def _totals(found: Figures, code: str) -> list[tuple[str, PeriodTotal]]:
    """The totals with the state of each, those without any figure left out."""
    codes = [code] if code else [*([ALL_STATES] if found.is_collective else []), *found.each]
    sums = [(one, total) for one in codes for totals in found.of(one).values() for total in totals]
    return [(one, total) for one, total in sums if total.counted or total.left_out]


def _aside(found: Figures, code: str) -> list[SetAside]:
    return [one for one in found.aside if code in ("", *one.point.states)]


def _fields(found: Figures, code: str) -> dict[str, Any]:
    clocks = found.clocks
    return {
        "obligation": found.obligation.key,
        "as_of": clocks.as_of.isoformat(),
        "known_at": instant_text(clocks.known_at),
        "public_at": clocks.public_at.isoformat() if clocks.public_at else None,
        "series": [
            {
                "state": line.key.state,
                "measure": line.key.measure.value,
                "unit": line.key.unit,
                "counted": line.counted,
                "points": [_point(point) for point in line.points],
            }
            for line in _lines(found, code)
        ],
        "totals": [{"state": one, **_total(total)} for one, total in _totals(found, code)],
        "set_aside": [{**_point(one.point), "why": one.why.value} for one in _aside(found, code)],
    }


def _number(value: float | None) -> float | None:
    """A whole number without a point."""
    return int(value) if value is not None and value == int(value) else value


def _point(point: Point) -> dict[str, Any]:
    return {
        "claim": point.claim,
        "low": _number(point.low),
        "high": _number(point.high),
        "wording": point.wording,
        "counted": point.counted,
        "reference": point.reference,
        "first": point.first.isoformat() if point.is_dated else None,
        "last": point.last.isoformat() if point.is_dated else None,
        "only_compared_with": point.baseline,
        "speaker": point.speaker,
        "grade": point.grade or None,
        "origin": point.origin,
        "state_action": point.action or None,
        "converted": _converted(point.converted),
    }


def _converted(made: Converted | None) -> dict[str, Any] | None:
    """From what a figure was converted, the rate, and the record of the law with its source; null for one as given."""
    if made is None:
        return None
    rate = made.rate
    says = {"unit": rate.unit, "factor": rate.factor, "into": rate.into}
    return {"from": made.words, **says, "law_change": rate.record, "title": rate.title, "source": rate.source}


def _total(total: PeriodTotal) -> dict[str, Any]:
    return {
        "limit": _number(total.limit.value),
        "unit": total.limit.unit,
        "first": total.first.isoformat() if total.first else None,
        "last": total.last.isoformat() if total.last else None,
        "low": _number(total.low),
        "high": _number(total.high),
        "reached": total.reached,
        "perhaps": total.perhaps,
        "over": total.is_over,
        "over_as_given": total.is_over_as_given,
        "may_be_over": total.may_be_over,
        "crossing": total.crossing.claim if total.crossing else None,
        "counted": [_entry(entry) | {"late": entry in total.late} for entry in total.counted],
        "left_out": [_left(one) for one in total.left_out],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "claim": entry.claim,
        "state": entry.state,
        "low": _number(entry.low),
        "high": _number(entry.high),
        "first": entry.first.isoformat(),
        "last": entry.last.isoformat(),
        "converted": _converted(entry.converted),
    }


def _left(one: LeftOut) -> dict[str, Any]:
    return {**_entry(one.entry), "why": one.why.value, "by": list(one.by)}


_COLUMNS = ("state", "measure", "unit", "counted", "low", "high", "wording", "first", "last", "only_compared_with")
_COLUMNS += ("claim", "speaker", "grade", "origin", "state_action", "converted")


def _table(points: Iterable[Point]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for point in points:
        row = {**_point(point), "state": point.state, "measure": point.measure.value, "unit": point.unit}
        row["converted"] = point.converted.sentence if point.converted else ""
        writer.writerow(guarded("" if row[name] is None else str(row[name])) for name in _COLUMNS)
    return text.getvalue().encode()


def _told(found: Figures, code: str) -> list[str]:
    lines = [f"{found.obligation.title} ({found.obligation.key})"]
    if found.has_limits:
        lines += ["", "Running totals:", *(_sum(one, total) for one, total in _totals(found, code))]
    lines += ["", "Figures:", *(text for line in _lines(found, code) for text in _line(line))]
    for group in different_counts(_lines(found, code), found.limited_units):
        counts = "; ".join(f"{line.key.unit} ({line.counted})" for line in group)
        lines.append(f"Different counts, never added or subtracted: {counts}.")
    if aside := _aside(found, code):
        lines += ["", "Set aside:", *(f"- {one.point.amount} [{one.point.claim}]: {one.why.meaning}" for one in aside)]
    return [*lines, ""]


def _sum(code: str, total: PeriodTotal) -> str:
    said = f"{levels.sum_words(total)} of {total.limit.value:,.0f}: {levels.level_words(total)}"
    claims = ", ".join(entry.claim for entry in total.counted)
    left = f"; {len(total.left_out)} not added" if total.left_out else ""
    made = "".join(f"\n    {levels.entry_words(entry)} [{entry.claim}]" for entry in total.converted)
    return f"- {code}, {levels.period_words(total)}: {said} [{claims}]{left}{made}"


def _line(line: Series) -> Iterable[str]:
    yield f"- {line.key.state}, {line.key.measure.label}, {line.counted or line.key.unit}"
    for point in line.points:
        days = point.reference or (point.last.isoformat() if point.is_dated else "day not stated")
        compared = ", only compared with" if point.baseline else ""
        yield f"    {point.amount}, {days}{compared} [{point.claim}, {point.grade or 'not graded'}]"
