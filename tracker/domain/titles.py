"""Offices that no dictionary names whole, in the words of the text: "directeur du Commerce extérieur au ministère …"."""

import re

from tracker.domain.lexicon import Hit
from tracker.domain.scenes import Scene
from tracker.domain.speaking import Voice

GENERIC = ("director", "deputy director", "counsellor", "governor", "chair")
"""Offices that say little without the words behind them, or in Chinese before them."""
_END = re.compile(r"[,;:.!?()\"«»“”\n،؛—]| - ")
_LONGEST = 110


def title(scene: Scene, voice: Voice) -> str:
    """The words of a generic office; empty for another office, or where nothing is said beside it."""
    hit = next((hit for hit in scene.of("office") if voice.first <= hit.first < voice.after), None)
    if hit is None or hit.value not in GENERIC:
        return ""
    if not scene.manner.spaced:
        return _before(scene, voice, hit)
    end = min(_stops(scene, voice, hit))
    words = scene.visible.words(hit.start, end).strip()
    return words if " " in scene.text[hit.end : end].strip() or scene.text[hit.end : end].strip() else ""


def _before(scene: Scene, voice: Voice, hit: Hit) -> str:
    """In Chinese the institution stands before the office: 国家渔业局副局长."""
    low = max(scene.start, hit.start - 24)
    begun = max((m.end() for m in _BEGINS.finditer(scene.text, low, hit.start)), default=low)
    begun = begun if begun > low or low == scene.start else hit.start
    return scene.visible.words(begun, hit.end) if hit.start > begun else ""


_BEGINS = re.compile('[，。、；：,;:!?（）()“”"《》\n 为是系任据]|表示|现任')


def _stops(scene: Scene, voice: Voice, hit: Hit) -> list[int]:
    """Where a title may end: at a stop, a name, a verb, a day; at the latest after some words."""
    marks = [m.start() for m in (_END.search(scene.text, hit.end, scene.end),) if m]
    verbs = [one.start for one in scene.of("speech", "tells", "weekday", "day", "relay", "pronoun", "month")]
    marks += [at for at in verbs if at > hit.end and scene.text[hit.end : at].strip()]
    name = scene.text.find(_shown(scene, voice), hit.end, scene.end) if voice.name else -1
    return [*marks, *([name] if name > 0 else []), scene.end, hit.end + _LONGEST]


def _shown(scene: Scene, voice: Voice) -> str:
    """The name of a voice as it is seen, not as it was given."""
    for first in range(voice.first, voice.after):
        for after in range(voice.after, first, -1):
            if scene.given(first, after) == voice.name:
                return scene.text[scene.tokens[first].start : scene.tokens[after - 1].end]
    return voice.name
