"""How far a rendering is: renderers tell, and whoever waits listens. Without a listener nothing happens.

A renderer with many rows calls `tell` now and then; a listener may raise `Cancelled`, which ends the rendering.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
Listener = Callable[[str, int, int], None]
EVERY = 200
"""After how many items a renderer tells."""

_LISTENER: ContextVar[Listener | None] = ContextVar("progress", default=None)


class Cancelled(Exception):
    """Nobody wants the rendering any more."""


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Hear of what is rendered within. The listener gets what is done, how many of it, and of how many."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def tell(stage: str, done: int, total: int) -> None:
    """Say how far it is."""
    if listener := _LISTENER.get():
        listener(stage, done, total)


def counted(stage: str, items: Iterable[T], total: int) -> Iterator[T]:
    """The items, with word of how far it is after each few hundred."""
    for number, item in enumerate(items):
        if number % EVERY == 0:
            tell(stage, number, total)
        yield item
