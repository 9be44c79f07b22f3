"""Texts -> proposed claims. By rules and dictionaries: nothing is learnt, nothing is fetched, nothing is saved.

A text is cut into sentences, the words of the dictionaries are found in each (`tongues`), and rules of the domain say
what they make together: who speaks (`domain.speaking`), which kind of claim it is (`domain.telling`), about which state
and duty (`domain.concerning`), on which day (`domain.day_words`). A sentence is a claim when it names a wording of a
kind, a state, and a subject of a duty or the sanctions; every field of a proposal comes with its reason.
"""

from tracker.intake.reading.engine import LONGEST, read
from tracker.intake.reading.tongues import LANGUAGES

__all__ = ["LANGUAGES", "LONGEST", "read"]
