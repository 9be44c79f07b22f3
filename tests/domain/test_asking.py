"""Questions: how one stands on a day, as known at an instant, and in which words."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.domain.refusals import refusal
from tracker.domain.asking import Asked, QuestionState, check_question, check_reply, is_asked, sentence, state_of
from tracker.domain.facts import Clocks

RECORDED, REPLIED = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 15, tzinfo=UTC)
LAST = datetime(2026, 12, 1, tzinfo=UTC)
OPEN = Asked("the mission", date(2026, 3, 1), date(2026, 3, 12), RECORDED)
ANSWERED = replace(OPEN, replied_at=REPLIED, replied_on=date(2026, 3, 10))


@pytest.mark.parametrize(
    ("asked", "as_of", "known_at", "standing", "words"),
    [
        pytest.param(
            OPEN, "2026-03-12", LAST, "open", "reply asked for by 12 March 2026", id="the last day is in time"
        ),
        pytest.param(OPEN, "2026-03-13", LAST, "overdue", "no reply by 12 March 2026", id="the day after is not"),
        pytest.param(replace(OPEN, reply_by=None), "2030-01-01", LAST, "open", "no reply yet", id="no day was set"),
        pytest.param(ANSWERED, "2026-03-13", LAST, "answered", "replied by 10 March 2026", id="answered in time"),
        pytest.param(
            ANSWERED, "2026-03-13", RECORDED, "overdue", "no reply by 12 March 2026", id="reply not known yet"
        ),
        pytest.param(
            ANSWERED, "2026-03-09", LAST, "open", "reply asked for by 12 March 2026", id="reply not given yet"
        ),
        pytest.param(
            ANSWERED, "2026-03-10", LAST, "answered", "replied by 10 March 2026", id="on the day of the reply"
        ),
        pytest.param(
            replace(ANSWERED, replied_on=None), "2026-03-02", LAST, "answered", "replied", id="day not stated"
        ),
        pytest.param(
            replace(ANSWERED, reply_gone_at=REPLIED), "2026-03-13", LAST, "overdue", "no reply by", id="reply withdrawn"
        ),
        pytest.param(
            replace(ANSWERED, reply_gone_at=LAST), "2026-03-13", REPLIED, "answered", "replied", id="not withdrawn yet"
        ),
    ],
)
def test_a_question_stands_as_the_clocks_say(asked, as_of, known_at, standing, words):
    clocks = Clocks(date.fromisoformat(as_of), known_at)
    assert state_of(asked, clocks) is QuestionState(standing)
    assert sentence(asked, clocks).startswith(f"Asked of the mission on 1 March 2026; {words}")


@pytest.mark.parametrize(
    ("as_of", "known_at", "asked"),
    [
        ("2026-03-01", RECORDED, True),
        ("2026-02-28", LAST, False),
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC), False),
    ],
)
def test_a_question_is_there_once_it_was_put_and_recorded(as_of, known_at, asked):
    assert is_asked(OPEN, Clocks(date.fromisoformat(as_of), known_at)) is asked


DAY = date(2026, 3, 1)
GIVEN = {
    "asked_of": "the mission",
    "channel": "",
    "wording": "Has it?",
    "asked_on": DAY,
    "reply_by": None,
    "today": DAY,
}
ASK_AGAIN = "A reply to this question is on record already, and stays. Ask again if more is to be answered."


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {}),
        ({"asked_of": ""}, {"asked_of": "Say whom you asked."}),
        ({"asked_of": "x" * 500, "channel": "x" * 500, "wording": "x" * 5_000}, {}),
        ({"asked_of": "x" * 501}, {"asked_of": "Use at most 500 characters."}),
        ({"channel": "x" * 501}, {"channel": "Use at most 500 characters."}),
        ({"wording": " "}, {"wording": "Give the words of the question, as they were put."}),
        ({"wording": "x" * 5_001}, {"wording": "Use at most 5,000 characters."}),
        ({"asked_on": date(2026, 3, 2)}, {}),
        (
            {"asked_on": date(2026, 3, 3)},
            {"asked_on": "A question is recorded once it was put. Choose today or an earlier day."},
        ),
        ({"asked_on": date(1945, 10, 23)}, {"asked_on": "Choose a day from 24 October 1945 on."}),
        ({"reply_by": DAY}, {}),
        (
            {"reply_by": date(2026, 2, 28)},
            {"reply_by": "A reply cannot be asked for by a day before the question."},
        ),
    ],
)
def test_a_question_says_whom_what_and_when(given, expected):
    found = refusal(check_question, **{**GIVEN, **given})
    assert found == (("refused", "question", expected) if expected else None)


@pytest.mark.parametrize(
    ("speaks_for", "answered", "expected"),
    [
        ("RUS", False, None),
        ("RUS", True, ASK_AGAIN),
        ("CHN", False, "A reply is the state's own word: the claim must speak for RUS."),
        (None, False, "A reply is the state's own word: the claim must speak for RUS."),
    ],
)
def test_a_reply_is_the_own_word_of_the_state_that_was_asked(speaks_for, answered, expected):
    found = refusal(check_reply, state="RUS", speaks_for=speaks_for, answered=answered)
    assert found == (("refused", "question", {"reply": expected}) if expected else None)
