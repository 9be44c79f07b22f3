"""Whether a sentence may hold a claim, and in which parts it is read where it tells of two things."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from tracker.domain.telling import is_hollow
from tracker.domain.vocabulary import Body
from tracker.intake.reading.scene import Seen
from tracker.intake.reading.whole import Whole
from tracker.intake.reading.whose import named


def may_claim(part: Seen) -> bool:
    """Whether a sentence has a wording of a kind, and a subject or the sanctions."""
    signals = part.scene.values("tells") - {""}
    judged = any(voice.body or voice.expert for voice in part.voices)
    somebody = {"said"} if (part.speeches or judged) and signals & {"ongoing", "find", "ought"} else set()
    to_committee = part.scene.has("body", Body.COMMITTEE.value) and part.scene.has("pronoun", "country")
    about = _speaks_of(part) or bool(part.cited) or to_committee
    return about and not is_hollow(signals | somebody)


def has_subject(part: Seen) -> bool:
    """Whether a sentence speaks of something that a duty is about, cites the law, or names a Committee."""
    return _speaks_of(part) or bool(part.cited) or part.scene.has("matter") or part.scene.has("body", "committee")


def _speaks_of(part: Seen) -> bool:
    """Whether a sentence has a word for something that a duty is about, outside the name of an institution."""
    speaking = [speech.voice for speech in part.speeches if speech.voice is not None and speech.voice.institution]
    inside = [(voice.first, voice.after) for voice in speaking]
    return any(not any(low <= h.first < high for low, high in inside) for h in part.scene.of("concept"))


def parts(one: Seen, whole: Whole) -> list[Seen]:
    """The clauses of a sentence where each tells of a state of its own; else the sentence."""
    clauses = one.clauses()
    if len(clauses) < 2:
        return [one]
    telling_of = [part for part in clauses if may_claim(part) and named(part, whole.book.targets)]
    if kinds := _of_two_kinds(clauses):
        return kinds
    states = [set(named(part, whole.book.targets)) for part in telling_of]
    return telling_of if len(telling_of) > 1 and states[0] != states[1] else [one]


def _of_two_kinds(clauses: Sequence[Seen]) -> list[Seen]:
    """Two clauses that each count something, of which one tells what was done, the other what will be."""
    clauses = [_lent(part, clauses[0]) if part.scene.has("remainder") else part for part in clauses]
    telling_of = [part for part in clauses if may_claim(part) and part.scene.has("concept")]
    counting = [part for part in telling_of if any(_numbers_in(part)) or part.scene.has("remainder")]
    counting = telling_of if len(telling_of) == len(clauses) and _are_parted(clauses) else counting
    ahead = [part.scene.has("tells", "will", "pledge") for part in counting]
    if len(counting) == 2 and ahead[0] != ahead[1]:
        return counting
    return _done_and_ahead(clauses)


def _done_and_ahead(clauses: Sequence[Seen]) -> list[Seen]:
    """Two clauses of which the first tells what was done, the second what will be: "a cessé … et renverra …"."""
    if len(clauses) != 2:
        return []
    first, second = clauses[0], _lent(clauses[1], clauses[0])
    done = first.scene.has("tells", "deed", "done", "end") and not first.scene.has("tells", "will", "pledge")
    ahead = second.scene.has("tells", "will", "pledge") and not second.scene.has("tells", "deed", "done")
    return [first, second] if done and ahead and may_claim(first) else []


def of_two_voices(one: Seen) -> list[Seen]:
    """Two clauses that a semicolon parts, each with its own speaker: "the Panel alleges …; Tehran calls it a lie"."""
    clauses = one.clauses() if ";" in one.scene.text[one.scene.start : one.scene.end] else []
    if len(clauses) != _TWO or not _are_parted(clauses) or not may_claim(clauses[0]):
        return []
    parts = [_of_own_voices(part) for part in clauses]
    voices = [{told.voice for told in part.speeches if told.voice is not None} for part in parts]
    return [parts[0], _lent(parts[1], parts[0])] if all(voices) and not voices[0] & voices[1] else []


_TWO = 2


def _of_own_voices(part: Seen) -> Seen:
    """A clause with the speeches whose verbs stand in it alone."""
    inside = [told for told in part.speeches if part.scene.start <= told.verb.start < part.scene.end]
    return replace(part, speeches=tuple(inside))


def _are_parted(clauses: Sequence[Seen]) -> bool:
    """Whether a semicolon parts clauses: "six restaurants shut; the museum will follow"."""
    return all(";" in one.scene.text[one.scene.end : two.scene.start] for one, two in pairwise(clauses))


def _lent(part: Seen, first: Seen) -> Seen:
    """A clause of "the rest" with what the first clause speaks of."""
    if part is first:
        return part
    hits = (*part.scene.hits, *first.scene.of("concept"))
    return replace(part, scene=replace(part.scene, hits=tuple(sorted(hits, key=lambda h: h.first)), _by={}))


def _numbers_in(part: Seen) -> Iterator[str]:
    spent = part.spent
    for token in part.scene.tokens:
        inside = part.scene.start <= token.start < part.scene.end
        if inside and token.key.isdecimal() and not any(low <= token.start < high for low, high in spent):
            yield token.key
