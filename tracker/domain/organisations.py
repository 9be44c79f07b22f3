"""Names that ministries, authorities and institutes give themselves, which no dictionary can list.

"Ministry of Labour and Social Justice", "Federal Authority for Identity and Citizenship": a word for a kind of
organisation in capitals, with what stands before and after it in capitals. A state in the name is left to the voice.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.domain.lexicon import Hit, Token

OWN_NAME = "="
"""The value of an institution that is called by its words in the text."""
MOST_WORDS = 9
_ARTICLES = frozenset(["the", "a", "an"])
_LINKS = frozenset(["of", "for", "on"])
_ALSO = frozenset(["and", "&"])
_CLOSED = ("body", "press", "actor", "office", "person", "state", "demonym", "month", "weekday", "relay")
"""Categories whose words end a name."""


@dataclass(frozen=True)
class Naming:
    """How a language names organisations.

    `heads` are words that such names hold, in small letters, each with the category of its hit; `plain` are small words
    that say nothing of an organisation or office beside which they stand.
    """

    heads: Mapping[str, str] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Line:
    """A sentence in which names are sought; `closed` are the places of tokens that belong to something else."""

    text: str
    tokens: Sequence[Token]
    closed: frozenset[int]

    def joint(self, at: int) -> str:
        """What stands between the token before a place and the one at it."""
        return self.text[self.tokens[at - 1].end : self.tokens[at].start]

    def names(self, at: int) -> bool:
        """Whether a token may be part of a name."""
        if not 0 <= at < len(self.tokens) or at in self.closed:
            return False
        return self.tokens[at].capital and self.tokens[at].key not in _ARTICLES | _LINKS


def with_organisations(text: str, tokens: Sequence[Token], hits: Sequence[Hit], naming: Naming) -> tuple[Hit, ...]:
    """The hits of a sentence with those for names of organisations, without the parts of names that they replace."""
    if not naming.heads:
        return tuple(hits)
    hits = [_widened(hit, hits, _Words(text, tokens, naming.plain)) for hit in hits]
    if not any(token.capital and token.key in naming.heads for token in tokens):
        return tuple(hits)
    closed = {at for hit in hits if hit.category in _CLOSED for at in range(hit.first, hit.after)}
    found = list(_found(_Line(text, tokens, frozenset(closed)), naming.heads))
    found = [one for one in found if not any(_is_known(one, hit) for hit in hits)]
    kept = [hit for hit in hits if hit.category not in _REPLACED or not any(_lies_in(hit, one) for one in found)]
    return tuple(sorted((*kept, *found), key=lambda hit: (hit.first, -hit.after)))


_MINISTER = "minister"
_OFFICES = ("*", "director", "deputy director", "prosecutor", "governor", _MINISTER)
_WIDE = (("institution", "*"), *(("office", office) for office in _OFFICES))
"""Categories and values of words that mean little without the small words beside them: "fisheries agency"."""
_SMALL_WORDS = 3
_NOT_SMALL = (
    "tells",
    "speech",
    "relay",
    "pronoun",
    "negation",
    "number",
    "day",
    "clause",
    "month",
    "weekday",
    "office",
)


@dataclass(frozen=True)
class _Words:
    text: str
    tokens: Sequence[Token]
    plain: frozenset[str]

    def is_small(self, at: int, taken: Collection[int]) -> bool:
        """Whether a token is a small word that may say of what something is, joined to the one behind it."""
        if not 0 <= at < len(self.tokens) or at in taken:
            return False
        token = self.tokens[at]
        return not token.capital and token.key.isalpha() and len(token.key) > 2 and token.key not in self.plain

    def is_place(self, at: int, taken: Collection[int]) -> bool:
        """Whether a token is a name that a comma follows, as that of a town: "the prosecutor of Palmi, …"."""
        return at < len(self.tokens) and at not in taken and self.tokens[at].capital and self.joint(at + 1) == ", "

    def is_long_place(self, at: int, taken: Collection[int]) -> bool:
        """Whether a token begins a name of two words, as that of a city: "its ambassador in New York, …"."""
        begun = at + 1 < len(self.tokens) and at not in taken and self.tokens[at].capital
        return begun and self.joint(at + 1) == " " and self.is_place(at + 1, taken)

    def is_region(self, at: int, taken: Collection[int]) -> bool:
        """Whether a token is one name of which an office in a ministry is: "the director for Asia at the …"."""
        named = at + 1 < len(self.tokens) and at not in taken and self.tokens[at].capital
        return named and self.tokens[at - 1].key == "for" and self.tokens[at + 1].key in ("at", "in", "of")

    def joint(self, at: int) -> str:
        """What stands between the token before a place and the one at it."""
        return self.text[self.tokens[at - 1].end : self.tokens[at].start] if 0 < at < len(self.tokens) else ""


def _widened(hit: Hit, hits: Sequence[Hit], words: _Words) -> Hit:
    """A word for an organisation with the small words before it, one for an office with those after "of"."""
    if hit.category not in ("institution", "office"):
        return hit
    taken = {at for one in hits if one.category in (*_NOT_SMALL, *_CLOSED) for at in range(one.first, one.after)}
    if (hit.category, hit.value) not in _WIDE:
        hit = _with_rest(hit, taken, words)
        return _with_place(hit, taken, words) if hit.category == "office" else hit
    first, after = hit.first, hit.after
    while (
        hit.value != _MINISTER
        and hit.first - first < _SMALL_WORDS
        and words.is_small(first - 1, taken)
        and words.joint(first) in (" ", "-")
    ):
        first -= 1
    if hit.category == "office":
        within = {at for one in hits if one.category == "institution" for at in range(one.first, one.after)}
        after = _through_of(after, taken | within, words)
    if hit.value == _MINISTER and after == hit.after:
        return hit
    tokens = words.tokens
    return replace(hit, value="*", first=first, after=after, start=tokens[first].start, end=tokens[after - 1].end)


def _with_place(hit: Hit, taken: Collection[int], words: _Words) -> Hit:
    """An office with the town in which it is, where that is no state's: "consul general in Hamhung, …"."""
    if words.joint(hit.after) != " " or words.tokens[hit.after].key not in ("in", "at", "of", "for"):
        return hit
    at = hit.after + 1
    at += words.is_long_place(at, taken)
    return replace(hit, after=at + 1, end=words.tokens[at].end) if words.is_place(at, taken) else hit


