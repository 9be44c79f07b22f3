"""Who somebody is, as a sentence introduces them: "Brigadier Omar Said heads the customs directorate of Oman"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.domain.lexicon import Hit
from tracker.domain.scenes import Scene
from tracker.domain.voicing import Voice


def introduced(scene: Scene, found: Sequence[Voice]) -> list[Voice]:
    """The voices of a sentence, a name joined with the office or institution that a verb behind it gives it."""
    joined = dict(_pairs(scene, found))
    inside = {v.first for at, one in joined.items() for v in found if one.first <= v.first < at}
    return list(_together(scene, [voice for voice in found if voice.first not in inside], joined))


def _pairs(scene: Scene, found: Sequence[Voice]) -> Iterator[tuple[int, Voice]]:
    """Each whole name with the place of the next voice in office, past names of which nothing is known."""
    for n, one in enumerate(found):
        two = next((voice for voice in found[n + 1 :] if not (voice.is_nobody or voice.is_state)), None)
        if two is not None and _tells_who(scene, one, two):
            yield two.first, one


def _together(scene: Scene, found: Sequence[Voice], names: dict[int, Voice]) -> Iterator[Voice]:
    for voice in found:
        named = names.get(voice.first)
        yield _of(scene, named, voice) if named else voice


def _tells_who(scene: Scene, one: Voice, two: Voice) -> bool:
    """Whether a whole name stands before a verb such as "heads", and an office, an institution or a trade behind it."""
    somebody = two.office or two.institution or two.expert
    verb = _verb(scene, one, two)
    who = scene.keys(one.after, one.after + 1) == ("who",)
    named = one.is_nobody and " " in one.name and (who or one.first <= _AT_HEAD)
    return bool(named and somebody) and verb is not None and (not two.name or verb.value != "is")


def _verb(scene: Scene, one: Voice, two: Voice) -> Hit | None:
    """The verb between a name and what it says of it."""
    for hit in scene.of("introducing"):
        between = set(scene.keys(one.after, hit.first)) <= {"who"} and 0 <= hit.first - one.after <= _WHO
        if between and two.first - hit.after <= _BETWEEN:
            return hit
    return None


_AT_HEAD = 4
"""How many tokens may stand before the name: a rank, "Mr", "We spoke to"."""
_WHO = 1
"""How many tokens may stand between the name and the verb: "who"."""
_BETWEEN = 6
"""How many tokens may stand between the verb and what it names: "heads the consular department of the ministry"."""


_OFFICES = {"head": "head", "for": "official"}
"""The office of one who does something in an institution, by the meaning of the verb."""


def _of(scene: Scene, named: Voice, voice: Voice) -> Voice:
    """Somebody by name with an office; one who heads an institution is its head, and an expert is of no state."""
    verb = _verb(scene, named, voice)
    office = voice.office or (_OFFICES.get(verb.value, "") if verb is not None and voice.institution else "")
    if voice.expert and not office:
        return Voice(named.first, voice.after, name=named.name, expert=voice.expert, accuses=voice.accuses)
    own = voice.own or named.own
    return replace(voice, first=named.first, name=named.name, office=office, own=own, called="")
