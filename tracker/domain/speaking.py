"""Who speaks in a sentence, in what office, for which state.

A voice is an office, an institution, a body, a newspaper, a name, or several of these that stand together: "the
Russian ambassador to North Korea, Alexander Matsegora". The speaker is the voice beside a verb of speech: before it,
or after it where it is turned round ("…, said X") and in languages that put the verb first; "according to X" names
the one after.
"""

import re
from collections.abc import Iterator, Sequence

from tracker.domain.lexicon import Hit
from tracker.domain.places import is_seat
from tracker.domain.scenes import Scene
from tracker.domain.titles import entitled, is_first_name, is_rank, name_before, untitled
from tracker.domain.voicing import CORES, OUTSIDERS, Voice, of_chain
from tracker.domain.whereabouts import addressed

_PARTS = (*CORES, "state", "demonym", "portfolio", "name")
_OWNS = re.compile("'s?(?![a-z])")
"""What stands behind somebody who only owns something: "the fishermen's leader"."""
_HARD = frozenset('.;:!?()"“”«»[]。；：？！（）《》')


def voices(scene: Scene) -> list[Voice]:
    """The voices of a sentence, in order, without those to whom a paper is."""
    told = addressed(scene)
    known = [hit for hit in scene.of(*_PARTS[:-1]) if not (is_seat(hit, scene) or is_rank(hit, scene))]
    known = [hit for hit in known if told.isdisjoint(range(hit.first, hit.after))] if told else known
    known = [hit for hit in known if not (_is_given_name(hit, scene) or _is_office_of(hit, scene))]
    known = [hit for hit in known if not (hit.value in OUTSIDERS and _OWNS.match(scene.text, hit.end))]
    parts = sorted((*known, *_names(scene)), key=lambda hit: (hit.first, -hit.after, hit.category))
    found: list[Voice] = []
    for chain in _chains(untitled(_apart(parts), scene), scene):
        found += of_chain(chain, scene)
    return found


def _is_office_of(hit: Hit, scene: Scene) -> bool:
    """Whether the Spanish word for a secretary is one for a ministry: "la Secretaría de Economía"."""
    return hit.category == "office" and scene.given(hit.first, hit.first + 1).casefold() == "secretaría"


def _is_given_name(hit: Hit, scene: Scene) -> bool:
    """Whether a word for an institution is a first name: "Marina Paz", and not "la Marina Mercante"."""
    alone = hit.category == "institution" and hit.value == "*" and hit.after - hit.first == 1 and hit.first > 0
    if not alone or not scene.manner.turned or not scene.tokens[hit.first].capital or hit.after >= len(scene.tokens):
        return False
    led = scene.tokens[hit.first - 1].key in scene.manner.joining | _ARTICLES
    return not led and scene.tokens[hit.after].capital and scene.between(hit.after, hit.after) == " "


_BY = frozenset(["por", "par", "by"])
_ARTICLES = frozenset(["la", "el", "los", "las", "le", "les", "l", "de", "del", "du"])


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
    categories = (*_PARTS[:-1], "month", "weekday", "concept", "law", "collective", "day", "pronoun", "number", "place")
    hits = [hit for hit in scene.of(*categories) if hit.category != "month" or _is_time(hit, scene)]
    hits = [hit for hit in hits if hit.category != "concept" or hit.after - hit.first <= _LONGEST_CONCEPT]
    hits += [hit for hit in scene.of("venue") if hit.value.startswith("forum|") and hit.after - hit.first > 1]
    hits = [hit for hit in hits if not _is_given_name(hit, scene)]
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
    dated = before.isdecimal() or (behind is not None and behind.key.isdecimal())
    named = behind is not None and behind.capital and scene.between(hit.after, hit.after) == " "
    if (before in _LEADS_TIME or dated) and not named:
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


_IN_NAMES = ("concept", "counted", "tells", "loose", "matter", "number", "bound", "venue", "setting", "city")
"""Categories whose words may be parts of names: 伊万诺夫 has the sign for ten thousand."""
_NAMELESS = ("official", "source", "same source", "diplomat", "newspaper", "media")
"""Offices of which texts give no name."""


_RANKED = frozenset(
    [
        *("العميد", "اللواء", "العقيد", "الدكتور", "الدكتوره", "السيد", "السيده", "المهندس", "المقدم", "الرائد"),
        *("النقيب", "الاستاذ", "معالي", "سعاده", "الحاج"),
    ]
)
"""Arabic ranks and titles before a name."""