def _with_rest(hit: Hit, taken: Collection[int], words: _Words) -> Hit:
    """A minister with all that they are of: "vice minister of labour and social welfare, …"."""
    at = hit.after
    of_and = words.joint(at) == " " and at + 1 < len(words.tokens) and words.tokens[at].key == "and"
    if hit.category != "office" or _MINISTER not in hit.value or " of " not in f"{hit.value} " or not of_and:
        return hit
    after = at + 1
    while after - at <= _SMALL_WORDS and words.is_small(after, taken) and words.joint(after) == " ":
        after += 1
    named = words.joint(after) == ", " or (words.joint(after) == " " and words.tokens[after].capital)
    if after == at + 1 or not named:
        return hit
    return replace(hit, value="*", after=after, end=words.tokens[after - 1].end)


def _through_small(at: int, taken: Collection[int], words: _Words) -> int:
    """The token after some small words that stand together."""
    first = at
    while at - first < _SMALL_WORDS and words.is_small(at, taken) and words.joint(at) == " ":
        at += 1
    return at


def _through_of(after: int, taken: Collection[int], words: _Words) -> int:
    """The token after an office with what it is of: "under-secretary of labour", "head of sanctions policy"."""
    if words.joint(after) != " " or words.tokens[after].key not in ("of", "for"):
        return after
    at = after + 1
    if (
        at < len(words.tokens)
        and words.tokens[at].key == "the"
        and (end := _through_small(at + 1, taken, words)) > at + 1
    ):
        return end if words.joint(end) == ", " and words.tokens[end].capital else after
    at = _through_small(at, taken, words)
    if at == after + 1 and (words.is_place(at, taken) or words.is_region(at, taken)):
        return at + 1
    return at if at > after + 1 else after


_REPLACED = ("institution", "expert", "portfolio", "counted", "asking", "document")


def _is_known(one: Hit, hit: Hit) -> bool:
    return hit.category == "institution" and (hit.first, hit.after) == (one.first, one.after)


def _lies_in(hit: Hit, one: Hit) -> bool:
    return one.first <= hit.first < one.after


def _found(line: _Line, heads: Mapping[str, str]) -> Iterator[Hit]:
    taken = 0
    for at, token in enumerate(line.tokens):
        if at < taken or token.key not in heads or not line.names(at):
            continue
        first, after = _begin(line, at, taken), _end(line, at)
        if 1 < after - first <= MOST_WORDS:
            category = heads[token.key]
            value = OWN_NAME if category == "institution" else category
            category = "expert" if category == "party" else category
            taken = after
            yield Hit(category, value, first, after, line.tokens[first].start, line.tokens[after - 1].end)


def _begin(line: _Line, at: int, taken: int) -> int:
    """The first token of a name: words in capitals before its head, and "of" or "and" between two of them."""
    while at > taken:
        if line.names(at - 1) and line.joint(at) in (" ", "-") and (at > 1 or line.tokens[0].key not in _OPENING):
            at -= 1
        elif at - taken > 1 and line.tokens[at - 1].key in _LINKS | _ALSO and line.names(at - 2):
            at -= 2
        else:
            break
    return at


_OPENING = frozenset(["the", "a", "an", "our", "in", "at", "on", "by", "from", "statement", "press", "when", "after"])


_RANKS = frozenset(
    [
        *("lieutenant", "colonel", "major", "captain", "commissioner", "chief", "inspector", "superintendent"),
        *("brigadier", "sergeant", "admiral", "commander", "commodore", "spokesman", "spokeswoman", "spokesperson"),
        *("director", "minister", "secretary", "deputy", "assistant", "officer", "head", "president"),
    ]
)
"""Words that begin the post of somebody behind the name of an organisation: "Police Lieutenant General Somsak"."""


def _end(line: _Line, at: int) -> int:
    """The token after a name: words in capitals behind its head, with "of the", "and", and commas of a list."""
    at += 1
    while at < len(line.tokens) and line.tokens[at].key not in _RANKS:
        step = 1 if line.names(at) and line.joint(at) in (" ", "-") else _linked(line, at)
        if not step:
            break
        at += step
    return at


def _linked(line: _Line, at: int) -> int:
    """How many tokens a link and the word behind it are; 0 where a name does not go on."""
    key, joint = line.tokens[at].key, line.joint(at)
    if joint == ", " and line.names(at) and at + 2 < len(line.tokens):
        return 1 if line.tokens[at + 1].key in _ALSO and line.names(at + 2) else 0
    if joint != " " or key not in _LINKS | _ALSO:
        return 0
    behind = at + 2 if at + 1 < len(line.tokens) and line.tokens[at + 1].key == "the" else at + 1
    return behind - at + 1 if line.names(behind) else 0
