"""Where the speaker said it or filed it: the council told, the briefing, the letter and to whom, the site written on.

A body or meeting that is only spoken of is no venue. It is one where the phrase stands beside the verb of speech, with
nothing of what is told between them: just behind it, between it and the speaker, or at the head of the sentence.
"""

from collections.abc import Collection, Sequence

from tracker.domain import whereabouts as kinds
from tracker.domain.day_ranges import DayMention
from tracker.domain.plain_voices import ARTICLES
from tracker.domain.scenes import Scene
from tracker.domain.uttering import Speech
from tracker.domain.venue_names import BARE, Venue, named, with_addressee
from tracker.domain.voicing import Voice
from tracker.domain.whereabouts import Setting, settings, small


def venues(scene: Scene, among: Sequence[Voice], speeches: Sequence[Speech], days: Sequence[DayMention]) -> list[Venue]:
    """Where those say it whose `speeches` are in a sentence, in order, each once; `among` are all that it names.

    Without a speech it is whom somebody is said to have told.
    """
    if not (scene.has("venue") and (speeches or scene.has("setting", kinds.TOLD))):
        return []
    of_days = {at for day in days for at in range(day.first, day.after)}
    speaking = {at for told in speeches if told.voice for at in range(told.voice.first, told.voice.after)}
    others = {at for one in among if one.office or one.institution for at in range(one.first, one.after)}
    phrases = list(settings(scene, speaking, speaking | others))
    inert = of_days | speaking | _of_carriers(scene) | {at for one in phrases for at in range(one.first, one.after)}
    said = [one for one in phrases if _is_said(scene, one, speeches, inert)]
    found = [venue for one in said for venue in named(scene, one)]
    return list({venue.name: venue for venue in with_addressee(found)}.values())


def heard(scene: Scene, among: Sequence[Voice]) -> list[Voice]:
    """The voices of a sentence without bodies and offices that are only told or met: "au Conseil, l'ambassadeur a dit".

    Where nobody else is named, they are left.
    """
    if len(among) <= 1 or not scene.has("venue") or not any(one.body or one.office for one in among):
        return list(among)
    told = {at for one in settings(scene, (), ()) if _is_told(scene, one) for at in range(one.first, one.after)}
    return [one for one in among if not {one.first, one.after - 1} <= told or one.name] or list(among)


def _is_told(scene: Scene, phrase: Setting) -> bool:
    """Whether those whom a phrase names do not speak; in Russian those "in the Committee" may."""
    meets = any(head.kind in _MEETINGS for head in phrase.heads)
    if any(head.kind == kinds.PAPER for head in phrase.heads):
        return False
    if scene.manner.subject_first or scene.manner.verb_first:
        return meets
    return meets or (phrase.led in _LEADS and scene.tokens[phrase.first].key not in _THERE)


_LEADS = (kinds.TO, kinds.TOLD, kinds.PLACE)
_MEETINGS = (kinds.SPEECH, kinds.SESSION, kinds.EVENT, kinds.OCCASION)
_THERE = frozenset(["в", "во", "на", "при"])
"""Russian words behind which stands who speaks: "в Комитете сообщили"."""


def headed(scene: Scene, among: Sequence[Voice], days: Sequence[DayMention]) -> list[Venue]:
    """Where all of a text was said, by a line at its head: "Statement by the ambassador to the First Committee"."""
    heads = scene.of("venue")
    if not heads or heads[0].first > _AT_HEAD or not heads[0].value.startswith(_HEADINGS):
        return []
    if scene.tokens[0].key in ARTICLES:
        return []  # "The report will be available on its website"
    spent = {at for one in (*days, *among) for at in range(one.first, one.after)}
    found = [venue for one in settings(scene, (), spent, heading=True) for venue in named(scene, one)]
    return [venue for venue in found if venue.kind not in (BARE, kinds.MEDIUM)]


_AT_HEAD = 1
_HEADINGS = (kinds.PAPER, kinds.SPEECH)


def _of_carriers(scene: Scene) -> set[int]:
    """Tokens of agencies and papers, of places, and of words that only say how somebody speaks."""
    some = scene.of("press", "agency", "city", "setting", "weekday", "day")
    return {at for hit in some for at in range(hit.first, hit.after)}


# --- whether it was said there ---------------------------------------------------------------------------


def _is_said(scene: Scene, phrase: Setting, speeches: Sequence[Speech], inert: Collection[int]) -> bool:
    """Whether a phrase stands beside a verb by which somebody speaks in the sentence."""
    if phrase.heads[0].kind == kinds.POSTED:
        return True
    if phrase.led == kinds.TOLD and _is_meant(scene, phrase):
        return False
    main = [told for at, told in enumerate(speeches) if not at or _is_apart(scene, speeches[at - 1], told)]
    if not main:
        return phrase.led == kinds.TOLD
    return any(_is_beside(scene, phrase, told, inert) for told in main)


