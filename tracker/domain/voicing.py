"""A voice: somebody who may speak, made of the parts that stand together for them in a sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tracker.domain.lexicon import Hit
from tracker.domain.organisations import OWN_NAME
from tracker.domain.scenes import Scene
from tracker.domain.vocabulary import Body

CORES = ("person", "office", "institution", "actor", "body", "expert", "press")
"""Categories of which one makes a voice somebody."""
OUTSIDERS = ("newspaper", "media", "source", "same source", "diplomat", "lawmaker")
"""Offices that speak for no state."""
STATELESS = (*OUTSIDERS, "chair", "member of the Panel of Experts")
"""Offices that are of no state unless it is named beside them."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who may speak. `own` is the code of the state spoken for, `host` of the one an envoy is sent to.

    `accuses` says that it is no judge but a party: a campaign group, a company, a website. `name` is a person's;
    `called` are the words for somebody who is not named, such as "senior Thai official". `title` is an office in the
    words of the text, where no dictionary names it whole. `is_new` says that it is named for the first time, as "an
    official" is, `is_past` that it had its office before. `first` and `after` count tokens of the sentence.
    """

    first: int
    after: int
    office: str = ""
    institution: str = ""
    body: Body | None = None
    expert: str = ""
    press: str = ""
    actor: str = ""
    name: str = ""
    own: str | None = None
    host: str | None = None
    called: str = ""
    accuses: bool = False
    title: str = ""
    states: tuple[str, ...] = ()
    is_new: bool = field(default=False, compare=False)
    is_past: bool = field(default=False, compare=False)

    @property
    def is_state(self) -> bool:
        """Whether it is a state and nothing more."""
        return not (
            self.office or self.institution or self.body or self.expert or self.press or self.actor or self.name
        )

    @property
    def is_nobody(self) -> bool:
        """Whether it is a name without an office, of whom nothing is known."""
        known = self.office or self.institution or self.actor or self.body or self.expert
        return bool(self.name) and not known

    @property
    def is_official(self) -> bool:
        """Whether it speaks for a state by its office."""
        outside = self.office in OUTSIDERS and not (self.office == "source" and self.institution)
        return self.own is not None and not (self.is_past or self.body or self.expert or self.press or outside)


def of_chain(chain: Sequence[Hit], scene: Scene) -> Iterator[Voice]:
    """The voices that parts standing together make: one, or each state by itself where there is no other part."""
    kinds = {hit.category for hit in chain}
    if not kinds & {*CORES, "name"}:
        yield from (
            Voice(hit.first, hit.after, own=hit.value, states=(hit.value,)) for hit in chain if hit.category == "state"
        )
        return
    voice = Voice(chain[0].first, chain[-1].after)
    for hit in chain:
        voice = _with(voice, hit, scene)
    if _is_panel(voice, scene):
        voice = Voice(voice.first, voice.after, body=Body.PANEL, called=voice.called or voice.expert)
    if voice.name in _GROUPS and voice.first and scene.tokens[voice.first - 1].key == "the":
        voice = Voice(voice.first, voice.after, body=Body.PANEL, called=voice.name)
    if voice.office == "chair" and not voice.institution and any(hit.category == "demonym" for hit in chain):
        voice = replace(voice, own=None)  # "the Dutch chair of the Committee" speaks for no state
    yield replace(voice, own=voice.own or (voice.host if not voice.office else None))


_EXPERTS = ("experts", "independent experts", "monitors", "panellists")


def _is_panel(voice: Voice, scene: Scene) -> bool:
    """Whether "the experts" are those of the Council's Panel, since nobody else is named beside them."""
    plain = voice.expert.casefold() in _EXPERTS and not (voice.name or voice.institution or voice.own or voice.office)
    led = scene.keys(max(0, voice.first - 1), voice.first) in (("the",), ("un",), ("independent",))
    behind = scene.keys(voice.after, voice.after + 1)
    return plain and ((led and behind not in _OF) or behind in _SENT_BY)


_SENT_BY = (("mandated",), ("appointed",), ("tasked",), ("commissioned",), ("who",))
_OF = (("of",), ("at",), ("from",), ("in",), ("on",))


def _is_past(hit: Hit, scene: Scene) -> bool:
    """Whether somebody had an office before: "former ambassador", "former Spanish ambassador"."""
    return bool(_PAST & set(scene.keys(max(0, hit.first - 2), hit.first))) and scene.manner.subject_first


_PAST = frozenset(["former", "ex", "retired", "onetime"])
_GROUPS = ("Group", "Monitoring Group", "Monitoring Team")
"""How groups of experts on other regimes call themselves, with the article before them."""


