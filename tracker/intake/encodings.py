"""In which encoding a text is written: by its mark, by what it declares, as UTF-8, or by a guess that says it is one.

Only encodings in which people write texts are known here. Python knows more names than that, some of which would run
a page through another alphabet (`utf-7`) or unpack it (`zip`).
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(
    rb"""<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,30})|^<\?xml[^>]{0,80}?encoding\s*=\s*["']([\w:.-]{2,30})""",
    re.IGNORECASE,
)
_HEAD, _SAMPLE = 4_096, 65_536

_BY_LABEL = {
    "cp1252": ("windows-1252", "cp1252", "iso-8859-1", "latin1", "ascii", "us-ascii", "x-sbcs"),
    "utf-8": ("utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "unicode"),
    "cp932": ("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"),
    "cp949": ("euc-kr", "ks_c_5601-1987", "ksc5601", "windows-949"),
    "gb18030": ("gb2312", "gbk", "gb18030", "x-gbk"),
    "big5hkscs": ("big5", "big5-hkscs"),
    "euc_jp": ("euc-jp",),
    "iso2022_jp": ("iso-2022-jp",),
    "koi8_r": ("koi8-r",),
    "koi8_u": ("koi8-u",),
    "cp866": ("ibm866", "cp866"),
    "cp874": ("windows-874", "tis-620"),
    "mac_roman": ("macintosh",),
} | {f"cp{page}": (f"windows-{page}", f"cp{page}") for page in (1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258)}
_ISO = {f"iso-8859-{part}": f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
KNOWN = {label: name for name, labels in _BY_LABEL.items() for label in labels} | _ISO
"""The encodings that a page may declare, by the labels that pages use, with the names that Python has for them."""

_SCRIPTS = {
    "cp949": ("HANGUL",),
    "cp932": ("HIRAGANA", "KATAKANA"),
    "gb18030": ("CJK",),
    "cp1251": ("CYRILLIC",),
    "koi8_r": ("CYRILLIC",),
    "cp1253": ("GREEK",),
    "cp1255": ("HEBREW",),
    "cp1256": ("ARABIC",),
}
_FLUENT = 0.9
"""The share of foreign letters that must follow one another as in a script, before a text is taken to be in it."""


def declared(data: bytes) -> str:
    """The encoding that a mark at the start, or a page or XML in its head, says it is in; empty where nothing does."""
    by_mark = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    found = None if by_mark else _DECLARED.search(data[:_HEAD])
    label = (found[1] or found[2]).decode("ascii").casefold() if found else ""
    return by_mark or KNOWN.get(label, "")


def encoding_of(data: bytes, *, said: str) -> tuple[str, bool]:
    """The encoding of a text and whether it is certain. `said` is what the text declares."""
    if said and _can_be(data, said):
        return said, True
    if _can_be(data, "utf-8") or _is_damaged_utf8(data):
        return "utf-8", True
    return _guess(data[:_SAMPLE]), False


def mixed(data: bytes, name: str) -> str:
    """A sentence about the part of a text that is in UTF-8, where the rest is in an encoding of one byte a letter."""
    found = _UTF8_WORD.search(data) if name.startswith(_ONE_BYTE) else None
    if found is None:
        return ""
    words = found[0].decode("utf-8", "replace")
    return f"A part of the file is in UTF-8 and looks damaged, first at character {found.start() + 1:,}: “{words}”."


_ONE_BYTE = ("cp125", "koi8")
_UTF8_WORD = re.compile(rb"(?:[\xc3-\xdf][\x80-\xbf]){3,20}|(?:[\xe0-\xef][\x80-\xbf]{2}){2,20}")
"""Letters in UTF-8 beside one another; in an encoding of one byte a letter these are no word of any language."""


def _can_be(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether at most one in ten of the characters beyond ASCII are no UTF-8: no other encoding looks like that."""
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    foreign = len(text) - len(data.translate(None, bytes(range(128, 256))))
    return lost * 10 <= foreign - lost


def _guess(sample: bytes) -> str:
    """The encoding of a foreign script in which nearly all of its letters make words; else Western European."""
    fluent = [(_fluency(sample.decode(name, "replace"), scripts), name) for name, scripts in _SCRIPTS.items()]
    best, name = max(fluent, key=lambda pair: pair[0])
    return name if best >= _FLUENT else "cp1252"


def _fluency(text: str, scripts: Iterable[str]) -> float:
    """How many of the letters beyond ASCII that stand side by side are of the script, without a capital in a word."""
    scripts = tuple(scripts)
    pairs = [(a, b) for a, b in pairwise(text) if _is_foreign(a) and _is_foreign(b)]
    good = sum(_is_of(a, scripts) and _is_of(b, scripts) and not (a.islower() and b.isupper()) for a, b in pairs)
    foreign = sum(map(_is_foreign, text))
    return good / len(pairs) if len(pairs) * 3 > foreign else 0.0


def _is_foreign(character: str) -> bool:
    return character > "\x7f" and (character.isalpha() or character == "�")


def _is_of(character: str, scripts: tuple[str, ...]) -> bool:
    return unicodedata.name(character, "").startswith(scripts)
