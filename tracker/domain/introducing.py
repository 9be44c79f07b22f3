"""Who somebody is, as a sentence introduces them: "Brigadier Omar Said heads the customs directorate of Oman"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from tracker.domain.scenes import Scene
from tracker.domain.voicing import Voice


def introduced(scene: Scene, found: Sequence[Voice]) -> list[Voice]:
    """The voices of a sentence, a name at its head joined with what the verb behind it says that they are."""
    joined = {two.first: one for one, two in pairwise(found) if _tells_who(scene, one, two)}
    heads = {one.first for one in joined.values()}
    return list(_together(scene, [voice for voice in found if voice.first not in heads], joined))


def _together(scene: Scene, found: Sequence[Voice], names: dict[int, Voice]) -> Iterator[Voice]:
    for voice in found:
        named = names.get(voice.first)
        yield _of(scene, named, voice) if named else voice


def _tells_who(scene: Scene, one: Voice, two: Voice) -> bool:
    """Whether a whole name stands before a verb such as "heads", and an office, an institution or a trade behind it."""
    somebody = two.office or two.institution or two.expert
    if not (one.is_nobody and " " in one.name and one.first <= _AT_HEAD and somebody) or two.name:
        return False
    verbs = [hit for hit in scene.of("introducing") if 0 <= hit.first - one.after <= _WHO]
    return any(set(scene.keys(one.after, hit.first)) <= {"who"} and two.first - hit.after <= _BETWEEN for hit in verbs)


_AT_HEAD = 4
"""How many tokens may stand before the name: a rank, "Mr", "We spoke to"."""
_WHO = 1
"""How many tokens may stand between the name and the verb: "who"."""
_BETWEEN = 6
"""How many tokens may stand between the verb and what it names: "heads the consular department of the ministry"."""


def _of(scene: Scene, named: Voice, voice: Voice) -> Voice:
    """Somebody by name with an office; one who heads an institution is its head, and an expert is of no state."""
    heads = any(hit.value == "head" and named.after <= hit.first < voice.first for hit in scene.of("introducing"))
    office = voice.office or ("head" if heads and voice.institution else "")
    if voice.expert and not office:
        return Voice(named.first, voice.after, name=named.name, expert=voice.expert, accuses=voice.accuses)
    own = voice.own or named.own
    return replace(voice, first=named.first, name=named.name, office=office, own=own, called="")
