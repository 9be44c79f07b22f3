"""Who speaks in a sentence, in what office, for which state.

A voice is an office, an institution, a body, a newspaper, a name, or several of these that stand together: "the
Russian ambassador to North Korea, Alexander Matsegora". The speaker is the voice beside a verb of speech: before it,
or after it where it is turned round ("…, said X") and in languages that put the verb first; "according to X" names
the one after.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.domain.lexicon import Hit
from tracker.domain.organisations import OWN_NAME
from tracker.domain.places import is_seat
from tracker.domain.scenes import Scene
from tracker.domain.titles import entitled, is_first_name, is_rank, name_before, untitled
from tracker.domain.vocabulary import Body

_CORES = ("person", "office", "institution", "actor", "body", "expert", "press")
_PARTS = (*_CORES, "state", "demonym", "portfolio", "name")
_HARD = frozenset('.;:!?()"“”«»[]。；：？！（）《》')


OUTSIDERS = ("newspaper", "media", "source", "same source", "diplomat", "lawmaker")
"""Offices that speak for no state."""
STATELESS = (*OUTSIDERS, "chair", "member of the Panel of Experts")
"""Offices that are of no state unless it is named beside them."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who may speak. `own` is the code of the state spoken for, `host` of the one an envoy is sent to.

    `accuses` says that it is no judge but a party: a campaign group, a company, a website. `name` is a person's;
    `called` are the words for somebody who is not named, such as "senior Thai official". `title` is an office in the
    words of the text, where no dictionary names it whole. `first` and `after` count tokens of the sentence.
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
        return self.own is not None and not (self.body or self.expert or self.press or self.office in OUTSIDERS)


def voices(scene: Scene) -> list[Voice]:
    """The voices of a sentence, in order."""
    known = [hit for hit in scene.of(*_PARTS[:-1]) if not (is_seat(hit, scene) or is_rank(hit, scene))]
    parts = sorted((*known, *_names(scene)), key=lambda hit: (hit.first, -hit.after, hit.category))
    found: list[Voice] = []
    for chain in _chains(untitled(_apart(parts), scene), scene):
        found += _of_chain(chain, scene)
    return found


def _apart(parts: Sequence[Hit]) -> list[Hit]:
    """Parts without those that lie within another; of the same place the one of the first category."""
    kept: list[Hit] = []
    for part in sorted(parts, key=lambda hit: (hit.first, -hit.after, _PARTS.index(hit.category))):
        if not kept or part.first >= kept[-1].after:
            kept.append(part)
    return kept


def _names(scene: Scene) -> Iterator[Hit]:
    if not scene.manner.cased:
        yield from _uncased_names(scene)
        return
    categories = (*_PARTS[:-1], "month", "weekday", "concept", "known", "law", "collective", "day", "pronoun", "number")
    hits = [hit for hit in scene.of(*categories) if hit.category != "month" or _is_time(hit, scene)]
    hits = [hit for hit in hits if hit.category != "concept" or hit.after - hit.first <= _LONGEST_CONCEPT]
    taken = {at for hit in hits for at in range(hit.first, hit.after)}
    for first, after in scene.free_runs(taken):
        run = scene.tokens[first:after]
        words = scene.text[run[0].start : run[-1].end]
        if (
            after - first <= 5
            and not (words.isupper() and len(words) < 6)
            and (first or len(run) > 1 or len(words) > 3)
        ):
            yield Hit("name", scene.given(first, after), first, after, run[0].start, run[-1].end)


def _is_time(hit: Hit, scene: Scene) -> bool:
    """Whether a word for a month is no name: a short one, as "May", only behind "by", "in" and the like."""
    before = scene.tokens[hit.first - 1].key if hit.first else ""
    behind = scene.tokens[hit.after] if hit.after < len(scene.tokens) else None
    if before in _LEADS_TIME and not (behind and behind.capital and scene.between(hit.after, hit.after) == " "):
        return True
    return not is_first_name(scene, hit) and (hit.end - hit.start > 3 or before in _LEADS_TIME)


_LEADS_TIME = ("by", "in", "since", "until", "from", "of", "last", "early", "late")


_LONGEST_CONCEPT = 3
"""How many tokens the words for a concept may be so that no name is sought in them; longer ones have gaps."""


