"""The rows of a book's chain as the lines their hashes were taken over.

The database writes all of a row's lines but the first two while it reads (`forms.py`), so that a
row costs four objects; what of them is the same for the whole book, or laid out otherwise, is put
before them here.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from django.db import OperationalError
from django.db import connection

from tongxing.records.ledger.forms import POSTGRESQL_EXACT
from tongxing.records.ledger.forms import SQLITE
from tongxing.records.ledger.forms import SQLITE_EXACT

STEP = 2000
Row = tuple[Any, ...]  # (first lines, other lines, prev, hash, …what was asked beside)

_HEX_DIGITS = 32
_GROUPS = (slice(0, 8), slice(8, 12), slice(12, 16), slice(16, 20), slice(20, 32))


def chain_rows(
    book: str,
    first: int = 1,
    last: int | None = None,
    beside: str = "",
    join: str = "",
    *,
    exact: bool = False,
) -> Iterator[list[Row]]:
    """Batches of rows ascending by seq: a row's text is the second item behind the first.

    `beside` are further columns of `r` and of what `join` adds. Bounds are included. Unless asked
    for `exact`, SQLite looks at how a value prints, and not at what sort of value it is.
    """
    if connection.vendor == "postgresql":
        columns = f"r.id::text,{POSTGRESQL_EXACT},r.prev,r.hash"
    else:
        columns = f"r.id||'',{SQLITE_EXACT if exact else SQLITE},r.prev||'',r.hash||''"
    bounds = "r.seq >= %s" if last is None else "r.seq >= %s AND r.seq <= %s"
    sql = (
        f"SELECT {columns}{beside} FROM ledger_record r {join}"  # noqa: S608
        f" WHERE r.book_id = %s AND {bounds} ORDER BY r.seq"
    )
    after: tuple[Any, ...] = () if last is None else (last,)
    try:
        for batch in _asked(sql, (book, first, *after)):
            yield batch
            first = (seq_of(batch[-1]) or first) + 1
    except OperationalError:
        if connection.vendor != "sqlite":
            raise
        with _as_it_lies_there():
            yield from _asked(sql, (book, first, *after))


def _asked(sql: str, bounds: tuple[Any, ...]) -> Iterator[list[Row]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, bounds)
        while batch := cursor.fetchmany(STEP):
            yield batch


@contextmanager
def _as_it_lies_there() -> Iterator[None]:
    """Texts with bytes that are no characters, which SQLite's driver refuses, told as they are."""
    driver = connection.connection
    driver.text_factory = lambda text: text.decode(errors="backslashreplace")
    try:
        yield
    finally:
        driver.text_factory = str


def beginnings(book: str, batch: Sequence[Row]) -> list[str]:
    """The first two lines of each row, id and book, with the line break after them."""
    ids = [row[0] for row in batch]
    text, lengths = "".join(ids), set(map(len, ids))
    # As SQLite keeps them, every one: digits moved from one id to the next are a change too.
    if lengths == {_HEX_DIGITS} and text.isascii():
        ids = _hyphened(text, len(ids))
    elif _HEX_DIGITS in lengths:  # somebody altered one of them: the others are what they were
        ids = [_hyphened(one, 1)[0] if _plain(one) else one for one in ids]
    end = f"\n{book}\n"
    return [one + end for one in ids]


def _plain(id_: str) -> bool:
    return len(id_) == _HEX_DIGITS and id_.isascii()


def _hyphened(text: str, count: int) -> list[str]:
    digits = np.frombuffer(text.encode(), np.uint8).reshape(count, _HEX_DIGITS)
    dashes = np.full((count, 1), ord("-"), np.uint8)
    parts = [digits[:, group] for group in _GROUPS]
    laid = [one for part in parts for one in (part, dashes)][:-1]
    whole = np.concatenate(laid, axis=1).tobytes().decode()
    width = len(whole) // count
    return [whole[at : at + width] for at in range(0, len(whole), width)]


def seq_of(row: Row) -> int | None:
    """The seq a row bears; None when what stands there is no number."""
    said = str(row[1]).partition("\n")[0]
    return int(said) if said.isdecimal() else None
