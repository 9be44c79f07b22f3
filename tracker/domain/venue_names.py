"""How the record calls where something was said: "press briefing in Geneva", "letter to the Secretary-General".

Bodies, occasions and sites have one name for all languages, so that two papers that heard the same have the same step.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.domain import whereabouts as kinds
from tracker.domain.scenes import Scene
from tracker.domain.whereabouts import Head, Setting, addressees, small

BARE = "bare"
"""A paper of which the phrase does not say to whom it is."""


@dataclass(frozen=True, slots=True)
class Venue:
    """Where something was said, as the record calls it, what it is, and the words of the text for it."""

    name: str
    kind: str
    words: str

    @property
    def sentence(self) -> str:
        """Why it is taken for a venue."""
        return f"{_SENTENCES.get(self.kind, 'It was said there')}: “{self.words}”."


_SENTENCES = {
    kinds.PAPER: "It was written there",
    kinds.MEDIUM: "It was posted there",
    kinds.POSTED: "It was posted there",
}


def named(scene: Scene, phrase: Setting) -> Iterator[Venue]:
    """The venues of a phrase: a body, an occasion or a paper, and a site."""
    words = scene.given(phrase.first, phrase.after)
    by_kind = {head.kind: head for head in reversed(phrase.heads)}
    main = _main(scene, phrase, by_kind)
    if main is not None:
        name, kind, place = main
        yield Venue(name, kind, f"{words} {place}".strip() if place and place not in words else words)
    for kind in (kinds.MEDIUM, kinds.POSTED):
        if kind in by_kind and (kind == kinds.POSTED or phrase.led in (kinds.PLACE, kinds.BY, kinds.TO)):
            yield Venue(by_kind[kind].name, kind, words)


def _main(scene: Scene, phrase: Setting, by_kind: dict[str, Head]) -> tuple[str, str, str] | None:
    """The name, the kind and the words for the place of what a phrase names besides a site."""
    if phrase.led == kinds.MARGIN:
        return _margin(scene, phrase)
    if kinds.PAPER in by_kind:
        return _paper(scene, phrase, by_kind[kinds.PAPER])
    for kind in (kinds.OCCASION, kinds.EVENT, kinds.SESSION, kinds.SPEECH, kinds.AUDIENCE):
        if kind in by_kind:
            return _meeting(scene, phrase, by_kind[kind])
    forum = _forum(scene, phrase, phrase.heads)
    return (forum, kinds.FORUM, "") if forum and phrase.led != kinds.BY else None


def _margin(scene: Scene, phrase: Setting) -> tuple[str, str, str] | None:
    """The edge of an event: by its name, or by the words of the text where no dictionary names it."""
    named = [head for head in phrase.heads if head.kind in (kinds.FORUM, kinds.OCCASION, kinds.EVENT, kinds.SESSION)]
    name = _forum(scene, phrase, named) or next((head.name for head in named if head.name != "*"), "")
    return (f"sidelines of {_the(name)}", kinds.EVENT, "") if name else None


def _paper(scene: Scene, phrase: Setting, paper: Head) -> tuple[str, str, str] | None:
    """A paper with the one to whom it is: a letter to the Secretary-General, a report to the 1718 Committee."""
    others = list(addressees(scene, phrase))
    office = next((head.name for head in others if head.kind == kinds.OFFICE), "")
    to = office or _forum(scene, phrase, others)
    told = phrase.led == kinds.TOLD and _forum(scene, phrase, phrase.heads)
    if to or told:
        return f"{paper.name} to {_the(to or str(told))}", kinds.PAPER, ""
    return (paper.name, BARE, "") if phrase.led in (kinds.PLACE, kinds.BY) else None


def _meeting(scene: Scene, phrase: Setting, head: Head) -> tuple[str, str, str] | None:
    """An occasion with its place; the body whose meeting it is; nothing for a meeting of which neither is named."""
    forum = "" if head.kind == kinds.OCCASION else _forum(scene, phrase, phrase.heads)
    if forum:
        return forum, kinds.FORUM, ""
    name, words = _place(scene, phrase)
    if name or head.kind in (kinds.OCCASION, kinds.EVENT):
        return f"{head.name}{name}", head.kind, words
    return None


def _place(scene: Scene, phrase: Setting) -> tuple[str, str]:
    """Where an occasion was, with the word before it, and in the words of the text where no dictionary names it."""
    spot = next((head.name for head in phrase.heads if head.kind == kinds.SPOT), "")
    if spot:
        return f" at {_the(spot)}", ""
    last = phrase.after + (_BEHIND if scene.manner.spaced else 0)
    city = next((hit for hit in scene.of("city") if phrase.first <= hit.first <= last), None)
    if city is not None and _led_there(scene, phrase.after, city.first):
        return f" in {city.value}", scene.given(min(city.first, phrase.after), city.after)
    return _unknown_place(scene, phrase.after)


_BEHIND = 2


def _led_there(scene: Scene, first: int, at: int) -> bool:
    """Whether between a phrase and a place is no more than "in the"."""
    little = small(scene)
    return at < first or (set(scene.keys(first, at)) <= little and not set(scene.between(first, first)) & set(",:;"))


def _unknown_place(scene: Scene, at: int) -> tuple[str, str]:
    """A place by its capital letter behind "in", in languages whose names have no cases."""
    led = scene.manner.leads.get(scene.tokens[at].key) if at + 1 < len(scene.tokens) else None
    if led != kinds.PLACE or not scene.manner.cased or not scene.tokens[at + 1].key.isascii():
        return "", ""
    hits = scene.of("month", "weekday", "day", "press", "law", "body")
    taken = {n for hit in hits for n in range(hit.first, hit.after)}
    after = next((high for low, high in scene.free_runs(taken) if low == at + 1), None)
    if after is None or scene.tokens[at].capital:
        return "", ""
    return f" in {scene.given(at + 1, after)}", scene.given(at, after)


def with_addressee(found: Sequence[Venue]) -> Iterator[Venue]:
    """The venues, a paper that names nobody with the body that is told by it: "in a letter, X told the Panel"."""
    forum = next((one for one in found if one.kind == kinds.FORUM), None)
    paper = next((one for one in found if one.kind == BARE), None)
    for one in found:
        if one.kind != BARE and (one is not forum or paper is None):
            yield one
        elif one is forum and paper is not None:
            yield Venue(f"{paper.name} to {_the(one.name)}", kinds.PAPER, f"{paper.words} … {one.words}")


_CONTAINERS = frozenset(
    [
        *("Senate", "Congress", "House of Representatives", "parliament"),
        *("Security Council", "General Assembly", "United Nations", "European Union"),
    ]
)
"""Bodies of which another named beside them is part."""


def _forum(scene: Scene, phrase: Setting, heads: Sequence[Head]) -> str:
    """The body that a phrase names, the committee rather than the assembly whose it is."""
    names = [name for head in heads if head.kind == kinds.FORUM and (name := _called(scene, phrase, head))]
    return next((name for name in names if name not in _CONTAINERS), next(iter(names), ""))


def _called(scene: Scene, phrase: Setting, head: Head) -> str:
    """A body by its name; one of a kind, "council" or "conference", by the words with capitals around it."""
    if head.name[0] not in "*#":
        return head.name.rstrip("~")
    first, after = _in_full(scene, phrase, head)
    named = after - first > head.hit.after - head.hit.first
    if named:
        return scene.given(first, after)
    return "Committee" if head.name.startswith("#") else head.name[1:]


def _in_full(scene: Scene, phrase: Setting, head: Head) -> tuple[int, int]:
    """The tokens of a name that a body of a kind has: "Munich Security Conference", "Conference on Disarmament"."""
    first, after, tokens = head.hit.first, head.hit.after, scene.tokens
    if not scene.manner.cased:
        return (phrase.first + 1, after) if not scene.manner.spaced and head.name == "*" else (first, after)
    while first - 1 > phrase.first and tokens[first - 1].capital and scene.between(first, first) in (" ", "-"):
        first -= 1
    if scene.manner.leads and "of" in scene.manner.leads and scene.tokens[head.hit.first].capital:
        while after + 1 < len(tokens) and tokens[after].key in _OF and tokens[after + 1].capital:
            after += 2
            while after < len(tokens) and tokens[after].capital and scene.between(after, after) == " ":
                after += 1
    return first, after


_OF = ("of", "on", "for")
_NO_ARTICLE = ("parliament", "X", "Congress")


def _the(name: str) -> str:
    return name if name in _NO_ARTICLE or name.startswith(("the ", "The ")) else f"the {name}"
