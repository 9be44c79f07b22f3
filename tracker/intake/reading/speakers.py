"""Who speaks in a sentence: beside a verb of speech, by an act, or because they spoke before."""

import re
from dataclasses import replace

from tracker.domain.facts import ALL_STATES
from tracker.domain.places import is_led, is_passed
from tracker.domain.uttering import Speech, is_in_clause
from tracker.domain.voicing import STATELESS, Voice
from tracker.intake.reading import turns
from tracker.intake.reading.naming import Who, nobody, who_speaks
from tracker.intake.reading.scene import Seen, dateline, is_addressed
from tracker.intake.reading.whole import Whole, last_name


def of(seen: Seen, whole: Whole) -> Who:
    """The speaker: beside a verb of speech, else the one whose act is told, else that of the sentence before."""
    spoken = None if turns.is_listed(seen, whole.chief) else _spoken(seen, whole)
    if whole.writer is not None and _is_first_person(seen, whole):
        return who_speaks(whole.writer, whole, "The text is a statement of it, and the sentence says “we”.")
    if asks(seen, whole):
        voice = _at_home(_known(spoken.voice, whole), seen, whole) if spoken and spoken.voice else None
        return who_speaks(voice, whole, "The one who asks names it.", spoken) if voice else nobody(whole)
    if whole.is_interview and whole.chief is not None and _may_be_chief(spoken, whole.chief):
        chief = _at_home(whole.chief, seen, whole)
        return who_speaks(chief, whole, "The text is an interview with the one in office whom it names.")
    return _told(seen, spoken, whole) or _untold(seen, whole)


def _is_first_person(seen: Seen, whole: Whole) -> bool:
    """Whether a sentence that is no quotation says "we" or "our"."""
    quoted = seen.scene.start in whole.quoted or seen.scene.text[seen.scene.start] in _QUOTES
    return not quoted and seen.scene.has("pronoun", "country")


_QUOTES = frozenset("\"“«„'")


def _told(seen: Seen, spoken: Speech | None, whole: Whole) -> Who | None:
    """The speaker beside a verb of speech, in the sentence or where the quotation that it is part of ends."""
    if (spoken is None or spoken.voice is None) and (known := turns.known_by_name(seen, whole.known)) is not None:
        return who_speaks(_at_home(known, seen, whole), whole, "The text names the speaker before.", spoken)
    if spoken is not None and spoken.voice is not None:
        voice = _at_home(_known(spoken.voice, whole), seen, whole)
        return who_speaks(voice, whole, f"The words stand beside “{_words(spoken, seen)}”.", spoken)
    teller = whole.quoted.get(seen.scene.start)
    quoted = _spoken(teller, whole) if teller is not None else None
    if teller is None or quoted is None or quoted.voice is None:
        return None
    voice = _at_home(_known(quoted.voice, whole), teller, whole)
    return who_speaks(voice, whole, f"The quotation goes on beside “{_words(quoted, teller)}”.", quoted)


_NAMELESS = re.compile(
    r"\banonym|not (?:to )?be(?:ing)? named|not authori[sz]ed to|declined to give (?:his|her) name"
    r"|anonimato|no ser (?:identificad|citad|nombrad)|reserva de su (?:nombre|identidad)|sin ser (?:identificad|citad)"
    r"|анонимн|не (?:пожелавш|называть)|неназванн|不愿透露|不愿具名|不具名|匿名"
    r"|(?:طلب|طالبا|شريطة|مفضلا|رفض) (?:عدم )?(?:الكشف|كشف|ذكر|نشر)"
)
"""Words by which somebody would not be named, in six languages, as they are seen."""


def is_hidden(seen: Seen) -> bool:
    """Whether somebody who speaks would not be named, and so does not speak for their state, though they are of it."""
    return bool(_NAMELESS.search(seen.scene.text, seen.scene.start, seen.scene.end))


