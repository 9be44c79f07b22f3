"""The filters of a list of claims, as options: the same as those of the page."""

from collections.abc import Callable
from typing import Any, TypeVar

import click
from sqlalchemy.orm import Session

from tracker.cli.options import DAY, KNOWN_AT
from tracker.domain.vocabulary import Kind, ReviewState
from tracker.services import law, sources
from tracker.services.claim_list import ClaimFilter

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--words", default="", help="Words of the claim, its speaker or its sources."),
    click.option("--state", default="", help="A state, by code or any name."),
    click.option("--obligation", default="", help="The key of an obligation."),
    click.option("--regime", default="", help="The key of a regime."),
    click.option("--kind", type=click.Choice([kind.value for kind in Kind])),
    click.option("--review-state", type=click.Choice([state.value for state in ReviewState])),
    click.option("--speaker", default="", help="Who said it, in full."),
    click.option("--source", default="", help="The key of a source."),
    click.option("--origin", default="", help="The key of an origin."),
    click.option(
        "--since", type=DAY, help="Said on this day or later; the day told of counts where that is not stated."
    ),
    click.option(
        "--until", type=DAY, help="Said on this day or earlier; the day told of counts where that is not stated."
    ),
    click.option("--as-of", type=DAY, help="Only what tells of this day or an earlier one."),
    click.option(
        "--known-at", type=KNOWN_AT, help="As the claims had been recorded, and stood, by then. Not with --words."
    ),
    click.option("--public-at", type=DAY, help="Only what was certainly published by that day."),
)


def filters(command: F) -> F:
    """Give a command the filters as options; they arrive together as keywords."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def chosen_filter(session: Session, *, kind: str | None, review_state: str | None, **chosen: Any) -> ClaimFilter:
    """The filter that was asked for. Raises NotFound for a state, obligation, regime or source not in the record."""
    if chosen["state"]:
        chosen["state"] = law.state(session, name=chosen["state"]).code
    if chosen["obligation"]:
        law.obligation(session, key=chosen["obligation"])
    if chosen["regime"]:
        law.regime(session, key=chosen["regime"])
    if chosen["source"]:
        sources.get(session, key=chosen["source"])
    return ClaimFilter(
        **chosen, kind=Kind(kind) if kind else None, review_state=ReviewState(review_state) if review_state else None
    )
