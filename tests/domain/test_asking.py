"""Questions: how one stands on a day, as known at an instant, and in which words."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tracker.domain.asking import Asked, QuestionState, is_asked, sentence, state_of
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
