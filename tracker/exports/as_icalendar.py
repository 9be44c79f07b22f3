"""A calendar of due dates as iCalendar (RFC 5545): one event a day, a whole day long, that takes no time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import icalendar

from tracker.exports.glyphs import visible

MIMETYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Sanctions-Compliance Tracker//Deadlines//EN"


@dataclass(frozen=True, slots=True)
class Event:
    """A day with its title, what it is, and where it is explained. `id` names it for ever."""

    id: str
    day: date
    title: str
    description: str
    link: str


def render(name: str, events: Sequence[Event], *, at: datetime, about: Mapping[str, str] | None = None) -> bytes:
    """The calendar; `at` is the instant of which it speaks. The same events and instant give the same bytes.

    `about` are properties of the calendar itself (RFC 7986). Their lines are not folded, so that a mark stays whole.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", visible(name))
    for prop, text in (about or {}).items():
        calendar.add(prop, visible(text))
    for event in events:
        calendar.add_component(_event(event, at))
    head, begin, rest = calendar.to_ical().partition(b"BEGIN:VEVENT")
    return head.replace(b"\r\n ", b"") + begin + rest


def _event(event: Event, at: datetime) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", event.id)
    made.add("dtstamp", at)
    made.add("dtstart", event.day)
    made.add("dtend", event.day + timedelta(days=1))
    made.add("summary", visible(event.title))
    made.add("description", visible(event.description))
    made.add("url", event.link)
    made.add("transp", "TRANSPARENT")
    return made
