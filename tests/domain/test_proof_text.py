"""Proofs in words, whole: what a person reads of two dozen worlds in which every row and every sentence has its turn.

The golden files are made by `python -m tests.domain.test_proof_text`, then read.
"""

from pathlib import Path

import pytest

from tests.domain.worlds import world_of
from tracker.domain import proof_text, proofs

GOLDEN = Path(__file__).parent / "golden"
SEEDS = (
    *(400, 16, 753, 326, 174, 333, 728, 463, 851, 171, 195, 198),
    *(433, 35, 96, 456, 65, 78, 384, 467, 369, 421, 498, 595),
)
"""Worlds chosen so that nearly every kind of sentence stands in one of them."""


def told(seed: int) -> str:
    """The proof of a world as lines."""
    duty, party, record, clocks = world_of(seed)
    return "\n".join(proof_text.lines_of(proofs.prove(duty, party, record, clocks))) + "\n"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_proof_in_words_is_its_golden_file(seed) -> None:
    assert told(seed) == (GOLDEN / f"proof-{seed}.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for seed in SEEDS:
        (GOLDEN / f"proof-{seed}.txt").write_text(told(seed), encoding="utf-8")
