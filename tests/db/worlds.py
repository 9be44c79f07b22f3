"""Random worlds of claims over a few days, with edits, reviews of every verdict, withdrawals and changes of origin."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.models import (
    Bearing,
    Citation,
    Claim,
    ClaimRevision,
    LawChange,
    Obligation,
    Origin,
    OriginAssignment,
    OriginChange,
    Quantity,
    Review,
    Source,
    StateAction,
    User,
)
from tracker.domain.law_words import LawEffect, LawRecord
from tracker.domain.limits import months_covered
from tracker.domain.vocabulary import (
    Body,
    Credibility,
    Effect,
    Kind,
    Measure,
    OriginChangeKind,
    Publication,
    Reliability,
    Ruling,
    Verdict,
)

STATES = ("RUS", "CHN", "ALL", "PRK", "VAT", "SSD")
KEYS = (
    "r2397-op8-repatriation",
    "r2397-op8-midterm-report",
    "r2397-op8-explanation",
    "r2321-op26-coal-cap-dec-2016",
    "r2321-op26-coal-cap-2017",
    "r2375-op17-work-authorisations",
    "r1718-op8d-asset-freeze",
    "r2371-op11-worker-cap",
    "r2397-op5-refined-petroleum-30-day-report",
    "r2321-op26-coal-monthly-report",
    "r1874-op10-salw-notice",
)
START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """What a world is about, and instants on both sides of everything in it."""

    keys: tuple[str, ...]
    states: tuple[str, ...]
    instants: tuple[datetime, ...]


def make_world(session: Session, dice: Random, people: dict[str, User]) -> World:
    """Write a world of up to 25 claims into the session."""
    keys = tuple(dice.sample(KEYS, dice.randint(1, 3)))
    states = tuple(dice.sample(STATES, dice.randint(1, 3)))
    duties = list(session.scalars(select(Obligation).where(Obligation.key.in_(keys)).order_by(Obligation.key)))
    origins = [Origin(key=f"o{n}", label="o") for n in range(4)]
    action = StateAction(key="act", state_code="RUS", summary="an act")
    session.add_all([*origins, action])
    session.flush()
    change = _change(session, origins, people)
    sources = _sources(session, people)
    session.add_all(_law(dice, duties, people, sources))
    for number in range(dice.randint(1, 25)):
        claim = _claim(session, dice, number, duties, states, origins, action, people)
        _moves(session, dice, claim, origins, change)
        for revision in session.scalars(select(ClaimRevision).where(ClaimRevision.claim_id == claim.id)):
            _cite(session, dice, revision, sources)
    session.flush()
    return World(keys, states, tuple(START + timedelta(days=n, hours=12) for n in (0, 2, 5, 9)))


def _law(dice, duties, people, sources):
    """Records that move the law: in force from some instant on, some of them struck again, some rejected."""
    for _ in range(dice.choice([0, 0, 1, 3])):
        effect = dice.choice(list(LawEffect))
        first = date(2016, 6, 1) + timedelta(days=dice.randint(0, 1500))
        lasting = effect not in (LawEffect.ENDS, LawEffect.RESTORES, LawEffect.SETS_DUE)
        struck = dice.random() < 0.2
        limit, rate = effect is LawEffect.SETS_LIMIT, effect is LawEffect.CONVERTS
        yield LawChange(
            obligation_id=dice.choice(duties).id,
            kind=LawRecord.COUNCIL_ACT,
            effect=effect,
            title="t",
            summary="s",
            first=first,
            last=first + timedelta(days=dice.randint(0, 600)) if lasting and dice.random() < 0.5 else None,
            states=["RUS"] if effect is LawEffect.EXEMPTS else [],
            limit_value=dice.choice([50.0, 1500000.0, 3000000.0]) if limit else None,
            limit_unit=dice.choice(["t", "bbl"]) if limit else "",
            limit_months=dice.choice([None, 1, 12]) if limit else None,
            due=first + timedelta(days=dice.randint(0, 900)) if effect is LawEffect.SETS_DUE else None,
            rate_unit="bbl" if rate else "",
            rate_factor=dice.choice([0.1, 1.0, 1000.0]) if rate else None,
            rate_into="t" if rate else "",
            source_id=sources[0].id if rate else None,
            quotation="1 is" if rate else "",
            rejected_by=dice.choice([[], ["CHN", "RUS"]]),
            proposed_by_id=people["analyst"].id,
            proposed_at=START,
            ruling=Ruling.APPROVED,
            ruled_by_id=people["reviewer"].id,
            ruled_at=START + timedelta(days=dice.randint(0, 5)),
            ended_at=START + timedelta(days=6) if struck else None,
            ended_by_id=people["reviewer"].id if struck else None,
            end_reason="a mistake" if struck else "",
            end_proposed_by_id=people["analyst"].id if struck else None,
        )


def _claim(session, dice, number, duties, states, origins, action, people):
    claim = Claim(key=f"c{number}", created_at=START)
    session.add(claim)
    session.flush()
    at = START + timedelta(days=dice.randint(0, 5))
    for revision_number in range(1, dice.choice([1, 1, 2]) + 1):
        until = at + timedelta(days=dice.randint(1, 3))
        last = revision_number == 2 or dice.random() < 0.6
        revision = _revision(dice, claim, revision_number, at, None if last else until, origins, action, people)
        session.add(revision)
        session.flush()
        _facts(session, dice, revision, duties, states)
        _reviews(session, dice, revision, at, people)
        at = until
        if last:
            break
    if dice.random() < 0.15:
        claim.withdrawn_at, claim.withdrawn_by_id, claim.withdrawal_reason = at, people["analyst"].id, "wrong"
    return claim


def _sources(session, people):
    """Dated on both sides of what worlds tell of, without a date, and one that was never published."""
    dated = [(date(year, 3, 1), Publication.PUBLIC) for year in (2016, 2019, 2022, 2025)]
    sources = [
        Source(
            key=f"s{n}",
            title="t",
            publisher="p",
            published_first=day,
            published_last=day,
            publication=publication,
            recorded_by_id=people["analyst"].id,
            recorded_at=START,
        )
        for n, (day, publication) in enumerate(
            [*dated, (None, Publication.PUBLIC), (date(2016, 1, 1), Publication.RESTRICTED)]
        )
    ]
    session.add_all(sources)
    session.flush()
    return sources


def _cite(session, dice, revision, sources):
    """Cite none, one or several sources."""
    for position, source in enumerate(dice.sample(sources, dice.randint(0, 3)), 1):
        session.add(Citation(revision_id=revision.id, source_id=source.id, position=position))


def _change(session, origins, people):
    """The ruling by which every move of a world was made."""
    change = OriginChange(
        kind=OriginChangeKind.MERGE,
        origin_id=origins[0].id,
        into_id=origins[1].id,
        reason="because",
        fingerprint="0" * 64,
        proposed_by_id=people["analyst"].id,
        proposed_at=START,
        ruling=Ruling.APPROVED,
        ruled_by_id=people["reviewer"].id,
        ruled_at=START,
    )
    session.add(change)
    session.flush()
    return change


def _moves(session, dice, claim, origins, change):
    """Put the claim under other origins, one after another; the last time may have ended, and times may leave a gap."""
    at = START + timedelta(days=dice.randint(0, 3))
    rounds = dice.choice([0, 0, 1, 2])
    for number in range(1, rounds + 1):
        until = at + timedelta(days=dice.randint(0, 3))
        ended = number < rounds or dice.random() < 0.4
        origin = dice.choice(origins)
        session.add(
            OriginAssignment(
                claim_id=claim.id,
                origin_id=origin.id,
                change_id=change.id,
                at=at,
                superseded_at=until if ended else None,
            )
        )
        at = until + timedelta(days=dice.randint(0, 1))


def _revision(dice, claim, number, at, until, origins, action, people):
    first = date(2015, 6, 1) + timedelta(days=dice.randint(0, 4000))
    last = first + timedelta(days=dice.choice([0, 0, 0, 30, 365]))
    return ClaimRevision(
        claim_id=claim.id,
        number=number,
        author_id=people["analyst"].id,
        recorded_at=at,
        superseded_at=until,
        statement="s",
        kind=dice.choice(list(Kind)),
        speaker="x",
        speaks_for=dice.choice([None, "RUS", "CHN"]),
        body=dice.choice([None, None, None, Body.PANEL, Body.COMMITTEE]),
        day_first=first,
        day_last=last,
        origin_id=dice.choice(origins).id,
        state_action_id=dice.choice([None, action.id]),
    )


def _facts(session, dice, revision, duties, states):
    for duty in duties:
        for state in states:
            if dice.random() < 0.6:
                session.add(
                    Bearing(
                        revision_id=revision.id,
                        state_code=state,
                        obligation_id=duty.id,
                        effect=dice.choice(list(Effect)),
                    )
                )
    if dice.random() < 0.4:
        session.add(_quantity(dice, revision))


def _quantity(dice, revision):
    if dice.random() < 0.5:
        share = dice.choice([0.2, 0.5, 0.8])
        low, high = dice.choice([(share, None), (None, share), (share, share)])
        unit, measure = "fraction", Measure.FRACTION
    else:
        tons = dice.choice([100.0, 1000866.0, 2000000.0])
        low, high = dice.choice([(tons, None), (tons, tons), (None, tons)])
        unit, measure = dice.choice(["t", "bbl"]), Measure.FLOW
    first = dice.choice([revision.day_first, date(2016, 12, 1), date(2018, 3, 1)])
    last = first + timedelta(days=dice.choice([0, 29, 30, 364, 365, 800]))
    return Quantity(
        revision_id=revision.id,
        first=first,
        last=last,
        months=months_covered(first, last),
        position=1,
        low=low,
        high=high,
        unit=unit,
        measure=measure,
        baseline=dice.random() < 0.2,
        reference=dice.choice(["", "2018"]),
    )


def _reviews(session, dice, revision, at, people):
    rounds = dice.choice([0, 1, 1, 1, 2])
    for number in range(1, rounds + 1):
        verdict = dice.choice([Verdict.RIGHT, Verdict.RIGHT, Verdict.RIGHT, Verdict.RETURN, Verdict.WRONG])
        graded = verdict is Verdict.RIGHT
        session.add(
            Review(
                revision_id=revision.id,
                author_id=revision.author_id,
                reviewer_id=people["reviewer"].id,
                number=number,
                at=at + timedelta(hours=number * 6),
                superseded_at=at + timedelta(hours=(number + 1) * 6) if number < rounds else None,
                verdict=verdict,
                reliability=Reliability.B if graded else None,
                credibility=dice.choice(list(Credibility)) if graded else None,
                comment="because",
            )
        )
