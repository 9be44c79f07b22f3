"""Words of dictionaries found in a text, all dictionaries at once, in one pass.

A text is cut into tokens: a run of letters and digits, "U.N." as one, and each Chinese or Japanese character by
itself. An entry is one token or several; one that ends (or begins) in an asterisk stands for every token that begins
(or ends) so, and a tilde for up to nine tokens between two parts ("send ~ home"). Of one category the longest entry
at a place is taken, and its tokens are spent; different categories may find the same tokens. An entry without a value
only spends its tokens, and goes before others as long. Entries are compared without case, but one of at most three
Latin capitals ("US") must be in capitals. An Arabic token is also looked up without the particles that cling to it.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

WIDEST_GAP = 9
_BEFORE_END = 3
"""How many letters must stand before the end of a word that an entry names."""
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|(?:[^\W\d_]\.)+[^\W\d_](?!\w)|[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
    r"|[^\W_\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
_PROCLITIC = re.compile(r"^(?:[وف])?(?:[بكل]?ال|لل|[بلكس])?(?=\w{2,})")
_ARABIC_FORMS = str.maketrans({"ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, as compared, and where it stands."""

    key: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found: its category and value, its first token and the one after its last, and where it stands."""

    category: str
    value: str
    first: int
    after: int
    start: int
    end: int


def tokens(text: str, low: int = 0, high: int | None = None) -> list[Token]:
    """The tokens of a text, or of the part of it between two positions, which keep their places in the whole."""
    found = _TOKEN.finditer(text, low, len(text) if high is None else high)
    return [Token(_key(match[0]), *match.span(), match[0][0].isupper()) for match in found]


def _key(word: str) -> str:
    return word.casefold().replace(".", "").translate(_ARABIC_FORMS)


@dataclass(slots=True)
class _Node:
    exact: dict[str, "_Node"] = field(default_factory=dict)
    stems: dict[str, "_Node"] = field(default_factory=dict)
    ends: dict[str, "_Node"] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()
    end_lengths: tuple[int, ...] = ()
    gap: "_Node | None" = None
    values: list[tuple[str, str, bool]] = field(default_factory=list)


class Lexicon:
    """Entries to be found, each with its category and value. It is filled once, and then only asked.

    Of a free category only an entry without a value spends its tokens.
    """

    def __init__(self, entries: Iterable[tuple[str, str, str]], *, free: Collection[str] = ()) -> None:
        """`entries` are words, category and value. Of the `free` categories everything is found, within another too."""
        self._free = frozenset(free)
        self._root = _Node()
        self._known: dict[str, tuple[_Node, ...]] = {}
        self._order: dict[tuple[str, str], int] = {}
        for words, category, value in entries:
            self._add(words, category, value)

    def _add(self, words: str, category: str, value: str) -> None:
        node = self._root
        for part in _parts(words):
            node = _step(node, part, bare=category not in _WITH_ARTICLE)
        loud = words[:1].isupper()
        entry = (category, value, loud)
        self._order.setdefault((category, value), len(self._order) if value else -1)
        if node is not self._root and entry not in node.values:
            node.values.append(entry)

    def scan(self, found: Sequence[Token]) -> list[Hit]:
        """Every entry in a run of tokens, in the order of their places, the longer first."""
        hits: list[Hit] = []
        spent: dict[str, int] = {}
        hidden: dict[str, int] = {}
        for at in range(len(found)):
            if not (nodes := self._first(found[at].key)):
                continue
            for hit in self._best(self._at(found, at, nodes)):
                if hit.first >= (hidden if hit.category in self._free else spent).get(hit.category, 0):
                    spent[hit.category] = hit.after
                    hits += [hit] if hit.value else []
                    hidden |= {} if hit.value else {hit.category: hit.after}
        return hits

    def _best(self, hits: Iterator[Hit]) -> list[Hit]:
        """Of each category the longest, of as long ones that added first; of free ones each value once."""
        best: dict[tuple[str, str], Hit] = {}
        for hit in hits:
            place = (hit.category, hit.value if hit.category in self._free else "")
            known = best.get(place)
            if known is None or hit.after > known.after or (hit.after == known.after and self._before(hit, known)):
                best[place] = hit
        return sorted(best.values(), key=lambda hit: (-hit.after, hit.category, hit.value))

    def _before(self, one: Hit, other: Hit) -> bool:
        return self._order[one.category, one.value] < self._order[other.category, other.value]

    def _first(self, key: str) -> tuple[_Node, ...]:
        nodes = self._known.get(key)
        if nodes is None:
            nodes = tuple(_following(self._root, key))
            if len(self._known) < 100_000:
                self._known[key] = nodes
        return nodes

    def _at(self, found: Sequence[Token], at: int, nodes: tuple[_Node, ...]) -> Iterator[Hit]:
        waiting = [(node, at + 1) for node in nodes]
        while waiting:
            node, after = waiting.pop()
            for category, value, loud in node.values:
                if not loud or found[at].capital:
                    yield Hit(category, value, at, after, found[at].start, found[after - 1].end)
            if after < len(found):
                waiting += [(following, after + 1) for following in _following(node, found[after].key)]
            if node.gap is not None:
                waiting += _beyond(node.gap, found, after)


def _parts(words: str) -> list[str]:
    """The tokens of an entry, with their asterisks, and tildes between them."""
    parts: list[str] = []
    for piece in words.replace("~", " ~ ").split():
        if piece == "~":
            parts.append(piece)
            continue
        found = [token.key for token in tokens(piece)]
        if found and piece.startswith("*"):
            found[0] = f"*{found[0]}"
        if found and piece.endswith("*"):
            found[-1] += "*"
        parts += found
    return parts


def _step(node: _Node, part: str, *, bare: bool) -> _Node:
    if part == "~":
        node.gap = node.gap or _Node()
        return node.gap
    if part.startswith("*"):
        found = node.ends.setdefault(part[1:], _Node())
        node.end_lengths = _lengths(node.ends)
    elif part.endswith("*"):
        found = node.stems.setdefault(part[:-1], _Node())
        node.lengths = _lengths(node.stems)
    else:
        found = node.exact.setdefault(part, _Node())
        if bare and part.startswith(_ARTICLE) and len(part) > len(_ARTICLE) + 2:
            node.exact.setdefault(part.removeprefix(_ARTICLE), found)
    return found


_ARTICLE = "ال"
"""The Arabic article, which a particle before it swallows …"""
_WITH_ARTICLE = ("day", "tells", "speech")
"""… and categories whose words mean something else without it: "the day" is today."""


def _lengths(some: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted({len(one) for one in some}, reverse=True))


def _following(node: _Node, key: str) -> Iterator[_Node]:
    for form in _forms(key):
        if form in node.exact:
            yield node.exact[form]
        for length in node.lengths:
            if form[:length] in node.stems and length <= len(form):
                yield node.stems[form[:length]]
        for length in node.end_lengths:
            if len(form) >= length + _BEFORE_END and form[-length:] in node.ends:
                yield node.ends[form[-length:]]


def _forms(key: str) -> tuple[str, ...]:
    """A token, and without the particles that cling to an Arabic word."""
    if not "\u0621" <= key[0] <= "\u06ff":
        return (key,)
    clinging = _PROCLITIC.match(key)
    bare = key[clinging.end() :] if clinging else key
    some = key[1:] if key[0] in "وفبلكس" and len(key) > 3 else key
    return tuple(dict.fromkeys((key, some, bare)))


def _beyond(gap: _Node, found: Sequence[Token], after: int) -> list[tuple[_Node, int]]:
    last = min(after + WIDEST_GAP + 1, len(found))
    return [(node, at + 1) for at in range(after, last) for node in _following(gap, found[at].key)]
