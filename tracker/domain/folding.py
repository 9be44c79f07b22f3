"""Text with each character folded on its own, so that places in the folded text are places in the text itself."""

import unicodedata
from collections.abc import Callable


class Learnt(dict[int, int]):
    """What becomes of each character, one for one; learnt as it is met, since all texts together have not many."""

    def __init__(self, become: Callable[[str], str]) -> None:
        super().__init__()
        self._become = become

    def __missing__(self, code: int) -> int:
        plain = self[code] = ord(self._become(chr(code)))
        return plain


def fold(text: str) -> str:
    """Put every character of a text in its plainest form, one for one."""
    return text.translate(_FOLDED)


def _fold_character(c: str) -> str:
    if c.isspace() or unicodedata.category(c) in ("Zs", "Cf"):
        return " "
    if c.isdecimal():
        return str(unicodedata.decimal(c))
    plain = unicodedata.normalize("NFKC", c)
    return plain if len(plain) == 1 else c


_FOLDED = Learnt(_fold_character)
