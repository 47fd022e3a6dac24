"""Gathering: what is kept is not judged again, what fails is named, what takes too long waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.derive.rollups.made import AS_OF
from tests.derive.rollups.made import QUESTION
from tests.derive.rollups.made import Shelf
from tests.derive.rollups.made import head
from tests.derive.rollups.made import rolled
from tests.derive.rollups.made import same
from tongxing.derive.lake.trouble import Torn
from tongxing.derive.rollups import gather
from tongxing.derive.rollups import processes
from tongxing.derive.rollups.engines import ENGINES
from tongxing.derive.rollups.engines import Job
from tongxing.derive.rollups.engines import engine_named
from tongxing.derive.rollups.gather import Gathered
from tongxing.derive.rollups.gather import all_of
from tongxing.derive.rollups.gather import within_patience
from tongxing.derive.rollups.reading import Reader
from tongxing.derive.rollups.reading import judged_by
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.rollups.shapes import Outcome
from tongxing.derive.rollups.store import Store
from tongxing.derive.rollups.sums import Sum
from tongxing.derive.rollups.sums import by_place

BOOKS = [head("440981", 30), head("440881", 10), head("450101", 20)]
CODES = {one.code for one in BOOKS}


@pytest.fixture
def shelf() -> Shelf:
    gather.forget()
    return Shelf(list(BOOKS))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, QUESTION)


def ask(shelf: Shelf, store: Store, seconds: float) -> Gathered:
    return within_patience(shelf, shelf.books, AS_OF, store=store, seconds=seconds)


def see_through(shelf: Shelf, store: Store, *, digits: int = 0) -> Gathered:
    told: list[tuple[int, int]] = []
    found = all_of(
        Job(shelf, shelf.books, AS_OF), store=store, engine=engine_named("processes"),
        digits=digits, progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    assert told[-1] == (len(shelf.books), len(shelf.books))
    return found


def test_with_time_enough_all_is_known_and_kept(shelf: Shelf, store: Store) -> None:
    found = ask(shelf, store, 60)
    assert (set(found.sums), found.outstanding, found.judged) == (CODES, (), 3)
    gather.forget()
    again = ask(shelf, store, 60)
    assert (again.sums, again.judged) == (found.sums, 0)


def test_without_patience_each_asking_comes_one_book_further_small_ones_first(
    shelf: Shelf, store: Store
) -> None:
    outstanding = [ask(shelf, store, 0).outstanding for _ in range(4)]
    assert outstanding == [("450101", "440981"), ("440981",), (), ()]
    assert shelf.read == ["440881", "450101", "440981"]


def test_one_more_record_has_one_book_read_again(shelf: Shelf, store: Store) -> None:
    ask(shelf, store, 60)
    shelf.read.clear()
    shelf.books[2] = head("450101", 21)
    found = ask(shelf, store, 60)
    assert shelf.read == ["450101"]
    assert found.sums["450101"].head.seq == 21


def test_a_book_is_judged_on_from_what_is_kept_of_it(
    shelf: Shelf, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[int | None] = []

    def noted(reader: Reader, one: Head, as_of: date, before: BookRollUp | None) -> Outcome:
        given.append(before.sums.head.seq if before else None)
        return judged_by(reader, one, as_of, before)

    for module in (gather, processes):
        monkeypatch.setattr(module, "judged_by", noted)
    ask(shelf, store, 60)
    shelf.books[2] = head("450101", 21)
    ask(shelf, store, 60)
    shelf.books[2] = head("450101", 22)
    see_through(shelf, store)
    assert given == [None, None, None, 20, 21]


@pytest.mark.parametrize(
    "problem", [Torn("44/000001 不是当时写下的"), ValueError("坏了"), KeyError()]
)
def test_a_book_that_cannot_be_read_is_named_and_the_others_go_on(
    shelf: Shelf, store: Store, problem: Exception
) -> None:
    shelf.broken["440881"] = problem
    for found in (ask(shelf, store, 60), see_through(shelf, store)):
        assert (set(found.sums), set(found.failed)) == (CODES - {"440881"}, {"440881"})
    said = found.failed["440881"]
    assert said == "44/000001 不是当时写下的。" or said.startswith("读不出这本台账：")


def test_a_page_does_not_try_a_bad_book_again_until_it_changes(shelf: Shelf, store: Store) -> None:
    shelf.broken["440881"] = ValueError("坏了")
    ask(shelf, store, 60)
    shelf.read.clear()
    assert set(ask(shelf, store, 60).failed) == {"440881"}
    assert shelf.read == []
    shelf.books[1] = head("440881", 11)
    assert set(ask(shelf, store, 60).failed) == {"440881"}
    assert shelf.read == ["440881"]


def test_a_command_tries_again_and_takes_the_longest_first(shelf: Shelf, store: Store) -> None:
    shelf.broken["440881"] = ValueError("坏了")
    see_through(shelf, store)
    assert shelf.read == ["440981", "450101", "440881"]
    shelf.broken.clear()
    shelf.read.clear()
    assert set(see_through(shelf, store).sums) == CODES
    assert shelf.read == ["440881"]


def test_interrupted_it_goes_on_from_what_is_kept(shelf: Shelf, store: Store) -> None:
    shelf.broken["440881"] = KeyboardInterrupt()  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        see_through(shelf, store)
    shelf.broken.clear()
    shelf.read.clear()
    assert set(see_through(shelf, store, digits=12).rollups) == CODES
    assert shelf.read == ["440881"]


def plain(sums: Mapping[str, Sum]) -> dict[str, object]:
    return {
        place: (one.running, {duty: counts.tolist() for duty, counts in one.counts.items()})
        for place, one in sums.items()
    }


@pytest.mark.parametrize("digits", [9, 12])
def test_roll_ups_are_held_no_finer_than_asked_for(shelf: Shelf, store: Store, digits: int) -> None:
    """Whether they are judged now or were kept."""
    whole = [rolled(one) for one in BOOKS]
    for judged in (3, 0):
        found = all_of(
            Job(shelf, BOOKS, AS_OF), store=store, engine=lambda job: map(rolled, job.heads),
            digits=digits, progress=lambda *_: None,
        )  # fmt: skip
        assert found.judged == judged
        assert plain(by_place(found.rollups.values(), digits)) == plain(by_place(whole, digits))
        for one in found.rollups.values():
            assert one.counts.dtype == np.int32
            assert (one.places % 10 ** (12 - digits) == 0).all()


def test_a_disk_that_takes_nothing_costs_time_and_no_answer(
    shelf: Shelf, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    store = Store(in_the_way, QUESTION)
    assert ask(shelf, store, 0).unkept != ""
    assert ask(shelf, store, 0).outstanding == ("440981",)
    found = see_through(shelf, store, digits=12)
    assert (set(found.sums), set(found.rollups)) == (CODES, CODES)
    assert found.unkept != ""


def test_engines_are_named_and_loaded_when_asked_for() -> None:
    assert "processes" in ENGINES
    with pytest.raises(KeyError):
        engine_named("abacus")


@pytest.mark.full
def test_several_processes_answer_as_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tongxing.derive.rollups.processes.SOON", 0)
    books = [head(f"44{number:04d}", number) for number in range(101, 107)]
    shelf = Shelf(books, broken={"440103": ValueError("坏了")})
    gathered = [
        all_of(
            Job(shelf, books, AS_OF, workers=workers), store=Store(tmp_path / str(workers), QUESTION),
            engine=engine_named("processes"), digits=12, progress=lambda *_: None,
        )
        for workers in (1, 2)
    ]  # fmt: skip
    assert gathered[0].sums == gathered[1].sums
    assert gathered[0].failed == gathered[1].failed == {"440103": "读不出这本台账：坏了"}
    one, two = (list(Store(tmp_path / str(n), QUESTION).rollups(books)) for n in (1, 2))
    assert {rollup.sums.head.code for rollup in one} == set(gathered[0].sums)
    assert all(same(*both) for both in zip(one, two, strict=True))
