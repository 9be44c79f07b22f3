"""Who carried a statement: the agency told, the paper quoted, the broadcaster that had the interview.

With where it was said (`venues.py`) and who translated it (`translating.py`) that is the path to the page that is read.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from tracker.domain.content import HopContent, SourceContent
from tracker.domain.lexicon import Hit
from tracker.domain.scenes import Scene
from tracker.domain.vocabulary import HopRole

_HOW = {
    "to": "The speaker said it to {name}.",
    "by": "The text has it from {name}.",
    "verb": "{name} reported it.",
    "": "The text names {name} beside it.",
}


@dataclass(frozen=True, slots=True)
class Carried:
    """A step, and in a sentence why it is taken for one. `there` says that it was where the words were said."""

    hop: HopContent
    sentence: str
    there: bool = False


def carriers(scene: Scene, wires: Collection[str]) -> list[Carried]:
    """Agencies and papers that a sentence names as carrying what it tells, in order, each once."""
    found: dict[str, Carried] = {}
    for hit in (one for one in scene.of("press") if not _translates(scene, one)):
        how = _how(scene, hit.first, hit.after)
        role = HopRole.WIRE if hit.value in wires else HopRole.OUTLET
        found.setdefault(hit.value, Carried(HopContent(role, hit.value), _HOW[how].format(name=hit.value)))
    for name, is_agency in (*_marked(scene), *_named(scene)):
        role = HopRole.WIRE if is_agency else HopRole.OUTLET
        found.setdefault(name, Carried(HopContent(role, name), _HOW[""].format(name=name)))
    return list(found.values())


def _translates(scene: Scene, press: Hit) -> bool:
    """Whether a paper or agency is named as who translated: "(translation: BBC Monitoring)"."""
    named = (hit for hit in scene.of("translating") if 0 <= press.first - hit.after <= 1)
    return any("," not in scene.text[hit.end : press.start] and hit.value != "interpreter" for hit in named)


_PAPER = re.compile(
    r"\b(?:[A-Z][\w'-]+ ){1,3}(?:Times|Post|Herald|News|Daily|Gazette|Tribune|Standard|Chronicle|Journal|Observer|Mail"
    r"|Monitor|Courier|Telegraph|Review|Radio|TV|Television)\b|\bRadio(?: [A-Z][\w'-]+){1,2}"
)
"""Names that newspapers and broadcasters give themselves."""


_ONE_WORD = re.compile(
    r"(?<=\bthe )(?:Guardian|Independent|Economist|Diplomat|Sun|Star|Nation|Monitor|Standard|Citizen|Herald|Mirror"
    r"|Telegraph|Tribune|Chronicle|Gazette|Observer|Punch|Vanguard|Namibian|Post|Times|Mail)\b(?! [A-Z])"
)
"""Names of papers that are one common word."""


_AGENCY = re.compile(
    r"\bAgen(?:ce|cia) (?:[A-Za-z]\w+ ){1,2}"
    r"(?:de |d')(?:[Pp]resse|[Pp]rensa|[Ii]nformation|[Nn]oticias|[Ii]nformacion(?:es)?)\b"
)
"""Names of agencies that say what they are."""
_TITLED = re.compile("《([^》\n]{2,14}(?:报|新闻|周刊|杂志|网|台|社))》")
"""Names of newspapers as Chinese texts mark them."""
_QUOTED = re.compile(r" ?[«\"“„]([^«»\"“”\n]{2,40})[»\"”]")


def _marked(scene: Scene) -> Iterator[tuple[str, bool]]:
    """Papers whose names stand in marks of quotation: 《…报》, or behind a word for a paper."""
    known = scene.of("press")
    for match in _TITLED.finditer(scene.text, scene.start, scene.end):
        if not any(match.start() <= hit.start < match.end() for hit in known):
            yield match[1], False
    for match in _AGENCY.finditer(scene.text, scene.start, scene.end):
        yield scene.visible.words(*match.span()), True
    for hit in scene.of("agency"):
        if match := _QUOTED.match(scene.text, hit.end, scene.end):
            yield scene.visible.words(*match.span(1)), hit.value == "agency"


def _named(scene: Scene) -> Iterator[tuple[str, bool]]:
    """Agencies and papers that no dictionary knows, by the word beside a name: "l'agence Belga"."""
    taken = {at for hit in scene.of("press", "agency", "state", "person") for at in range(hit.first, hit.after)}
    runs = dict(scene.free_runs(taken)) if scene.manner.cased else {}
    owned = {at for hit in scene.of("institution") for at in range(hit.first, hit.after)}
    for hit in scene.of("agency"):
        named = hit.value == "agency" and not scene.tokens[hit.first].capital and hit.after in runs
        if hit.first in owned and not named:
            continue
        led = hit.after < len(scene.tokens) and scene.tokens[hit.after].capital
        led = led and scene.keys(hit.after, hit.after + 1) in _ARTICLE
        after = runs.get(hit.after) or (runs.get(hit.after + 1) if led else None)
        if after is not None and scene.between(hit.after, hit.after) == " ":
            first = hit.first if scene.tokens[hit.first].capital and hit.value != "agency" else hit.after
            yield scene.given(first, after), hit.value == "agency"
        first = next((low for low, high in runs.items() if high == hit.first), None)
        if first is not None and scene.between(hit.first, hit.first) == " " and hit.value == "agency":
            yield scene.given(first, hit.first), True
    yield from _quoting(scene, runs)
    yield from _reporting(scene, runs)
    if scene.has("relay"):
        known = scene.of("press")
        for match in _PAPER.finditer(scene.text, scene.start, scene.end):
            if not any(hit.start < match.end() and match.start() < hit.end for hit in known):
                yield scene.visible.words(*match.span()).removeprefix("The "), False
        yield from ((f"The {match[0]}", False) for match in _in_one_word(scene))


def _in_one_word(scene: Scene) -> Iterator[re.Match[str]]:
    """Papers of one word and an article in small letters, which stand beside what carries: "the Guardian reported"."""
    beside = [(hit.first, hit.after) for hit in scene.of("relay")]
    for match in _ONE_WORD.finditer(scene.text, scene.start, scene.end) if scene.manner.subject_first else ():
        at = sum(token.end <= match.start() for token in scene.tokens)
        if any(at in (after, after + 1, first - 1) for first, after in beside):
            yield match


def _reporting(scene: Scene, runs: Mapping[int, int]) -> Iterator[tuple[str, bool]]:
    """Papers that no dictionary knows, said at the end of a sentence to report it: "…, Nation Now reported"."""
    if not scene.manner.subject_first:
        return
    for hit in scene.of("relay"):
        if scene.words(hit).casefold() not in _REPORTED or len(scene.tokens) - hit.after > _TO_END:
            continue
        if (first := next((low for low, high in runs.items() if high == hit.first), None)) is None:
            continue
        led = scene.keys(first - 1, first) == ("the",)
        if first > 1 and hit.first - first > 1 and scene.between(first - led, first - led).strip(' "”') == ",":
            yield scene.given(first, hit.first), False


_REPORTED = ("reported", "reports", "has reported", "had reported")
_TO_END = 3
"""How many tokens may stand behind the verb by which a paper is said to report a sentence: "on Monday"."""


def _quoting(scene: Scene, runs: Mapping[int, int]) -> Iterator[tuple[str, bool]]:
    """Papers that no dictionary knows, by words behind which stands whoever printed it: "cité par L'Indépendant"."""
    owned = {hit.first for hit in scene.of("office", "institution", "body", "expert", "demonym", "press", "agency")}
    for hit in scene.of("quoting"):
        if match := _QUOTED.match(scene.text, hit.end, scene.end):
            yield scene.visible.words(*match.span(1)), False
            continue
        first = hit.after + (scene.keys(hit.after, hit.after + 1) in _ARTICLE)
        begun = hit.after if first < len(scene.tokens) and scene.tokens[hit.after].capital else first
        after = runs.get(first)
        if after is not None and not owned & set(range(hit.after, after + 1)):
            yield scene.given(begun, after), False


_ARTICLE = (("le",), ("la",), ("l",), ("el",), ("los",), ("las",), ("les",))


def _how(scene: Scene, first: int, after: int) -> str:
    """By which words a paper carries what is told: those nearest before it, else those behind it."""
    before = [hit for hit in scene.of("relay") if 0 <= first - hit.after <= 3 and hit.value in ("to", "by")]
    behind = next((hit for hit in scene.of("relay") if 0 <= hit.first - after <= 4), None)
    led = max(before, key=lambda hit: hit.after, default=None)
    reports = behind is not None and behind.first == after and behind.value == "verb"
    if led is not None and not (reports and "," in scene.text[led.end : scene.tokens[first].start]):
        return led.value  # of "told RIA, Yonhap reported" the second paper is told nothing
    return "verb" if behind is not None and behind.value != "to" else ""


_ORDER = {role: place for place, role in enumerate(HopRole)}


def hops(
    speaker: HopContent | None, carried: Collection[Carried], source: SourceContent | None
) -> tuple[tuple[HopContent, ...], tuple[str, ...]]:
    """The path from the speaker to the page that is read, and why in sentences; empty where only the page is known."""
    others = [one for one in carried if speaker is None or one.hop.name != speaker.name]
    others.sort(key=lambda one: (one.hop.role is not HopRole.VENUE, not one.there, _ORDER[one.hop.role]))
    steps, why = [one.hop for one in others], [one.sentence for one in others]
    publisher = source.publisher if source else ""
    if publisher and publisher not in {hop.name for hop in steps}:
        steps.append(HopContent(HopRole.OUTLET, publisher))
        why.append(f"{publisher} published the text that is read.")
    if not steps:
        return (), ()
    return ((speaker, *steps) if speaker else tuple(steps)), tuple(why)
