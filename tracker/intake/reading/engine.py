"""The way of a text through the reader, and what is refused."""

from collections.abc import Iterator
from itertools import islice

from tracker.domain import unseen
from tracker.domain.book import Book
from tracker.domain.content import SourceContent
from tracker.domain.dates import DateUnreadable, Span, parse_span
from tracker.domain.lexicon import tokens
from tracker.domain.organisations import with_organisations
from tracker.domain.proposals import ProposedClaim, Reading, TextRefused
from tracker.domain.scenes import Scene
from tracker.domain.sentences import sentences
from tracker.domain.visible import Visible
from tracker.intake.reading import laws
from tracker.intake.reading.claims import claims
from tracker.intake.reading.languages import language_of
from tracker.intake.reading.scene import Seen, see
from tracker.intake.reading.tongues import LANGUAGES, Tongue, tongue
from tracker.intake.reading.whole import Whole

LONGEST = 1_000_000
"""Characters of a text that is read at once."""
MOST_CLAIMS, MOST_CITATIONS = 200, 300
MOST_NO_DAYS = 5
"""How many days that the calendar has not are noted."""


def read(
    text: str, *, book: Book, published: str = "", language: str = "", source: SourceContent | None = None
) -> Reading:
    """What a text proposes. `published` is the day from which "on Wednesday" is counted, as `domain.dates` reads it.

    `language` is a code of `LANGUAGES`, or empty to be told from the text. Raises TextRefused.
    """
    _check(text)
    source = source or SourceContent()
    published = published or source.published
    span = _published(published)
    day = span.last if span else None
    visible = Visible(text)
    code = _language(language or source.language, visible.text)
    spoken = tongue(code, book)
    seen = [see(scene, spoken, span) for scene in _scenes(visible, spoken)]
    notes = [*_doubts(visible.text, code), *unseen.notes(visible), *([] if span else [_NO_DAY])]
    notes += [_PART_OF_DAY] if span and span.first != span.last else []
    notes += islice(_no_days(seen, visible), MOST_NO_DAYS)
    whole = Whole(book, spoken, visible, day, source, published if span and span.first != span.last else "")
    found, more = _claims(seen, whole)
    citations, unread = laws.cited(seen, visible, book, day, most=MOST_CITATIONS, about=whole.about)
    notes += [_MORE.format("claims", MOST_CLAIMS)] if more else []
    notes += [_MORE.format("citations", MOST_CITATIONS)] if unread else []
    return Reading(code, published, tuple(found), tuple(citations), tuple(notes))


_NO_DAY = "No day of publication is given, so days such as “on Wednesday” or “last June” are not read."
_PART_OF_DAY = (
    "The day of publication is known only in part, so days such as “on Wednesday” are not read; it stands for them."
)
_MORE = "The text has more {} than {}; read it in smaller parts to see the rest."


def _check(text: str) -> None:
    if not text.strip():
        raise TextRefused("There is no text; paste it, or choose a file that has some.")
    if len(text) > LONGEST:
        raise TextRefused(f"The text has more than {LONGEST:,} characters; read it in smaller parts.")
    if "\0" in text or sum(text.count(c) for c in _CONTROLS) > len(text) // 50:
        raise TextRefused("This is no text but the bytes of a file; choose the file itself, or paste its words.")


_CONTROLS = "\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1b\ufffd"


def _published(published: str) -> Span | None:
    """The first and last day on which the text can have been published."""
    try:
        return parse_span(published)
    except DateUnreadable as error:
        raise TextRefused(str(error)) from None


def _language(asked: str, text: str) -> str:
    code = asked.strip().casefold().replace("_", "-").partition("-")[0]
    code = code if code in LANGUAGES else language_of(text)
    return code if code in LANGUAGES else "en"


def _doubts(text: str, code: str) -> Iterator[str]:
    if code == "en" and text.count("the ") + text.count("The ") == 0 and len(text) > 200:
        yield "The text seems to be in none of the six languages that are read; little may be found in it."


def _no_days(seen: list[Seen], visible: Visible) -> Iterator[str]:
    """What is said of days that the calendar has not: "31 February 2019"."""
    for one in seen:
        yield from (f"“{visible.words(day.start, day.end)}”: {day.fault}" for day in one.days if day.fault)


def _scenes(visible: Visible, spoken: Tongue) -> Iterator[Scene]:
    text, paragraph, last = visible.text, 0, 0
    for start, end in sentences(text):
        paragraph += "\n" in text[last:start]
        last = end
        found = tokens(text, start, end)
        hits = with_organisations(text, found, spoken.lexicon.scan(found), spoken.naming)
        yield Scene(visible, start, end, found, hits, spoken.manner, paragraph)


def _claims(seen: list[Seen], whole: Whole) -> tuple[list[ProposedClaim], bool]:
    whole.look_over(seen)
    found = list(islice(claims(seen, whole), MOST_CLAIMS + 1))
    return found[:MOST_CLAIMS], len(found) > MOST_CLAIMS
