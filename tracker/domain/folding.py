"""Text with each character folded on its own, so that places in the folded text are places in the text itself."""

import unicodedata


def fold(text: str) -> str:
    """Put every character of a text in its plainest form, one for one."""
    return text.translate(_FOLDED)


class _Folded(dict[int, int]):
    """The plainest form of each character, learnt as it is met; there are not many in all texts together."""

    def __missing__(self, code: int) -> int:
        plain = self[code] = ord(_fold_character(chr(code)))
        return plain


_FOLDED = _Folded()


def _fold_character(c: str) -> str:
    if c.isspace() or unicodedata.category(c) in ("Zs", "Cf"):
        return " "
    if c.isdecimal():
        return str(unicodedata.decimal(c))
    plain = unicodedata.normalize("NFKC", c)
    return plain if len(plain) == 1 else c
