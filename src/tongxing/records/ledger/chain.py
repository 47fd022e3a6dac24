"""The rows of a book's chain as the lines their hashes were taken over.

The database writes all of a row's lines but the first two while it reads, so that a row costs
four objects; what of them is the same for the whole book, or laid out otherwise, is put before
them here.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import connection

STEP = 2000
Row = tuple[Any, ...]  # (first lines, other lines, prev, hash, …what was asked beside)

_HEX_DIGITS = 32
_GROUPS = (slice(0, 8), slice(8, 12), slice(12, 16), slice(16, 20), slice(20, 32))


def _lines(happened: str, makes_up: str, recorded: str) -> tuple[str, ...]:
    """The columns of `canonical.ROW` after id and book, as a database writes them."""
    return (
        "r.seq", "r.kind", "r.kind_version", "r.doers", "r.place", "r.about",
        happened, makes_up, recorded, "r.recorded_by", "r.content", "r.replaces",
    )  # fmt: skip


# A moment on a whole second is kept without decimals there; most are kept as the chain has them.
_RECORDED = (
    "CASE length(r.recorded) WHEN 26 THEN r.recorded ELSE substr(r.recorded||'.000000',1,26) END"
)
_SQLITE = _lines("r.happened", "r.makes_up", _RECORDED)
_POSTGRESQL = _lines(
    "to_char(r.happened,'YYYY-MM-DD')",
    "coalesce(to_char(r.makes_up,'YYYY-MM-DD'),'')",
    "to_char(r.recorded AT TIME ZONE 'UTC','YYYY-MM-DD HH24:MI:SS.US')",
)
_FORM = "\n".join(["%%s"] * len(_SQLITE))
# One printf is quicker than many concatenations; it writes nothing for NULL.
LINES = f"printf('{_FORM}',{','.join(_SQLITE)})"
LINES_PG = "||chr(10)||".join(_POSTGRESQL)


def chain_rows(
    book: str, first: int = 1, last: int | None = None, beside: str = "", join: str = ""
) -> Iterator[list[Row]]:
    """Batches of rows ascending by seq: a row's text is the second item behind the first.

    `beside` are further columns of `r` and of what `join` adds. Bounds are included.
    """
    postgresql = connection.vendor == "postgresql"
    columns = f"r.id::text,{LINES_PG}" if postgresql else f"r.id,{LINES}"
    bounds = "r.seq >= %s" if last is None else "r.seq >= %s AND r.seq <= %s"
    sql = (
        f"SELECT {columns},r.prev,r.hash{beside} FROM ledger_record r {join}"  # noqa: S608
        f" WHERE r.book_id = %s AND {bounds} ORDER BY r.seq"
    )
    asked = (book, first) if last is None else (book, first, last)
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, asked)
        while batch := cursor.fetchmany(STEP):
            yield batch


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
