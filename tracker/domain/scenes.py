"""A sentence with the words of the dictionaries that were found in it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tracker.domain.lexicon import Hit, Token
from tracker.domain.visible import Visible

_SHORT_PART = 3
"""Letters of the part of a name before an apostrophe: "Ja'afari"."""
_PARTICLES = frozenset(
    [
        *("al", "el", "bin", "ben", "ibn", "de", "del", "della", "da", "dos", "van", "von", "der", "den", "du", "le"),
        *("la", "di", "do", "das", "dei", "af", "ould", "uld", "ter", "ten", "te", "abu", "abd", "ul", "ur"),
        *(
            "аль",
            "эль",
            "ас",
            "ад",
            "аш",
            "ат",
            "ар",
            "бен",
            "бин",
            "ибн",
            "де",
            "ван",
            "фон",
            "да",
            "ди",
            "дос",
            "оглы",
        ),
    ]
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a language puts things together; token keys are in small letters.

    `joining` may stand between an office and its state or name; `hosting` before the state to which an envoy is sent;
    `stop` are words of the language that are no names, though a sentence may begin with them in capitals. `turned` says
    that the speaker often follows the verb, `subject_first` that a subject stands before its verb, `cased` that names
    have capitals. `plain` are small words that name nobody and nothing. `leads` are small words that may lead to where
    something is said, each with how: "at" and "to", or "none" of those that lead elsewhere.
    """

    joining: frozenset[str]
    hosting: frozenset[str]
    stop: frozenset[str]
    verb_first: bool = False
    spaced: bool = True
    cased: bool = True
    turned: bool = False
    subject_first: bool = False
    plain: frozenset[str] = frozenset()
    leads: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Scene:
    """Places are positions in the whole text as it is seen, which is `text`; tokens are counted in the sentence."""

    visible: Visible
    start: int
    end: int
    tokens: Sequence[Token]
    hits: tuple[Hit, ...]
    manner: Manner
    paragraph: int = 0
    _by: dict[str, list[Hit]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def text(self) -> str:
        """The whole text as it is seen."""
        return self.visible.text

    def given(self, first: int, after: int) -> str:
        """The words of some tokens as the text was given, on one line."""
        return " ".join(self.visible.words(self.tokens[first].start, self.tokens[after - 1].end).split())

    def __post_init__(self) -> None:
        for hit in self.hits:
            self._by.setdefault(hit.category, []).append(hit)

    def of(self, *categories: str) -> list[Hit]:
        """The hits of some categories, in order."""
        found = [hit for category in categories for hit in self._by.get(category, ())]
        return sorted(found, key=lambda hit: (hit.first, -hit.after)) if len(categories) > 1 else found

    def values(self, category: str) -> frozenset[str]:
        """What was found of a category."""
        return frozenset(hit.value for hit in self._by.get(category, ()))

    def has(self, category: str, *values: str) -> bool:
        """Whether something of a category was found, or one of some values of it."""
        return any(not values or hit.value in values for hit in self._by.get(category, ()))

    def words(self, hit: Hit) -> str:
        """The words of a hit, as they are seen."""
        return self.text[hit.start : hit.end]

    def between(self, first: int, after: int) -> str:
        """What stands between the end of the token before `first` and the beginning of the token `after`."""
        low = self.tokens[first - 1].end if first else self.start
        high = self.tokens[after].start if after < len(self.tokens) else self.end
        return self.text[low:high]

    def keys(self, first: int, after: int) -> tuple[str, ...]:
        """The keys of tokens from one to before another."""
        return tuple(token.key for token in self.tokens[first:after])

    def free_runs(self, taken: Collection[int]) -> Iterator[tuple[int, int]]:
        """Runs of tokens that begin with a capital and are in none of the `taken` places."""
        at = 0
        while at < len(self.tokens):
            after = at
            while after < len(self.tokens) and self._goes_on(at, after, taken):
                after += 1
            if after > at:
                yield at, after
            at = max(after, at + 1)

    def _is_inner(self, at: int) -> bool:
        """Whether a small letter behind an apostrophe goes on with a name: "Ja'afari", and no "'s" does."""
        before = self.tokens[at - 1]
        short = 1 < before.end - before.start <= _SHORT_PART and before.key != "qu"
        return short and before.capital and len(self.tokens[at].key) > _SHORT_PART - 1

    def _goes_on(self, first: int, at: int, taken: Collection[int]) -> bool:
        token = self.tokens[at]
        if token.start > self.start and self.text[token.start - 1] in "@#":
            return False
        if at > first and token.key in _PARTICLES and at + 1 < len(self.tokens) and self.tokens[at + 1].capital:
            told = token.key == "al" and at + 1 in taken  # "declaró Rana al Consejo"
            return at not in taken and not told and self.text[self.tokens[at - 1].end : token.start] in (" ", "-")
        if at in taken or not token.key[0].isalpha():
            return False
        if at == first and token.key in self.manner.joining:
            return False
        joint = self.text[self.tokens[at - 1].end : token.start] if at > first else ""
        if at > first and joint not in (" ", "-", ". ", "'", "·"):
            return False
        if joint == "-" or (joint == "'" and self._is_inner(at)):
            return True
        return token.capital and (token.key not in self.manner.stop or self._is_within(first, at, taken))

    def _is_within(self, first: int, at: int, taken: Collection[int]) -> bool:
        """Whether a common word is part of a name of several, as in "the NGO Sea Watch Africa"."""
        if not 0 < first < at < len(self.tokens) - 1 or at + 1 in taken or self.tokens[at].key in self.manner.plain:
            return False
        behind = self.tokens[at + 1]
        joined = self.between(at, at) == " " == self.between(at + 1, at + 1)
        return joined and bool(self.manner.plain) and behind.capital and behind.key not in self.manner.stop
