"""The dictionaries, one language a file, as text that anybody can read and mend."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

Entries = dict[str, list[tuple[str, str]]]


@lru_cache(maxsize=8)
def of(name: str) -> Entries:
    """The sections of a dictionary: each has its words with their meanings, in the order of the file."""
    found: Entries = {"": []}
    section = ""
    for line in _whole_lines((Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8")):
        if line.startswith("["):
            section = line.strip("[]")
            found.setdefault(section, [])
        else:
            found[section] += _entries(line)
    return found


def _whole_lines(text: str) -> Iterator[str]:
    """The lines without comments; one that begins with a space goes on with the one before."""
    whole = ""
    for line in text.splitlines():
        if line.startswith(" "):
            whole += line
            continue
        if whole:
            yield whole
        whole = "" if line.startswith("#") else line.strip()
    if whole:
        yield whole


def _entries(line: str) -> list[tuple[str, str]]:
    meaning, _, words = line.partition(":")
    return [(meaning.strip(), one.strip()) for one in words.split(",") if one.strip()]
