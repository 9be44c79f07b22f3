"""Agencies, newspapers and broadcasters, by the names that they have in texts of the six languages."""

from collections.abc import Iterator

from tracker.intake.reading import words

WIRES = frozenset(
    [
        *("RIA Novosti", "TASS", "Interfax", "Reuters", "Associated Press", "AFP", "Yonhap", "Kyodo News"),
        *(
            "Jiji Press",
            "KCNA",
            "Xinhua",
            "EFE",
            "Europa Press",
            "DPA",
            "ANSA",
            "Anadolu",
            "MENA",
            "SANA",
            "KUNA",
            "QNA",
            "WAM",
        ),
        *(
            "SPA",
            "Sputnik",
            "Notimex",
            "Prensa Latina",
            "Asian News International",
            "ANI",
            "Press Trust of India",
            "Bernama",
        ),
    ]
)
"""Those that carry words to others, by the record's name for them."""


def names(code: str) -> Iterator[tuple[str, str]]:
    """Each name with one of its spellings. `code` is the language of the text: "The Times" is a name in English."""
    for name, spelling in words.of("press")[""]:
        if code == "en" or spelling != "The Times":
            yield name, spelling
