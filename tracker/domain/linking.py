"""How claims may be linked: which claim is adverse to a state, and what counts as that state's reply to it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote

from tracker.domain.errors import NotAllowed, Problem, RuleBroken
from tracker.domain.facts import ALL_STATES
from tracker.domain.vocabulary import Effect, Kind, LinkType, Role

FROM_THE_OTHER_END = {
    LinkType.CONTRADICTS: "contradicted by",
    LinkType.SUPPORTS: "supported by",
    LinkType.REPEATS: "repeated by",
    LinkType.REPLIES: "replied to by",
}
"""What a link says when it is read from the claim that it leads to."""


_HOST = re.compile(r"https?://[^/]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the rules of links read of a claim: its kind, for which state it speaks, its states, and its effects."""

    kind: Kind
    speaks_for: str | None
    states: tuple[str, ...]
    effects: tuple[tuple[str, Effect], ...] = ()


def adverse_to(spoken: Spoken) -> tuple[str, ...]:
    """The states to which a claim is adverse: those said to breach, or, of an allegation without effects, its states.

    Whatever a state says of itself is not adverse to it, and all states together cannot reply.
    """
    breaching = {state for state, effect in spoken.effects if effect is Effect.BREACHES}
    if spoken.kind is Kind.ALLEGATION and not breaching:
        breaching = set(spoken.states)
    return tuple(sorted(breaching - {spoken.speaks_for, ALL_STATES}))


def claim_key(text: str) -> str:
    """The key of the claim that a person named, by its key or by the address of one of its pages."""
    path = text.strip().partition("?")[0].partition("#")[0]
    parts = [unquote(part) for part in _HOST.sub("", path).split("/")]
    places = [n for n, part in enumerate(parts[:-1]) if part in ("claims", "review")]
    return parts[places[0] + 1] if places else path


def check_reply(reply: Spoken, to: Spoken) -> None:
    """Raise RuleBroken unless the one claim is the own word of a state to which the other is adverse."""
    states = adverse_to(to)
    if not states:
        sentence = "That claim is adverse to no state, so no state has to reply to it. Choose another type of link."
        raise RuleBroken.at("link", "link_type", sentence)
    if reply.speaks_for not in states:
        sentence = f"A reply is the state's own word: it must speak for {' or '.join(states)}."
        raise RuleBroken.at("link", "speaks_for", sentence)


def check_removal(*, person: int, roles: Collection[str], by: int) -> None:
    """Raise NotAllowed unless the person made the link or is a reviewer."""
    if person != by and Role.REVIEWER not in roles:
        raise NotAllowed("link", Problem("", "Only the person who made a link, or a reviewer, can take it back."))
