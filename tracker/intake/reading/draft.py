"""A draft of a claim, and when two sentences make one: the same words again, a denial or a charge told further."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tracker.domain.lexicon import Hit
from tracker.domain.telling import Telling
from tracker.domain.telling import Told as Signals
from tracker.domain.vocabulary import Kind
from tracker.intake.reading import excluding
from tracker.intake.reading.excluding import COMMON
from tracker.intake.reading.naming import Who
from tracker.intake.reading.scene import Seen
from tracker.intake.reading.whole import Whole
from tracker.intake.reading.whose import all_named


@dataclass
class Draft:
    """A claim that is not finished. `part` is its clause of the sentence, or all of it; `cites` what cites for it.

    `numbers` are those of the resolutions last cited in its paragraph.
    """

    seen: Seen
    part: Seen
    who: Who
    states: tuple[str, ...]
    why_states: str
    kind: Telling
    signals: Signals
    said: str
    why_said: str
    concepts: frozenset[str]
    cites: list[Seen] = field(default_factory=list)
    numbers: frozenset[int] = frozenset()
    repeats: list[Seen] = field(default_factory=list)

    @property
    def is_numbered(self) -> bool:
        """Whether it cites a resolution by its number or date already."""
        return any(law.is_law for one in self.cites for law in one.cited)


def told_before(draft: Draft, last: Draft | None, recent: Iterable[Draft], whole: Whole) -> Draft | None:
    """The draft of which another tells once more or further, so that both are one claim."""
    same = _repeated(draft, recent) or _said_again(draft, last) or _gone_on(draft, last, whole)
    same = same or _judged_again(draft, last)
    return same or _charged_again(draft, last)


def is_bare_denial(draft: Draft) -> bool:
    """Whether a sentence only says that something is denied, and not what: "Alger dément."."""
    short = len(draft.part.scene.tokens) <= _BARE if draft.part.scene.manner.spaced else False
    return draft.kind.kind is Kind.DENIAL and short and not draft.part.scene.has("concept")


_BARE = 6


def denied_on(draft: Draft, last: Draft | None) -> Draft:
    """A draft as a denial, where the sentence before only said that its state denies."""
    if last is None or not is_bare_denial(last) or last.seen.scene.paragraph != draft.seen.scene.paragraph:
        return draft
    own = draft.who.speaks_for is not None and draft.who.speaks_for in last.states
    followed = own and draft.kind.kind in (Kind.STATEMENT_OF_COMPLIANCE, Kind.REPORTED_ACTION, Kind.CALL)
    return replace(draft, kind=last.kind, states=last.states) if followed else draft


_SAME_WORDS, _ENOUGH_WORDS = 0.7, 6


def _repeated(draft: Draft, recent: Iterable[Draft]) -> Draft | None:
    """The draft of which a sentence has the words again, such as a paper's that quotes the wire."""
    words = {token.key for token in draft.part.scene.tokens}
    for one in recent:
        others = {token.key for token in one.part.scene.tokens}
        fewer = min(len(words), len(others))
        same = one.states == draft.states and one.kind.kind is draft.kind.kind and not draft.part.scene.has("counted")
        if same and fewer >= _ENOUGH_WORDS and len(words & others) >= _SAME_WORDS * fewer:
            return one
    return None


def _said_again(draft: Draft, last: Draft | None) -> Draft | None:
    """The denial that a sentence says once more without a subject of its own, such as “The reports are groundless.”."""
    if last is None or draft.part.scene.has("concept") or all_named(draft.part):
        return None
    again = draft.kind.kind is last.kind.kind
    same = last.kind.kind is Kind.DENIAL and draft.states == last.states and (again or _says_no_more(draft, last))
    return last if same and last.part.scene.has("concept") else None


def _says_no_more(draft: Draft, last: Draft) -> bool:
    """Whether a sentence of the one who denies only says why: "We checked, and there was nothing in it."."""
    part = draft.part.scene
    near = part.paragraph == last.seen.scene.paragraph and draft.who.name == last.who.name
    return near and part.has("negation") and not (part.has("counted") or draft.part.cited)


def _judged_again(draft: Draft, last: Draft | None) -> Draft | None:
    """The claim that a sentence only gives a name: "That is a breach all by itself."."""
    part = draft.part.scene
    if last is None or part.has("concept") or all_named(draft.part) or part.paragraph != last.seen.scene.paragraph:
        return None
    judges = draft.kind.kind in (Kind.ALLEGATION, Kind.ASSESSMENT) and draft.states == last.states
    return last if judges and part.tokens[0].key in ("that", "this", "it") and part.keys(1, 2) <= ("is",) else None


def _gone_on(draft: Draft, last: Draft | None, whole: Whole) -> Draft | None:
    """The claim of a quotation that a sentence only ends, without a state or figure: "…, the rest is sold", he said."""
    if last is None or draft.states != last.states or draft.kind.kind not in (last.kind.kind, Kind.REPORTED_ACTION):
        return None
    ends = excluding.only_ends(draft.seen, last.seen, whole, same_voice=draft.who.voice == last.who.voice)
    return last if ends and not all_named(draft.part) else None


def _charged_again(draft: Draft, last: Draft | None) -> Draft | None:
    """The charge in court of which a sentence tells more, where nobody is said to make it: "Lee is accused of …"."""
    if last is None or draft.states != last.states or draft.seen.scene.paragraph - last.seen.scene.paragraph > 1:
        return None
    passive = any(_is_charged(hit, draft.part) for hit in draft.part.scene.of("tells"))
    return last if passive and _COURT & {token.key for token in last.part.scene.tokens} else None


_COURT = frozenset(["court", "indicted", "prosecutors", "indictment", "trial", "prosecution"])


def _is_charged(hit: Hit, part: Seen) -> bool:
    before = part.scene.tokens[hit.first - 1].key if hit.first else ""
    return hit.value == "accuse" and before in ("is", "are", "was", "were", "been", "stands", "stand")


def takes_place(draft: Draft, last: Draft) -> bool:
    """Whether a denial says what the sentence before, such as “That is untrue”, only began."""
    if is_bare_denial(last) and draft.kind.kind is Kind.DENIAL and draft.states == last.states:
        return draft.seen.scene.paragraph == last.seen.scene.paragraph
    alike = set(draft.states) & set(last.states) or draft.concepts & last.concepts - COMMON
    if _is_headline(last.seen) and alike and _tells_headline(draft, last):
        return True
    if draft.kind.kind is not Kind.DENIAL or last.kind.kind is not Kind.DENIAL:
        return False
    return draft.seen.scene.paragraph == last.seen.scene.paragraph and not last.part.scene.has("concept")


def _tells_headline(draft: Draft, last: Draft) -> bool:
    """Whether a sentence tells what a headline says: of its kind, or where that has no number and no charge."""
    bare = not last.part.scene.has("counted") and last.kind.kind not in (Kind.ALLEGATION, Kind.ASSESSMENT, Kind.DENIAL)
    return draft.kind.kind is last.kind.kind or bare


def _is_headline(one: Seen) -> bool:
    """Whether a sentence is the first line of a text, or a line in capitals below it, and ends in no stop."""
    words = one.scene.text[one.scene.start : one.scene.end]
    first = not one.scene.paragraph or (one.scene.paragraph <= _IN_HEAD and words.isupper())
    return first and words[-1].isalnum() and not one.speeches


_IN_HEAD = 3
"""The last paragraph in which a line in capitals may be a heading."""
