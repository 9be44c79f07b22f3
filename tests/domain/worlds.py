"""Random worlds of one cell, near one due date: a duty, a party, up to seven claims, and clocks."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from tracker.domain.facts import Clocks, Duty, Evidence, Exemption, Limit, Party
from tracker.domain.rules import VERSIONS
from tracker.domain.vocabulary import Effect, Force, Kind, LimitScope, ReviewState, StateKind, Test

World = tuple[Duty, Party, list[Evidence], Clocks]
DAY, KNOWN = date(2019, 12, 22), datetime(2026, 1, 1, tzinfo=UTC)
STATE = Party("RUS", "Russian Federation", StateKind.MEMBER)
PARTIES = (
    *[STATE] * 20,
    Party("PRK", "Democratic People's Republic of Korea", StateKind.MEMBER),
    Party("VAT", "Holy See", StateKind.OBSERVER),
    Party("ALL", "all states together", StateKind.COLLECTIVE),
    Party("NEW", "a new state", StateKind.MEMBER, member_from=DAY),
    Party("OLD", "a former state", StateKind.MEMBER, member_until=DAY),
)
ORIGINS = ("own", "wire", "rival", "panel")
_KINDS = [Kind.REPORTED_ACTION] * 20 + list(Kind)
_STATES = [ReviewState.ACCEPTED] * 40 + list(ReviewState)
_GRADES = [2] * 20 + [1, 3, 4, 5, 6, 6, 6, None]
_SHARES = [None, None, None, 0.3, 0.5, 0.7]
_COMING = [""] * 12 + ["every 3 days", "every 3 days", "+1 days from event", "-2 days from event"]
_COMING += ["yearly", "every 3 months", "monthly +22 days"]
_BEGUN = {"yearly": date(2018, 12, 22), "every 3 months": date(2019, 9, 22), "monthly +22 days": date(2019, 10, 28)}
"""When a duty of months or years began, some days more or less, so that it is due near the day."""

_EXEMPTIONS = [()] * 7 + [(Exemption(DAY, None, frozenset({"RUS"}), "a record"),)]
_LIMITS = [(), (Limit(1, "t", first=date(2019, 11, 21), every_months=1),), (Limit(1, "t"),)]
_SUSPENDED = [(), (), (), (), ((DAY, None),), ((DAY + timedelta(days=1), DAY + timedelta(days=2)),)]


def world_of(seed: int) -> World:
    """The world of a number, always the same one."""
    dice = Random(seed)  # noqa: S311 - a test's dice
    party = dice.choice(PARTIES)
    record = [claim_of(dice, f"c{n}") for n in range(dice.randint(0, 7))]
    return (
        duty_of(dice),
        party,
        record,
        Clocks(
            DAY + timedelta(days=dice.randint(-4, 4)),
            KNOWN,
            rules=dice.choice([*VERSIONS]),
            public_at=dice.choice([None] * 8 + [_day(dice)]),
        ),
    )


def duty_of(dice: Random) -> Duty:
    """A duty of any test, with or without a due date near the day, an end, a suspension and a condition.

    Its due date is fixed, comes every few days, months or years, or is counted from what opens it; records of the law
    may bear on it.
    """
    recurs = dice.choice(_COMING)
    begun = _BEGUN[recurs] + timedelta(days=dice.randint(-4, 4)) if recurs in _BEGUN else DAY - timedelta(days=3)
    return Duty(
        "d",
        Test.REPORT if recurs else dice.choice(list(Test)),
        force=dice.choice([Force.BINDING, Force.BINDING, Force.HORTATORY]),
        effective=dice.choice([None, begun, begun] if recurs in _BEGUN else [None, begun]),
        due=None if recurs else dice.choice([None, DAY, DAY, _day(dice)]),
        ended=dice.choice([None] * 9 + [DAY + timedelta(days=3)]),
        condition=dice.choice(["", "", "if it happens"] if recurs else [""] * 4 + ["under half"]),
        opens_below=dice.choice([None, 0.5]),
        limits=dice.choice(_LIMITS),
        limit_scope=dice.choice(list(LimitScope)),
        excluded=dice.choice([frozenset(), frozenset(), frozenset({"PRK"})]),
        suspensions=dice.choice(_SUSPENDED),
        recurs=recurs,
        gaps=dice.choice([()] * 7 + [((DAY, DAY + timedelta(days=1)),)]),
        exemptions=dice.choice(_EXEMPTIONS),
    )


def claim_of(dice: Random, key: str) -> Evidence:
    """A claim of one of four origins; the first of them is the state's own voice."""
    origin = dice.choice(ORIGINS)
    first, last = sorted((_day(dice), _day(dice))) if dice.random() < 0.5 else [_day(dice)] * 2
    return Evidence(
        claim=key,
        revision=1,
        kind=dice.choice(_KINDS),
        effect=dice.choice(list(Effect)),
        origin=origin,
        first=first,
        last=last,
        review_state=dice.choice(_STATES),
        credibility=dice.choice(_GRADES),
        own_voice=origin == "own",
        finding=origin == "panel" and dice.random() < 0.5,
        has_fact=dice.random() < 0.5,
        over_limit=dice.random() < 0.16,
        share_low=dice.choice(_SHARES),
        share_high=dice.choice(_SHARES),
        public_from=dice.choice([None, _day(dice), _day(dice)]),
        **dict(zip(("covers_first", "covers_last"), _covered(dice), strict=True)),
    )


def _covered(dice: Random) -> tuple[date | None, date | None]:
    """The days that a figure of the claim says it covers; most say nothing."""
    first, last = sorted((_day(dice), _day(dice)))
    return (first, last) if dice.random() < 0.2 else (None, None)


def _day(dice: Random) -> date:
    return DAY + timedelta(days=dice.randint(-4, 4))
