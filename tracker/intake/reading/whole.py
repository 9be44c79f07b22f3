"""What is the same for a whole text, and what its sentences so far have told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.domain.book import Book
from tracker.domain.concerning import Duties
from tracker.domain.content import SourceContent
from tracker.domain.lexicon import Hit
from tracker.domain.scenes import Scene
from tracker.domain.translating import Translator, credited
from tracker.domain.venues import Venue, headed
from tracker.domain.visible import Visible
from tracker.domain.vocabulary import Body
from tracker.domain.voicing import STATELESS, Voice
from tracker.intake.reading import press, turns
from tracker.intake.reading.duties import duties_of
from tracker.intake.reading.home import home, only_speaker, targets_of
from tracker.intake.reading.scene import Seen, day_beside, is_addressed
from tracker.intake.reading.tongues import Tongue


@dataclass
class Whole:
    """A text: the record beside it, its day of publication, its source; and who spoke last.

    `about` are the states of regimes that the text names, itself or by a resolution. `chief` is the one voice of an
    office that a text has besides those beside verbs of speech, such as the person interviewed; `chief_said` its day.
    `asked` are the paragraphs of who asks.
    `known_part` is the day of publication as typed where only its month or year is known. `wires` are the agencies of
    the dateline. `days_said` has the day on which each name is said to have spoken. `home` is the only state that the
    text names, or that of its dateline; `alone` the only one in office who speaks in it. `quoted` has, by its
    beginning, the sentence that says whose a quotation is, for each of its others. `disputed` says that somebody
    charges a state in the text; `cited` has the paragraph and the numbers of the resolutions cited last. `topical` says
    that the question before speaks of something that a duty is about. `seats` has the states of each institution that
    is named with one; `judge` is the body or expert who spoke last; `writer` is a company or group whose statement
    the text says it is; `subjects`, by paragraph, the state that alone begins a sentence of it, and where. `panel` is
    the group of experts that the text names. `venues` are where all of the text was said, by its head, `translators`
    who translated all of it.
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
    judge: Voice | None = None
    said: str = ""
    paragraph: int = -1
    states: tuple[str, ...] = ()
    concepts: frozenset[str] = frozenset()
    topical: bool = True
    asked: frozenset[int] = frozenset()
    charged: tuple[str, ...] = ()
    disputed: bool = False
    cited: tuple[int, frozenset[int]] = (-1, frozenset())
    known: dict[str, Voice] = field(default_factory=dict)
    days_said: dict[str, str] = field(default_factory=dict)
    home: str | None = None
    alone: Voice | None = None
    quoted: dict[int, Seen] = field(default_factory=dict)
    writer: Voice | None = None
    seats: dict[str, set[str]] = field(default_factory=dict)
    subjects: dict[int, tuple[int, str]] = field(default_factory=dict)
    panel: Voice | None = None
    venues: tuple[Venue, ...] = ()
    translators: tuple[Translator, ...] = ()

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
        self.about = frozenset(targets_of(seen, self.book))
        self.wires = _of_dateline(seen)
        self.venues = tuple(_headed(seen))
        self.translators = tuple(who for one in seen if not one.speeches for who in credited(one.scene))
        self.disputed = any(_charges(one) or _denies_barely(one) for one in seen)
        self.asked = turns.asked(seen)
        self.quoted = turns.quotations(seen)
        self.home, self.alone = home(seen, self.book.targets), only_speaker(seen)
        self.panel = next(_panels(seen), None)
        for one in seen:
            self._note_day(one)
            self._note_states(one)
            for voice in one.voices:
                if (voice.office or voice.institution) and voice.name:
                    self.known.setdefault(last_name(voice), voice)
                    self.known.setdefault(first_name(voice), voice)
                self._take(one, voice)
            if one.scene.has("interview") and self.chief is not None and self.chief.name and not self.is_interview:
                self.is_interview, self.chief_said = True, _day_of(one, self.chief)
        self._settle_chief(seen)

    def _settle_chief(self, seen: Sequence[Seen]) -> None:
        """Find who answers in a text of questions, of which state the chief is, and whether they alone speak."""
        if not self.is_interview and (answering := turns.interviewed(seen, self.asked)) is not None:
            self.chief, told = answering
            self.is_interview, self.chief_said = True, _day_of(told, self.chief)
        if self.asked:
            self._seek_asked(seen)
            self.chief_said = self.chief_said or self._day_before(seen)
        if self.chief is not None and not _is_of_no_state(self.chief):
            self.chief = replace(self.chief, own=self.chief.own or self.home)
        self._settle_alone(seen)
        self.writer = _writer(seen[0]) if seen else None
        self.alone = self.writer or self.alone
        if self.alone is None and not any(speech.voice for one in seen for speech in one.speeches):
            self.alone = self.chief

    def _day_before(self, seen: Sequence[Seen]) -> str:
        """The day that a text names before its first question, where it says when somebody answered."""
        head = [one for one in seen if one.scene.paragraph < min(self.asked)]
        return next((day.typed for one in head for day in one.days if day.exact and not day.limit), "")

    def _settle_alone(self, seen: Sequence[Seen]) -> None:
        """Where the only one who speaks is of the institution at the head of the text, the text is that one's."""
        head, chief = _letterhead(seen), self.chief
        is_head = head is not None and chief is not None and not chief.name and chief.institution == head.institution
        if chief is not None and is_head and chief.own is None:
            self.chief = chief = replace(chief, own=_seat_of(seen))
        if chief is not None and self.alone is not None and _is_short_for(self.alone, chief, is_letterhead=is_head):
            self.alone = chief

    def _seek_asked(self, seen: Sequence[Seen]) -> None:
        """Of a text in questions and answers, the one asked: whoever in office has a name in it, and the day of it."""
        among = [v for one in seen for v in one.voices if v.name and not v.body]
        named = [v for v in among if v.office or v.institution or v.expert]
        self.chief = self.chief if self.chief in named or self.is_interview else next(iter(named), self.chief)
        self.is_interview = self.chief is not None
        days = [day for one in seen if one.scene.has("interview") for day in one.days if not day.limit]
        days.sort(key=lambda day: not day.exact)
        self.chief_said = self.chief_said or next((day.typed for day in days), "")

    def _note_day(self, one: Seen) -> None:
        """Keep the first day on which a name spoke; in later sentences it is that of the same conversation."""
        beside = day_beside(one)
        for speech in one.speeches:
            if beside is not None and beside.exact and beside.typed and speech.voice is not None and speech.voice.name:
                self.days_said.setdefault(last_name(speech.voice), beside.typed)

    def _note_states(self, one: Seen) -> None:
        """Keep of which state an institution is, and which state a sentence begins with."""
        for voice in one.voices:
            if voice.institution and voice.own:
                self.seats.setdefault(voice.institution.casefold(), set()).add(voice.own)
        head = one.voices[0] if one.voices else None
        itself = head is not None and all(told.voice == head for told in one.speeches)
        if head is not None and head.is_state and head.own and not head.first and itself:
            self.subjects.setdefault(one.scene.paragraph, (one.scene.start, head.own))

    def _take(self, one: Seen, voice: Voice) -> None:
        """Take a voice for the chief: the first, or the one of whom the text says that it was interviewed."""
        interviewed = one.scene.has("interview") and bool(voice.name) and not self.is_interview
        if (voice.body is not None and voice.first > _AT_HEAD) or is_addressed(one, voice):
            return
        if voice.own in self.book.targets and (
            voice.host or voice.first > (_AT_HEAD if one.scene.manner.subject_first else 0)
        ):
            return  # of a diplomat who is expelled no text is, and "la mission nord-coréenne" is told of
        if voice.first and one.scene.tokens[voice.first - 1].key in _PLACED and voice.institution and not voice.name:
            return
        bare = voice.institution and not (voice.own or voice.name or voice.office)
        if bare and voice.first > _FAR_OFF and all(speech.voice != voice for speech in one.speeches):
            return  # "tried to smuggle it past customs"
        writes = one.scene.paragraph == 0 and one.scene.has("document") and voice.is_official
        if (_is_chief(voice) or (writes and bool(voice.office))) and (self.chief is None or interviewed):
            self.chief, self.is_interview = voice, interviewed
            self.chief_said = _day_of(one, voice)


