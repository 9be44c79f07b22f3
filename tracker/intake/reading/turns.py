"""Whose turn it is in a text: quotations that run over several sentences, questions and answers, who is interviewed."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice, pairwise

from tracker.domain.voicing import OUTSIDERS, Voice
from tracker.intake.reading.scene import Seen

_CLOSING = {"«": "»", "“": "”", "„": "“”", "「": "」", "『": "』", '"': '"'}
_LONGEST = 12
"""How many sentences a quotation may have of which a verb of speech says whose it is."""


def quotations(seen: Sequence[Seen]) -> dict[int, Seen]:
    """For each sentence of a quotation without a speaker in it, by its beginning, the one that names the speaker."""
    found: dict[int, Seen] = {}
    run: list[Seen] = []
    closing = ""
    for one, following in pairwise((*seen, None)):
        if one is None or (run and (one.scene.paragraph != run[-1].scene.paragraph or len(run) > _LONGEST)):
            run, closing = [], ""
        if one is None:
            continue
        begun, closing = bool(closing), _open_after(one, closing)
        run = [*run, one] if begun or closing or _is_quoted(one) else []
        if run and not closing:
            found |= _ascribed(run, following)
            run = []
    return found


def _is_quoted(one: Seen) -> bool:
    """Whether a sentence stands in quotation marks whole."""
    words = one.scene.text[one.scene.start : one.scene.end]
    return words[0] in _CLOSING and words[-1] in _CLOSING[words[0]]


def _open_after(one: Seen, closing: str) -> str:
    """The marks that close the quotation in which a sentence ends; empty where it ends in none."""
    for mark in one.scene.text[one.scene.start : one.scene.end]:
        closing = ("" if mark in closing else closing) if closing else _CLOSING.get(mark, "")
    return closing


def _ascribed(run: Sequence[Seen], following: Seen | None) -> dict[int, Seen]:
    """What a verb of speech at the end or the beginning of a quotation ascribes, or in the short sentence behind it."""
    behind = following if following is not None and len(following.scene.tokens) <= _SHORT else None
    places = [one for one in (run[-1], run[0], behind) if one and any(speech.voice for speech in one.speeches)]
    same = places and places[0].scene.paragraph == run[0].scene.paragraph
    return {one.scene.start: places[0] for one in run if one is not places[0] and not one.speeches} if same else {}


_SHORT = 24
"""How many tokens a sentence may have that only says whose the quotation before it is."""


def asked(seen: Sequence[Seen]) -> frozenset[int]:
    """The paragraphs of the one who asks: marked so, turns or paragraphs that only ask, in dashes every other one."""
    paragraphs = {n: list(some) for n, some in groupby(seen, key=lambda one: one.scene.paragraph)}
    marked = {one.scene.paragraph for one in seen if _is_marked(one)}
    turns = {n for n, some in paragraphs.items() if _is_turn(some[0]) and _is_question(some[-1])}
    turns |= _labelled_alike(paragraphs, turns)
    found = marked | turns | _bare(paragraphs) | (set() if marked else _by_turns(paragraphs))
    dashes = _in_dashes(seen)
    in_turn = dashes if found <= dashes else set[int]()
    return frozenset(found | _marked_alike(paragraphs, found) | in_turn)


def _bare(paragraphs: Mapping[int, Sequence[Seen]]) -> set[int]:
    """Paragraphs of nothing but a question, where a text has several of them."""
    bare = {n for n, some in paragraphs.items() if n and all(map(_is_question, some)) and not _begins_quote(some[0])}
    return bare if len(bare) > 1 else set()


def _by_turns(paragraphs: Mapping[int, Sequence[Seen]]) -> set[int]:
    """Every other paragraph, where those that end in a question are among them: who asks may also only say something.

    The text must say that it is an interview, and one that answers ends in no question.
    """
    ends = [n for n, some in paragraphs.items() if n and _is_question(some[-1]) and not _begins_quote(some[0])]
    told = any(one.scene.has("interview") for n, some in paragraphs.items() if ends and n <= ends[0] for one in some)
    if len(ends) < _FEWEST_ASKED or not told or any((n - ends[0]) % 2 for n in ends):
        return set()
    return {n for n in paragraphs if ends[0] <= n <= ends[-1] and not (n - ends[0]) % 2}


def _marked_alike(paragraphs: Mapping[int, Sequence[Seen]], found: Collection[int]) -> set[int]:
    """Paragraphs that begin with the mark that all those begin with in which somebody asks, and nobody else's: "•"."""
    heads = {n: some[0].scene.text[some[0].scene.start] for n, some in paragraphs.items()}
    marks = {heads[n] for n in found}
    if len(found) < _FEWEST_ASKED or len(marks) != 1 or next(iter(marks)) not in _BULLETS:
        return set()
    alike = {n for n, head in heads.items() if head in marks}
    return alike if all(n - 1 not in alike for n in alike) else set()


_NAMED = re.compile(r"([^\W\d_][^.:!?\n@]{1,60})[:：]\s")


def _labelled_alike(paragraphs: Mapping[int, Sequence[Seen]], turns: Collection[int]) -> set[int]:
    """Paragraphs with the name before a colon that those have which ask, where another name answers: a paper's."""
    labels = {n: _NAMED.match(some[0].scene.text, some[0].scene.start) for n, some in paragraphs.items()}
    names = {n: match[1] for n, match in labels.items() if match}
    asking = {names[n] for n in turns if n in names}
    return {n for n, name in names.items() if name in asking} if set(names.values()) - asking else set()


