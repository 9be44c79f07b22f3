"""The law as it is read: regimes, resolutions, obligations, states, each with what its page shows."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, selectinload

from tracker.db.models import (
    Actor,
    Bearing,
    Deadline,
    Determination,
    FailedDraft,
    Obligation,
    ObligationRelation,
    Provision,
    Regime,
    RegimeResolution,
    Resolution,
    ResolutionRelation,
    State,
    StateName,
)
from tracker.domain import deadlines
from tracker.domain.deadlines import Due
from tracker.domain.errors import NotFound, Problem
from tracker.domain.facts import ALL_STATES
from tracker.domain.states import StateNames
from tracker.domain.subjects import topics_in
from tracker.domain.symbols import parse_symbol
from tracker.services import freshness


@dataclass(frozen=True, slots=True)
class RegimeLine:
    """A regime in a list, with how many resolutions and obligations the record has of it."""

    regime: Regime
    resolutions: int
    obligations: int


@dataclass(frozen=True, slots=True)
class ResolutionLine:
    """A resolution in a list, with its regimes and how many duties the record has of it."""

    resolution: Resolution
    regimes: tuple[Regime, ...]
    obligations: int


@dataclass(frozen=True, slots=True)
class Derivation:
    """A deadline, the day from which its rule counts, and how the rule's date is reached, to be checked by hand.

    `near` are the due dates of a deadline that comes again and again: the last before a day, and the next from it on.
    """

    deadline: Deadline
    start: date
    explanation: str
    near: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyChoice:
    """An obligation to choose from a list: its key, the symbol and paragraph that create it, and its title."""

    key: str
    symbol: str
    paragraph: str
    title: str


@dataclass(frozen=True, slots=True)
class StateChoice:
    """A state to choose from a list."""

    code: str
    name: str


def duty_choices(session: Session) -> tuple[DutyChoice, ...]:
    """All obligations in the order of their paragraphs, as plain values. One statement, and one after a change."""
    query = select(Obligation.key, Resolution.symbol, Provision.paragraph, Obligation.title)
    query = query.join(Provision, Provision.id == Obligation.provision_id)
    query = query.join(Resolution, Resolution.id == Provision.resolution_id).order_by(Obligation.sort_key)
    nouns = (Obligation.__tablename__, Provision.__tablename__, Resolution.__tablename__)

    def read() -> tuple[DutyChoice, ...]:
        return tuple(DutyChoice(*row) for row in session.execute(query))

    return freshness.kept(session, "duties to choose from", nouns, read)


def state_choices(session: Session) -> tuple[StateChoice, ...]:
    """All states by name, after the row of all states together, as plain values. One statement, one after a change."""

    def read() -> tuple[StateChoice, ...]:
        return tuple(StateChoice(row.code, row.name) for row in states(session, together=True))

    return freshness.kept(session, "states to choose from", (State.__tablename__,), read)


def regime_choices(session: Session) -> tuple[tuple[str, str], ...]:
    """Keys and names of all regimes, in the order of `regimes`. One statement, and three after a change."""
    nouns = (Regime.__tablename__, Obligation.__tablename__)

    def read() -> tuple[tuple[str, str], ...]:
        return tuple((line.regime.key, line.regime.name) for line in regimes(session))

    return freshness.kept(session, "regimes to choose from", nouns, read)


def regimes(session: Session) -> list[RegimeLine]:
    """All regimes, those in force first, then by name. Three statements."""
    counts = select(Obligation.regime_id, func.count()).group_by(Obligation.regime_id)
    obligations = dict(session.execute(counts).all())
    rows = session.scalars(select(Regime).options(selectinload(Regime.resolutions)))
    lines = [RegimeLine(regime, len(regime.resolutions), obligations.get(regime.id, 0)) for regime in rows]
    return sorted(lines, key=lambda line: (line.regime.ended is not None, -line.obligations, line.regime.name))


def regime(session: Session, *, key: str) -> Regime:
    """A regime with its resolutions. Raises NotFound."""
    query = select(Regime).where(Regime.key == key).options(selectinload(Regime.resolutions))
    return _found(session.scalar(query), "regime", key)


def resolutions(session: Session) -> Sequence[Resolution]:
    """All resolutions, newest first."""
    return session.scalars(select(Resolution).order_by(Resolution.number.desc())).all()


def resolution_lines(session: Session, *, regime: str = "") -> list[ResolutionLine]:
    """Resolutions, newest first, those of one regime if it is given. Three statements."""
    regimes = _regimes_by_resolution(session)
    counts = dict(session.execute(_duties_of_resolutions()).all())
    lines = [ResolutionLine(row, tuple(regimes.get(row.id, ())), counts.get(row.id, 0)) for row in resolutions(session)]
    return [line for line in lines if not regime or regime in {one.key for one in line.regimes}]


def _regimes_by_resolution(session: Session) -> dict[int, list[Regime]]:
    query = select(RegimeResolution.resolution_id, Regime).join(Regime, Regime.id == RegimeResolution.regime_id)
    found: dict[int, list[Regime]] = {}
    for resolution_id, row in session.execute(query.order_by(Regime.name)):
        found.setdefault(resolution_id, []).append(row)
    return found


def _duties_of_resolutions() -> Select[int, int]:
    query = select(Provision.resolution_id, func.count()).join(Obligation, Obligation.provision_id == Provision.id)
    return query.group_by(Provision.resolution_id)


def failed_drafts(session: Session) -> Sequence[FailedDraft]:
    """Drafts that the Council did not adopt, newest first."""
    return session.scalars(select(FailedDraft).order_by(FailedDraft.day.desc())).all()


def resolution(session: Session, *, spelling: str) -> Resolution:
    """A resolution in any usual spelling, paragraph by paragraph, with what it changed and what changed it."""
    symbol = parse_symbol(spelling)
    duties = selectinload(Resolution.provisions).selectinload(Provision.obligations)
    query = select(Resolution).options(
        duties.selectinload(Obligation.regime),
        duties.selectinload(Obligation.changes).selectinload(ObligationRelation.earlier),
        duties.selectinload(Obligation.changed_by).selectinload(ObligationRelation.later),
        selectinload(Resolution.changes).selectinload(ResolutionRelation.earlier),
        selectinload(Resolution.changed_by).selectinload(ResolutionRelation.later),
    )
    row = session.scalar(query.where(Resolution.number == symbol.number)) if symbol else None
    found = _found(row, "resolution", spelling)
    if symbol and symbol.year and symbol.year != found.year:
        sentence = f"Resolution {found.number} is of {found.year}, not of {symbol.year}: {found.symbol}."
        raise NotFound("resolution", Problem("symbol", sentence))
    return found


def regimes_of(session: Session, *, resolution_id: int) -> Sequence[Regime]:
    """The regimes to which a resolution belongs."""
    query = select(Regime).join(Regime.resolutions).where(Resolution.id == resolution_id).order_by(Regime.name)
    return session.scalars(query).all()


def obligation(session: Session, *, key: str) -> Obligation:
    """An obligation with its provision, deadlines, limits and relations. Raises NotFound."""
    query = (
        select(Obligation)
        .where(Obligation.key == key)
        .options(
            selectinload(Obligation.regime),
            selectinload(Obligation.provision).selectinload(Provision.resolution),
            selectinload(Obligation.provision).selectinload(Provision.obligations),
            selectinload(Obligation.deadlines),
            selectinload(Obligation.limits),
            selectinload(Obligation.changes).selectinload(ObligationRelation.earlier),
            selectinload(Obligation.changed_by).selectinload(ObligationRelation.later),
        )
    )
    return _found(session.scalar(query), "obligation", key)


def derivations(obligation: Obligation, *, as_of: date) -> list[Derivation]:
    """How each deadline of a loaded obligation follows from its wording. Rules count from the duty's first day.

    Those that come again and again bring their due dates near `as_of`.
    """
    start = obligation.effective or obligation.provision.resolution.adopted
    last = obligation.ended - timedelta(days=1) if obligation.ended else None
    found: list[Derivation] = []
    for deadline in obligation.deadlines:
        rule = deadlines.parse_rule(deadline.rule)
        near = deadlines.around(rule, start=start, day=as_of, end=last)
        found.append(Derivation(deadline, start, deadlines.explain(rule, start), near))
    return found


def recurring(session: Session, *, as_of: date) -> dict[str, list[Derivation]]:
    """The deadlines that come again and again and are due near a day, by the keys of their obligations."""
    query = select(Obligation).where(Obligation.deadlines.any()).order_by(Obligation.sort_key)
    rows = session.scalars(query.options(*_FOR_DERIVATIONS))
    found = {row.key: [one for one in derivations(row, as_of=as_of) if one.near] for row in rows}
    return {key: dated for key, dated in found.items() if dated}


_FOR_DERIVATIONS = (
    selectinload(Obligation.deadlines),
    selectinload(Obligation.provision).selectinload(Provision.resolution),
)


def obligations(
    session: Session, *, regime: str = "", keys: Collection[str] = (), subject: str = "", test: str = ""
) -> Sequence[Obligation]:
    """Obligations in the order of their paragraphs, with what the status rules read.

    A subject finds every obligation that has a topic in common with it: coal also finds “coal, iron, iron ore”.
    """
    query = select(Obligation).options(
        selectinload(Obligation.limits),
        selectinload(Obligation.regime),
        selectinload(Obligation.provision).selectinload(Provision.resolution),
    )
    if regime:
        query = query.join(Regime, Regime.id == Obligation.regime_id).where(Regime.key == regime)
    if keys:
        query = query.where(Obligation.key.in_(keys))
    if test:
        query = query.where(Obligation.test == test)
    rows = session.scalars(query.order_by(Obligation.sort_key)).all()
    return [row for row in rows if is_on(row, subject=subject)] if subject else rows


def is_on(obligation: Obligation, *, subject: str) -> bool:
    """Whether an obligation has a topic in common with a subject."""
    return not topics_in([subject]).isdisjoint(topics_in([obligation.subject]))


def topics(session: Session, *, regime: str = "") -> Sequence[str]:
    """The topics of the subjects of a regime's obligations, or of all, by name."""
    query = select(Obligation.subject).distinct().join(Regime, Regime.id == Obligation.regime_id)
    if regime:
        query = query.where(Regime.key == regime)
    return _by_name(session.scalars(query))