def _panels(seen: Sequence[Seen]) -> Iterator[Voice]:
    """The groups of experts that a text names, also in sentences that tell of nothing."""
    for one in seen:
        for hit in one.scene.of("body"):
            if hit.value == Body.PANEL.value:
                yield Voice(hit.first, hit.after, body=Body.PANEL, called=one.scene.given(hit.first, hit.after))


def _headed(seen: Sequence[Seen]) -> Iterator[Venue]:
    """Where a text was said, by a line at its head that tells nothing."""
    for one in seen[:_HEAD_LINES]:
        if all(told.verb.first == 0 for told in one.speeches) and not one.scene.has("tells"):
            yield from headed(one.scene, one.voices, one.days)


def _is_short_for(voice: Voice, chief: Voice, *, is_letterhead: bool) -> bool:
    """Whether the only one who speaks is the institution at the head of a text by a shorter name, or somebody of it."""
    short, full = voice.institution, chief.institution
    of_it = short and (full.endswith(f" {short}") or full.startswith(f"{short} "))
    of_letterhead = is_letterhead and bool(voice.name)
    return bool(of_it or of_letterhead) and not chief.name and voice.own in (None, chief.own)


def _writer(head: Seen) -> Voice | None:
    """The company or group of which the first line says that the text is a statement of it."""
    for hit in head.scene.of("document"):
        for voice in head.voices if not hit.first else ():
            if voice.is_nobody and 0 <= voice.first - hit.after <= 1:
                after = voice.after
                while after < len(head.scene.tokens) and head.scene.tokens[after].capital:
                    after += 1  # "Blue Anchor Hostels Ltd": a word of a dictionary may be part of a name
                return Voice(
                    voice.first, after, name=head.scene.given(voice.first, after), expert="company", accuses=True
                )
    return None


