"""What is kept on disk: whole or not at all, never stale, and nobody's loss when deleted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.derive.rollups.made import AS_OF
from tests.derive.rollups.made import QUESTION
from tests.derive.rollups.made import head
from tests.derive.rollups.made import rolled
from tests.derive.rollups.made import same
from tongxing.derive.rollups import store as stores
from tongxing.derive.rollups.codec import entry
from tongxing.derive.rollups.codec import packed
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.rollups.store import Store
from tongxing.derive.rollups.store import question_of

BOOKS = [head(code, seq) for code, seq in (("440981", 7), ("440881", 3), ("450101", 9))]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "rollups", QUESTION)


def files(store: Store) -> dict[str, bytes]:
    found = sorted(store.folder.rglob("*.rollups"))
    return {str(one.relative_to(store.folder)): one.read_bytes() for one in found}


def path_of(store: Store) -> Path:
    return store.folder / QUESTION / "44.rollups"


def by_code(store: Store, heads: Iterable[Head]) -> dict[str, BookRollUp]:
    return {one.sums.head.code: one for one in store.rollups(heads)}


def test_what_was_kept_is_there_to_the_number(store: Store) -> None:
    store.keep(rolled(one) for one in BOOKS)
    assert store.sums(BOOKS) == {one.code: rolled(one).sums for one in BOOKS}
    again = by_code(store, BOOKS)
    assert sorted(again) == sorted(one.code for one in BOOKS)
    assert all(same(again[one.code], rolled(one)) for one in BOOKS)


def test_a_province_is_one_small_file(store: Store) -> None:
    store.keep(rolled(one, villages=200) for one in BOOKS)
    assert sorted(files(store)) == [f"{QUESTION}/44.rollups", f"{QUESTION}/45.rollups"]
    assert all(len(data) < 40_000 for data in files(store).values())


def test_deleted_it_is_worked_out_again_to_the_number(store: Store) -> None:
    """Whatever the order it was written in before; written at once, to the byte."""
    for one in (*BOOKS, head("440981", 6), BOOKS[0]):
        store.keep([rolled(one)])
    before = by_code(store, BOOKS)
    shutil.rmtree(store.folder)
    assert store.sums(BOOKS) == {}
    store.keep(rolled(one) for one in BOOKS)
    after, at_once = by_code(store, BOOKS), files(store)
    assert all(same(after[code], one) for code, one in before.items())
    shutil.rmtree(store.folder)
    store.keep(rolled(one) for one in reversed(BOOKS))
    assert files(store) == at_once


def test_one_more_record_is_put_behind_what_is_there(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither is the file written anew, nor is it read again by who has read it."""
    store.keep(rolled(one) for one in BOOKS)
    other = Store(store.folder, QUESTION)
    assert len(other.sums(BOOKS)) == 3
    before, inode = files(store)[f"{QUESTION}/44.rollups"], path_of(store).stat().st_ino
    for seq in range(8, 12):
        store.keep([rolled(head("440981", seq))])
    assert path_of(store).read_bytes().startswith(before)
    assert path_of(store).stat().st_ino == inode
    monkeypatch.setattr(stores, "read", None)
    assert len(other.sums([head("440981", 11), *BOOKS[1:]])) == 3


def test_a_file_that_is_mostly_outdated_is_written_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "_OUTDATED", 0)
    store.keep(rolled(one, 30) for one in BOOKS)
    for seq in range(8, 30):
        store.keep([rolled(head("440981", seq), 30)])
        most = 3 * sum(len(entry(packed(rolled(one, 30)))) for one in BOOKS[:2])
        assert path_of(store).stat().st_size < most
    assert set(by_code(store, [*BOOKS, head("440981", 29)])) == {one.code for one in BOOKS}


@pytest.mark.parametrize("left", [b"\0" * 90, b"half an entry", b"a" * 64 + b" 700 2000\n{"])
def test_what_a_killed_process_left_behind_is_cut_off(store: Store, left: bytes) -> None:
    store.keep(rolled(one) for one in BOOKS)
    other = Store(store.folder, QUESTION)
    whole = path_of(store).read_bytes()
    path_of(store).write_bytes(whole + left)
    assert len(other.sums(BOOKS)) == 3
    store.keep([rolled(head("440981", 9))])
    added = entry(packed(rolled(head("440981", 9))))
    assert path_of(store).read_bytes() == whole + added
    assert len(other.sums([head("440981", 9), *BOOKS[1:]])) == 3


