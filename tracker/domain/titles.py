"""Offices that no dictionary names whole, and names beside them: "directeur du Commerce extérieur, Oumar Sissako"."""

import re
from collections.abc import Collection, Iterator, Sequence

from tracker.domain.lexicon import Hit
from tracker.domain.scenes import Scene

GENERIC = ("director", "deputy director", "counsellor", "governor", "chair")
"""Offices that say little without the words behind them, or in Chinese before them."""
_AS_CALLED = ("lawmaker",)
"""Offices that the words of the text name best: "senador opositor"."""
_END = re.compile(r"[,;:.!?()\"«»“”\n،؛—]| - ")
_LONGEST = 110


def title(scene: Scene, first: int, after: int, name: str) -> str:
    """The words of a generic office among some tokens; empty for another one, or where nothing is said beside it."""
    hit = next((hit for hit in scene.of("office") if first <= hit.first < after), None)
    if hit is not None and hit.value in _AS_CALLED:
        return scene.visible.words(hit.start, hit.end)
    if hit is None or hit.value not in GENERIC:
        return ""
    if not scene.manner.spaced:
        return _before(scene, hit)
    end = min(_stops(scene, hit, _shown(scene, first, after, name)))
    words = scene.visible.words(hit.start, end).strip()
    return words if " " in scene.text[hit.end : end].strip() or scene.text[hit.end : end].strip() else ""


def _before(scene: Scene, hit: Hit) -> str:
    """In Chinese the institution stands before the office: 国家渔业局副局长."""
    low = max(scene.start, hit.start - 24)
    begun = max((m.end() for m in _BEGINS.finditer(scene.text, low, hit.start)), default=low)
    begun = begun if begun > low or low == scene.start else hit.start
    return scene.visible.words(begun, hit.end) if hit.start > begun else ""


_BEGINS = re.compile('[，。、；：,;:!?（）()“”"《》\n 为是系任据]|表示|现任')


def _stops(scene: Scene, hit: Hit, shown: str) -> list[int]:
    """Where a title may end: at a stop, a name, a verb, a day; at the latest after some words."""
    marks = [m.start() for m in (_END.search(scene.text, hit.end, scene.end),) if m]
    verbs = [one.start for one in scene.of("speech", "tells", "weekday", "day", "relay", "pronoun", "month")]
    verbs += [one.start for one in scene.of("office") if one.value not in GENERIC]
    marks += [at for at in verbs if at > hit.end and scene.text[hit.end : at].strip()]
    name = scene.text.find(shown, hit.end, scene.end) if shown else -1
    return [*marks, *([name] if name > 0 else []), scene.end, hit.end + _LONGEST]


_LONGEST_NAME = 6


def _shown(scene: Scene, first: int, after: int, name: str) -> str:
    """The name of a voice as it is seen, not as it was given."""
    for low in range(first, after):
        for high in range(min(after, low + _LONGEST_NAME), low, -1):
            if scene.given(low, high) == name:
                return scene.text[scene.tokens[low].start : scene.tokens[high - 1].end]
    return name


_HARD = frozenset('.;:!?()"“”«»[]。；：？！（）《》')
_WIDE = 4
"""How many joining words may stand between an office and the words that end it."""


def untitled(parts: Sequence[Hit], scene: Scene) -> list[Hit]:
    """Parts without names that only end an office: "directeur général de la Documentation et de l'Immigration"."""
    kept: list[Hit] = []
    titled = 0
    for part in parts:
        if titled and part.category in ("name", "portfolio") and _is_linked(scene, titled, part):
            titled = part.after
            continue
        titled = part.after if part.category == "office" and part.value in GENERIC else 0
        kept.append(part)
    return kept


