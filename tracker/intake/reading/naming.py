"""How a claim names a speaker: in the words of the record, with the UN's names of states."""

from dataclasses import dataclass

from tracker.domain.lexicon import tokens
from tracker.domain.uttering import Speech
from tracker.domain.vocabulary import Body
from tracker.domain.voicing import OUTSIDERS, Voice
from tracker.intake.reading.whole import Whole

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


def nobody(whole: Whole) -> Who:
    """The source itself, by its author or publisher, or nobody who is named."""
    name = whole.source.author or whole.source.publisher
    if name:
        return Who(None, name, "", None, "The text names no speaker, so it speaks itself.")
    return Who(None, NOBODY, "", None, "The text names no speaker.")


def who_speaks(voice: Voice, whole: Whole, why: str, speech: Speech | None = None, *, carried_on: bool = False) -> Who:
    """The speaker that a voice is."""
    office = _office(voice, whole)
    speaks_for = voice.own if voice.is_official or voice.is_state else None
    return Who(voice, _name(voice, office, whole), office if voice.name else "", speaks_for, why, speech, carried_on)


def _name(voice: Voice, office: str, whole: Whole) -> str:
    if voice.name or (voice.body and whole.about):
        return voice.name or _BODIES[Body(voice.body)]
    if voice.body:
        if whole.spoken.code == "en":
            return voice.called.removeprefix("the ").removeprefix("The ")
        if any(word in voice.called.casefold() for word in _MONITORS):
            return "Monitoring Team"
        return _ELSEWHERE.get(voice.body, _BODIES[voice.body])
    if voice.actor:
        return f"{voice.office} of the {voice.actor} (not named)" if voice.office in _OF_ACTOR else voice.actor
    if voice.called and whole.spoken.code == "en":
        return f"{voice.called} (not named)"
    return _of_office(voice, office, whole) or voice.expert or voice.press or NOBODY


_OF_ACTOR = ("official", "spokesperson")
"""Those without a name who speak for an organisation on record."""


def _of_office(voice: Voice, office: str, whole: Whole) -> str:
    """Somebody without a name, by the office, the institution or the state."""
    if voice.office == "official" and voice.institution:
        return _official(voice, whole)
    if voice.office == "source" and voice.institution:
        return f"source in the {_of_state(voice.institution, voice.own, whole)} (not named)"
    if voice.institution and voice.office in ("", "diplomat"):
        return _of_state(voice.institution, voice.own, whole)
    if voice.office:
        return f"{office} (not named)"
    return whole.book.state_names.get(voice.own, voice.own) if voice.is_state and voice.own else ""


_BY_STATE = ("minister", "ambassador", "representative", "president", "secretary of state", "king", *OUTSIDERS)
"""Words for offices that are of a state, and not of the institution named beside them."""


def _official(voice: Voice, whole: Whole) -> str:
    """An official without a name, of a ministry that is named; other institutions say too little."""
    within = f" of the {voice.institution}" if voice.institution.startswith("Ministry ") else ""
    return f"{_of_state(f'official{within}', voice.own, whole)} (not named)"


_MONITORS = (
    "监测组",
    "équipe de surveillance",
    "equipo de vigilancia",
    "группа по наблюдению",
    "فريق الرصد",
    "équipe d'appui",
)
_ELSEWHERE = {Body.PANEL: "Panel of Experts", Body.COMMITTEE: "Security Council Committee"}
"""How bodies of a regime without duties on record are called."""


def _office(voice: Voice, whole: Whole) -> str:
    """An office with its state: "ambassador of the Russian Federation to the Democratic People's Republic of Korea"."""
    if not voice.office:
        return ""
    if voice.title and voice.name:
        return voice.title
    if voice.expert:
        return f"{voice.office} of the {voice.expert}"
    office, _, forum = f"{'former ' * voice.is_past}{voice.office}".partition(" to the United Nations")
    if voice.institution and not any(word in voice.office for word in _BY_STATE):
        office += f" of the {voice.institution}"
    if voice.office == "spokesperson" and voice.body:
        office = f"spokesperson of the {voice.body.label}"
    title = _of_state(office, voice.own, whole)
    if voice.host and voice.host != voice.own:
        title += f" to {_the(whole.book.state_names.get(voice.host, voice.host))}"
    return title + (" to the United Nations" if " to the United Nations" in voice.office else forum)


_FORUM = " to the United Nations"


def _of_state(words: str, state: str | None, whole: Whole) -> str:
    if state and any(hit.first == 0 and hit.value == state for hit in whole.spoken.lexicon.scan(tokens(words))):
        return words  # "Singapore Police Force" names it itself
    head, forum, rest = words.removesuffix(" of").partition(_FORUM)
    return f"{head} of {_the(whole.book.state_names.get(state, state))}{forum}{rest}" if state else words


def _the(name: str) -> str:
    return f"the {name}" if _WITH_ARTICLE & set(name.partition(" (")[0].split()) else name
