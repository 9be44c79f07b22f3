"""Progress on a terminal. Nothing is printed where standard error goes to a file or another program."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


@contextmanager
def bar(label: str, total: int) -> Iterator[Callable[[], None]]:
    """Show a bar for work of `total` steps; call what it gives after each."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not _watched()) as progress:
        task = progress.add_task(label, total=total)
        yield lambda: progress.advance(task)


@contextmanager
def steps() -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar for each kind of work; what it gives is told the kind, how much is done, and how much there is."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not _watched()) as progress:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what)
            progress.update(tasks[what], completed=done, total=total)

        yield tell


@contextmanager
def spinner(label: str) -> Iterator[None]:
    """Show that work of unknown length goes on."""
    if not _watched():
        yield
        return
    with Console(stderr=True).status(label):
        yield


def _watched() -> bool:
    return sys.stderr.isatty()
