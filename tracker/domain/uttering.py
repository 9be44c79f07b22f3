"""Which voice of a sentence speaks: the one beside a verb of speech, or at the head of a transcript or a post."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.domain.lexicon import Hit
from tracker.domain.papers import ADVERBS, is_by_document, is_of_papers
from tracker.domain.plain_voices import ARTICLES, plain_behind, plain_subject
from tracker.domain.scenes import Scene
from tracker.domain.voicing import OUTSIDERS, Voice

FARTHEST = 14
"""How many tokens may lie between a voice and its verb."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A voice and the verb beside which it stands; None for "he" or "it", who spoke before, or a document that says."""

    voice: Voice | None
    verb: Hit
    by_document: bool = False


def speeches(scene: Scene, among: Sequence[Voice]) -> list[Speech]:
    """Each verb of speech of a sentence with the voice that it belongs to, if there is one."""
    verbs = (verb for verb in scene.of("speech") if not _is_participle(scene, verb))
    found = [_speech(scene, verb, among) for verb in verbs]
    return [*_headed(scene, among), *(speech for speech in found if speech is not None)]


_PARTICIPLE = re.compile(r"(?:é|ée|és|ées|[ai]d[oa]s?)$", re.IGNORECASE)
_AUXILIARIES = frozenset(
    [
        *("a", "ont", "avait", "avaient", "aurait", "auraient", "ait", "aient", "ayant", "avons", "ai", "avez", "aura"),
        *("auront", "avoir", "est", "sont", "ete", "etait", "ha", "han", "habia", "habian", "haya", "hayan", "habria"),
        *("habrian", "haber", "habiendo", "hemos", "he", "sido", "fue", "fueron", "habra", "habran"),
    ]
)
_MOST_BEFORE_PARTICIPLE = 3


def _is_participle(scene: Scene, verb: Hit) -> bool:
    """Whether a French or Spanish form without a helping verb only says what something is: "le plan annoncé"."""
    if not scene.manner.turned or not _PARTICIPLE.search(scene.given(verb.after - 1, verb.after)):
        return False
    before = scene.keys(max(0, verb.first - _MOST_BEFORE_PARTICIPLE), verb.after)
    by = scene.keys(verb.after, verb.after + 1)
    return not (_AUXILIARIES & set(before) or _BY & set(by))


_HANDLE = re.compile(
    r"\s*(?:\(?@\w{1,30}\)?|\((?:(?:Mr|Mrs|Ms|Dr|Hon)\.? )*(?P<name>[^()@:\n]{3,40})\)|\([^()\n:]{2,60}\)"
    r"|, (?:in (?:a|its) )?(?:letter|note(?: verbale)?|reply|report|communication|e-?mail|submission)s? "
    r"(?:of|dated|received|from)[^:\n]{3,40})?\s*[:：]"
)


_IS_NAME = re.compile(r"[^\W\d_a-z][^0-9]*")
_ACCOUNT = re.compile(r"(?P<name>[^@:\n]{2,80}?)\s*\(?@\w{1,30}\)?(?P<rest>[^:：\n]{0,40}[:：]|\s*\n|\s|$)")


_BARE_HANDLE = re.compile(r"(?P<name>@\w{2,30})[:：]")


def _headed(scene: Scene, among: Sequence[Voice]) -> Iterator[Speech]:
    """The voice at the head of a sentence that a colon, or a handle and a colon, follows: a transcript or a post."""
    if handle := _BARE_HANDLE.match(scene.text, scene.start, scene.end):
        yield _of_account(scene, handle, [voice for voice in among if scene.tokens[voice.first].start < handle.end()])
        return
    account = _ACCOUNT.match(scene.text, scene.start, scene.end)
    heads = [voice for voice in among if account and scene.tokens[voice.after - 1].end <= account.end("name")]
    if account and not any(voice.office or voice.institution or voice.body for voice in heads[:1]):
        yield _of_account(scene, account, heads)
        return
    marked = scene.keys(0, 1)[0] in ARTICLES or scene.text[scene.tokens[0].end : scene.tokens[0].end + 1] in (")", ".")
    if among and among[0].first <= marked and not among[0].press:
        end = scene.tokens[among[0].after - 1].end
        if mark := _HANDLE.match(scene.text, end, scene.end):
            at = among[0].after
            given = mark["name"] if mark["name"] and _IS_NAME.fullmatch(mark["name"]) else ""
            voice = replace(among[0], name=among[0].name or ("" if among[0].is_state else given))
            yield Speech(voice, Hit("speech", "say", at, at, mark.start(), mark.end()))


