"""What reports say of things that move: changes between two moments, days and who is late, a published count."""

from dataclasses import fields

from sqlalchemy.orm import Session

from tracker.db.models import Obligation
from tracker.domain.facts import Clocks
from tracker.domain.reconciling import Named, Published
from tracker.domain.report_parts import ReportCause, ReportChange, ReportCount, ReportDay, ReportNamed, ReportNames
from tracker.domain.vocabulary import Outcome
from tracker.services import assessments, comparisons, reconciliations, schedules
from tracker.services.comparisons import Moved
from tracker.services.report_scope import Scope

PLACES = {
    "met": "Named as having met the duty",
    "unpublished": "Of these, without a public source of that day or earlier",
    "doubtful": "Named, on a day that may be later",
    "later": "Named, on a later day",
    "unaccepted": "Named by a claim that does not count",
    "unmet": "Named as not having met it",
}
"""The headings of a reconciliation; see `domain.reconciling.Named`."""


def changes(session: Session, *, scope: Scope, before: Clocks, after: Clocks) -> tuple[ReportChange, ...]:
    """Every cell of a scope that moved between two moments, those that moved alike together."""
    chosen = comparisons.Scope(scope.obligations, scope.states)
    found = comparisons.compare(session, chosen=chosen, before=before, after=after)
    return tuple(_change(one) for one in found.moved)


def _change(one: Moved) -> ReportChange:
    return ReportChange(
        obligation=one.obligation.key,
        states=tuple(state.code for state in one.states),
        outcome_before=one.before.outcome.value,
        assurance_before=one.before.assurance.value,
        outcome=one.after.outcome.value,
        assurance=one.after.assurance.value,
        causes=tuple(ReportCause(cause.code.value, cause.sentence, cause.claim) for cause in one.causes),
    )


def days(session: Session, *, scope: Scope, clocks: Clocks) -> tuple[ReportDay, ...]:
    """The days of a scope: those to come, the next first, then those that have passed, the last first."""
    chosen = comparisons.Scope(scope.obligations, scope.states)
    ahead, past = schedules.split(schedules.days(session, chosen=chosen, clocks=clocks), as_of=clocks.as_of)
    return tuple(
        ReportDay(
            day=one.day,
            obligation=one.obligation.key,
            what=one.words,
            judged=one.judged,
            has_passed=one.day < clocks.as_of,
            outcome=one.decision.outcome.value if one.decision else "",
        )
        for one in (*ahead, *past)
    )


def overdue(session: Session, *, scope: Scope, clocks: Clocks) -> set[tuple[str, str]]:
    """The cells of a scope that are overdue, by state and obligation."""
    found = assessments.decide_all(session, scope.obligations, scope.states, clocks)
    return {cell for cell, decision in found.items() if decision.outcome is Outcome.OVERDUE}


def count(
    session: Session, *, obligation: Obligation, count: Published | None, earlier: Published | None, clocks: Clocks
) -> ReportCount:
    """A published count beside the record. Raises LookupError without a count, which `report_asking.check` refuses."""
    if count is None:
        raise LookupError("A reconciliation needs a count.")
    found = reconciliations.reconcile(
        session,
        obligation=obligation,
        count=count,
        known_at=clocks.known_at,
        public_at=clocks.public_at,
        earlier=earlier,
    )
    return ReportCount(
        count=count.count,
        day=count.day,
        sentence=found.sentence,
        earlier=earlier.count if earlier else None,
        earlier_day=earlier.day if earlier else None,
        difference=found.difference,
        names=_names(found.named),
    )


def _names(named: Named) -> tuple[ReportNames, ...]:
    lines = {field.name: getattr(named, field.name) for field in fields(Named)}
    return tuple(
        ReportNames(place, PLACES[place], tuple(ReportNamed(line.code, line.claims) for line in found))
        for place, found in lines.items()
        if found
    )
