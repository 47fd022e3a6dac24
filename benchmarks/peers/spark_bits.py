"""Judging in Spark SQL, with bit masks, on two local cores; the whole folder in one query.

Bits are the form Spark does best: its shuffle then carries one row for each pairing and duty.
Right only where every duty asks one record a period, as for DuckDB.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

from benchmarks.answers import Answer
from benchmarks.answers import answer_from_table
from benchmarks.contender import Contender
from benchmarks.flat import CALENDAR
from benchmarks.flat import TABLES
from benchmarks.workload import Asked

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SQL = Path(__file__).parent / "sql"


def contender(folder: str) -> Contender:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("bench")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": "4g",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "8",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.log.level": "ERROR",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    root = Path(folder)
    for table in TABLES:
        session.read.parquet(str(root / table)).createOrReplaceTempView(table)
    session.read.parquet(str(root / f"{CALENDAR}.parquet")).createOrReplaceTempView("calendar")
    asked = Asked.read(root)
    text = (SQL / "spark.sql").read_text(encoding="utf-8")
    text = text.replace(":day", str(asked.day)).replace(":lock", str(asked.lock_days))
    return Contender(partial(judge, session, text), answer)


def judge(session: SparkSession, text: str) -> dict[str, Any]:
    """Everything in one query, its rows brought to the driver."""
    table = session.sql(text).toArrow()
    columns: dict[str, Any] = table.to_pydict()
    return columns


def answer(columns: dict[str, Any]) -> Answer:
    return answer_from_table(columns)
