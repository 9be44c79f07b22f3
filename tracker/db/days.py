"""A day, and so many days after it, in SQL. The two databases count days in different words."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class days_after(GenericFunction[date]):  # noqa: N801 - it is called as a function of SQL is
    """The day so many days after a day; before it where the number is negative."""

    type = Date()
    inherit_cache = True

    def __init__(self, day: ColumnElement[Any], days: int) -> None:
        super().__init__(day, literal(days))


@compiles(days_after, "postgresql")
def _in_postgresql(element: days_after, compiler: SQLCompiler, **options: Any) -> str:
    day, days = element.clauses
    return f"({compiler.process(day, **options)} + CAST({compiler.process(days, **options)} AS INTEGER))"


@compiles(days_after, "sqlite")
def _in_sqlite(element: days_after, compiler: SQLCompiler, **options: Any) -> str:
    day, days = element.clauses
    return f"date({compiler.process(day, **options)}, CAST({compiler.process(days, **options)} AS TEXT) || ' days')"