_BULLETS = frozenset("•▪●◆■►*")
_FEWEST_ASKED = 2
"""How many paragraphs must end in a question so that who asks is known by turns."""


def _begins_quote(one: Seen) -> bool:
    return one.scene.text[one.scene.start] in "\"“«'"


_TURN = re.compile(r"[-•*]\s|[^\W\d_][^.:!?\n@]{0,60}[:：]\s")
"""How the turn of one of two who talk begins: a dash, or who it is and a colon."""
_QUESTIONS = ("?", "？", "؟")


def _is_turn(one: Seen) -> bool:
    return bool(_TURN.match(one.scene.text, one.scene.start, one.scene.end))


def _is_question(one: Seen) -> bool:
    return one.scene.text[one.scene.start : one.scene.end].rstrip("\"”»' ").endswith(_QUESTIONS)


def _is_marked(one: Seen) -> bool:
    """Whether a paragraph begins with the mark of who asks: "Q:", "P.", "Вопрос:"."""
    heads = (hit for hit in one.scene.of("asking") if hit.first == 0)
    return any(one.scene.text[hit.end : hit.end + 1] in (":", ".", "：", ")") for hit in heads)


def _in_dashes(seen: Sequence[Seen]) -> set[int]:
    """Every other paragraph that begins with a dash, where some of those are questions."""
    ends = {one.scene.paragraph: one.scene.text[one.scene.end - 1] for one in seen}
    first = {one.scene.paragraph: one for one in reversed(seen)}
    dashed = [n for n, one in sorted(first.items()) if one.scene.text[one.scene.start] == "-"]
    every_other, others = set(dashed[::2]), dashed[1::2]
    in_turn = len(dashed) > 2 and any(ends[n] in "?؟？" for n in every_other)
    return every_other if in_turn and not any(ends[n] in "?؟？" for n in others) else set()


def interviewed(seen: Sequence[Seen], questions: frozenset[int]) -> tuple[Voice, Seen] | None:
    """The one who answers in a text of questions and answers, and the sentence that says so."""
    if not questions:
        return None
    told = [one for one in seen if one.scene.paragraph not in questions]
    said = [one for one in told if one.scene.has("interview")] or [one for one in told if not _is_labelled(one)]
    for one in said:
        for voice in one.voices:
            if _may_answer(voice):
                return replace(voice, name=voice.name or _name(one, seen, questions)), one
    return None


def _may_answer(voice: Voice) -> bool:
    """Whether a voice may be the one interviewed: somebody in office, or an expert by name."""
    in_office = bool(voice.office or voice.institution) and voice.office not in OUTSIDERS and not voice.press
    return in_office or bool(voice.name and voice.expert)


_LABEL = re.compile(r"(?:- )?(?P<name>[^\W\d_][^\n:.!?,;]{1,40}?)(?:[:：]|\. ?-)")
_ANSWERS = re.compile(r"(?:reponse|respuesta|r|a|answer|ответ|جواب|ج|答)$", re.IGNORECASE)
_INTRODUCED = re.compile(
    "(?:受访者|受访人|受访嘉宾|嘉宾)(?:为|是|系)?(?P<name>[\u4e00-\u9fff·]{2,8}?)(?=为|是|系|现任|[,，])"
)


def _is_labelled(one: Seen) -> bool:
    return bool(_LABEL.match(one.scene.text, one.scene.start, one.scene.end + 3))


def _name(one: Seen, seen: Sequence[Seen], questions: frozenset[int]) -> str:
    """A name for somebody of whom only the office is told: beside it, or at the head of the answers."""
    if match := _INTRODUCED.search(one.scene.text, one.scene.start, one.scene.end):
        return one.scene.visible.words(*match.span("name"))
    names = [voice.name for voice in one.voices if voice.is_nobody and voice.own is None and " " in voice.name]
    return next(iter((*names, *_labels(seen, questions))), "")


def _labels(seen: Sequence[Seen], questions: frozenset[int]) -> Iterator[str]:
    begun = -1
    for one in seen:
        if one.scene.paragraph == begun or one.scene.paragraph in questions:
            continue
        begun = one.scene.paragraph
        match = _LABEL.match(one.scene.text, one.scene.start, one.scene.end + 3)
        if match and not _ANSWERS.match(match["name"]) and (" " in match["name"] or not one.scene.manner.spaced):
            yield one.scene.visible.words(*match.span("name"))


_LIST_MARK = re.compile(r"[•*·(（-]|[^\W_]{1,3}[).、]|[一二三四五六七八九十]")


def is_listed(seen: Seen, chief: Voice | None) -> bool:
    """Whether a body's list names a state before a colon and tells what it did, not what it says."""
    marked = _LIST_MARK.match(seen.scene.text, seen.scene.start) is not None
    if not marked or chief is None or chief.body is None or seen.scene.has("speech") or seen.scene.has("document"):
        return False
    heads = [speech for speech in seen.speeches if speech.voice is not None and speech.voice.is_state]
    return bool(heads) and all(speech.verb.first == speech.verb.after for speech in seen.speeches)


_MOST_KNOWN = 40


def known_by_name(seen: Seen, known: Mapping[str, Voice]) -> Voice | None:
    """In scripts without capitals, somebody of whom the text told before, by the name beside a verb of speech."""
    if seen.scene.manner.cased or not seen.scene.has("speech"):
        return None
    words = f" {' '.join(seen.scene.visible.words(seen.scene.start, seen.scene.end).split())} "
    for last, voice in islice(known.items(), _MOST_KNOWN):
        if f" {last} " in words if seen.scene.manner.spaced else voice.name in words:
            return voice
    return None
