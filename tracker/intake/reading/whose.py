"""Whose conduct a sentence tells of, and what it speaks of."""

import re
from collections.abc import Sequence
from functools import partial

from tracker.domain.concerning import states_of, together
from tracker.domain.facts import ALL_STATES
from tracker.domain.lexicon import Hit
from tracker.domain.places import TROUBLED, is_aside, is_flag, is_led, is_passed
from tracker.domain.uttering import Speech
from tracker.domain.voicing import Voice
from tracker.intake.reading.excluding import COMMON, without_flags
from tracker.intake.reading.naming import Who
from tracker.intake.reading.scene import Seen, dateline
from tracker.intake.reading.whole import Whole


def concepts_of(part: Seen) -> frozenset[str]:
    """What a sentence speaks of, outside its speaker: a diplomat who speaks is no diplomat who is expelled."""
    speaking = [speech.voice for speech in part.speeches if speech.voice is not None]
    acting = [voice for voice in part.voices if voice.institution == "Police" and voice.first <= _AT_HEAD]
    inside = [(voice.first, voice.after) for voice in (*speaking, *acting) if not voice.is_state]
    hits = (h for h in part.scene.of("concept") if not any(low <= h.first and h.after <= high for low, high in inside))
    found = {hit.value for hit in hits} - {"sanctions"}
    others = found & _REPORTS and found - _REPORTS - COMMON
    beside = others and _IN_REPORT.search(part.scene.text, part.scene.start, part.scene.end)
    of_report = others and not part.scene.has("tells", "filed") and _judged(part)
    return together(found - _REPORTS if of_report or beside else found)


_IN_REPORT = re.compile(r"\bin (?:its|their|our|an?|his|her) (?:[\w-]+ ){0,3}report\b")
"""What says only where a state tells of its conduct: "told the Committee in its midterm report"."""


_AT_HEAD = 2
"""How many tokens may stand before the police who act: "La policía de Tanzania decomisó …"."""
_REPORTS = frozenset({"report", "mid-term", "final report", "measures taken"})


def _judged(part: Seen) -> bool:
    """Whether a body or an expert speaks: the report that is named is then its own."""
    return any(speech.voice and (speech.voice.body or speech.voice.expert) for speech in part.speeches)


def named(part: Seen, targets: frozenset[str]) -> list[str]:
    """The states that a sentence names outside its speaker, newspapers and organisations, without those of regimes."""
    return [code for code in all_named(part) if code not in targets]


def all_named(part: Seen) -> list[str]:
    """The states that a sentence names outside its speaker, newspapers, organisations and places on the way."""
    speaking = [(told.voice, told.verb.first == told.verb.after) for told in part.speeches if told.voice is not None]
    inside = [(v.first, v.after) for v, headed in speaking if not (v.is_state and (headed or _acts(part, v)))]
    inside += [(hit.first, hit.after) for hit in part.scene.of("press")]
    inside += [(0, dateline(part.scene)), *map(partial(_told_to, part), part.speeches), *_bodies_on(part)]
    inside += [(voice.after, _on(voice, part)) for voice in part.voices if voice.body or voice.expert or voice.name]
    hits = [hit for hit in part.scene.of("state", "demonym") if not _is_place(hit, part) and not _accuser(hit, part)]
    hits = [hit for hit in hits if not (is_passed(hit, part.scene) or is_aside(hit, part.scene))]
    hits = [hit for hit in hits if not any(low <= hit.first < high for low, high in inside)]
    unflagged = [hit for hit in hits if not is_flag(hit, part.scene)]
    return [hit.value for hit in (unflagged if any(hit.category == "state" for hit in unflagged) else hits)]


_LED_ON = frozenset(["sur", "le", "la", "les", "l", "sobre", "el", "concernant", "по", "المعني", "ب", "on", "the"])
_ABOUT = frozenset(["sur", "sobre", "concernant", "по", "المعني", "on"])
_MOST_ON = 3


