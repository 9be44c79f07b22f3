"""The changes of a report as a feed: one entry for cells of a duty that moved alike."""

from tracker.domain.report import instant_text
from tracker.domain.report_copy import ReportCopy
from tracker.domain.report_parts import ReportChange
from tracker.exports import as_atom, moments
from tracker.exports.as_atom import Entry, Feed
from tracker.exports.outlining.reading import Reading
from tracker.exports.references import facts


def render(copy: ReportCopy) -> bytes:
    """The feed. It is named by the mark of the report, and its subtitle is the notice and the manifest."""
    found, reading = copy.document, Reading(copy)
    entries = [_entry(reading, number, change) for number, change in enumerate(found.changes, 1)]
    made = Feed(
        title=found.title,
        subtitle="\n".join(facts(copy)),
        author=found.author,
        address=copy.mark,
        page=copy.mark,
        updated=found.frozen_at,
        entries=entries,
    )
    return as_atom.render(made)


def _entry(reading: Reading, number: int, change: ReportChange) -> Entry:
    copy = reading.copy
    states = ", ".join(map(reading.state, change.states))
    causes = [cause.sentence for cause in change.causes]
    return Entry(
        id=f"{copy.mark}#change-{number}",
        title=f"{reading.duty(change.obligation)}: {states}",
        updated=copy.document.frozen_at,
        link=copy.mark,
        summary="\n".join([_moved(reading, change), *causes, _between(copy)]),
    )


def _moved(reading: Reading, change: ReportChange) -> str:
    outcomes = [reading.label("outcome", one) for one in (change.outcome_before, change.outcome)]
    weights = [reading.label("assurance", one) for one in (change.assurance_before, change.assurance)]
    was, now = (f"{outcome} ({weight})" for outcome, weight in zip(outcomes, weights, strict=True))
    return f"{was} → {now}"


def _between(copy: ReportCopy) -> str:
    found = copy.document
    now = f"as of {found.as_of.isoformat()}, known at {instant_text(found.known_at)}"
    if found.before is None:
        return f"Judged {now}."
    now += f", {moments.published(found.public_at)}" if found.has_two_days else ""
    now += f", by version {found.rules}" if found.earlier_rules else ""
    return f"Between {moments.earlier(found)}, and {now}."
