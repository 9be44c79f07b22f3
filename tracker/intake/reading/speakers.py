"""The speaker of a sentence as a claim names one: in the words of the record, with the UN's names of states."""

from dataclasses import dataclass, replace

from tracker.domain.dates import parse_span
from tracker.domain.places import is_led, is_passed
from tracker.domain.speaking import OUTSIDERS, Voice
from tracker.domain.uttering import Speech
from tracker.domain.vocabulary import Body, Kind
from tracker.intake.reading.scene import Seen, dateline, day_beside
from tracker.intake.reading.whole import Whole, last_name

NOBODY = "not named"
_BODIES = {
    Body.PANEL: "Panel of Experts established pursuant to resolution 1874 (2009)",
    Body.COMMITTEE: "Security Council Committee established pursuant to resolution 1718 (2006)",
    Body.COUNCIL: "Security Council",
    Body.SECRETARIAT: "United Nations Secretariat",
}
_WITH_ARTICLE = frozenset(
    [
        "Federation",
        "Republic",
        "Kingdom",
        "States",
        "Emirates",
        "Islands",
        "Netherlands",
        "Philippines",
        "Gambia",
        "Bahamas",
        "Comoros",
        "Sudan",
        "Congo",
        "Niger",
    ]
)


@dataclass(frozen=True, slots=True)
class Who:
    """The speaker: how a claim names them, their office and state, and why they are taken for it."""

    voice: Voice | None
    name: str
    office: str
    speaks_for: str | None
    why: str
    speech: Speech | None = None
    carried_on: bool = False


def of(seen: Seen, whole: Whole) -> Who:
    """The speaker: beside a verb of speech, else the one whose act is told, else that of the sentence before."""
    spoken = _spoken(seen, whole) or _spoken_behind(seen, whole)
    if asks(seen, whole):
        voice = _at_home(_known(spoken.voice, whole), seen, whole) if spoken and spoken.voice else None
        return _who(voice, whole, "The one who asks names it.", spoken) if voice else _nobody(whole)
    if whole.is_interview and whole.chief is not None and _may_be_chief(spoken, whole.chief):
        chief = _at_home(whole.chief, seen, whole)
        return _who(chief, whole, "The text is an interview with the one in office whom it names.")
    if spoken is not None and spoken.voice is not None:
        words = seen.scene.text[spoken.verb.start : spoken.verb.end]
        return _who(
            _at_home(_known(spoken.voice, whole), seen, whole), whole, f"The words stand beside “{words}”.", spoken
        )
    he_said = any(speech.voice is None for speech in seen.speeches)
    if he_said and (itself := _state_at_head(seen)) is not None:
        return _who(itself, whole, "The sentence begins with it, and “it” says so.")
    if not he_said and (acting := _acting(seen)) is not None:
        acting = _at_home(_known(acting, whole), seen, whole)
        return _who(acting, whole, "No verb of speech is there; it is the one that acts.")
    if whole.voice is not None and seen.scene.paragraph - whole.paragraph <= 1 and _goes_on(seen, whole.voice, whole):
        return _who(whole.voice, whole, "The sentence goes on with the speaker of the one before.", carried_on=True)
    if whole.chief is not None and _goes_on(seen, whole.chief, whole):
        return _who(
            _at_home(whole.chief, seen, whole), whole, "It is the one in office whom the text names.", carried_on=True
        )
    return _nobody(whole)


def _spoken_behind(seen: Seen, whole: Whole) -> Speech | None:
    """Who speaks in the sentence that ends the quotation which this one begins: “We closed it. It was old,” he said."""
    ending = whole.quoted.get(seen.scene.start)
    return _spoken(ending, whole) if ending is not None and not seen.speeches else None


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
    return voice is None or (voice.is_state and voice.own == chief.own) or voice.name == chief.name


def _spoken(seen: Seen, whole: Whole) -> Speech | None:
    """The voice that is somebody: an office or a body first, then a name, a state; a newspaper where nobody else is."""
    known = [(_known(speech.voice, whole), speech) for speech in seen.speeches if speech.voice is not None]
    somebody = [
        (_standing(voice, speech), n, speech)
        for n, (voice, speech) in enumerate(known)
        if not _is_unknown(voice) or _is_beside(voice, speech)
    ]
    return min(somebody)[2] if somebody else None


def _is_unknown(voice: Voice) -> bool:
    """Whether a voice is one word in capitals of which nothing else is known."""
    return voice.is_nobody and " " not in voice.name and voice.own is None


def _is_beside(voice: Voice, speech: Speech) -> bool:
    """Whether a name alone stands just before its verb, as that of a company does: "Skyledger says"."""
    return len(voice.name) > _SHORTEST and 0 <= speech.verb.first - voice.after <= 0


_SHORTEST = 3


