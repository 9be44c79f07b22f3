"""UN symbols as people write them: resolutions, their paragraphs, and other documents.

Text is compared after each character is folded on its own (full-width forms, spaces of every kind, digits of
every script), so that places in the folded text are places in the text as it was given.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache, total_ordering
from operator import ne

from tracker.domain.dates import Clue, find_clues
from tracker.domain.folding import fold

FIRST_YEAR, LAST_YEAR = 1946, 2100  # the Council's first resolution is of 1946


@dataclass(frozen=True, slots=True)
class ResolutionSymbol:
    """A Council resolution; the year is None where the writer gave none."""

    number: int
    year: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 9999:
            raise ValueError(f"{self.number} is no number of a Council resolution")
        if self.year is not None and not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(f"{self.year} is no year of a Council resolution")

    @property
    def symbol(self) -> str:
        """Print the canonical symbol, without the year if it is not known."""
        return f"S/RES/{self.number}" + (f"({self.year})" if self.year else "")

    def __str__(self) -> str:
        return self.symbol


@dataclass(frozen=True, slots=True)
class Mention:
    """One resolution cited in a text; `words` is `text[start:end]`, its own part of a list and no more."""

    symbol: ResolutionSymbol
    words: str
    start: int
    end: int


@total_ordering
@dataclass(frozen=True, slots=True)
class Paragraph:
    """8(a)(iii) is `Paragraph(8, "a", "iii")`. A lone (i), (v) or (x) is a roman numeral, not a letter."""

    number: int
    letter: str | None = None
    roman: str | None = None

    @property
    def text(self) -> str:
        """Print the paragraph as the Council does."""
        return f"{self.number}" + "".join(f"({part})" for part in (self.letter, self.roman) if part)

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: "Paragraph") -> bool:
        return self._key < other._key

    @property
    def _key(self) -> tuple[int, int, str, int]:
        letter = self.letter or ""
        return self.number, len(letter), letter, _ROMANS.index(self.roman) + 1 if self.roman in _ROMANS else 0

    def meets(self, other: "Paragraph") -> bool:
        """Say whether one of the two is the other or a part of it, as 8(a)(iii) is of 8."""
        return self.covers(other) or other.covers(self)

    def covers(self, other: "Paragraph") -> bool:
        """Say whether `other` is this paragraph or a part of it."""
        mine, theirs = (self.number, self.letter, self.roman), (other.number, other.letter, other.roman)
        return all(m in (None, t) for m, t in zip(mine, theirs, strict=True))


_ROMANS = tuple(
    tens + ones
    for tens in ("", "x", "xx", "xxx")
    for ones in ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    if tens + ones
)

# --- resolutions -----------------------------------------------------------------------------------------

_OF_COUNCIL = (
    r"(?:(?:de l['’]onu|du conseil de s[ée]curit[ée]|del? consejo de seguridad|совета безопасности|сб|оон"
    r"|مجلس ال[أا]من|ال[أا]ممي|الدولي|رقم|des? un-sicherheitsrates) ?)*+"
)
_WORD = (
    r"(?:un ?sc ?r(?:es(?:olution)?)?s?|s ?/ ?res ?/|scr(?:es)?s?"
    r"|(?:resolutions?|r[ée]solutions?|resoluci[óo]n(?:es)?|resolu[çc](?:[ãa]o|[õo]es)|resolutionen|risoluzion[ei]"
    r"|res|резолюци[а-я]{1,3}|(?:[وف]?(?:[بكل]?ال|لل|[بل])?)قرار(?:ات|ين|ان|ي)?)\.?)"
)
_NUMERO = r"(?:(?:no|nos|nr|n[°º]|numbers?|№|#)\.? ?)?"
_NUMBER = r"(?P<number>[1-9][0-9]{0,3})(?![0-9A-Za-z]|[.,][0-9]|/[0-9]|%)"
_YEAR = r"(?: ?\( ?(?P<year>(?:19|20)[0-9]{2}) ?\)| of (?P<of>(?:19|20)[0-9]{2})(?![0-9]))?"
_FIRST = re.compile(rf"(?<![\w/.]){_WORD} ?{_OF_COUNCIL}{_NUMERO}{_NUMBER}{_YEAR}", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w/.,:-])(?P<number>[1-9][0-9]{2,3}) ?\( ?(?P<year>(?:19|20)[0-9]{2}) ?\)")
_BY_PARAGRAPH = re.compile(
    r"(?<![\w/.,:$-])(?P<number>[1-9][0-9]{2,3})(?=,? (?:para(?:graph)?s?\b|op ?[0-9]|¶))", re.IGNORECASE
)
_EAST_ASIAN = re.compile(
    r"第? ?(?P<number>[1-9][0-9]{0,3}) ?(?:\( ?(?P<year>(?:19|20)[0-9]{2}) ?\))? ?(?:号|號)"
    r"(?: ?\([0-9]{4}\))? ?(?:决议|決議)"
    r"|(?:决议|決議|결의안?) ?第? ?(?P<number2>[1-9][0-9]{0,3}) ?(?:号|號|호)?"
)
_SEPARATOR = (
    r"(?P<gap> ?(?:[,;、،]|[,;]? ?(?:and|or|&|et|y|e|und|и|و|和|及)(?![a-z]))"
    rf" ?(?:(?:unscrs?|s ?/ ?res ?/|resolutions?) ?)?{_NUMERO})"
)
_NEXT = re.compile(_SEPARATOR + _NUMBER + _YEAR, re.IGNORECASE)
# A short number in a list is a resolution only when nothing is counted by it: "2375, 400 workers" cites one.
_LIST_GOES_ON = re.compile(r" ?(?:$|[,;.:)\]、،\"'”’]|(?:and|or|&|et|y|и|و|和)(?![a-z]))", re.IGNORECASE)
_COUNTED = re.compile(
    r" ?-?(?:tons?|tonnes|metric|barrels?|bbl|workers?|labou?rers?|persons?|people|nationals|states?"
    r"|countries|million|billion|thousand|per ?cent|days?|months?|years?|times|votes?|others?|more"
    r"|usd|dollars)\b"
    r"| (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b",
    re.IGNORECASE,
)
_OTHER_BODY = re.compile(
    r"(?:\ba/|assembly|house|senate|parliament|parliamentary|congress|h\.|iaea|board|joint|knesset) ?$",
    re.IGNORECASE,
)
_OTHER_LAW = re.compile(
    r"(?:regulation|decision|directive|decree|law|act|order|notice|rule|table|figure|annex|section|article|chapter"
    r"|ordinance|bill|no\.?|in|since|during|\$|€|£) ?$",
    re.IGNORECASE,
)


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Find every Council resolution cited in running text, in order; years, counts and dates are none."""
    plain = fold(text)
    found: list[Mention] = []
    for pattern in (_FIRST, _EAST_ASIAN, _BARE, _BY_PARAGRAPH):
        for match in pattern.finditer(plain):
            if not _taken(match.start(), found) and _is_ours(match, plain):
                found += _with_list(match, text, plain)
    return tuple(sorted(_distinct(found), key=lambda m: m.start))


