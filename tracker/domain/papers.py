"""Documents that say something ("the report also states"), and papers that somebody cites ("citing court records")."""

from collections.abc import Sequence

from tracker.domain.lexicon import Hit
from tracker.domain.scenes import Scene
from tracker.domain.voicing import Voice

ADVERBS = frozenset(
    ["still", "also", "already", "never", "not", "now", "once", "then", "since", "long", "first", "later"]
)
"""Small words that may stand before a verb and change nothing of who its subject is."""


def is_of_papers(scene: Scene, voice: Voice) -> bool:
    """Whether a voice is only that of which papers are: "citing court documents"."""
    return bool(_PAPERS & set(scene.keys(voice.after, voice.after + 1)))


_PAPERS = frozenset(
    [
        *("documents", "document", "records", "data", "papers", "filings", "figures", "statistics", "files", "report"),
        *("reports", "letters", "letter", "statements", "statement", "website", "notice", "testimony", "images"),
    ]
)


_DOCUMENTS = frozenset(
    [
        *("report", "document", "paper", "study", "letter", "note", "text", "communique", "submission", "indictment"),
        *("complaint", "statement", "memo", "email", "reply", "filing", "notice"),
    ]
)


def is_by_document(scene: Scene, verb: Hit, before: Sequence[Voice]) -> bool:
    """Whether a document says something, and whose it is was said before: "the 90-page report also states"."""
    at = verb.first - 1
    while at > 0 and (scene.tokens[at].key in ADVERBS or scene.tokens[at].key.endswith("ly")):
        at -= 1
    if at < 1 or not scene.manner.subject_first or scene.tokens[at].key not in _DOCUMENTS:
        return False
    led = set(scene.keys(max(0, at - 5), at)) & {"the", "same", "this", "that", "its", "their"}
    return bool(led) and not any(at - voice.after <= _CLOSE for voice in before if not voice.is_nobody)


_CLOSE = 4
"""How many tokens may stand between a body or ministry and the document that is its own."""