_PLACED = frozenset(["in", "before", "told"])
"""Words behind which an institution is only where something is said."""


def _letterhead(seen: Sequence[Seen]) -> Voice | None:
    """The institution that is all that the first line of a text says."""
    head = seen[0] if seen else None
    if head is None or head.scene.has("tells") or head.speeches or len(head.voices) != 1:
        return None
    voice = head.voices[0]
    whole_line = voice.first <= 1 and voice.after >= len(head.scene.tokens)
    return voice if voice.institution and not voice.name and whole_line else None


_HEAD_LINES = 3
_FAR_OFF = 12
"""How many tokens may stand before an institution without a state or a name for which a text is."""


def _seat_of(seen: Sequence[Seen]) -> str | None:
    """The state of an institution that the lines below the letterhead name."""
    below = (voice for one in seen[1:] if one.scene.paragraph < _HEAD_LINES for voice in one.voices)
    return next((voice.own for voice in below if voice.institution and voice.own), None)


def _is_of_no_state(voice: Voice) -> bool:
    """Whether a voice speaks for no state unless its own words say so: a body, an expert, one who looks on."""
    return voice.body is not None or bool(voice.expert) or voice.is_past or voice.office in STATELESS


def _charges(one: Seen) -> bool:
    """Whether a sentence has somebody who looks on say that something forbidden was done."""
    voices = [speech.voice for speech in one.speeches if speech.voice is not None]
    looks_on = any(voice.expert or voice.press or voice.office in _LOOK_ON for voice in voices)
    return looks_on and one.scene.has("tells", "trade", "breach", "accuse") and one.scene.has("concept")


def _denies_barely(one: Seen) -> bool:
    """Whether a short sentence only says that something is denied: "Alger dément."."""
    short = one.scene.manner.spaced and not one.scene.manner.subject_first and len(one.scene.tokens) <= _BARE
    return short and one.scene.has("tells", "deny") and not one.scene.has("concept")


_BARE = 6
_LOOK_ON = ("newspaper", "media", "source")


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


def first_name(voice: Voice) -> str:
    """The first word of a voice's name, by which some peoples call somebody: "Rosnani" for Rosnani Jaafar."""
    return voice.name.partition(" ")[0].casefold()


def last_name(voice: Voice) -> str:
    """The last word of a voice's name, by which later sentences call it; empty for one without a name."""
    words = voice.name.split()
    return words[-1].casefold() if words else ""


def _is_chief(voice: Voice) -> bool:
    """Whether a voice is somebody for whom a text may be: a body, a mission or ministry, a person in office."""
    if voice.body is not None or voice.press or voice.expert:
        return voice.body not in (None, Body.COUNCIL)
    return bool(voice.institution or (voice.actor and voice.own)) or bool(voice.office and voice.name)


def _day_of(one: Seen, voice: Voice) -> str:
    beside = day_beside(one, voice)
    if beside is not None:
        return beside.typed
    of_talk = one.scene.has("interview") or one.scene.has("document") or not one.scene.has("tells")
    days = (day.typed for day in one.days if day.exact and not day.limit and voice.name and of_talk)
    return next(days, "")  # any other day is that of what is told
