"""A synthetic lake is whole, gone on with, and the same files whoever writes them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.derive.lake.equal import whole_of
from tests.derive.synth.told import table_of
from tongxing.derive.cutting import cut_book
from tongxing.derive.editions import fields_needed
from tongxing.derive.editions import plans_of
from tongxing.derive.lake.lake import open_lake
from tongxing.derive.lake.manifest import MANIFEST
from tongxing.derive.lake.trouble import LakeTrouble
from tongxing.derive.lake.trouble import NoLake
from tongxing.derive.synth import store
from tongxing.derive.synth.book import made
from tongxing.derive.synth.shares import Asked
from tongxing.derive.synth.shares import shares
from tongxing.derive.synth.store import OtherRequest
from tongxing.derive.synth.store import write
from tongxing.rules.standing import judge
from tongxing.rules.standing import roll_up

ASKED = Asked(20, seed=5, place="4601", rhythm="general")
NATION = Asked(24, seed=5)
SOME = ("46", "64", "63")


def files_of(lake: Path) -> dict[str, str]:
    """Every file's sum, but those that only keep two writers apart."""
    return {
        str(one.relative_to(lake)): hashlib.sha256(one.read_bytes()).hexdigest()
        for one in sorted(lake.rglob("*"))
        if one.is_file() and one.name != "lock"
    }


@pytest.fixture
def some_provinces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A nation of three small provinces, that tests may end."""
    monkeypatch.setattr("tongxing.derive.synth.shares.shipped_provinces", lambda: SOME)


def test_a_book_read_from_the_lake_is_judged_as_the_book_that_was_made(tmp_path: Path) -> None:
    write(ASKED, str(tmp_path))
    lake, day = open_lake(str(tmp_path)), date(2025, 10, 31)
    assert {one.code: one.name for one in lake.books("46")}.keys() == shares(ASKED).keys()
    for book in lake.books("46"):
        own = made(ASKED, book.code, shares(ASKED)[book.code])
        read = whole_of(lake, book)
        assert read.facts == own.facts
        plans = plans_of(read.facts.editions)
        table = cut_book(
            book.code, read.chunk, read.registers, read.facts.at(book.seq),
            rows=book.seq, wanted=fields_needed(plans),
        )  # fmt: skip
        there = roll_up(judge(table, plans, as_of=day), 12)
        here = roll_up(judge(table_of(own, fields_needed(plans)), plans, as_of=day), 12)
        assert (there.counts == here.counts).all()
        assert there.counts.any()


def test_what_is_written_is_told(tmp_path: Path, some_provinces: None) -> None:
    found = write(NATION, str(tmp_path))
    assert (found.provinces, found.pairings, found.before) == (3, 24, 0)
    books = open_lake(str(tmp_path)).books()
    assert (len(books), sum(one.seq for one in books)) == (found.books, found.records)
    assert {one.code[:2] for one in books} == set(SOME)


def test_two_processes_write_the_same_files_as_one(tmp_path: Path, some_provinces: None) -> None:
    told: list[tuple[int, int]] = []
    write(NATION, str(tmp_path / "one"))
    write(NATION, str(tmp_path / "two"), processes=2, progress=lambda *done: told.append(done))
    assert files_of(tmp_path / "two") == files_of(tmp_path / "one")
    assert told[-1] == (24, 24)


def test_a_lake_left_off_is_finished_and_what_was_whole_is_left_alone(
    tmp_path: Path, some_provinces: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    write(NATION, str(whole))
    monkeypatch.setattr(store, "made", failing_at("64", made))
    with pytest.raises(KeyboardInterrupt):
        write(NATION, str(broken))
    done = [one.parent.name for one in broken.rglob(MANIFEST)]
    assert done
    assert "64" not in done
    assert not [one for one in open_lake(str(broken)).books() if one.code.startswith("64")]
    monkeypatch.setattr(store, "made", made)
    found = write(NATION, str(broken))
    assert found.before == len(done)
    assert files_of(broken) == files_of(whole)
    assert write(NATION, str(broken)).before == 3
    assert files_of(broken) == files_of(whole)


def failing_at(province: str, really: Callable) -> Callable:
    def fails(asked: Asked, book: str, pairings: int) -> object:
        if book.startswith(province):
            raise KeyboardInterrupt
        return really(asked, book, pairings)

    return fails


@pytest.mark.parametrize(
    "other", [{"seed": 6}, {"pairings": 21}, {"year": 2024}, {"rhythm": "plain"}]
)
def test_another_request_never_mixes_with_what_is_there(
    tmp_path: Path, other: dict[str, object]
) -> None:
    write(ASKED, str(tmp_path))
    before = files_of(tmp_path)
    with pytest.raises(OtherRequest, match="按别的要求生成"):
        write(replace(ASKED, **other), str(tmp_path))
    assert files_of(tmp_path) == before


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    with pytest.raises(NoLake, match="不是数据湖"):
        write(ASKED, str(tmp_path))
    assert files_of(tmp_path) == {}


def test_a_proved_lake_has_a_chain_and_ends_with_its_head(tmp_path: Path) -> None:
    write(ASKED, str(tmp_path), proved=True)
    plain = tmp_path / "plain"
    write(ASKED, str(plain))
    proved, without = open_lake(str(tmp_path)), open_lake(str(plain))
    for book, other in zip(proved.books(), without.books(), strict=True):
        assert book.stretches[0].proof is not None
        assert other.stretches[0].proof is None
        assert book.head != other.head
        assert (book.seq, book.name) == (other.seq, other.name)


def test_a_process_that_was_killed_is_said_with_what_to_do() -> None:
    one: Future[None] = Future()
    one.set_exception(BrokenProcessPool())
    with pytest.raises(LakeTrouble, match="生成数据的进程意外结束"):
        store._refuse_unfinished(one)
