"""Which books are judged by which process, and what becomes of one that is killed."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext

import pytest

from tests.derive.rollups.made import AS_OF
from tests.derive.rollups.made import GAOZHOU
from tests.derive.rollups.made import HUAZHOU
from tests.derive.rollups.made import Shelf
from tests.derive.rollups.made import head
from tongxing.derive.rollups import processes
from tongxing.derive.rollups.engines import Job
from tongxing.derive.rollups.processes import judge_in_processes
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import Failed


def test_every_process_has_several_turns_the_longest_first() -> None:
    books = [head(f"4401{at:02d}", 10 + at) for at in range(1, 41)]
    found = processes.shared_out(Job(Shelf(books), books, AS_OF, 2))
    assert sorted(one.code for some in found for one in some) == [one.code for one in books]
    assert len(found) >= 2 * processes.TURNS
    records = [sum(one.seq for one in some) for some in found]
    assert records == sorted(records, reverse=True)


@pytest.mark.parametrize(("books", "workers"), [(0, 8), (1, 8), (3, 8), (6, 1), (6, 0)])
def test_few_books_or_one_worker_need_no_other_process(
    books: int, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "workers", None)
    shelf = Shelf([head(f"44{number:04d}") for number in range(101, 101 + books)])
    found = list(judge_in_processes(Job(shelf, shelf.books, AS_OF, workers)))
    assert [one.sums.head for one in found if isinstance(one, BookRollUp)] == shelf.books


@pytest.mark.parametrize(
    ("records", "from_database", "alone"),
    [(processes.SOON - 1, False, True), (processes.SOON, False, False), (1, True, False)],
)
def test_a_lake_that_is_soon_judged_starts_no_other_process(
    records: int, from_database: bool, alone: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "workers", None)
    books = [head(f"44{number:04d}", records // 4) for number in range(101, 104)]
    books.append(head("440199", records - 3 * (records // 4)))
    shelf = Shelf(books, needs_settings=from_database)
    with nullcontext() if alone else pytest.raises(TypeError):
        assert len(list(judge_in_processes(Job(shelf, books, AS_OF, 8)))) == len(books)


def test_books_are_judged_as_they_are_taken() -> None:
    """Who stops asking stops the work."""
    shelf = Shelf([GAOZHOU, HUAZHOU])
    next(judge_in_processes(Job(shelf, shelf.books, AS_OF)))
    assert shelf.read == ["440981"]


def test_a_process_that_was_killed_names_its_book_and_what_to_do() -> None:
    one: Future[list[BookRollUp | Failed]] = Future()
    one.set_exception(BrokenProcessPool())
    told, other = processes._outcomes(one, [GAOZHOU, HUAZHOU])
    assert isinstance(told, Failed)
    assert told.head is GAOZHOU
    assert other.head is HUAZHOU
    assert told.say == "评判的进程意外结束（可能内存不足），这一本没有评判，可以再运行一次"
