"""A report document: written plain and read back it is the same, and nothing else is taken for one."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from tests.exports.documents import document, everything, quiet
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.report import FORMAT, NOTICE, TWO_DAYS, from_canonical, to_canonical
from tracker.domain.reporting import check_approver, check_author, check_request
from tracker.domain.vocabulary import Role

PUBLIC = date(2020, 3, 31)


def test_a_document_read_back_from_json_is_equal() -> None:
    made = document()
    assert from_canonical(json.loads(json.dumps(to_canonical(made)))) == made


def test_a_document_of_the_first_shape_is_read_as_one_without_determinations() -> None:
    made = document()
    plain: dict[str, Any] = to_canonical(made) | {"format": "1"}
    for cell in plain["cells"]:
        del cell["determinations"]
    read = from_canonical(plain)
    assert read.cells == tuple(replace(cell, determinations=()) for cell in made.cells)


def test_a_cell_with_a_determination_alone_is_not_silent() -> None:
    made = document()
    assert [cell.is_silent for cell in made.cells] == [False, False, True, True]
    assert [cell.determined and cell.determined.number for cell in made.cells] == [3, None, None, None]


def test_days_and_instants_are_written_in_one_way() -> None:
    zone = timezone(timedelta(hours=9))
    plain = to_canonical(document(known_at=datetime(2026, 1, 1, 9, tzinfo=zone)))
    assert (plain["as_of"], plain["known_at"]) == ("2018-07-31", "2026-01-01T00:00:00Z")


def test_a_document_of_the_first_format_is_read_without_what_came_later() -> None:
    plain: dict[str, Any] = to_canonical(document()) | {"format": "1"}
    for claim in plain["evidence"]:
        for name in ("replies", "asked"):
            del claim[name]
        for name in ("dissents", "unprinted"):
            del claim["review"][name]
    read = from_canonical(plain)
    assert [(claim.replies, claim.asked, claim.review.dissents) for claim in read.evidence] == [((), (), ())] * 3


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"number": "7"}, id="a number in words"),
        pytest.param({"as_of": "soon"}, id="a day that is none"),
        pytest.param({"extra": 1}, id="a field too many"),
        pytest.param({"cells": [{}]}, id="a cell without fields"),
        pytest.param({"states": None}, id="no states"),
    ],
)
def test_what_is_no_report_is_refused(broken) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (any sentence will do)
        from_canonical(to_canonical(document()) | broken if broken else {})


@pytest.mark.parametrize(
    ("shape", "own", "earlier", "has_two"),
    [
        (FORMAT, None, PUBLIC, False),
        (TWO_DAYS, date(2017, 5, 4), date(2017, 5, 4), True),
        (TWO_DAYS, None, None, True),
    ],
    ids=["one day for both", "a day of its own", "any day"],
)
def test_the_earlier_moment_has_a_day_of_publication_of_its_own_in_format_5_alone(shape, own, earlier, has_two) -> None:
    made = everything(format=shape, public_at=PUBLIC)
    assert made.before is not None
    found = replace(made, before=replace(made.before, public_at=own))
    plain = to_canonical(found)
    assert from_canonical(json.loads(json.dumps(plain))) == found
    assert ("public_at" in plain["before"], found.has_two_days, found.earlier_public_at) == (has_two, has_two, earlier)


def test_a_cell_names_its_claims_once_and_in_order() -> None:
    cell = document().cells[0]
    assert cell.claims == ("ru-pledge", "ru-article")
    assert not cell.is_silent
    assert quiet("RUS", "x", "overdue", None).is_silent


def test_rows_give_each_state_its_own_cells() -> None:
    assert [(state.code, {cell.state for cell in cells}) for state, cells in document().rows()] == [
        ("RUS", {"RUS"}),
        ("CIV", {"CIV"}),
    ]


def test_a_document_keeps_the_meaning_of_its_words() -> None:
    made = document()
    changed = replace(made, terms=tuple(replace(term, label="then") for term in made.terms))
    assert changed.term("outcome", "overdue").label == "then"
    assert made.claim("ru-pledge").revision == 2


def test_the_notice_is_the_house_s_sentence() -> None:
    assert NOTICE == "An analytical assessment of recorded statements and not a legal finding."


NOW = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)


def test_tomorrow_may_be_reported_on_because_it_has_begun_in_the_east() -> None:
    check_request(title="T", as_of=date(2026, 11, 24), known_at=NOW, at=NOW)
    with pytest.raises(RuleBroken):
        check_request(title="T", as_of=date(2026, 11, 25), known_at=NOW, at=NOW)


def test_every_problem_of_a_request_is_named_at_once() -> None:
    with pytest.raises(RuleBroken) as refused:
        check_request(title="", as_of=date(1900, 1, 1), known_at=NOW + timedelta(seconds=1), at=NOW)
    assert [problem.field for problem in refused.value.problems] == ["title", "as_of", "known_at"]


@pytest.mark.parametrize(
    ("approver", "roles", "allowed"),
    [
        pytest.param(2, {Role.REVIEWER}, True, id="a reviewer who is somebody else"),
        pytest.param(1, {Role.REVIEWER}, False, id="the author, though a reviewer"),
        pytest.param(1, {Role.REVIEWER, Role.ADMINISTRATOR}, False, id="the author, though an administrator"),
        pytest.param(2, {Role.ANALYST}, False, id="an analyst"),
        pytest.param(2, {Role.ADMINISTRATOR}, False, id="an administrator"),
        pytest.param(2, set(), False, id="nobody"),
    ],
)
def test_only_a_second_person_who_reviews_may_approve(approver, roles, allowed) -> None:
    if allowed:
        return check_approver(approver=approver, roles=roles, author=1)
    with pytest.raises(NotAllowed):
        check_approver(approver=approver, roles=roles, author=1)
    return None


def test_only_an_analyst_may_freeze() -> None:
    check_author({Role.ANALYST})
    with pytest.raises(NotAllowed):
        check_author({Role.REVIEWER, Role.ADMINISTRATOR})