def _words(speech: Speech, seen: Seen) -> str:
    """The words of a verb of speech, or the mark at the head of a transcript."""
    return seen.scene.text[speech.verb.start : speech.verb.end]


def _untold(seen: Seen, whole: Whole) -> Who:
    """The speaker of a sentence that names none: the text's only one, who acts, who spoke before, for whom it is."""
    if (paper := _of_paper(seen, whole)) is not None:
        return who_speaks(paper, whole, "It is the report that says so, and the text names who made one.")
    he_said = any(speech.voice is None for speech in seen.speeches)
    if whole.judge is not None and any(speech.by_document for speech in seen.speeches):
        return who_speaks(whole.judge, whole, "The text names whose report it is before.")
    if he_said and (itself := _state_at_head(seen)) is not None and not _is_of_it(seen, itself, whole):
        return who_speaks(itself, whole, "The sentence begins with it, and “it” says so.")
    alone = _at_home(whole.alone, seen, whole) if whole.alone is not None else None
    if alone is not None and _is_of(seen, alone, whole):
        return who_speaks(alone, whole, "Nobody else speaks in the text.", carried_on=True)
    acting = None if he_said or _is_by_paper(seen) else _acting(seen)
    if acting is not None and not (acting.actor and acting.own in whole.book.targets):
        acting = _at_home(_known(acting, whole), seen, whole)
        return who_speaks(acting, whole, "No verb of speech is there; it is the one that acts.")
    return _going_on(seen, whole)


def _of_paper(seen: Seen, whole: Whole) -> Voice | None:
    """The group of experts that the text names, where only "the report" says something."""
    verbs = [speech.verb for speech in seen.speeches if speech.voice is None]
    papers = seen.scene.of("paper")
    told = any(
        paper.after == verb.first or paper.first <= verb.after <= paper.after for paper in papers for verb in verbs
    )
    return (whole.voice if whole.voice and whole.voice.body else whole.panel) if told else None


def _is_by_paper(seen: Seen) -> bool:
    """Whether a sentence has it from a paper whose it does not say: "According to the complaint, …"."""
    return any(not hit.first and hit.value == "after" for hit in seen.scene.of("speech")) and not seen.speeches


def _is_of_it(seen: Seen, state: Voice, whole: Whole) -> bool:
    """Whether an institution of a state spoke before in the paragraph, so that "it" is that and not the state."""
    before = whole.voice
    spoke = before is not None and before.institution and before.own == state.own
    return bool(spoke) and seen.scene.paragraph == whole.paragraph


def _going_on(seen: Seen, whole: Whole) -> Who:
    """The speaker of the sentence before, or the one in office whom the text names, where they go on."""
    if whole.voice is not None and seen.scene.paragraph - whole.paragraph <= 1 and _goes_on(seen, whole.voice, whole):
        return who_speaks(
            whole.voice, whole, "The sentence goes on with the speaker of the one before.", carried_on=True
        )
    if whole.chief is not None and _goes_on(seen, whole.chief, whole):
        chief = _at_home(whole.chief, seen, whole)
        return who_speaks(chief, whole, "It is the one in office whom the text names.", carried_on=True)
    return nobody(whole)


def _is_of(seen: Seen, voice: Voice, whole: Whole) -> bool:
    """Whether a sentence names no other state than that of a voice, those of regimes aside."""
    named = {hit.value for hit in seen.scene.of("state", "demonym") if hit.first >= dateline(seen.scene)}
    return not seen.speeches and named - whole.book.targets <= {voice.own}


def asks(seen: Seen, whole: Whole) -> bool:
    """Whether a sentence is of the one who asks, in an interview."""
    addressed = seen.scene.has("pronoun", "addressed") and not whole.asked
    return whole.is_interview and (seen.scene.paragraph in whole.asked or addressed)


