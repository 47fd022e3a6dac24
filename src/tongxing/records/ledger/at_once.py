"""A thousand records of a chain held against their hashes at once, on PostgreSQL.

The server lays what the hashes are taken over end to end, so that a record costs this process a
piece of that text and a hash. Only what is sound beyond doubt is told so here: where a single
record may not be, or was lawfully erased, the stretch is left to be read row by row (`chain.py`),
which finds the first of them and says what is wrong with it. SQLite, whose work is done in this
process, is no quicker in this way.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.db import connection

from tongxing.records.ledger.forms import POSTGRESQL_PLAIN
from tongxing.records.ledger.forms import POSTGRESQL_WHOLE

STEP = 1000
HASH = 64  # hexadecimal digits
_BREAK = b"\x1e"  # JSON escapes it, and no name or key has it
_COLUMNS = f"r.seq AS s,{POSTGRESQL_PLAIN} AS k,{POSTGRESQL_WHOLE} AS t,r.prev AS p,r.hash AS h"
_TOGETHER = (
    "count(*),count(*) FILTER (WHERE k),min(s),max(s),"
    "string_agg(t,chr(30)),string_agg(p,' '),string_agg(h,' ')"
)
# Asked in brackets, so that each is looked up: not all contents are read for a thousand rows.
_SAID = (
    "(SELECT CASE WHEN length(c.salt)=32 AND c.kept IS NULL THEN c.salt||c.text END"
    " FROM ledger_content c WHERE c.record_id=r.id) AS c,r.content AS n"
)
_SAID_TOGETHER = "string_agg(c,chr(30)),string_agg(n,' ')"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Records that follow each other and are what their hashes say."""

    count: int
    hashes: str  # in order, a space between them

    def hash(self, at: int) -> str:
        """The hash of the record `at`, from 0 on."""
        return self.hashes[at * (HASH + 1) :][:HASH]


def sound_stretch(book: str, first: int, head: str, *, contents: bool) -> Stretch | None:
    """The records from `first` on, at most `STEP`, which follow one whose hash is `head`.

    None where there are none, or one of them may not be sound; with `contents` what they say too.
    """
    columns, together = _COLUMNS, _TOGETHER
    if contents:
        columns, together = f"{columns},{_SAID}", f"{together},{_SAID_TOGETHER}"
    sql = (
        f"SELECT {together} FROM (SELECT {columns} FROM ledger_record r"  # noqa: S608
        " WHERE r.book_id = %s AND r.seq >= %s AND r.seq <= %s ORDER BY r.seq) AS stretch"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, (book, first, first + STEP - 1))
        count, plain, low, high, *texts = cursor.fetchone()
    if not count or (plain, low, high) != (count, first, first + count - 1) or None in texts:
        return None
    # Each of these is `count` values, of which a sound one holds nothing of what is put between
    # them: so where the whole is what it ought to be, every one of them is.
    rows, prevs, hashes, *said = texts
    if prevs != f"{head} {hashes}"[: -HASH - 1] or not _fit(count, rows, hashes):
        return None
    if contents and not _fit(count, *said):
        return None
    return Stretch(count, hashes)


def _fit(count: int, texts: str, hashes: str) -> bool:
    """Whether so many texts have the hashes told of them, in order."""
    pieces = texts.encode().split(_BREAK)
    found = b"".join([sha256(piece).digest() for piece in pieces])
    return len(pieces) == count and found.hex(" ", HASH // 2) == hashes
