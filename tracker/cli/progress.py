"""Progress on a terminal. Nothing is printed where standard error goes to a file or another program."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def bar(label: str, total: int) -> Iterator[Callable[[], None]]:
    """Show a bar for work of `total` steps; call what it gives after each."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not _watched()) as progress:
        task = progress.add_task(label, total=total)
        yield lambda: progress.advance(task)


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
