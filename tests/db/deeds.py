"""Deeds on a random world, each written as rows: what a service would write, at an instant of the dice's choice."""

from datetime import date, timedelta

from sqlalchemy import select

from tests.db import worlds
from tracker.db.models import (
    Bearing,
    Claim,
    ClaimRevision,
    LawChange,
    Obligation,
    Origin,
    OriginAssignment,
    OriginChange,
    Quantity,
    Review,
    RulesInForce,
    Source,
    State,
)
from tracker.domain.vocabulary import Credibility, Reliability, Ruling, Verdict


def _at(dice):
    """Mostly after everything of the world, sometimes among it."""
    return worlds.START + timedelta(days=dice.choice([10, 11, 12, 3]), hours=dice.randint(0, 20))


def _duties(session, world):
    return session.scalars(select(Obligation).where(Obligation.key.in_(world.keys)).order_by(Obligation.key)).all()


def _current(session, dice):
    rows = session.scalars(select(ClaimRevision).where(ClaimRevision.superseded_at.is_(None))).all()
    return dice.choice(rows) if rows else None


def log(session, dice, world, people):
    """Log a claim, and let its review follow."""
    at = _at(dice)
    number = len(session.scalars(select(Claim.id)).all()) + 1000
    claim = Claim(key=f"later-{number}", created_at=at)
    session.add(claim)
    session.flush()
    _revision(session, dice, world, people, claim, 1, at)
    return at


def _revision(session, dice, world, people, claim, number, at):
    origins = session.scalars(select(Origin)).all()
    action = session.scalars(select(ClaimRevision.state_action_id)).first()
    revision = worlds._revision(dice, claim, number, at, None, origins, people["analyst"], people)
    revision.state_action_id = action
    session.add(revision)
    session.flush()
    worlds._facts(session, dice, revision, _duties(session, world), world.states)
    worlds._reviews(session, dice, revision, at, people)


def edit(session, dice, world, people):
    """Let another revision follow the current one."""
    old = _current(session, dice)
    if old is None:
        return worlds.START
    at = max(_at(dice), old.recorded_at)
    old.superseded_at = at
    session.flush()
    _revision(session, dice, world, people, session.get(Claim, old.claim_id), old.number + 1, at)
    return at


def review(session, dice, world, people):
    """Decide on a revision anew."""
    revision = _current(session, dice)
    if revision is None:
        return worlds.START
    before = session.scalars(select(Review).where(Review.revision_id == revision.id)).all()
    at = max([_at(dice), *(one.at for one in before)])
    for one in before:
        one.superseded_at = one.superseded_at or at
    session.flush()
    verdict = dice.choice([Verdict.RIGHT, Verdict.RIGHT, Verdict.WRONG])
    graded = verdict is Verdict.RIGHT
    session.add(
        Review(
            revision_id=revision.id,
            author_id=revision.author_id,
            reviewer_id=people["reviewer"].id,
            number=len(before) + 1,
            at=at,
            verdict=verdict,
            reliability=Reliability.B if graded else None,
            credibility=dice.choice(list(Credibility)) if graded else None,
            comment="because",
        )
    )
    return at


def withdraw(session, dice, world, people):
    """Withdraw a claim."""
    at = _at(dice)
    for claim in session.scalars(select(Claim).where(Claim.withdrawn_at.is_(None))).all()[:1]:
        claim.withdrawn_at, claim.withdrawn_by_id, claim.withdrawal_reason = at, people["analyst"].id, "wrong"
    return at


def move(session, dice, world, people):
    """Put a claim under another origin."""
    at = _at(dice)
    claim = dice.choice(session.scalars(select(Claim.id)).all())
    change = session.scalars(select(OriginChange.id)).first()
    for row in session.scalars(select(OriginAssignment).where(OriginAssignment.claim_id == claim)):
        if row.superseded_at is None:
            at = max(at, row.at)
            row.superseded_at = at
        else:
            at = max(at, row.superseded_at)
    session.flush()
    origin = dice.choice(session.scalars(select(Origin.id)).all())
    session.add(OriginAssignment(claim_id=claim, origin_id=origin, change_id=change, at=at))
    return at


def rule_on_law(session, dice, world, people):
    """Put records of the law in force."""
    sources = session.scalars(select(Source).order_by(Source.id)).all()
    rows = list(worlds._law(dice, _duties(session, world), people, sources))
    session.add_all(rows)
    return max((row.ruled_at for row in rows if row.ruled_at is not None), default=worlds.START)


def strike(session, dice, world, people):
    """Strike a record of the law."""
    at = worlds.START + timedelta(days=13)
    for row in session.scalars(select(LawChange).where(LawChange.ended_at.is_(None))).all()[:1]:
        row.ended_at, row.ended_by_id, row.end_reason = at, people["reviewer"].id, "a mistake"
        row.end_proposed_by_id = people["analyst"].id
    return at


def correct_the_law(session, dice, world, people):
    """Correct an obligation and a limit, as a corrected file of the law does: at no instant, and so for all of them."""
    row = dice.choice(_duties(session, world))
    row.due = dice.choice([None, date(2019, 12, 22), date(2017, 1, 1)])
    row.excluded = dice.choice([["PRK"], ["PRK", "RUS"]])
    return worlds.START


def correct_a_state(session, dice, world, people):
    """Correct the days on which a state was a member."""
    session.get_one(State, dice.choice(world.states)).member_until = dice.choice([None, date(2018, 3, 1)])
    return worlds.START


def adopt(session, dice, world, people):
    """Put another version of the rules in force."""
    at = worlds.START + timedelta(days=dice.randint(4, 14))
    session.add(
        RulesInForce(
            version=dice.choice(["2", "3"]),
            reason="because",
            fingerprint="0" * 64,
            proposed_by_id=people["analyst"].id,
            proposed_at=worlds.START,
            ruling=Ruling.APPROVED,
            ruled_by_id=people["reviewer"].id,
            ruled_at=at,
        )
    )
    return at


def count_more(session, dice, world, people):
    """Give a revision a figure that it did not have. No service does; the summary sees it all the same."""
    revision = _current(session, dice)
    if revision is not None:
        there = session.scalars(select(Quantity.position).where(Quantity.revision_id == revision.id)).all()
        figure = worlds._quantity(dice, revision)
        figure.position = max(there, default=0) + 1
        session.add(figure)
    return worlds.START


def bear_no_more(session, dice, world, people):
    """Take away what a revision does to a cell. No service does; the summary sees it all the same."""
    rows = session.scalars(select(Bearing)).all()
    if rows:
        session.delete(dice.choice(rows))
    return worlds.START


DEEDS = (
    log,
    log,
    edit,
    edit,
    review,
    review,
    withdraw,
    move,
    rule_on_law,
    strike,
    correct_the_law,
    correct_a_state,
    adopt,
    count_more,
    bear_no_more,
)
