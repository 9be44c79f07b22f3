"""The signals of conduct in a sentence, without deeds that were not done, and whether its dealings are denied."""

from tracker.domain.lexicon import Hit
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
    urged = {hit for hit in deeds if any(0 <= hit.first - ought.after <= 1 for ought in _oughts(part))}
    told = {hit.value for hit in part.scene.of("tells") if hit.value and hit not in undone | urged}
    told -= {"will"} if _is_beside_done(part) else set()
    told |= {"none"} if any(_is_of_none(hit, part) for hit in part.scene.of("tells")) else set()
    return frozenset(told | {"breach"} if undone else told)


def _is_beside_done(part: Seen) -> bool:
    """Whether what will be is only told behind a deed, of nothing that a duty is about: "…, and three will testify"."""
    deeds = [hit.first for hit in part.scene.of("tells") if hit.value in _DEEDS]
    ahead = [hit.first for hit in part.scene.of("tells") if hit.value == "will"]
    if part.scene.manner.subject_first or not deeds or not ahead or deeds[0] >= ahead[0]:
        return False
    return not any(hit.first >= ahead[0] for hit in part.scene.of("concept"))


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
    told += [(hit.first, hit.after - 1) for hit in tells if hit.value == "comply"]
    return any(low <= no.first <= high for low, high in told for no in nots)
