"""The right of reply: the form of a claim that begins as a state's reply, and the link made once it is saved."""

from datetime import datetime
from typing import Any

from tracker.domain import linking
from tracker.domain.vocabulary import Effect, Kind
from tracker.services import claims, links, replies
from tracker.web.session import records
from tracker.web.views.claim_desk import Desk


def start(adverse: str, code: str, desk: Desk) -> dict[str, Any]:
    """What the form of a reply begins with: the state, its own voice, and a denial of each breach. Raises NotFound."""
    revision = claims.show(records(), key=adverse)
    states = linking.adverse_to(links.spoken_in(revision))
    if not states:
        return {}
    state = code if code in states else states[0]
    name = desk.lists.labels.get(state, state)
    broken = [one for one in revision.bearings if one.effect is Effect.BREACHES and one.state_code == state]
    return {
        "replies_to": adverse,
        "kind": Kind.DENIAL.value,
        "states": name,
        "speaks_for": name,
        "bearings": [{"obligation": one.obligation.key, "effect": Effect.DENIES.value} for one in broken],
    }


def link(key: str, adverse: str, *, author: int, at: datetime) -> None:
    """Link a claim that was just logged as the reply to an adverse one, if it is one. Raises RuleBroken."""
    if adverse:
        replies.add(records(), claim=key, named=adverse, by=author, at=at)
