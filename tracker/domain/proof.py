"""The shape of a proof: a frozen record that holds all that is needed to decide a cell again."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.alternatives import Change
from tracker.domain.facts import Clocks, Duty, Evidence, Party
from tracker.domain.reasons import Holding, Reason
from tracker.domain.steps import Step
from tracker.domain.tally import SetAside
from tracker.domain.vocabulary import Assurance, Outcome

FORMAT = "1"
"""The shape of a proof. It changes when a field does; a field that an earlier shape lacks has a default."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A claim as the rules read it, the side on which it stands (empty for none), and why it was set aside, if so."""

    evidence: Evidence
    side: str
    set_aside: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The whole proof of one cell. `rules_say` has in words what is the version's own; `changes` may be empty.

    The duty is as the records of the law left it, with the reporting period that is judged. `due` is the due date that
    was judged, which the duty does not have where it is counted from an event.
    """

    format: str
    duty: Duty
    party: Party
    clocks: Clocks
    rules_say: str
    facts: tuple[Fact, ...]
    steps: tuple[Step, ...]
    outcome: Outcome
    assurance: Assurance
    due: date | None
    also: tuple[Holding, ...]
    reasons: tuple[Reason, ...]
    set_aside: tuple[SetAside, ...]
    changes: tuple[Change, ...]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What the rules read."""
        return tuple(fact.evidence for fact in self.facts)
