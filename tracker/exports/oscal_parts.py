"""Observations of OSCAL for what reports of some kinds hold beside cells and evidence: changes, days, counts, figures.

OSCAL has no place for a table, so a row of a figure is a property; the drawing itself stands in the JSON alone.
"""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from tracker.domain.report import instant_text
from tracker.domain.report_parts import ReportChange, ReportCount, ReportDay, ReportFigure
from tracker.exports.oscal_words import markdown, props, told
from tracker.exports.outlining.reading import Reading

Json = dict[str, Any]
Named = Callable[..., str]
"""How an object is named: its UUID by the parts of its name."""


def observations(reading: Reading, named: Named) -> Iterator[Json]:
    """All of them, in the order of the document."""
    found = reading.document
    parts = chain(
        (("change", _changed(reading, one), _change(one), one.states) for one in found.changes),
        (("day", f"{reading.duty(one.obligation)}: {one.what}", _day(one), ()) for one in found.days),
        (("count", one.sentence, _count(one), ()) for one in (found.count,) if one),
        (("figure", f"{one.title}. {one.about}", _figure(one), ()) for one in found.figures),
    )
    for number, (kind, words, facts, states) in enumerate(parts, 1):
        subjects = [named("state", code) for code in states if code in reading.states]
        yield told(
            {
                "uuid": named("beside", str(number)),
                "description": markdown(words),
                "props": facts,
                "methods": ["EXAMINE"],
                "types": [kind],
                "subjects": [{"subject-uuid": uuid, "type": "party"} for uuid in subjects],
                "collected": instant_text(found.known_at),
            }
        )


def _changed(reading: Reading, change: ReportChange) -> str:
    was, now = (reading.label("outcome", one) for one in (change.outcome_before, change.outcome))
    states = ", ".join(map(reading.state, change.states))
    return f"{reading.duty(change.obligation)}: {states}. {was} → {now}."


def _change(change: ReportChange) -> list[Json]:
    return props(
        ("obligation", change.obligation),
        *(("state", code) for code in change.states),
        *(("outcome-before", change.outcome_before), ("assurance-before", change.assurance_before)),
        *(("outcome", change.outcome), ("assurance", change.assurance)),
        *(("cause", one.sentence) for one in change.causes),
        *(("claim", one.claim) for one in change.causes),
    )


def _day(day: ReportDay) -> list[Json]:
    return props(
        *(("obligation", day.obligation), ("day", day.day), ("what", day.what)),
        *(("judged", day.judged), ("has-passed", day.has_passed), ("outcome", day.outcome)),
    )


def _count(count: ReportCount) -> list[Json]:
    named = [(one.place, found) for one in count.names for found in one.states]
    return props(
        *(("count", count.count), ("day", count.day)),
        *(("earlier-count", count.earlier), ("earlier-day", count.earlier_day), ("difference", count.difference)),
        *((f"named-{place}", "; ".join([found.state, *found.claims])) for place, found in named),
    )


def _figure(figure: ReportFigure) -> list[Json]:
    return props(
        ("title", figure.title),
        *(("row", "; ".join(_cells(figure, row))) for row in figure.rows),
        *(("claim", claim) for claim in figure.claims),
    )


def _cells(figure: ReportFigure, row: tuple[str, ...]) -> list[str]:
    return [f"{name}: {value}" for name, value in zip(figure.header, row, strict=False)]
