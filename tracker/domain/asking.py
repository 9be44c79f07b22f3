"""Questions put to states: what they must say, and how they stand on a day, as known at an instant.

A question that nobody has answered is said to be so only after the day by which a reply was asked for.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker.domain.dates import day_words
from tracker.domain.errors import Problem, RuleBroken
from tracker.domain.facts import Clocks
from tracker.domain.remarking import LONGEST_LINE, words_problems
from tracker.domain.reporting import FIRST_DAY
from tracker.domain.vocabulary import Word


class QuestionState(Word):
    """How a question stands."""

    OPEN = "open", "open", "The day for a reply has not passed, or none was set."
    OVERDUE = "overdue", "no reply in time", "The day for a reply has passed, and no reply is on record."
    ANSWERED = "answered", "answered", "The state's reply is on record."


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the rules read it. `replied_on` is the last possible day of the reply, where the reply says one.

    `reply_gone_at` is when the claim that holds the reply was withdrawn.
    """

    asked_of: str
    asked_on: date
    reply_by: date | None
    recorded_at: datetime
    replied_at: datetime | None = None
    replied_on: date | None = None
    reply_gone_at: datetime | None = None


def is_asked(asked: Asked, clocks: Clocks) -> bool:
    """Whether the question had been put by the as-of day, as known at the instant."""
    return asked.recorded_at <= clocks.known_at and asked.asked_on <= clocks.as_of


def is_answered(asked: Asked, clocks: Clocks) -> bool:
    """Whether a reply had come by the as-of day, as known at the instant."""
    if asked.replied_at is None or asked.replied_at > clocks.known_at:
        return False
    if asked.reply_gone_at is not None and asked.reply_gone_at <= clocks.known_at:
        return False
    return asked.replied_on is None or asked.replied_on <= clocks.as_of


def state_of(asked: Asked, clocks: Clocks) -> QuestionState:
    """How the question stands. The last day for a reply is still in time."""
    if is_answered(asked, clocks):
        return QuestionState.ANSWERED
    if asked.reply_by is not None and asked.reply_by < clocks.as_of:
        return QuestionState.OVERDUE
    return QuestionState.OPEN


def sentence(asked: Asked, clocks: Clocks) -> str:
    """The question and what came of it, as in: Asked of the mission on 1 March 2026; no reply by 12 March 2026."""
    return f"Asked of {asked.asked_of} on {day_words(asked.asked_on)}; {_outcome(asked, clocks)}."


def _outcome(asked: Asked, clocks: Clocks) -> str:
    standing = state_of(asked, clocks)
    if standing is QuestionState.ANSWERED:
        return f"replied by {day_words(asked.replied_on)}" if asked.replied_on else "replied"
    if asked.reply_by is None:
        return "no reply yet"
    day = day_words(asked.reply_by)
    return f"no reply by {day}" if standing is QuestionState.OVERDUE else f"reply asked for by {day}"


def check_question(
    *, asked_of: str, channel: str, wording: str, asked_on: date, reply_by: date | None, today: date
) -> None:
    """Raise RuleBroken with every problem of a question."""
    found = words_problems("asked_of", asked_of, missing="Say whom you asked.", most=LONGEST_LINE)
    found += words_problems("channel", channel, most=LONGEST_LINE)
    found += words_problems("wording", wording, missing="Give the words of the question, as they were put.")
    found += past_day_problems("asked_on", asked_on, today=today, what="A question is recorded once it was put")
    if reply_by is not None and reply_by < asked_on:
        found.append(Problem("reply_by", "A reply cannot be asked for by a day before the question."))
    if found:
        raise RuleBroken("question", *found)


def past_day_problems(field: str, day: date, *, today: date, what: str) -> list[Problem]:
    """What is wrong with the day of a deed. One day of grace: in the east tomorrow has begun while UTC has today."""
    if day < FIRST_DAY:
        return [Problem(field, f"Choose a day from {day_words(FIRST_DAY)} on.")]
    if day > today + timedelta(days=1):
        return [Problem(field, f"{what}. Choose today or an earlier day.")]
    return []


def check_reply(*, state: str, speaks_for: str | None, answered: bool) -> None:
    """Raise RuleBroken unless the question waits for a reply and the claim is the own word of the state asked."""
    if answered:
        sentence = "A reply to this question is on record already, and stays. Ask again if more is to be answered."
        raise RuleBroken.at("question", "reply", sentence)
    if speaks_for != state:
        sentence = f"A reply is the state's own word: the claim must speak for {state}."
        raise RuleBroken.at("question", "reply", sentence)
