"""Column kinds that both databases must keep alike (T4, T5)."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from tracker.db.models import Origin, User

SEOUL = timezone(timedelta(hours=9))


def _user(at):
    return User(username="u", email="u@example.org", name="U", password="x", fs_uniquifier="f", created_at=at)


def test_an_instant_comes_back_as_the_same_instant_in_utc(session):
    """SQLite alone would keep 02:00 and drop the zone: the day before, in truth."""
    session.add(_user(datetime(2019, 12, 23, 2, 0, tzinfo=SEOUL)))
    session.flush()
    session.expire_all()
    kept = session.scalars(select(User.created_at)).one()
    assert kept == datetime(2019, 12, 22, 17, 0, tzinfo=UTC)
    assert kept.utcoffset() == timedelta(0)


def test_an_instant_without_a_zone_is_refused(session):
    session.add(_user(datetime(2019, 12, 23, 2, 0)))  # noqa: DTZ001 - the fault that is tested
    with pytest.raises(StatementError, match="needs a time zone"):
        session.flush()


def test_instants_compare_by_time_and_not_by_wall_clock(session):
    session.add(_user(datetime(2019, 12, 23, 2, 0, tzinfo=SEOUL)))
    session.flush()
    before = datetime(2019, 12, 22, 18, 0, tzinfo=UTC)
    assert session.scalars(select(User.username).where(User.created_at < before)).all() == ["u"]


@pytest.mark.parametrize("text", ["a\x00b", "a\x07b", "a\ud800b", "a\x85b"])
def test_text_that_one_of_the_databases_would_refuse_is_refused_by_both(session, text):
    session.add(Origin(key="k", label=text))
    with pytest.raises(StatementError, match="control character"):
        session.flush()


def test_text_is_kept_in_one_unicode_form(session):
    session.add(Origin(key="k", label="Co\u0302te d\u2019Ivoire\tline\nend"))
    session.flush()
    session.expire_all()
    assert session.scalars(select(Origin.label)).one() == "C\u00f4te d\u2019Ivoire\tline\nend"


def test_an_origin_s_key_is_found_in_its_own_case_only(session):
    session.add(Origin(key="tass-2018", label="x"))
    session.flush()
    assert session.scalars(select(Origin.id).where(Origin.key == "TASS-2018")).all() == []
