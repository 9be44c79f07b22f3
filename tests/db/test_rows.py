"""Rows as lines: what a database tells apart stays apart, and each value comes back as it was."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Double,
    Enum,
    Integer,
    Interval,
    LargeBinary,
    MetaData,
    String,
    Table,
    insert,
)

from tracker.db import rows
from tracker.db.base import CleanText, UTCDateTime
from tracker.domain.manifest import Shape

ODD = Table(
    "odd",
    MetaData(),
    Column("code", String(9), primary_key=True),
    Column("whole", Integer),
    Column("real", Double),
    Column("truth", Boolean),
    Column("words", CleanText),
    Column("choice", Enum("a", "b", native_enum=False)),
    Column("day", Date),
    Column("at", UTCDateTime),
    Column("file", LargeBinary),
    Column("tree", JSON),
)
NONE = dict.fromkeys([column.name for column in ODD.columns if column.name != "code"])
WRITTEN = [
    NONE | {"code": "Z", "whole": -(2**31), "real": 0.1, "truth": False, "words": "", "choice": "a", "file": b""},
    NONE | {"code": "a", "real": 5e-324, "day": date(1, 1, 1), "tree": {"b": [1.5, None], "a": "\0 \ud800 北"}},
    NONE
    | {
        "code": "b",
        "real": float("inf"),
        "at": datetime(2026, 11, 23, 9, 0, 0, 1, tzinfo=UTC),
        "tree": [],
        "file": b"\0\xff\n",
    },
    NONE
    | {
        "code": "É",
        "real": 2000000.0,
        "truth": True,
        "words": "Tab\t «\n» 한글",
        "at": datetime.max.replace(tzinfo=UTC),
    },
    NONE | {"code": "北", "tree": JSON.NULL},
]
ABSENT = [NONE | {"code": "~"}]


@pytest.fixture
def connection(engine):
    with engine.connect() as connection:
        ODD.create(connection)
        connection.execute(insert(ODD), WRITTEN)
        without = [column for column in ODD.columns if column.name != "tree"]
        connection.execute(insert(Table("odd", MetaData(), *(c._copy() for c in without))), ABSENT)
        yield connection
        connection.rollback()


@pytest.fixture
def shape():
    return Shape("odd", ("code",), tuple(rows.Column(c.name, rows.kind_of(c.type)) for c in ODD.columns))


def test_every_kind_of_column_is_known(shape):
    kinds = ["text", "integer", "real", "boolean", "text", "text", "date", "instant", "bytes", "json"]
    assert [column.kind for column in shape.columns] == kinds
    with pytest.raises(TypeError, match="cannot hold"):
        rows.kind_of(Interval())


def test_rows_are_in_the_order_of_their_bytes_in_either_database(connection, shape):
    assert [json.loads(line)[0] for line in rows.lines(connection, shape)] == ["Z", "a", "b", "~", "É", "北"]


def test_absent_is_not_null_and_numbers_that_are_not_finite_have_names(connection, shape):
    found = {line[0]: line for line in map(json.loads, rows.lines(connection, shape))}
    assert (found["~"][-1], found["北"][-1], found["b"][-1]) == (None, [None], [[]])
    assert found["b"][2] == "inf"
    assert found["b"][8] == "AP8K"
    assert found["b"][7] == "2026-11-23T09:00:00.000001+00:00"


def test_what_is_loaded_reads_as_it_was_dumped(connection, shape):
    dumped = list(rows.lines(connection, shape))
    connection.execute(ODD.delete())
    rows.load(connection, shape, dumped)
    assert list(rows.lines(connection, shape)) == dumped


def test_the_lines_are_the_same_from_either_database(connection, shape):
    expected = "69682959"  # a golden value: neither database may move it
    assert rows.digest_of(connection, [shape])[:8] == expected


@pytest.mark.parametrize("line", [b"{}\n", b"[1]\n", b"7\n"])
def test_a_line_that_is_no_row_is_refused(connection, shape, line):
    with pytest.raises(ValueError, match="no row of its table"):
        rows.load(connection, shape, [line])