def _is_apart(scene: Scene, before: Speech, told: Speech) -> bool:
    """Whether a verb is no part of what the one before it tells: not "the ministry said Nepal had told the Council"."""
    if told.verb.first < before.verb.after:
        return True
    return bool(set(scene.text[before.verb.end : told.verb.start]) & _APART)


_APART = frozenset(',;:"”»，；：”،')


def _is_meant(scene: Scene, phrase: Setting) -> bool:
    """Whether somebody is only to be told, or was not: "to inform the Committee", "without telling the Council"."""
    negated = any(0 <= phrase.first - hit.after <= 1 for hit in scene.of("negation"))
    before = scene.keys(max(0, phrase.first - _POLITE), phrase.first)
    return not set(before) & _HONOUR and (negated or (bool(before) and before[-1] in _NOT_TOLD))


_POLITE = 4
_HONOUR = frozenset(["honour", "honor", "honneur", "честь", "تتشرف", "يتشرف", "荣", "谨"])
"""Words by which a note says politely that it tells something: "has the honour to inform the Committee"."""


_NOT_TOLD = frozenset(
    [
        *("to", "will", "must", "should", "shall", "without", "not", "never", "before", "de", "pour", "sans", "sin"),
        *("a", "para", "no", "не", "لم", "لن", "دون", "未", "没", "不", "将", "应", "须"),
    ]
)
"""What stands before a verb of those who are still to be told, or were not."""


def _is_beside(scene: Scene, phrase: Setting, told: Speech, inert: Collection[int]) -> bool:
    if phrase.first < told.verb.after and told.verb.first < phrase.after:
        return True
    if phrase.first >= told.verb.after:
        return _is_behind(scene, phrase, told, inert)
    return _is_before(scene, phrase, told, inert)


def _is_behind(scene: Scene, phrase: Setting, told: Speech, inert: Collection[int]) -> bool:
    """Whether a phrase follows a verb, or ends the sentence: "…, he said on Monday at a briefing in Geneva"."""
    gap = range(told.verb.after, phrase.first)
    between = scene.text[told.verb.end : scene.tokens[phrase.first].start]
    if set(between) & _PARTING or _THAT & set(scene.keys(told.verb.after, phrase.first)):
        return False
    little = small(scene)
    if all(at in inert or scene.tokens[at].key in little for at in gap):
        return True
    return phrase.heads[0].kind not in (kinds.FORUM, kinds.SPEECH) and _ends(scene, phrase, inert)


_PARTING = frozenset(':"“”«»：;；')
_THAT = frozenset(
    ["that", "que", "qu", "что", "чтобы", "ان", "بان", "if", "whether", "because", "si", "who", "which", "whose"]
)
"""What begins that which is said, or tells more of somebody."""


def _ends(scene: Scene, phrase: Setting, inert: Collection[int]) -> bool:
    rest = range(phrase.after, len(scene.tokens))
    little = small(scene)
    return all(at in inert or scene.tokens[at].capital or scene.tokens[at].key in little for at in rest)


def _is_before(scene: Scene, phrase: Setting, told: Speech, inert: Collection[int]) -> bool:
    """Whether a phrase opens the sentence of a speaker, or stands between the speaker and the verb."""
    voice = told.voice
    turned = voice is not None and voice.first >= phrase.after
    upto = voice.first if voice is not None and turned else told.verb.first
    farthest = _FARTHEST if scene.manner.spaced else 3 * _FARTHEST
    if upto < phrase.after or upto - phrase.after > farthest or _tells_between(scene, phrase.after, upto):
        return False
    if voice is not None and voice.after <= phrase.first:
        return not (_tells_between(scene, voice.after, phrase.first) or _is_of_voice(scene, phrase, voice))
    little = small(scene)
    return all(at in inert or scene.tokens[at].key in little for at in range(_opened(scene), phrase.first))


def _is_of_voice(scene: Scene, phrase: Setting, voice: Voice) -> bool:
    """Whether a body only says of where somebody is: "a diplomat at the United Nations said"."""
    near = phrase.first == voice.after and scene.tokens[phrase.first].key in scene.manner.leads
    body = phrase.heads[0].kind in (kinds.FORUM, kinds.SPOT)
    return scene.manner.spaced and near and body and "," not in scene.between(phrase.first, phrase.first)


_FARTHEST = 14
"""How many tokens may stand between a phrase and the speaker or the verb behind it."""


def _opened(scene: Scene) -> int:
    """The first token behind a dateline: "GENEVA, 3 May (Reuters) - At a briefing …"."""
    dash = scene.text.find(" - ", scene.start, min(scene.end, scene.start + _DATELINE))
    return sum(token.start < dash for token in scene.tokens[:_IN_DATELINE]) if dash > 0 else 0


_DATELINE, _IN_DATELINE = 60, 12


def _tells_between(scene: Scene, first: int, after: int) -> bool:
    between = scene.text[scene.tokens[first - 1].end : scene.tokens[after].start] if first <= after else ""
    told = any(first <= hit.first < after for hit in scene.of("tells", "concept"))
    return told or bool(set(between) & _PARTING) or bool(_THAT & set(scene.keys(first, after)))
