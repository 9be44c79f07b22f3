"""On which day somebody is taken to have said something, and when it happened."""

import re

from tracker.domain.dates import parse_span
from tracker.domain.day_ranges import DayMention
from tracker.domain.vocabulary import Kind
from tracker.domain.voicing import Voice
from tracker.intake.reading.naming import Who
from tracker.intake.reading.scene import Seen, dateline, day_beside
from tracker.intake.reading.speakers import asks
from tracker.intake.reading.whole import Whole, last_name


def said(seen: Seen, who: Who, whole: Whole) -> tuple[str, str]:
    """The day said, as typed, and why: beside the verb of speech, the same speaker's before, or that of publication."""
    ending = whole.quoted.get(seen.scene.start)
    spoken = [seen] if ending is None or who.speech not in ending.speeches else [seen, ending]
    for one in () if _is_of_letter(who, whole) else spoken:
        if (mention := day_beside(one)) is not None:
            words = one.scene.text[mention.start : mention.end]
            if mention.fault:
                return "", f"“{words}” stands beside the verb of speech, but {mention.fault}"
            return mention.typed, f"“{words}” stands beside the verb of speech."
    if found := _said_before(seen, who, whole):
        return found
    return (whole.published, _OF_TEXT) if whole.published else ("", "")


_OF_TEXT = "No day is named on which it was said, so it is that of the text."


def _said_before(seen: Seen, who: Who, whole: Whole) -> tuple[str, str] | None:
    """The day on which the text says that a speaker spoke, in another sentence."""
    if asks(seen, whole) and whole.chief_said:
        return whole.chief_said, "The text names this day for the interview."
    if who.voice is None:
        return None
    is_chief = whole.chief is not None and _is_one(who.voice, whole.chief)
    of_chief = is_chief and whole.chief_said, "The text names this day where it names the speaker."
    if whole.is_interview and of_chief[0]:
        return whole.chief_said, of_chief[1]
    if who.voice == whole.voice and whole.said and whole.said != whole.published:
        return whole.said, "The speaker goes on from the sentence before."
    if who.voice.name and (day := whole.days_said.get(last_name(who.voice))):
        return day, "The text names this day where the same speaker speaks."
    return (whole.chief_said, of_chief[1]) if of_chief[0] else None


def _is_of_letter(who: Who, whole: Whole) -> bool:
    """Whether a mission or ministry for which the text speaks tells what its state told others, and when."""
    chief = whole.chief
    if chief is None or who.voice is None or chief.name or chief.body or not chief.institution:
        return False
    return who.voice.is_state and who.voice.own == chief.own and chief.first <= _AT_HEAD


_AT_HEAD = 3
"""How many tokens may stand before a mission or ministry for which a text speaks."""


def _is_one(voice: Voice, chief: Voice) -> bool:
    return voice == chief or (bool(voice.name) and voice.name == chief.name)


_COMPARED = re.compile(
    r"(?:\b(?:compared (?:with|to)|down from|up from|as against|versus|instead of)|\bfrom (?:[a-z]+ ){0,2}[0-9])"
    r"[^,.;:()]{0,40}$"
)
_LOOKED = 60


def is_compared(seen: Seen, day: DayMention) -> bool:
    """Whether a day is that of a figure with which another is compared: "320, down from 550 a year earlier"."""
    return bool(_COMPARED.search(seen.scene.text[max(seen.scene.start, day.start - _LOOKED) : day.start]))


def event(seen: Seen, said_typed: str, kind: Kind) -> tuple[str, str]:
    """The day or period of what is told, as typed, and why; a promise has none, and a deadline ahead is none.

    A day that the calendar has not is left out, and no other takes its place.
    """
    if fault := _fault(seen):
        return "", fault
    if kind in (Kind.PLEDGE, Kind.CALL, Kind.POSITION):
        return "", ""
    begun = dateline(seen.scene)
    said_span = parse_span(said_typed)
    for day in seen.days:
        span = day.span if day.first >= begun else None
        if span is None or (day.typed == said_typed and (seen.speeches or not day.exact)):
            continue
        if (kind is Kind.DENIAL and day.limit == "since") or is_compared(seen, day):
            continue
        if said_span is not None and span.first > said_span.last:
            continue
        words = seen.scene.text[day.start : day.end]
        return day.typed, f"“{words}” dates what is told."
    return "", ""


def _fault(seen: Seen) -> str:
    """What is wrong with a day that is not the one beside the verb of speech; empty where nothing is."""
    wrong = (day for day in seen.days if day.fault and day != day_beside(seen))
    return next((f"“{seen.scene.text[day.start : day.end]}”: {day.fault}" for day in wrong), "")
