"""The invariants of a status, over records that grow by random steps; and over every zone and language."""

import time
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests import locales
from tests.domain.machine import ZONES, Record, elsewhere
from tests.domain.worlds import DAY, world_of
from tracker.domain import proof_text, proofs
from tracker.domain.dates import day_words, parse_span
from tracker.domain.deadlines import due_dates, explain, parse_rule
from tracker.exports import proofs as proof_files

STEPS = 50


def run(examples: int) -> None:
    """Take so many records through fifty steps each."""
    locales.provide()
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    chosen = settings(max_examples=examples, stateful_step_count=STEPS, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(Record, settings=chosen)


def test_ten_thousand_steps_break_no_invariant() -> None:
    run(10_000 // STEPS)


def _rendered() -> list[str]:
    """What pages, reports and commands say of some worlds, of days and of deadlines."""
    worlds = [proofs.prove(*world_of(seed)) for seed in range(12)]
    days = [day_words(DAY + timedelta(days=n)) for n in range(0, 400, 37)]
    rules = [parse_rule(text) for text in ("+24 months", "every 30 days", "monthly +30 days", "yearly")]
    dues = [repr(due_dates(rule, start=DAY, until=DAY + timedelta(days=400))) + explain(rule, DAY) for rule in rules]
    read = [repr(parse_span(text)) for text in ("2019-03", "22 March 2019", "early 2020")]
    said = [line for proof in worlds for line in proof_text.lines_of(proof)]
    return [*said, *(proof_files.render(proof).decode() for proof in worlds), *days, *dues, *read]


@pytest.fixture(scope="module")
def here() -> list[str]:
    return _rendered()


@pytest.fixture(scope="module")
def languages() -> tuple[str, ...]:
    locales.provide()
    return locales.LOCALES


@pytest.mark.parametrize("zone", ZONES)
def test_no_time_zone_and_no_locale_changes_a_word(here: list[str], languages: tuple[str, ...], zone: str) -> None:
    for language in languages if zone == ZONES[0] else languages[ZONES.index(zone) % 6 :: 6]:
        with elsewhere(zone, language):
            assert time.strftime("%B", (2019, 3, 1, 0, 0, 0, 4, 60, 0)) == locales.MARCH[languages.index(language)]
            assert _rendered() == here
