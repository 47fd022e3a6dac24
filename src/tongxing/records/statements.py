"""Plain statements where every record passes: a fraction of what building querysets costs.

Only for tables of our own, on the way of an append or of every page; everything else asks the
models.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection


def insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows into a table of our own, in the caller's transaction."""
    if not rows:
        return
    places = ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        if len(rows) == 1:
            cursor.execute(sql, _stored(rows[0]))
        else:
            cursor.executemany(sql, [_stored(row) for row in rows])


def pour(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert many thousands of rows, as fast as the database takes them, in the transaction."""
    if connection.vendor != "postgresql" or not rows:
        insert(table, columns, rows)
        return
    sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        for row in rows:
            copy.write_row(row)


def having(
    table: str, columns: Sequence[str], column: str, keys: Sequence[Any]
) -> list[tuple[Any, ...]]:
    """The rows of a table whose `column` is one of `keys`, as the database keeps them."""
    if not keys:
        return []
    names = ", ".join(columns)
    if connection.vendor == "postgresql":
        sql = f"SELECT {names} FROM {table} WHERE {column} = ANY(%s)"  # noqa: S608
        return rows_of(sql, [list(keys)])
    found: list[tuple[Any, ...]] = []
    for begin in range(0, len(keys), MOST_PARAMETERS):
        some = keys[begin : begin + MOST_PARAMETERS]
        places = ", ".join(["%s"] * len(some))
        sql = f"SELECT {names} FROM {table} WHERE {column} IN ({places})"  # noqa: S608
        found += rows_of(sql, some)
    return found


MOST_PARAMETERS = 900  # SQLite's older limit is 999


def rows_of(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What a query gives, whole."""
    with connection.cursor() as cursor:
        cursor.execute(sql, _stored(parameters))
        return list(cursor.fetchall())


def change(sql: str, parameters: Sequence[Any]) -> None:
    """Run one changing statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, _stored(parameters))


def _stored(row: Sequence[Any]) -> Sequence[Any]:
    """A row's values as Django keeps them in this database."""
    if connection.vendor != "sqlite":
        return row
    return [_in_sqlite(value) for value in row]


def _in_sqlite(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
