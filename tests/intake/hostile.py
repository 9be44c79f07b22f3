"""All hostile files by class. None lies in the tree: each has a name, and its bytes are made when a test asks for them.

`LEAST` says how many of each class there must be at least.
"""

from collections.abc import Callable
from typing import NamedTuple

from tests.intake import hostile_archives as archives
from tests.intake import hostile_files as others


class Hostile(NamedTuple):
    """A hostile file: its class, its name and what makes its bytes."""

    kind: str
    name: str
    make: Callable[[], bytes]


DAMAGED = "damaged"
"""The one class whose files may be kept, if what is wrong with them is said."""

_CLASSES = {
    "ratio bomb": archives.BOMBS,
    "nested": archives.NESTED,
    "entity": archives.ENTITIES,
    "name of a part": archives.NAMES,
    "program in a document": archives.PROGRAMS,
    "crowd": archives.CROWDS,
    "two at once": others.POLYGLOTS,
    "wrong type": others.STRANGERS,
    DAMAGED: others.DAMAGED,
    "flood of pixels": others.FLOODS,
}
LEAST = {
    "ratio bomb": 16,
    "nested": 8,
    "entity": 12,
    "name of a part": 14,
    "program in a document": 8,
    "crowd": 4,
    "two at once": 16,
    "wrong type": 24,
    DAMAGED: 40,
    "flood of pixels": 6,
}
CORPUS = [Hostile(kind, name, make) for kind, made in _CLASSES.items() for name, make in made.items()]