def _of_account(scene: Scene, account: re.Match[str], heads: Sequence[Voice]) -> Speech:
    """An account by the name that it gives itself; it speaks for the state in that name."""
    at = sum(token.start < account.end("name") for token in scene.tokens)
    after = sum(token.start < account.end() for token in scene.tokens)
    own = next((voice.own for voice in heads if voice.own), None)
    name = " ".join(account["name"].split())
    voice = Voice(0, at, actor=name, own=own) if own else Voice(0, at, name=name)
    return Speech(voice, Hit("speech", "say", after, after, account.end(), account.end()))


def _speech(scene: Scene, verb: Hit, among: Sequence[Voice]) -> Speech | None:
    before = [
        v for v in among if v.after <= verb.first and _near(scene, v.after, verb.first) and _may_speak(scene, v, verb)
    ]
    after = [v for v in among if 0 <= v.first - verb.after <= 3 and not _is_beside(scene, v, verb)]
    close = [v for v in after if v.first - verb.after <= 1]
    if verb.after < len(scene.tokens) and scene.tokens[verb.after].key in _BY and after:
        return Speech(after[0], verb)  # "was accused by the Panel of …"
    if _is_passive(scene, verb):
        return _by_agent(scene, verb, among)
    if verb.value in ("after", "citing"):
        return _behind(scene, verb, after)
    led = "that" in scene.keys(verb.after - 1, verb.after + 1)  # "…, speaking in Riga, said that Latvia …"
    going = scene.tokens[verb.first].key.endswith("ing") and scene.manner.subject_first  # "…, saying it obeys"
    turned = verb.value in ("say", "told") and not (led or going) and _is_turned(scene, verb)
    parted = scene.manner.subject_first and "," in scene.between(verb.first, verb.first)
    owned = bool(_ITS & set(scene.keys(verb.after, verb.after + 1)))
    pronouns = _pronouns(scene, before, among)
    subjects = (_is_subject(hit, verb, turned=turned, owned=owned, parted=parted) for hit in pronouns)
    if any(subjects) or _by_us(scene, verb):
        return Speech(None, verb)
    far = [v for v in among if verb.after <= v.first <= verb.after + _reach(v) and not v.press and not v.is_state]
    far = [v for v in far if not v.is_nobody] or far or [v for v in after if _is_just_behind(scene, v, verb)]
    close = far if scene.manner.turned and turned else close
    if scene.manner.verb_first and after and not _THAT & set(scene.keys(verb.after, after[0].first)):
        return Speech(after[0], verb)
    if turned and not close and scene.manner.subject_first:
        close = [v for v in after if v.is_nobody and " " in v.name]  # "…, says the group Open Sea"
    if turned and close and not _is_apposed(before, close[0], verb):
        return Speech(close[0], verb)
    return _before_verb(scene, verb, before, turned=turned)


def _pronouns(scene: Scene, before: Sequence[Voice], among: Sequence[Voice]) -> Iterator[Hit]:
    """Words for somebody who spoke before, or for a paper that says something."""
    some = scene.of("pronoun") if _is_in_paper(scene, before) else scene.of("pronoun", "paper")
    return (hit for hit in some if all(v.after != hit.first or v.is_nobody for v in among))


def _is_in_paper(scene: Scene, before: Sequence[Voice]) -> bool:
    """Whether the paper before a Chinese verb is only where somebody says it: "尼泊尔在提交委员会的报告中表示"."""
    return not scene.manner.spaced and any(scene.keys(v.after, v.after + 1) == ("在",) for v in before)


def _before_verb(scene: Scene, verb: Hit, before: Sequence[Voice], *, turned: bool) -> Speech | None:
    """The voice before a verb, be it a document or somebody whom no dictionary knows."""
    if not turned and is_by_document(scene, verb, before):
        return Speech(None, verb, by_document=True)  # "the report also says"
    plain = plain_subject(scene, verb) if scene.manner.subject_first else None
    if turned and scene.manner.subject_first and (behind := plain_behind(scene, verb)) is not None:
        return Speech(behind, verb)
    if before and not (plain and before[-1].is_state):
        return Speech(_subject(before, scene), verb)
    at_head = scene.manner.verb_first and verb.first <= 1
    return Speech(plain, verb) if plain or at_head else None


