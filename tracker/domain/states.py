"""State names in text. The index is built from records; no name is written here."""

import re
import unicodedata
from collections.abc import Iterable

_MARKS = re.compile(r"[\u0027\u0060\u00b4\u02b9\u02bb\u02bc\u2018\u2019\u201b\u2032\uff07]")
_INITIALS = re.compile(r"\b(?:\w\.){2,}")
_NOT_WORD = re.compile(r"[^\w]+")
# Letters that carry a stroke or a ligature and so keep it under Unicode decomposition.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


class AmbiguousName(ValueError):
    """Two states were given one name."""


class StateNames:
    """Names and aliases to codes, whatever the case, accents, punctuation or kind of apostrophe."""

    def __init__(self, names: Iterable[tuple[str, Iterable[str]]]) -> None:
        """`names` pairs a code with all the names of one state. Raises AmbiguousName."""
        self._names: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        for code, spellings in names:
            self._codes[fold_name(code)] = code
            for spelling in spellings:
                self._add(fold_name(spelling), spelling, code)
        self._words_longest = max((name.count(" ") + 1 for name in self._names), default=0)

    def _add(self, key: str, spelling: str, code: str) -> None:
        known = self._names.setdefault(key, code) if key else code
        if known != code:
            raise AmbiguousName(f"“{spelling}” is given as a name of both {known} and {code}: keep it on one of them.")

    def resolve(self, text: str) -> str | None:
        """Find the code of which the whole text is a name, or which it is itself; None when there is none."""
        key = fold_name(text)
        return self._names.get(key) or self._codes.get(key)

    def find(self, text: str) -> tuple[str, ...]:
        """Codes of the states named in running text, in order of first mention, each once.

        The longest name that starts at a word wins and its words are spent, so the Republic of Korea is not
        found inside the name of its neighbour. Names of three letters or fewer must be in capitals ("US", not
        "us"), and codes are not looked for, because AND, ARE and CAN are codes.
        """
        words = _words(text)
        found: dict[str, None] = {}
        at = 0
        while at < len(words):
            length, code = self._longest_at(words, at)
            if code is not None:
                found.setdefault(code)
            at += length
        return tuple(found)

    def _longest_at(self, words: list[tuple[str, str]], at: int) -> tuple[int, str | None]:
        for length in range(min(self._words_longest, len(words) - at), 0, -1):
            for key in _readings([word for word, _ in words[at : at + length]]):
                code = self._names.get(key)
                if code is not None and (len(key) > 3 or words[at][1].isupper()):
                    return length, code
        return 1, None


def fold_name(text: str) -> str:
    """Bring a name into the form compared: no case, accents, apostrophes, punctuation or leading "the"."""
    return " ".join(word for word, _ in _words(text)).removeprefix("the ")


def _words(text: str) -> list[tuple[str, str]]:
    """Split into folded words, each with the word as written; "U.S." is one word."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text)).replace("&", " and ")
    plain = _INITIALS.sub(lambda found: found[0].replace(".", "") + " ", plain)
    return [(_fold(word), word) for word in _NOT_WORD.split(plain) if word]


def _fold(word: str) -> str:
    split = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return "".join(c for c in split if not unicodedata.combining(c))


def _readings(words: list[str]) -> tuple[str, ...]:
    """Give the words, and again without a final s for "Russia's", whose apostrophe is gone by now."""
    whole = " ".join(words)
    return (whole, whole.removesuffix("s")) if whole.endswith("s") else (whole,)