def _uncased_names(scene: Scene) -> Iterator[Hit]:
    """Names in scripts without capitals: what stands after an office, up to the next word of a dictionary or a stop."""
    begun = {hit.first for hit in scene.hits if hit.category not in _IN_NAMES}
    for office in (hit for hit in scene.of("office") if hit.value not in _NAMELESS):
        yield from name_before(scene, office, begun)
        at = after = _past_adjectives(scene, office.after)
        while after < len(scene.tokens) and after not in begun and _names_on(scene, at, after):
            after += 1
        words = scene.text[scene.tokens[at].start : scene.tokens[after - 1].end] if after > at else ""
        if (2 <= len(words) <= 12 and not scene.manner.spaced) or (scene.manner.spaced and 2 <= after - at <= 4):
            yield Hit("name", scene.given(at, after), at, after, scene.tokens[at].start, scene.tokens[after - 1].end)


_IN_NAMES = ("concept", "counted", "tells", "loose", "matter", "number", "bound")
"""Categories whose words may be parts of names: 伊万诺夫 has the sign for ten thousand."""
_NAMELESS = ("official", "source", "same source", "diplomat", "newspaper", "media")
"""Offices of which texts give no name."""


def _past_adjectives(scene: Scene, at: int) -> int:
    """Past the states, institutions and joining words that follow an office."""
    parts = {hit.first: hit.after for hit in scene.of("state", "demonym", "institution", "office", "body", "actor")}
    first = at
    while at in parts or (at < len(scene.tokens) and scene.tokens[at].key in scene.manner.joining and at + 1 in parts):
        at = parts.get(at, at + 1)
    while scene.manner.spaced and first < at < len(scene.tokens) and scene.tokens[at].key in scene.manner.joining:
        at += 1  # "لدى الأمم المتحدة" stands between an envoy's state and name
    return at


def _names_on(scene: Scene, first: int, at: int) -> bool:
    token = scene.tokens[at]
    joint = scene.text[scene.tokens[at - 1].end : token.start] if at else ""
    if at == first:
        return joint.strip(" ،,") == "" and token.key[0].isalpha() and token.key not in scene.manner.stop
    return (
        joint in ("", " ", "·", "-") and token.key[0].isalpha() and token.key not in _NOT_IN_NAMES | scene.manner.stop
    )


_NOT_IN_NAMES = frozenset("于在对向就的是说称将已曾也还并等于")


def _chains(parts: Sequence[Hit], scene: Scene) -> Iterator[list[Hit]]:
    chain: list[Hit] = []
    for part in parts:
        if chain and not _joined(chain, part, scene):
            yield chain
            chain = []
        chain.append(part)
    if chain:
        yield chain


def _joined(chain: list[Hit], part: Hit, scene: Scene) -> bool:
    before = chain[-1]
    if part.category == "office" and before.category in ("name", "person") and _owns(before, part, scene):
        return False
    gap = scene.keys(before.after, part.first)
    between = scene.text[before.end : part.start]
    if part.category in ("name", "state") and entitled(chain, part, scene):
        return True
    if (
        len(gap) > (_WIDEST if part.category == "name" else _WIDE)
        or any(key not in scene.manner.joining for key in gap)
        or _HARD & set(between.replace("'s", ""))
    ):
        return False
    if any(mark in between for mark in (",", "،", "、")):
        return _apposed(chain, part, gap, owns=scene.text.startswith("'s", part.end))
    return _adjacent(chain, part, gap, scene)


def _owns(before: Hit, part: Hit, scene: Scene) -> bool:
    """Whether somebody named is only the one whose office it is: "President Ortiz's spokesman"."""
    return scene.text[before.end : part.start].startswith("'s")


_OWNED = ("office", "institution")
_WIDE, _WIDEST = 3, 5
"""How many joining words may stand between parts; and before a name: "ambassadrice auprès des Nations Unies"."""


def _adjacent(chain: list[Hit], part: Hit, gap: tuple[str, ...], scene: Scene) -> bool:
    """Whether a part without a comma before it belongs to a voice."""
    before, kinds = chain[-1], {hit.category for hit in chain}
    if part.category == "office" and before.category == "name" and " " not in before.value:
        return False
    if part.category == "name":
        return before.category != "press" and _named(kinds, gap)
    if part.category == "expert" and kinds <= {"demonym", "state"} and not gap:
        return True
    if part.category in ("press", "expert") or before.category == "press":
        return False
    if part.category == "body" and before.category == "state":
        return False  # "أبلغت عمان الفريق": the state told the Panel
    if part.category == "portfolio":
        return bool(kinds & {"office", "institution"}) and chain[-1].category in (*_OWNED, "demonym", "state")
    if part.category in ("state", "demonym"):
        return _of_place(before, part, kinds, gap, scene)
    of_it = part.category == "institution" and " " in before.value and kinds == {"name"}
    return before.category != "name" or not gap or part.category == "office" or of_it