def _bodies_on(part: Seen) -> list[tuple[int, int]]:
    """The places of a body with the state that it is on: "le Groupe d'experts sur le Mali"."""
    found: list[tuple[int, int]] = []
    for body in part.scene.of("body"):
        after = body.after
        while (
            after < len(part.scene.tokens) and after - body.after < _MOST_ON and part.scene.tokens[after].key in _LED_ON
        ):
            after += 1
        led = _ABOUT & set(part.scene.keys(body.after, after))
        if led and "," not in part.scene.between(body.after, after):
            found.append((body.first, after + 1))
    return found


_PROMISED = frozenset(["told", "tells", "promised", "promises", "assured", "assures", "informed", "warned", "reminded"])
_TO_WHOM = 7
"""How many tokens those may take up to whom something is said."""


def _told_to(part: Seen, speech: Speech) -> tuple[int, int]:
    """Where those stand to whom somebody says that something is so: "promised the visiting US envoy that …"."""
    verb = speech.verb
    behind = part.scene.keys(verb.after, verb.after + _TO_WHOM)
    told = set(part.scene.keys(verb.first, verb.after)) & _PROMISED and "that" in behind
    return (verb.after, verb.after + behind.index("that")) if told else (verb.after, verb.after)


_ON = 6
"""How many tokens the places may be on which a group of experts is: "on Somalia and Eritrea"."""


def _on(voice: Voice, part: Seen) -> int:
    """The token after the states on which a Panel or Committee is: "the Monitoring Group on Somalia and Eritrea"."""
    after = voice.after
    if part.scene.keys(after, after + 1) not in (("on",), ("concerning",), ("and",)[: bool(voice.states)]):
        return after
    for hit in part.scene.of("state"):
        led = set(part.scene.keys(after, hit.first)) <= {"on", "concerning", "the", "and"}
        after = hit.after if led and hit.first >= after and hit.after - voice.after <= _ON else after
    return after


def _accuser(hit: Hit, part: Seen) -> bool:
    """Whether a state is the one whose charge is denied: "rejected a claim by Washington"."""
    by = hit.first > 0 and part.scene.tokens[hit.first - 1].key in ("by", "par", "por")
    charged = _CHARGES & set(part.scene.keys(max(0, hit.first - _CHARGE_BEFORE), hit.first))
    charged = charged or _CHARGES_BEHIND.match(part.scene.text, hit.end, part.scene.end)
    return bool(by or charged) and part.scene.has("tells", "deny")


_CHARGE_BEFORE = 3
_CHARGES = frozenset(
    [
        *("accusations", "accusation", "allegations", "affirmations", "reproches", "acusaciones", "acusacion"),
        *("denuncias", "afirmaciones", "alegaciones", "обвинения", "обвинении", "утверждения", "заявления", "اتهامات"),
        *("مزاعم", "الاتهامات", "المزاعم", "ادعاءات", "claims", "charges"),
    ]
)
"""Words behind which stands whose charge it is."""
_CHARGES_BEHIND = re.compile("(?:的|方面的)?(?:指责|指控|说法|谴责)")


def _is_place(hit: Hit, part: Seen) -> bool:
    """Whether a state is only where somebody said it: "said in Seoul"."""
    led = hit.first > 0 and part.scene.tokens[hit.first - 1].key in part.scene.manner.hosting
    verbs = part.scene.of("speech") if not part.scene.manner.subject_first else []
    before = any(0 <= verb.first - hit.after <= 1 for verb in verbs)
    return led and (before or any(_is_near(hit, speech.verb, part) for speech in part.speeches))


def _is_near(hit: Hit, verb: Hit, part: Seen) -> bool:
    """Whether a place stands beside a verb of speech, in no clause of its own and not as the one accused."""
    asks = (hit for hit in part.scene.of("tells") if hit.value in ("accuse", "call"))
    accuses = any(told.first <= verb.first < told.after for told in asks)
    parted = "," in part.scene.text[verb.end : hit.start]
    return 0 <= hit.first - verb.after <= _JUST_AFTER and not (accuses or parted)


_JUST_AFTER = 2


def _acts(part: Seen, voice: Voice) -> bool:
    """Whether a state that speaks is the only one that the sentence names, and so tells of itself."""
    speaking = {voice.own, *(one.own for one in part.voices if one.is_state and one.after <= voice.first)}
    others = {hit.value for hit in part.scene.of("state") if not _is_place(hit, part)} - speaking
    return not others and not part.scene.has("collective")


