"""A stretch of a book with what its records say, as plain values: the way a whole book is read.

The tables are asked themselves, and days and moments converted a column at a time: for tens of
thousands of rows objects of models and their converters take longer than all the rest.

`said_rows` gives of one kind only what its records say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.db import connection

STEP = 5_000  # rows a trip to the server brings
FEW = 250  # of SQLite, where there are no trips, and the fewer at once the less Python collects
Row = tuple[Any, ...]

# In this order; `key` is the id as text: making UUID objects of all of them takes too long.
COLUMNS = (
    "key",
    "seq",
    "kind",
    "doers",
    "place",
    "about",
    "happened",
    "makes_up",
    "recorded",
    "replaces",
    "hash",
    "text",
    "kept",
)
_ASKED = {name: f"r.{name}" for name in COLUMNS} | {"text": "c.text", "kept": "c.kept"}
# An expression has no declared type, so that SQLite's driver leaves its text alone.
_SQLITE = {
    "key": "r.id",
    **{name: f"r.{name}||''" for name in ("happened", "makes_up", "recorded")},
}
_POSTGRESQL = {"key": "r.id::text"}


def stretch_rows(book: str, first: int, last: int) -> Iterator[Row]:
    """Records `first` … `last` as `COLUMNS` names them, ascending by seq."""
    is_sqlite = connection.vendor == "sqlite"
    columns = _ASKED | (_SQLITE if is_sqlite else _POSTGRESQL)
    sql = (
        f"SELECT {','.join(columns[name] for name in COLUMNS)} FROM ledger_record r"  # noqa: S608
        " LEFT JOIN ledger_content c ON c.record_id = r.id"
        " WHERE r.book_id = %s AND r.seq >= %s AND r.seq <= %s ORDER BY r.seq"
    )
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, (book, first, last))
        while batch := cursor.fetchmany(FEW if is_sqlite else STEP):
            yield from _converted(batch) if is_sqlite else batch


def said_rows(book: str, kind: str, first: int, last: int) -> list[Row]:
    """(seq, text, kept) of the records of a kind, ascending by seq."""
    # From the first on they are found by their kind; later ones, which are few, by their seqs.
    seq = "r.seq" if first > 1 else "r.seq+0"
    sql = (
        "SELECT r.seq,c.text,c.kept FROM ledger_record r"  # noqa: S608
        " JOIN ledger_content c ON c.record_id = r.id"
        f" WHERE r.book_id = %s AND r.kind = %s AND {seq} >= %s AND {seq} <= %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, (book, kind, first, last))
        return sorted(cursor.fetchall(), key=itemgetter(0))


def _converted(batch: list[Row]) -> Iterator[Row]:
    """Texts of days and moments, as SQLite keeps them, as what they are."""
    several: list[Any] = list(zip(*batch, strict=True))
    for name in ("happened", "makes_up"):
        at = COLUMNS.index(name)
        several[at] = [day and _day(day) for day in several[at]]
    at = COLUMNS.index("recorded")
    several[at] = [datetime.fromisoformat(f"{moment}+00:00") for moment in several[at]]
    return zip(*several, strict=True)


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    return date.fromisoformat(text)
