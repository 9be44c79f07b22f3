"""The one state of which a text is, and the one who speaks in all of it: what a sentence that names none is of."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tracker.domain.book import Book
from tracker.domain.places import TROUBLED, is_passed
from tracker.domain.vocabulary import Body
from tracker.domain.voicing import Voice
from tracker.intake.reading.scene import Seen, dateline


def home(seen: Sequence[Seen], targets: frozenset[str]) -> str | None:
    """The only state that a text names, those of regimes aside; that of its dateline where it names none or several."""
    told = seen[1:] if _is_bare(seen) else seen
    nouns = _named(told, targets, "state")
    told_most = _most_named(told, targets)
    for found in (nouns if len(nouns) == 1 else _named(told, targets, "state", "demonym"), {*_at_head(seen, targets)}):
        if len(found) == 1:
            return next(iter(found))
        if found:
            break
    return told_most or next(_dated(seen, targets), None)


def _most_named(seen: Sequence[Seen], targets: frozenset[str]) -> str | None:
    """The state that more sentences name than any other, outside datelines: a text from Seoul on Cambodia."""
    counted = Counter(code for one in seen for code in _named([one], targets, "state", "demonym") - TROUBLED)
    ranked = counted.most_common(2)
    alone = bool(ranked) and ranked[0][1] >= _OFTEN and (len(ranked) < _PAIR or ranked[0][1] > ranked[1][1])
    return ranked[0][0] if alone else None


_OFTEN, _PAIR = 3, 2
"""In how many sentences at least a state is named of which a text is that names several."""


def _dated(seen: Sequence[Seen], targets: frozenset[str]) -> Iterator[str]:
    """The state of the place in which a text is dated."""
    for one in seen[:2]:
        heads = [hit.value for hit in one.scene.of("state") if hit.first < dateline(one.scene)]
        yield from (code for code in heads[:1] if code not in targets)


def _is_bare(seen: Sequence[Seen]) -> bool:
    """Whether the first sentence is a place and a day alone, as in "SEOUL, 15 August."."""
    return bool(seen) and len(seen[0].scene.tokens) <= _SHORT and not seen[0].scene.has("tells")


_SHORT = 8


def _named(seen: Sequence[Seen], targets: frozenset[str], *categories: str) -> set[str]:
    found: set[str] = set()
    for one in seen:
        begun = dateline(one.scene)
        press = [hit.first for hit in one.scene.of("agency", "press", "office") if hit.category != "office"]
        press += [hit.first for hit in one.scene.of("office") if hit.value == "newspaper"]
        for hit in one.scene.of(*categories):
            beside = any(-_BESIDE <= at - hit.after <= 1 for at in press)
            own = hit.value not in targets and not is_passed(hit, one.scene)
            if hit.first >= begun and own and not (hit.category == "demonym" and beside):
                found.add(hit.value)
    return found


_BESIDE = 3


def _at_head(seen: Sequence[Seen], targets: frozenset[str]) -> Iterator[str]:
    for one in seen[:2]:
        hits = [hit for hit in one.scene.of("state") if hit.first >= dateline(one.scene)]
        yield from (hit.value for hit in hits[:1] if hit.value not in targets)


def only_speaker(seen: Sequence[Seen]) -> Voice | None:
    """The one in office who speaks in a text where nobody else does: the ministry of a press release."""
    spoken = [speech.voice for one in seen for speech in one.speeches if speech.voice is not None]
    spoken = [voice for voice in spoken if not (voice.is_nobody or voice.is_state or voice.press)]
    first = next((voice for voice in spoken if voice.institution or voice.name), None)
    return first if first and all(_is_same(voice, first) for voice in spoken) else None


def _is_same(voice: Voice, first: Voice) -> bool:
    if voice.body or voice.expert or first.body or first.expert:
        return False
    same = not voice.institution or not first.institution or voice.institution[:8] == first.institution[:8]
    return same and voice.own in (None, first.own) and (not voice.name or voice.name == first.name)


def targets_of(seen: Sequence[Seen], book: Book) -> set[str]:
    """States of regimes that are named, or meant by a resolution; those of a Committee or Panel whose is not said."""
    of_numbers = {duty.number: duty.target for duty in book.duties if duty.target}
    found = {hit.value for one in seen for hit in one.scene.of("state", "demonym") if hit.value in book.targets}
    actors = {hit.value.partition("|")[2] for one in seen for hit in one.scene.of("actor")}
    cited = {symbol.number for one in seen for law in one.cited for symbol in law.symbols}
    found |= (actors & book.targets) | {of_numbers[number] for number in cited if number in of_numbers}
    bodies = any(one.scene.has("body", Body.PANEL.value, Body.COMMITTEE.value) for one in seen)
    elsewhere = _of_others(seen) or any(one.scene.values("demonym") & TROUBLED for one in seen)
    return found or (set(of_numbers.values()) if bodies and not cited and not elsewhere else set())


def _of_others(seen: Sequence[Seen]) -> bool:
    """Whether the head of a text names a Panel or Committee with a state: "Panel of Experts on Yemen"."""
    for one in seen[:2]:
        for body in one.scene.of("body"):
            hits = one.scene.of("state", "demonym")
            near = any(0 <= h.first - body.after <= _BESIDE or 0 <= body.first - h.after <= _BESIDE + 1 for h in hits)
            if near and body.value in (Body.PANEL.value, Body.COMMITTEE.value):
                return True
    return False