def _is_adjective(part: Hit, scene: Scene) -> bool:
    """Whether one capital word goes on with a small one: "председатель Государственной таможенной службы"."""
    behind = scene.tokens[part.after] if part.after < len(scene.tokens) else None
    small = behind is not None and not behind.capital and scene.between(part.after, part.after) == " "
    return small and " " not in part.value and part.value.endswith(("ой", "ого", "ому", "ым", "ей", "его"))


def _is_linked(scene: Scene, titled: int, part: Hit) -> bool:
    """Whether a part goes on with an office that ends before the token `titled`."""
    gap = scene.keys(titled, part.first)
    if not gap:
        return part.category == "name" and _is_adjective(part, scene)
    between = scene.text[scene.tokens[titled - 1].end : part.start]
    joined = all(key in scene.manner.joining or key in _AND for key in gap)
    return joined and len(gap) <= _WIDE and not _HARD & set(between)


_AND = frozenset(["et", "y", "e", "и", "las", "los", "les", "des"])


def entitled(chain: Sequence[Hit], part: Hit, scene: Scene) -> bool:
    """Whether a whole name or a state follows an office and the words that say of what it is, past one comma."""
    offices = [hit for hit in chain if hit.category == "office" and hit.value in GENERIC]
    whole = " " in part.value if part.category == "name" else scene.tokens[part.first - 1].key in scene.manner.joining
    if not offices or not whole or any(hit.category in ("name", "person") for hit in chain):
        return False
    first, between = offices[-1].after, scene.text[offices[-1].end : part.start].rstrip(", ")
    told = (hit for hit in scene.of("speech", "tells", "weekday", "press") if first <= hit.first < part.first)
    return part.first - first <= _LONGEST_TITLE and not (_HARD | {","}) & set(between) and next(told, None) is None


_LONGEST_TITLE = 14


def name_before(scene: Scene, office: Hit, begun: Collection[int]) -> Iterator[Hit]:
    """A name that an office follows behind a comma: "كميل حرفوش، وزير العمل"."""
    comma = scene.between(office.first, office.first).strip() in ("،", ",")
    first = _begins(scene, office.first, begun) if comma and scene.manner.spaced and office.first else office.first
    if office.first - first >= _FEWEST_NAMES:
        start, end = scene.tokens[first].start, scene.tokens[office.first - 1].end
        yield Hit("name", scene.given(first, office.first), first, office.first, start, end)


def _begins(scene: Scene, after: int, begun: Collection[int]) -> int:
    """The first token of a name that ends before a token: past no word of a dictionary, and no stop."""
    at = after
    while (
        at > max(0, after - _MOST_NAMES) and at - 1 not in begun and scene.tokens[at - 1].key not in scene.manner.stop
    ):
        at -= 1
        if scene.between(at, at).strip():
            break
    return at


def is_rank(hit: Hit, scene: Scene) -> bool:
    """Whether a word for an office is only a rank before a name, "Captain Ana Ruiz", or how a letter begins."""
    behind = scene.tokens[hit.after] if hit.after < len(scene.tokens) else None
    if hit.category == "office" and hit.first and scene.tokens[hit.first - 1].key == "dear":
        return True  # "Dear Chair" is the one to whom a letter goes
    ranked = hit.category == "office" and scene.words(hit) in _RANKS
    return ranked and behind is not None and behind.capital and scene.between(hit.after, hit.after) == " "


_RANKS = ("Captain", "Capt", "Admiral", "Commander", "Commodore", "Colonel", "Major", "Brigadier", "Lieutenant")
_FEWEST_NAMES = 2
_MOST_NAMES = 4


def is_first_name(scene: Scene, month: Hit) -> bool:
    """Whether a month is a first name, as in "Julio Paz"."""
    behind = scene.tokens[month.after] if month.after < len(scene.tokens) else None
    capitals = scene.tokens[month.first].capital and behind is not None and behind.capital
    return month.end - month.start <= _SHORT or (capitals and scene.between(month.after, month.after) == " ")


_SHORT = 3
"""Letters of a short form of a month, which is as often something else."""
