"""Books in a folder: safe to share, bounded, and nobody's loss when it cannot be written."""

from __future__ import annotations

import errno
import logging
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.derive.shelf.made import CODE
from tests.derive.shelf.made import shelved
from tongxing.derive import disk
from tongxing.derive.shelf import store as stores
from tongxing.derive.shelf.codec import written
from tongxing.derive.shelf.store import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A shelf that is looked through at every book, as one is that is nearly full."""
    stores.written_since.clear()
    return Shelf(tmp_path / "books")


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Each time a folder was looked through."""
    found: list[Path] = []
    there = stores._there

    def told(folder: Path, pattern: str) -> dict[Path, os.stat_result]:
        found.append(folder)
        return there(folder, pattern)

    monkeypatch.setattr(stores, "_there", told)
    return found


def names(shelf: Shelf) -> list[str]:
    return sorted(one.name for one in shelf.folder.iterdir())


def test_a_book_put_by_is_there_and_another_is_not(shelf: Shelf) -> None:
    assert shelf.book(CODE) is None
    shelf.put_by(CODE, shelved())
    found = shelf.book(CODE)
    assert found is not None
    assert (found.seq, shelf.book("440982")) == (5, None)


def test_nobody_else_on_the_machine_reads_them(shelf: Shelf) -> None:
    before = os.umask(0)
    try:
        shelf.put_by(CODE, shelved())
    finally:
        os.umask(before)
    path = shelf.folder / f"{CODE}.book"
    assert (path.stat().st_mode & 0o777, shelf.folder.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize("data", [b"", b"PAR1" * 40, written(CODE, shelved())[:-1]])
def test_what_is_torn_is_not_there_and_is_written_over(
    shelf: Shelf, data: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    shelf.folder.mkdir()
    (shelf.folder / f"{CODE}.book").write_bytes(data)
    assert shelf.book(CODE) is None
    assert "the database is read instead" in caplog.text
    shelf.put_by(CODE, shelved())
    assert shelf.book(CODE) is not None


def test_a_full_disk_leaves_what_was_there_and_nothing_beside_it(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shelf.put_by(CODE, shelved(3))

    def full(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk.Path, "write_bytes", full)
    shelf.put_by(CODE, shelved())
    assert "No space left" in caplog.text
    found = shelf.book(CODE)
    assert found is not None
    assert (found.seq, names(shelf)) == (3, [f"{CODE}.book"])


def test_where_nothing_can_be_written_or_read_nothing_is_kept(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    shelf.folder.write_text("in the way")
    shelf.put_by(CODE, shelved())
    assert "not put by" in caplog.text
    assert shelf.book(CODE) is None
    assert "cannot be read" in caplog.text


def test_the_books_written_longest_ago_go_first(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = len(written(CODE, shelved()))
    monkeypatch.setattr(stores, "MOST_BYTES", 3 * size + size // 2)
    monkeypatch.setattr(stores, "SLACK", 0)
    for age, code in enumerate(("440981", "440982", "440983", "440984")):
        shelf.put_by(code, shelved())
        os.utime(shelf.folder / f"{code}.book", (age, age))
    (shelf.folder / "notes").write_text("somebody's own")
    shelf.put_by("440981", shelved())
    assert names(shelf) == ["440981.book", "440983.book", "440984.book", "notes"]


def test_a_book_too_large_for_the_shelf_is_there_alone(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "MOST_BYTES", 1)
    monkeypatch.setattr(stores, "SLACK", 0)
    shelf.put_by("440982", shelved())
    shelf.put_by(CODE, shelved())
    assert names(shelf) == [f"{CODE}.book"]


def test_a_shelf_is_looked_through_at_first_and_after_so_many_bytes(
    shelf: Shelf, looked: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    size = len(written(CODE, shelved()))
    monkeypatch.setattr(stores, "SLACK", 10 * size)
    times = []
    for number in range(25):
        shelf.put_by(f"44{number:04d}", shelved())
        times.append(len(looked))
        looked.clear()
    assert [number for number, count in enumerate(times) if count] == [0, 11, 22]
    other = Shelf(shelf.folder.parent / "others")
    other.put_by(CODE, shelved())
    assert set(looked) == {other.folder}


def test_no_more_than_the_limit_is_ever_kept(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also by several processes, each of which knows only what it wrote itself."""
    size = len(written(CODE, shelved()))
    monkeypatch.setattr(stores, "MOST_BYTES", 30 * size)
    monkeypatch.setattr(stores, "SLACK", 3 * size)
    processes: list[dict[Path, int]] = [{} for _ in range(stores.PROCESSES)]
    most = 0
    for number in range(120):
        monkeypatch.setattr(stores, "written_since", processes[number % len(processes)])
        shelf.put_by(f"44{number:04d}", shelved())
        kept = sum(one.stat().st_size for one in shelf.folder.iterdir())
        assert kept <= stores.MOST_BYTES, number
        most = max(most, kept)
    assert most >= 10 * size
    assert (shelf.folder / "440119.book").is_file()


def test_what_a_killed_process_left_half_is_cleared_away(shelf: Shelf) -> None:
    shelf.folder.mkdir()
    old, young = shelf.folder / "440981.7-7.part", shelf.folder / "440981.8-8.part"
    for one in (old, young):
        one.write_bytes(b"half")
    os.utime(old, (0, 0))
    shelf.put_by(CODE, shelved())
    assert names(shelf) == [young.name, f"{CODE}.book"]


def put_some(folder: Path, sizes: range) -> None:
    stores._log.warning = pytest.fail  # in this process alone: what one takes away is no trouble
    for size in sizes:
        Shelf(folder).put_by(CODE, shelved(size))


def test_two_processes_leave_one_whole_book(tmp_path: Path) -> None:
    seen = set()
    with ProcessPoolExecutor(2, get_context("fork")) as pool:
        writing = [pool.submit(put_some, tmp_path, range(size, size + 30)) for size in (3, 60)]
        while not all(one.done() for one in writing):
            found = Shelf(tmp_path).book(CODE)
            seen.add(found and found.seq)
    for one in writing:
        one.result()
    found = Shelf(tmp_path).book(CODE)
    assert found is not None
    assert found.seq in {32, 89}
    assert seen - {None} <= {*range(3, 33), *range(60, 90)}
    assert [one.name for one in tmp_path.iterdir()] == [f"{CODE}.book"]