def _state_at_head(seen: Seen) -> Voice | None:
    """The state with which a sentence begins, where "it" speaks: "Fiji has removed …, it told the Committee"."""
    verbs = {speech.verb.first for speech in seen.speeches if speech.voice is None}
    by_it = any(hit.value == "it" and hit.after in verbs for hit in seen.scene.of("pronoun"))
    heads = [voice for voice in seen.voices if voice.first <= 1 and voice.is_state]
    return heads[0] if by_it and heads else None


def _may_be_chief(spoken: Speech | None, chief: Voice) -> bool:
    """Whether who speaks is the one interviewed: "my country denies", or nobody else is named."""
    voice = spoken.voice if spoken is not None else None
    told_of = voice is not None and voice.institution and not voice.name and voice.own in (None, chief.own)
    return voice is None or (voice.is_state and voice.own == chief.own) or voice.name == chief.name or bool(told_of)


def _spoken(seen: Seen, whole: Whole) -> Speech | None:
    """The voice that is somebody: an office or a body first, then a name, a state; a newspaper where nobody else is."""
    known = [(_known(speech.voice, whole), speech) for speech in seen.speeches if speech.voice is not None]
    somebody = [
        (
            _OF_CLAUSE if is_in_clause(speech, seen.scene) else _standing(voice, speech),
            not _is_tag(speech, seen),
            n,
            speech,
        )
        for n, (voice, speech) in enumerate(known)
        if not _is_unknown(voice) or _is_beside(voice, speech) or _is_titled(voice, seen)
    ]
    best = min(somebody, default=None)
    by_him = any(speech.voice is None and not speech.by_document for speech in seen.speeches)
    if best is None or (by_him and _is_of_paper(best[3].voice)):
        return None  # "…, he said, according to the newspaper"
    return best[3]


def _is_of_paper(voice: Voice | None) -> bool:
    """Whether a newspaper speaks."""
    return voice is not None and (bool(voice.press) or voice.office in ("newspaper", "media"))


_OF_CLAUSE = 3


def _is_tag(speech: Speech, seen: Seen) -> bool:
    """Whether a verb of speech only says whose words the sentence is, at its end: "…, said its director, Ana Ruiz"."""
    voice = speech.voice
    first = min(speech.verb.first, voice.first) if voice is not None else speech.verb.first
    after = max(speech.verb.after, voice.after) if voice is not None else speech.verb.after
    led = seen.scene.text[seen.scene.start : seen.scene.tokens[first].start].rstrip().removesuffix("its").rstrip()
    told = any(hit.first >= after for hit in seen.scene.of("tells", "concept"))
    return seen.scene.manner.subject_first and first > 0 and led[-1:] in (",", '"', "”") and not told


def _is_unknown(voice: Voice) -> bool:
    """Whether a voice is one word in capitals of which nothing else is known."""
    return voice.is_nobody and " " not in voice.name and voice.own is None


def _is_beside(voice: Voice, speech: Speech) -> bool:
    """Whether a name alone stands just before its verb, as that of a company does: "Skyledger says"."""
    return len(voice.name) > _SHORTEST and 0 <= speech.verb.first - voice.after <= 0


_SHORTEST = 3


def _is_titled(voice: Voice, seen: Seen) -> bool:
    """Whether a civil title stands before a name alone: "M. Sok", "Sr. Paz"."""
    return voice.first > 0 and seen.scene.tokens[voice.first - 1].key in _TITLES


_TITLES = frozenset(["m", "mme", "mlle", "mr", "mrs", "ms", "dr", "sr", "sra", "dra", "don", "dona", "г", "госпожа"])


def _standing(voice: Voice, speech: Speech) -> int:
    if speech.verb.value == "citing":
        return 1  # whom a paper cites goes before the paper, and not before who cites them
    if voice.office in ("newspaper", "media"):
        return 2
    if voice.office or voice.institution or voice.body or voice.actor or voice.expert:
        return 0 if voice.name or voice.body or voice.office else 1
    if " " in voice.name and 0 in (voice.first - speech.verb.after, speech.verb.first - voice.after):
        return 0
    if voice.is_state or voice.name:
        return 2
    return 3


