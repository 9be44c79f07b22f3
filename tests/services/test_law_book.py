"""The law as it is kept for large pages: what the record says, asked once, and anew after a change of it."""

from collections.abc import Sequence

import pytest
from sqlalchemy import inspect

from tests.counting import statements
from tracker.db.engine import reading, writing
from tracker.db.models import Obligation, Origin, State
from tracker.domain.errors import NotFound
from tracker.services import law, law_book

READ = ("id", "key", "title", "test", "due", "effective", "ended", "suspensions", "excluded", "subject")


def test_the_book_says_what_the_record_says(record):
    with reading(record) as session:
        book = law_book.read(session)
        for line in law.regimes(session):
            wanted = law.obligations(session, regime=line.regime.key)
            assert _told(book.of_regime(line.regime.key)) == _told(wanted)
            assert book.regime(line.regime.key).name == line.regime.name
        assert [row.code for row in book.states] == [row.code for row in law.states(session, together=True)]
        topic = law.topics(session, regime="dprk-1718")[0]
        chosen = law_book.chosen(book.of_regime("dprk-1718"), subject=topic, test="refrain")
        assert _told(chosen) == _told(law.obligations(session, regime="dprk-1718", subject=topic, test="refrain"))
        assert law.topics_of(book.of_regime("dprk-1718")) == law.topics(session, regime="dprk-1718")


def _told(rows: Sequence[Obligation]) -> list[tuple[object, ...]]:
    return [(*(getattr(row, name) for name in READ), [limit.value for limit in row.limits]) for row in rows]


def test_its_rows_belong_to_no_session_and_the_transaction_goes_on(record):
    with reading(record) as session:
        book = law_book.read(session)
        assert all(inspect(row).detached for row in (*book.regimes, *book.obligations, *book.states))
        assert session.in_transaction()
        with pytest.raises(NotFound):
            book.regime("no-such-regime")


def test_it_is_read_again_only_after_a_change_of_the_law(record):
    def book() -> tuple[law_book.LawBook, int]:
        with reading(record) as session, statements(record) as sent:
            return law_book.read(session), len(sent)

    first, _ = book()
    _changed(record, lambda session: session.add(Origin(key="x", label="x")))
    again, asked = book()
    assert again is first
    assert asked <= 2  # the beginning of the transaction is one on SQLite
    _changed(record, lambda session: setattr(session.get(State, "RUS"), "name", "Another name"))
    changed, _ = book()
    assert "Another name" in {state.name for state in changed.states}


def _changed(record, change) -> None:
    with writing(record, actor="test") as session:
        change(session)
