"""What an answer is made of, and the plain sentences that explain it.

Nothing is decided here. Every reason has the code of its rule and the claims behind it. Claims that count but
stand behind no reason are named in a last one, so each claim is found either here or among those set aside.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.dates import day_words
from tracker.domain.facts import Duty, Evidence, Exemption, Party
from tracker.domain.tally import Bucket, Sides, assurance_of, closes, openings_of, shares_of, voices
from tracker.domain.vocabulary import Assurance, Outcome, Test


class NoteCode(StrEnum):
    """What kept an outcome from holding, or qualifies it."""

    TIMELINESS_NOT_ESTABLISHED = "timeliness_not_established"
    OVERDUE_NEEDS_CERTAINTY = "overdue_needs_certainty"
    SILENCE_NOT_JUDGED = "silence_not_judged"
    CONDITION_NOT_OPEN = "condition_not_open"
    CONDITION_DISPUTED = "condition_disputed"
    BREACH_OUTWEIGHED = "breach_outweighed"


class Unaddressed(StrEnum):
    """Why the wording does not address a party."""

    OWED_BY_EACH = "owed_by_each"
    OBSERVER = "observer"
    NOT_MEMBER = "not_member"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Holding:
    """An outcome that holds, and how well it is supported."""

    outcome: Outcome
    assurance: Assurance


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome as decided from a tally. `holds` are the others that hold, in the order of precedence."""

    outcome: Outcome
    assurance: Assurance
    due: date | None
    holds: tuple[Holding, ...] = ()
    notes: tuple[NoteCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """The code of a rule, what it found in words, and the claims behind it in order."""

    rule: str
    sentence: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grounds:
    """All that the reasons of one cell are made from."""

    duty: Duty
    party: Party
    as_of: date
    decision: Decision
    unaddressed: Unaddressed | None
    counted: tuple[Evidence, ...]
    doubtful: tuple[Evidence, ...]
    sides: Sides

    @property
    def breach(self) -> tuple[Evidence, ...]:
        """The claims of the breach side: judged ones if there are any."""
        return self.sides[Bucket.BREACHES] or self.sides[Bucket.UNJUDGED]


_SPEAKER = {
    Assurance.UNSUPPORTED: "Nobody says",
    Assurance.SELF_REPORTED: "The state says",
    Assurance.SINGLE_ORIGIN: "One independent origin says",
    Assurance.CORROBORATED: "More than one origin says",
    Assurance.VERIFIED: "A United Nations body found",
}

# Outcomes that rest on one side: the side, and what is said on it.
_SAID = {
    Outcome.EXEMPT: (Bucket.EXEMPTS, "an exemption covers the conduct"),
    Outcome.REMEDIED: (Bucket.CEASES, "the breach ended, or what was due was done late"),
    Outcome.FULFILLED_LATE: (Bucket.LATE, "the duty was met after the due date"),
    Outcome.PARTLY_FULFILLED: (Bucket.ADVANCES, "the result came nearer, but not that it was reached"),
    Outcome.IN_PROGRESS: (Bucket.ADVANCES, "the result came nearer"),
    Outcome.MEASURES_REPORTED: (Bucket.MEASURES, "a measure was taken"),
    Outcome.PLEDGED: (Bucket.PROMISES, "the duty will be met"),
}

_UNADDRESSED = {
    Unaddressed.OWED_BY_EACH: "Each state owes this duty; statements on all states together judge nobody.",
    Unaddressed.OBSERVER: "The wording addresses Member States, and {name} has observer status.",
    Unaddressed.NOT_MEMBER: "{name} was not a Member State on {as_of}.",
    Unaddressed.EXCLUDED: "The wording does not address {name}.",
}

_COMES = "The duty comes every period. Judged is the one"
_WORST = "Breaches of the limit are weighed period by period. Judged is the one in which it stands worst:"
_NOTES = {
    NoteCode.TIMELINESS_NOT_ESTABLISHED: "Timeliness not established: the possible days lie on both sides "
    "of the due date.",
    NoteCode.OVERDUE_NEEDS_CERTAINTY: "Not called overdue: a fulfilment is on record whose day may fall "
    "on or before the as-of date.",
    NoteCode.SILENCE_NOT_JUDGED: "Not called overdue: the Council calls upon states; silence is not judged.",
    NoteCode.CONDITION_NOT_OPEN: "The duty is conditional; nothing accepted shows it to arise: {condition}.",
    NoteCode.CONDITION_DISPUTED: "The duty is conditional, and accepted figures disagree: {condition}.",
    NoteCode.BREACH_OUTWEIGHED: "The answer to the breach claims is better supported than they are.",
}


def reasons_for(grounds: Grounds) -> tuple[Reason, ...]:
    """Explain a decision: its outcome, the dates, the notes, the others that hold, and the rest."""
    decision = grounds.decision
    found = [
        _holding(grounds, Holding(decision.outcome, decision.assurance)),
        *_conversions(grounds),
        *_dates(grounds),
        *_condition(grounds),
        *(_note(grounds, code) for code in decision.notes),
        *(_holding(grounds, holding) for holding in decision.holds),
        *_opposed(grounds),
    ]
    return (*found, *_rest(grounds, found))


def _keys(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    return tuple(sorted({item.claim for item in evidence}))


def _said(rule: str, what: str, assurance: Assurance, evidence: Iterable[Evidence]) -> Reason:
    return Reason(rule, f"{_SPEAKER[assurance]} that {what} ({assurance.label}).", _keys(evidence))


def _holding(grounds: Grounds, holding: Holding) -> Reason:
    outcome = holding.outcome
    record = exemption_on(grounds.duty, grounds.party, grounds.as_of)
    if outcome is Outcome.EXEMPT and record is not None:
        said = f"A record of the law exempts {grounds.party.name} on this day: {record.title}."
        return Reason("exempt.record", said, _keys(grounds.sides[Bucket.EXEMPTS]))
    if outcome in _SAID:
        side, what = _SAID[outcome]
        return _said(outcome.value, what, holding.assurance, grounds.sides[side])
    match outcome:
        case Outcome.NOT_IN_FORCE:
            return _not_in_force(grounds.duty, grounds.as_of)
        case Outcome.NOT_APPLICABLE:
            return _not_applicable(grounds)
        case Outcome.BREACHED | Outcome.ALLEGED_BREACH:
            return _breach(grounds, holding)
        case Outcome.CONTESTED:
            return _contested(grounds)
        case Outcome.FULFILLED:
            return _fulfilled(grounds, holding)
        case _:
            return _silence(grounds, outcome)


def suspended_on(duty: Duty, as_of: date) -> date | None:
    """The first day of the suspension that covers a day, if one does. The last day of it is still suspended."""
    covering = (first for first, last in duty.suspensions if first <= as_of and (last is None or as_of <= last))
    return min(covering, default=None)


def gap_on(duty: Duty, as_of: date) -> tuple[date, date] | None:
    """The days between an end of the duty and its return, if a day is among them."""
    return next(((first, last) for first, last in duty.gaps if first <= as_of <= last), None)


def exemption_on(duty: Duty, party: Party, as_of: date) -> Exemption | None:
    """The record of an exemption that covers a party on a day, if there is one."""
    return next((one for one in duty.exemptions if one.covers(party.code, as_of)), None)


def _not_in_force(duty: Duty, as_of: date) -> Reason:
    if duty.effective is not None and as_of < duty.effective:
        begun = f"The duty took effect on {day_words(duty.effective)}, which is after {day_words(as_of)}."
        return Reason("not_in_force.before", begun)
    if (since := suspended_on(duty, as_of)) is not None:
        return Reason("not_in_force.suspended", f"The duty is suspended since {day_words(since)}.")
    if (gap := gap_on(duty, as_of)) is not None:
        said = f"The duty had ended on {day_words(gap[0])}, and came back on {day_words(gap[1] + timedelta(days=1))}."
        return Reason("not_in_force.gap", said)
    ended = f" on {day_words(duty.ended)}" if duty.ended else ""
    by = f" by {duty.ended_by}" if duty.ended_by else ""
    return Reason("not_in_force.ended", f"The duty ended{ended}{by}.")


def _not_applicable(grounds: Grounds) -> Reason:
    why = grounds.unaddressed
    if why is None:
        claims = [item for item in shares_of(grounds.duty, grounds.counted) if closes(grounds.duty, item)]
        said = f"An accepted figure says that the condition is not met: {grounds.duty.condition}."
        return Reason("not_applicable.condition_not_met", said, _keys(claims))
    said = _UNADDRESSED[why].format(name=grounds.party.name, as_of=day_words(grounds.as_of))
    return Reason(f"not_applicable.{why}", said)


def _breach(grounds: Grounds, holding: Holding) -> Reason:
    if not grounds.sides[Bucket.BREACHES]:
        said = "It is said that the duty was broken; how credible that is cannot be judged."
        return Reason("alleged_breach.unjudged", said, _keys(grounds.breach))
    over = any(item.over_limit for item in grounds.breach)
    what = "the duty was broken, with a figure over the limit" if over else "the duty was broken"
    return _said(holding.outcome.value, what, holding.assurance, grounds.breach)


def _conversions(grounds: Grounds) -> Iterator[Reason]:
    """How the figures over a limit were converted that are over it in another unit than their sources give."""
    said = sorted({item.converted for item in grounds.breach if item.converted})
    for words in said:
        claims = _keys(item for item in grounds.breach if item.converted == words)
        yield Reason("converted", f"A figure over the limit is {words}.", claims)


def _contested(grounds: Grounds) -> Reason:
    said = "Accepted claims stand on both sides, and neither side is better supported."
    return Reason("contested", said, _keys((*grounds.breach, *grounds.sides[Bucket.ANSWERS])))


def _fulfilled(grounds: Grounds, holding: Holding) -> Reason:
    on_time = grounds.sides[Bucket.ON_TIME]
    if not on_time:
        straddling = grounds.sides[Bucket.STRADDLING]
        return _said("fulfilled.day_uncertain", "the duty was met", holding.assurance, straddling)
    if grounds.duty.due is None:
        return _said("fulfilled.no_due_date", "the duty was met", holding.assurance, on_time)
    return _said("fulfilled.on_time", "the duty was met by the due date", holding.assurance, on_time)


def _silence(grounds: Grounds, outcome: Outcome) -> Reason:
    if outcome is Outcome.NOT_DUE:
        return Reason("not_due", "The due date is not past, and nothing accepted bears on the duty yet.")
    if outcome is Outcome.OVERDUE and grounds.duty.test is Test.REPORT:
        said = "The due date has passed, and no accepted claim says that the duty was met."
        return Reason("overdue.nothing_accepted", said)
    if outcome is Outcome.OVERDUE and grounds.sides[Bucket.MEASURES]:
        said = "The due date has passed, and the measures on record brought the result no nearer."
        behind = (*grounds.sides[Bucket.MEASURES], *grounds.sides[Bucket.PROMISES])
        return Reason("overdue.only_measures", said, _keys(behind))
    if outcome is Outcome.OVERDUE:
        said = "The due date has passed, and only promises are on record."
        return Reason("overdue.only_promises", said, _keys(grounds.sides[Bucket.PROMISES]))
    if grounds.counted:
        said = "What was accepted decides nothing by the rules. It does not mean not met."
        return Reason("no_information.undecided", said, _keys(grounds.counted))
    return Reason("no_information.nothing", "Nothing accepted is on record. It does not mean not met.")


def _dates(grounds: Grounds) -> Iterator[Reason]:
    duty, as_of = grounds.duty, grounds.as_of
    if duty.effective is not None and duty.effective <= as_of:
        yield Reason("in_force", f"The duty took effect on {day_words(duty.effective)}.")
    if duty.period is not None:
        span = f"{day_words(duty.period.first)} to {day_words(duty.period.last)}"
        what = _WORST if duty.test is Test.LIMIT else _COMES
        yield Reason("period", f"{what} from {span}.")
    if duty.due is not None:
        yield Reason("due", f"Due {day_words(duty.due)}{', which has passed' if as_of > duty.due else ''}.")


def _condition(grounds: Grounds) -> Iterator[Reason]:
    claims = openings_of(grounds.duty, grounds.counted)
    if claims and grounds.duty.condition and NoteCode.CONDITION_DISPUTED not in grounds.decision.notes:
        shares = shares_of(grounds.duty, grounds.counted)
        what = "figure" if all(item in shares for item in claims) else "statement"
        said = f"An accepted {what} says that the condition is met: {grounds.duty.condition}."
        yield Reason("condition_met", said, _keys(claims))


def _note(grounds: Grounds, code: NoteCode) -> Reason:
    behind: dict[NoteCode, Iterable[Evidence]] = {
        NoteCode.TIMELINESS_NOT_ESTABLISHED: grounds.sides[Bucket.STRADDLING],
        NoteCode.OVERDUE_NEEDS_CERTAINTY: grounds.doubtful,
        NoteCode.CONDITION_DISPUTED: shares_of(grounds.duty, grounds.counted),
        NoteCode.BREACH_OUTWEIGHED: grounds.sides[Bucket.ANSWERS],
    }
    said = _NOTES[code].format(condition=grounds.duty.condition)
    return Reason(code.value, said, _keys(behind.get(code, ())))


def _opposed(grounds: Grounds) -> Iterator[Reason]:
    """Name the other side of a contest: the answer, and the breach that was remedied."""
    answers = grounds.sides[Bucket.ANSWERS]
    if answers:
        what = "the duty was met, or that it was not broken"
        yield _said("answer", what, assurance_of(voices(answers)), answers)
    if grounds.decision.outcome is Outcome.REMEDIED or Outcome.REMEDIED in _others(grounds.decision):
        yield Reason("remedied.breach", "Before that, the duty was said to be broken.", _keys(grounds.breach))


def _others(decision: Decision) -> tuple[Outcome, ...]:
    return tuple(holding.outcome for holding in decision.holds)


def _rest(grounds: Grounds, found: Iterable[Reason]) -> Iterator[Reason]:
    named = {claim for reason in found for claim in reason.claims}
    rest = tuple(claim for claim in _keys(grounds.counted) if claim not in named)
    if rest:
        yield Reason("also_counted", "These count too, and do not change the outcome.", rest)
