"""Who may speak up beside deciding (dissent, comment, link, ask, search), and what such words must hold."""

from collections.abc import Collection

from tracker.domain.errors import NotAllowed, Problem, RuleBroken
from tracker.domain.vocabulary import Role

LONGEST = 5_000
"""How many characters a reason, a comment, a question or a note may have."""

LONGEST_LINE = 500
"""How many characters a line may have: whom one asked, where one looked."""

SPEAKERS = frozenset({Role.ANALYST, Role.REVIEWER})


def check_speaker(noun: str, roles: Collection[str]) -> None:
    """Raise NotAllowed for a person who is neither analyst nor reviewer. `noun` is what they want to add."""
    if SPEAKERS.isdisjoint(roles):
        sentence = f"Only an analyst or a reviewer may add a {noun}. Ask an administrator for the role."
        raise NotAllowed(noun, Problem("", sentence))


def words_problems(field: str, words: str, *, missing: str = "", most: int = LONGEST) -> list[Problem]:
    """What is wrong with the words of a field. `missing` is the sentence for none; without it, none are needed."""
    if missing and not words.strip():
        return [Problem(field, missing)]
    if len(words) > most:
        return [Problem(field, f"Use at most {most:,} characters.")]
    return []


def check_words(noun: str, field: str, words: str, *, missing: str) -> None:
    """Raise RuleBroken unless a field holds words, and not too many."""
    if found := words_problems(field, words, missing=missing):
        raise RuleBroken(noun, *found)
