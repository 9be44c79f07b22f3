"""The dictionaries of a language, and the lexicon that finds their words and the names of the record in a text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from tracker.domain.book import Book
from tracker.domain.cited_words import Dating
from tracker.domain.lexicon import Lexicon, tokens
from tracker.domain.organisations import Naming
from tracker.domain.scenes import Manner
from tracker.domain.vocabulary import ActorKind
from tracker.intake.reading import names, words

LANGUAGES = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic", "zh": "chinese"}
"""The languages that can be read, each with the file of its dictionary."""

_LISTS = (
    *("tells", "speech", "relay", "office", "institution", "body", "expert", "concept", "loose", "counted", "number"),
    *(
        "bound",
        "fraction",
        "day",
        "month",
        "weekday",
        "pronoun",
        "collective",
        "clause",
        "matter",
        "agency",
        "person",
        "interview",
        "document",
        "negation",
        "asking",
        "portfolio",
        "rest",
        "introducing",
        "noun",
        "courtesy",
        "background",
        "remainder",
        "place",
        "quoting",
        "paper",
        "venue",
        "setting",
        "city",
        "translating",
    ),
)
"""The sections of a dictionary whose words are looked for, each a category of hits."""
_ALONE = (
    *("clause", "matter", "interview", "document", "negation", "asking", "rest"),
    *("noun", "courtesy", "background", "remainder", "place", "quoting", "paper"),
)
"""Those whose words have no further meaning; elsewhere a word without one only hides the words within it."""


@dataclass(frozen=True, eq=False)
class Tongue:
    """A language: its code, the lexicon of its words and of the record's names, and how it puts things together."""

    code: str
    lexicon: Lexicon
    manner: Manner
    dating: Dating
    naming: Naming = field(default_factory=Naming)


@lru_cache(maxsize=16)
def tongue(code: str, book: Book) -> Tongue:
    """The language with this code, for the names of a book."""
    found = words.of(LANGUAGES[code])
    heads = {_key(one): category for category, one in found.get("head", ())}
    lexicon = Lexicon(_entries(code, found, book), free=("concept",))
    manner = _manner(found)
    return Tongue(code, lexicon, manner, _dating(found, book), Naming(heads, manner.plain))


def _dating(found: words.Entries, book: Book) -> Dating:
    """What stands between the name of a resolution and its date: ", passed", "adopted unanimously on", "("."""
    some = _either(one for _, one in found["dating"])
    link = re.compile(rf"[,،，]? ?(?:\(|(?:(?:{some})(?![^\W\d]) ?){{1,5}})", re.IGNORECASE)
    adopting = _either(one for value, one in found["dating"] if value == "adopted")
    adopted = {one.number: one.adopted for one in book.law.resolutions}
    return Dating(link, re.compile(adopting, re.IGNORECASE), adopted)


def _either(found: Iterable[str]) -> str:
    """A pattern of some words, the longest first."""
    return "|".join(sorted((re.escape(names.plain(one)) for one in found), key=len, reverse=True))


@lru_cache(maxsize=1)
def concepts() -> Lexicon:
    """The concepts of English alone, in which the record's duties are written."""
    entries = ((names.plain(one), "concept", value) for value, one in words.of("english")["concept"])
    return Lexicon(entries, free=("concept",))


def _manner(found: words.Entries) -> Manner:
    keys = {name: frozenset(_key(one) for _, one in found[name]) for name in ("joining", "hosting", "stop")}
    keys["writing"] = frozenset(one for _, one in found["writing"])
    plain = frozenset(_key(one) for _, one in found.get("plain", ()))
    return Manner(
        plain=plain,
        leads={_key(one): how for how, one in found["lead"]},
        joining=keys["joining"],
        hosting=keys["hosting"],
        stop=keys["stop"],
        verb_first="verb first" in keys["writing"],
        spaced="no spaces" not in keys["writing"],
        cased="no capitals" not in keys["writing"],
        turned="verbs turn" in keys["writing"],
        subject_first="subjects first" in keys["writing"],
    )


def _key(word: str) -> str:
    """A word as a text's tokens are compared."""
    return "".join(token.key for token in tokens(names.plain(word)))


def _entries(code: str, found: words.Entries, book: Book) -> Iterator[tuple[str, str, str]]:
    for category in _LISTS:
        alone = "yes" if category in _ALONE else ""
        yield from ((names.plain(one), category, value or alone) for value, one in found.get(category, ()))
    yield from names.of_states(code, found, book)
    common = frozenset(names.plain(one).casefold() for _, one in found["stop"])
    yield from (entry for entry in _actors(book) if entry[0].casefold() not in common)
    yield from names.of_press(code)


def _actors(book: Book) -> Iterator[tuple[str, str, str]]:
    for actor in book.actors:
        for name in (actor.name, *actor.names):
            found = names.plain(name)
            if actor.kind is ActorKind.PRESS:
                yield found, "press", actor.name
            elif actor.body is not None:
                yield found, "body", actor.body.value
            elif actor.kind is ActorKind.TERRITORY and actor.state:
                yield found, "state", actor.state
            elif actor.kind is ActorKind.ORGANISATION or (actor.kind is ActorKind.COALITION and len(name) > 4):
                yield found, "actor", f"{actor.name}|{actor.state or ''}"
