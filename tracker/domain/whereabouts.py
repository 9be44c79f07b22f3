"""Phrases that may say where something was said or filed: "at a briefing in Geneva", "in a letter to the Council".

A phrase has a word that leads to it, "at" or "told", and heads, which are words of the dictionary for bodies,
occasions, papers and sites that stand together. Whether the one who speaks said it there is for `venues.py` to tell.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.lexicon import Hit
from tracker.domain.scenes import Scene

PLACE, TO, TOLD, MARGIN, BY, OF, NONE, FILLER = "at", "to", "told", "margin", "by", "of", "none", "filler"
"""What leads to a phrase: a place, an address, a verb with the ones told, the edge of an event; or nothing does. Words
such as "of" and those of the last kind may stand within a phrase.
"""
FORUM, OCCASION, EVENT, SESSION, PAPER, SPEECH = "forum", "occasion", "event", "session", "paper", "speech"
MEDIUM, OFFICE, AUDIENCE, SPOT, POSTED, EDGE = "medium", "office", "audience", "spot", "posted", "edge"
"""What a head is: a body, a meeting with the press, a meeting with or without a name of its own, a paper, an address,
a site, somebody written to, those told, a building, a verb for writing on a site, and a word for the edge of an event.
"""
_FARTHEST, _FARTHEST_UNSPACED = 7, 22
"""How many tokens may stand between what leads to a head and the head."""


@dataclass(frozen=True, slots=True)
class Head:
    """A word of the dictionary in a phrase: what it is, and how the record calls it. `hit` has its place."""

    hit: Hit
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A phrase from its leading word on: how it is `led` to, its `heads` in order, and its tokens."""

    first: int
    after: int
    led: str
    heads: tuple[Head, ...]


def settings(
    scene: Scene, speaking: Collection[int], spent: Collection[int], *, heading: bool = False
) -> Iterator[Setting]:
    """The phrases of a sentence, in order. No head is among the tokens of those who are `speaking`.

    `spent` are the tokens of others in office, of whom "to the United Nations" only says where they are.
    Nothing need lead to the first head of a `heading`.
    """
    heads = [one for one in _heads(scene) if one.hit.first not in (spent if _is_seat(one) else speaking)]
    reached = 0
    for at, head in enumerate(heads):
        led = (head.hit.first, PLACE) if heading and not at else _led(scene, head, reached)
        if head.hit.first < reached or led is None:
            continue
        together = list(_together(scene, heads[at:], spent))
        reached = together[-1].hit.after
        edge = next((hit for hit in scene.of("setting") if hit.first == reached and hit.value == MARGIN), None)
        led = (led[0], MARGIN) if edge is not None and not scene.manner.spaced else led
        yield Setting(led[0], reached, led[1], tuple(together))


def addressees(scene: Scene, phrase: Setting) -> Iterator[Head]:
    """Those to whom the paper of a phrase is: "a letter to the Council", and not "the report of the Panel"."""
    before: Head | None = None
    papers = [head.hit.first for head in phrase.heads if head.kind == PAPER]
    for head in phrase.heads if papers else ():
        behind = (head.hit.first > papers[0]) == scene.manner.spaced
        low = before.hit.after if before is not None else phrase.first
        if head.kind in (OFFICE, FORUM) and behind and head.hit.first != papers[0] and _is_to(scene, head, low):
            yield head
        before = head


_DATIVE = ("у", "ю")
"""How Russian words end of those to whom something is: "генеральному секретарю"."""


def _is_to(scene: Scene, head: Head, low: int) -> bool:
    """Whether what leads to a head since a token is "to" or its like, or its form says so."""
    key = scene.tokens[head.hit.first].key
    if head.name.endswith("~") or _clung(scene, head.hit) == TO or key.endswith(_DATIVE):
        return True
    ways = {scene.manner.leads.get(word) for word in scene.keys(low, head.hit.first)}
    sent = any(low <= hit.first < head.hit.first for hit in scene.of("setting") if hit.value in (FILLER, TO))
    return TO in ways or (not scene.manner.spaced and (sent or FILLER in ways))


def addressed(scene: Scene) -> set[int]:
    """The tokens of those to whom a paper is, who do not speak."""
    if not any(hit.value.startswith(PAPER) for hit in scene.of("venue")):
        return set()
    heads = (head for phrase in settings(scene, (), ()) for head in addressees(scene, phrase))
    return {at for head in heads for at in _span(head.hit)}


def _is_seat(head: Head) -> bool:
    return head.name == "United Nations"


def _heads(scene: Scene) -> Iterator[Head]:
    """The words of the dictionary; a body with a number beside it, and one that has a longer name of its own."""
    for hit in scene.of("venue"):
        kind, _, name = hit.value.partition("|")
        yield Head(hit, kind, _numbered(scene, hit) or name)


