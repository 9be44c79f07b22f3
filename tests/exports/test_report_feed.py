"""A report of changes as a feed, read back by feedparser."""

from dataclasses import replace
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import feedparser
import pytest

from tests.exports.documents import FINAL, FORMULAS, HOSTILE, RETURN, copy_of, document
from tracker.domain.report_parts import ReportCause, ReportChange, ReportMoment
from tracker.domain.vocabulary import ReportKind
from tracker.exports import report_feed
from tracker.exports.as_atom import NAMESPACE

MOVED = ReportChange(
    obligation=RETURN.key,
    states=("RUS", "CIV"),
    outcome_before="no_information",
    assurance_before="unsupported",
    outcome="in_progress",
    assurance="self_reported",
    causes=(ReportCause("claim", "A claim was accepted.", "ru-pledge"), ReportCause("day", "A day passed.")),
)
BEFORE = ReportMoment(date(2018, 1, 1), datetime(2026, 1, 1, tzinfo=UTC), "1")
CHANGES = document(
    kind=ReportKind.CHANGES, before=BEFORE, changes=(MOVED, replace(MOVED, obligation=FINAL.key, states=("CIV",)))
)


def read(found):
    made = feedparser.parse(report_feed.render(copy_of(found)))
    assert not made.bozo
    return made


def test_each_change_is_an_entry_with_both_outcomes_and_its_causes() -> None:
    first, second = read(CHANGES).entries
    assert (first.title, second.title) == (
        "Repatriate workers: Russian Federation, Côte d'Ivoire",
        "Final report: Côte d'Ivoire",
    )
    assert first.summary.splitlines() == [
        "no information (unsupported) → in progress (self-reported)",
        "A claim was accepted.",
        "A day passed.",
        "Between as of 2018-01-01, known at 2026-01-01T00:00:00Z, and as of 2018-07-31, known at 2026-11-23T12:00:00Z.",
    ]
    assert (first.id, second.id) == tuple(f"{copy_of(CHANGES).mark}#change-{n}" for n in (1, 2))
    assert first.updated == "2026-11-23T12:00:01.000005Z"


def test_the_feed_says_whose_it_is_its_manifest_and_its_mark() -> None:
    made = read(CHANGES).feed
    assert (made.id, made.author) == (copy_of(CHANGES).mark, "Anna Analyst")
    assert {f"Data digest: {'d' * 64}", CHANGES.notice} <= set(made.subtitle.splitlines())


@pytest.mark.parametrize("words", [*HOSTILE.values(), *FORMULAS.values()], ids=[*HOSTILE, *FORMULAS])
def test_hostile_words_come_back_whole_and_are_no_markup(words) -> None:
    change = replace(MOVED, causes=(ReportCause("claim", words),))
    found = replace(CHANGES, title=words, changes=(change,), obligations=(replace(RETURN, title=words),))
    root = ElementTree.fromstring(report_feed.render(copy_of(found)))  # noqa: S314 - our own bytes
    shown = words.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "⟦U+0000⟧")
    assert root.findtext(f"{{{NAMESPACE}}}title") == shown
    entry = root.find(f"{{{NAMESPACE}}}entry")
    assert entry is not None
    assert entry.findtext(f"{{{NAMESPACE}}}title") == f"{shown}: Russian Federation, Côte d'Ivoire"
    assert shown in (entry.findtext(f"{{{NAMESPACE}}}summary") or "")
    assert all(len(child) == 0 for child in entry)
