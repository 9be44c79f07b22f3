"""Measures what reports and the register cost as files, each beside the least that the same rows could cost.

`python -m benchmarks.exports --out FILE.json`. Each writer runs in a process of its own, so that its time of the
processor and its memory are its own; both count the child in which a document is typeset, and the largest of several
children. A bare writer gets the same
rows as plain values and writes nothing else: no first page, no notes, no tags, no manifest.
"""

import argparse
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks import bare_writers, export_rows
from benchmarks.timing import Figures
from tracker import clock
from tracker.exports import FORMATS, binding, register_book
from tracker.exports import claims as claim_files

Write = Callable[[Path], None]
TIMES = 3


def _report(name: str) -> Callable[[], Write]:
    def prepare() -> Write:
        copy = export_rows.copy()
        return lambda out: void(out.write_bytes(FORMATS[name].render(copy)))

    return prepare


def _volumes() -> Write:
    copy = export_rows.copy()
    return lambda out: void(out.write_bytes(binding.bound(FORMATS["pdf"], copy)))


def _register_book(out: Path) -> None:
    with out.open("wb") as file:
        asked, at = {"state": "all"}, clock.now()
        register_book.write(
            file, columns=export_rows.COLUMNS, batches=export_rows.register(), asked=asked.items(), at=at
        )


def _register_csv(out: Path) -> None:
    with out.open("wb") as file:
        file.write(claim_files.as_csv(export_rows.COLUMNS, []))
        for batch in export_rows.register():
            file.write(claim_files.csv_lines(batch))


def void(_: object) -> None:
    """Let go of what a deed gives back."""


JOBS: dict[str, Callable[[], Write]] = {
    "matrix pdf, volume 1": _report("pdf"),
    "matrix pdf, all volumes": _volumes,
    "matrix pdf, reportlab canvas": lambda: bare_writers.canvas(export_rows.grid()),
    "matrix pdf, typst": lambda: bare_writers.typst(export_rows.grid()),
    "matrix xlsx, ours": _report("xlsx"),
    "matrix xlsx, rust": lambda: bare_writers.rust(export_rows.cells()),
    "matrix xlsx, XlsxWriter": lambda: bare_writers.xlsxwriter(export_rows.cells()),
    "matrix csv, ours": _report("csv"),
    "matrix csv, csv module": lambda: bare_writers.csv_module(export_rows.cells()),
    "register xlsx, ours": lambda: _register_book,
    "register xlsx, rust": lambda: bare_writers.rust(export_rows.lines()),
    "register xlsx, XlsxWriter": lambda: bare_writers.xlsxwriter(export_rows.lines()),
    "register csv, ours": lambda: _register_csv,
    "register csv, csv module": lambda: bare_writers.csv_module(export_rows.lines()),
}
"""What is written, by whom: each prepares its rows, and then writes them."""


def measure(times: int = TIMES, jobs: tuple[str, ...] = tuple(JOBS)) -> Figures:
    """The median seconds of the processor, the memory beyond the rows in MB, and the size in kB, for each writer."""
    figures = {}
    for name in jobs:
        runs = [_apart(name) for _ in range(times)]
        figures[name] = {key: round(median(run[key] for run in runs), 3) for key in runs[0]}
    return {"on": clock.today().isoformat(), "busy": round(os.getloadavg()[1], 1), "writers": figures}


def _apart(name: str) -> Figures:
    command = [sys.executable, "-m", "benchmarks.exports", "--only", name]
    done = subprocess.run(command, check=True, capture_output=True)  # noqa: S603  (a command of our own)
    return json.loads(done.stdout)


def alone(name: str) -> Figures:
    """One writer, in this process."""
    write = JOBS[name]()
    with tempfile.TemporaryDirectory(prefix="tracker-exports-") as folder:
        out, before, began = Path(folder) / "out", _forget_peak(), _used()
        write(out)
        seconds, size = _used() - began, out.stat().st_size
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1_000
    return {"seconds": seconds, "extra_mb": _peak() - before, "child_mb": child, "kb": size / 1_000}


def _used() -> float:
    return sum(resource.getrusage(who).ru_utime + resource.getrusage(who).ru_stime for who in _WHO)


_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _forget_peak() -> float:
    """Begin the peak anew, so that what was prepared before does not hide what the writer takes; the MB held now."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


def _peak() -> float:
    """The most MB that were held since then."""
    return _status("VmHWM")


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1_000


def main() -> None:
    """Measure, and write the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exports", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", choices=JOBS, help="one writer, in this process")
    parser.add_argument("--times", type=int, default=TIMES, help="how often each writer runs; the median counts")
    parser.add_argument("--out", type=Path, help="where to write the figures; standard output, if left out")
    chosen = parser.parse_args()
    text = json.dumps(alone(chosen.only) if chosen.only else measure(chosen.times), indent=1) + "\n"
    if chosen.out:
        chosen.out.write_text(text)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
