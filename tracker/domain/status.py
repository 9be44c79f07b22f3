"""The status of a cell. `decide` is the one place where an outcome is decided, for one cell and for a matrix.

A cell goes: evidence -> `sort_out` -> `tally` -> `decide` -> reasons. A matrix goes the same road without the reasons,
or is read from what that road gave before. The order of precedence is the order of `TABLE`, and is nowhere else.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date

from tracker.domain import periods, spells
from tracker.domain.facts import Clocks, Duty, Evidence, Party, Tally, Voices
from tracker.domain.reasons import (
    Decision,
    Grounds,
    Holding,
    NoteCode,
    Reason,
    Unaddressed,
    exemption_on,
    gap_on,
    reasons_for,
    suspended_on,
)
from tracker.domain.rules import Rules, rules_of
from tracker.domain.tally import (
    SetAside,
    assurance_of,
    doubtful_among,
    is_collective,
    opened_on,
    sides_of,
    sort_out,
    summed,
    tally,
)
from tracker.domain.vocabulary import Assurance, Force, Outcome, StateKind, Test


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the rules say of a cell, why, and what they left out. It is no legal finding.

    `also` are the others that hold, in the order of precedence; a weaker side of a contest is among them.
    """

    outcome: Outcome
    assurance: Assurance
    due: date | None
    also: tuple[Holding, ...]
    reasons: tuple[Reason, ...]
    set_aside: tuple[SetAside, ...]
    rules: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """A duty, a party and a tally, with the sides weighed once, and the rules that decide."""

    duty: Duty
    party: Party
    tally: Tally
    as_of: date
    rules: Rules
    breach: Assurance
    answers: Assurance
    ceases: Assurance

    @property
    def passed(self) -> bool:
        """Whether the due date has passed: the due day itself is still in time."""
        return self.duty.due is not None and self.as_of > self.duty.due

    @property
    def fulfilled(self) -> bool:
        """Whether a fulfilment counts, whenever it was."""
        return any(present(side) for side in (self.tally.on_time, self.tally.straddling, self.tally.late))

    @property
    def remedied(self) -> bool:
        """Whether a breach ended, by support no weaker than its own."""
        return self.breach.rank > 0 and self.ceases.rank >= self.breach.rank

    @property
    def contested(self) -> bool:
        """Whether a breach and its answer weigh the same."""
        return self.breach.rank > 0 and self.breach.rank == self.answers.rank and not self.remedied

    @property
    def outweighed(self) -> bool:
        """Whether the answer to a breach weighs more than the breach."""
        return 0 < self.breach.rank < self.answers.rank and not self.remedied

    @property
    def unopened(self) -> bool:
        """A conditional duty whose condition is not shown to be met. A figure each way shows nothing."""
        return self.duty.condition != "" and (not self.tally.opened or self.tally.closed)

    @property
    def bites(self) -> bool:
        """Whether the duty binds this party on this day, so that silence could say something."""
        idle = _not_in_force(self) or _not_applicable(self)
        return not idle and self.exempt is None

    @property
    def exempt(self) -> Assurance | None:
        """How well supported an exemption is, if there is one that exempts by the rules.

        A record put in force by two people is the Committee's own word, by every version of the rules; a claim is as
        good as its origin.
        """
        if exemption_on(self.duty, self.party, self.as_of) is not None:
            return Assurance.VERIFIED
        side = self.tally.exempts
        return None if self.rules.exemptions_are_granted and not side.finding else _support(side)

    @property
    def late_in_silence(self) -> bool:
        """Whether the due date passed without what was due, before asking if this silence may be counted."""
        if not self.passed or self.fulfilled or not self.bites:
            return False
        return self.duty.test is Test.REPORT or (self.duty.test is Test.ATTAIN and self.only_promised)

    @property
    def only_promised(self) -> bool:
        """Whether nothing on record is more than a promise, where something is; by some rules a measure is no more."""
        side = self.tally
        measured = present(side.measures)
        if self.rules.measures_reach_nothing:
            return (present(side.promises) or measured) and not present(side.advances)
        return present(side.promises) and not (present(side.advances) or measured)


def present(side: Voices) -> bool:
    """Whether anybody stands on a side."""
    return side.own or side.others > 0 or side.finding


def _support(side: Voices) -> Assurance | None:
    """Give the assurance of a side, or None when nobody stands on it."""
    return assurance_of(side) if present(side) else None


def _silently(*, holds: bool) -> Assurance | None:
    """Give the assurance of an outcome that no claim supports, if it holds."""
    return Assurance.UNSUPPORTED if holds else None


def _not_in_force(cell: Weighed) -> Assurance | None:
    duty = cell.duty
    before = duty.effective is not None and cell.as_of < duty.effective
    ended = duty.ended is not None and cell.as_of >= duty.ended
    paused = suspended_on(duty, cell.as_of) is not None or gap_on(duty, cell.as_of) is not None
    return _silently(holds=before or ended or paused)


def _not_applicable(cell: Weighed) -> Assurance | None:
    return _silently(holds=unaddressed(cell.duty, cell.party, cell.as_of) is not None or _closed(cell))


