"""The citations of a text, each checked by `domain.citing` against what is said around it."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import lru_cache

from tracker.domain import citing
from tracker.domain.book import Book
from tracker.domain.cited_words import CitedWords
from tracker.domain.proposals import CitedLaw
from tracker.domain.subjects import topics_of
from tracker.domain.visible import Visible
from tracker.intake.reading.scene import Seen

_GLOSS = {"report": "report to the committee", "send home": "repatriation", "mid-term": "mid-term report"}
_VAGUE = frozenset({"sanctions", "report", "trade", "cap"})


def gloss(seen: Seen) -> str:
    """What a sentence speaks of, in English words that the citation check knows."""
    inside = [(s.voice.first, s.voice.after) for s in seen.speeches if s.voice is not None and not s.voice.is_state]
    hits = [hit for hit in seen.scene.of("concept") if not any(low <= hit.first < high for low, high in inside)]
    return ", ".join(_GLOSS.get(concept, concept) for concept in sorted({hit.value for hit in hits} - _VAGUE))


def cited(
    seen: Sequence[Seen], visible: Visible, book: Book, day: date | None, *, most: int, about: Collection[str]
) -> tuple[list[CitedLaw], bool]:
    """The citations in the order of the text, and whether there are more than `most`.

    `about` are the states of regimes that the text is about; where there are none, nothing around is compared.
    """
    found: list[CitedLaw] = []
    places = {hit.value for one in seen for hit in one.scene.of("state", "demonym")} - book.targets
    for one, around, citation in _citations(seen):
        if not about and not citation.symbols:
            continue  # of another regime, and which resolution is meant is not said
        if len(found) == most:
            return found, True
        words = visible.words(citation.start, citation.end)
        compared = about and not (_names_committee(one, citation) or _of_elsewhere(citation, places, book))
        around = around if compared else ""
        check = checked(book.law, one.scene.text[citation.start : citation.end], day, around)
        start, end = visible.place(citation.start), visible.end(citation.end)
        found.append(CitedLaw(words, start, end, check, around_words(check, around), _creates(citation, book)))
    return found, False


def _of_elsewhere(citation: CitedWords, places: Collection[str], book: Book) -> bool:
    """Whether a resolution creates no duty of the record and is of a place that the text names: of another regime."""
    if not citation.symbols or _creates(citation, book):
        return False
    cited = {symbol.number for symbol in citation.symbols}
    gists = " ".join(one.gist for one in book.law.resolutions if one.number in cited)
    return any(book.state_names.get(code, "\n").partition(" (")[0] in gists for code in places)


_ESTABLISHED = re.compile(
    r"(?:establish|created|cree|creado|establecid|учрежд|созданн|المنشاة|المنشا)[^.;\n]{0,50}$", re.IGNORECASE
)
_COMMITTEE_BEHIND = re.compile(r"[^.;\n]{0,3}所设")


def _names_committee(one: Seen, citation: CitedWords) -> bool:
    """Whether a resolution only says which Committee is meant: "the Committee established pursuant to …"."""
    text = one.scene.text
    before = text[max(one.scene.start, citation.start - 70) : citation.start]
    return bool(_ESTABLISHED.search(before) or _COMMITTEE_BEHIND.match(text, citation.end, one.scene.end))


def _citations(seen: Sequence[Seen]) -> Iterator[tuple[Seen, str, CitedWords]]:
    """Each with what is said around it: in its sentence, or in the two before where that tells nothing itself."""
    before: tuple[str, ...] = ()
    for one in seen:
        if one.cited:
            tells = one.scene.values("tells") - {"law"} or one.scene.values("concept") - {"sanctions"}
            around = gloss(one) or ("" if tells else ", ".join(filter(None, before)))
            for citation in one.cited:
                if citation.is_law:
                    yield one, around, citation
        before = (*before[-1:], gloss(one)) if one.scene.hits else before


@lru_cache(maxsize=2_048)
def checked(law: citing.Law, words: str, said: date | None, statement: str) -> citing.CitationCheck:
    """The check of one citation; a text has the same ones over and over."""
    return citing.check(words, said=said, subjects=frozenset(), statement=statement, law=law)


def around_words(check: citing.CitationCheck, statement: str) -> str:
    """In one sentence, whether a citation fits what is said around it, and whether its dates do."""
    dates = [finding.sentence for finding in check.findings if finding.sentence.startswith("“")]
    rest = "".join(f" {sentence}" for sentence in dates if sentence != check.sentence)
    if not topics_of(statement):
        return f"What is said around it names no subject to compare. {check.sentence}{rest}"
    if check.mismatch:
        return f"It does not fit what is said around it: {check.sentence}{rest}"
    return f"{check.sentence}{rest}"


def _creates(citation: CitedWords, book: Book) -> tuple[str, ...]:
    numbers = {symbol.number for symbol in citation.symbols}
    return tuple(duty.key for duty in book.duties if duty.number in numbers)
