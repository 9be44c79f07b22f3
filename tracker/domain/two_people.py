"""Two people, one door: who may propose a deed and who may rule on it, for every deed that needs a second person.

Administrators are not excepted. The database refuses the same thing again (`tracker.db.two_people`).
"""

from collections.abc import Collection
from dataclasses import dataclass

from tracker.domain.errors import NotAllowed, Problem, RuleBroken
from tracker.domain.vocabulary import Role, Ruling

LONGEST_REASON = 5_000
TOO_LONG = f"Use at most {LONGEST_REASON:,} characters."


@dataclass(frozen=True, slots=True)
class SharedDeed:
    """What one person proposes and another rules on: its noun, and the words by which sentences call it."""

    noun: str
    one: str
    this: str

    def check_proposer(self, roles: Collection[str]) -> None:
        """Raise NotAllowed unless the person is an analyst or a reviewer."""
        if not {Role.ANALYST, Role.REVIEWER}.intersection(roles):
            raise self.refused(f"Only an analyst or a reviewer may propose {self.one}. Ask an administrator.")

    def check_ruler(self, *, person: int, roles: Collection[str], proposer: int) -> None:
        """Raise NotAllowed unless the person is a reviewer and did not propose it."""
        if Role.REVIEWER not in roles:
            raise self.refused(f"Only a reviewer may rule on {self.one}. Ask an administrator for the role.")
        if person == proposer:
            raise self.refused(f"You proposed {self.this}. A second person must rule on it.")

    def check_ruling(self, *, ruling: Ruling, reason: str) -> None:
        """Raise RuleBroken unless a second person's ruling is one, and a refusal gives its reason."""
        if ruling is Ruling.TAKEN_BACK:
            raise RuleBroken.at(self.noun, "ruling", "Approve it or refuse it; only its author takes it back.")
        if reason or ruling is Ruling.REFUSED:
            self.check_reason(reason, missing="Say why it is refused; the reason stays with it.")

    def check_reason(self, reason: str, *, missing: str) -> None:
        """Raise RuleBroken for a reason that is missing, in the words given, or too long."""
        if found := reason_problems(reason, missing=missing):
            raise RuleBroken(self.noun, *found)

    def check_taking_back(self, *, person: int, proposer: int) -> None:
        """Raise NotAllowed unless the person proposed it."""
        if person != proposer:
            raise self.refused(f"Only who proposed {self.this} may take it back. A reviewer can refuse it.")

    def refused(self, sentence: str) -> NotAllowed:
        """A refusal of the deed, in words."""
        return NotAllowed(self.noun, Problem("", sentence))


def reason_problems(reason: str, *, missing: str) -> list[Problem]:
    """What is wrong with a reason: that there is none, in the words given, or that it is too long."""
    if not reason:
        return [Problem("reason", missing)]
    return [Problem("reason", TOO_LONG)] if len(reason) > LONGEST_REASON else []