def _closed(cell: Weighed) -> bool:
    return cell.duty.condition != "" and cell.tally.closed and not cell.tally.opened


def unaddressed(duty: Duty, party: Party, as_of: date) -> Unaddressed | None:
    """Tell why the wording does not address a party on a day, if so. `member_until` is the last day as one."""
    if party.kind is StateKind.COLLECTIVE:
        return None if is_collective(duty) else Unaddressed.OWED_BY_EACH
    if party.kind is StateKind.OBSERVER:
        return Unaddressed.OBSERVER
    early = party.member_from is not None and as_of < party.member_from
    if early or (party.member_until is not None and as_of > party.member_until):
        return Unaddressed.NOT_MEMBER
    return Unaddressed.EXCLUDED if party.code in duty.excluded else None


def _breached(cell: Weighed) -> Assurance | None:
    shown = cell.breach.rank >= Assurance.CORROBORATED.rank and not cell.remedied
    return cell.breach if shown else None


def _alleged(cell: Weighed) -> Assurance | None:
    shown = 0 < cell.breach.rank < Assurance.CORROBORATED.rank and not cell.remedied
    return cell.breach if shown else None


def _contested(cell: Weighed) -> Assurance | None:
    """Name the outside voice when a state's own word stands against one other origin: they rank equal."""
    if not cell.contested:
        return None
    return Assurance.SINGLE_ORIGIN if Assurance.SINGLE_ORIGIN in (cell.breach, cell.answers) else cell.breach


def _remedied(cell: Weighed) -> Assurance | None:
    return cell.ceases if cell.remedied else None


def _fulfilled(cell: Weighed) -> Assurance | None:
    return _support(cell.tally.on_time) or _support(cell.tally.straddling)


def _fulfilled_late(cell: Weighed) -> Assurance | None:
    return None if _fulfilled(cell) else _support(cell.tally.late)


def _partly(cell: Weighed) -> Assurance | None:
    short = cell.duty.test is Test.ATTAIN and cell.passed and not cell.fulfilled
    return _support(cell.tally.advances) if short else None


def _overdue(cell: Weighed) -> Assurance | None:
    """Silence speaks only of a binding duty that is open, and that nothing of uncertain day may have met."""
    quiet = cell.duty.force is Force.BINDING and not cell.unopened and not cell.tally.pending_fulfilment
    return _silently(holds=quiet and cell.late_in_silence)


def _in_progress(cell: Weighed) -> Assurance | None:
    ahead = cell.duty.test is Test.ATTAIN and not cell.passed
    return _support(cell.tally.advances) if ahead else None


def _pledged(cell: Weighed) -> Assurance | None:
    """Let a promise of a result or a report lapse with its due date; one of lasting conduct does not."""
    lasting = cell.duty.test not in (Test.ATTAIN, Test.REPORT)
    return _support(cell.tally.promises) if lasting or not cell.passed else None


def _not_due(cell: Weighed) -> Assurance | None:
    ahead = cell.duty.due is not None and not cell.passed
    return _silently(holds=ahead and cell.bites and not cell.unopened and not anything(cell.tally))


def anything(summary: Tally) -> bool:
    """Whether anybody stands on any side."""
    return any(present(getattr(summary, name)) for name in SIDES)


SIDES = tuple(field.name for field in fields(Tally) if field.type is Voices)
"""The sides of a tally, by the names of its fields."""

# The one order of precedence. Each rule gives the assurance with which its outcome holds, or None if it does
# not. The last row always holds, so it is the answer when no other is.
TABLE: tuple[tuple[Outcome, Callable[[Weighed], Assurance | None]], ...] = (
    (Outcome.NOT_IN_FORCE, _not_in_force),
    (Outcome.NOT_APPLICABLE, _not_applicable),
    (Outcome.EXEMPT, lambda cell: cell.exempt),
    (Outcome.BREACHED, _breached),
    (Outcome.CONTESTED, _contested),
    (Outcome.REMEDIED, _remedied),
    (Outcome.FULFILLED, _fulfilled),
    (Outcome.FULFILLED_LATE, _fulfilled_late),
    (Outcome.PARTLY_FULFILLED, _partly),
    (Outcome.OVERDUE, _overdue),
    (Outcome.ALLEGED_BREACH, _alleged),
    (Outcome.IN_PROGRESS, _in_progress),
    (Outcome.MEASURES_REPORTED, lambda cell: _support(cell.tally.measures)),
    (Outcome.PLEDGED, _pledged),
    (Outcome.NOT_DUE, _not_due),
    (Outcome.NO_INFORMATION, lambda _: Assurance.UNSUPPORTED),
)

ORDER = tuple(outcome for outcome, _ in TABLE)
"""Outcomes in the order of precedence: the first that holds is the outcome of the cell."""

_BREACH_OUTCOMES = (Outcome.BREACHED, Outcome.ALLEGED_BREACH)


