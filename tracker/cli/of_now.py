"""Commands that go by no clock, although they read the record: what each shows is of now, and why.

Every other command that reads the record takes `--known-at`; a test holds that it is one or the other.
"""

from collections.abc import Callable
from inspect import cleandoc
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

SENTENCE = "This command shows the record as it is now."
"""What the pages of now say of themselves, said of a command."""

OF_NOW = {
    "audit verify": "The tables that it compares with the log are those of now.",
    "backup": "A backup is for going on from; `tracker archive` writes the record of then.",
    "bundle digest": "It is compared with that of another installation, as both are.",
    "bundle export": "Another installation is told what this one has to say today.",
    "bundle matters": "They are what still waits for a person.",
    "bundle travel": "One travels with the record of today.",
    "digests list": "Mails are operation: they have instants of their own, and nothing is decided on them.",
    "exports list": "The files are operation: each is of a report, which has clocks of its own.",
    "find": "Words are looked up in what it says now, and the index of words knows no past.",
    "imports mappings": "A mapping is a tool of its owner, and nothing is decided on it.",
    "imports sample": "It is what waits for the reviewer.",
    "imports waiting": "It is what waits for the reviewer.",
    "intake": "What it proposes is to be logged today, and not what is on record already.",
    "summaries check": "The summary is of now; an answer of then does not use it.",
    "timestamps ask": "The question is put to the authority today.",
    "users list": "Who may sign in is a matter of today; who did what is told by `tracker audit log`.",
}
"""Why each of them is of now, by its name."""

OWN_CLOCKS = {
    "reports check": "A report has clocks of its own: they are asked again, and what is known now beside them.",
    "reports diff": "Each of the two reports has clocks of its own.",
    "reports export": "A report has clocks of its own, and is given out as it was frozen.",
}
"""Commands on frozen reports, whose clocks are those of the report."""


def of_now(name: str) -> Callable[[F], F]:
    """Let the help of a command of now say that it is one, and why."""
    return _told(f"{SENTENCE} {OF_NOW[name]}")


def own_clocks(name: str) -> Callable[[F], F]:
    """Let the help of a command on frozen reports say whose clocks it goes by."""
    return _told(OWN_CLOCKS[name])


def _told(sentence: str) -> Callable[[F], F]:
    def told(command: F) -> F:
        command.__doc__ = f"{cleandoc(command.__doc__ or '')}\n\n{sentence}"
        return command

    return told
