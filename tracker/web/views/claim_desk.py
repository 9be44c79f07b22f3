"""What the pages of claims look things up in, fetched from the services once a request."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

# Not that of functools: until Python 3.12 it holds one lock for all requests while it fetches.
from werkzeug.utils import cached_property

from tracker.domain.content import SourceContent
from tracker.domain.facts import ALL_STATES
from tracker.domain.states import StateNames
from tracker.services import claims, law, revisions, sources
from tracker.web.forms.claim_content import TOGETHER, Lists
from tracker.web.session import records


@dataclass(frozen=True, slots=True)
class Group:
    """A resolution and its obligations, to choose from."""

    symbol: str
    obligations: Sequence[law.DutyChoice]


class Desk:
    """Look-ups for one request. Each list is fetched when it is first asked for, and once."""

    @cached_property
    def names(self) -> StateNames:
        """All names of all states."""
        return law.state_names(records())

    @cached_property
    def states(self) -> Sequence[law.StateChoice]:
        """States by name, after the row of all states together."""
        return law.state_choices(records())

    @cached_property
    def groups(self) -> list[Group]:
        """Obligations by resolution."""
        runs = groupby(law.duty_choices(records()), key=lambda duty: duty.symbol)
        return [Group(symbol, list(run)) for symbol, run in runs]

    @cached_property
    def regimes(self) -> list[tuple[str, str]]:
        """Keys and names of the regimes."""
        return list(law.regime_choices(records()))

    @cached_property
    def sources(self) -> Sequence[sources.SourceChoice]:
        """Sources that were recorded last."""
        return sources.latest(records())

    @cached_property
    def actions(self) -> Sequence[Any]:
        """Acts of states that are on record."""
        return claims.state_actions(records())

    @cached_property
    def titles(self) -> dict[str, str]:
        """Titles of obligations by key."""
        return {duty.key: duty.title for group in self.groups for duty in group.obligations}

    @cached_property
    def lists(self) -> Lists:
        """What the form of a claim looks things up in."""
        return Lists(
            names=self.names,
            labels={state.code: state.name for state in self.states},
            obligations=self.titles,
            actions=frozenset(action.key for action in self.actions),
            source=_source,
            origin=lambda name: claims.origin_key(records(), name=name),
        )

    def find_state(self, name: str) -> str | None:
        """The code of a state by any name, or of all states together."""
        return ALL_STATES if name.casefold() in TOGETHER else self.names.resolve(name)

    def named_state(self, field: Any) -> str:
        """The code of the state that a filter names; empty for none. An unknown one gets a sentence at the field."""
        typed = field.data or ""
        code = self.find_state(typed) if typed else ""
        if code is None:
            field.errors = [f"There is no state called “{typed}” in the record."]
        return code or ""


def _source(text: str) -> SourceContent | None:
    found = sources.recognise(records(), text=text)
    return revisions.source_content(found) if found else None
