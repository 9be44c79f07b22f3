"""Who may freeze and approve a report, and over which clocks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.domain.refusals import refusal
from tracker.domain.reporting import check_approver, check_author, check_request, check_withdrawer
from tracker.domain.vocabulary import Role

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = AT.date()
GIVEN = {"title": "A report", "as_of": TODAY, "known_at": AT, "at": AT}


@pytest.mark.parametrize(("roles", "allowed"), [({Role.ANALYST}, True), ({Role.REVIEWER, Role.ADMINISTRATOR}, False)])
def test_an_analyst_freezes(roles, allowed):
    sentence = "Only an analyst may freeze a report. Ask an administrator."
    assert refusal(check_author, roles) == (None if allowed else ("not_allowed", "report", {"": sentence}))


@pytest.mark.parametrize(
    ("approver", "roles", "sentence"),
    [
        (2, {Role.REVIEWER}, None),
        (1, {Role.REVIEWER, Role.ADMINISTRATOR}, "You froze this report. A second person must approve it."),
        (2, {Role.ANALYST}, "Only a reviewer may approve a report. Ask an administrator."),
    ],
)
def test_another_person_who_is_a_reviewer_approves(approver, roles, sentence):
    found = refusal(check_approver, approver=approver, roles=roles, author=1)
    assert found == (("not_allowed", "report", {"": sentence}) if sentence else None)


@pytest.mark.parametrize(
    ("person", "roles", "allowed"),
    [
        (1, set(), True),
        (1, {Role.REVIEWER}, True),
        (2, {Role.REVIEWER}, True),
        (2, {Role.ANALYST, Role.ADMINISTRATOR}, False),
        (2, set(), False),
    ],
)
def test_its_author_or_a_reviewer_takes_a_report_back(person, roles, allowed):
    sentence = "Only its author or a reviewer may take a report back."
    found = refusal(check_withdrawer, person=person, roles=roles, author=1)
    assert found == (None if allowed else ("not_allowed", "report", {"": sentence}))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {}),
        ({"title": "  "}, {"title": "Give the report a title; it stands on every copy."}),
        ({"title": "x" * 200}, {}),
        ({"title": "x" * 201}, {"title": "Shorten the title to 200 characters."}),
        (
            {"title": "one\ntwo"},
            {"title": "Write the title in one line, without characters that cannot be seen."},
        ),
        ({"as_of": date(1945, 10, 24)}, {}),
        (
            {"as_of": date(1945, 10, 23)},
            {"as_of": "Choose a day from 24 October 1945 on; no duty is older than the Charter."},
        ),
        ({"as_of": TODAY + timedelta(days=1)}, {}),
        (
            {"as_of": TODAY + timedelta(days=2)},
            {"as_of": "A report is of a day that has come. Choose today or an earlier day."},
        ),
        (
            {"known_at": AT + timedelta(seconds=1)},
            {
                "known_at": "Nobody knows yet what will be on record then. Choose an instant that has passed, or leave "
                "it empty."
            },
        ),
        ({"public_at": TODAY + timedelta(days=1)}, {}),
        (
            {"public_at": TODAY + timedelta(days=2)},
            {"public_at": "Nobody knows yet what will be published by then. Choose today or an earlier day."},
        ),
    ],
)
def test_a_report_has_a_title_and_clocks_that_have_come(given, expected):
    found = refusal(check_request, **{**GIVEN, **given})
    assert found == (("refused", "report", expected) if expected else None)
