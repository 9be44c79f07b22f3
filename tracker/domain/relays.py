"""Who repeated whom: the paths of the claims of one origin, joined into a tree.

Two steps are one when they do the same thing under the same name, whatever its case and accents, and everything before
them is the same too. What comes out does not depend on the order in which the claims come in.

Outlets that follow one another in a record stand side by side: each printed what the step before them carried. One from
which others took the words is recorded as what it then was, a wire.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.domain.content import HopContent
from tracker.domain.searching import fold
from tracker.domain.vocabulary import HopRole


@dataclass(frozen=True, slots=True)
class Path:
    """One way by which a claim reached a page: its steps, from the speaker on. A path has at least one step."""

    claim: str
    steps: tuple[HopContent, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A step that one claim or several took, the claims whose path ends here, and the steps that follow.

    `offices` are the offices and days that the steps name, each once; a day is as it was typed.
    """

    role: HopRole
    name: str
    offices: tuple[tuple[str, str], ...]
    claims: tuple[str, ...]
    following: tuple["Node", ...]

    @property
    def carried(self) -> frozenset[str]:
        """The claims that came by this step."""
        return frozenset(self.claims).union(*(node.carried for node in self.following))


@dataclass(slots=True)
class _Growing:
    role: HopRole
    names: set[str] = field(default_factory=set)
    offices: set[tuple[str, str]] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)
    following: dict[tuple[HopRole, str], "_Growing"] = field(default_factory=dict)


def paths_of(claim: str, hops: Iterable[HopContent], *, speaker: str, office: str, said: str) -> tuple[Path, ...]:
    """The paths of a claim, one for each outlet that printed it side by side with others; what follows is the last's.

    Each begins with the speaker, also where the record names no step or begins later. A speaker whose step names no
    office or day held the office, and spoke on the day, that the claim itself names.
    """
    taken: list[HopContent] = []
    ended: list[Path] = []
    for step in _from_speaker(tuple(hops), HopContent(HopRole.SPEAKER, speaker, office, said)):
        if taken and taken[-1].role is step.role is HopRole.OUTLET:
            ended.append(Path(claim, tuple(taken)))
            taken.pop()
        taken.append(step)
    return (*ended, Path(claim, tuple(taken)))


def _from_speaker(steps: tuple[HopContent, ...], speaker: HopContent) -> tuple[HopContent, ...]:
    if not steps or steps[0].role is not HopRole.SPEAKER:
        return (speaker, *steps)
    first, *rest = steps
    if fold(first.name) == fold(speaker.name):
        first = HopContent(first.role, first.name, first.office or speaker.office, first.day or speaker.day)
    return (first, *rest)


def tree(paths: Iterable[Path]) -> tuple[Node, ...]:
    """The paths joined from the speaker on: roots by name, and under each step those that follow it, by role and name.

    A claim that comes twice by one path stands there once.
    """
    roots: dict[tuple[HopRole, str], _Growing] = {}
    for path in paths:
        among, last = roots, None
        for step in path.steps:
            last = among.setdefault((step.role, fold(step.name)), _Growing(step.role))
            last.names.add(step.name)
            last.offices |= {(step.office, step.day)} - {("", "")}
            among = last.following
        if last is not None:
            last.claims.add(path.claim)
    return _grown(roots)


_ORDER = {role: place for place, role in enumerate(HopRole)}


def _grown(among: dict[tuple[HopRole, str], _Growing]) -> tuple[Node, ...]:
    places = sorted(among, key=lambda place: (_ORDER[place[0]], place[1]))
    return tuple(_node(among[place]) for place in places)


def _node(growing: _Growing) -> Node:
    return Node(
        growing.role,
        min(growing.names),
        tuple(sorted(growing.offices)),
        tuple(sorted(growing.claims)),
        _grown(growing.following),
    )