def _with(voice: Voice, hit: Hit, scene: Scene) -> Voice:
    """A voice with one part more."""
    match hit.category:
        case "office":
            return _with_office(voice, hit, scene)
        case "institution":
            return _with_institution(voice, hit, scene)
        case "body":
            return replace(voice, body=voice.body or Body(hit.value), called=scene.given(hit.first, hit.after))
        case "person" | "actor":
            return _with_known(voice, hit)
        case "state" | "demonym":
            return _with_state(voice, hit, scene)
        case "portfolio":
            return _with_portfolio(voice, hit)
    if hit.category == "expert":
        quoted = _CALLED.match(scene.text, hit.end, scene.end)
        quoted = quoted or (_NAMED_BEHIND.match(scene.text, hit.end, scene.end) if _may_be_named(hit, scene) else None)
        name = voice.name or (scene.visible.words(*quoted.span(1)) if quoted else "")
        named = scene.tokens[hit.after - 1].capital and not scene.words(hit).isupper()
        called = "" if named else _called(hit, scene)
        words = voice.expert or scene.words(hit)
        return replace(voice, expert=words, name=name, called=called, accuses=hit.value == "party")
    words = hit.value
    known: str = getattr(voice, hit.category)
    return replace(voice, **{hit.category: known or words})


def _with_office(voice: Voice, hit: Hit, scene: Scene) -> Voice:
    """A voice with an office; a newspaper whose name stands in marks of quotation behind it is named by that."""
    office = voice.office if voice.office not in ("", "official") else _title(hit, scene)
    called = _called(hit, scene) if office in _UNNAMED else ""
    first = _qualified(hit, scene)
    is_new = bool(first) and scene.tokens[first - 1].key in ("a", "an", "another")
    voice = replace(voice, is_new=voice.is_new or is_new, is_past=voice.is_past or _is_past(hit, scene))
    quoted = _CALLED.match(scene.text, hit.end, scene.end) if office == "newspaper" else None
    if quoted and not scene.manner.subject_first:
        name = " ".join(scene.visible.words(*quoted.span(1)).split())
        return replace(voice, name=name, expert="newspaper", accuses=True)
    return replace(voice, office=office, called=called)


_IN_FULL = ("Ministry of", "Ministry for", "Department of", "Department for")
"""How the full name of an institution begins, which is kept as it stands."""


def _title(hit: Hit, scene: Scene) -> str:
    """An office by its name, or in the words of the text where no name of the record covers it."""
    if hit.value != "*":
        return hit.value
    words = scene.given(hit.first, hit.after)
    return words if words[1:2] == "." or words[:2].isupper() else words[0].lower() + words[1:]


_UNNAMED = ("official", *OUTSIDERS)
_WORTH_SAYING = frozenset(["senior", "former", "western", "european", "asian", "african", "arab", "un", "foreign"])


def _called(hit: Hit, scene: Scene) -> str:
    """The words for somebody who is not named, with those that say of where and of what rank."""
    first = _qualified(hit, scene)
    words = scene.given(_with_authority(first, scene) if hit.category == "office" else first, hit.after)
    return words.removeprefix("a ").removeprefix("an ").removeprefix("the ")


def _qualified(hit: Hit, scene: Scene) -> int:
    """The first token of the words that say of where and of what rank somebody is."""
    first, demonyms = hit.first, {one.after: one.first for one in scene.of("demonym")}
    while first > max(0, hit.first - _QUALIFIERS):
        before = scene.tokens[first - 1]
        if first in demonyms:
            first = demonyms[first]
        elif before.key in _WORTH_SAYING and scene.text[before.end : scene.tokens[first].start] == " ":
            first -= 1
        else:
            break
    return first


def _with_authority(first: int, scene: Scene) -> int:
    """Where the words for an authority begin that stand just before an office: "customs officials"."""
    own = next((one for one in scene.of("institution") if one.after == first and one.value == "*"), None)
    return own.first if own is not None and scene.between(first, first) == " " else first


_QUALIFIERS = 3


def _with_portfolio(voice: Voice, hit: Hit) -> Voice:
    """A minister with what follows the state: "ministre tunisien des Affaires sociales"."""
    if voice.office in ("minister", "deputy minister"):
        return replace(voice, office=f"{voice.office} {'for' if hit.value == 'foreign affairs' else 'of'} {hit.value}")
    if voice.institution == "Ministry":
        the, _, what = hit.value.rpartition("the ")
        return replace(voice, institution=f"Ministry of {'the ' if hit.value != what else the}{what.title()}")
    return voice


