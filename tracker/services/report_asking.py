"""What a report is asked for: its kind, its scope and its clocks; and the same again from a report that was frozen."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from tracker.domain.errors import Problem, RuleBroken
from tracker.domain.facts import Clocks
from tracker.domain.reconciling import Published
from tracker.domain.report import ReportDocument
from tracker.domain.report_parts import ReportCount, ReportFilter
from tracker.domain.vocabulary import Kind, ReportKind, ReviewState
from tracker.services.claim_list import ClaimFilter


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a report answers.

    `regime` is the key of a regime, empty for all; states (codes or names) and obligations (keys) are None where the
    choice is left to the record. `before` is the earlier moment of changes, `count` and `earlier` are published counts,
    and `claims` chooses those of a register.
    """

    kind: ReportKind
    clocks: Clocks
    regime: str = ""
    states: Sequence[str] | None = None
    obligations: Sequence[str] | None = None
    before: Clocks | None = None
    count: Published | None = None
    earlier: Published | None = None
    claims: ClaimFilter | None = None


def check(asked: Asked) -> None:
    """Raise RuleBroken at the field for a question that lacks what its kind needs."""
    one = {ReportKind.STATE: "states", ReportKind.OBLIGATION: "obligations", ReportKind.CELL: "states"}
    found = []
    if (name := one.get(asked.kind)) and len(getattr(asked, name) or ()) != 1:
        found.append(Problem(name, f"A {asked.kind.label} is of one {'state' if name == 'states' else 'obligation'}."))
    if asked.kind in (ReportKind.CELL, ReportKind.RECONCILIATION) and len(asked.obligations or ()) != 1:
        found.append(Problem("obligations", f"Choose the one obligation that the {asked.kind.label} is of."))
    if asked.kind is ReportKind.MATRIX and not asked.regime:
        found.append(Problem("regime", "Choose the regime of the matrix."))
    if asked.kind is ReportKind.CHANGES and asked.before is None:
        found.append(Problem("from_as_of", "Choose the first of the two moments."))
    if asked.kind is ReportKind.RECONCILIATION and asked.count is None:
        found.append(Problem("count", "Type the published count, and the day of which it speaks."))
    if found:
        raise RuleBroken("report", *found)


def again(document: ReportDocument) -> Asked:
    """The question that a frozen document answers, with the rows and columns that it has."""
    clocks = Clocks(document.as_of, document.known_at, rules=document.rules, public_at=document.public_at)
    count = document.count
    return Asked(
        kind=document.kind,
        clocks=clocks,
        regime=document.regime.key,
        states=_rows(document),
        obligations=_columns(document),
        before=_earlier_moment(document),
        count=Published(count.count, count.day) if count else None,
        earlier=_earlier(count) if count else None,
        claims=claim_filter(document.filter) if document.filter else None,
    )


def _earlier_moment(document: ReportDocument) -> Clocks | None:
    found = document.before
    if found is None:
        return None
    return Clocks(found.as_of, found.known_at, rules=found.rules, public_at=document.earlier_public_at)


def _earlier(count: ReportCount) -> Published | None:
    if count.earlier is None or count.earlier_day is None:
        return None
    return Published(count.earlier, count.earlier_day)


def _rows(document: ReportDocument) -> list[str] | None:
    return [state.code for state in document.states] if document.is_grid else list(document.only_states) or None


def _columns(document: ReportDocument) -> list[str] | None:
    return [duty.key for duty in document.obligations] if document.is_grid else list(document.only_obligations) or None


def report_filter(chosen: ClaimFilter) -> ReportFilter:
    """A filter of claims as a document has it."""
    return ReportFilter(**{field.name: _text(getattr(chosen, field.name)) for field in fields(ReportFilter)})


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def claim_filter(frozen: ReportFilter) -> ClaimFilter:
    """The filter that a document has, as the list of claims reads it."""
    typed = {
        "kind": Kind(frozen.kind) if frozen.kind else None,
        "review_state": ReviewState(frozen.review_state) if frozen.review_state else None,
        "since": date.fromisoformat(frozen.since) if frozen.since else None,
        "until": date.fromisoformat(frozen.until) if frozen.until else None,
    }
    plain = {field.name: getattr(frozen, field.name) for field in fields(ReportFilter) if field.name not in typed}
    return ClaimFilter(**plain, **typed)