def decide(duty: Duty, party: Party, tally: Tally, clocks: Clocks) -> Decision:
    """Decide the outcome of a cell from its tally, with the others that hold and what qualifies them."""
    cell = weigh(duty, party, tally, clocks)
    holds = [Holding(outcome, support) for outcome, rule in TABLE if (support := rule(cell)) is not None]
    first = next(holding for holding in holds if not set_back(cell, holding.outcome))
    also = tuple(h for h in holds if h is not first and h.outcome is not Outcome.NO_INFORMATION)
    return Decision(first.outcome, first.assurance, cell.duty.due, also, _notes(cell))


def weigh(duty: Duty, party: Party, tally: Tally, clocks: Clocks) -> Weighed:
    """Weigh the sides of a cell, from which every row of the table is decided. Raises RulesUnknown.

    The duty is weighed as it is judged on the day: for the period that is due, or due by the event that opened it.
    """
    duty = periods.from_event(periods.on(duty, clocks.as_of), tally.opened_on)
    breach = _support(tally.breaches) or _capped(assurance_of(tally.unjudged))
    answers, ceases = assurance_of(tally.answers), assurance_of(tally.ceases)
    return Weighed(duty, party, tally, clocks.as_of, rules_of(clocks.rules), breach, answers, ceases)


def _capped(support: Assurance) -> Assurance:
    """Claims that cannot be judged never corroborate one another."""
    return Assurance.SINGLE_ORIGIN if support.rank > Assurance.SINGLE_ORIGIN.rank else support


def set_back(cell: Weighed, outcome: Outcome) -> bool:
    """Whether an outcome is only listed: a breach that is contested, or answered by better support."""
    return outcome in _BREACH_OUTCOMES and (cell.contested or cell.outweighed)


def _notes(cell: Weighed) -> tuple[NoteCode, ...]:
    doubts = cell.tally
    asked = cell.late_in_silence
    in_doubt = cell.unopened and cell.bites and not cell.fulfilled
    found = {
        NoteCode.TIMELINESS_NOT_ESTABLISHED: present(doubts.straddling) and not present(doubts.on_time),
        NoteCode.OVERDUE_NEEDS_CERTAINTY: asked and doubts.pending_fulfilment,
        NoteCode.SILENCE_NOT_JUDGED: asked and cell.duty.force is Force.HORTATORY,
        NoteCode.CONDITION_NOT_OPEN: in_doubt and not doubts.opened,
        NoteCode.CONDITION_DISPUTED: in_doubt and doubts.opened,
        NoteCode.BREACH_OUTWEIGHED: cell.outweighed,
    }
    return tuple(code for code, holds in found.items() if holds)


def conclude(duty: Duty, party: Party, evidence: Iterable[Evidence], clocks: Clocks) -> Decision:
    """Decide a cell from its evidence, without the reasons. Order and repetition of the evidence change nothing."""
    duty, summary = summary_of(duty, party, evidence, clocks)
    return decide(duty, party, summary, clocks)


def summary_of(duty: Duty, party: Party, evidence: Iterable[Evidence], clocks: Clocks) -> tuple[Duty, Tally]:
    """The duty as it is judged in a cell, and the tally of its evidence: all that its outcome depends on."""
    items = list(evidence)
    duty = judged(duty, party, items, clocks)
    return duty, summed(duty, party, items, clocks)


def _concluded(duty: Duty, party: Party, items: list[Evidence], clocks: Clocks) -> Decision:
    return decide(duty, party, summed(duty, party, items, clocks), clocks)


def judged(duty: Duty, party: Party, evidence: Iterable[Evidence], clocks: Clocks) -> Duty:
    """The duty as it is judged in a cell: for the period that is due, or the one in which a limit stands worst.

    Where two periods of a limit stand alike, the later is judged.
    """
    duty, items = periods.on(duty, clocks.as_of), list(evidence)
    tried = [spells.for_spell(duty, spell) for spell in spells.spells_of(duty, party, items, clocks)]
    return min(tried, key=lambda one: gravity(_concluded(one, party, items, clocks)), default=duty)


def gravity(decision: Decision) -> tuple[bool, int, int]:
    """Put a breach that stands before one that ended: the end of one year's breach covers no other year."""
    stands = decision.outcome in (*_BREACH_OUTCOMES, Outcome.CONTESTED)
    return not stands, ORDER.index(decision.outcome), -decision.assurance.rank


def assess(duty: Duty, party: Party, evidence: Iterable[Evidence], clocks: Clocks) -> Assessment:
    """Give the status of one cell with its reasons. Order and repetition of the evidence change nothing."""
    items = list(evidence)
    duty = judged(duty, party, items, clocks)
    counted, set_aside = sort_out(duty, party, items, clocks)
    doubtful = doubtful_among(duty, party, items, clocks)
    decision = decide(duty, party, tally(duty, party, counted, doubtful), clocks)
    duty = periods.from_event(duty, opened_on(duty, counted))
    grounds = Grounds(
        duty,
        party,
        clocks.as_of,
        decision=decision,
        unaddressed=unaddressed(duty, party, clocks.as_of),
        counted=tuple(counted),
        doubtful=doubtful,
        sides=sides_of(duty, party, counted),
    )
    reasons, aside = reasons_for(grounds), tuple(set_aside)
    return Assessment(decision.outcome, decision.assurance, decision.due, decision.holds, reasons, aside, clocks.rules)
