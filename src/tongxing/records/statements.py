"""Plain statements where every record passes: a fraction of what building querysets costs.

Only for tables of our own, on the way of an append or of every page; everything else asks the
models.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC
from datetime import date
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from django.db import connection


def insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows into a table of our own, in the caller's transaction."""
    if not rows:
        return
    places = f"({', '.join(['%s'] * len(columns))})"
    head = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "  # noqa: S608
    if postgresql():
        for begin in range(0, len(rows), MOST_ROWS):  # a statement a row would be a trip a row
            some = rows[begin : begin + MOST_ROWS]
            change(head + ", ".join([places] * len(some)), [one for row in some for one in row])
        return
    with connection.cursor() as cursor:
        if len(rows) == 1:
            cursor.execute(head + places, _stored(rows[0]))
        else:
            cursor.executemany(head + places, [_stored(row) for row in rows])


MOST_ROWS = 500


def pour(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert many thousands of rows, as fast as the database takes them, in the transaction."""
    if not postgresql() or not rows:
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
    if postgresql():
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


def planned(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """As `rows_of`, for a question of one text that never changes; see `Looking`."""
    return Looking().rows(sql, parameters)()


def day_of(value: date | str) -> date:
    """A day out of `Looking`, which may have come as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def moment_of(value: datetime | str) -> datetime:
    """A moment out of `Looking`, which may have come as text or without its zone."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo else found.replace(tzinfo=UTC)


class Asking:
    """Questions whose answers do not depend on each other: one message to PostgreSQL for all.

    It goes out when the first answer is read, in the order they were put; each is answered from
    what is committed when its turn comes. A trip costs several times what such a question does.
    """

    def __init__(self) -> None:
        self._open: list[tuple[str, Sequence[Any], list[tuple[Any, ...]]]] = []

    def rows(self, sql: str, parameters: Sequence[Any]) -> Callable[[], list[tuple[Any, ...]]]:
        """Put a question; its rows are had by calling what is returned."""
        found: list[tuple[Any, ...]] = []
        self._open.append((sql, parameters, found))

        def read() -> list[tuple[Any, ...]]:
            self._send()
            return found

        return read

    def having(
        self, table: str, columns: Sequence[str], column: str, keys: Sequence[Any]
    ) -> Callable[[], list[tuple[Any, ...]]]:
        """As the function of this name; nothing is asked for no keys."""
        if not postgresql() or not keys:
            return lambda: having(table, columns, column, keys)
        names = ", ".join(columns)
        sql = f"SELECT {names} FROM {table} WHERE {column} = ANY(%s)"  # noqa: S608
        return self.rows(sql, [list(keys)])

    def _send(self) -> None:
        waiting, self._open = self._open, []
        if not postgresql() or len(waiting) == 1:
            for sql, parameters, found in waiting:
                found.extend(rows_of(sql, parameters))
        elif waiting:
            with connection.cursor() as cursor:
                cursor.execute(
                    ";\n".join(sql for sql, _, _ in waiting),
                    [value for _, some, _ in waiting for value in some],
                )
                for _, _, found in waiting:
                    found.extend(cursor.fetchall())
                    cursor.nextset()


class Looking(Asking):
    """Questions of a few fixed texts: PostgreSQL plans them once for a connection, together.

    All are answered from what is committed at one moment, in one JSON text; so days and moments
    may be had as text, see `day_of` and `moment_of`. A question names its columns before FROM.
    """

    def _send(self) -> None:
        waiting, self._open = self._open, []
        if not waiting:
            return
        if not postgresql():
            for sql, parameters, found in waiting:
                found.extend(rows_of(sql, parameters))
            return
        text = _in_one(tuple(sql for sql, _, _ in waiting))
        values = [_sent(value) for _, some, _ in waiting for value in some]
        told = orjson.loads(connection.planned(text, values))  # type: ignore[attr-defined]  # ours
        for rows, (_, _, found) in zip(told, waiting, strict=True):
            found.extend(map(tuple, rows or ()))


@cache
def postgresql() -> bool:
    """Whether that is the database, which a process never changes."""
    return connection.vendor == "postgresql"


@cache
def _in_one(questions: tuple[str, ...]) -> str:
    """One statement for all: a list of lists of rows, null for none."""
    parts = []
    for sql in questions:
        names = [f"c{n}" for n in range(sql.partition("FROM")[0].count(",") + 1)]
        row = f"json_agg(json_build_array({', '.join(names)}))"
        parts.append(f"(SELECT {row} FROM ({sql}) AS q({', '.join(names)}))")  # noqa: S608
    pieces = f"SELECT json_build_array({', '.join(parts)})".split("%s")
    return "".join(f"{piece}${n}" for n, piece in enumerate(pieces[:-1], 1)) + pieces[-1]


def _sent(value: Any) -> str | None:
    """A value as PostgreSQL reads it."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        quoted = (str(one).replace("\\", "\\\\").replace('"', '\\"') for one in value)
        return "{" + ",".join(f'"{one}"' for one in quoted) + "}"
    return str(value)


_held: ContextVar[list[tuple[str, Sequence[Any]]] | None] = ContextVar("held", default=None)


@contextmanager
def together() -> Iterator[None]:
    """What `insert` and `change` do within this block reaches PostgreSQL in one message.

    In their order, at the block's end, in the caller's transaction; nothing of it is seen by
    questions asked within the block. An append is seven statements and would be seven trips.
    """
    if not postgresql() or _held.get() is not None:
        yield
        return
    held: list[tuple[str, Sequence[Any]]] = []
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)
    if held:
        with connection.cursor() as cursor:
            cursor.execute(
                ";\n".join(sql for sql, _ in held), [v for _, some in held for v in some]
            )


def change(sql: str, parameters: Sequence[Any]) -> None:
    """Run one changing statement."""
    held = _held.get()
    if held is not None:
        held.append((sql, parameters))
        return
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
