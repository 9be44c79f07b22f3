"""Who put the words into another language: "as translated by KCNA Watch", "through an interpreter"."""

import re
from dataclasses import dataclass

from tracker.domain.lexicon import Hit
from tracker.domain.scenes import Scene

INTERPRETER, TRANSLATOR = "interpreter (not named)", "translator (not named)"


@dataclass(frozen=True, slots=True)
class Translator:
    """Who translated, by name or as not named; `there` says that it was done where the words were said."""

    name: str
    words: str
    there: bool = False

    @property
    def sentence(self) -> str:
        """Why the words are taken for translated."""
        return f"It was translated: “{self.words}”."


def translators(scene: Scene) -> list[Translator]:
    """Who translated what a sentence tells, each once."""
    found = [one for hit in scene.of("translating") if (one := _translator(scene, hit)) is not None]
    named = [one for one in found if one.name != TRANSLATOR]
    return list({one.name: one for one in named or found}.values())


def credited(scene: Scene) -> list[Translator]:
    """Who translated all of a text, by a line that says nothing else: "(Translation: BBC Monitoring)"."""
    hit = next(iter(scene.of("translating")), None)
    short = len(scene.tokens) <= (_LONGEST_LINE if scene.manner.spaced else 2 * _LONGEST_LINE)
    if hit is None or not short or hit.first > _AT_HEAD or hit.value == "interpreter":
        return []
    name, words = _behind(scene, hit)
    return [Translator(name, words)] if name else []


_LONGEST_LINE, _AT_HEAD = 12, 2


def _translator(scene: Scene, hit: Hit) -> Translator | None:
    if hit.value == "interpreter":
        return Translator(INTERPRETER, scene.given(hit.first, hit.after), there=True)
    name, words = _behind(scene, hit)
    if hit.value == "by" and not _is_aside(scene, hit):
        return None
    if hit.value in ("mark", "none") and not _is_marked(scene, hit):
        return Translator(TRANSLATOR, scene.given(hit.first, hit.after)) if hit.value == "none" else None
    return Translator(name or TRANSLATOR, words) if name or hit.value in ("of", "none") else None


def _is_aside(scene: Scene, hit: Hit) -> bool:
    """Whether "translated by" is said of the words and not of a thing: behind a comma or a bracket, or "as"."""
    before = scene.text[scene.start : hit.start].rstrip()
    return not before or before[-1] in _ASIDE or scene.keys(hit.first, hit.first + 1) in _AS or _is_of_words(scene, hit)


_ASIDE = ',;:("”»[—-،，。；（」』'
_AS = (("as",), ("según",), ("segun",), ("в",))
_SAID = frozenset(
    [
        *("remarks", "comments", "statement", "interview", "text", "commentary", "editorial", "article", "report"),
        *("propos", "déclaration", "declaration", "entretien", "texte", "communique", "article", "declaraciones"),
        *("entrevista", "texto", "comunicado", "articulo", "palabras", "текст", "заявление", "слова", "интервью"),
        *("تصريحات", "بيان", "مقابله", "نص", "كلمه"),
    ]
)
"""Words for what is said, of which a translation is the speaker's words."""


def _is_of_words(scene: Scene, hit: Hit) -> bool:
    return bool(_SAID & set(scene.keys(max(0, hit.first - 2), hit.first)))


def _is_marked(scene: Scene, hit: Hit) -> bool:
    """Whether a word for a translation has a colon or a sign of copyright behind it."""
    return bool(_MARK.match(scene.text, hit.end, scene.end))


_MARK = re.compile(r"\s*(?:[:：©]|by\b|courtesy of\b)")
_LEAD = re.compile(r"\s*[:：©-]?\s*(?:(?:the|le|la|les|el|los|las|l')\s?)?[«\"“《]?", re.IGNORECASE)
_NAME = re.compile(
    r"[^\W\d_a-zа-я\u0600-\u06ff\u3400-\u9fff][\w.&'/-]*"
    r"(?:(?: (?:of|for|de|des|du|del|la|le|and|et|y|for) | )[^\W\d_a-zа-я\u0600-\u06ff\u3400-\u9fff][\w.&'/-]*){0,5}"
)
_UNCASED = re.compile(r"[^\W\d_][^\s.,;:()،؛。，；：（）《》«»\"“”]*(?: [^\W\d_][^\s.,;:()،؛«»\"“”]*){0,3}")


def _behind(scene: Scene, hit: Hit) -> tuple[str, str]:
    """The name behind a word for a translation, as the record has it, and the words from the one to the other."""
    lead = _LEAD.match(scene.text, hit.end, scene.end)
    at = lead.end() if lead else hit.end
    for known in scene.of("press", "institution", "actor"):
        if at <= known.start <= at + _NEAR and known.value != "*" and not _goes_on(scene, known.after):
            name = known.value.partition("|")[0]
            return name, scene.given(hit.first, known.after)
    found = _NAME.match(scene.text, at, scene.end)
    if found is None and not scene.manner.cased and hit.value in ("by", "of", "mark"):
        found = _UNCASED.match(scene.text, at, scene.end)
    if found is None or found[0].casefold() in scene.manner.stop:
        return "", scene.given(hit.first, hit.after)
    name = " ".join(scene.visible.words(*found.span()).split()).rstrip(".")
    return name, " ".join(scene.visible.words(hit.start, found.end()).split())


def _goes_on(scene: Scene, at: int) -> bool:
    """Whether the name is longer than what is known: "BBC Monitoring", "KCNA Watch"."""
    cased = scene.manner.cased and at < len(scene.tokens) and scene.tokens[at].capital
    return cased and scene.between(at, at) == " "


_NEAR = 6
"""Letters that may stand between such a word and the name: "par l'agence"."""