def _taken(start: int, found: list[Mention]) -> bool:
    return any(m.start <= start < m.end for m in found)


def _distinct(found: list[Mention]) -> list[Mention]:
    """Drop the second reading of a list that has a keyword before each number; the earlier one stands."""
    by_number = {(m.end, m.symbol): m for m in sorted(found, key=lambda m: -m.start)}
    return list(by_number.values())


def _is_ours(match: re.Match[str], plain: str) -> bool:
    before = plain[max(0, match.start() - 20) : match.start()].rstrip()
    if match.re in (_BARE, _BY_PARAGRAPH):
        return not _OTHER_LAW.search(before)
    return not (_OTHER_BODY.search(before) or _COUNTED.match(plain, match.end()))


def _with_list(match: re.Match[str], text: str, plain: str) -> list[Mention]:
    found = [_mention(match, text, match.start())]
    while following := _NEXT.match(plain, found[-1].end):
        if not _is_listed(following, plain, found[-1].symbol.number):
            break
        found.append(_mention(following, text, following.end("gap")))
    return found


def _is_listed(item: re.Match[str], plain: str, before: int) -> bool:
    """Whether a number after a comma or an "and" carries the list on."""
    number, after = int(item["number"]), item.end()
    if _COUNTED.match(plain, after):
        return False
    if number < 1000 <= before and not item["year"] and not _LIST_GOES_ON.match(plain, after):
        return False
    is_year = FIRST_YEAR <= number <= 2040 and number < before and item["gap"].strip() == ","
    return not is_year


