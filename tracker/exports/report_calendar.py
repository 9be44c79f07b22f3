"""The days of a report of deadlines as a calendar. It says where duties stood at its clocks, and moves no more."""

from tracker.domain.report import instant_text
from tracker.domain.report_copy import ReportCopy
from tracker.domain.report_parts import ReportDay
from tracker.exports import as_icalendar
from tracker.exports.as_icalendar import Event
from tracker.exports.outlining.reading import Reading, place
from tracker.exports.references import facts, one_line


def render(copy: ReportCopy) -> bytes:
    """The calendar; its own name is the mark of the report, and its description the manifest and the notice."""
    reading = Reading(copy)
    events = [_event(reading, number, day) for number, day in enumerate(copy.document.days, 1)]
    about = {"uid": copy.mark, "description": "\n".join(facts(copy))}
    return as_icalendar.render(one_line(copy.document.title), events, at=copy.document.frozen_at, about=about)


def _event(reading: Reading, number: int, day: ReportDay) -> Event:
    copy, duty = reading.copy, reading.duties[day.obligation]
    stands = f"Where it stands: {reading.label('outcome', day.outcome)}." if day.outcome else ""
    judged = "A state is judged late by it." if day.judged else "No state is judged late by it."
    known = f"As of {copy.document.as_of.isoformat()}, known at {instant_text(copy.document.known_at)}."
    said = (f"{place(duty)}.", judged, stands, known, copy.document.notice)
    return Event(
        id=f"{copy.mark}#day-{number}",
        day=day.day,
        title=one_line(f"{duty.title}: {day.what}"),
        description="\n".join(filter(None, said)),
        link=copy.mark,
    )
