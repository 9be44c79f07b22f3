"""What is the same for a whole text, and what its sentences so far have told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.domain.book import Book
from tracker.domain.concerning import Duties
from tracker.domain.content import SourceContent
from tracker.domain.lexicon import Hit
from tracker.domain.places import is_passed
from tracker.domain.scenes import Scene
from tracker.domain.speaking import OUTSIDERS, Voice
from tracker.domain.visible import Visible
from tracker.domain.vocabulary import Body
from tracker.intake.reading import interviews, press
from tracker.intake.reading.duties import duties_of
from tracker.intake.reading.scene import Seen, dateline, day_beside
from tracker.intake.reading.tongues import Tongue


@dataclass
class Whole:
    """A text: the record beside it, its day of publication, its source; and who spoke last.

    `about` are the states of regimes that the text names, itself or by a resolution. `chief` is the one voice of an
    office that a text has besides those beside verbs of speech, such as the person interviewed; `chief_said` its day.
    `home` is the state from which the text is, as far as it shows; `asked` the paragraphs of who asks.
    `known_part` is the day of publication as typed where only its month or year is known. `wires` are the agencies of
    the dateline. `days_said` has the day on which each name is said to have spoken. `disputed` says that somebody
    charges a state in the text; `quoted` has, by the place of a sentence, the one that ends its quotation; `cited` the
    paragraph and the numbers of the resolutions cited last.
    """

    book: Book
    spoken: Tongue
    visible: Visible
    day: date | None
    source: SourceContent
    known_part: str = ""
    wires: tuple[str, ...] = ()
    about: frozenset[str] = frozenset()
    chief: Voice | None = None
    chief_said: str = ""
    is_interview: bool = False
    voice: Voice | None = None
    said: str = ""
    paragraph: int = -1
    states: tuple[str, ...] = ()
    concepts: frozenset[str] = frozenset()
    asked: frozenset[int] = frozenset()
    home: str | None = None
    charged: tuple[str, ...] = ()
    disputed: bool = False
    cited: tuple[int, frozenset[int]] = (-1, frozenset())
    quoted: dict[int, Seen] = field(default_factory=dict)
    known: dict[str, Voice] = field(default_factory=dict)
    days_said: dict[str, str] = field(default_factory=dict)

    @property
    def duties(self) -> Duties:
        """The duties of the record, with their concepts."""
        return duties_of(self.book)

    @property
    def published(self) -> str:
        """The day of publication as typed, if one is given."""
        return self.known_part or (self.day.isoformat() if self.day else "")

    def accused(self, states: Sequence[str]) -> bool:
        """Whether a claim before this one charged one of some states."""
        return bool(set(states) & set(self.charged))

    def look_over(self, seen: Sequence[Seen]) -> None:
        """Learn from all sentences what is needed to judge the first: what the text is about, and who is its chief."""
        self.about = frozenset(self._about(seen))
        self.wires = _of_dateline(seen)
        self.disputed = any(map(_charges, seen))
        self.quoted = dict(_quotations(seen))
        self.asked, self.home = interviews.asked(seen), self._home(seen)
        for one in seen:
            self._note_day(one)
            for voice in one.voices:
                if (voice.office or voice.institution) and voice.name:
                    self.known.setdefault(last_name(voice), voice)
                self._take(one, voice)
            if one.scene.has("interview") and self.chief is not None and self.chief.name and not self.is_interview:
                self.is_interview, self.chief_said = True, _day_of(one, self.chief)
        if self.asked:
            self._seek_asked(seen)
        if self.chief is not None and not (self.chief.own or self.chief.body or self.chief.office in OUTSIDERS):
            self.chief = replace(self.chief, own=self.home)

    def _seek_asked(self, seen: Sequence[Seen]) -> None:
        """Of a text in questions and answers, the one asked: whoever in office has a name in it, and the day of it."""
        named = [v for one in seen for v in one.voices if v.name and (v.office or v.institution) and not v.body]
        self.chief = self.chief if self.chief in named else next(iter(named), self.chief)
        self.is_interview = self.chief is not None
        days = [day.typed for one in seen if one.scene.has("interview") for day in one.days if day.exact]
        self.chief_said = self.chief_said or next(iter(days), "")

    def _home(self, seen: Sequence[Seen]) -> str | None:
        """The one state that a text names, besides those of regimes; of several the one of the dateline."""
        hits = [(hit, one.scene) for one in seen for hit in one.scene.of("state", "demonym")]
        states = {hit.value for hit, scene in hits if not is_passed(hit, scene)} - self.book.targets
        if len(states) == 1:
            return next(iter(states))
        heads = [h.value for one in seen[:2] for h in one.scene.of("state") if h.first < dateline(one.scene)]
        return heads[0] if heads and heads[0] not in self.book.targets else None

    def _note_day(self, one: Seen) -> None:
        """Keep the first day on which a name spoke; in later sentences it is that of the same conversation."""
        beside = day_beside(one)
        for speech in one.speeches:
            if beside is not None and beside.exact and speech.voice is not None and speech.voice.name:
                self.days_said.setdefault(last_name(speech.voice), beside.typed)

    def _take(self, one: Seen, voice: Voice) -> None:
        """Take a voice for the chief: the first, or the one of whom the text says that it was interviewed."""
        interviewed = one.scene.has("interview") and bool(voice.name) and not self.is_interview
        if voice.body is not None and voice.first > _AT_HEAD:
            return
        if _is_chief(voice) and (self.chief is None or interviewed):
            self.chief, self.is_interview = voice, interviewed
            self.chief_said = _day_of(one, voice)

    def _about(self, seen: Sequence[Seen]) -> set[str]:
        """States of regimes that are named, or meant by a resolution, or else by a Committee or Panel that is named."""
        of_numbers = {duty.number: duty.target for duty in self.book.duties if duty.target}
        found = {
            hit.value for one in seen for hit in one.scene.of("state", "demonym") if hit.value in self.book.targets
        }
        found |= {
            s for one in seen for hit in one.scene.of("actor") if (s := hit.value.partition("|")[2])
        } & self.book.targets
        cited = {symbol.number for one in seen for law in one.cited for symbol in law.symbols}
        found |= {of_numbers[number] for number in cited if number in of_numbers}
        bodies = any(one.scene.has("body", Body.PANEL.value, Body.COMMITTEE.value) for one in seen)
        elsewhere = bool(cited) and not any(self._is_of_target(number) for number in cited)
        return found or (set(of_numbers.values()) if bodies and not elsewhere else set())

    def _is_of_target(self, number: int) -> bool:
        """Whether a resolution is of a regime with duties, as far as the record says what it is about."""
        states = [state for state in self.book.states if state.code in self.book.targets]
        names = [name for state in states for name in (state.name, *(other for other, _ in state.names))]
        gists = [one.gist for one in self.book.law.resolutions if one.number == number]
        return any(name in gist for name in names for gist in gists)


def _charges(one: Seen) -> bool:
    """Whether a sentence has somebody who looks on say that something forbidden was done."""
    voices = [speech.voice for speech in one.speeches if speech.voice is not None]
    looks_on = any(voice.expert or voice.press or voice.office in ("newspaper", "source") for voice in voices)
    return looks_on and one.scene.has("tells", "trade", "breach", "accuse") and one.scene.has("concept")


def _quotations(seen: Sequence[Seen]) -> Iterator[tuple[int, Seen]]:
    """Each sentence within a quotation that a later one of its paragraph ends, by its place, with that one."""
    begun: list[Seen] = []
    for one in seen:
        words = one.scene.text[one.scene.start : one.scene.end]
        if begun and (one.scene.paragraph != begun[0].scene.paragraph or len(begun) > _LONGEST_QUOTATION):
            begun = []
        ends = words.count('"') % 2 == 1 or words.count("”") + words.count("»") > words.count("“") + words.count("«")
        if begun and ends:
            yield from ((before.scene.start, one) for before in begun)
        begins = words.count('"') % 2 == 1 or words.count("“") + words.count("«") > words.count("”") + words.count("»")
        begun = [] if begun and ends else ([*begun, one] if begun or begins else [])


_LONGEST_QUOTATION = 5
"""How many sentences a quotation may have before the one in which somebody is said to have spoken it."""


def _of_dateline(seen: Sequence[Seen]) -> tuple[str, ...]:
    """The agencies in brackets, or between strokes, at the head of a text: they carry all of it."""
    scenes = [one.scene for one in seen[:3] if one.scene.start - seen[0].scene.start <= _DATELINE_LETTERS]
    hits = ((scene, hit) for scene in scenes for hit in scene.of("press") if hit.first <= _DATELINE_TOKENS)
    some = (hit.value for scene, hit in hits if hit.value in press.WIRES and _is_bracketed(scene, hit))
    return tuple(dict.fromkeys(some))


def _is_bracketed(scene: Scene, hit: Hit) -> bool:
    around = scene.text[max(scene.start, hit.start - 1) : hit.start], scene.text[hit.end : hit.end + 1]
    return around in (("(", ")"), ("/", "/"), ("[", "]"), ("（", "）"), ("【", "】"))


_DATELINE_TOKENS, _DATELINE_LETTERS = 8, 60
_AT_HEAD = 6
"""How many tokens may stand before a body for which a text speaks: "Note by the Panel of Experts"."""


def last_name(voice: Voice) -> str:
    """The last word of a voice's name, by which later sentences call it; empty for one without a name."""
    words = voice.name.split()
    return words[-1].casefold() if words else ""


def _is_chief(voice: Voice) -> bool:
    """Whether a voice is somebody for whom a text may be: a body, a mission or ministry, a person in office."""
    if voice.body is not None or voice.press or voice.expert:
        return voice.body not in (None, Body.COUNCIL)
    return bool(voice.institution or voice.actor) or bool(voice.office and voice.name)


def _day_of(one: Seen, voice: Voice) -> str:
    beside = day_beside(one)
    if beside is not None:
        return beside.typed
    return next((day.typed for day in one.days if day.exact and not day.limit and voice.name), "")
