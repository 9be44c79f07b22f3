"""A text as a reader sees it, and the way back to the text as it was given.

What is not seen (zero-width characters, signs of direction, soft hyphens, marks on letters) is left out; what only
looks different (full-width forms, digits of other scripts, accents, curly apostrophes) is put plainly; and a word in
which Latin and Cyrillic or Greek letters are mixed is put into the script of most of its letters.
"""

import re
import unicodedata
from bisect import bisect_left
from functools import cached_property

from tracker.domain.folding import Learnt
from tracker.domain.scripts import IGNORED

_CLINGING = (
    "\u0300-\u036f\u0483-\u0489\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u20d0-\u20ff\ufe20-\ufe2f"
)
_UNSEEN = re.compile(f"[{IGNORED}{_CLINGING}]+")
_DIGITS = re.compile(r"(?<![^\W_])(?=[0-9OoIlЗзОоІі]*[0-9])[0-9]*[ЗзОоІіOoIl][0-9ЗзОоІіOoIl]+(?![^\W_])")
_TO_DIGITS = str.maketrans("ЗзОоІіOoIl", "3300110011")
_MIXED = re.compile(r"[A-Za-z][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-z]")
_WORD = re.compile(r"[A-Za-z\u0370-\u04ff]+")
_ACCENTED = re.compile(r"[\u00c0-\u024f\u0370-\u04ff\u0600-\u06ff\u1e00-\u1fff]")
_APOSTROPHES = "\u2018\u2019\u201b\u2032\u02bc\u02b9\u00b4\u0060\uff07"
_CYRILLIC = "АВЕКМНОРСТУХІЈЅЗаеорсухіјѕгпктиΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαρυνικ"
_LATIN = "ABEKMHOPCTYXIJS3aeopcyxijsrnkmuABEZHIKMNOPTYXoapuvik"
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_TO_CYRILLIC = str.maketrans("ABEKMHOPCTYXIaeopcyxi", "АВЕКМНОРСТУХІаеорсухі")


def _plainest(c: str) -> str:
    if c in _APOSTROPHES:
        return "'"
    if c in "\n\r\f\v\u2028\u2029\x85":
        return "\n"
    if c.isspace() or unicodedata.category(c) == "Zs":
        return " "
    if c.isdecimal():
        return str(unicodedata.decimal(c))
    if unicodedata.category(c) == "Pd":
        return "-"
    form = unicodedata.normalize("NFKC", c)
    c = form if len(form) == 1 else c
    return unicodedata.normalize("NFD", c)[0] if _ACCENTED.match(c) else _STROKED.get(c, c)


_STROKED = {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i"}
_PLAIN = Learnt(_plainest)


class Visible:
    """`text` is what is seen; `place(n)` is where its n-th character stands in the `given` text.

    `mixed` is the same with the letters of two scripts that a word may have.
    """

    def __init__(self, given: str) -> None:
        self.given = given
        plain = given if given.isascii() else given.translate(_PLAIN)
        self._cuts = [match.span() for match in _UNSEEN.finditer(plain)]
        self.mixed = _UNSEEN.sub("", plain) if self._cuts else plain
        self.text = _unmixed(self.mixed)

    @cached_property
    def _gone(self) -> tuple[list[int], list[int]]:
        """Where in what is seen something was left out, and how much had been left out by then."""
        places, sums, total = [], [], 0
        for start, end in self._cuts:
            places.append(start - total)
            total += end - start
            sums.append(total)
        return places, sums

    def place(self, n: int) -> int:
        """The position in the given text of a position at which something begins."""
        if not self._cuts:
            return n
        places, sums = self._gone
        before = bisect_left(places, n + 1)
        return n + (sums[before - 1] if before else 0)

    def end(self, n: int) -> int:
        """The position in the given text of a position at which something ends."""
        return self.place(n - 1) + 1 if n else 0

    def words(self, start: int, end: int) -> str:
        """The words of the given text between two positions of what is seen."""
        return self.given[self.place(start) : self.end(end)]


def _unmixed(text: str) -> str:
    if text.isascii():
        return text
    text = _DIGITS.sub(lambda number: number[0].translate(_TO_DIGITS) if _is_number(number[0]) else number[0], text)
    if not _MIXED.search(text):
        return text
    return _WORD.sub(_one_script, text)


def _is_number(word: str) -> bool:
    """Whether letters that look like digits stand among digits: at least two of four."""
    return len(word) == 4 and sum(c.isdecimal() for c in word) >= 2


def _one_script(word: re.Match[str]) -> str:
    found = word[0]
    latin = sum(c.isascii() for c in found)
    if latin in (0, len(found)):
        return found
    return found.translate(_TO_LATIN if 2 * latin >= len(found) else _TO_CYRILLIC)