_CALLED = re.compile(r" ?(?:[^\W\d_]+ ){0,2}[«\"“„『「《]([^«»\"“”』」》\n]{2,60})[»\"”』」》]")
"""The name in quotation marks of a group, a company or a website."""


_SEATS = {"Department of State": "USA"}
"""Institutions that only one state has."""
_NAMED_BEHIND = re.compile(
    r"(?: (?:d'|de la |de l'|de los |de las |de |des |du |del )?(?!(?:a|en|au|qui|que|par|por|pour)\b)[a-z]{3,}){0,4}"
    r" ([A-Z][\w'-]+(?: [A-Z][\w'-]+){0,3})(?=[ ,.»\"]|$)"
)
"""The name of a group or a website behind a few small words: "le site d'investigation Afrique Vérité"."""


def _may_be_named(hit: Hit, scene: Scene) -> bool:
    """Whether a word for a group or website may have its name behind it, and no state."""
    if hit.value != "party" or not scene.manner.turned or not scene.manner.cased:
        return False
    behind = _NAMED_BEHIND.match(scene.text, hit.end, scene.end)
    states = {one.start for one in scene.of("state", "demonym", "place", "person", "office", "institution")}
    return behind is not None and behind.start(1) not in states and not scene.text[hit.end : behind.start(1)].count(",")


_OF_INSTITUTION = re.compile(
    r"(?: [^\W\d_]+(?:al|ale|ales|aux|nal|ique|ica|ico|ria|rio|ima|imo|ite|ise|ive)\b)?"
    r"(?: (?:de la |de l'|del |de los |de las |des |du |de |d')[^\W\d_]+"
    r"(?: [^\W\d_]+(?:al|ale|ales|aux|ique|ica|ico|icas|eres|ere|ores)\b)?)?"
)
"""What may follow the kind of an institution: "Direction générale des douanes", "Instituto Nacional de Migración"."""


def _with_institution(voice: Voice, hit: Hit, scene: Scene) -> Voice:
    """An institution; of the kind "administration", with the name before it."""
    if hit.value == OWN_NAME or scene.text.startswith(_IN_FULL, hit.start):
        return replace(voice, institution=voice.institution or scene.given(_begun(hit, scene), hit.after))
    if hit.value != "*":
        return replace(voice, institution=voice.institution or hit.value, own=voice.own or _SEATS.get(hit.value))
    if scene.tokens[hit.first].capital and (begun := _begun(hit, scene)) < hit.first:
        return replace(voice, institution=voice.institution or scene.given(begun, hit.after))
    behind = _OF_INSTITUTION.match(scene.text, hit.end, scene.end) if scene.manner.turned else None
    words = " ".join(scene.visible.words(hit.start, behind.end() if behind else hit.end).split())
    if not scene.text[scene.start : hit.start].rstrip().endswith(voice.name):
        return replace(voice, institution=voice.institution or words)
    called = f"{voice.name} {words}".strip()
    return replace(voice, institution=voice.institution or called, name="")


def _begun(hit: Hit, scene: Scene) -> int:
    """Where a name begins that an institution gives itself: with a state before it in "Singapore Police Force"."""
    own = next((one for one in scene.of("state") if one.after == hit.first), None)
    joined = own is not None and scene.between(hit.first, hit.first) == " " and not scene.words(hit).startswith(_OF_ALL)
    return own.first if own is not None and joined else hit.first


_OF_ALL = ("Ministry", "Department", "Embassy", "Government", "Permanent Mission")
"""How institutions are called that every state has, whose names hold no state."""


def _with_known(voice: Voice, hit: Hit) -> Voice:
    """Somebody of whom a dictionary or the record knows the state: `name|state|office`, an office only of a person."""
    name, state, office = (*hit.value.split("|"), "")[:3]
    if hit.category == "actor":
        return replace(voice, actor=voice.actor or name, own=voice.own or state or None)
    return replace(voice, name=voice.name or name, own=voice.own or state, office=voice.office or office)


def _with_state(voice: Voice, hit: Hit, scene: Scene) -> Voice:
    hosted = bool(set(scene.keys(max(voice.first, hit.first - 2), hit.first)) & scene.manner.hosting)
    voice = replace(voice, states=(*voice.states, hit.value))
    sent = any(word in voice.office for word in _SENT)
    if (hosted and (sent or (voice.own and not voice.office))) or (voice.own and voice.own != hit.value):
        return replace(voice, host=voice.host or hit.value)
    return replace(voice, own=voice.own or hit.value)


_SENT = ("ambassador", "representative", "consul")
