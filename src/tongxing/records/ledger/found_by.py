"""Whether the rows by which records are found are what the records say, reckoned by the database.

Doers, subjects and replacements stand in each record as canonical JSON and once more as rows.
The database sets one against the other, some thousand records at a time, in order of seq.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

STEP = 5000


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not what the records give; `seq` and `id` name the record it follows from."""

    seq: int
    id: str  # "" when the book has no such record
    table: str  # in Chinese
    what: str

    def say(self) -> str:
        named = f"第{self.seq}号记录（{self.id}）" if self.id else f"第{self.seq}号记录"
        return f"{named}推出的{self.table}{self.what}"


def found_by(book: str, after: int) -> Iterator[Difference]:
    """The differences of the `STEP` records after a seq, ascending within each table."""
    for table in TABLES:
        with connection.cursor() as cursor:
            cursor.execute(table.sql(), [book, after, after + STEP])
            rows = cursor.fetchall()
        for seq, id_, balance in rows:
            what = "缺少一行" if balance > 0 else "多出一行，没有记录为据"
            yield Difference(seq, id_, table.title, what)


def id_text(column: str) -> str:
    """SQL giving a record id with its hyphens."""
    if connection.vendor == "postgresql":
        return f"{column}::text"
    parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    return "(" + "||'-'||".join(f"substr({column},{at},{size})" for at, size in parts) + ")"


# What a record states counts 1 and what the table holds -1: whatever agrees cancels out.
BALANCE = """
WITH told AS (
  SELECT id, seq, {column} AS stated FROM ledger_record
  WHERE book_id = %s AND seq > %s AND seq <= %s
)
SELECT seq, {id}, sum(sign) FROM (
  SELECT r.id, r.seq, 1 AS sign, {stated} FROM told r, {each}
  UNION ALL
  SELECT r.id, r.seq, -1, {kept} FROM told r JOIN {table} t ON t.record_id = r.id
) both_sides GROUP BY seq, id, {names} HAVING sum(sign) <> 0 ORDER BY seq, sum(sign) DESC
"""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that repeat a column of the record; `pairs` are (key in its JSON, column here)."""

    title: str
    table: str
    column: str
    pairs: tuple[tuple[str, str], ...]  # key "": the element of the list itself
    ids: bool = False

    def sql(self) -> str:
        postgresql = connection.vendor == "postgresql"
        stated = [_in_postgresql(key) if postgresql else _in_sqlite(key) for key, _ in self.pairs]
        kept = [id_text(f"t.{name}") if self.ids else f't."{name}"' for _, name in self.pairs]
        names = [f"v{n}" for n, _ in enumerate(self.pairs)]
        array = "jsonb_array_elements(r.stated::jsonb) AS j(value)"
        return BALANCE.format(
            column=self.column,
            id=id_text("id"),
            stated=", ".join(f"{what} AS {name}" for what, name in zip(stated, names, strict=True)),
            each=array if postgresql else "json_each(r.stated) AS j",
            kept=", ".join(kept),
            table=self.table,
            names=", ".join(names),
        )


def _in_postgresql(key: str) -> str:
    return f"j.value->>'{key}'" if key else "j.value#>>'{}'"


def _in_sqlite(key: str) -> str:
    return f"json_extract(j.value, '$.{key}')" if key else "j.value"


TABLES = (
    Table(
        "参加方",
        "ledger_recorddoer",
        "doers",
        (("who", "party"), ("role", "role"), ("of", "of")),
    ),
    Table("所涉对象", "ledger_recordabout", "about", (("", "subject"),)),
    Table("更正关系", "ledger_replacement", "replaces", (("", "replaced_id"),), ids=True),
)
