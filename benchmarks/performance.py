"""Writes `docs/performance.md` from the figures that `benchmarks.product` has written.

`python -m benchmarks.performance FILE.json ...`; without files it measures both databases at the sizes asked for, and
the exports. Files of `benchmarks.exports` alone change the part on exports, and leave the rest as it is.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import export_table
from benchmarks.goals import MISSED, MOST_MB, OPERATIONS, Figures, Operation
from benchmarks.product import DATABASES

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
WORDS = Path(__file__).parent / "performance.txt"
"""What the page says before its tables, and after them, with a line of dashes between."""

AFTER = "## What is missed, and why"
"""The heading of the words after the tables."""

SIZES = (10_000, 100_000)
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
HEAD = "| | floor, ms | ours, ms | times the floor | a second, 4 clients | goal | |"


def page(runs: Sequence[Figures], exports: str = "") -> str:
    """The page in Markdown, with the part on exports."""
    before, after = WORDS.read_text(encoding="utf-8").split("\n-----\n")
    tables = [table(figures) for figures in in_order(runs)]
    return (
        "\n\n".join([before.strip(), flatness(runs), *tables, *([exports.strip()] if exports else []), after.strip()])
        + "\n"
    )


def renewed(present: str, figures: Sequence[Figures]) -> str:
    """A page from new figures. What none of them is of stays as it stands on the present page."""
    runs = [one for one in figures if "database" in one]
    exports = next((export_table.section(one) for one in figures if "writers" in one), "")
    kept = export_table.of_page(present)
    if runs:
        return page(runs, exports or kept)
    if kept:
        return present.replace(kept, exports)
    return present.replace(AFTER, f"{exports}\n{AFTER}", 1)


def in_order(runs: Sequence[Figures]) -> list[Figures]:
    """By database and size."""
    return sorted(runs, key=lambda figures: (DATABASES.index(figures["database"]), figures["claims"]))


def table(figures: Figures) -> str:
    """One run as a table under a heading."""
    whole = _with_sums(figures)
    lines = [f"## {NAMES[figures['database']]}, {figures['claims']:,} claims", "", HEAD, "| --- |" + " --- |" * 6]
    lines += [_line(operation, whole) for operation in OPERATIONS if operation.product in whole["product"]]
    return "\n".join([*lines, "", *_beside(whole), ""]).rstrip()


def _with_sums(figures: Figures) -> Figures:
    product = dict(figures["product"])
    product["accept_with_matrix"] = product["accept"] + product["matrix_after_accept"]
    return {**figures, "product": product}


def _line(operation: Operation, figures: Figures) -> str:
    floor, times, ours = operation.floors(figures), operation.quotient(figures), operation.ours(figures)
    counted = operation.least is not None
    rps = figures["product"].get(operation.rps) if operation.rps else ours if counted else None
    cells = (
        operation.label,
        number(floor) if floor else "",
        "" if counted else number(ours),
        number(times) if times and not counted else "",
        f"{rps:,.0f}" if rps else "",
        operation.goal,
        operation.verdict(figures),
    )
    return f"| {' | '.join(cells)} |"


def number(value: float) -> str:
    """A figure with as many digits as mean something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2g}"


def _beside(figures: Figures) -> Iterator[str]:
    product, peak = figures["product"], figures["peak_mb"]
    kept = "met" if peak <= MOST_MB else MISSED
    yield f"Peak memory of the server with two workers: {peak:,.0f} MB (goal: under {MOST_MB} MB, {kept})."
    yield (
        f"The matrix as JSON has {product['matrix_json_bytes'] / 1_000:,.0f} kB, its page "
        f"{product['matrix_page_bytes'] / 1_000:,.0f} kB on the wire. The first byte of the register came after "
        f"{number(product['export_first_byte'])} ms. Loading took {figures['load_seconds']:,.0f} s. "
        f"{figures['versions']}, {figures['on']}; meanwhile {figures['busy']:g} processes wanted to run, "
        "this one's included."
    )


def flatness(runs: Sequence[Figures]) -> str:
    """How the matrix grows with the claims, in a sentence for each database."""
    lines = []
    for database in DATABASES:
        some = [figures for figures in in_order(runs) if figures["database"] == database]
        if len(some) > 1:
            first, last = some[0], some[-1]
            grown = {name: last["product"][name] / first["product"][name] for name in ("matrix_now", "matrix_then")}
            lines.append(
                f"- {NAMES[database]}: from {first['claims']:,} to {last['claims']:,} claims the matrix now takes "
                f"{number(grown['matrix_now'])} times as long, at other clocks {number(grown['matrix_then'])} times."
            )
    return "\n".join(lines)


def run(folder: Path, sizes: Sequence[int]) -> list[Path]:
    """Measure every size on every database, each in a process of its own."""
    files = []
    for database in DATABASES:
        for size in sizes:
            files.append(folder / f"{database}-{size}.json")
            sys.stderr.write(f"{database}, {size:,} claims\n")
            command = [sys.executable, "-m", "benchmarks.product", f"--claims={size}", f"--database={database}"]
            subprocess.run([*command, f"--out={files[-1]}"], check=True)  # noqa: S603  (a command of our own)
    files.append(folder / "exports.json")
    command = [sys.executable, "-m", "benchmarks.exports", f"--out={files[-1]}"]
    subprocess.run(command, check=True)  # noqa: S603  (a command of our own)
    return files


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.performance", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("files", nargs="*", type=Path, help="what benchmarks.product wrote")
    parser.add_argument("--claims", type=int, action="append", help="measure this size first, on both databases")
    parser.add_argument("--out", type=Path, default=PAGE)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tracker-performance-") as folder:
        files = chosen.files or run(Path(folder), chosen.claims or SIZES)
        figures = [json.loads(file.read_text()) for file in files]
        present = chosen.out.read_text(encoding="utf-8") if chosen.out.exists() else ""
        chosen.out.write_text(renewed(present, figures), encoding="utf-8")


if __name__ == "__main__":
    main()
