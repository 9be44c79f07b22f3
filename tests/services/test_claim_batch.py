"""New claims of a file, written together: the same rows, entries and words as one by one, and no question a row."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from tests.counting import statements
from tests.databases import SEEDED_AT
from tracker.db.engine import for_writing, reading, writing
from tracker.db.models import AuditEntry, Origin, SearchTerm, Source, User
from tracker.db.models import Claim as ClaimRow
from tracker.db.replay import drifts
from tracker.intake import claim_rows
from tracker.services import claim_batch, claim_files, claim_import, claim_list, claims, revisions, summaries
from tracker.services.claim_import import Fate, ImportReport
from tracker.services.claim_list import ClaimFilter

AT = SEEDED_AT + timedelta(days=1)
LATER = AT + timedelta(hours=1)


def _file(record: Engine, prefix: str) -> list[claim_rows.Row]:
    """Every claim of the record as a row for a new one, under other keys."""
    with reading(record) as session:
        found = [claim_files.fields_of(one) for one in claim_list.everything(session, chosen=ClaimFilter())]
    return [
        claim_rows.Row(number, {**row, "key": f"{prefix}-{row['key']}"[:120], "revision": ""})
        for number, row in enumerate(found, 2)
    ]


def _brought_in(record: Engine, rows: list[claim_rows.Row], **options) -> ImportReport:
    with writing(record, actor="analyst") as session:
        author = session.scalars(select(User.id).where(User.username == "analyst")).one()
        return claim_import.bring_in(session, rows=rows, author=author, at=AT, **options)


def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_batch.Batch, "takes", lambda *_: False)


def _whole(session: Session, prefix: str) -> dict[str, object]:
    """What the record says of the claims under a prefix, without their keys."""
    query = select(ClaimRow.key).where(ClaimRow.key.startswith(f"{prefix}-"))
    keys = session.scalars(query).all()
    found = claim_list.by_keys(session, keys=keys)
    return {
        key.removeprefix(prefix): (revisions.content_of(row), row.day_first, row.day_last, row.recorded_at)
        for key, row in found.items()
    }


def _words(session: Session, prefix: str, other: str) -> dict[str, set[str]]:
    """The indexed words of the claims under a prefix, but for the two prefixes."""
    query = select(ClaimRow.key, SearchTerm.term).join(ClaimRow, ClaimRow.id == SearchTerm.claim_id)
    found: dict[str, set[str]] = {}
    for key, term in session.execute(query.where(ClaimRow.key.startswith(f"{prefix}-"))):
        found.setdefault(key.removeprefix(prefix), set()).update({term} - {prefix, other})
    return found


def _last_entry(session: Session) -> int:
    return session.scalars(select(func.max(AuditEntry.seq))).one() or 0


def _entries(session: Session, after: int, until: int) -> list[tuple[str, list[str]]]:
    """The nouns of entries of the log, each with the columns that it names, in a fixed order."""
    rows = session.scalars(select(AuditEntry).where(AuditEntry.seq > after, AuditEntry.seq <= until))
    return sorted((row.noun, sorted(row.after or ())) for row in rows)


def test_rows_written_together_are_those_written_one_by_one(record, monkeypatch):
    together, alone = _file(record, "aa"), _file(record, "bb")
    taken, ends = [], []
    monkeypatch.setattr(claim_batch.Batch, "add", _noting(taken, claim_batch.Batch.add))
    for rows in (together, alone):
        with reading(record) as session:
            ends.append(_last_entry(session))
        assert _brought_in(record, rows).faults == []
        _alone(monkeypatch)
    assert len(taken) > len(together) / 2
    with reading(record) as session:
        assert _whole(session, "aa") == _whole(session, "bb")
        assert _words(session, "aa", "bb") == _words(session, "bb", "aa")
        assert _entries(session, *ends) == _entries(session, ends[1], _last_entry(session))
        assert summaries.check(session) is None


def _noting(taken, add):
    def noted(batch, row):
        taken.append(row.key)
        add(batch, row)

    return noted


def test_the_statements_do_not_grow_with_the_rows(record):
    known = [row for row in _file(record, "aa") if not row.fields["quotation"]]
    counts = []
    for prefix, many in (("warm", 1), ("one", 1), ("many", 40)):
        rows = [replace(known[0], number=n, fields=known[0].fields | {"key": f"{prefix}-{n}"}) for n in range(many)]
        with statements(record) as sent:
            assert _brought_in(record, rows).count(Fate.NEW) == many
        counts.append(len(sent))
    assert counts[2] <= counts[1]  # many rows are copied into PostgreSQL by no statement that is counted


def test_claims_that_the_record_has_are_looked_up_together(record):
    rows, counts = _file(record, "aa"), []
    _brought_in(record, rows)
    for some in (rows[:1], rows[:41]):
        with statements(record) as sent:
            assert _brought_in(record, some).count(Fate.UNCHANGED) == len(some)
        counts.append(len(sent))
    assert counts[1] - counts[0] <= 40 * 8  # a savepoint for each, and its source; not the twenty of a whole claim


@pytest.mark.whole_record
def test_a_broken_row_among_many_is_named_and_the_others_are_reported(record):
    rows = _file(record, "aa")[:20]
    rows[7] = replace(rows[7], fields={**rows[7].fields, "bears_on": "RUS no-such-duty promises"})
    rows[9] = replace(rows[9], fields={**rows[9].fields, "key": rows[3].fields["key"]})
    report = _brought_in(record, rows)
    assert {(fault.row, fault.column) for fault in report.faults} == {
        (rows[7].number, "bears_on"),
        (rows[9].number, "key"),
    }
    assert report.count(Fate.NEW) == 18
    assert [done.row for done in report.done] == [row.number for n, row in enumerate(rows) if n not in (7, 9)]


def test_a_claim_of_a_batch_can_be_edited_and_reviewed_like_any_other(record):
    rows = _file(record, "aa")[:3]
    _brought_in(record, rows)
    with writing(record, actor="analyst") as session:
        author = session.scalars(select(User.id).where(User.username == "analyst")).one()
        stored = claims.show(session, key=rows[0].fields["key"])
        content = replace(revisions.content_of(stored), notes="Edited after its import.")
        edited = claims.edit(
            session, key=stored.claim.key, base=1, content=content, author=author, at=LATER, reason="A test."
        )
        assert edited.number == 2


SPEAKERS, DAYS = ("A. Speaker", "B. Speaker"), ("2019-01-02", "2019")
SOURCES = (
    {"source_key": "paper-1", "title": "A paper", "publisher": "A press"},
    {"source_key": "paper-1"},
    {"title": "A paper", "publisher": "A press"},
    {"title": "A paper", "publisher": "A press", "language": "fr"},
    {"title": "Another paper", "publisher": "A press", "addresses": "https://example.org/a?utm_source=x"},
    {"title": "Its copy", "publisher": "B press", "addresses": "http://www.example.org/a"},
    {"title": "A letter", "symbol": "S/2019/1"},
    {"source_key": "a-press-a-paper", "title": "Named like a made one"},
)
KEYS = ("", "", "", "named", "rus-speaker-2019-01-02-pledge")


def _drawn(dice: Random, number: int) -> claim_rows.Row:
    """A row that has much in common with others: its statement, its source, its key or what would become its key."""
    fields = {"key": dice.choice(KEYS), "statement": f"Said {dice.randrange(12)}.", "kind": "pledge"}
    fields |= {"speaker": dice.choice(SPEAKERS), "said": dice.choice(DAYS), "states": dice.choice(("RUS", "CHN"))}
    fields |= dice.choice(SOURCES) | {"quotation": dice.choice(("", "word for word"))}
    if dice.randrange(6) == 0:
        fields |= {"state_action": "an-act", "action_state": "RUS", "action_summary": "It acted."}
    if dice.randrange(6) == 0:
        fields |= {"origin": "an-origin", "origin_label": dice.choice(("", "The first utterance"))}
    return claim_rows.Row(number, fields, (("key", "Broken."),) if dice.randrange(15) == 0 else ())


def _all_that_came(record: Engine, rows: list[claim_rows.Row]) -> tuple[object, ...]:
    """What an import reports and leaves in the record, without numbers of rows; then it is taken back."""
    with reading(record) as session:
        for_writing(session)
        author = session.scalars(select(User.id).where(User.username == "analyst")).one()
        report = claim_import.bring_in(session, rows=rows, author=author, at=AT)
        keys = [done.key for done in report.done]
        whole = claim_list.by_keys(session, keys=keys)
        said = {key: revisions.content_of(row) for key, row in whole.items()}
        listed = session.scalars(select(Source.key).order_by(Source.id)).all()
        named = session.execute(select(Origin.key, Origin.label).order_by(Origin.key)).all()
        words = select(ClaimRow.key, SearchTerm.term).join(ClaimRow, ClaimRow.id == SearchTerm.claim_id)
        found = sorted(session.execute(words.where(ClaimRow.key.in_(keys))).all())
    return report.done, report.faults, said, listed, named, found


@pytest.mark.parametrize("seed", range(3))
def test_rows_without_keys_have_the_answers_that_each_alone_would_have(record, monkeypatch, seed):
    dice, added = Random(f"rows {seed}"), []  # noqa: S311 - rows of a test
    rows = [_drawn(dice, number) for number in range(2, 42)]
    monkeypatch.setattr(claim_batch.Batch, "add", _noting(added, claim_batch.Batch.add))
    together = _all_that_came(record, rows)
    _alone(monkeypatch)
    assert together == _all_that_came(record, rows)
    assert len(added) >= 3


def test_rows_without_keys_are_written_together_too(record):
    rows = [claim_rows.Row(n, _plain(n)) for n in range(2, 62)]
    with statements(record) as sent:
        report = _brought_in(record, rows)
    assert [done.key for done in report.done] == ["rus-speaker-2019-pledge"] + [
        f"rus-speaker-2019-pledge-{n}" for n in range(2, 61)
    ]
    assert len(sent) < 100
    with record.connect() as connection:  # the log replays to the very rows
        assert list(drifts(connection)) == []
    again = _brought_in(record, rows)
    assert [(done.key, done.fate) for done in again.done] == [(done.key, Fate.UNCHANGED) for done in report.done]


def _plain(number: int) -> dict[str, str]:
    said = {"statement": f"It will be done; {number}.", "kind": "pledge", "speaker": "A. Speaker", "said": "2019"}
    return said | {"states": "RUS", "title": f"Page {number % 7}", "publisher": "A press"}
