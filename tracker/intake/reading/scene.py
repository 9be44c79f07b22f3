"""A sentence with all that is read in it before it is judged: voices, days, citations."""

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from tracker.domain.cited_words import CitedWords, cited
from tracker.domain.day_ranges import DayMention
from tracker.domain.day_words import day_mentions
from tracker.domain.scenes import Scene
from tracker.domain.speaking import Speech, Voice, speeches, voices
from tracker.domain.vocabulary import Body
from tracker.intake.reading.ago import days_ago
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
        marks = [hit.first for hit in self.scene.of("clause") if _after_stop(self.scene, hit.first)]
        marks += [at for at in range(1, len(self.scene.tokens)) if ";" in self.scene.between(at, at)]
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
        """Places whose numbers count nothing: citations and days."""
        return [(one.start, one.end) for one in (*self.cited, *self.days)]


def see(scene: Scene, spoken: Tongue, published: date | None) -> Seen:
    """Read a sentence. One without a word of the dictionaries that matters is left as it is."""
    if not any(map(scene.has, _MATTERS)) and not _MAY_CITE.search(scene.text, scene.start, scene.end):
        return Seen(scene)
    counted_back = tuple(days_ago(scene, spoken.code, published))
    days = tuple(day_mentions(scene, published, others=counted_back))
    laws = tuple(cited(scene, days, spoken.dating))
    among = tuple(voice for voice in voices(scene) if not _within_law(voice, scene, laws))
    return Seen(scene, among, tuple(speeches(scene, among)), _unspent(days, laws), laws)


_MATTERS = ("tells", "loose", "speech", "office", "interview")
_MAY_CITE = re.compile(r"[0-9]{3,4}")


_DATELINE = re.compile(r"[^!?\n]{0,60}?(?:\([^)]{2,30}\) ?-{1,2}|--| - )")


def dateline(scene: Scene) -> int:
    """How many tokens of a sentence are its dateline, "SEOUL, Dec. 24 (Yonhap) --": a place in capitals to a dash."""
    found = _DATELINE.match(scene.text, scene.start, scene.end)
    first = scene.text[scene.tokens[0].start : scene.tokens[0].end]
    if found is None or not first.isupper() or len(first) < _SHORTEST_PLACE:
        return 0
    return sum(token.start < found.end() for token in scene.tokens)


_SHORTEST_PLACE = 4


def _after_stop(scene: Scene, at: int) -> bool:
    return at > 0 and any(mark in scene.between(at, at) for mark in ",;،，；")


_HEAD = 1
"""How many tokens may stand before a day that opens a sentence: "On Wednesday, the ministry said"."""
_NEAR = 9
"""How many tokens may lie between a day and the verb of speech that it dates."""


def day_beside(seen: Seen) -> DayMention | None:
    """The day nearest to a verb of speech, with nothing of what is told between them; an exact one goes first."""
    best: tuple[int, DayMention] | None = None
    for speech in seen.speeches:
        for day in seen.days:
            far = day.first - speech.verb.after if day.first >= speech.verb.after else speech.verb.first - day.after
            if day.limit or far > _NEAR or _told_between(seen, day, speech):
                continue
            rank = far + (0 if day.exact else 6)
            if best is None or rank < best[0]:
                best = (rank, day)
    return best[1] if best else None


def _told_between(seen: Seen, day: DayMention, speech: Speech) -> bool:
    voice = speech.voice
    if voice and day.after <= voice.first and voice.after <= speech.verb.first and day.first > _HEAD:
        return True  # "… on 12 October, the ministry said": the day is that of what is told
    low, high = (day.after, speech.verb.first) if day.first < speech.verb.first else (speech.verb.after, day.first)
    told = (hit for hit in seen.scene.of("tells", "concept") if hit.value not in ("sanctions", "find", "call"))
    own = range(voice.first, voice.after) if voice else ()
    others = [] if day.exact else [hit for hit in seen.scene.of("state") if hit.first not in own]
    return any(low <= hit.first < high for hit in (*told, *others))


def _within_law(voice: Voice, scene: Scene, laws: tuple[CitedWords, ...]) -> bool:
    """Whether a voice is only the Council beside or in the name of a resolution."""
    start, end = scene.tokens[voice.first].start, scene.tokens[voice.after - 1].end
    return voice.body is Body.COUNCIL and any(law.start < end and start <= law.end + _OF_THE for law in laws)


_OF_THE = 8
"""How far the Council may stand from the resolution of which it is: "resolution 2321 of the Security Council"."""


def _unspent(days: tuple[DayMention, ...], laws: tuple[CitedWords, ...]) -> tuple[DayMention, ...]:
    """The days that are no part of a citation."""
    return tuple(d for d in days if not any(law.start < d.end and d.start < law.end for law in laws))
