"""Words that are nouns where they stand, though a dictionary has them as verbs: "the reports", "of disputes"."""

from dataclasses import replace

from tracker.domain.lexicon import Hit
from tracker.domain.scenes import Scene

_VERBS = ("tells", "speech", "relay")
_BEFORE_NOUNS = frozenset(
    ["the", "a", "an", "of", "its", "their", "his", "her", "our", "my", "these", "those", "such", "several", "many"]
)
"""Words behind which stands no verb in the present."""
_BEFORE_PLURALS = _BEFORE_NOUNS | frozenset(
    ["in", "on", "with", "from", "by", "for", "to", "about", "against", "under"]
)
"""Words behind which a form in "s" is no verb."""


def without_nouns(scene: Scene) -> Scene:
    """An English sentence without verbs that are nouns there."""
    wrong = {hit for hit in scene.of(*_VERBS) if _is_noun(hit, scene)}
    return replace(scene, hits=tuple(hit for hit in scene.hits if hit not in wrong), _by={}) if wrong else scene


def _is_noun(hit: Hit, scene: Scene) -> bool:
    if hit.after - hit.first > 1 or not hit.first or scene.text[hit.start - 1] not in " -":
        return False
    words = (one for one in scene.of("noun") if (one.first, one.after) == (hit.first, hit.after))
    if next(words, None) is None:
        return False
    plural = scene.tokens[hit.first].key.endswith("s")
    return scene.tokens[hit.first - 1].key in (_BEFORE_PLURALS if plural else _BEFORE_NOUNS)
