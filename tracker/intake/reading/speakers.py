"""The speaker of a sentence as a claim names one: in the words of the record, with the UN's names of states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.domain.speaking import Speech, Voice
from tracker.domain.vocabulary import Body
from tracker.intake.reading.scene import Seen

if TYPE_CHECKING:
    from tracker.intake.reading.claims import Told

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


def of(seen: Seen, told: Told) -> Who:
    """The speaker: beside a verb of speech, else the one whose act is told, else that of the sentence before."""
    spoken = _spoken(seen, told)
    if spoken is not None:
        voice = _known(spoken.voice, told)
        words = seen.scene.words(spoken.verb)
        return _who(voice, told, f"The words stand beside “{words}”.", spoken)
    if (acting := _acting(seen)) is not None:
        return _who(_known(acting, told), told, "No verb of speech is there; it is the one that acts.")
    if told.voice is not None and seen.scene.paragraph - told.paragraph <= 1 and _goes_on(seen):
        return _who(told.voice, told, "The sentence goes on with the speaker of the one before.", carried_on=True)
    return _nobody(told)


def _spoken(seen: Seen, told: Told) -> Speech | None:
    """The first voice that is somebody; a newspaper only where nobody else speaks."""
    found = [speech for speech in seen.speeches if not speech.voice.press or speech.voice.office or speech.voice.name]
    found = found or list(seen.speeches)
    return next(
        (s for s in found if not (s.voice.is_nobody and not _known(s.voice, told).office)), found[0] if found else None
    )


def _known(voice: Voice, told: Told) -> Voice:
    """A voice with what an earlier sentence said of the same name; one that says more is kept for later ones."""
    last = voice.name.split()[-1].casefold() if voice.name.split() else ""
    if not last:
        return voice
    if voice.office or voice.institution:
        told.known.setdefault(last, voice)
        return voice
    return told.known.get(last, voice)


def _acting(seen: Seen) -> Voice | None:
    """An office, institution or body at the head of a sentence, before what it tells."""
    first = min((hit.first for hit in seen.scene.of("tells") if hit.value), default=0)
    for voice in seen.voices:
        if (
            voice.after <= first
            and not voice.is_state
            and not voice.press
            and (voice.institution or voice.body or voice.actor)
        ):
            return voice
    return None


def _goes_on(seen: Seen) -> bool:
    """Whether the speaker of the sentence before may go on: there is a pronoun, a quotation, or no other voice."""
    text = seen.scene.text[seen.scene.start : seen.scene.end]
    return seen.scene.has("pronoun") or any(mark in text for mark in '"“”«»') or not seen.voices


def _nobody(told: Told) -> Who:
    source = told.source
    name = source.author or source.publisher
    if name:
        return Who(None, name, "", None, "The text names no speaker, so it speaks itself.")
    return Who(None, NOBODY, "", None, "The text names no speaker.")


def _who(voice: Voice, told: Told, why: str, speech: Speech | None = None, *, carried_on: bool = False) -> Who:
    office = _office(voice, told)
    speaks_for = voice.own if voice.is_official or voice.is_state else None
    return Who(voice, _name(voice, office, told), office if voice.name else "", speaks_for, why, speech, carried_on)


def _name(voice: Voice, office: str, told: Told) -> str:
    if voice.name:
        return voice.name
    if voice.body:
        return _BODIES[voice.body]
    if voice.actor:
        return voice.actor
    if voice.office and voice.office not in ("official", "source", "diplomat"):
        return f"{office} (not named)"
    if voice.institution:
        return _of_state(voice.institution, voice.own, told)
    if voice.office:
        return f"{office} (not named)"
    if voice.is_state and voice.own:
        return told.book.state_names.get(voice.own, voice.own)
    return voice.expert or voice.press or NOBODY


def _office(voice: Voice, told: Told) -> str:
    """An office with its state: "ambassador of the Russian Federation to the Democratic People's Republic of Korea"."""
    if not voice.office:
        return ""
    office, _, forum = voice.office.partition(" to the United Nations")
    if voice.office == "spokesperson" and voice.institution:
        office = f"spokesperson of the {voice.institution}"
    if voice.office == "spokesperson" and voice.body:
        office = f"spokesperson of the {voice.body.label}"
    whole = _of_state(office, voice.own, told)
    if voice.host and voice.host != voice.own:
        whole += f" to {_the(told.book.state_names.get(voice.host, voice.host))}"
    return whole + (" to the United Nations" if " to the United Nations" in voice.office else forum)


def _of_state(words: str, state: str | None, told: Told) -> str:
    return f"{words} of {_the(told.book.state_names.get(state, state))}" if state else words


def _the(name: str) -> str:
    return f"the {name}" if _WITH_ARTICLE & set(name.replace("(", "").split()) else name
