"""The search index of places: one row a code, whatever names it has had.

A row's words are, for each name, its characters one by one, the whole name as one word, and
its first letters. So a part of a name is a phrase, its beginning a prefix, and `bqc` a word.
The row's position is the code as a number, so that "within a place" is a range of rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from tongxing.records.registry.codes import CODE_DIGITS
from tongxing.records.registry.initials import initials_of
from tongxing.records.registry.naming import full_names
from tongxing.records.registry.naming import plain
from tongxing.records.statements import change
from tongxing.records.statements import pour
from tongxing.records.statements import rows_of

TABLE = "registry_place_search"
COLUMNS = ("rowid", "words")
UPPER = " AND rowid %% 1000 = 0"  # towns and all above them
MANY = 1_000
SMALL = 10**8  # a city
ANYWHERE = (0, 10**CODE_DIGITS - 1)
SQLITE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5(words, tokenize='unicode61', prefix='2 3')",
)  # fmt: skip
POSTGRESQL = (
    f"CREATE TABLE {TABLE} (rowid bigint PRIMARY KEY, words tsvector NOT NULL)",
    f"CREATE INDEX {TABLE}_words ON {TABLE} USING gin (words)",
)
# PostgreSQL would walk through all rows of a wide range rather than ask the words' index.
NARROW = f"SELECT rowid FROM {TABLE} WHERE words @@ %s::tsquery AND"  # noqa: S608
WIDE = (
    f"WITH hits AS MATERIALIZED (SELECT rowid FROM {TABLE} WHERE words @@ %s::tsquery)"  # noqa: S608
    " SELECT rowid FROM hits WHERE"
)
BACK = (f"DROP TABLE {TABLE}",)


class Word(NamedTuple):
    """One question to the index: several words of which one is enough, or a phrase."""

    tokens: tuple[str, ...]
    sort: str  # "any" | "prefix" | "phrase"


def range_of(prefix: str) -> tuple[int, int]:
    """The rows of everything within a prefix."""
    return int(prefix.ljust(CODE_DIGITS, "0")), int(prefix.ljust(CODE_DIGITS, "9"))


def words_of(names: Iterable[str]) -> list[str]:
    """What is written down for a code with these names, in order."""
    found: list[str] = []
    for whole in filter(None, map(plain, names)):  # a name of signs only leaves no word
        found += [*whole, whole, *initials_of(whole)]
    return found


def questions(text: str) -> tuple[Word, ...]:
    """How a text may stand in names, best first: whole, from the beginning, anywhere."""
    if text.isascii():
        return (Word((text,), "any"), Word((text,), "prefix"))
    return (Word(full_names(text), "any"), Word((text,), "prefix"), Word(tuple(text), "phrase"))


def beginning(text: str) -> Word:
    """Names, or their first letters, that begin with a text."""
    return Word((text,), "prefix")


def found(
    word: Word, within: tuple[int, int] = ANYWHERE, *, upper: bool = False, most: int
) -> list[int]:
    """The codes that answer a question, as numbers, at most `most` of them."""
    query = _match(word)
    begin = f"SELECT rowid FROM {TABLE} WHERE words MATCH %s AND"  # noqa: S608
    if connection.vendor == "postgresql":
        query = _tsquery(word)
        begin = WIDE if within[1] - within[0] > SMALL else NARROW
    sql = f"{begin} rowid BETWEEN %s AND %s{UPPER if upper else ''} LIMIT %s"
    return [row[0] for row in rows_of(sql, [query, *within, most])]


def _match(word: Word) -> str:
    """The question as FTS5 reads it; tokens hold letters, digits and characters only."""
    if word.sort == "phrase":
        return '"' + " ".join(word.tokens) + '"'
    mark = "*" if word.sort == "prefix" else ""
    return " OR ".join(f'"{token}"{mark}' for token in word.tokens)


def _tsquery(word: Word) -> str:
    """The same for PostgreSQL."""
    mark = ":*" if word.sort == "prefix" else ""
    between = " <-> " if word.sort == "phrase" else " | "
    return between.join(f"'{token}'{mark}" for token in word.tokens)


def fill(rows: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Add `(code, names)` that are not in the index yet, in the caller's transaction."""
    pour(TABLE, COLUMNS, [(int(code), _written(words_of(names))) for code, names in rows])
    if connection.vendor == "postgresql" and len(rows) > MANY:
        rows_of("SELECT gin_clean_pending_list(%s)", [f"{TABLE}_words"])  # else read every time


def put(names: Mapping[str, Sequence[str]]) -> None:
    """Write down anew what each code is found by."""
    for code in names:
        change(f"DELETE FROM {TABLE} WHERE rowid = %s", [int(code)])  # noqa: S608
    fill(list(names.items()))


def _written(words: Sequence[str]) -> str:
    if connection.vendor == "postgresql":
        return " ".join(f"'{word}':{at}" for at, word in enumerate(words, 1))
    return " ".join(words)
