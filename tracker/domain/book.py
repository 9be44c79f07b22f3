"""What a reader of texts needs of the record, as plain values. A book is made once and read by many."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker.domain.citing import Law
from tracker.domain.vocabulary import ActorKind, Body, NameKind, Test


@dataclass(frozen=True, slots=True)
class BookState:
    """A state: its codes, the UN's name, and the other names with what sort each is."""

    code: str
    iso2: str
    name: str
    names: tuple[tuple[str, NameKind], ...] = ()


@dataclass(frozen=True, slots=True)
class BookActor:
    """Somebody who speaks and is not a state, with the state that answers for it, if one does."""

    name: str
    names: tuple[str, ...]
    kind: ActorKind
    state: str | None = None
    body: Body | None = None


@dataclass(frozen=True, slots=True)
class BookDuty:
    """An obligation. `number` is that of the resolution that creates it; `target` the state its regime is about.

    `due` is the day of its judged deadline, for a limit the last of the period that it counts, where that is one day.
    """

    key: str
    number: int
    paragraph: str
    symbol: str
    title: str
    summary: str
    subject: str
    measure: str
    test: Test
    effective: date | None
    ended: date | None
    regime: str
    target: str | None = None
    due: date | None = None


@dataclass(frozen=True, eq=False)
class Book:
    """The states, the actors, the duties in the order of their paragraphs, and the law as a citation is checked by it.

    Two are never compared: they hold hundreds of rows.
    """

    states: tuple[BookState, ...]
    actors: tuple[BookActor, ...]
    duties: tuple[BookDuty, ...]
    law: Law

    @cached_property
    def targets(self) -> frozenset[str]:
        """The states that regimes with duties are about: what is kept from them is others' duty, seldom their own."""
        return frozenset(duty.target for duty in self.duties if duty.target)

    @cached_property
    def state_names(self) -> dict[str, str]:
        """The UN's names by code."""
        return {state.code: state.name for state in self.states}

    @cached_property
    def duty_of(self) -> dict[str, BookDuty]:
        """The duties by key."""
        return {duty.key: duty for duty in self.duties}
