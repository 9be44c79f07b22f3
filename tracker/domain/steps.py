"""The walk down the table of precedence: for each row whether it holds, and why or why not.

Nothing is decided here. Whether a row holds is what `domain.status` says; a sentence only tells it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tracker.domain.dates import day_words
from tracker.domain.facts import Clocks, Duty, Party, Tally
from tracker.domain.status import TABLE, Weighed, anything, present, set_back, weigh
from tracker.domain.vocabulary import Assurance, Force, Outcome, Test


@dataclass(frozen=True, slots=True)
class Step:
    """One row: whether it holds and how well supported, whether it is the outcome, and why or why not in words."""

    outcome: Outcome
    holds: bool
    assurance: Assurance | None
    decides: bool
    sentence: str


def steps_of(duty: Duty, party: Party, tally: Tally, clocks: Clocks) -> tuple[Step, ...]:
    """Walk down the whole table for one cell. The one step that decides is the outcome."""
    cell = weigh(duty, party, tally, clocks)
    steps: list[Step] = []
    for outcome, rule in TABLE:
        support = rule(cell)
        decided = any(step.decides for step in steps)
        decides = support is not None and not decided and not set_back(cell, outcome)
        said = _why_not(cell, outcome) if support is None else _why(cell, outcome, decided=decided)
        steps.append(Step(outcome, support is not None, support, decides, said))
    return tuple(steps)


def _why(cell: Weighed, outcome: Outcome, *, decided: bool) -> str:
    if decided:
        if outcome is Outcome.NO_INFORMATION:
            return "The last row holds always; an earlier one decides."
        return "It holds too, and is listed with the outcome."
    if set_back(cell, outcome):
        weight = "weighs the same" if cell.contested else "weighs more"
        return f"It holds, and is listed only: the answer to it {weight} ({cell.answers.label})."
    return "It is the first row that holds: the outcome."


def _why_not(cell: Weighed, outcome: Outcome) -> str:
    return _WHY_NOT[outcome](cell)


def _binds(cell: Weighed) -> str:
    return f"The duty binds on {day_words(cell.as_of)}."


def _addressed(cell: Weighed) -> str:
    shown = ", and no undisputed figure says that it cannot arise" if cell.duty.condition else ""
    return f"The wording addresses {cell.party.name}{shown}."


def _exempt(cell: Weighed) -> str:
    if present(cell.tally.exempts):
        return "No United Nations body granted or found the exemption that is claimed."
    return "No exemption counts."


def _unbroken(cell: Weighed) -> str:
    """Say why a row about a breach does not hold where there is none, or where it ended."""
    if cell.breach.rank == 0:
        return "No claim of a breach counts."
    return "The breach was remedied." if cell.remedied else ""


def _breached(cell: Weighed) -> str:
    return _unbroken(cell) or f"The claims of a breach are {cell.breach.label}, which is less than corroborated."


def _alleged(cell: Weighed) -> str:
    return _unbroken(cell) or f"The claims of a breach are {cell.breach.label}, which is more than an allegation."


def _contested(cell: Weighed) -> str:
    if said := _unbroken(cell):
        return said
    if cell.answers.rank == 0:
        return "Nothing that counts answers the claims of a breach."
    return f"The sides weigh differently: {cell.breach.label} for a breach, {cell.answers.label} against it."


def _remedied(cell: Weighed) -> str:
    if cell.breach.rank == 0:
        return "No claim of a breach counts, so there is none to end."
    if cell.ceases.rank == 0:
        return "Nothing that counts says that the breach ended."
    return f"Its end is {cell.ceases.label}, which weighs less than the breach ({cell.breach.label})."


def _fulfilled(cell: Weighed) -> str:
    if present(cell.tally.late):
        return "What was due was done only after the due date."
    return "Nothing that counts says that the duty was met."


def _fulfilled_late(cell: Weighed) -> str:
    if cell.fulfilled:
        return "What was due may have been done on or before the due date."
    return "Nothing that counts says that the duty was met."


def _partly(cell: Weighed) -> str:
    if cell.duty.test is not Test.ATTAIN:
        return f"The test is to {cell.duty.test.label}: there is no result to reach in part."
    if not cell.passed:
        return _not_passed(cell)
    return "The duty was met whole." if cell.fulfilled else "Nothing that counts brought the result nearer."


def _not_passed(cell: Weighed) -> str:
    due = cell.duty.due
    return "The duty has no due date." if due is None else f"The due date, {day_words(due)}, has not passed."


def _overdue(cell: Weighed) -> str:
    """Say what keeps silence from speaking, in the order in which it is asked."""
    if not cell.passed:
        return _not_passed(cell)
    if cell.fulfilled:
        return "What was due was done."
    if not cell.bites:
        return "The duty does not bind here, so silence says nothing."
    if cell.duty.test not in (Test.REPORT, Test.ATTAIN):
        return f"The test is to {cell.duty.test.label}: nothing falls due on one day."
    if not cell.late_in_silence:
        return _not_silent(cell)
    if cell.duty.force is not Force.BINDING:
        return "The Council calls upon states, and silence is not judged."
    if cell.unopened:
        return "The duty is conditional, and nothing undisputed shows it to arise."
    return "A fulfilment is on record whose day may fall on or before the as-of date."


def _not_silent(cell: Weighed) -> str:
    if present(cell.tally.advances) or present(cell.tally.measures):
        return "More than a promise is on record."
    return "No promise is on record, and without one silence says nothing of a result."


def _in_progress(cell: Weighed) -> str:
    if cell.duty.test is not Test.ATTAIN:
        return f"The test is to {cell.duty.test.label}: there is no result to come nearer."
    return "The due date has passed." if cell.passed else "Nothing that counts brought the result nearer."


def _pledged(cell: Weighed) -> str:
    if not present(cell.tally.promises):
        return "No promise counts."
    return "A promise of a result or of a report lapses with its due date."


def _not_due(cell: Weighed) -> str:
    if cell.passed:
        return "The due date has passed."
    if cell.duty.due is None:
        return _not_passed(cell)
    if not cell.bites:
        return "The duty does not bind here."
    if anything(cell.tally):
        return "Something that counts is on record already."
    return "The duty is conditional, and nothing undisputed shows it to arise."


_WHY_NOT: dict[Outcome, Callable[[Weighed], str]] = {
    Outcome.NOT_IN_FORCE: _binds,
    Outcome.NOT_APPLICABLE: _addressed,
    Outcome.EXEMPT: _exempt,
    Outcome.BREACHED: _breached,
    Outcome.CONTESTED: _contested,
    Outcome.REMEDIED: _remedied,
    Outcome.FULFILLED: _fulfilled,
    Outcome.FULFILLED_LATE: _fulfilled_late,
    Outcome.PARTLY_FULFILLED: _partly,
    Outcome.OVERDUE: _overdue,
    Outcome.ALLEGED_BREACH: _alleged,
    Outcome.IN_PROGRESS: _in_progress,
    Outcome.MEASURES_REPORTED: lambda _: "No measure counts.",
    Outcome.PLEDGED: _pledged,
    Outcome.NOT_DUE: _not_due,
}
