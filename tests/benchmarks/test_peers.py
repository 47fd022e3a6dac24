"""Every contender of the bench comes to the kernel's states: a ratio of unequal work says nothing."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from benchmarks import county_database
from benchmarks import own
from benchmarks.answers import Answer
from benchmarks.answers import digest_of
from benchmarks.answers import totals_of
from benchmarks.flat import write_all
from benchmarks.measuring import Entry
from benchmarks.measuring import Worker
from benchmarks.peers import orm_loops
from benchmarks.workload import Size
from benchmarks.workload import calendar_of
from benchmarks.workload import plain_plan
from benchmarks.workload import years

SMALL = Size("七个小县", 7, 30, 900)
LONE = Size("一个小县", 1, 24, 700)


@cache
def judged(size: Size) -> Answer:
    return own.judge_all(own.books_of(size), plain_plan())


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("flat")
    write_all(folder, calendar_of(plain_plan()), {"44": years(SMALL)})
    return folder


def test_the_workload_has_every_state_but_the_short_lived() -> None:
    # A period is overdue for a few days only: the day asked about has none of them.
    found = totals_of(judged(SMALL))
    assert {state for state, number in found.items() if not number} <= {"overdue"}


def test_levels_add_up() -> None:
    found = judged(SMALL)
    whole = found[2].counts.sum(axis=0).tolist()
    assert [level.counts.sum(axis=0).tolist() for level in found.values()] == [whole] * 5
    assert [len(found[digits].prefix) for digits in (6, 4, 2)] == [7, 2, 1]


@pytest.mark.full
@pytest.mark.parametrize(
    ("module", "form"),
    [
        ("duckdb_sql", ("grid",)),
        ("duckdb_sql", ("bits",)),
        ("polars_grid", ()),
        ("pandas_grid", ()),
    ],
)
def test_a_peer_comes_to_the_same(tables: Path, module: str, form: tuple[str, ...]) -> None:
    peer = import_module(f"benchmarks.peers.{module}").contender(str(tables), *form)
    assert digest_of(peer.answer(peer.run())) == digest_of(judged(SMALL))


@pytest.mark.full
def test_spark_in_a_process_of_its_own_comes_to_the_same(tables: Path) -> None:
    worker = Worker(Entry("Spark", "benchmarks.peers.spark_bits", (str(tables),)))
    assert worker.run().cpu > 0
    assert worker.end()["answer"] == digest_of(judged(SMALL))


@pytest.mark.django_db
def test_loops_over_the_real_tables_come_to_the_same() -> None:
    (year,) = years(LONE)
    book = str(year.place[0])[:6]
    county_database.write_pairings(book, year)
    county_database.write_records(book, year)
    assert digest_of(orm_loops.judge(book, plain_plan())) == digest_of(judged(LONE))
