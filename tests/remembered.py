"""What a fixture writes, built once in a process and put back as plain rows in every test.

Most tests begin with the same small county. Making it through the actions takes a tenth of a
second and more; putting its rows back takes some milliseconds. The actions themselves are
tested elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any
from typing import Generic
from typing import TypeVar

from django.db import connection

T = TypeVar("T")
Row = tuple[str, ...]  # every value as the literal the database writes for it
Rows = dict[tuple[str, ...], Row]  # by the literals of the primary key
BESIDE = ("django_migrations", "sqlite_")


@dataclass(frozen=True)
class Table:
    """One table: its columns, and which of them are its key."""

    name: str
    columns: tuple[str, ...]
    key: tuple[int, ...]

    def rows(self) -> Rows:
        literal = "quote_nullable({}::text)" if connection.vendor == "postgresql" else "quote({})"
        asked = ", ".join(literal.format(f'"{column}"') for column in self.columns)
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT {asked} FROM "{self.name}"')
            return {tuple(row[at] for at in self.key): row for row in cursor.fetchall()}

    def changes(self, before: Rows, after: Rows) -> Iterator[str]:
        """The statements that lead from one state to the other; nothing is ever deleted."""
        added = [row for key, row in after.items() if key not in before]
        if added:
            names = ", ".join(f'"{column}"' for column in self.columns)
            values = ", ".join(f"({', '.join(row)})" for row in added)
            yield f'INSERT INTO "{self.name}" ({names}) VALUES {values}'
        for key, row in after.items():
            if key in before and row != before[key]:
                where = self._equal([(at, row[at]) for at in self.key], " AND ")
                yield f'UPDATE "{self.name}" SET {self._equal(enumerate(row), ", ")} WHERE {where}'

    def _equal(self, pairs: Iterator[tuple[int, str]] | list[tuple[int, str]], by: str) -> str:
        return by.join(f'"{self.columns[at]}" = {literal}' for at, literal in pairs)


@dataclass(frozen=True)
class Memory(Generic[T]):
    """What a builder gave, and the statements that put its rows back."""

    result: T
    statements: tuple[str, ...]


_memories: dict[str, Memory[object]] = {}


def remembered(key: str, build: Callable[[], T]) -> T:
    """What `build` gives, its rows in the database; `key` names what is built upon what."""
    found = _memories.get(key)
    if found is None:
        tables = _tables(connection.vendor)
        before = {table: table.rows() for table in tables}
        result = build()
        changes = (one for table in tables for one in table.changes(before[table], table.rows()))
        found = _memories[key] = Memory(result, tuple(changes))
    else:
        with connection.cursor() as cursor:
            for statement in found.statements:
                cursor.execute(statement)
    return deepcopy(found.result)  # type: ignore[return-value]


@cache
def _tables(_vendor: str) -> tuple[Table, ...]:
    """What there is in the database, asked once: Django parses every table's own statement."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        virtual = _virtual(cursor)
        beside = (*BESIDE, *(f"{name}_" for name in virtual))  # FTS5 keeps its own tables
        return tuple(
            _table(cursor, name, by_row=name in virtual)
            for name in sorted(names)
            if not name.startswith(beside)
        )


def _virtual(cursor: Any) -> frozenset[str]:
    if connection.vendor != "sqlite":
        return frozenset()
    cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
    return frozenset(name for (name,) in cursor.fetchall())


def _table(cursor: Any, name: str, *, by_row: bool) -> Table:
    described = connection.introspection.get_table_description(cursor, name)
    columns = tuple(one.name for one in described)
    if by_row:
        return Table(name, ("rowid", *columns), (0,))
    key = connection.introspection.get_primary_key_columns(cursor, name)
    return Table(name, columns, tuple(columns.index(one) for one in key or ()))
