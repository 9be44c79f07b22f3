"""Somebody who speaks and whom no dictionary knows, told by the small words beside a verb of speech."""

from tracker.domain.lexicon import Hit
from tracker.domain.scenes import Scene
from tracker.domain.voicing import Voice

ARTICLES = frozenset(["the", "la", "le", "les", "l", "el", "los", "las", "s", "a", "its", "un", "une"])
"""Articles, and what stands in their place, as keys."""

_MOST_PLAIN = 3
_NO_SUBJECT = ("tells", "pronoun", "number", "negation", "clause", "state", "rest", "month", "day")
_OF_PERSONS = frozenset(["said", "say", "says", "told", "tell", "claim", "claimed", "insist", "insisted", "believe"])
"""Verbs whose subject is a person, be it one of whom a duty speaks: "dock workers said"."""


def plain_subject(scene: Scene, verb: Hit) -> Voice | None:
    """Somebody whom no dictionary knows, by the small words before a verb: "…, airport staff said"."""
    things = () if scene.words(verb).casefold() in _OF_PERSONS else ("concept",)
    taken = {at for hit in scene.of(*_NO_SUBJECT, *things) for at in range(hit.first, hit.after)}
    after = verb.first
    while after > 0 and (
        scene.tokens[after - 1].key in scene.manner.plain or scene.tokens[after - 1].key.endswith("ly")
    ):
        after -= 1
    first = after
    while first > 0 and after - first < _MOST_PLAIN and _is_plain(scene, first - 1, taken):
        first -= 1
    begins = first == 0 or scene.between(first, first).strip() != "" or scene.tokens[first - 1].key in ARTICLES
    if first == after or not begins:
        return None
    return Voice(first, after, office="source", called=scene.given(first, after))


_ONE = frozenset(["a", "an", "one", "two", "three", "several", "some"])


def plain_behind(scene: Scene, verb: Hit) -> Voice | None:
    """Somebody whom no dictionary knows, behind a verb that is turned round: "…, says an agent there"."""
    taken = {at for hit in scene.of(*_NO_SUBJECT, "speech") for at in range(hit.first, hit.after)}
    first = verb.after + 1
    if scene.keys(verb.after, first) not in {(one,) for one in _ONE} or first >= len(scene.tokens):
        return None
    after = first
    while after < min(len(scene.tokens), first + _MOST_PLAIN) and _is_plain(scene, after, taken):
        after += 1
    after += after == first and after + 1 == len(scene.tokens)
    return Voice(first, after, office="source", called=scene.given(first, after)) if after > first else None


def _is_plain(scene: Scene, at: int, taken: set[int]) -> bool:
    token = scene.tokens[at]
    small = not token.capital and token.key.isalpha() and len(token.key) > 2 and scene.between(at + 1, at + 1) == " "
    return small and at not in taken and token.key not in scene.manner.joining | scene.manner.plain