def topics_of(rows: Collection[Obligation]) -> Sequence[str]:
    """The topics of the subjects of some obligations, by name."""
    return _by_name({row.subject for row in rows})


def _by_name(subjects: Iterable[str]) -> list[str]:
    return sorted(topics_in(subjects), key=str.casefold)


def spoken_of(session: Session, rows: Sequence[Obligation]) -> list[Obligation]:
    """Those of the obligations on which anything is on record, whenever it was recorded: a claim or a determination."""
    used = set(session.scalars(_spoken_of()))
    return [row for row in rows if row.id in used]


@cache
def _spoken_of() -> Select[int]:
    """The statement of `spoken_of`, put together once."""
    named = exists().where(Bearing.obligation_id == Obligation.id)
    return select(Obligation.id).where(or_(named, exists().where(_determined())))


def _determined() -> ColumnElement[bool]:
    return Determination.obligation_id == Obligation.id


def states(session: Session, *, together: bool = False) -> Sequence[State]:
    """States and observers by name; with `together`, the row of all states comes first."""
    rows = session.scalars(select(State).order_by(State.sort_name)).all()
    collective = [state for state in rows if state.code == ALL_STATES]
    each = [state for state in rows if state.code != ALL_STATES]
    return [*collective, *each] if together else each


def state(session: Session, *, name: str) -> State:
    """A state by its code or any of its names, with its other names. Raises NotFound."""
    query = select(State).options(selectinload(State.names))
    code = name.upper() if len(name) == 3 else ""
    row = session.scalar(query.where(State.code == code)) if code else None
    if row is None and (known := state_names(session).resolve(name)):
        row = session.scalar(query.where(State.code == known))
    return _found(row, "state", name)


