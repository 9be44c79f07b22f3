"""Which paragraphs of a text are questions, by how the text is set: marks, dashes, names before a colon."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from tracker.intake.reading.scene import Seen

_TURN = re.compile(r"[-•*]\s|[^\W\d_][^.:!?\n@]{0,60}[:：]\s")
"""How the turn of one of two who talk begins: a dash, or who it is and a colon."""
_QUESTIONS = ("?", "？", "؟")


def asked(seen: Sequence[Seen]) -> frozenset[int]:
    """The paragraphs of those who ask: marked so, or turns that end in a question mark."""
    paragraphs = {n: list(some) for n, some in groupby(seen, key=lambda one: one.scene.paragraph)}
    marked = {one.scene.paragraph for one in seen if _is_marked(one)}
    turns = {n for n, some in paragraphs.items() if _is_turn(some[0]) and _is_question(some[-1])}
    return frozenset(marked | turns | _bare(paragraphs))


def _bare(paragraphs: Mapping[int, Sequence[Seen]]) -> set[int]:
    """Paragraphs of nothing but a question, where a text has several of them."""
    bare = {n for n, some in paragraphs.items() if n and all(map(_is_question, some)) and not _is_quoted(some[0])}
    return bare if len(bare) > 1 else set()


def _is_quoted(one: Seen) -> bool:
    return one.scene.text[one.scene.start] in "\"“«'"


def _is_marked(one: Seen) -> bool:
    """Whether a paragraph begins with the mark of who asks: "Q:", "P.", "Вопрос:"."""
    heads = (hit for hit in one.scene.of("asking") if hit.first == 0)
    return any(one.scene.text[hit.end : hit.end + 1] in (":", ".", "：", ")") for hit in heads)


def _is_turn(one: Seen) -> bool:
    return bool(_TURN.match(one.scene.text, one.scene.start, one.scene.end))


def _is_question(one: Seen) -> bool:
    return one.scene.text[one.scene.start : one.scene.end].rstrip("\"”»' ").endswith(_QUESTIONS)