def _past_adjectives(scene: Scene, at: int) -> int:
    """Past the states, institutions and joining words that follow an office."""
    parts = {hit.first: hit.after for hit in scene.of("state", "demonym", "institution", "office", "body", "actor")}
    first = at
    while at in parts or (at < len(scene.tokens) and scene.tokens[at].key in scene.manner.joining and at + 1 in parts):
        at = parts.get(at, at + 1)
    while at < len(scene.tokens) and scene.tokens[at].key in _RANKED:
        at += 1
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
        return _apposed(chain, part, gap, scene, owns=scene.text.startswith("'s", part.end))
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
    if part.category == "office" and (_is_met(before) or set(gap) & _BY or _is_told(before, scene)):
        return False
    if part.category == "name":
        return before.category != "press" and _named(kinds, gap, before)
    if part.category == "expert" and kinds <= {"demonym", "state"} and not gap:
        return True
    if part.category in ("press", "expert") or before.category == "press":
        return part.category == "expert" and {"office", "name"} <= kinds  # "Ana Ruiz, spokesman of a police union"
    if part.category == "body" and before.category == "state":
        return False  # "أبلغت عمان الفريق": the state told the Panel
    if part.category == "portfolio":
        return bool(kinds & {"office", "institution"}) and chain[-1].category in (*_OWNED, "demonym", "state")
    if part.category in ("state", "demonym"):
        return _of_place(before, part, kinds, gap, scene)
    of_it = part.category == "institution" and " " in before.value and kinds == {"name"}
    return before.category != "name" or not gap or part.category == "office" or of_it


def _is_told(before: Hit, scene: Scene) -> bool:
    """Whether a body is only told, where the speaker follows: "dijo ante el Consejo de Seguridad el embajador"."""
    return before.category == "body" and scene.manner.spaced and not scene.manner.subject_first


def _is_met(before: Hit) -> bool:
    """Whether an office begins somebody else behind a part: "التقت الصحيفة بوزير", the newspaper met a minister."""
    one_word = before.category == "name" and " " not in before.value
    return one_word or (before.category == "office" and before.value in OUTSIDERS)


def _named(kinds: set[str], gap: tuple[str, ...], before: Hit) -> bool:
    """Whether a name belongs to a voice; past "to the United Nations" only that of an envoy."""
    if before.category == "institution" and gap == ("s",):
        return not kinds & {"name", "person"}  # "the interior ministry's Jan Novak"
    ranked = bool(gap) and before.category in _OWNED and set(gap) <= _RANKS
    if ranked:
        return not kinds & {"name", "person"}  # "Police Lieutenant General Somsak"
    sent = len(gap) > 1 and "office" in kinds and bool(kinds & {"state", "demonym"})
    return bool(kinds & set(CORES)) and not kinds & {"name", "person"} and (sent or not gap)


_RANKS = frozenset(
    [
        *("general", "lieutenant", "colonel", "major", "captain", "brigadier", "admiral", "commodore", "rear", "vice"),
        *("lt", "col", "gen", "capt", "brig", "cmdr", "supt", "insp", "superintendent", "inspector", "dr", "mr", "mrs"),
        *("ms", "prof", "sir", "dame", "hon", "datuk", "dato", "tan", "sri", "sheikh"),
    ]
)


def _of_place(before: Hit, part: Hit, kinds: set[str], gap: tuple[str, ...], scene: Scene) -> bool:
    """Whether a state belongs to a voice: its own, or the one to which an envoy is sent."""
    if before.category == "office" and before.value in OUTSIDERS and not gap and part.category == "state":
        return False
    if before.category in ("state", "demonym") and set(gap) & scene.manner.hosting:
        return "office" in kinds or not scene.manner.spaced
    return before.category != "state" and (before.category not in ("name",) or bool(gap))


_RANKS_ELSEWHERE = (
    "commissaire",
    "capitaine",
    "lieutenant",
    "comisario",
    "comisaria",
    "capitan",
    "comandante",
    "inspector",
)


def _apposed(chain: list[Hit], part: Hit, gap: tuple[str, ...], scene: Scene, *, owns: bool) -> bool:
    """Whether what follows a comma says more of the same person: a name its office, an office its name.

    `owns` says that a state is followed by "'s": "Peter Nkosana, Botswana's ambassador".
    """
    kinds = {hit.category for hit in chain}
    if part.category == "name":
        return "office" in kinds and "name" not in kinds
    if (
        part.category == "office"
        and scene.words(part) in _RANKS_ELSEWHERE
        and kinds <= {*_OWNED, "state", "demonym", "portfolio"}
    ):
        return True  # "le directeur de la police, le commissaire Paul Diop"
    if part.category == "office" and chain[-1].category == "name" and not kinds & {"state", "demonym"}:
        return True
    if "name" in kinds and not kinds & set(CORES) and " " in chain[-1].value:
        return part.category in ("office", "demonym", "institution", "state", "expert") and (
            part.category != "state" or bool(gap) or owns
        )
    return False
