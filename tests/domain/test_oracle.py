"""The engine and a second, naive reading of the rules agree on random worlds."""

from tests.domain import oracle
from tests.domain.worlds import world_of
from tracker.domain.status import ORDER, assess
from tracker.domain.vocabulary import Outcome


def disagreements(seeds: range) -> tuple[list[int], set[Outcome]]:
    """The worlds on which the two differ, and the outcomes that were seen."""
    differing, seen = [], set()
    for seed in seeds:
        duty, party, record, when = world_of(seed)
        found = assess(duty, party, record, when)
        outcome, holds = oracle.answer(duty, party, record, when)
        listed = {holding.outcome: holding.assurance for holding in found.also}
        told = {other: held for other, held in holds.items() if other not in (outcome, Outcome.NO_INFORMATION)}
        if (found.outcome, found.assurance, listed) != (outcome, holds[outcome], told):
            differing.append(seed)
        seen.add(found.outcome)
    return differing, seen


def test_the_order_of_precedence_is_the_design_s() -> None:
    assert [outcome.label for outcome in ORDER] == oracle.ORDER


def test_a_second_reading_agrees_on_five_thousand_worlds_that_show_every_outcome() -> None:
    differing, seen = disagreements(range(5_000))
    assert differing == []
    assert seen == set(Outcome)
