"""Words for the search index: folded the same way in both databases, in every script.

Latin, Cyrillic, Arabic and Hangul texts are cut at what is not a letter or digit; case and accents are folded. Chinese
and Japanese write no spaces, so their runs, and Korean ones too (whose particles cling to the word), are indexed by
pairs of characters. A query finds a claim that has every word of it, as a beginning.
"""

import re
import unicodedata

LONGEST = 60
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_WORD = re.compile(r"\w+")
_PAIRED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]+")


def fold(text: str) -> str:
    """Case, accents and compatibility forms removed; the text to compare by."""
    if text.isascii():
        return text.lower()  # nothing to take apart
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", _BEYOND_ASCII.sub(_without_marks, decomposed))


def _without_marks(run: re.Match[str]) -> str:
    return "".join(c for c in run[0] if not unicodedata.combining(c))


def terms(text: str) -> frozenset[str]:
    """All terms of a text to be indexed, each at most 60 characters long."""
    folded = fold(text)
    words = set(_WORD.findall(folded))
    whole = frozenset(word[:LONGEST] for word in words)
    if _PAIRED.search(folded) is None:
        return whole  # no word has any other part than itself
    return whole | frozenset(part for word in words for part in _parts(word))


def query_terms(text: str) -> tuple[str, ...]:
    """The terms that a claim must have, in a stable order; a run of paired script asks for each of its pairs."""
    return tuple(sorted({part for word in _WORD.findall(fold(text)) for part in _parts(word)}))


def _parts(word: str) -> list[str]:
    """A word cut where the script changes: pairs of its paired runs, and what stands between them."""
    pairs = [pair for run in _PAIRED.findall(word) for pair in _pairs(run)]
    return pairs + [rest[:LONGEST] for rest in _PAIRED.split(word) if rest]


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]
