"""The day on which something was said, and the day or period of what is told."""

from tracker.domain.dates import parse_span
from tracker.domain.day_words import DayMention
from tracker.domain.lexicon import Hit
from tracker.domain.vocabulary import Kind
from tracker.intake.reading.scene import Seen
from tracker.intake.reading.speakers import Who

_NEAR = 9


def said(seen: Seen, who: Who, before: str) -> tuple[str, str]:
    """The day said, as typed, and why: beside the verb of speech, or that of the same speaker's sentence before."""
    mention = _beside_verb(seen)
    if mention is not None:
        words = seen.scene.text[mention.start : mention.end]
        return mention.typed, f"“{words}” stands beside the verb of speech."
    if who.carried_on and before:
        return before, "The speaker goes on from the sentence before."
    return "", ""


def _beside_verb(seen: Seen) -> DayMention | None:
    """The day nearest to a verb of speech, with nothing of what is told between them."""
    best: tuple[int, DayMention] | None = None
    for speech in seen.speeches:
        for day in seen.days:
            far = _distance(day, speech.verb)
            if day.limit or far > _NEAR or _told_between(seen, day, speech.verb):
                continue
            rank = far + (0 if day.exact else 6)
            if best is None or rank < best[0]:
                best = (rank, day)
    return best[1] if best else None


def _distance(day: DayMention, verb: Hit) -> int:
    return day.first - verb.after if day.first >= verb.after else verb.first - day.after


def _told_between(seen: Seen, day: DayMention, verb: Hit) -> bool:
    low, high = sorted((day.first, verb.after))
    if day.first < verb.first:
        low, high = day.after, verb.first
    told = (hit for hit in seen.scene.of("tells", "concept") if hit.value not in ("", "sanctions"))
    return any(low <= hit.first < high for hit in told)


def event(seen: Seen, said_typed: str, kind: Kind) -> tuple[str, str]:
    """The day or period of what is told, as typed, and why; a promise has none, and a deadline is none."""
    if kind in (Kind.PLEDGE, Kind.CALL, Kind.POSITION):
        return "", ""
    spoken = _beside_verb(seen)
    said_span = parse_span(said_typed)
    for day in seen.days:
        if day is spoken or day.limit == "by" or day.typed == said_typed:
            continue
        span = day.span
        if span is None or (said_span is not None and span.first > said_span.last):
            continue
        words = seen.scene.text[day.start : day.end]
        return day.typed, f"“{words}” dates what is told."
    return "", ""
