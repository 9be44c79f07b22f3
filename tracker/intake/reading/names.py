"""Names of states, capitals and newspapers in the six languages.

States have the record's own names in English, those of the Unicode Common Locale Data (`babel`) in the other languages,
and besides them what the dictionary of the language adds: names of the UN in it, capitals that stand for a government,
and words for what belongs to a state.
"""

from collections.abc import Iterator
from functools import lru_cache

from babel import Locale

from tracker.domain.book import Book
from tracker.domain.visible import Visible
from tracker.domain.vocabulary import NameKind
from tracker.intake.reading import press, words

_RUSSIAN_NOUN = (
    "а",
    "я",
    "и",
    "ы",
    "е",
    "у",
    "ю",
    "ои",
    "еи",
    "ом",
    "ем",
    "ам",
    "ям",
    "ами",
    "ями",
    "ах",
    "ях",
    "ь",
    "ью",
    "",
)


_RUSSIAN_END = "аяиыеуюоь"


def plain(words: str) -> str:
    """Words as they are seen in a text that is read."""
    return Visible(words).text


def of_states(code: str, found: words.Entries, book: Book) -> Iterator[tuple[str, str, str]]:
    """Every name of every state in a language, with its category and the state's code."""
    if code == "en":
        yield from _english(book)
    else:
        yield from _elsewhere(code, book)
    for category in ("state", "demonym"):
        yield from ((plain(one), category, state) for state, one in found[category])


def _english(book: Book) -> Iterator[tuple[str, str, str]]:
    for state in book.states:
        for name, kind in ((state.name, None), *state.names):
            spelling = plain(name)
            if kind is not NameKind.DEMONYM:
                yield spelling, "state", state.code
                yield from ((f"{title} {spelling}", "state", state.code) for title in _TITLES if spelling.isalpha())
            else:
                yield spelling, "demonym", state.code
                yield f"{spelling}s", "demonym", state.code


_TITLES = ("Republic of", "Kingdom of", "Islamic Republic of", "Federal Republic of", "Sultanate of", "State of")
"""What stands before the name of a state in its long form."""


def _elsewhere(code: str, book: Book) -> Iterator[tuple[str, str, str]]:
    territories = Locale.parse(code).territories
    for state in book.states:
        name = territories.get(state.iso2)
        if name:
            yield from ((one, "state", state.code) for one in _spellings(code, plain(name).replace("ё", "е")))
        for other, kind in state.names:
            if kind is NameKind.ALIAS and other.isascii() and other.isupper() and len(other) > 2:
                yield other, "state", state.code


def _spellings(code: str, name: str) -> list[str]:
    """A name as it stands in a text; a Russian one in its cases."""
    bare = name.partition(" (")[0]
    if code != "ru":
        return [bare]
    words = bare.split()
    if len(words) > 1:
        return [
            " ".join(
                f"{word[: max(3, len(word) - 2)]}*" if word.isalpha() and len(word) > 3 else word for word in words
            )
        ]
    stem = bare[:-1] if len(bare) > 4 and bare[-1] in _RUSSIAN_END else bare
    return [bare, *(stem + ending for ending in _RUSSIAN_NOUN)]


@lru_cache(maxsize=8)
def of_press(code: str) -> tuple[tuple[str, str, str], ...]:
    """Agencies and newspapers as texts in a language call them, with the name by which the record knows them."""
    return tuple((plain(one), "press", name) for name, one in press.names(code))
