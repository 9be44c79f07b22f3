"""The signals of conduct in a sentence, without deeds that were not done, and whether its dealings are denied."""

import re
from collections.abc import Collection, Sequence

from tracker.domain.lexicon import Hit
from tracker.domain.uttering import is_in_clause
from tracker.intake.reading.scene import Seen

_DEEDS = frozenset({"deed", "done", "end", "filed"})
_NOT_BEFORE = 2
"""How many tokens may stand before a deed and be the word that says it was not done."""


def _undoes(no: Hit, deed: Hit, part: Seen) -> bool:
    """Whether a "not" stands just before a deed; one that a stop or a comma parts from it answers a question."""
    near = deed.first - _NOT_BEFORE <= no.first < deed.first
    return near and not set(part.scene.text[no.end : deed.start]) & set(".,;:")


def told_in(part: Seen) -> frozenset[str]:
    """The signals of a sentence; a deed that was not done is none, but a breach."""
    nots = part.scene.of("negation")
    deeds = [hit for hit in part.scene.of("tells") if hit.value in _DEEDS]
    within = {hit for hit in deeds if any(hit.first <= no.first < hit.after for no in nots)}
    undone = {hit for hit in deeds if hit not in within and any(_undoes(no, hit, part) for no in nots)}
    undone |= {hit for hit in deeds if any(no.first == hit.after and part.scene.words(no) == "no" for no in nots)}
    urged = {hit for hit in deeds if any(0 <= hit.first - ought.after <= 1 for ought in _oughts(part))}
    aside = [one.verb.first for one in part.speeches if is_in_clause(one, part.scene)]
    urged |= {hit for hit in part.scene.of("tells") if hit.value in _OF_SPEECH and hit.first in aside}
    told = {hit.value for hit in part.scene.of("tells") if hit.value and hit not in undone | urged}
    told -= {"will"} if _is_beside_done(part) else set()
    told = _without_none(told, part, nots)
    told -= {"breach"} if _is_pursued(part, deeds, undone) else set()
    told |= {"none"} if any(_is_of_none(hit, part) for hit in part.scene.of("tells")) else set()
    return frozenset(told | {"breach"} if undone else told)


def _is_beside_done(part: Seen) -> bool:
    """Whether what will be is only told behind a deed, of nothing that a duty is about: "…, and three will testify"."""
    deeds = [hit.first for hit in part.scene.of("tells") if hit.value in _DEEDS]
    ahead = [hit.first for hit in part.scene.of("tells") if hit.value == "will"]
    if part.scene.manner.subject_first or not deeds or not ahead or deeds[0] >= ahead[0]:
        return False
    return not any(hit.first >= ahead[0] for hit in part.scene.of("concept"))


def _without_none(told: set[str], part: Seen, nots: Sequence[Hit]) -> set[str]:
    """The signals where of what would go on there is nothing any more: "none of the 2,800 workers was still there"."""
    going = [hit for hit in part.scene.of("tells") if hit.value in ("breach", "ongoing")]
    none = [hit for hit in going if _STILL & set(part.scene.keys(hit.first, hit.after)) and _has_none(hit, nots, part)]
    if not none or len(none) < len(going):
        return told
    return told - {"breach", "ongoing", "trade"} | {"done", "none"}


_OF_SPEECH = ("accuse", "find", "call", "deny")
_STILL = frozenset(["still", "remain", "remains", "remained", "remaining", "works", "work", "working", "worked"])
_OFFENCE = re.compile(
    r"front|shell|cover|illicit|illegal|smuggl|evasion|evad|evading|forged|falsified|fake|false|doctored|violat|breach|clandestin"
    r"|circumvent|fraud|undeclared|unlicensed|conceal|disguis|hid|secret|covert|contraven|sanctions|ship-to-ship|despite"
)


def _is_pursued(part: Seen, deeds: Sequence[Hit], undone: Collection[Hit]) -> bool:
    """Whether an offence is only that against which a state acts: "Singapore prosecuted a trader for smuggling"."""
    first = min((hit.first for hit in deeds if hit not in undone and hit.value != "filed"), default=None)
    broken = [hit for hit in part.scene.of("tells") if hit.value == "breach"]
    offences = all(_OFFENCE.match(part.scene.words(hit).casefold()) for hit in broken)
    return first is not None and bool(broken) and offences and not undone and all(hit.first > first for hit in broken)


def _is_never(no: Hit, deed: Hit, part: Seen) -> bool:
    """Whether "ever" stands between a "no" and what is told: "… that no ship of ours has ever carried coal"."""
    return 0 < deed.first - no.first <= _FAR and "ever" in part.scene.keys(no.first, deed.first)


_FAR = 9
_NONE = ("no ", "there is no", "there are no", "there was no", "there were no")


def _is_of_none(hit: Hit, part: Seen) -> bool:
    """Whether words say that there is nobody and nothing of the kind: "There is no North Korean pilot here"."""
    return hit.value in ("done", "comply") and part.scene.words(hit).casefold().startswith(_NONE)


def _oughts(part: Seen) -> list[Hit]:
    return [hit for hit in part.scene.of("tells") if hit.value == "ought"]


_LONG = 16
"""How many tokens a subject with "none of" may have before its verb."""
_STOP = re.compile("[,;:](?![0-9])")
_BEGINS = frozenset(["that", "said", "says", "insisted", "stressed", "and", "but", "while"])


def _has_none(hit: Hit, nots: Sequence[Hit], part: Seen) -> bool:
    """Whether the subject of dealings begins with "no" or "not one": "stressed that not one engine had been sold"."""
    for no in (one for one in nots if 0 < hit.first - one.first <= _LONG):
        before = part.scene.keys(no.first - 1, no.first) if no.first else ("that",)
        led = set(before) & _BEGINS or part.scene.text[: part.scene.tokens[no.first].start].rstrip()[-1:] in (",", '"')
        subject = part.scene.words(no).casefold() in ("no", "none", "neither", "nobody") or (
            part.scene.keys(no.after, no.after + 1) in (("one",), ("a",))
        )
        if led and subject and not _STOP.search(part.scene.text, no.end, hit.start):
            return True
    return False


_JUST_BEFORE = 3
_LEADS = 2
"""How many tokens may stand before a "no" that denies the whole sentence: "(a) No national of … holds a visa"."""


def negated(part: Seen) -> bool:
    """Whether a word such as "no" or "not" stands just before or after the dealings that are told of."""
    tells, nots = part.scene.of("tells"), part.scene.of("negation")
    before = _JUST_BEFORE if part.scene.manner.spaced else 2 * _JUST_BEFORE
    told = [(hit.first - before, hit.after) for hit in tells if hit.value in ("trade", "ongoing")]
    told += [(hit.first - before, hit.first - 1) for hit in tells if hit.value == "breach"]
    if nots and nots[0].first <= _LEADS and part.scene.manner.spaced:
        told += [(0, hit.after) for hit in tells if hit.value == "trade"]
    if any(no.first <= _JUST_BEFORE and hit.value == "trade" and no.first < hit.first for no in nots for hit in tells):
        return True  # "No ship of ours has ever carried …"
    if any(hit.value == "trade" and _is_never(no, hit, part) for no in nots for hit in tells):
        return True
    told += [(hit.first - _LONG, hit.first - 1) for hit in tells if hit.value == "trade" and _has_none(hit, nots, part)]
    told += [(hit.first, hit.after - 1) for hit in tells if hit.value == "comply"]
    return any(low <= no.first <= high for low, high in told for no in nots)