def _behind(scene: Scene, verb: Hit, after: Sequence[Voice]) -> Speech | None:
    """The one named behind "according to"; behind "citing" one who is no paper, and whose no papers are cited.

    An interpreter is not: who has the words from one tells what somebody else said.
    """
    if any(hit.first <= verb.first < hit.after for hit in scene.of("translating")):
        return None
    named = [v for v in after if "," not in scene.between(verb.after, v.first)]
    if verb.value == "citing":
        named = [v for v in named if not (v.press or v.is_nobody or v.is_state or is_of_papers(scene, v))]
        return Speech(named[0], verb) if named else None
    return Speech(named[0], verb) if named else _by_him(scene, verb)


def _by_him(scene: Scene, verb: Hit) -> Speech | None:
    """Somebody who spoke before, just behind "according to"."""
    pronouns = scene.of("pronoun", "paper")
    named = any(
        (hit.first == verb.after and hit.value == "he")
        or (hit.category == "paper" and hit.first <= verb.after <= hit.after)
        for hit in pronouns
    )
    return Speech(None, verb) if named or scene.keys(verb.after, verb.after + 1) in _HIM else None


_HIM = (("him",), ("her",), ("them",))
_BY = frozenset(["by", "par", "por"])
_ITS = frozenset(["its", "their", "his", "her", "su", "sus", "son", "sa", "ses", "leur", "leurs", "его", "ее", "их"])


def _is_where(scene: Scene, voice: Voice) -> bool:
    """Whether an institution is only where somebody speaks: "conceded in parliament"."""
    led = voice.first > 0 and scene.tokens[voice.first - 1].key in ("in", "before", "at", "during")
    if voice.first > 0 and scene.manner.verb_first and scene.tokens[voice.first - 1].key == "في":
        return voice.office == "newspaper"  # "ذكرت في تقرير": the report is where it is said
    return led and scene.manner.subject_first and bool(voice.institution) and not voice.name


def _is_beside(scene: Scene, voice: Voice, verb: Hit) -> bool:
    """Whether a voice behind a verb is only where, or to whom, something is said: "reported to the Committee"."""
    led = scene.keys(verb.after, voice.first)
    sent = led[:1] == ("to",) and scene.manner.subject_first and verb.value != "after"
    return sent or _is_owned(scene, voice) or _is_where(scene, voice)


def _is_owned(scene: Scene, voice: Voice) -> bool:
    """Whether a website is only where somebody publishes: "a notice on its website"."""
    return voice.accuses and not voice.name and voice.first > 0 and scene.tokens[voice.first - 1].key in _ITS


_TURNING = re.compile(
    r"(?:\b(?:segun|como|как) |[,\"”»'،]\s*-?\s*(?:(?:a|ont|avait|ha|han|habia|en|s'est|l'a|les a) )?)$"
)


def _is_turned(scene: Scene, verb: Hit) -> bool:
    """Whether a verb follows what is said: after a comma, or the end of a quotation that is more than a name."""
    low = max(0, verb.start - 12)
    found = _TURNING.search(scene.text[low : verb.start])
    if found is None or found[0][0] not in _ENDS_QUOTE or scene.text[low + found.start() - 1] == ",":
        return found is not None
    begun = max(scene.text.rfind(mark, scene.start, low + found.start()) for mark in _BEGINS_QUOTE)
    return begun < 0 or scene.text.count(" ", begun + 2, low + found.start() - 1) >= _MORE_THAN_NAME


def _reach(voice: Voice) -> int:
    """How many tokens behind a verb that is turned round its speaker may stand; one in office past whom they told."""
    return 12 if voice.office and not voice.is_nobody else 7


_THAT = frozenset(["ان", "بان"])
"""What parts an Arabic verb of speech from what is said."""
_ENDS_QUOTE, _BEGINS_QUOTE = '"”»', '"“«„'
_MORE_THAN_NAME = 3


def _is_apposed(before: Sequence[Voice], after: Voice, verb: Hit) -> bool:
    """Whether a comma before a verb only ends a name: "the minister, Datuk Rahim, assured parliament"."""
    named = bool(before) and bool(before[-1].name) and not before[-1].is_nobody
    return named and before[-1].after == verb.first and not after.name