def test_a_file_put_in_the_place_of_another_is_read_anew(store: Store) -> None:
    """Under the same name and number of the disk, longer than the one that was known."""
    store.keep([rolled(BOOKS[0])])
    assert len(store.sums(BOOKS)) == 1
    elsewhere = Store(store.folder.with_name("elsewhere"), QUESTION)
    elsewhere.keep(rolled(one, 60) for one in BOOKS)
    path_of(store).write_bytes(path_of(elsewhere).read_bytes())
    assert len(store.sums(BOOKS[:2])) == 2
    assert set(by_code(store, BOOKS)) == {"440981", "440881"}


@pytest.mark.parametrize("changed", ["seq", "hash", "key", "name"])
def test_nothing_stale_is_ever_served(store: Store, changed: str) -> None:
    store.keep([rolled(BOOKS[0])])
    given_ = {name: getattr(BOOKS[0], name) for name in ("code", "name", "seq", "hash", "key")}
    other = given_ | {changed: 8 if changed == "seq" else "another"}
    assert store.sums([type(BOOKS[0])(**other)]) == {}
    assert len(store.sums([BOOKS[0]])) == 1


def test_a_new_head_replaces_its_book_and_leaves_the_others(store: Store) -> None:
    store.keep(rolled(one) for one in BOOKS)
    grown = head("440981", 8)
    store.keep([rolled(grown)])
    assert set(store.sums([*BOOKS[1:], grown])) == {one.code for one in BOOKS}
    assert store.sums([BOOKS[0]]) == {}


def test_what_a_book_came_to_before_is_told_whatever_its_head(store: Store) -> None:
    assert store.before(BOOKS[0]) is None
    store.keep(rolled(one) for one in BOOKS)
    for seq in (8, 9):
        found = store.before(head("440981", seq))
        assert found is not None
        assert same(found, rolled(head("440981", seq - 1)))
        store.keep([rolled(head("440981", seq))])
    assert store.before(head("440982")) is None


def test_what_it_came_to_before_is_not_told_where_it_is_torn(store: Store) -> None:
    store.keep(rolled(one) for one in BOOKS[:1])
    told = path_of(store).stat()
    assert len(store.sums(BOOKS)) == 1  # known to this process from now on
    path_of(store).write_bytes(path_of(store).read_bytes()[:-1] + b"?")
    os.utime(path_of(store), ns=(told.st_atime_ns, told.st_mtime_ns))
    assert store.before(head("440981", 8)) is None
    path_of(store).unlink()
    assert store.before(head("440981", 8)) is None


def test_a_book_without_any_pairing_is_kept_as_well(store: Store) -> None:
    nobody = rolled(BOOKS[0], villages=0)
    store.keep([nobody])
    assert same(by_code(store, [BOOKS[0]])[BOOKS[0].code], nobody)


@settings(max_examples=40)
@given(at=st.integers(0, 5_000), by=st.integers(1, 255), cut=st.booleans())
def test_a_byte_that_is_not_what_was_written_is_never_told(
    tmp_path_factory: pytest.TempPathFactory, at: int, by: int, cut: bool
) -> None:
    store = Store(tmp_path_factory.mktemp("torn"), QUESTION)
    store.keep(rolled(one, villages=20) for one in BOOKS[:2])
    path = store.folder / QUESTION / "44.rollups"
    data = bytearray(path.read_bytes())
    at %= len(data)
    data[at] ^= by
    path.write_bytes(data[:at] if cut else data)
    told = by_code(store, BOOKS)
    assert all(same(told[one.code], rolled(one, 20)) for one in BOOKS[:2] if one.code in told)
    assert len(told) < 2
    store.keep(rolled(one, villages=20) for one in BOOKS[:2])
    assert len(by_code(store, BOOKS)) == 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        b"tongxing roll-ups 1\n",
        b"tongxing roll-ups 2",
        b"a\nb\nc\nd",
        b"\n\n\n",
        b"PAR1" * 40,
    ],
)
def test_a_foreign_file_is_ignored_and_written_over(store: Store, data: bytes) -> None:
    path = store.folder / QUESTION / "44.rollups"
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    assert store.sums(BOOKS) == {}
    store.keep(rolled(one) for one in BOOKS)
    assert len(store.sums(BOOKS)) == 3