def _named(kinds: set[str], gap: tuple[str, ...]) -> bool:
    """Whether a name belongs to a voice; past "to the United Nations" only that of an envoy."""
    sent = len(gap) > 1 and "office" in kinds and bool(kinds & {"state", "demonym"})
    return bool(kinds & set(_CORES)) and not kinds & {"name", "person"} and (sent or not gap)


def _of_place(before: Hit, part: Hit, kinds: set[str], gap: tuple[str, ...], scene: Scene) -> bool:
    """Whether a state belongs to a voice: its own, or the one to which an envoy is sent."""
    if before.category == "office" and before.value in OUTSIDERS and not gap and part.category == "state":
        return False
    if before.category in ("state", "demonym") and set(gap) & scene.manner.hosting:
        return "office" in kinds or not scene.manner.spaced
    return before.category != "state" and (before.category not in ("name",) or bool(gap))


def _apposed(chain: list[Hit], part: Hit, gap: tuple[str, ...], *, owns: bool) -> bool:
    """Whether what follows a comma says more of the same person: a name its office, an office its name.

    `owns` says that a state is followed by "'s": "Peter Nkosana, Botswana's ambassador".
    """
    kinds = {hit.category for hit in chain}
    if part.category == "name":
        return "office" in kinds and "name" not in kinds
    if part.category == "office" and chain[-1].category == "name" and not kinds & {"state", "demonym"}:
        return True
    if "name" in kinds and not kinds & set(_CORES) and " " in chain[-1].value:
        return part.category in ("office", "demonym", "institution", "state", "expert") and (
            part.category != "state" or bool(gap) or owns
        )
    return False


def _of_chain(chain: list[Hit], scene: Scene) -> Iterator[Voice]:
    kinds = {hit.category for hit in chain}
    if not kinds & {*_CORES, "name"}:
        yield from (
            Voice(hit.first, hit.after, own=hit.value, states=(hit.value,)) for hit in chain if hit.category == "state"
        )
        return
    voice = Voice(chain[0].first, chain[-1].after)
    for hit in chain:
        voice = _with(voice, hit, scene)
    yield replace(voice, own=voice.own or (voice.host if not voice.office else None))


def _with(voice: Voice, hit: Hit, scene: Scene) -> Voice:
    """A voice with one part more."""
    match hit.category:
        case "office":
            office = voice.office if voice.office not in ("", "official") else _title(hit, scene)
            return replace(voice, office=office, called=_called(hit, scene) if office in _UNNAMED else "")
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
        name = voice.name or (quoted[1] if quoted else "")
        named = scene.tokens[hit.after - 1].capital and not scene.words(hit).isupper()
        called = "" if named else _called(hit, scene)
        words = voice.expert or scene.words(hit)
        return replace(voice, expert=words, name=name, called=called, accuses=hit.value == "party")
    words = hit.value
    known: str = getattr(voice, hit.category)
    return replace(voice, **{hit.category: known or words})


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
    first, demonyms = hit.first, {one.after: one.first for one in scene.of("demonym")}
    while first > max(0, hit.first - _QUALIFIERS):
        before = scene.tokens[first - 1]
        if first in demonyms:
            first = demonyms[first]
        elif before.key in _WORTH_SAYING and scene.text[before.end : scene.tokens[first].start] == " ":
            first -= 1
        else:
            break
    words = scene.given(first, hit.after)
    return words.removeprefix("a ").removeprefix("an ").removeprefix("the ")


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
        return replace(voice, institution=voice.institution or hit.value)
    behind = _OF_INSTITUTION.match(scene.text, hit.end, scene.end) if scene.manner.turned else None
    words = " ".join(scene.visible.words(hit.start, behind.end() if behind else hit.end).split())
    if not scene.text[scene.start : hit.start].rstrip().endswith(voice.name):
        return replace(voice, institution=voice.institution or words)
    called = f"{voice.name} {words}".strip()
    return replace(voice, institution=voice.institution or called, name="")


def _begun(hit: Hit, scene: Scene) -> int:
    """Where a name begins that an institution gives itself: with the state before it, as "Singapore Police Force" does."""
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
