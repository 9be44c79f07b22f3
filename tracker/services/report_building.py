"""A report put together from the record: one builder for each kind, one road for all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.facts import ALL_STATES
from tracker.domain.report import (
    FORMAT,
    GRIDS,
    NOTICE,
    TWO_DAYS,
    ReportCell,
    ReportClaim,
    ReportDocument,
    ReportRegime,
    ReportState,
)
from tracker.domain.report_parts import ReportChange, ReportCount, ReportDay, ReportFigure, ReportMoment
from tracker.domain.vocabulary import ReportKind
from tracker.services import (
    law,
    report_content,
    report_figures,
    report_manifest,
    report_moving,
    report_register,
    report_scope,
)
from tracker.services.report_asking import Asked, check, report_filter
from tracker.services.report_scope import Scope


@dataclass(frozen=True, slots=True)
class Parts:
    """What a builder found: cells, or what its kind has in their place, and the claims that are named, in order.

    `states` and `obligations` are the rows and columns to be named; None for those of the scope.
    """

    cells: tuple[ReportCell, ...] = ()
    changes: tuple[ReportChange, ...] = ()
    days: tuple[ReportDay, ...] = ()
    count: ReportCount | None = None
    figures: tuple[ReportFigure, ...] = ()
    named: Sequence[str] = ()
    states: frozenset[str] | None = None
    obligations: frozenset[str] | None = None


def scope_of(session: Session, asked: Asked) -> Scope:
    """The rows and columns of a question. Raises NotFound and RuleBroken for what it lacks and for unknown names."""
    check(asked)
    if asked.kind in (ReportKind.MATRIX, ReportKind.OBLIGATION):
        regime = asked.regime or _regime_of(session, asked)
        return report_scope.choose(
            session,
            regime=regime,
            states=asked.states,
            obligations=asked.obligations,
            known_at=asked.clocks.known_at,
        )
    found = report_scope.whole(session, regime=asked.regime, states=asked.states, obligations=asked.obligations)
    return replace(found, recorded=report_scope.recorded(session, regime=found.regime, known_at=asked.clocks.known_at))


def _regime_of(session: Session, asked: Asked) -> str:
    return law.obligation(session, key=(asked.obligations or [""])[0]).regime.key


def build(session: Session, *, asked: Asked, title: str, number: int, author: str, at: datetime) -> ReportDocument:
    """The whole document, with its manifest. Raises NotFound and RuleBroken as `scope_of` does."""
    scope = scope_of(session, asked)
    parts = BUILDERS[asked.kind](session, asked, scope)
    evidence = report_content.evidence(session, named=parts.named, clocks=asked.clocks)
    duties = report_content.obligations(session, scope=_named(scope, parts), clocks=asked.clocks)
    states = _only(session, scope, parts.states, evidence)
    document = ReportDocument(
        format=TWO_DAYS if _has_two_days(asked) else FORMAT,
        number=number,
        title=title,
        regime=_regime(scope),
        as_of=asked.clocks.as_of,
        known_at=asked.clocks.known_at,
        rules=asked.clocks.rules,
        author=author,
        frozen_at=at,
        notice=NOTICE,
        states=tuple(ReportState(state.code, state.name) for state in states),
        obligations=duties,
        cells=parts.cells,
        evidence=evidence,
        terms=report_content.terms(duties, parts.cells, evidence, _said(parts)),
        public_at=asked.clocks.public_at,
        **_beside(asked, scope, parts),
    )
    return replace(document, manifest=report_manifest.of(session, document))


def _has_two_days(asked: Asked) -> bool:
    """Whether the two moments that are compared have not the same day of publication."""
    return asked.before is not None and asked.before.public_at != asked.clocks.public_at


def _regime(scope: Scope) -> ReportRegime:
    found = scope.regime
    return ReportRegime(found.key, found.name) if found else ReportRegime("", "All regimes")


def _named(scope: Scope, parts: Parts) -> Scope:
    """The scope with those columns only that are to be named."""
    rows = (row for row in scope.obligations if parts.obligations is None or row.key in parts.obligations)
    return replace(scope, obligations=tuple(rows))


def _beside(asked: Asked, scope: Scope, parts: Parts) -> dict[str, Any]:
    """What a document has by its kind, and what was asked for."""
    before, grid = asked.before, asked.kind in GRIDS
    public_at = before.public_at if before and _has_two_days(asked) else None
    return {
        "kind": asked.kind,
        "scope": _in_words(asked, scope),
        "before": ReportMoment(before.as_of, before.known_at, before.rules, public_at) if before else None,
        "changes": parts.changes,
        "days": parts.days,
        "count": parts.count,
        "figures": parts.figures,
        "filter": report_filter(asked.claims) if asked.claims else None,
        "only_states": () if grid or asked.states is None else tuple(state.code for state in scope.states),
        "only_obligations": () if grid else tuple(asked.obligations or ()),
    }


def _only(
    session: Session, scope: Scope, codes: frozenset[str] | None, evidence: Iterable[ReportClaim]
) -> tuple:  # of State
    """The states to be named, and with them those of which the evidence speaks."""
    if codes is None:
        return scope.states
    spoken = codes | {code for claim in evidence for code in claim.states}
    return tuple(state for state in report_scope.ordered(session) if state.code in spoken)


def _said(parts: Parts) -> set[tuple[str, str]]:
    found = {("outcome", day.outcome) for day in parts.days if day.outcome}
    for one in parts.changes:
        found |= {("outcome", one.outcome_before), ("outcome", one.outcome)}
        found |= {("assurance", one.assurance_before), ("assurance", one.assurance)}
    return found


def _in_words(asked: Asked, scope: Scope) -> str:
    """What was asked for, for a reader."""
    if asked.kind is ReportKind.REGISTER:
        return report_register.in_words(asked.claims)
    states = scope.states[0].name if len(scope.states) == 1 else _states(scope)
    duties = scope.obligations[0].title if len(scope.obligations) == 1 else f"{len(scope.obligations)} obligations"
    return f"{states}; {duties}"


def _states(scope: Scope) -> str:
    each = sum(state.code != ALL_STATES for state in scope.states)
    together = " and all states together" if each < len(scope.states) else ""
    return f"{each} states{together}"


def _grid(session: Session, asked: Asked, scope: Scope) -> Parts:
    cells = tuple(report_content.cells(session, scope=scope, clocks=asked.clocks))
    figures = _figures(session, asked, scope)
    drawn = [key for figure in figures for key in figure.claims]
    return Parts(cells=cells, figures=figures, named=list(dict.fromkeys([*_claims(cells), *drawn])))


def _figures(session: Session, asked: Asked, scope: Scope) -> tuple[ReportFigure, ...]:
    """The drawings of a sheet or a dossier; a matrix has none."""
    state, duty = scope.states[0], scope.obligations[0]
    if asked.kind is ReportKind.CELL:
        return report_figures.of_cell(session, state=state.code, obligation=duty.key, clocks=asked.clocks)
    if asked.kind is ReportKind.STATE:
        return report_figures.of_state(session, state=state.code, name=state.name, clocks=asked.clocks)
    if asked.kind is ReportKind.OBLIGATION:
        names = {state.code: state.name for state in scope.states}
        return report_figures.of_obligation(session, obligation=duty, names=names, clocks=asked.clocks)
    return ()


def _claims(cells: Iterable[ReportCell]) -> list[str]:
    return list(dict.fromkeys(key for cell in cells for key in cell.claims))


def _changes(session: Session, asked: Asked, scope: Scope) -> Parts:
    changes = report_moving.changes(session, scope=scope, before=asked.before or asked.clocks, after=asked.clocks)
    named = [cause.claim for one in changes for cause in one.causes if cause.claim]
    return Parts(
        changes=changes,
        named=list(dict.fromkeys(named)),
        states=frozenset(code for one in changes for code in one.states),
        obligations=frozenset(one.obligation for one in changes),
    )


def _deadlines(session: Session, asked: Asked, scope: Scope) -> Parts:
    days = report_moving.days(session, scope=scope, clocks=asked.clocks)
    late = report_moving.overdue(session, scope=scope, clocks=asked.clocks)
    cells = tuple(report_content.cells(session, scope=scope, clocks=asked.clocks, only=late))
    return Parts(
        cells=cells,
        days=days,
        named=_claims(cells),
        states=frozenset(cell.state for cell in cells) | {state.code for state in scope.states[:1] if asked.states},
        obligations=frozenset({day.obligation for day in days} | {cell.obligation for cell in cells}),
    )


def _register(session: Session, asked: Asked, _scope: Scope) -> Parts:
    found = report_register.claims(session, chosen=asked.claims, clocks=asked.clocks)
    return Parts(named=found.keys, states=frozenset(), obligations=found.obligations)


def _reconciliation(session: Session, asked: Asked, scope: Scope) -> Parts:
    count = report_moving.count(
        session,
        obligation=scope.obligations[0],
        count=asked.count,
        earlier=asked.earlier,
        clocks=asked.clocks,
    )
    named = dict.fromkeys(key for names in count.names for one in names.states for key in one.claims)
    codes = frozenset(one.state for names in count.names for one in names.states)
    return Parts(count=count, named=list(named), states=codes)


BUILDERS: dict[ReportKind, Callable[[Session, Asked, Scope], Parts]] = {
    ReportKind.MATRIX: _grid,
    ReportKind.STATE: _grid,
    ReportKind.OBLIGATION: _grid,
    ReportKind.CELL: _grid,
    ReportKind.CHANGES: _changes,
    ReportKind.DEADLINES: _deadlines,
    ReportKind.REGISTER: _register,
    ReportKind.RECONCILIATION: _reconciliation,
}
