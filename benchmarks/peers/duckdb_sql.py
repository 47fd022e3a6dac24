"""Judging in DuckDB: the grid of pairings and periods, or the same as bit masks.

Both read the province's Parquet files as they lie and answer with the roll-ups. What made them
fast: a day's period is looked up by one small integer, which DuckDB answers with a perfect hash
join; a cell's key is one number; cells without a record are never made.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.answers import Answer
from benchmarks.answers import answer_from_table
from benchmarks.answers import together
from benchmarks.contender import Contender
from benchmarks.flat import TABLES
from benchmarks.flat import file_of
from benchmarks.flat import provinces_in
from benchmarks.workload import Asked

SQL = Path(__file__).parent / "sql"
ANSWER = "select * from levels join ranks using (digits, place)"


def contender(folder: str, form: str) -> Contender:
    """`form` is "grid" or "bits"; one connection, two threads, a province after the other."""
    root = Path(folder)
    asked = Asked.read(root)
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    connection.execute(f"create view calendar as from '{folder}/calendar.parquet'")
    connection.execute(statements("once", asked))
    names = ("owed", form, "levels")
    script = "".join(statements(name, asked) for name in names)
    return Contender(partial(judge, connection, root, script), answer)


def statements(name: str, asked: Asked) -> str:
    text = (SQL / f"{name}.sql").read_text(encoding="utf-8")
    return text.replace(":day", str(asked.day)).replace(":lock", str(asked.lock_days))


def judge(connection: duckdb.DuckDBPyConnection, folder: Path, script: str) -> list[pa.Table]:
    found = []
    for province in provinces_in(folder):
        for table in TABLES:
            path = file_of(folder, table, province)
            connection.execute(f"create or replace view {table} as from '{path}'")
        connection.execute(script)
        found.append(connection.sql(ANSWER).to_arrow_table())
    return found


def answer(found: list[pa.Table]) -> Answer:
    return together([answer_from_table(one.to_pydict()) for one in found])
