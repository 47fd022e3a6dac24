"""Whether the search index holds of every record the words it says, and nothing else.

A word put into the index or taken out of it behind the ledger's back would let a search pass
over a record, or find one that says something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping

from django.db import connection

from tongxing.records.ledger import search
from tongxing.records.ledger.found_by import STEP
from tongxing.records.ledger.found_by import Difference
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import said

TABLE = "检索词"
STORED = "SELECT rowid, words FROM ledger_search WHERE rowid BETWEEN %s AND %s"
# The database sorts and numbers the words of a tsvector its own way: it does the comparing.
DIFFERING = """
SELECT coalesce(e.rowid, s.rowid), s.rowid IS NOT NULL
FROM unnest(%s::bigint[], %s::text[]) AS e(rowid, words)
FULL JOIN (SELECT rowid, words FROM ledger_search WHERE rowid BETWEEN %s AND %s) s
USING (rowid) WHERE s.words IS DISTINCT FROM e.words::tsvector
"""


def searched(book: str, after: int, *, last: int) -> Iterator[Difference]:
    """The differences of the `STEP` records after a seq, ascending; `last` is the book's last.

    What stands in the index beyond the last record is found with the last step.
    """
    ids, should = _should(book, after)
    first = search.position(book, after + 1)
    final = search.position(book, after + STEP)
    if after + STEP >= last:
        final = search.position(book, search.LAST_SEQ)
    for position, stored in sorted(_differing(should, first, final)):
        seq = position & search.LAST_SEQ
        what = "缺失"
        if stored:
            what = "与记录不符" if position in should else "多出，没有记录为据"
        yield Difference(seq, ids.get(position, ""), TABLE, what)


def _should(book: str, after: int) -> tuple[dict[int, str], dict[int, str]]:
    """Record ids and words by position in the index; no words of what was erased."""
    ids: dict[int, str] = {}
    words: dict[int, str] = {}
    rows = Record.objects.filter(book=book, seq__gt=after, seq__lte=after + STEP)
    for record in rows.select_related("body").order_by("seq"):
        position = search.position(book, record.seq)
        ids[position] = str(record.id)
        says = said(record.body)
        if not says.redacted and (found := search.words_of(says.text, says.values)):
            words[position] = found
    return ids, words


def _differing(should: Mapping[int, str], first: int, final: int) -> list[tuple[int, bool]]:
    """(position, whether something stands there) of every row that is not what it should be."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            vectors = [search.vector(words) for words in should.values()]
            cursor.execute(DIFFERING, [list(should), vectors, first, final])
            return [(int(at), bool(stored)) for at, stored in cursor.fetchall()]
        cursor.execute(STORED, [first, final])
        kept = dict(cursor.fetchall())
    return [(at, at in kept) for at in {*should, *kept} if should.get(at) != kept.get(at)]
