"""Words that are nouns where they stand, though a dictionary has them as verbs, and verbs by which nobody speaks.

"The reports", "of disputes"; "asked it to explain", "would not say". And who left a state: "the last left Malabo".
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from tracker.domain.lexicon import Hit
from tracker.domain.scenes import Scene

_VERBS = ("tells", "speech", "relay")
_BEFORE_NOUNS = frozenset(
    ["the", "a", "an", "of", "its", "their", "his", "her", "our", "my", "these", "those", "such", "several", "many"]
)
"""Words behind which stands no verb in the present."""
_BEFORE_PLURALS = _BEFORE_NOUNS | frozenset(
    [
        *(
            "in",
            "on",
            "with",
            "from",
            "by",
            "for",
            "to",
            "about",
            "against",
            "under",
            "all",
            "no",
            "some",
            "any",
            "both",
        ),
        *("implementation", "national", "annual", "media", "press", "news", "progress", "expert", "final", "interim"),
        *("midterm", "term", "status", "earlier", "recent", "false", "more", "further", "other", "written", "monthly"),
        *("quarterly", "separate", "un", "official", "new", "old", "first", "two", "three", "last", "fuel", "oil"),
        *("coal", "arms", "food", "health", "work", "labour", "labor", "travel", "financial", "medical", "technical"),
    ]
)
"""Words behind which a form in "s" is no verb."""


def without_nouns(scene: Scene) -> Scene:
    """An English sentence without verbs that are nouns there."""
    wrong = {hit for hit in scene.of(*_VERBS) if _is_noun(hit, scene)}
    wrong |= {hit for hit in scene.of("concept") if hit.value in _GOODS and _is_in_name(hit, scene)}
    wrong |= {hit for hit in scene.of("negation", "tells") if _is_number(hit, scene)}
    wrong |= {hit for hit in scene.of("weekday") if _is_name(hit, scene)}
    wrong |= {hit for hit in scene.of("state") if scene.text.startswith("$", hit.end)}
    wrong |= {hit for hit in scene.of("speech") if _is_unsaid(hit, scene)}
    added = tuple(_departures(scene))
    if not wrong and not added:
        return scene
    hits = (*(hit for hit in scene.hits if hit not in wrong), *added)
    return replace(scene, hits=tuple(sorted(hits, key=lambda hit: (hit.first, -hit.after))) if added else hits, _by={})


_FINITE = ("ed", "s", "ing")
_PASTS = frozenset(["said", "told", "wrote", "swore", "spoke", "found", "held", "took", "gave", "made", "set", "put"])
_NOT_SAID = frozenset(["to", "not", "cannot", "t", "never", "nor"])


def _is_unsaid(hit: Hit, scene: Scene) -> bool:
    """Whether a verb of speech is only what somebody was to say or did not: "asked it to explain", "would not say"."""
    key = scene.tokens[hit.first].key
    alone = hit.after - hit.first == 1 and hit.first > 0 and hit.value == "say"
    if key == "found" and alone and _is_counted(hit.after, scene):
        return True  # "agents found 14 pistols"
    infinitive = alone and not key.endswith(_FINITE) and key not in _PASTS
    return infinitive and scene.tokens[hit.first - 1].key in _NOT_SAID


def _is_counted(at: int, scene: Scene) -> bool:
    """Whether a number stands at a place."""
    digits = at < len(scene.tokens) and scene.tokens[at].key.isdecimal()
    return digits or any(hit.first == at for hit in scene.of("number", "bound"))


_HAVE = (("have",), ("has",), ("had",), ("all",))
_LEFT = frozenset(["left", "quit", "departed", "exited"])


def _departures(scene: Scene) -> Iterator[Hit]:
    """The deed of those who left a state, or left and nothing more: "the last left Malabo", "all 33 cooks left."."""
    told = {at for hit in scene.of("tells") for at in range(hit.first, hit.after)}
    for state in scene.of("state"):
        at = state.first - 1 - (state.first > 0 and scene.tokens[state.first - 1].key in ("the", "from"))
        if at > 0 and scene.tokens[at].key in _LEFT and at not in told:
            yield Hit("tells", "deed", at, at + 1, scene.tokens[at].start, scene.tokens[at].end)
    for who in scene.of("counted"):
        at = who.after + (scene.keys(who.after, who.after + 1) in _HAVE)
        ends = at < len(scene.tokens) and scene.text[scene.tokens[at].end : scene.tokens[at].end + 1] in ("", *".,;)")
        if who.value in ("persons", "diplomats") and ends and scene.tokens[at].key in _LEFT and at not in told:
            yield Hit("tells", "deed", at, at + 1, scene.tokens[at].start, scene.tokens[at].end)


def _is_noun(hit: Hit, scene: Scene) -> bool:
    if not any(one.first == hit.first for one in scene.of("noun")) or not _is_short(hit, scene):
        return False
    token, behind = scene.tokens[hit.first], set(scene.keys(hit.first + 1, hit.first + 2))
    plural = token.key.endswith("s")
    if (plural and behind & _BEHIND_PLURALS) or (token.capital and hit.first):
        return True  # "reports had been received", "a list of the States that …"
    if not hit.first or scene.text[hit.start - 1] not in " -":
        return False
    if plural and any(one.after == hit.first for one in scene.of("number")):
        return True  # "two ferries"
    return scene.tokens[hit.first - 1].key in (_BEFORE_PLURALS if plural else _BEFORE_NOUNS)


def _is_name(hit: Hit, scene: Scene) -> bool:
    """Whether the short form of a weekday is the last part of a name: "Le Thi Thu"."""
    short = hit.end - hit.start <= _SHORT
    return short and hit.first > 0 and scene.tokens[hit.first - 1].capital and scene.text[hit.start - 1] == " "


_NO = re.compile(r"[Nn]o\. ?[0-9]")


def _is_number(hit: Hit, scene: Scene) -> bool:
    """Whether a "no" is that of a number: "Billion No. 18"."""
    return bool(_NO.match(scene.text, hit.start))


_GOODS = ("copper", "gold", "iron", "lead", "coal", "oil", "crude", "wood", "food", "seafood", "sectoral")


def _is_in_name(hit: Hit, scene: Scene) -> bool:
    """Whether a word for goods is part of a name, as of the ship "Silver Reef": it has a capital, as its neighbour."""
    if not hit.first or not scene.tokens[hit.first].capital or scene.words(hit).isupper():
        return False
    behind = hit.after < len(scene.tokens) and scene.tokens[hit.after].capital and scene.text[hit.end] == " "
    return behind or (scene.tokens[hit.first - 1].capital and hit.first > 1 and scene.text[hit.start - 1] == " ")


_SHORT = 3
"""Letters of the short form of a weekday."""
_BEHIND_PLURALS = frozenset(["had", "have", "were", "are", "under", "of", "from", "should", "must", "received"])


def _is_short(hit: Hit, scene: Scene) -> bool:
    """Whether a hit is one word, or one with "that" behind it, so that no further word says that it is a verb."""
    return hit.after - hit.first == 1 or scene.keys(hit.first + 1, hit.after) == ("that",)
