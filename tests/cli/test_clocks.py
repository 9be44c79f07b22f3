"""The clocks of commands: which have them, which are of now and say so, and what each tells of an instant."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import click

from tests.databases import SEEDED_AT
from tests.determined import AT, DUTY, LATER, approved, people_of
from tests.later import BEFORE, GONE, PLEDGE, SAID_LATER, THEN, happens
from tests.reporting import frozen
from tests.services.test_law_changes import SUSPENSION
from tracker.cli import main
from tracker.cli.of_now import OF_NOW, OWN_CLOCKS, SENTENCE
from tracker.db.engine import writing
from tracker.domain.vocabulary import NoticeKind, Ruling
from tracker.services import claims, determinations, law_changes, notices, reports

DEEDS = """
audit checkpoint, audit rotate-key, bundle merge, bundle settle, claims import, claims review, db downgrade, db upgrade,
determinations propose, determinations propose-end, determinations rule, determinations rule-end,
determinations take-back, determinations take-back-end, digests send, exports work, imports new, imports review,
imports work, law clear, law propose, law propose-strike, law rule, law rule-strike, law take-back-strike,
reports approve, reports withdraw, restore, rules approve, rules propose, rules take-back, run, seed, sources fetch,
sources keep, sources retract, sources sweep, summaries empty, summaries fill, timestamps add, users add, users disable
"""
"""Commands that change the record, its files or its database: a deed is of the instant in which it is done."""

READS_NOTHING = """
claims template, db check, db current, imports template, replay, reports schema, reports verify
"""
"""Commands that answer from a file or from the program, whatever the record says; and the state of the database."""


def _every_command(group: Any = main, name: str = "") -> Iterator[tuple[str, click.Command]]:
    for word in group.list_commands(click.Context(group)):
        found, path = group.get_command(click.Context(group), word), f"{name} {word}".strip()
        if isinstance(found, click.Group):
            yield from _every_command(found, path)
        else:
            yield path, found


def _named(table: str) -> set[str]:
    return {" ".join(name.split()) for name in table.split(",")}


def test_every_command_that_reads_the_record_has_known_at_or_says_why_not():
    commands = dict(_every_command())
    clocked = {name for name, command in commands.items() if "known_at" in {one.name for one in command.params}}
    tables = [clocked, set(OF_NOW), set(OWN_CLOCKS), _named(DEEDS), _named(READS_NOTHING)]
    assert sorted(name for table in tables for name in table) == sorted(commands)
    assert len(clocked) > 20
    for name, command in commands.items():
        said, help_text = OF_NOW.get(name) or OWN_CLOCKS.get(name), " ".join((command.help or "").split())
        assert (SENTENCE in help_text) == (name in OF_NOW), name
        assert said is None or help_text.endswith(said), name


def _spelt(at) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_claim_is_shown_as_it_stood_then(tracker, record):
    before = tracker.json("claims", "show", PLEDGE)
    told = tracker("claims", "show", PLEDGE).stdout
    happens(record)
    assert tracker.json("claims", "show", PLEDGE)["statement"] == SAID_LATER
    assert tracker.json("claims", "show", PLEDGE, "--known-at", THEN) == before
    then = tracker("claims", "show", PLEDGE, "--known-at", THEN).stdout
    later = _later(SEEDED_AT + timedelta(hours=1))
    assert then.replace(f"came later: revision 2, saved on {later}\n", "") == told
    gone = tracker("claims", "show", GONE, "--known-at", THEN).stdout
    assert f"came later: withdrawn on {later}" in gone
    assert ("withdrew the claim" in gone, "review_state: accepted" in gone) == (False, True)
    assert (
        "after the instant that was asked for" in tracker("claims", "show", PLEDGE, "--known-at", BEFORE, code=1).stderr
    )


def _later(at) -> str:
    return f"{at.day} {at:%B %Y, %H:%M:%S} UTC"


def test_records_of_the_law_and_their_ripples_are_told_as_of_an_instant(tracker, record):
    with writing(record, actor="test") as session:
        people, minute = people_of(session), timedelta(minutes=1)
        row = law_changes.propose(session, obligation=DUTY, proposed=SUSPENSION, by=people["analyst"], at=AT)
        given = {"number": row.id, "ruling": Ruling.APPROVED, "reason": ""}
        law_changes.rule(session, **given, by=people["reviewer"], at=AT + minute)
        law_changes.propose_strike(
            session, number=row.id, reason="Of another duty.", by=people["analyst"], at=AT + 2 * minute
        )
        law_changes.rule_on_strike(session, **given, by=people["reviewer"], at=AT + 3 * minute)
    changes, ripple = ("law", "changes", "--known-at"), ("law", "ripple", "--known-at")
    told = [
        [(one["standing"], bool(one["strike_proposed"])) for one in tracker.json(*changes, _spelt(AT + n * minute))]
        for n in range(-1, 4)
    ]
    assert told == [[], [("waiting", False)], [("approved", False)], [("approved", True)], [("struck", False)]]
    assert [len(tracker.json(*ripple, _spelt(AT + n * minute))) for n in (0, 1, 3)] == [0, 1, 2]
    assert tracker.json("law", "changes", "--as-of", "2018-06-30") == []
    assert len(tracker.json("law", "changes", "--as-of", "2018-07-01")) == 1

    asked = ("law", "ripple", "1", "--as-of", "2018-07-31", "--known-at")
    assert "after the instant that was asked for" in tracker(*asked, _spelt(AT), code=1).stderr
    for n, now in ((1, "not_in_force"), (3, "in_progress")):
        (russia,) = [one for one in tracker.json(*asked, _spelt(AT + n * minute)) if one["item"] == f"RUS/{DUTY}"]
        assert (russia["before"], russia["now"]) == ("in_progress", now)
    clear = ("law", "clear", "1", "cell", f"RUS/{DUTY}", "--note", "It follows.", "--as", "analyst")
    tracker(*clear)
    assert [one["cleared"] for one in tracker.json("law", "ripple")] == [0, 1]
    assert [one["cleared"] for one in tracker.json(*ripple, _spelt(LATER))] == [0, 0]
    assert not [one for one in tracker.json(*asked, _spelt(LATER)) if one["cleared_by"]]
    public = tracker.json(*asked, _spelt(AT + 3 * minute), "--public-at", "2001-01-01")
    assert {one["now"] for one in public if one["kind"] == "cell"} == {"not_due"}


def test_determinations_are_listed_as_they_stood_then_and_for_a_day(tracker, record):
    with writing(record, actor="test") as session:
        row, people = approved(session, last=SUSPENSION.first), people_of(session)
        determinations.propose_end(
            session, number=row.id, reason="Void.", by=people["analyst"], at=AT + timedelta(minutes=2)
        )
    listed = ("determinations", "list", "--known-at")
    told = [
        [
            (one["standing"], one["ruled_by"], bool(one["end_proposed"]))
            for one in tracker.json(*listed, _spelt(AT + timedelta(minutes=n)))
        ]
        for n in range(-1, 3)
    ]
    assert told == [
        [],
        [("proposed", None, False)],
        [("approved", "reviewer", False)],
        [("approved", "reviewer", True)],
    ]
    for day, many in (("2018-07-01", 1), ("2018-07-02", 0)):
        assert len(tracker.json("determinations", "list", "--as-of", day)) == many


def test_what_leans_on_a_source_is_told_as_it_was_known_then(tracker, record):
    with writing(record, actor="test") as session:
        people, minute = people_of(session), timedelta(minutes=1)
        source = claims.show(session, key=GONE).citations[0].source.key
        asked = {"as_of": LATER.date(), "known_at": LATER, "regime": "dprk-1718", "title": "Of then"}
        row = frozen(session, **asked, author=people["analyst"], at=LATER)
        reports.approve(session, number=1, approver=people["reviewer"], digest=row.digest, at=LATER + minute)
        told = {"kind": NoticeKind.RETRACTION, "day": "", "address": "", "reason": "Made up."}
        notices.record(session, source=source, **told, by=people["reviewer"], at=LATER + minute)
        claims.withdraw(session, key=GONE, by=people["analyst"], at=LATER + 2 * minute, reason="It is void.")
    asked = ("sources", "impact", source, "--as-of", "2019-12-31", "--known-at")
    told = [_impact(tracker.json(*asked, _spelt(LATER + n * minute))) for n in range(-1, 3)]
    assert told == [
        (0, [(GONE, "accepted")], {"fulfilled"}, 0),
        (0, [(GONE, "accepted")], {"fulfilled"}, 1),
        (1, [(GONE, "waiting")], {"overdue"}, 1),
        (1, [], set(), 1),
    ]
    listed = [tracker.json("reports", "list", "--known-at", _spelt(LATER + n * minute)) for n in range(-1, 2)]
    assert [[one["approved_by"] for one in rows] for rows in listed] == [[], [None], ["reviewer"]]


def _impact(found):
    """How many notices and reports there are, where each claim stands, and the outcome of the report that was due."""
    standing = [(one["key"], one["review_state"]) for one in found["claims"]]
    outcomes = {one["outcome"] for one in found["cells"] if one["obligation"] == "r2397-op8-midterm-report"}
    return len(found["notices"]), standing, outcomes, len(found["reports"])