def _without_places(found: list[str], part: Seen) -> list[str]:
    """Without states under another embargo that only stand behind a preposition, or say of where something is."""
    acting = {hit.value for hit in part.scene.of("state") if not is_led(hit, part.scene)}
    return [code for code in found if code not in TROUBLED or code in acting]


def _of_interviewed(part: Seen, whole: Whole, own: str | None, found: list[str]) -> tuple[tuple[str, ...], str] | None:
    """The state of the one interviewed, where they are asked about it, have something put to them, or deny it."""
    state = whole.chief.own if whole.is_interview and whole.chief is not None else None
    if not state:
        return None
    if part.scene.has("pronoun", "addressed"):
        return (state,), "The one interviewed speaks for it, and is asked about it."
    asked = part.scene.paragraph in whole.asked
    if whole.asked and not asked and own == state and part.scene.has("tells", "deny"):
        return (state,), "The one interviewed denies what was put to them."
    if asked and not set(found) - whole.book.targets and part.scene.has("tells", "accuse", "breach"):
        return (state,), "The one interviewed speaks for it, and it is put to them."
    return None


def states_told(part: Seen, whole: Whole, who: Who) -> tuple[tuple[str, ...], str]:
    """The states whose conduct a sentence tells of, and why; none where it names none and goes on with none."""
    own = who.speaks_for
    found = without_flags(all_named(part), part, whole.book.targets, own)
    found = found if whole.about and own is None else _without_places(found, part)
    if (of_chief := _of_interviewed(part, whole, own, found)) is not None:
        return of_chief
    nouns = [hit.value for hit in part.scene.of("state") if hit.value in found]
    at_home = part.scene.has("pronoun", "country") and not nouns
    found = [code for code in found if code in whole.book.targets] if at_home and own else found
    found = [own] if own and _acts_by_demonym(own, part) else found
    about_it = part.scene.has("pronoun", "it", "they", "country") and not found
    states, why = states_of(found, own=own, targets=whole.book.targets, about_it=about_it)
    if own in states and len(states) > 1 and part.scene.has("tells", "deny"):
        return (own,) if own else states, "It denies what is said of it."
    if own and own not in states and states and _is_last_of_list(part, who):
        return (*states, own), "It stands in one list with those who speak."
    before = _of_before(part, whole, who, found, about_it=about_it)
    return before or _of_text(part, whole, who, found, states) or (states, why)


def _is_last_of_list(part: Seen, who: Who) -> bool:
    """Whether the state that speaks is the last of several: "Estonia, Latvia and Lithuania informed the Committee"."""
    voice = who.voice
    if voice is None or not voice.is_state or part.scene.keys(voice.first - 1, voice.first) != ("and",):
        return False
    return any(hit.after == voice.first - 1 for hit in part.scene.of("state"))


_Why = tuple[tuple[str, ...], str]


def _of_before(part: Seen, whole: Whole, who: Who, found: Sequence[str], *, about_it: bool) -> _Why | None:
    """The states charged, those told of in the sentence before, or all of them, where the sentence names none."""
    if states_named(found, whole):
        return None
    own = who.speaks_for
    if not about_it and (accused := _accused(part, whole, own)):
        return accused, "Somebody of another state charges it."
    charged = (
        part.scene.has("tells", "breach", "ongoing") and part.speeches and not part.scene.has("pronoun", "country")
    )
    if charged and own and whole.states and own not in whole.states and part.scene.paragraph == whole.paragraph:
        return whole.states, "The sentence before names it, and somebody of another state speaks."
    counted = part.scene.has("counted", "states") and part.scene.has("tells", "filed")
    if part.scene.has("collective") or counted:
        return (ALL_STATES,), "The sentence speaks of states without naming them."
    start, subject = whole.subjects.get(part.scene.paragraph, (part.scene.start, ""))
    if subject and start < part.scene.start and _is_its(part):
        return (subject,), "The paragraph begins with it, and the sentence goes on with “its”."
    return None