def _mention(match: re.Match[str], text: str, start: int) -> Mention:
    parts = match.groupdict()
    year = parts.get("year") or parts.get("of")
    symbol = _symbol(parts.get("number") or parts["number2"], year)
    end = match.end()
    return Mention(symbol, text[start:end], start, end)


def _symbol(number: str, year: str | None) -> ResolutionSymbol:
    """Make a symbol; a year before the Council existed is a slip of another kind and is left out."""
    stated = int(year) if year and int(year) >= FIRST_YEAR else None
    return ResolutionSymbol(int(number), stated)


_LEAD = re.compile(
    r"(?:the|under|see|u\. ?n\.|unsc|united nations|security council(?:['’]s)?|council|sc|sanctions?|un"
    r"|(?:19|20)[0-9]{2}"
    r"|резолюция|安理会|联合国(?:安理会)?|安全理事会|国連安保理|유엔|안보리|[\s.,'’\"“”()«»])*+",
    re.IGNORECASE,
)
_NUMBER_ALONE = re.compile(
    rf"{_NUMERO}(?P<number>[1-9][0-9]{{0,3}})(?: ?\( ?(?P<year>(?:19|20)[0-9]{{2}}) ?\))?", re.IGNORECASE
)


def parse_symbol(text: str) -> ResolutionSymbol | None:
    """Read the one resolution that the whole text names; None when it names none or several."""
    plain = fold(text).strip(" .,;\"'“”«»")
    alone = _NUMBER_ALONE.fullmatch(plain)
    if alone:
        return _symbol(alone["number"], alone["year"])
    mentions = find_mentions(plain)
    if len(mentions) != 1 or mentions[0].end != len(plain):
        return None
    return mentions[0].symbol if _LEAD.fullmatch(plain[: mentions[0].start]) else None


class Slip(IntEnum):
    """How one symbol may have been written for another, the likelier the higher."""

    NONE = 0
    ONE_DIGIT = 1
    EXCHANGED = 2
    YEAR_ONLY = 3
    EXCHANGED_SAME_YEAR = 4

    def words(self, written: int, meant: ResolutionSymbol) -> str:
        """Say it of two numbers; empty for NONE."""
        return _SLIP_WORDS[self].format(written=written, meant=meant.number, year=meant.year)


_SLIP_WORDS = {
    Slip.NONE: "",
    Slip.ONE_DIGIT: "{meant} differs from {written} in one digit",
    Slip.EXCHANGED: "{meant} is {written} with two digits exchanged",
    Slip.YEAR_ONLY: "{meant} is the number cited; its year is {year}",
    Slip.EXCHANGED_SAME_YEAR: "{meant} is {written} with two digits exchanged, and the year agrees",
}