def _standing(voice: Voice, speech: Speech) -> int:
    if voice.office or voice.institution or voice.body or voice.actor or voice.expert:
        return 0
    if " " in voice.name and 0 in (voice.first - speech.verb.after, speech.verb.first - voice.after):
        return 0
    if voice.is_state or voice.name:
        return 1
    return 2


def _known(voice: Voice, whole: Whole) -> Voice:
    """A voice with what the text says elsewhere of the same name."""
    if voice.name and not (voice.office or voice.institution):
        return whole.known.get(last_name(voice), voice)
    if (voice.office or voice.institution in _GENERIC) and not voice.name:
        among = (whole.voice, *whole.known.values(), whole.chief)
        same = [one for one in among if one is not None and _is_same(voice, one)]
        return same[0] if same else voice
    return voice


_GENERIC = (
    *("Ministry", "Embassy", "Government", "Permanent Mission to the United Nations", "*"),
    *("Department", "Authority", "Agency", "Board", "Commission", "Directorate", "Bureau"),
)
"""Institutions that a later sentence names by the bare word: "the Ministry", "the mission"."""
_KIN = {
    "ambassador": ("permanent representative",),
    "diplomat": ("ambassador", "permanent representative", "deputy permanent representative"),
    "official": ("minister", "director", "spokesperson", "deputy"),
}
"""Words for an office by which a later sentence may call one of a narrower name."""


def _is_same(voice: Voice, one: Voice) -> bool:
    """Whether a bare office or institution means somebody named before: "the minister", "the Ministry"."""
    if voice.own and one.own and voice.own != one.own:
        return False
    if voice.office:
        heads = (voice.office, *_KIN.get(voice.office, ()))
        named = bool(one.name) and voice.institution in ("", one.institution)
        return named and any(one.office == head or one.office.startswith(f"{head} ") for head in heads)
    alike = one.institution.startswith(voice.institution) or one.institution.endswith(f" {voice.institution}")
    return voice.own is None and alike and not one.office


_LOW = ("", "source", "diplomat", "lawmaker", "newspaper", "chair", "member of the Panel of Experts")
"""Offices that are of no state unless it is named beside them."""


def _at_home(voice: Voice, seen: Seen, whole: Whole) -> Voice:
    """Somebody in office without a state is of the one state that the sentence names, or the sentence before."""
    high = voice.institution or voice.office not in _LOW
    if voice.own or voice.body or voice.press or not high:
        return voice
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
    last = [code for code in whole.states if code not in whole.book.targets]
    if not states and len(last) == 1:
        return replace(voice, own=last[0])
    return replace(voice, own=whole.home) if not states else voice


def _acting(seen: Seen) -> Voice | None:
    """An institution or body at the head of a sentence, before what it tells."""
    first = min((hit.first for hit in seen.scene.of("tells") if hit.value), default=_AT_HEAD)
    for voice in seen.voices:
        somebody = voice.institution or voice.body or voice.actor
        at_head = voice.first - dateline(seen.scene) <= _AT_HEAD
        somebody = somebody or (at_head and voice.office and (voice.name or voice.own))
        before = voice.after <= first or (seen.scene.manner.verb_first and first <= voice.first <= first + _AFTER_VERB)
        if before and not voice.is_state and not voice.press and somebody:
            return voice
    return None


_AT_HEAD = 3
"""How many tokens one who acts may take up where no word of the dictionary says what is done."""
_AFTER_VERB = 3
"""How many tokens after its verb the one that acts may stand, where the verb comes first."""


def _goes_on(seen: Seen, voice: Voice, whole: Whole) -> bool:
    """Whether somebody goes on speaking: by a pronoun, a quotation, or because the sentence is of their state."""
    text = seen.scene.text[seen.scene.start : seen.scene.end]
    if seen.scene.has("pronoun") or any(mark in text for mark in '"“”«»') or voice.body is not None:
        return True
    states = {hit.value for hit in seen.scene.of("state", "demonym")}
    others = [one for one in seen.voices if not (one.is_nobody or (one.is_state and one.own in whole.book.targets))]
    return not others or voice.own in states


def _nobody(whole: Whole) -> Who:
    name = whole.source.author or whole.source.publisher
    if name:
        return Who(None, name, "", None, "The text names no speaker, so it speaks itself.")
    return Who(None, NOBODY, "", None, "The text names no speaker.")


def _who(voice: Voice, whole: Whole, why: str, speech: Speech | None = None, *, carried_on: bool = False) -> Who:
    office = _office(voice, whole)
    speaks_for = voice.own if voice.is_official or voice.is_state else None
    return Who(voice, _name(voice, office, whole), office if voice.name else "", speaks_for, why, speech, carried_on)


