"""The days through which a page can be stepped: those near the day judged, and the first and the last of all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

EACH_SIDE = 4
"""How many days a page names before the day judged, and after it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which something happens, and what."""

    day: date
    why: str


@dataclass(frozen=True, slots=True)
class Steps:
    """Days in order: those just before the day judged, itself if something happens on it, and those just after.

    `first` and `last` are the ends of all days where they are not among those named.
    """

    as_of: date
    before: tuple[Step, ...] = ()
    here: Step | None = None
    after: tuple[Step, ...] = ()
    first: Step | None = None
    last: Step | None = None

    def __bool__(self) -> bool:
        """Whether there is anywhere to step to."""
        return bool(self.before or self.after)


def steps(days: Iterable[tuple[date, str]], *, as_of: date) -> Steps:
    """The steps of a page from days with what happens on each; a day may come several times, in any order."""
    reasons: dict[date, dict[str, None]] = {}
    for day, why in days:
        reasons.setdefault(day, {})[why] = None
    every = [Step(day, "; ".join(sorted(reasons[day]))) for day in sorted(reasons)]
    before = [step for step in every if step.day < as_of]
    after = [step for step in every if step.day > as_of]
    here = next((step for step in every if step.day == as_of), None)
    return Steps(
        as_of,
        tuple(before[-EACH_SIDE:]),
        here,
        tuple(after[:EACH_SIDE]),
        before[0] if len(before) > EACH_SIDE else None,
        after[-1] if len(after) > EACH_SIDE else None,
    )
