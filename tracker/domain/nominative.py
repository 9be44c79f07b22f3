"""Russian names behind "с", as in "беседовали с Иваном Петровым", in the case in which names are recorded."""

_PEOPLE = (
    *(("евичем", "евич"), ("овичем", "ович"), ("ьичем", "ьич"), ("овым", "ов"), ("евым", "ев"), ("иным", "ин")),
    *(("ским", "ский"), ("цким", "цкий"), ("ской", "ская"), ("овой", "ова"), ("евой", "ева"), ("иной", "ина")),
    *(("овной", "овна"), ("евной", "евна"), ("ичной", "ична"), ("ием", "ий"), ("еем", "ей"), ("аем", "ай")),
    *(("ом", ""), ("ем", ""), ("ой", "а"), ("ей", "я")),
)
"""Endings of names in the instrumental, each with that of the nominative; the longer ones first."""


def nominative(name: str) -> str:
    """A name in the instrumental, word by word, in the nominative; other words stay as they are."""
    return " ".join(_word(word) for word in name.split())


def _word(word: str) -> str:
    for ending, bare in _PEOPLE:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + bare
    return word
