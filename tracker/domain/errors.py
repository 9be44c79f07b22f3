"""Refusals. Each says in sentences what is wrong and where, so that a page, a command and an import can all show it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the field it stands in (empty when in none) and a sentence for the person."""

    field: str
    sentence: str


class RuleBroken(Exception):
    """Something may not be done as asked. `noun` is what it was about; `problems` say what is wrong, field by field."""

    code = "refused"

    def __init__(self, noun: str, *problems: Problem) -> None:
        """Refuse something about `noun` for one or more problems."""
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.noun = noun
        self.problems = problems

    @property
    def field(self) -> str:
        """The first field at fault."""
        return self.problems[0].field if self.problems else ""

    @property
    def sentence(self) -> str:
        """All the sentences together."""
        return str(self)

    @classmethod
    def at(cls, noun: str, field: str, sentence: str) -> "RuleBroken":
        """Refuse for one problem in one field."""
        return cls(noun, Problem(field, sentence))


class NotFound(RuleBroken):
    """What was asked for is not in the record."""

    code = "not_found"


class Stale(RuleBroken):
    """Somebody changed it after it was read; what was typed is still there and can be sent again."""

    code = "stale"


class NotAllowed(RuleBroken):
    """The person may not do this, whatever their role."""

    code = "not_allowed"