def slip(written: ResolutionSymbol, meant: ResolutionSymbol) -> Slip:
    """Say how `written` may stand for `meant`: digits exchanged (2379 for 2397), one off, another year."""
    old, new = str(written.number), str(meant.number)
    if old == new:
        return Slip.YEAR_ONLY if written.year and meant.year and written.year != meant.year else Slip.NONE
    if len(old) != len(new) or sum(map(ne, old, new)) > 2:
        return Slip.NONE
    unlike = [i for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    if len(unlike) == 1:
        return Slip.ONE_DIGIT
    i, j = unlike
    if j != i + 1 or (old[i], old[j]) != (new[j], new[i]):
        return Slip.NONE
    return Slip.EXCHANGED_SAME_YEAR if written.year and written.year == meant.year else Slip.EXCHANGED


# --- paragraphs ------------------------------------------------------------------------------------------

_PARTS = r"(?P<number>[1-9][0-9]{0,2}) ?(?P<parts>(?:\( ?[a-z]{1,6} ?\) ?)*|[a-h])(?![\w/])"
_PARAGRAPH_WORD = (
    r"(?:operative )?(?:paragraphs?|paras?\.?|op\.?|ops|¶+|§+|sub-?paragraph|paragraphes?"
    r"|p[áa]rrafos?|пункт[а-я]{0,2}|الفقرة) ?"
)
_NAMED_PARAGRAPH = re.compile(r"(?<!\w)" + _PARAGRAPH_WORD + _PARTS, re.IGNORECASE)
_PARAGRAPH_ALONE = re.compile(_PARTS, re.IGNORECASE)
_EAST_ASIAN_PARAGRAPH = re.compile(r"第 ?(?P<number>[1-9][0-9]{0,2}) ?(?P<parts>) ?(?:段|项|項)")


def parse_paragraph(text: str) -> Paragraph | None:
    """Read the paragraph a text names: bare ("8(a)(iii)"), or the first in a phrase ("paragraph 8 of …")."""
    plain = fold(text).strip()
    for read in (_PARAGRAPH_ALONE.fullmatch, _NAMED_PARAGRAPH.search, _EAST_ASIAN_PARAGRAPH.search):
        found = read(plain)
        if found:
            return _paragraph(int(found["number"]), re.findall(r"[a-z]+", found["parts"].casefold()))
    return None


def _paragraph(number: int, parts: list[str]) -> Paragraph | None:
    match parts:
        case []:
            return Paragraph(number)
        case [roman] if roman in _ROMANS:
            return Paragraph(number, None, roman)
        case [letter] if len(letter) <= 2:
            return Paragraph(number, letter)
        case [letter, roman] if len(letter) <= 2 and roman in _ROMANS:
            return Paragraph(number, letter, roman)
        case _:
            return None


# --- reading the citation --------------------------------------------------------------------------------


@dataclass(frozen=True)
class DatedWords:
    """A date in a citation: the words with their verb, and whether they date the adoption."""

    words: str
    of_adoption: bool
    clue: Clue


@dataclass(frozen=True)
class CitedPart:
    """A citation between semicolons: its numbers, its dates, and the paragraph it names."""

    text: str
    mentions: tuple[Mention, ...]
    clues: tuple[DatedWords, ...]
    paragraph: Paragraph | None


_ADOPTED = re.compile(
    r"(?:(?:was|were|newly|unanimously) )*(?:adopted|passed|approved|imposed|voted)(?: (?:on|in|of))? ?$",
    re.IGNORECASE,
)
_BARE_LINK = re.compile(r"(?:resolutions?|bans?|sanctions?|caps?)?,? ?(?:of|dated|from|in|\()? ?$", re.IGNORECASE)


@lru_cache(maxsize=4096)
def read_citation(cited_as: str, said: date | None) -> tuple[CitedPart, ...]:
    """Take a citation apart; `said`, the day of the statement, gives "last June" its year."""
    return tuple(_read_part(text, said) for text in re.split(r"[;；]|\balso\b", cited_as) if text.strip())


def _read_part(text: str, said: date | None) -> CitedPart:
    mentions = find_mentions(text)
    if not mentions and (alone := parse_symbol(text)):
        mentions = (Mention(alone, text.strip(), 0, len(text)),)
    rest = fold(text)
    for mention in mentions:
        rest = rest[: mention.start] + "\0" * (mention.end - mention.start) + rest[mention.end :]
    clues = tuple(_dated(text, rest, clue) for clue in find_clues(rest, said))
    return CitedPart(text, mentions, clues, parse_paragraph(rest.replace("\0", " ")))


def _dated(text: str, rest: str, clue: Clue) -> DatedWords:
    """Take the verb before a date into its words; a date right after a number dates its adoption."""
    before = rest[: clue.start]
    verb, link = _ADOPTED.search(before), _BARE_LINK.search(before)
    follows = bool(link and link[0].strip() and before[: link.start()].endswith("\0"))
    start = verb.start() if verb else clue.start
    return DatedWords(text[start : clue.end].strip(), bool(verb) or follows, clue)


# --- other documents -------------------------------------------------------------------------------------

_DOCUMENT = re.compile(
    r"(?:u\.?n\.? )?(?:doc(?:ument|\.)? )?(?P<symbol>(?:S|A|E|ST|SC|SG|PRST|CD|INFCIRC|GOV|ICCD)"
    r"(?: ?/ ?[A-Z0-9][A-Z0-9.\-]*(?: ?\([A-Za-z0-9]+\))?)+)",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"/(ADD|CORR|REV|SUMMARY)(?=\.|$)")


def parse_document_symbol(text: str) -> str | None:
    """Read a text that is a document symbol ("S/AC.49/2019/12", "SC/15648"), or give None."""
    found = _DOCUMENT.fullmatch(fold(text).strip(" .,;"))
    if not found or not any(c.isdigit() for c in found["symbol"]):
        return None
    symbol = found["symbol"].replace(" ", "").rstrip(".").upper()
    return _SUFFIX.sub(lambda m: "/" + m[1].title(), symbol)


def document_symbol(text: str) -> str:
    """A document symbol in its canonical form; a text that is none, such as a shelf mark, as it stands."""
    return parse_document_symbol(text) or text
