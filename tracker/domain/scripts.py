"""Scripts as far as quoting needs to know them: who writes spaces, what clings to a letter, where a word may be cut.

Latin, Cyrillic, Greek and Arabic put spaces between words, so a quotation begins and ends with a whole word there.
Chinese, Japanese, Thai, Lao, Khmer and Burmese put none, so any place between two characters will do. Korean puts
spaces, but hangs particles on its words: a quotation may stop before one.
"""

import re
import unicodedata
from enum import Enum
from functools import lru_cache

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u3096"
    "\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff"
)
HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc"
MARKS = "".join(c for c in map(chr, range(0x300, 0x10000)) if unicodedata.category(c)[0] == "M") + "\u1160-\u11ff"
# What is not seen on a page: controls, soft hyphens, joiners, signs of direction, variation selectors, and the
# stroke that stretches an Arabic word (tatweel).
IGNORED = (
    "\x00\x01\x03-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u0640\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
)
HYPHENS = "-\u2010\u2011\uff0d\ufe63\x02\ufffe"  # the last two are what a PDF reader leaves of a hyphen at a line's end

_PARTICLE = re.compile(
    r"(?:은|는|이|가|을|를|의|에|에서|에게|에게서|께|께서|와|과|도|만|로|으로|부터|까지|보다|처럼|이나|나|이며|며|이고"
    r"|라는|이라는|라고|이라고|라며|이라며|에는|에도|에서는|에서도|으로는|로는|으로부터|로부터|이다|들|들의|들이|들을|들은)"
    r"(?!\w)"
)
_UNSEEN = re.compile(f"^[{IGNORED}]*")
_UNSEEN_BEFORE = re.compile(f"[{IGNORED}]*$")
_AFTER_HYPHEN = re.compile(rf"[^\W\d_][{MARKS}]*[{HYPHENS}]\s*$")
_BEFORE_BROKEN_LINE = re.compile(rf"[{HYPHENS}\u00ad][ \t{IGNORED}]*[\r\n\f]\s*[^\W\d_]")
# 2,500 and 1.5, and 2 500 with a space that does not break.
_NUMBER = re.compile(r"\d+(?:(?:[.,٫٬．，'’](?=\d)|[\u00a0\u2007\u2009\u202f](?=\d{3}(?!\d)))\d+)*")
_NEIGHBOURHOOD = 40


class Sort(Enum):
    """How a character behaves beside a space; OTHER is no part of a word."""

    SPACED = "a"
    DIGIT = "0"
    HANGUL = "가"
    UNSPACED = "一"
    OTHER = ""


_SORTS = ((re.compile(f"[{HANGUL}]"), Sort.HANGUL), (re.compile(f"[{UNSPACED}]"), Sort.UNSPACED))


@lru_cache(maxsize=4096)
def sort_of(character: str) -> Sort:
    """The sort of one character; of the empty string, which stands for the end of a text, OTHER."""
    for pattern, sort in _SORTS:
        if pattern.match(character):
            return sort
    if character.isdecimal():
        return Sort.DIGIT
    return Sort.SPACED if character.isalnum() or is_mark(character) else Sort.OTHER


def is_mark(character: str) -> bool:
    """Whether a character is written on the one before it: an accent, a vowel sign, the later parts of a syllable."""
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff" if character else False


def begins_word(text: str, position: int) -> bool:
    """Whether a quotation may begin at a position: not within a word, a number, or after a hyphen.

    "compliance" is not to be had from "non-compliance", nor "500" from "2,500".
    """
    before, after = _sides(text, position)
    if _AFTER_HYPHEN.search(before) and after[:1].isalpha():
        return False
    return not (_within_number(before, after) or _within_word(before, after))


def ends_word(text: str, position: int) -> bool:
    """Whether a quotation may end at a position: not within a word or number.

    It may end before a hyphen, before a Korean particle, and before a number of a footnote that clings to the word.
    """
    before, after = _sides(text, position)
    if _BEFORE_BROKEN_LINE.match(text, position, position + _NEIGHBOURHOOD) and before[-1:].isalpha():
        return False
    if _within_word(before, after):
        return bool(_PARTICLE.match(unicodedata.normalize("NFC", after))) or _before_footnote(before, after)
    return not _within_number(before, after)


def _sides(text: str, position: int) -> tuple[str, str]:
    """What is seen before and after a position."""
    before = text[max(0, position - _NEIGHBOURHOOD) : position]
    after = text[position : position + _NEIGHBOURHOOD]
    return _UNSEEN_BEFORE.sub("", before), _UNSEEN.sub("", after, count=1)


def _within_word(before: str, after: str) -> bool:
    if is_mark(after[:1]):
        return bool(before)
    sorts = {sort_of(before[-1:]), sort_of(after[:1])}
    if sorts & {Sort.OTHER, Sort.UNSPACED}:
        return False
    return Sort.HANGUL not in sorts or len(sorts) == 1


def _before_footnote(before: str, after: str) -> bool:
    return sort_of(before[-1:]) is Sort.SPACED and after[:1].isdecimal()


def _within_number(before: str, after: str) -> bool:
    return any(number.start() < len(before) < number.end() for number in _NUMBER.finditer(before + after))
