"""Digests: what a period is, what goes where all can read, what comes first, and how much of it there is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import digesting
from tracker.domain.digesting import Digest, Entry, Group, Line, What
from tracker.domain.errors import RuleBroken
from tracker.domain.public_edition import WITHHELD
from tracker.domain.reasons import Decision
from tracker.domain.vocabulary import Assurance, MailRhythm, Outcome

NOON = datetime(2026, 12, 2, 12, tzinfo=UTC)  # a Wednesday
PERIODS = [
    (MailRhythm.DAILY, NOON, "2026-12-02", datetime(2026, 12, 2, tzinfo=UTC)),
    (MailRhythm.DAILY, datetime(2026, 12, 2, tzinfo=UTC), "2026-12-02", datetime(2026, 12, 2, tzinfo=UTC)),
    (MailRhythm.WEEKLY, NOON, "2026-W49", datetime(2026, 11, 30, tzinfo=UTC)),
    (MailRhythm.WEEKLY, datetime(2027, 1, 1, tzinfo=UTC), "2026-W53", datetime(2026, 12, 28, tzinfo=UTC)),
]


@pytest.mark.parametrize(("rhythm", "at", "name", "until"), PERIODS)
def test_a_period_ends_with_the_midnight_from_which_the_present_one_counts(rhythm, at, name, until):
    period = digesting.period_of(rhythm, at)
    assert period is not None
    assert (period.name, period.until) == (name, until)


def test_who_wants_no_mail_has_no_period():
    assert digesting.period_of(MailRhythm.NONE, NOON) is None


@given(at=st.integers(0, 40_000_000).map(lambda minutes: NOON + timedelta(minutes=minutes - 10_000_000)))
def test_the_mails_of_a_person_tell_of_everything_once(at):
    for rhythm in (MailRhythm.DAILY, MailRhythm.WEEKLY):
        first = digesting.period_of(rhythm, at)
        assert first is not None
        following = digesting.period_of(rhythm, at + first.length)
        assert following is not None
        assert first.until <= at < first.until + first.length == following.until
        assert first.name != following.name
        assert digesting.since_of(following, first.until) == first.until
        assert digesting.since_of(following, None) == following.until - following.length
        assert digesting.since_of(following, first.until - timedelta(days=400)) == following.until - digesting.LONGEST


def _entry(what: What, hour: int, *lines: Line) -> Entry:
    at = datetime(2026, 12, 1, hour, tzinfo=UTC)
    return Entry(what, at.date(), at, f"{what} {hour}", lines)


def test_the_newest_comes_first_and_the_next_deadline():
    due = [Entry(What.DUE, date(2026, 12, day), NOON, str(day)) for day in (20, 9)]
    listed = digesting.in_order([*due, _entry(What.REVIEWED, 1), _entry(What.MOVED, 2), _entry(What.MOVED, 3)])
    assert [one.head for one in listed] == ["moved 3", "moved 2", "reviewed 1", "9", "20"]


def test_no_more_is_told_than_fits_and_the_rest_is_counted():
    groups = [
        Group("a", "A", entries=(_entry(What.MOVED, 1),) * 2),
        Group("b", "B", entries=(_entry(What.DUE, 1),) * 3),
    ]
    kept, left_out = digesting.at_most(groups, 3)
    assert [len(group.entries) for group in kept] == [2, 1]
    assert left_out == 2
    kept, left_out = digesting.at_most(groups, 2)
    assert ([group.obligation for group in kept], left_out) == (["a"], 3)
    told = Digest(NOON, NOON, 1, tuple(groups))
    assert (told.told, told.news) == (5, 2)


def test_what_restricted_sources_say_does_not_leave_the_house():
    secret = Line("Hushed words", "claim-1", "a-secret-title", is_restricted=True)
    digest = Digest(NOON, NOON, 1, (Group("a", "A", entries=(_entry(What.NOTICED, 1, secret, Line("Open", "c")),)),))
    (entry,) = digesting.public(digest).groups[0].entries
    assert entry.lines == (Line(WITHHELD, "claim-1", "", is_restricted=True), Line("Open", "c"))


def test_a_change_is_put_in_words():
    was = Decision(Outcome.NO_INFORMATION, Assurance.UNSUPPORTED, None)
    now = Decision(Outcome.FULFILLED, Assurance.CORROBORATED, None)
    assert digesting.moved_words(was, now) == "no information (unsupported) → fulfilled (corroborated)"


def test_nobody_watches_more_than_a_hundred_things():
    digesting.check_watched(99)
    with pytest.raises(RuleBroken, match="100 things already"):
        digesting.check_watched(100)


def test_a_digest_begins_within_the_last_month():
    assert digesting.within(NOON - timedelta(days=90), NOON) == NOON - digesting.LONGEST
    assert digesting.within(NOON + timedelta(days=1), NOON) == NOON
    assert digesting.within(NOON - timedelta(days=1), NOON) == NOON - timedelta(days=1)
