"""Putting a version of the rules in force: what a proposal must say, and which version is in force when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.domain.refusals import refusal
from tracker.domain.adopting import Adoption, check_proposal, fingerprint, in_force
from tracker.domain.facts import RULES_VERSION
from tracker.domain.rules import VERSIONS

AT = datetime(2026, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
UNKNOWN = {"version": "There are no rules of that version: choose one of 1, 2, 3."}


@pytest.mark.parametrize(
    ("version", "reason", "expected"),
    [
        ("2", "Because.", {}),
        ("1", "Because.", {"version": "Version 1 is in force already; choose another one."}),
        ("9", "Because.", UNKNOWN),
        ("9", "", UNKNOWN | {"reason": "Say why these rules should decide; the reason stays with them."}),
        ("2", "x" * 5_001, {"reason": "Use at most 5,000 characters."}),
    ],
)
def test_a_proposal_names_another_version_and_says_why(version, reason, expected):
    found = refusal(check_proposal, version=version, reason=reason, present="1")
    assert found == (("refused", "rules", expected) if expected else None)


@pytest.mark.parametrize(
    ("known_at", "version"),
    [(AT - HOUR, RULES_VERSION), (AT, "2"), (AT + HOUR, "3"), (AT + 9 * HOUR, "3")],
)
def test_the_version_adopted_last_is_in_force(known_at, version):
    adoptions = [Adoption("3", AT + HOUR), Adoption("2", AT)]
    assert in_force(adoptions, known_at) == in_force(adoptions[::-1], known_at) == version


def test_the_fingerprint_of_a_version_is_of_what_it_says():
    found = {fingerprint(rules) for rules in VERSIONS.values()}
    assert len(found) == len(VERSIONS)
    assert all(len(one) == 64 for one in found)
    assert fingerprint(replace(VERSIONS["2"], why="Otherwise.")) not in found
