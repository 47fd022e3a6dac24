"""Words as the search index holds them: one token per Chinese character.

A phrase of such tokens finds exact two-character words, which trigrams miss.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping
from typing import Any

from django.db import connection

from tongxing.records.statements import insert
from tongxing.records.statements import postgresql
from tongxing.rules.characters import normal

SEQ_BITS = 40
LAST_SEQ = (1 << SEQ_BITS) - 1
FURTHEST = 16_000  # PostgreSQL keeps no positions beyond 16,383


def position(book: str, seq: int) -> int:
    """Where a record stands in the index."""
    return (int(book) << SEQ_BITS) | seq


_TOKEN = re.compile(r"[0-9a-z]+|[^\W_]")


def tokens(text: str) -> list[str]:
    """Chinese characters one by one, runs of other letters and digits as words, in order."""
    return _TOKEN.findall(normal(text, "NFKC").lower())


def words_of(text: str, values: Mapping[str, Any]) -> str:
    """Everything of a content that can be searched, as tokens set apart by spaces.

    Values by name, so that a replay gives the very words an append gave.
    """
    return " ".join(_told(text, values))


def _told(text: str, values: Mapping[str, Any]) -> list[str]:
    given = [value for _, value in sorted(values.items())]
    parts = [text, *(v for v in given if isinstance(v, str))]
    parts += [str(v["text"]) for v in given if isinstance(v, dict) and "text" in v]
    return tokens("\n".join(parts))


def vector(words: str) -> str:
    """The literal of a tsvector: no parser or dictionary has a say."""
    return _vector(words.split())


def vector_of(text: str, values: Mapping[str, Any]) -> str | None:
    """`vector` of `words_of`; None where nothing can be searched."""
    return _vector(_told(text, values)) or None


def _vector(words: list[str]) -> str:
    if not words:
        return ""
    found = [""] * (2 * min(len(words), FURTHEST))
    found[::2] = words[:FURTHEST]
    found[1::2] = PLACES[: len(words)]
    return f"'{''.join(found)}"[:-2]


PLACES = [f"':{n} '" for n in range(1, FURTHEST + 1)]  # made once: each ends a word


def index_rows(rows: Iterable[tuple[int, str]]) -> None:
    """Put `(position, words)` into the index, in the caller's transaction."""
    filled = [row for row in rows if row[1]]
    if postgresql():
        filled = [(at, vector(words)) for at, words in filled]
    insert("ledger_search", ("rowid", "words"), filled)


def forget(position_: int) -> None:
    """Take one record out of the index."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_search WHERE rowid = %s", [position_])


def clear(book: str) -> None:
    """Take a whole book out of the index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM ledger_search WHERE rowid BETWEEN %s AND %s",
            [position(book, 0), position(book, LAST_SEQ)],
        )


def matching(book: str, phrase: str) -> tuple[str, list[Any]] | None:
    """SQL and parameters giving the seqs of `book` that hold every word of `phrase`.

    Words set apart by spaces must all occur; each is an exact phrase. None when nothing
    in `phrase` can be searched for.
    """
    phrases = [found for word in phrase.split() if (found := tokens(word))]
    if not phrases:
        return None
    bounds = [position(book, 0), position(book, LAST_SEQ)]
    seq = f"rowid & {LAST_SEQ}"
    if connection.vendor == "postgresql":
        query = " & ".join("(" + " <-> ".join(f"'{t}'" for t in p) + ")" for p in phrases)
        where = "words @@ %s::tsquery"
    else:
        query = " AND ".join('"' + " ".join(p) + '"' for p in phrases)
        where = "words MATCH %s"
    sql = f"SELECT {seq} FROM ledger_search WHERE {where} AND rowid BETWEEN %s AND %s"  # noqa: S608
    return sql, [query, *bounds]
