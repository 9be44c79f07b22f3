"""States that a sentence names only as a place on the way, or as that to which a newspaper belongs."""

import re

from tracker.domain.lexicon import Hit
from tracker.domain.scenes import Scene

TROUBLED = frozenset(["AFG", "CAF", "COD", "ERI", "GNB", "HTI", "IRQ", "LBN", "LBY", "MLI", "SDN", "SOM", "SSD", "YEM"])
"""States to which embargoes of other regimes than those of the record apply: others' duty, seldom their own."""
_LOOKED = 40
_ROUTE = re.compile(
    r"(?:\bunder pressure from|\bpress(?:ed|ured|ure) (?:by|from)|\bat the (?:request|urging|behest|insistence) of"
    r"|\b(?:following|after|during|in) talks with|\bwith (?:the )?(?:help|support|assistance) (?:of|from)"
    r"|\b(?:tip|tip-off|information|intelligence|warning|complaint|criticism|prodding)s? (?:from|by)"
    r"|\b(?:urged|tipped off|warned|alerted) by"
    r"|\bvia|\bby way of|\bbound for|\ben route (?:to|from)|\bon (?:its|the|their) way (?:to|from)|\bheading for"
    r"|\b(?:left|sailed|destined|meant|departed|headed)(?: the)?(?: port| harbour| quay)? for"
    r"|\b(?:flights?|flown|planes?|flew|trains?|trucked|buses) to"
    r"|\b(?:waters|seas?|straits?|somewhere|ferry|ferries|routes?|line|trips?|flights?|runs?) between"
    r"|\boff|\bnear|\bpast|\bborder (?:with|to)|\bcoast of|\bwaters of|\b(?:north|south|east|west) of|\bthrough)"
    r" (?:the (?:port|city|coast|waters|capital) of )?(?:the )?$"
)
_AND = re.compile(r"(?<= )[A-Z][\w-]+ and $")
"""A place on the way with which another stands: "by way of Dalian and Osaka"."""
_BASED = re.compile(r"-based\b")
_FLAGGED = re.compile(r"-(?:flagged|registered|owned|managed|built|made)\b")
_LED = re.compile(
    r"\b(?:in|from|into|to|of|for|on|with|against|between|by|at|over) (?:the )?"
    r"(?:(?:eastern|western|northern|southern|central) )?(?:[A-Z][\w-]+ of )?$"
)
_LED_ELSEWHERE = re.compile(r"(?:^|[\s'«])(?:a|au|aux|vers|dans|hacia|al|para|в|во|на|الى|الي|في|نحو) $", re.IGNORECASE)


def is_passed(hit: Hit, scene: Scene) -> bool:
    """Whether a state is only on the way ("by way of Dalian"), or where a newspaper or an institute has its seat."""
    before = scene.text[max(scene.start, hit.start - _LOOKED) : hit.start]
    before = _AND.sub("", before)
    if _ROUTE.search(before) or is_seat(hit, scene):
        return True
    return any(
        owned.first - hit.after in (0, 1) and _owns(hit, owned, scene)
        for owned in scene.of("press", "agency", "expert")
    )


def is_seat(hit: Hit, scene: Scene) -> bool:
    """Whether a state only says where somebody has a seat: "the Seoul-based institute"."""
    return hit.category in ("state", "demonym") and bool(_BASED.match(scene.text, hit.end))


def _owns(hit: Hit, owned: Hit, scene: Scene) -> bool:
    """Whether a state stands before an agency or paper as its own: "Russia's RIA"."""
    return scene.text[hit.end : owned.start] in ("'s ", " ", "' ", "'s state ", " state ")


def is_flag(hit: Hit, scene: Scene) -> bool:
    """Whether a state only says whose flag or owner a ship has: "Hong Kong-flagged"."""
    return bool(_FLAGGED.match(scene.text, hit.end))


def is_aside(hit: Hit, scene: Scene) -> bool:
    """Whether somebody of a state is named only in a clause of time behind the main one: "once Cuban doctors came"."""
    before = scene.keys(max(0, hit.first - 2), hit.first)
    return hit.category == "demonym" and hit.first > _MAIN_CLAUSE and bool(_OF_TIME & set(before))


_OF_TIME = frozenset(["once", "when", "until", "after", "before", "while"])
_MAIN_CLAUSE = 5
"""How many tokens a main clause has at least before such a clause."""


def is_led(hit: Hit, scene: Scene) -> bool:
    """Whether a state stands behind a preposition, so that it does not act: "rifles bound for Somalia", "in Riga"."""
    before = scene.text[max(scene.start, hit.start - _LOOKED) : hit.start]
    return bool(_LED.search(before)) or (not scene.manner.subject_first and bool(_LED_ELSEWHERE.search(before)))
