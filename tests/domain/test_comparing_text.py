"""What moved between two moments, in words, whole: pairs of random worlds in which nearly every cause has its turn.

The golden file is made by `python -m tests.domain.test_comparing_text`, then read.
"""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tests.domain.worlds import world_of
from tracker.domain.comparing import Moment, Told, causes, moment_words
from tracker.domain.facts import Clocks

GOLDEN = Path(__file__).parent / "golden" / "causes.txt"
PAIRS = (
    *((31, 38), (153, 154), (34, 35), (56, 63), (76, 83), (150, 151), (220, 227), (13, 20)),
    *((128, 135), (23, 30), (82, 83), (33, 34), (48, 55), (75, 82), (104, 111), (134, 135)),
)
"""Pairs of worlds chosen so that nearly every kind of cause stands in one of them."""
CITES = ("Interfax, An article (2018-01)", "Panel of Experts, S/2019/171", "TASS, A wire", "Kyodo, Another")


def moment(seed: int, **changes: object) -> Moment:
    """The world of a number as a moment of one cell; each claim cites as many sources as its number says."""
    duty, _, record, clocks = world_of(seed)
    clocks = replace(clocks, **changes)  # pyright: ignore[reportArgumentType] - fields of Clocks
    decided = datetime(2025, 3, 1 + seed % 27, 9, 30, tzinfo=UTC)
    told = {item.claim: Told(decided if seed % 2 else None, CITES[: int(item.claim[1:]) % 5]) for item in record}
    return Moment(duty, clocks, tuple(record), told)


def said(first: int, second: int) -> str:
    """What moved from one world to another, as lines."""
    party = world_of(first)[1]
    before, after = moment(first), moment(second)
    head = f"{first} to {second}: {party.name}, {moment_words(before.clocks)} to {moment_words(after.clocks)}"
    lines = [f"- {cause.code.value} {cause.claim}: {cause.sentence}" for cause in causes(party, before, after)]
    return "\n".join([head, *lines]) + "\n"


def test_every_cause_in_words_is_as_the_golden_file_has_it() -> None:
    assert "".join(said(*pair) for pair in PAIRS) == GOLDEN.read_text(encoding="utf-8")


def test_a_world_compared_with_itself_has_no_cause() -> None:
    for seed, _ in PAIRS:
        assert said(seed, seed).count("\n") == 1


def test_the_day_alone_makes_causes_by_days() -> None:
    for seed, _ in PAIRS:
        duty, party, record, clocks = world_of(seed)
        later: Clocks = replace(clocks, as_of=clocks.as_of.replace(year=2030))
        found = causes(party, moment(seed), Moment(duty, later, tuple(record)))
        assert not {cause.code.value for cause in found} & {"accepted", "withdrawn", "edited", "graded", "origin"}


if __name__ == "__main__":
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text("".join(said(*pair) for pair in PAIRS), encoding="utf-8")
