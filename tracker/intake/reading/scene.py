"""A sentence with all that is read in it before it is judged: voices, days, citations."""

import re
from dataclasses import dataclass
from datetime import date

from tracker.domain.cited_words import CitedWords, cited
from tracker.domain.day_words import DayMention, day_mentions
from tracker.domain.scenes import Scene
from tracker.domain.speaking import Speech, Voice, speeches, voices
from tracker.intake.reading.tongues import Tongue


@dataclass(frozen=True)
class Seen:
    """A sentence, its voices, who of them speaks, its days, and its citations."""

    scene: Scene
    voices: tuple[Voice, ...] = ()
    speeches: tuple[Speech, ...] = ()
    days: tuple[DayMention, ...] = ()
    cited: tuple[CitedWords, ...] = ()

    @property
    def spent(self) -> list[tuple[int, int]]:
        """Places whose numbers count nothing: citations and days."""
        return [(one.start, one.end) for one in (*self.cited, *self.days)]


def see(scene: Scene, spoken: Tongue, published: date | None) -> Seen:
    """Read a sentence. One without a word of the dictionaries that matters is left as it is."""
    if (
        not scene.has("tells")
        and not scene.has("loose")
        and not scene.has("speech")
        and not _MAY_CITE.search(scene.text, scene.start, scene.end)
    ):
        return Seen(scene)
    days = tuple(day_mentions(scene, published))
    laws = tuple(cited(scene, days, spoken.dating))
    among = tuple(voices(scene))
    return Seen(scene, among, tuple(speeches(scene, among)), _unspent(days, laws), laws)


_MAY_CITE = re.compile(r"[0-9]{3,4}")


def _unspent(days: tuple[DayMention, ...], laws: tuple[CitedWords, ...]) -> tuple[DayMention, ...]:
    """The days that are no part of a citation."""
    return tuple(d for d in days if not any(law.start < d.end and d.start < law.end for law in laws))
