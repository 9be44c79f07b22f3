"""A sentence with all that is read in it before it is judged: voices, days, citations."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.domain.cited_words import CitedWords, cited
from tracker.domain.dates import Span
from tracker.domain.day_ranges import DayMention
from tracker.domain.day_words import day_mentions
from tracker.domain.inserting import speeches_around
from tracker.domain.introducing import introduced
from tracker.domain.lexicon import Hit
from tracker.domain.nominative import nominative
from tracker.domain.scenes import Scene
from tracker.domain.speaking import voices
from tracker.domain.titles import title
from tracker.domain.uttering import Speech
from tracker.domain.venues import heard
from tracker.domain.vocabulary import Body
from tracker.domain.voicing import OUTSIDERS, Voice
from tracker.intake.reading.ago import days_ago
from tracker.intake.reading.nouns import without_nouns
from tracker.intake.reading.tongues import Tongue


@dataclass(frozen=True)
class Seen:
    """A sentence, its voices, who of them speaks, its days, and its citations."""

    scene: Scene
    voices: tuple[Voice, ...] = ()
    speeches: tuple[Speech, ...] = ()
    days: tuple[DayMention, ...] = ()
    cited: tuple[CitedWords, ...] = ()

    def clauses(self) -> list["Seen"]:
        """The sentence in clauses, each with the hits of its own tokens; who speaks is the same in all."""
        ahead = {hit.first for hit in self.scene.of("tells") if hit.value in ("will", "pledge")}
        marks = [
            hit.first for hit in self.scene.of("clause") if hit.after in ahead or _after_stop(self.scene, hit.first)
        ]
        marks += [hit.first for hit in self.scene.of("remainder") if _after_stop(self.scene, hit.first)]
        marks += [at for at in range(1, len(self.scene.tokens)) if ";" in self.scene.between(at, at)]
        marks += [at for at in range(1, len(self.scene.tokens)) if self.scene.keys(at, at + 2) == ("and", "that")]
        places = sorted({0, *marks, len(self.scene.tokens)})
        return [self._within(low, high) for low, high in pairwise(places)] if len(places) > 2 else [self]

    def _within(self, low: int, high: int) -> "Seen":
        hits = tuple(hit for hit in self.scene.hits if low <= hit.first < high)
        tokens = self.scene.tokens
        inner = replace(self.scene, hits=hits, start=tokens[low].start, end=tokens[high - 1].end, _by={})
        days = tuple(day for day in self.days if low <= day.first < high)
        return replace(self, scene=inner, days=days)

    @property
    def spent(self) -> list[tuple[int, int]]:
        """Places whose numbers count nothing that is told of: citations, days, and those who speak."""
        speaking = [told.voice for told in self.speeches if told.voice is not None and not told.voice.name]
        return [*((one.start, one.end) for one in (*self.cited, *self.days)), *map(self._place, speaking)]

    def _place(self, voice: Voice) -> tuple[int, int]:
        """Where a voice stands, with the number before it: "two Western diplomats"."""
        numbers = [hit.first for hit in self.scene.of("number") if 0 < voice.first - hit.first <= _COUNTED]
        first = min(numbers, default=voice.first) if voice.office in OUTSIDERS or voice.expert else voice.first
        return self.scene.tokens[first].start, self.scene.tokens[voice.after - 1].end


_COUNTED = 2
"""How many tokens may stand between a number and those who speak."""
_UNACCENTED = re.compile("(?:ara|era|ira|aran|eran|iran)$")


def _with_futures(scene: Scene) -> Scene:
    """A Spanish sentence without futures that are none: "comprará" has an accent, "cartera" and "comprara" have not."""
    wrong = {hit for hit in scene.of("tells") if hit.value == "will" and _is_no_future(scene, hit)}
    return replace(scene, hits=tuple(hit for hit in scene.hits if hit not in wrong), _by={}) if wrong else scene


def _is_no_future(scene: Scene, hit: Hit) -> bool:
    return bool(_UNACCENTED.search(scene.words(hit))) and scene.given(hit.first, hit.after)[-3:].isascii()


def see(scene: Scene, spoken: Tongue, published: Span | None) -> Seen:
    """Read a sentence. One without a word of the dictionaries that matters is left as it is."""
    scene = _with_futures(scene) if spoken.code == "es" else scene
    scene = without_nouns(scene) if spoken.code == "en" else scene
    text, account = scene.text, not scene.paragraph and "@" in scene.text[scene.start : scene.end]
    if not (account or any(map(scene.has, _MATTERS)) or _MAY_CITE.search(text, scene.start, scene.end)):
        return Seen(scene)
    days = tuple(_days(scene, spoken, published))
    laws = tuple(cited(scene, days, spoken.dating))
    found = introduced(scene, [voice for voice in voices(scene) if not _within_law(voice, scene, laws)])
    among = tuple(_titled(voice, scene, spoken) for voice in found)
    begun = dateline(scene)
    speaking = [voice for voice in heard(scene, among) if voice.after > begun or not _is_bare(voice)]
    told = tuple(speeches_around(scene, speaking))
    return Seen(scene, among, told, _unspent(days, laws), laws)


def _is_bare(voice: Voice) -> bool:
    """Whether a voice is no more than a name or a state, as the place of a dateline is."""
    return voice.is_nobody or voice.is_state


def _titled(voice: Voice, scene: Scene, spoken: Tongue) -> Voice:
    """A voice with its name and office as they are recorded: an office in the words of the text, but for English."""
    if spoken.code == "ru" and voice.name and voice.first and scene.tokens[voice.first - 1].key in ("с", "со"):
        voice = replace(voice, name=nominative(voice.name))
    if spoken.code == "en" or not voice.office:
        return voice
    words = title(scene, voice.first, voice.after, voice.name)
    return replace(voice, title=words, own=voice.own or _in_title(words, voice, scene))


def _in_title(words: str, voice: Voice, scene: Scene) -> str | None:
    """The only state that the words of an office name: "заместитель председателя таможенного комитета Армении"."""
    office = next((hit for hit in scene.of("office") if voice.first <= hit.first < voice.after), None)
    low, high = (office.start, office.start + len(words)) if office is not None and words else (0, 0)
    states = {hit.value for hit in scene.of("state") if low <= hit.start and hit.end <= high}
    return next(iter(states)) if len(states) == 1 else None


def _days(scene: Scene, spoken: Tongue, published: Span | None) -> list[DayMention]:
    """The days of a sentence, no more exact than the day of publication allows."""
    if published is None:
        return day_mentions(scene, None)
    day, exact = published.last, published.first == published.last
    of_year = (published.last - published.first).days >= _MONTH
    counted_back = tuple(days_ago(scene, spoken.code, day)) if exact else ()
    return day_mentions(scene, None if of_year else day, others=counted_back, to_the_day=exact)


_MONTH = 31
_MATTERS = ("tells", "loose", "speech", "office", "interview", "institution", "introducing", "document")
_MAY_CITE = re.compile(r"[0-9]{3,4}")


_DATELINE = re.compile(r"[^!?\n]{0,60}?(?:\([^)]{2,30}\)[. ]{0,2}-{1,2}|--|[.]- ?| - )")


_PLACE = re.compile(r"[A-ZÀ-ÞА-Я' -]{4,30}(?:,[^.!?\n]{0,40})?[.]?$|[A-ZÀ-ÞА-Я' -]{4,30},? [0-9A-Z][^.!?\n:]{3,20}[.]$")
"""A place in capitals that is a sentence by itself: "MUSCAT.", "ANTWERP, 11 April."."""


_CITY = re.compile(
    r"[A-Z][A-Za-z' /-]{2,30}, (?:[0-9]{1,2}[. ]|[A-Z][a-z]{2,8}[.]? [0-9])[^!?\n:-]{2,20}?(?: -|--|[.]$|$)"
)
"""A place and a day at the head of a press release: "Bern, 18.07.2018 - ", "Berlin, 3 June 2020."."""


_BRACKETED = re.compile(r"【[^】\n]{1,40}】|[^，。；：:!?\n]{2,24}?[0-9]{1,2}月[0-9]{1,2}日(?:电|讯|電|訊)[ ，,:：]?")
"""The head of a Chinese dispatch: "【新华社平壤7月18日电】", "新华社平壤7月18日电"."""


def dateline(scene: Scene) -> int:
    """How many tokens of a sentence are its dateline, "SEOUL, Dec. 24 (Yonhap) --": a place in capitals to a dash."""
    if not scene.manner.spaced and scene.paragraph <= _IN_HEAD and (head := _headed(scene)) is not None:
        return sum(token.start < head.end() for token in scene.tokens)
    found = _DATELINE.match(scene.text, scene.start, scene.end) or _PLACE.match(scene.text, scene.start, scene.end)
    if (city := _CITY.match(scene.text, scene.start, scene.end)) and scene.paragraph <= _IN_HEAD:
        return sum(token.start < city.end() for token in scene.tokens)
    if found is None or not scene.tokens:
        return 0
    first = scene.text[scene.tokens[0].start : scene.tokens[0].end]
    if scene.manner.cased and (not first.isupper() or len(first) < _SHORTEST_PLACE):
        return 0
    return sum(token.start < found.end() for token in scene.tokens)


def _headed(scene: Scene) -> re.Match[str] | None:
    return _BRACKETED.match(scene.text, scene.start, scene.end)


_SHORTEST_PLACE = 4
_IN_HEAD = 3
"""The last paragraph in which a place and a day may date a text, behind a heading or two."""


def _after_stop(scene: Scene, at: int) -> bool:
    return at > 0 and any(mark in scene.between(at, at) for mark in ",;،，；")


_HEAD = 1
"""How many tokens may stand before a day that opens a sentence: "On Wednesday, the ministry said"."""
_NEAR = 9
"""How many tokens may lie between a day and the verb of speech that it dates …"""
_FAR = 16
"""… and between a weekday and it, with nothing of what is told between them."""


def day_beside(seen: Seen, of: Voice | None = None) -> DayMention | None:
    """The day nearest to a verb of speech, with nothing of what is told between them; an exact one goes first.

    `of` is the only one, besides "he" and "it", beside whose verbs a day is sought.
    """
    best: tuple[int, DayMention] | None = None
    if dated := _of_document(seen):
        return dated
    for speech in seen.speeches:
        other = of is not None and speech.voice is not None and speech.voice != of
        for day in () if other or is_our_deed(seen.scene, speech) else seen.days:
            if _is_of_thing(seen, day):
                continue
            if speech.verb.first == speech.verb.after and day.first >= speech.verb.after:
                continue  # after the colon of a post or a transcript stands what is told
            far = day.first - speech.verb.after if day.first >= speech.verb.after else speech.verb.first - day.after
            if day.limit or far > (_FAR if day.weekday else _NEAR) or _told_between(seen, day, speech):
                continue
            rank = far + (0 if day.exact else 6)
            if best is None or rank < best[0]:
                best = (rank, day)
    return best[1] if best else None


def _is_of_thing(seen: Seen, day: DayMention) -> bool:
    """Whether a day is that of what is spoken of: "called the test of 3 September a breach"."""
    if seen.scene.keys(day.first - 1, day.first) != ("of",) or day.first < _OF_SOMETHING:
        return False
    ends = [hit for hit in seen.scene.of("document", "speech") if hit.after in (day.first - 1, day.first)]
    return all(hit.category == "document" and _is_answered(seen, hit) for hit in ends)


_OF_SOMETHING = 2


def is_our_deed(scene: Scene, speech: Speech) -> bool:
    """Whether somebody only says to whom they spoke: of "We told the ambassador in May" the day is that of a deed."""
    told = speech.voice is None and (speech.verb.value == "tell" or scene.words(speech.verb).casefold() in _TOLD)
    return told and speech.verb.first > 0 and scene.tokens[speech.verb.first - 1].key in ("we", "i")


_TOLD = ("informed", "notified", "assured", "briefed", "asked", "warned")


def _of_document(seen: Seen) -> DayMention | None:
    """The day of the letter or note in which something is said: "in a note verbale dated 18 March"."""
    if not seen.speeches:
        return None
    for hit in (one for one in seen.scene.of("document") if not _is_answered(seen, one)):
        for day in seen.days:
            if day.exact and _dates(seen, day, hit):
                return day
    return None


def _is_answered(seen: Seen, document: Hit) -> bool:
    """Whether a note is the one to which another answers: "further to its note of 3 April"."""
    return bool(_ANSWERING & set(seen.scene.keys(max(0, document.first - 4), document.first)))


_ANSWERING = frozenset(
    ["your", "refer", "further", "reply", "response", "reference", "referring", "pursuant", "following", "answer"]
)


def _dates(seen: Seen, day: DayMention, document: Hit) -> bool:
    """Whether a day stands just behind a document, with no comma between; in Chinese just before it."""
    if not seen.scene.manner.spaced and 0 <= document.first - day.after <= _DATED:
        return True
    return 0 <= day.first - document.after <= _DATED and "," not in _joint(seen, document.after, day.first)


_DATED = 4
"""How many words may stand between a document and its day: "letter from the mission dated …"."""


def _joint(seen: Seen, first: int, after: int) -> str:
    return seen.scene.text[seen.scene.tokens[first - 1].end : seen.scene.tokens[after].start]


def _told_between(seen: Seen, day: DayMention, speech: Speech) -> bool:
    voice = speech.voice
    if _parted(seen, day, speech):
        return True
    if voice and day.after <= voice.first and voice.after <= speech.verb.first and day.first > _HEAD:
        return True  # "… on 12 October, the ministry said": the day is that of what is told
    low, high = (day.after, speech.verb.first) if day.first < speech.verb.first else (speech.verb.after, day.first)
    own = range(voice.first, voice.after) if voice else ()
    told = [hit for hit in seen.scene.of("tells", "concept") if hit.value not in _NOT_TOLD and hit.first not in own]
    others = [] if day.exact else [hit for hit in seen.scene.of("state") if hit.first not in own]
    return any(low <= hit.first < high for hit in (*told, *others))


_NOT_TOLD = ("sanctions", "find", "call")


_THAT = frozenset(["that", "que", "qu", "что", "ان", "أن", "إن", "بان"])
"""What begins that which is said: a day behind it is of what is told."""


def _parted(seen: Seen, day: DayMention, speech: Speech) -> bool:
    """Whether a day is parted from the speech: "… in the first half of 2018, he added", "said that on 12 March …"."""
    if day.first >= speech.verb.after:
        led = set(seen.scene.keys(speech.verb.after, day.first)) & _THAT
        loose = not seen.scene.manner.spaced or not (day.exact or speech.verb.first == speech.verb.after)
        between = seen.scene.text[speech.verb.end : day.start]
        return bool(led) or (loose and "," in between) or ": " in between
    if day.after > speech.verb.first or day.first <= _HEAD:
        return not day.exact and _is_inserted(seen, day, speech)
    between = seen.scene.text[day.end : speech.verb.start]
    if speech.voice is not None and speech.voice.after <= day.first:
        return not day.exact and "," in between and seen.scene.manner.subject_first  # "Brazil, which …, says"
    return bool(set(between) & set(',،，"”»'))


def _is_inserted(seen: Seen, day: DayMention, speech: Speech) -> bool:
    """Whether a speech is put into what is told, behind its day: "In April 2017, the Panel found, Benin took …"."""
    voice, text = speech.voice, seen.scene.text
    begins = voice is not None and 0 <= voice.first - day.after <= 1
    return begins and text[day.end : day.end + 1] == "," and text[speech.verb.end : speech.verb.end + 1] == ","


def _within_law(voice: Voice, scene: Scene, laws: tuple[CitedWords, ...]) -> bool:
    """Whether a voice is only the Council beside or in the name of a resolution."""
    start, end = scene.tokens[voice.first].start, scene.tokens[voice.after - 1].end
    return voice.body is Body.COUNCIL and any(law.start < end and start <= law.end + _OF_THE for law in laws)


_OF_THE = 8
"""How far the Council may stand from the resolution of which it is: "resolution 2321 of the Security Council"."""


def _unspent(days: tuple[DayMention, ...], laws: tuple[CitedWords, ...]) -> tuple[DayMention, ...]:
    """The days that are no part of a citation."""
    return tuple(d for d in days if not any(law.start < d.end and d.start < law.end for law in laws))


_TO = frozenset(["al", "au", "致"])
_DATIVE = frozenset(["комитету", "совету"])


def is_addressed(seen: Seen, voice: Voice) -> bool:
    """Whether a body is the one to which something is sent or said: "al Comité", "向委员会", "致委员会"."""
    led = set(seen.scene.keys(max(0, voice.first - 1), voice.first)) & (seen.scene.manner.hosting | {"致", "提"})
    told = any(hit.after == voice.first and hit.value == "to" for hit in seen.scene.of("relay"))
    told = told or bool(_DATIVE & set(seen.scene.keys(voice.first, voice.after)))
    led = led or (voice.office == "chair" and bool(set(seen.scene.keys(max(0, voice.first - 1), voice.first)) & _TO))
    return (voice.body is not None or voice.office == "chair") and (bool(led) or told)