def test_the_file_of_another_day_or_province_answers_nothing(store: Store) -> None:
    store.keep(rolled(one) for one in BOOKS)
    there = store.folder / QUESTION
    shutil.copy(there / "45.rollups", there / "44.rollups")
    other = Store(store.folder, "2025-03-13")
    shutil.copytree(there, store.folder / other.question)
    assert set(store.sums(BOOKS)) == {"450101"}
    assert other.sums(BOOKS) == {}


def test_nobody_else_on_the_machine_reads_them(store: Store) -> None:
    store.keep([rolled(BOOKS[0])])
    path = store.folder / QUESTION / "44.rollups"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [one.suffix for one in path.parent.iterdir() if one.suffix == ".part"] == []


def test_what_cannot_be_written_is_said_and_leaves_nothing_behind(store: Store) -> None:
    store.folder.parent.joinpath("rollups").write_text("in the way")
    with pytest.raises(OSError, match="rollups"):
        store.keep([rolled(BOOKS[0])])
    assert store.sums(BOOKS) == {}


def test_the_questions_written_to_longest_ago_go_first(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "QUESTIONS_KEPT", 3)
    (store.folder / "notes").mkdir(parents=True)
    for back in range(5):
        day = Store(store.folder, question_of(AS_OF - timedelta(days=back)))
        day.keep([rolled(BOOKS[0])])
        os.utime(store.folder / day.question / "44.rollups", (back, back))
    Store(store.folder, question_of(AS_OF)).keep([rolled(BOOKS[1])])
    left = sorted(one.name for one in store.folder.iterdir())
    assert left == ["2025-03-08", "2025-03-09", "2025-03-12", "notes"]


def test_a_question_another_process_has_just_begun_is_not_the_oldest(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its folder is there, and in the next moment its first file: it was taken from under it."""
    monkeypatch.setattr(stores, "QUESTIONS_KEPT", 2)
    old = Store(store.folder, question_of(AS_OF - timedelta(days=2)))
    old.keep([rolled(BOOKS[0])])
    os.utime(store.folder / old.question / "44.rollups", (1, 1))
    begun = store.folder / question_of(AS_OF - timedelta(days=1))
    begun.mkdir()
    store.keep([rolled(BOOKS[0])])
    assert begun.is_dir()
    assert not (store.folder / old.question).exists()


def test_what_another_process_drops_at_the_same_time_is_no_trouble(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "QUESTIONS_KEPT", 1)
    looked = stores._last_written

    def too_late(folder: Path) -> int:
        if folder.name != QUESTION:
            shutil.rmtree(folder)
        return looked(folder)

    for back in (2, 1):
        day = Store(store.folder, question_of(AS_OF - timedelta(days=back)))
        (store.folder / day.question).mkdir(parents=True)
        day.keep([rolled(BOOKS[0])])
    monkeypatch.setattr(stores, "_last_written", too_late)
    store.keep([rolled(BOOKS[0])])
    assert len(store.sums([BOOKS[0]])) == 1
    assert [one.name for one in store.folder.iterdir()] == [QUESTION]


def test_a_moment_is_a_question_of_its_own() -> None:
    at = datetime(2025, 3, 12, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    asked = {question_of(AS_OF), question_of(AS_OF, at), question_of(AS_OF, at.replace(hour=11))}
    assert len(asked) == 3
    assert all("/" not in one for one in asked)


def keep_some(folder: Path, codes: list[str]) -> None:
    for code in codes:
        Store(folder, QUESTION).keep([rolled(head(code))])


def test_two_processes_adding_to_one_province_lose_nothing(tmp_path: Path) -> None:
    codes = [f"44{number:04d}" for number in range(100, 140)]
    with ProcessPoolExecutor(2, get_context("fork")) as pool:
        for part in (codes[::2], codes[1::2]):
            pool.submit(keep_some, tmp_path, part)
    assert sorted(Store(tmp_path, QUESTION).sums(head(code) for code in codes)) == codes