def _is_just_behind(scene: Scene, voice: Voice, verb: Hit) -> bool:
    """Whether a state stands behind a verb that is turned round, with an article and a day at most between them."""
    days = {at for hit in scene.of("weekday", "day") for at in range(hit.first, hit.after)}
    gap = range(verb.after, voice.first)
    return voice.is_state and all(at in days or scene.tokens[at].key in ARTICLES for at in gap)


def _is_passive(scene: Scene, verb: Hit) -> bool:
    """Whether somebody is only told something: "the Committee was told", "was still listed"."""
    passive = _PASSIVE if scene.manner.subject_first else _PASSIVE_ELSEWHERE if scene.manner.turned else ()
    at = verb.first - 1
    while at > 0 and scene.manner.subject_first and scene.tokens[at].key in ADVERBS:
        at -= 1
    return at >= 0 and scene.tokens[at].key in passive


_PASSIVE = frozenset(["was", "were", "been", "be", "being"])
_PASSIVE_ELSEWHERE = frozenset(["ete", "fut", "furent", "sido", "fue", "fueron"])
_MOST_TO_AGENT, _MOST_OF_AGENT = 9, 7


def _by_agent(scene: Scene, verb: Hit, among: Sequence[Voice]) -> Speech | None:
    """Who told something in the passive: "a été informé le 3 mai, par note verbale de la Mission permanente de …"."""
    by = (
        at
        for at in range(verb.after, min(verb.after + _MOST_TO_AGENT, len(scene.tokens)))
        if scene.tokens[at].key in _BY
    )
    at = next(by, None)
    if at is None:
        return None
    found = (v for v in among if 0 < v.first - at <= _MOST_OF_AGENT and not v.body)
    return next((Speech(voice, verb) for voice in found), None)


def _by_us(scene: Scene, verb: Hit) -> bool:
    """Whether "we" or "I" stands just before a verb of speech."""
    return verb.first > 0 and scene.tokens[verb.first - 1].key in ("we", "i")


def _is_subject(pronoun: Hit, verb: Hit, *, turned: bool, owned: bool, parted: bool) -> bool:
    """Whether "he" says it: just before the verb, or just after it where the verb is turned round.

    `owned` says that it is a word for whose something is: "a dit son ministre"; `parted` that a comma parts the two.
    """
    if pronoun.after == verb.first:
        return (pronoun.category == "paper" or pronoun.value in ("he", "it", "they")) and not parted
    return turned and pronoun.first == verb.after and pronoun.value == "he" and not owned


def _may_speak(scene: Scene, voice: Voice, verb: Hit) -> bool:
    """Whether a voice before a verb may be its subject: a mere state only close to it, and after no "in" or "to"."""
    far = voice.accuses and not voice.name and verb.first - voice.after > _CLOSE
    if far or _is_addressed(scene, voice, verb):
        return False
    if not voice.is_state and not voice.is_nobody:
        return True
    before = scene.tokens[voice.first - 1].key if voice.first else ""
    led = before in scene.manner.joining and before not in ARTICLES | _TITLES
    led = led and "," not in scene.between(voice.first, voice.first)  # "al Secretario General de la ONU, Nepal"
    led = led or (voice.is_nobody and before in _AT_PLACES)
    if voice.is_state and voice.first <= 1 and _is_set_off(scene, voice.after, verb.first):
        return True
    between = scene.text[scene.tokens[voice.after - 1].end : verb.start]
    parted = voice.is_state and len(_COMMA.findall(between)) == 1
    close = _CLOSE if scene.manner.spaced else 5 * _CLOSE
    return not (led or parted) and (voice.is_nobody or verb.first - voice.after <= close)


_TITLES = frozenset(["mr", "mrs", "ms", "m", "mme", "mlle", "dr", "sr", "sra"])
"""Courtesies before a name, which lead nowhere."""
_COMMA = re.compile(r",(?![0-9])")


def _is_set_off(scene: Scene, first: int, after: int) -> bool:
    """Whether only words between two commas stand between a state and its verb: "Iran, in a letter, denied"."""
    text = scene.text[scene.tokens[first - 1].end : scene.tokens[after].start]
    return text.startswith(",") and text.rstrip().endswith(",") and len(_COMMA.findall(text)) == 2


