"""Words for the search index: folded the same way in both databases, in every script.

Latin, Cyrillic, Arabic and Hangul texts are cut at what is not a letter or digit; case and accents are folded. Chinese
and Japanese write no spaces, so their runs, and Korean ones too (whose particles cling to the word), are indexed by
pairs of characters. A query finds a claim that has every word of it, as a beginning.
"""

import re
import unicodedata

LONGEST = 60
_WORD = re.compile(r"\w+")
_PAIRED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]+")


def fold(text: str) -> str:
    """Case, accents and compatibility forms removed; the text to compare by."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare)


def terms(text: str) -> frozenset[str]:
    """All terms of a text to be indexed, each at most 60 characters long."""
    found: set[str] = set()
    for word in _WORD.findall(fold(text)):
        found.add(word[:LONGEST])
        for run in _PAIRED.findall(word):
            found.update(_pairs(run))
    return frozenset(found)


def query_terms(text: str) -> tuple[str, ...]:
    """The terms that a claim must have, in a stable order; a run of paired script asks for each of its pairs."""
    found: set[str] = set()
    for word in _WORD.findall(fold(text)):
        runs = _PAIRED.findall(word)
        found.update(pair for run in runs for pair in _pairs(run))
        found.update(rest[:LONGEST] for rest in _PAIRED.split(word) if rest)
    return tuple(sorted(found))


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]
