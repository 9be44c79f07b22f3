"""A report being read: what every part of an outline looks things up in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from tracker.domain.dates import DateUnreadable, day_words, parse_span, print_span
from tracker.domain.report import ReportClaim, ReportDocument, ReportObligation
from tracker.domain.report_copy import ReportCopy
from tracker.exports.marks import sign, tone
from tracker.exports.outline import Run, Runs
from tracker.exports.progress import counted


@dataclass(frozen=True, slots=True)
class Reading:
    """A copy with its evidence numbered in the order of first naming, and its rows and columns by their keys."""

    copy: ReportCopy
    numbers: dict[str, int] = field(init=False)
    duties: dict[str, ReportObligation] = field(init=False)
    states: dict[str, str] = field(init=False)
    terms: dict[tuple[str, str], str] = field(init=False)

    def __post_init__(self) -> None:
        found = self.document
        made = {
            "numbers": {claim.key: number for number, claim in enumerate(found.evidence, 1)},
            "duties": {duty.key: duty for duty in found.obligations},
            "states": {state.code: state.name for state in found.states},
            "terms": {(term.noun, term.key): term.label for term in found.terms},
        }
        for name, value in made.items():
            object.__setattr__(self, name, value)

    @property
    def document(self) -> ReportDocument:
        """The frozen document."""
        return self.copy.document

    def numbered(self) -> Iterator[tuple[int, ReportClaim]]:
        """The evidence with its numbers; whoever listens is told how far it is."""
        found = self.document.evidence
        return enumerate(counted("evidence", found, len(found)), 1)

    def label(self, noun: str, key: str) -> str:
        """A word of the vocabulary as it read when the report was frozen."""
        return self.terms.get((noun, key), key)

    def outcome(self, key: str) -> str:
        """An outcome with its sign."""
        return f"{sign(key)} {self.label('outcome', key)}"

    def toned(self, key: str) -> Run:
        """The same as words that stand out, in its tone."""
        return Run(self.outcome(key), strong=True, tone=tone(key))

    def state(self, code: str) -> str:
        """The name of a state of the report, else its code."""
        return self.states.get(code, code)

    def duty(self, key: str) -> str:
        """The title of an obligation of the report, else its key."""
        return self.duties[key].title if key in self.duties else key

    def references(self, keys: Iterable[str]) -> Runs:
        """The footnotes of claims, each once."""
        return tuple(Run("", note=self.numbers[key]) for key in dict.fromkeys(keys) if key in self.numbers)


def place(duty: ReportObligation) -> str:
    """Where a duty stands: `S/RES/2397(2017), paragraph 8`."""
    return f"{duty.resolution}, paragraph {duty.paragraph}" if duty.paragraph else duty.resolution


def minute(at: datetime) -> str:
    """An instant for reading, to the minute. The manifest has it exactly."""
    return f"{day_words(at.date())}, {at:%H:%M} UTC"


def about(claim: ReportClaim) -> str:
    """Who spoke, with their office, and when."""
    return ", ".join(part for part in (claim.speaker, claim.office, days(claim.said)) if part)


def days(said: str) -> str:
    """Days as far as they are stated, for reading: `30 January 2018`, `January 2018`; other words as they are."""
    try:
        found = parse_span(said)
    except DateUnreadable:
        return said
    return print_span(found) if found else said