def _is_addressed(scene: Scene, voice: Voice, verb: Hit) -> bool:
    """Whether a body is the one to whom another verb before tells something: "Cyprus told the Committee"."""
    if voice.body is not None and voice.first and scene.tokens[voice.first - 1].key in _BY | _TO:
        return True  # "los buques designados por el Comité", "向委员会"
    led = scene.keys(max(0, voice.first - 2), voice.first)
    if voice.body is not None and ("to" in led[-1:] or led == ("to", "the")) and scene.manner.subject_first:
        return True  # "in a letter to the Panel, Chad stated"
    verbs = (hit for hit in scene.of("speech") if hit.first < verb.first)
    return voice.body is not None and any(
        0 <= voice.first - hit.after <= 1 and (hit.value == "tell" or scene.words(hit).casefold() in _TELLING)
        for hit in verbs
    )


_TO = frozenset(["向", "致", "给", "au", "al"])
_AT_PLACES = frozenset(["off", "near", "into", "aboard", "towards", "through", "outside", "beyond"])
"""Words behind which a name is a place or a ship."""
_TELLING = frozenset(["informed", "notified", "assured", "informs", "notifies", "advised", "briefed"])
_CLOSE = 4


_AT_HEAD = 6
"""How many tokens a voice at the head of a list's line may have: "Kenya: in a note of 3 March it told of …"."""


def _near(scene: Scene, first: int, after: int) -> bool:
    """Whether nothing but a few words lies between a voice and its verb, and no stop of a clause but commas."""
    if after - first > (FARTHEST if scene.manner.spaced else 2 * FARTHEST):
        return False
    low = scene.tokens[first - 1].end if first else scene.start
    high = scene.tokens[after].start if after < len(scene.tokens) else scene.end
    return not set(scene.text[low:high].lstrip(" :：") if first <= _AT_HEAD else scene.text[low:high]) & set(";:!?")


def _is_sent(sender: Voice, body: Voice, scene: Scene) -> bool:
    """Whether something is sent to a body by the one named before it."""
    return any(hit.value == "to" and sender.after <= hit.first < body.first for hit in scene.of("relay"))


def _may_own(voice: Voice) -> bool:
    """Whether a name in quotation marks behind a voice may be its own: that of a fund or a paper."""
    return bool(voice.expert) or voice.office in OUTSIDERS


def _is_within(voice: Voice, place: Voice, scene: Scene) -> bool:
    """Whether somebody is named with the institution in which they are."""
    bare = bool(place.institution) and not (place.name or place.office)
    led = set(scene.keys(voice.after, voice.after + 1)) & {"at", "in", "of", "from", "with", "within"}
    near = 0 < place.first - voice.after <= _CLOSE and "," not in scene.between(voice.after, place.first)
    return bare and bool(led) and near and bool(voice.office) and scene.manner.subject_first


_BEHIND_COMMA = re.compile(r", (?:the |a )?$", re.IGNORECASE)


def _subject(before: Sequence[Voice], scene: Scene) -> Voice:
    """The voice next to the verb; one with an office or a name just before a mere state is preferred."""
    last = before[-1]
    told_to = any(hit.after == last.first and hit.value == "to" for hit in scene.of("relay"))
    if len(before) > 1 and (
        (told_to and last.office in OUTSIDERS) or (last.body and _is_sent(before[-2], last, scene))
    ):
        last = before[-2]
    parted = _BEHIND_COMMA.search(scene.text[scene.start : scene.tokens[last.first].start])
    if last.press and len(before) > 1 and (told_to or (last.first - before[-2].after <= _CLOSE and not parted)):
        last = before[-2]
    if last.is_nobody and len(before) > 1 and _may_own(before[-2]) and last.first - before[-2].after <= _CLOSE:
        return before[-2]  # "activists of the fund “Open Borders” say"
    if len(before) > 1 and _is_within(before[-2], last, scene):
        return before[-2]  # "an official at the emirate's department of trade said"
    if last.is_state and len(before) > 1 and not before[-2].is_state and last.first - before[-2].after <= _CLOSE:
        return last if set(",،，") & set(scene.between(before[-2].after, last.first)) else before[-2]
    return last


_BEGIN_CLAUSE = frozenset(["after", "when", "once", "because", "before", "until", "if", "unless", "whether", "since"])


def is_in_clause(speech: Speech, scene: Scene) -> bool:
    """Whether somebody only spoke in a clause of time or cause: "closed it after the WHO complained"."""
    voice = speech.voice
    if voice is None or not scene.manner.subject_first or not 0 < voice.first < speech.verb.first:
        return False
    return bool(_BEGIN_CLAUSE & set(scene.keys(max(1, voice.first - 2), voice.first)))