def _name(voice: Voice, office: str, whole: Whole) -> str:
    if voice.name or (voice.body and whole.about):
        return voice.name or _BODIES[Body(voice.body)]
    if voice.body:
        return voice.called.removeprefix("the ").removeprefix("The ")
    if voice.actor:
        return voice.actor
    if voice.called and whole.spoken.code == "en":
        return f"{voice.called} (not named)"
    return _of_office(voice, office, whole) or voice.expert or voice.press or NOBODY


def _of_office(voice: Voice, office: str, whole: Whole) -> str:
    """Somebody without a name, by the office, the institution or the state."""
    if voice.institution and voice.office in _WITHOUT_NAME:
        return _of_state(voice.institution, voice.own, whole)
    if voice.office:
        return f"{office} (not named)"
    return whole.book.state_names.get(voice.own, voice.own) if voice.is_state and voice.own else ""


_WITHOUT_NAME = ("", "official", "source", "diplomat")
"""Offices in which somebody without a name is called by the institution."""


_BY_STATE = ("minister", "ambassador", "representative", "president", "secretary of state", "king", *OUTSIDERS)
"""Words for offices that are of a state, and not of the institution named beside them."""


def _office(voice: Voice, whole: Whole) -> str:
    """An office with its state: "ambassador of the Russian Federation to the Democratic People's Republic of Korea"."""
    if not voice.office:
        return ""
    office, _, forum = voice.office.partition(" to the United Nations")
    if voice.institution and not any(word in voice.office for word in _BY_STATE):
        office = f"{voice.office} of the {voice.institution}"
    if voice.office == "spokesperson" and voice.body:
        office = f"spokesperson of the {voice.body.label}"
    title = _of_state(office, voice.own, whole)
    if voice.host and voice.host != voice.own:
        title += f" to {_the(whole.book.state_names.get(voice.host, voice.host))}"
    return title + (" to the United Nations" if " to the United Nations" in voice.office else forum)


_FORUM = " to the United Nations"


def _of_state(words: str, state: str | None, whole: Whole) -> str:
    head, forum, rest = words.partition(_FORUM)
    return f"{head} of {_the(whole.book.state_names.get(state, state))}{forum}{rest}" if state else words


def _the(name: str) -> str:
    return f"the {name}" if _WITH_ARTICLE & set(name.partition(" (")[0].split()) else name


# --- on which day ----------------------------------------------------------------------------------------


def said(seen: Seen, who: Who, whole: Whole) -> tuple[str, str]:
    """The day said, as typed, and why: beside the verb of speech, the same speaker's before, or that of publication."""
    ending = whole.quoted.get(seen.scene.start)
    spoken = [seen] if ending is None or who.speech not in ending.speeches else [seen, ending]
    for one in () if _is_of_letter(who, whole) else spoken:
        if (mention := day_beside(one)) is not None:
            words = one.scene.text[mention.start : mention.end]
            return mention.typed, f"“{words}” stands beside the verb of speech."
    if found := _said_before(seen, who, whole):
        return found
    return (whole.published, "No other day is named, so it is that of the text.") if whole.published else ("", "")


def _said_before(seen: Seen, who: Who, whole: Whole) -> tuple[str, str] | None:
    """The day on which the text says that a speaker spoke, in another sentence."""
    if asks(seen, whole) and whole.chief_said:
        return whole.chief_said, "The text names this day for the interview."
    if who.voice is None:
        return None
    of_chief = who.voice == whole.chief and whole.chief_said, "The text names this day where it names the speaker."
    if whole.is_interview and of_chief[0]:
        return whole.chief_said, of_chief[1]
    if who.voice == whole.voice and whole.said and whole.said != whole.published:
        return whole.said, "The speaker goes on from the sentence before."
    if who.voice.name and (day := whole.days_said.get(last_name(who.voice))):
        return day, "The text names this day where the same speaker speaks."
    return (whole.chief_said, of_chief[1]) if of_chief[0] else None


def _is_of_letter(who: Who, whole: Whole) -> bool:
    """Whether a mission or ministry for which the text speaks tells what its state told others, and when."""
    chief = whole.chief
    if chief is None or who.voice is None or chief.name or chief.body or not chief.institution:
        return False
    return who.voice.is_state and who.voice.own == chief.own and chief.first <= _AT_HEAD


def event(seen: Seen, said_typed: str, kind: Kind) -> tuple[str, str]:
    """The day or period of what is told, as typed, and why; a promise has none, and a deadline ahead is none."""
    if kind in (Kind.PLEDGE, Kind.CALL, Kind.POSITION):
        return "", ""
    begun = dateline(seen.scene)
    said_span = parse_span(said_typed)
    for day in seen.days:
        span = day.span if day.first >= begun else None
        if day.typed == said_typed or span is None:
            continue
        if kind is Kind.DENIAL and day.limit == "since":
            continue
        if said_span is not None and span.first > said_span.last:
            continue
        words = seen.scene.text[day.start : day.end]
        return day.typed, f"“{words}” dates what is told."
    return "", ""
