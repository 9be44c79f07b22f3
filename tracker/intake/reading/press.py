"""Agencies, newspapers and broadcasters, by the names that they have in texts of the six languages."""

from collections.abc import Iterator

from tracker.intake.reading import words

WIRES = frozenset(name for name, _ in words.of("press")["wire"])
"""Those that carry words to others, by the record's name for them."""


def names(code: str) -> Iterator[tuple[str, str]]:
    """Each name with one of its spellings. `code` is the language of the text: "The Times" is a name in English."""
    for section in ("wire", "paper"):
        for name, spelling in words.of("press")[section]:
            if code == "en" or spelling != "The Times":
                yield name, spelling
