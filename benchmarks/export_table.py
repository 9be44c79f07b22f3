"""The part of `docs/performance.md` on exports: each writer of ours beside the bare ones, with its goal."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.goals import MET, MISSED, NO_GOAL
from benchmarks.timing import Figures

TITLE = "## Exports beside bare writers"
HEAD = "| | bare writer | bare, s | ours, s | times | ours, MB | goal | |"
WORDS = """Seconds are of the processor, medians, each writer in a process of its own; MB is what the process grew by
while it wrote, and for PDF the whole child in which it is typeset. The matrix is 193 states by 133 duties,
of which 900 cells have a claim, reasons and a note; the register has 100,000 lines of 13 columns. A bare
writer gets the same rows and writes nothing else: where ours writes a first page, the matrix, its cells,
the reasons, evidence, sources and a manifest, it writes one table, and for PDF a letter on a ground for
each cell. That is what volume 1 of ours has, beside its first page and the first cells; the later volumes
have the other cells and the evidence, and the MB of all volumes are those of the largest."""


@dataclass(frozen=True, slots=True)
class Export:
    """One file of ours beside one bare writer. `times` and `most_mb` are the goal, None where it has none."""

    label: str
    ours: str
    bare: str
    times: float | None = None
    most_mb: float | None = None

    @property
    def goal(self) -> str:
        """The goal in words."""
        words = [f"at most {self.times:g} times"] if self.times else []
        return ", ".join(words + ([f"under {self.most_mb:g} MB"] if self.most_mb else []))

    def line(self, writers: Figures) -> str:
        """The line of the table."""
        ours, bare = writers[self.ours], writers[self.bare]
        times, grown = ours["seconds"] / bare["seconds"], max(0.0, ours["child_mb"] or ours["extra_mb"])
        parts = [times <= self.times if self.times else None, grown < self.most_mb if self.most_mb else None]
        said = [part for part in parts if part is not None]
        verdict = (MET if all(said) else MISSED) if said else NO_GOAL
        name = self.bare.partition(", ")[2]
        figures = (f"{bare['seconds']:.2f}", f"{ours['seconds']:.2f}", f"{times:.1f}", f"{grown:,.0f}")
        return f"| {self.label} | {name} | {' | '.join(figures)} | {self.goal} | {verdict} |"


EXPORTS = (
    Export("matrix to PDF, volume 1", "matrix pdf, volume 1", "matrix pdf, reportlab canvas", 3, 250),
    Export("matrix to PDF, volume 1", "matrix pdf, volume 1", "matrix pdf, typst"),
    Export("matrix to PDF, all volumes", "matrix pdf, all volumes", "matrix pdf, reportlab canvas", 3, 250),
    Export("matrix to Excel", "matrix xlsx, ours", "matrix xlsx, rust"),
    Export("matrix to Excel", "matrix xlsx, ours", "matrix xlsx, XlsxWriter"),
    Export("matrix to CSV", "matrix csv, ours", "matrix csv, csv module"),
    Export("register to Excel", "register xlsx, ours", "register xlsx, rust", 2, 60),
    Export("register to Excel", "register xlsx, ours", "register xlsx, XlsxWriter", 2, 60),
    Export("register to CSV", "register csv, ours", "register csv, csv module", 1.5),
)


def section(figures: Figures) -> str:
    """The part of the page, from what `benchmarks.exports` wrote."""
    return "\n".join(_lines(figures)) + "\n"


def _lines(figures: Figures) -> Iterator[str]:
    yield from (TITLE, "", WORDS, "", HEAD, "| --- |" + " --- |" * 7)
    yield from (export.line(figures["writers"]) for export in EXPORTS)
    yield from ("", f"Measured on {figures['on']}; {figures['busy']:g} processes wanted to run.")


def of_page(page: str) -> str:
    """The part as it stands on a page; empty where it does not."""
    _, title, rest = page.partition(f"{TITLE}\n")
    return title + rest.partition("\n## ")[0].rstrip() + "\n" if title else ""