_NUMBER = re.compile(r"[0-9]{3,4}")
_NEAR_NUMBER, _BEHIND_WORD = 1, 9


def _numbered(scene: Scene, hit: Hit) -> str:
    """A committee by the number of its resolution: "the 1718 Committee", "Committee established pursuant to … 1718"."""
    if not hit.value.endswith("#"):
        return ""
    before = scene.keys(max(0, hit.first - _NEAR_NUMBER), hit.first)
    behind = scene.keys(hit.after, hit.after + _NEAR_NUMBER)
    if behind and behind[0].startswith(_FOUNDED):
        behind = scene.keys(hit.after, hit.after + _BEHIND_WORD)
    number = next((key for key in (*before, *behind) if _NUMBER.fullmatch(key)), "")
    return f"{number} Committee" if number else ""


_FOUNDED = (
    *("established", "created", "pursuant", "cree", "etabli", "institue", "establecid", "cread", "учрежд", "созда"),
    *("المنشا", "المنشأ", "设"),
)
"""How words for "established" begin, behind which the resolution of a committee is named."""


def _led(scene: Scene, head: Head, low: int) -> tuple[int, str] | None:
    """Where a phrase begins, and what leads to its head; None where nothing does."""
    if head.kind in (POSTED, EDGE):
        return head.hit.first, MARGIN if head.kind == EDGE else PLACE
    if (clung := _clung(scene, head.hit)) is not None:
        return head.hit.first, clung
    if head.name.endswith("~"):
        return head.hit.first, TO
    known = {hit.after: hit for hit in scene.of("setting") if hit.value in _LEADS}
    months = {hit.first for hit in scene.of("month")}
    farthest = _FARTHEST if scene.manner.spaced else _FARTHEST_UNSPACED
    for at in range(head.hit.first, max(low, head.hit.first - farthest) - 1, -1):
        if at in known:
            return known[at].first, known[at].value
        if not at or at - 1 in months or not _is_open(scene.between(at, at)):
            return None
        if (led := scene.manner.leads.get(scene.tokens[at - 1].key, FILLER)) != FILLER:
            return (at - 1, led) if led in _LEADS else None
    return None


_LEADS = (PLACE, TO, TOLD, MARGIN, BY)


def _is_open(between: str) -> bool:
    """Whether words go on with no mark between them but a hyphen or an apostrophe, or one of quotation in Chinese."""
    return not set(between) - set(" -'/.《》")


_CLINGING = {"ل": TO, "ب": PLACE}
_OWN_LETTER = ("لجن", "لقا", "بيا", "بلا", "برل", "برق", "بروك", "بري", "لوا", "لند", "بوا", "بث")
"""How Arabic words begin in which such a letter is their own."""


def _clung(scene: Scene, hit: Hit) -> str | None:
    """What an Arabic letter that clings to a head leads to: "لمجلس", "برسالة"."""
    key = scene.tokens[hit.first].key
    return None if key.startswith(_OWN_LETTER) else _CLINGING.get(key[0])


def _together(scene: Scene, heads: Sequence[Head], spent: Collection[int]) -> Iterator[Head]:
    """The first head with those that follow it with nothing but small words, days and names between."""
    last: Head | None = None
    for head in heads:
        if last is not None and not _is_joined(scene, last, head, spent):
            return
        yield head
        last = head


_WIDEST = 16
"""How many tokens may stand between heads of one phrase: "letter dated 3 May from the Permanent Mission … to the"."""


def _is_joined(scene: Scene, last: Head, head: Head, spent: Collection[int]) -> bool:
    gap = range(last.hit.after, head.hit.first)
    if len(gap) > _WIDEST or set(scene.text[last.hit.end : head.hit.start]) & _STOPS:
        return False
    filled = {at for hit in scene.of("setting", "city", "day", "month", "weekday", "number") for at in _span(hit)}
    names = {at for hit in scene.of("state", "demonym", "office", "institution") for at in _span(hit)}
    between = small(scene)
    if any(hit.value == TOLD for hit in scene.of("setting") if hit.first in gap):
        return False
    known = filled | names | set(spent) | {at for at in gap if scene.tokens[at].key in between}
    return all(at in known or _is_of_name(scene, at) for at in gap)


def small(scene: Scene) -> frozenset[str]:
    """Words that may stand in a phrase between its parts, or between it and a verb."""
    manner = scene.manner
    return manner.joining | manner.hosting | {key for key, how in manner.leads.items() if how != NONE}


def _is_of_name(scene: Scene, at: int) -> bool:
    """Whether a token is a number, or a word of a name between two heads: "Senate Foreign Relations Committee"."""
    token = scene.tokens[at]
    return token.key.isdecimal() or (scene.manner.cased and token.capital and scene.between(at, at) in (" ", "-"))


_STOPS = frozenset(':;"“”«»!?。；：！？\n()（）')


def _span(hit: Hit) -> range:
    return range(hit.first, hit.after)
