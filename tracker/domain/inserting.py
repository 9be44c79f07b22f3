"""Words put into a sentence that only say who carried it: "Matsegora (quoted by TASS) pledged".

Whoever is named in them did not speak: the speaker is the subject of the sentence.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.domain.lexicon import Hit
from tracker.domain.scenes import Scene
from tracker.domain.uttering import Speech, speeches
from tracker.domain.voicing import Voice

_OPENS = re.compile(
    r"(?P<bracket>[(（\[])?(?(bracket)|[,،，]) ?(?:(?:as|was|were|comme|tel que|como|tal como|как|كما) )?$",
    re.IGNORECASE,
)
_LOOKED = 14
"""How many characters before its first word an insertion may open."""
_LONGEST = 80
"""How many characters an insertion may have."""
_BRACKETS, _COMMAS = ")）]", ",،，"
_LEADS = frozenset([("relay", "by"), ("quoting", "yes"), ("speech", "after"), ("speech", "citing")])
_NEAR = 2
"""How many tokens may lie between an insertion and the voice before it, or the verb behind it."""


def speeches_around(scene: Scene, among: Sequence[Voice]) -> list[Speech]:
    """Each verb of speech with its voice: behind what is put into the sentence, the voice before that."""
    found = _inserted(scene, among)
    if not found:
        return speeches(scene, among)
    inner = {at for one in found for at in range(one.first, one.after)}
    told = [Speech(one.subject, one.verb) for one in found if one.verb is not None]
    spent = {speech.verb for speech in told}
    kept = tuple(hit for hit in scene.hits if hit not in spent and (hit.category != "speech" or hit.first not in inner))
    voices = [voice for voice in among if voice.first not in inner or not _carries(voice)]
    return [*told, *speeches(replace(scene, hits=kept, _by={}), voices)]


@dataclass(frozen=True, slots=True)
class _Inserted:
    """What stands between a voice and what it does: tokens `first` to before `after`, and the verb just behind it."""

    first: int
    after: int
    subject: Voice
    verb: Hit | None

    def only_carries(self, carrying: Mapping[int, bool]) -> bool:
        """Whether a paper is named in it, and nobody else; by the first token of each, whether it may be a paper."""
        named = [carrying[at] for at in range(self.first, self.after) if at in carrying]
        return bool(named) and all(named)


def _carries(voice: Voice) -> bool:
    """Whether a voice may be a paper or agency, one that no dictionary knows with it."""
    return bool(voice.press) or voice.is_nobody or voice.office in ("newspaper", "media")


def _inserted(scene: Scene, among: Sequence[Voice]) -> list[_Inserted]:
    """All that is put into a sentence behind somebody who is no paper."""
    leads = [hit for hit in scene.of("relay", "quoting", "speech") if (hit.category, hit.value) in _LEADS]
    subjects = {voice.after: voice for voice in among if not voice.press}
    verbs = {hit.first: hit for hit in scene.of("speech")} if leads and subjects else {}
    some = (_around(scene, lead, subjects, verbs) for lead in (leads if verbs else ()))
    carrying = {voice.first: _carries(voice) for voice in among}
    carrying |= {hit.first: True for hit in scene.of("press")}
    found = {one.first: one for one in some if one is not None and one.only_carries(carrying)}
    return list(found.values())


def _around(scene: Scene, lead: Hit, subjects: Mapping[int, Voice], verbs: Mapping[int, Hit]) -> _Inserted | None:
    """What a word opens and a bracket closes; between commas only where it parts a voice from its verb."""
    low = max(scene.start, lead.start - _LOOKED)
    opened = _OPENS.search(scene.text[low : lead.start])
    closing = _closing(scene, lead, _BRACKETS if opened["bracket"] else _COMMAS) if opened else 0
    if opened is None or not closing:
        return None
    first, after = lead.first, lead.after
    while first > 0 and scene.tokens[first - 1].start >= low + opened.start():
        first -= 1
    while after < len(scene.tokens) and scene.tokens[after].end <= closing:
        after += 1
    before = (subjects[at] for at in range(first, first - _NEAR - 1, -1) if at in subjects)
    behind = (verbs[at] for at in range(after, after + _NEAR + 1) if at in verbs)
    subject, verb = next(before, None), next(behind, None)
    if subject is None or (verb is None and not opened["bracket"]):
        return None
    return _Inserted(first, after, subject, verb)


def _closing(scene: Scene, lead: Hit, marks: str) -> int:
    """Where an insertion closes; 0 where it does not."""
    rest = scene.text[lead.end : min(scene.end, lead.end + _LONGEST)]
    places = [at for at, character in enumerate(rest) if character in marks]
    return lead.end + places[0] if places else 0