def _known(voice: Voice, whole: Whole) -> Voice:
    """A voice with what the text says elsewhere of the same name."""
    if voice.name and not (voice.office or voice.institution):
        return whole.known.get(last_name(voice), voice)
    if voice.office == "same source":
        before = whole.voice
        return before if before and not before.name and before.office in _UNNAMED else replace(voice, office="source")
    if voice.is_new:
        return voice
    if (before := whole.voice) is not None and _is_the_same(voice, before):
        return before
    short = voice.institution and " " not in voice.institution
    if (voice.office or short or voice.institution in _GENERIC) and not voice.name:
        among = (whole.voice, *whole.known.values(), whole.chief)
        same = [one for one in among if one is not None and _is_same(voice, one)]
        return _with_longer(same[0], voice) if same else voice
    return voice


def _with_longer(one: Voice, voice: Voice) -> Voice:
    """Somebody named elsewhere, by the longer of two words for the same office."""
    longer = bool(one.office) and voice.office.startswith(f"{one.office} ")
    return replace(one, office=voice.office) if longer else one


def _is_the_same(voice: Voice, before: Voice) -> bool:
    """Whether a bare "the official" or "the same source" is the unnamed one who spoke before."""
    bare = voice.office in _UNNAMED and not (voice.name or voice.institution or voice.own)
    return bare and not before.name and before.office == voice.office


_UNNAMED = ("official", "source", "diplomat", "spokesperson")
_GENERIC = (
    *("Ministry", "Embassy", "Government", "Permanent Mission to the United Nations", "*"),
    *("Department", "Authority", "Agency", "Board", "Commission", "Directorate", "Bureau"),
)
"""Institutions that a later sentence names by the bare word: "the Ministry", "the mission"."""
_KIN = {
    "ambassador": ("permanent representative",),
    "diplomat": (
        *("ambassador", "permanent representative", "deputy permanent representative", "counsellor"),
        *("minister for foreign affairs", "deputy minister for foreign affairs", "spokesperson"),
    ),
    "official": ("minister", "director", "spokesperson", "deputy"),
}
"""Words for an office by which a later sentence may call one of a narrower name."""


_SHORTENED = ("minister", "ambassador", "director", "prosecutor")
"""Offices that a text gives in full before it has the name beside the bare word: "the minister, Okello Wanyama"."""


def _is_same(voice: Voice, one: Voice) -> bool:
    """Whether a bare office or institution means somebody named before: "the minister", "the Ministry"."""
    if voice.own and one.own and voice.own != one.own:
        return False
    if voice.office:
        heads = (voice.office, *_KIN.get(voice.office, ()))
        named = bool(one.name) and voice.institution in ("", one.institution)
        shorter = one.office in _SHORTENED and voice.office.startswith(f"{one.office} ")
        return named and (shorter or any(one.office == head or one.office.startswith(f"{head} ") for head in heads))
    alike = one.institution.startswith(voice.institution) or one.institution.endswith(f" {voice.institution}")
    return voice.own is None and alike and not one.office


def _at_home(voice: Voice, seen: Seen, whole: Whole) -> Voice:
    """Somebody in office without a state is of the one state that the sentence names, or the sentence before."""
    high = voice.institution or voice.office not in ("", *STATELESS)
    if voice.own or voice.body or voice.press or voice.is_past or not high:
        return voice
    if seat := _seat(voice, seen, whole):
        return replace(voice, own=seat)
    begun = dateline(seen.scene)
    hits = [hit for hit in seen.scene.of("state") if hit.first >= begun and not is_passed(hit, seen.scene)]
    hits = [hit for hit in hits if hit.value not in whole.book.targets]
    acting = dict.fromkeys(hit.value for hit in hits if not is_led(hit, seen.scene))
    acting = acting if len(acting) < 2 or hits[0].first > _AT_HEAD else {hits[0].value: None}
    states = list(acting or dict.fromkeys(hit.value for hit in hits))
    if len(states) == 1 and (acting or whole.home in (None, states[0])):
        return replace(voice, own=states[0])
    if whole.home and not acting:
        return replace(voice, own=whole.home)
    last = [code for code in whole.states if code not in whole.book.targets and code != ALL_STATES]
    if not states and len(last) == 1:
        return replace(voice, own=last[0])
    before = whole.home or _of_dateline(seen)
    return replace(voice, own=before) if not states and before else voice


