"""What workers do, without a cluster: every book once, judged as at home, faults told apart."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest

from tests.derive.spark.books import Books
from tongxing.derive.lake.trouble import NoLake
from tongxing.derive.rollups.engines import engine_named
from tongxing.derive.rollups.reading import judged_by
from tongxing.derive.rollups.reading import shares
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import Failed
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.rollups.shapes import Outcome
from tongxing.derive.spark.tasks import ClusterTrouble
from tongxing.derive.spark.tasks import JudgeTasks
from tongxing.derive.spark.tasks import outcome_of
from tongxing.derive.synth.shares import Asked

DAY = date(2025, 9, 30)
BOOKS = Books(Asked(40, seed=4, place="4601"))


def head(code: str, seq: int) -> Head:
    return Head(code, code, seq, "", "")


def rows_of(work: JudgeTasks) -> Iterator[dict[str, object]]:
    """As Spark asks: numbers of tasks in batches; what travels is packed and unpacked."""
    travelled: JudgeTasks = pickle.loads(pickle.dumps(work))
    numbers = [pa.RecordBatch.from_pydict({"id": [number]}) for number in range(len(work.tasks))]
    for batch in travelled(numbers):
        yield from batch.to_pylist()


def outcomes(reader: Books) -> dict[str, Outcome]:
    heads = {one.code: one for one in reader.heads("", DAY)}
    work = JudgeTasks(reader, shares(heads.values(), 1_000), DAY)
    return {str(row["code"]): outcome_of(row, heads[str(row["code"])]) for row in rows_of(work)}


def test_every_book_is_judged_as_at_home() -> None:
    found = outcomes(BOOKS)
    heads = BOOKS.heads("", DAY)
    assert found.keys() == {one.code for one in heads}
    for one in heads:
        there, here = found[one.code], judged_by(BOOKS, one, DAY)
        assert isinstance(there, BookRollUp)
        assert isinstance(here, BookRollUp)
        assert there.sums == here.sums
        assert (there.counts == here.counts).all()
        assert (there.places == here.places).all()
        assert (there.running == here.running).all()


def test_a_book_that_cannot_be_read_does_not_stop_the_others() -> None:
    some = BOOKS.heads("", DAY)[0].code
    found = outcomes(replace(BOOKS, torn=frozenset({some})))
    failed = [one for one in found.values() if isinstance(one, Failed)]
    assert [(one.head.code, one.say) for one in failed] == [(some, "读不出这本台账：盘坏了")]
    assert len(found) > 1


class Elsewhere(Books):
    """A worker on which there is no lake."""

    def heads(self, prefix: str, as_of: date) -> list[Head]:
        raise NoLake("/lake 还没有数据湖", "请先运行 tongxing lake sync")


def test_a_worker_that_sees_no_lake_is_named() -> None:
    task = BOOKS.heads("", DAY)
    (row,) = rows_of(JudgeTasks(Elsewhere(BOOKS.asked), [task], DAY))
    with pytest.raises(ClusterTrouble, match="工作节点看不到数据湖") as trouble:
        outcome_of(row, task[0])
    assert "/lake 还没有数据湖" in trouble.value.say()


def test_a_worker_of_another_version_is_found_out() -> None:
    task = BOOKS.heads("", DAY)[:1]
    (row,) = rows_of(JudgeTasks(BOOKS, [task], DAY))
    with pytest.raises(ClusterTrouble, match="不是一回事"):
        outcome_of(row, replace(task[0], key="of another program"))


def test_a_book_that_grew_meanwhile_is_taken_as_it_is_now() -> None:
    task = BOOKS.heads("", DAY)[:1]
    (row,) = rows_of(JudgeTasks(BOOKS, [task], DAY))
    found = outcome_of(row, replace(task[0], seq=task[0].seq - 1, hash="before", key="of then"))
    assert isinstance(found, BookRollUp)
    assert found.sums.head == task[0]


def test_without_spark_the_engine_says_it_is_not_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("tongxing.derive.spark.cluster", "tongxing.derive.spark.engine"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(ImportError):
        engine_named("spark")
