"""What is measured, beside which floor, and what would be good enough."""

from dataclasses import dataclass
from typing import Any

Figures = dict[str, Any]
MET, MISSED, NO_GOAL = "met", "missed", ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of the page: what was asked, under which names its figures stand, and its goal.

    `ratio` is the most that it may be of its floor; `most` the most milliseconds, `least` the fewest requests a second,
    `bytes` the most on the wire. `instead` says in words what the goal is.
    """

    label: str
    product: str
    floor: str = ""
    rps: str = ""
    ratio: float | None = None
    most: float | None = None
    least: float | None = None
    bytes: tuple[str, int] | None = None

    def ours(self, figures: Figures) -> float:
        """The product's figure: milliseconds, or requests a second where the goal is one of those."""
        return figures["product"][self.product]

    def floors(self, figures: Figures) -> float | None:
        """The floor's milliseconds, if there is a floor."""
        return figures["floor"][self.floor] if self.floor else None

    def quotient(self, figures: Figures) -> float | None:
        """How many times the floor it is."""
        floor = self.floors(figures)
        return self.ours(figures) / floor if floor else None

    def verdict(self, figures: Figures) -> str:
        """Whether every part of the goal is met."""
        parts = [part for part in self._parts(figures) if part is not None]
        return (MET if all(parts) else MISSED) if parts else NO_GOAL

    def _parts(self, figures: Figures) -> tuple[bool | None, ...]:
        times = self.quotient(figures)
        ours = self.ours(figures)
        return (
            times <= self.ratio if self.ratio is not None and times is not None else None,
            ours <= self.most if self.most is not None else None,
            ours >= self.least if self.least is not None else None,
            figures["product"][self.bytes[0]] <= self.bytes[1] if self.bytes else None,
        )

    @property
    def goal(self) -> str:
        """The goal in words."""
        words = [f"at most {self.ratio:g} times the floor"] if self.ratio is not None else []
        words += [f"at most {self.most:g} ms"] if self.most is not None else []
        words += [f"at least {self.least:,.0f} a second"] if self.least is not None else []
        words += [f"at most {self.bytes[1] // 1_000:,} kB on the wire"] if self.bytes else []
        return ", ".join(words)


OPERATIONS = (
    Operation("matrix now, as JSON, after a change", "matrix_now", "matrix_now", ratio=1.5),
    Operation("matrix at any clocks, as JSON", "matrix_then", "matrix_then", "matrix_then_rps", ratio=1.5),
    Operation("unchanged matrix, by its validator (a second)", "unchanged_rps", least=3_000),
    Operation("unchanged matrix, sent again (a second)", "kept_gzip_rps", least=3_000),
    Operation(
        "matrix page, after a change", "matrix_page", "matrix_now", most=80, bytes=("matrix_page_bytes", 150_000)
    ),
    Operation("claims of a busy cell with citations", "cell", "cell", "cell_rps", most=5),
    Operation("page of a busy cell, with its proof", "cell_page", "cell", "cell_page_rps"),
    Operation("search, word in a fifth of the claims", "search_common", "search_common", "search_common_rps"),
    Operation("search, word in 1 % of the claims", "search_mid", "search_mid", "search_mid_rps", ratio=1.5),
    Operation("search, word in 0.08 % of the claims", "search_rare", "search_rare", "search_rare_rps"),
    Operation("search page, word in 1 % of the claims", "search_page_mid", "search_mid"),
    Operation("first page of the register", "register", rps="register_rps", most=20),
    Operation("import of 10,000 rows with a report", "import", "import", ratio=4),
    Operation("accepting a claim", "accept", "accept", most=10),
    Operation("accepting a claim, with its matrix", "accept_with_matrix", "accept", most=10),
    Operation("the whole register as CSV", "export", "export", ratio=1.5),
)

MOST_MB = 300
"""How much memory the server may take with its workers."""
