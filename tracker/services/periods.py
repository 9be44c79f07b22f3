"""What became of each period of a cell, by the same rules that decide the cell: of a report, or of a limit."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.domain import periods, status
from tracker.domain.facts import Duty, Period
from tracker.domain.law_words import PeriodStanding
from tracker.domain.spells import for_spell, spells_of
from tracker.domain.status import Assessment
from tracker.domain.vocabulary import Assurance, Outcome
from tracker.services.assessments import Cell


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One period, what became of it, and the claims behind that."""

    period: Period
    standing: PeriodStanding
    outcome: Outcome
    assurance: Assurance
    claims: tuple[str, ...]


def of_cell(cell: Cell) -> list[PeriodLine]:
    """The periods of a cell that had begun by its day, newest first; none where the duty has none.

    Of a limit that begins anew, the periods in which the record puts a breach. A period is judged although the duty
    has ended or is suspended since: what was owed for it was owed.
    """
    duty, as_of = cell.duty, cell.clocks.as_of
    bare = replace(duty, ended=None, ended_by="", suspensions=(), gaps=())
    lines = [_of_limit(cell, bare, one) for one in spells_of(bare, cell.party, cell.evidence, cell.clocks)[::-1]]
    for period in periods.periods_of(duty, until=as_of):
        if period.first <= as_of:
            found = status.assess(periods.of_period(bare, period), cell.party, cell.evidence, cell.clocks)
            lines.append(_line(period, found, passed=period.due < as_of))
    return lines[::-1]


def _of_limit(cell: Cell, bare: Duty, spell: Period) -> PeriodLine:
    found = status.assess(for_spell(bare, spell), cell.party, cell.evidence, cell.clocks)
    return PeriodLine(spell, PeriodStanding.OTHER, found.outcome, found.assurance, found.reasons[0].claims)


def _line(period: Period, found: Assessment, *, passed: bool) -> PeriodLine:
    standing = periods.standing_of(found.outcome, passed=passed)
    return PeriodLine(period, standing, found.outcome, found.assurance, found.reasons[0].claims)


def counts(lines: Sequence[PeriodLine]) -> dict[PeriodStanding, int]:
    """How many periods stand how, in the order of the words, without those that do not occur."""
    found = Counter(line.standing for line in lines)
    return {standing: found[standing] for standing in PeriodStanding if found[standing]}
