"""People who rule on the merge of two origins at the same moment, among them the one who proposed it."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from sqlalchemy import func, select

from tests.racing import Course, Tally, at_once
from tests.services.test_claims import CONTENT
from tracker import clock
from tracker.db.engine import reading, writing
from tracker.db.models import OriginAssignment, OriginChange
from tracker.domain.errors import NotAllowed, Stale
from tracker.domain.vocabulary import Ruling
from tracker.services import claims, origins

PROPOSER, WHY = "both", "Both quote the one press briefing."
"""The proposer is a reviewer as well, so that only being the same person stands in the way."""


def race_merges(place: Course, *, merges: int, seed: int) -> Tally:
    """Let two reviewers and the proposer rule on each merge at once; one ruling stands, and never the proposer's."""
    dice, tally = Random(seed), Tally()  # noqa: S311 - a test's dice
    place.sign_in("reviewer", "reviewer2", PROPOSER)
    for number in range(merges):
        change, fingerprint = _propose(place, number)
        tally.races += 1
        done = at_once([_deed(place, who, change, fingerprint, dice) for who in ("reviewer", "reviewer2", PROPOSER)])
        tally.acknowledged += done
        tally.amiss += [f"merge {number}: {fault}" for fault in _faults(place, change, done)]
    return tally


def _propose(place: Course, number: int) -> tuple[int, str]:
    at, by = clock.now(), place.people[PROPOSER]
    with writing(place.engine, actor=PROPOSER) as session:
        for side in ("wire", "paper"):
            content = replace(CONTENT, origin=f"{side}-{number}", statement=f"Statement {number} of the {side}.")
            claims.log(session, content=content, author=place.people["analyst"], at=at)
        row = origins.propose_merge(session, origin=f"wire-{number}", into=f"paper-{number}", reason=WHY, by=by, at=at)
        return row.id, row.fingerprint


def _deed(place: Course, who: str, change: int, fingerprint: str, dice: Random) -> Callable[[], bool]:
    road = dice.choice((_by_service, _by_form))
    ruling = dice.choice((Ruling.APPROVED, Ruling.REFUSED))
    return lambda: road(place, who, change, fingerprint, ruling)


def _by_service(place: Course, who: str, change: int, fingerprint: str, ruling: Ruling) -> bool:
    said = {"ruling": ruling, "reason": WHY, "seen_fingerprint": fingerprint, "at": clock.now()}
    try:
        with writing(place.engine, actor=who) as session:
            origins.rule(session, change=change, by=place.people[who], **said)
    except (NotAllowed, Stale):
        return False
    return True


def _by_form(place: Course, who: str, change: int, fingerprint: str, ruling: Ruling) -> bool:
    client, token = place.clients[who]
    form = {"ruling": ruling.value, "reason": WHY, "fingerprint": fingerprint, "csrf_token": token}
    answer = client.post(f"/origins/proposals/{change}/rule", data=form)
    assert answer.status_code in (303, 403, 409), answer.text[:500]
    return answer.status_code == 303


def _faults(place: Course, change: int, done: int) -> list[str]:
    with reading(place.engine) as session:
        row = session.get_one(OriginChange, change)
        moved = select(func.count()).select_from(OriginAssignment).where(OriginAssignment.change_id == change)
        wanted = 1 if row.ruling is Ruling.APPROVED else 0
        faults = {
            f"{done} rulings were acknowledged": done != 1,
            "nobody's ruling stands": row.ruling is None,
            "the proposer ruled": row.ruled_by_id == row.proposed_by_id,
            "the claims are not where the ruling says": session.scalar(moved) != wanted,
        }
    return [fault for fault, found in faults.items() if found]