def names_by_code(session: Session) -> dict[str, str]:
    """The UN name of each state, by its code; the row of all states included."""
    return dict(session.execute(select(State.code, State.name)).all())


def state_names(session: Session) -> StateNames:
    """All names of all states, to find states by what a text calls them. One statement, and two after a change."""
    nouns = (State.__tablename__, StateName.__tablename__)
    return freshness.kept(session, "names of states", nouns, lambda: _state_names(session))


def _state_names(session: Session) -> StateNames:
    others: dict[str, list[str]] = {}
    for code, name in session.execute(select(StateName.state_code, StateName.name).order_by(StateName.id)):
        others.setdefault(code, []).append(name)
    rows = session.execute(select(State.code, State.name, State.formal_name).where(State.code != ALL_STATES))
    return StateNames([(code, (name, formal, *others.get(code, ()))) for code, name, formal in rows])


def actors(session: Session) -> Sequence[Actor]:
    """Actors that are not states, by kind and name."""
    return session.scalars(select(Actor).order_by(Actor.kind, Actor.name)).all()


def bearing_counts(session: Session) -> dict[int, int]:
    """How many bearings each obligation has, over all revisions; to offer the obligations in use first."""
    query = select(Bearing.obligation_id, func.count()).group_by(Bearing.obligation_id)
    return dict(session.execute(query).all())


def _found(row, noun: str, name: str):  # noqa: ANN001, ANN202 - any model, or None
    if row is None:
        raise NotFound(noun, Problem(noun, f"There is no {noun} “{name}” in the record."))
    return row