def _seat(voice: Voice, seen: Seen, whole: Whole) -> str | None:
    """The state of an institution: that with which its paragraph begins ("Tehran was quick to answer"), or its own."""
    start, subject = whole.subjects.get(seen.scene.paragraph, (seen.scene.start, ""))
    others = {hit.value for hit in seen.scene.of("state")} - whole.book.targets
    owned = seen.scene.keys(voice.first - 1, voice.first) in (("its",), ("their",)) if voice.first else False
    itself = owned or others <= {subject} or seen.scene.has("pronoun", "country")
    if subject and start < seen.scene.start and itself:
        return subject
    if not voice.institution:
        return None
    seats = whole.seats.get(voice.institution.casefold(), set())
    return next(iter(seats)) if len(seats) == 1 else None


def _of_dateline(seen: Seen) -> str | None:
    """The state of the place with which a sentence is dated, for an institution that acts in it."""
    begun = dateline(seen.scene)
    return next((hit.value for hit in seen.scene.of("state") if hit.first < begun), None)


def _acting(seen: Seen) -> Voice | None:
    """An institution or body at the head of a sentence, before what it tells."""
    first = min((hit.first for hit in seen.scene.of("tells") if hit.value), default=_AT_HEAD)
    behind = next((voice.first for voice in seen.voices if voice.first >= first), first)
    for voice in seen.voices:
        somebody = voice.institution or voice.body or voice.actor
        at_head = voice.first - dateline(seen.scene) <= _AT_HEAD
        somebody = somebody or (at_head and voice.office and (voice.name or voice.own))
        follows = seen.scene.manner.verb_first and first <= voice.first <= min(behind, first + _AFTER_VERB)
        before = (voice.after <= first or follows) and not _is_agent(seen, voice)
        if before and not voice.is_state and not voice.press and somebody and not is_addressed(seen, voice):
            return voice
    return None


def _is_agent(seen: Seen, voice: Voice) -> bool:
    """Whether a body only stands behind a form of the passive: "los buques designados por el Comité"."""
    return bool(voice.body) and voice.first > 0 and seen.scene.tokens[voice.first - 1].key in ("por", "par", "by")


_AT_HEAD = 3
"""How many tokens one who acts may take up where no word of the dictionary says what is done."""
_AFTER_VERB = 3
"""How many tokens after its verb the one that acts may stand, where the verb comes first."""


def _is_beside_the_way(voice: Voice, seen: Seen, whole: Whole) -> bool:
    """Whether a state is that of a regime, or only where somebody or something goes: "departed for Beijing"."""
    if not voice.is_state:
        return False
    hit = next((one for one in seen.scene.of("state") if one.first == voice.first), None)
    return voice.own in whole.book.targets or (hit is not None and is_passed(hit, seen.scene))


def _goes_on(seen: Seen, voice: Voice, whole: Whole) -> bool:
    """Whether somebody goes on speaking: by a pronoun, a quotation, or because the sentence is of their state."""
    text = seen.scene.text[seen.scene.start : seen.scene.end]
    if seen.scene.has("pronoun") or any(mark in text for mark in '"“”«»') or voice.body is not None:
        return True
    states = {hit.value for hit in seen.scene.of("state", "demonym")}
    others = [one for one in seen.voices if not (one.is_nobody or _is_beside_the_way(one, seen, whole))]
    return not others or voice.own in states
