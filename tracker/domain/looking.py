"""Records of searches: what they must say, and what they make of a cell on which nothing is on record.

A search never changes an outcome. It tells "nobody looked" from "looked, and nothing was there".
"""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain.asking import past_day_problems
from tracker.domain.dates import day_words
from tracker.domain.errors import Problem, RuleBroken
from tracker.domain.facts import Clocks
from tracker.domain.remarking import LONGEST_LINE, words_problems
from tracker.domain.vocabulary import SearchResult

LONGEST_LANGUAGE = 20
NOBODY = "Nobody has looked for information here, as far as the record says."


@dataclass(frozen=True, slots=True)
class Looked:
    """A search as a sentence needs it: where, when, by whom, and what came of it."""

    searched: str
    searched_on: date
    by: str
    result: SearchResult
    recorded_at: datetime


def is_known(looked: Looked, clocks: Clocks) -> bool:
    """Whether the search had been made by the as-of day, as known at the instant."""
    return looked.searched_on <= clocks.as_of and looked.recorded_at <= clocks.known_at


def sentence(looked: Looked) -> str:
    """The search in words, as in: Looked: the library of the UN, on 3 May 2024 by Ann Analyst; nothing found."""
    return f"Looked: {looked.searched}, on {day_words(looked.searched_on)} by {looked.by}; {looked.result.label}."


def check_search(*, searched: str, terms: str, language: str, note: str, searched_on: date, today: date) -> None:
    """Raise RuleBroken with every problem of a record of a search."""
    found = words_problems("searched", searched, missing="Say where you looked.", most=LONGEST_LINE)
    found += words_problems("terms", terms, most=LONGEST_LINE)
    found += words_problems("note", note)
    if len(language) > LONGEST_LANGUAGE:
        found.append(Problem("language", f"Use at most {LONGEST_LANGUAGE} characters, such as en or ru."))
    found += past_day_problems("searched_on", searched_on, today=today, what="A search is recorded once it was made")
    if found:
        raise RuleBroken("search", *found)
