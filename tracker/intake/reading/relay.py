"""The path of a claim: who said it, where, who translated it, and by whom it reached the page, with reasons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.domain.content import HopContent
from tracker.domain.relaying import Carried, carriers
from tracker.domain.relaying import hops as path
from tracker.domain.translating import Translator, translators
from tracker.domain.venues import Venue, venues
from tracker.domain.vocabulary import HopRole
from tracker.intake.reading import press
from tracker.intake.reading.draft import Draft
from tracker.intake.reading.scene import Seen
from tracker.intake.reading.whole import Whole


@dataclass
class Last:
    """Where the claim before was said, by whom, and in which paragraph."""

    paragraph: int = -1
    speaker: str = ""
    venues: tuple[Venue, ...] = ()


def hops(draft: Draft, whole: Whole, last: Last) -> tuple[tuple[HopContent, ...], tuple[str, ...]]:
    """The steps of a draft and why they are taken for steps; `last` is brought up to it."""
    who = draft.who
    named = who.voice is not None and not who.voice.press
    speaker = HopContent(HopRole.SPEAKER, who.name, who.office, draft.said) if named else None
    places = list(_places(draft, whole))
    carried = {one.hop.name: one for seen in places for one in carriers(seen.scene, press.WIRES)}
    for name in () if any(one.hop.role is HopRole.WIRE for one in carried.values()) else whole.wires:
        carried.setdefault(name, Carried(HopContent(HopRole.WIRE, name), f"{name} stands at the head of the text."))
    others = [*_said_at(draft, whole, places, last)] if named else []
    others += [_translated(one) for one in _translators(places, whole)]
    return path(speaker, [*others, *carried.values()], whole.source)


def _places(draft: Draft, whole: Whole) -> Iterator[Seen]:
    """The sentences that tell a claim: its own, those that say it again, and the one that ends its quotation."""
    teller = whole.quoted.get(draft.seen.scene.start)
    yield from (draft.seen, *draft.repeats, *((teller,) if teller else ()))


# --- where it was said -----------------------------------------------------------------------------------


def _said_at(draft: Draft, whole: Whole, places: list[Seen], last: Last) -> list[Carried]:
    """Where a claim was said: by its own sentences, the one before of the same speaker, or the head of the text."""
    found = {one.name: one for seen in places for one in _venues_of(seen, draft, whole)}
    own = tuple(found.values())
    if own:
        steps = [Carried(HopContent(HopRole.VENUE, one.name), one.sentence) for one in own]
    else:
        own, steps = _said_before(draft, whole, last)
    last.paragraph, last.speaker, last.venues = draft.seen.scene.paragraph, draft.who.name, own
    return [step for step in steps if step.hop.name != draft.who.name]


def _venues_of(seen: Seen, draft: Draft, whole: Whole) -> list[Venue]:
    """The venues of a sentence, of those speeches of it that are the speaker's."""
    speech = draft.who.speech
    own = [told for told in seen.speeches if told.voice is None or (speech is not None and told.voice == speech.voice)]
    if seen.speeches and not own:
        return []
    return [_of_regime(one, whole) for one in venues(seen.scene, seen.voices, own, seen.days)]


def _said_before(draft: Draft, whole: Whole, last: Last) -> tuple[tuple[Venue, ...], list[Carried]]:
    """Where the claim before was said, where its speaker goes on in the paragraph; else where all of the text was."""
    goes_on = draft.who.speech is None or draft.who.carried_on or draft.who.speech.voice is None
    if last.venues and goes_on and (last.paragraph, last.speaker) == (draft.seen.scene.paragraph, draft.who.name):
        return last.venues, [_step(one, "The sentence before says where.") for one in last.venues]
    if draft.who.speech is not None and draft.who.voice not in (whole.chief, whole.alone, whole.writer):
        return (), []
    return (), [_step(_of_regime(one, whole), one.sentence) for one in whole.venues]


def _step(venue: Venue, sentence: str) -> Carried:
    return Carried(HopContent(HopRole.VENUE, venue.name), sentence)


_ANY_COMMITTEE = re.compile("(?:(?<=^)|(?<=the ))Committee$")


def _of_regime(venue: Venue, whole: Whole) -> Venue:
    """A venue in which "the Committee" is that of the regime on record, where the text is of one."""
    return replace(venue, name=_ANY_COMMITTEE.sub("1718 Committee", venue.name)) if whole.about else venue


# --- who translated it -----------------------------------------------------------------------------------


def _translators(places: list[Seen], whole: Whole) -> list[Translator]:
    """Who translated a claim: by the sentences that tell it, else by a line of the text."""
    found = {one.name: one for seen in places for one in translators(seen.scene)}
    for one in whole.translators:
        found.setdefault(one.name, one)
    return list(found.values())


def _translated(one: Translator) -> Carried:
    return Carried(HopContent(HopRole.TRANSLATOR, one.name), one.sentence, there=one.there)