def _of_text(part: Seen, whole: Whole, who: Who, found: Sequence[str], states: Sequence[str]) -> _Why | None:
    """The states of the sentence before that it goes on with, that of the text, or that of who speaks."""
    goes_on = who.carried_on or bool(part.speeches) or part.scene.has("pronoun") or part.scene.has("tells", "deny")
    goes_on = goes_on or bool(concepts_of(part) & whole.concepts - COMMON)
    only_targets = not states_named(states, whole)
    strange = not found and who.speaks_for not in whole.states
    charges = strange and part.scene.has("tells", "breach") and bool(part.speeches)
    if (only_targets or charges) and whole.states and goes_on and part.scene.paragraph - whole.paragraph <= 1:
        return whole.states, "The sentence before names it."
    if only_targets and (of_speaker := _of_lawmaker(who)):
        return (of_speaker,), "It is the state of the one who speaks, and no other is named."
    if only_targets and whole.home and not _acts_itself(part, whole):
        return (whole.home,), "It is the one state that the text names besides."
    if only_targets and (seat := _of_outsider(who)) and seat not in whole.book.targets:
        return (seat,), "Who speaks is of it, and the sentence names no other state."
    return None


def _of_lawmaker(who: Who) -> str | None:
    """The state of a lawmaker or a company: they speak not for it, but of what is done there."""
    voice = who.voice
    return voice.own if voice is not None and (voice.office == "lawmaker" or voice.accuses) else None


def _acts_by_demonym(own: str, part: Seen) -> bool:
    """Whether somebody of the speaker's state acts, and others are places: "a Dutch firm had sold it to a yard"."""
    inside = [(told.voice.first, told.voice.after) for told in part.speeches if told.voice is not None]
    acts = [hit for hit in part.scene.of("demonym") if hit.value == own]
    acts = [hit for hit in acts if not any(low <= hit.first < high for low, high in inside)]
    others = [hit for hit in part.scene.of("state") if hit.value != own]
    return bool(acts) and bool(others) and all(is_led(hit, part.scene) for hit in others)


def _accused(part: Seen, whole: Whole, own: str | None) -> tuple[str, ...]:
    """The states of regimes that act in what somebody of another state charges them with."""
    charges = part.speeches and part.scene.has("tells", "breach", "accuse", "trade")
    charges = charges and not part.scene.has("tells", "deny")
    if own is None or own in whole.book.targets or not charges:
        return ()
    spoken = min(speech.verb.after for speech in part.speeches)
    hits = [hit for hit in part.scene.of("state") if hit.value in whole.book.targets and hit.first >= spoken]
    first = min((hit.first for hit in part.scene.of("tells") if hit.value in ("breach", "trade")), default=0)
    acting = [hit for hit in hits if hit.first < first and (_is_of_ships(hit, part) or not is_led(hit, part.scene))]
    return tuple(dict.fromkeys(hit.value for hit in acting))


def _is_of_ships(hit: Hit, part: Seen) -> bool:
    """Whether a state is that of ships that act: "tankers flying the flag of the Democratic People's Republic"."""
    before = part.scene.keys(max(0, hit.first - 3), hit.first)
    return "flag" in before and "of" in before


def states_named(found: Sequence[str], whole: Whole) -> bool:
    """Whether a state is named that no regime is about."""
    return bool(set(found) - whole.book.targets)


_ITS = frozenset(["its", "it", "their", "they"])


def _is_its(part: Seen) -> bool:
    """Whether a sentence begins with what is of a state named before: "Its aviation authority grounded …"."""
    return bool(_ITS & set(part.scene.keys(0, 1)))


def _of_outsider(who: Who) -> str | None:
    """The state of one who speaks for no state, as of a lawmaker or a paper."""
    return who.voice.own if who.voice is not None and who.voice.office in ("lawmaker", "newspaper", "source") else None


def _acts_itself(part: Seen, whole: Whole) -> bool:
    """Whether a state of a regime acts in a sentence, and is not only that from which somebody comes."""
    hits = [hit for hit in part.scene.of("state") if hit.value in whole.book.targets]
    return any(not is_led(hit, part.scene) for hit in hits)
