"""Writing that is killed, or fails, at any step: what was whole stays, what was half never counts."""

from __future__ import annotations

import errno
import gc
import hashlib
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.derive.lake.equal import assert_alike
from tests.derive.lake.equal import whole_of
from tests.derive.lake.pieces import GAOZHOU
from tests.derive.lake.pieces import HUAZHOU
from tests.derive.lake.pieces import lake_of
from tests.derive.lake.pieces import piece
from tongxing.derive.lake import storage
from tongxing.derive.lake import writer as taking_up
from tongxing.derive.lake.lake import open_lake
from tongxing.derive.lake.manifest import Manifest
from tongxing.derive.lake.manifest import write_manifest
from tongxing.derive.lake.proof import replay
from tongxing.derive.lake.storage import Sink
from tongxing.derive.lake.trouble import Busy
from tongxing.derive.lake.trouble import OutOfReach
from tongxing.derive.lake.writer import LakeWriter
from tongxing.derive.synth.store import ORIGIN


class Steps:
    """Everything a writer does to the disk, counted; at one step something happens."""

    def __init__(self, patch: pytest.MonkeyPatch, at: int, happens: Callable[[], None]) -> None:
        gc.collect()  # what an earlier failure left half written says its last words before
        self.done = 0
        self.at, self.happens = at, happens
        self._watch(patch, Sink, "write")
        self._watch(patch, os, "fsync")
        self._watch(patch, Path, "replace")
        self._watch(patch, Path, "mkdir")

    def _watch(self, patch: pytest.MonkeyPatch, owner: object, name: str) -> None:
        plain = getattr(owner, name)

        def watched(*given, **more):
            if self.done == self.at:
                self.happens()
            self.done += 1
            return plain(*given, **more)

        patch.setattr(owner, name, watched)


def add(address: str, code: str) -> None:
    with LakeWriter(address, origin=ORIGIN).province(code[:2]) as into:
        into.add(piece(code))


def steps_of(address: str, code: str) -> int:
    with pytest.MonkeyPatch.context() as patch:
        steps = Steps(patch, -1, lambda: None)
        add(address, code)
    return steps.done


def child_of(work: Callable[[], None]) -> int:
    """A process that does the work and ends, by 0 where that went well."""
    child = os.fork()
    if not child:
        try:
            work()
        except BaseException:  # noqa: BLE001  its code tells
            os._exit(1)
        os._exit(0)
    return child


def in_a_child(work: Callable[[], None]) -> int:
    """The signal a process that does the work ends by, 0 when it ends by itself."""
    return os.WTERMSIG(os.waitpid(child_of(work), 0)[1])


def assert_holds(address: str, *codes: str) -> None:
    lake = open_lake(address)
    assert [one.code for one in lake.books()] == list(codes)
    for code in codes:
        book = lake.book(code)
        assert (book.seq, book.head) == (piece(code).last, piece(code).head)
        assert [replay(lake, book, one) for one in book.stretches] == [None]
        assert_alike(whole_of(lake, book).chunk.columns, piece(code).chunk.columns)


def killed_at(address: str, step: int) -> None:
    def work() -> None:
        with pytest.MonkeyPatch.context() as patch:
            Steps(patch, step, lambda: os.kill(os.getpid(), signal.SIGKILL))
            add(address, HUAZHOU)

    assert in_a_child(work) == signal.SIGKILL


def assert_killed_at(tmp_path: Path, step: int, last: int) -> None:
    address = str(tmp_path / str(step))
    lake_of(address, GAOZHOU)
    killed_at(address, step)
    after = (GAOZHOU, HUAZHOU) if step == last else (GAOZHOU,)  # all but the last fsync was done
    assert_holds(address, *after)
    if step < last:
        add(address, HUAZHOU)
    assert_holds(address, GAOZHOU, HUAZHOU)
    packs = sorted(one.name for one in (tmp_path / str(step) / "44").iterdir() if one.is_dir())
    assert packs == ["000001", "000002"]
    assert not list(Path(address).rglob(f"*/*{storage.PARTIAL}"))


def test_killed_at_some_steps(tmp_path: Path) -> None:
    lake_of(str(tmp_path / "whole"), GAOZHOU)
    last = steps_of(str(tmp_path / "whole"), HUAZHOU) - 1
    for step in sorted({5, last // 2, last - 1, last}):
        assert_killed_at(tmp_path, step, last)


@pytest.mark.full
def test_killed_at_every_step(tmp_path: Path) -> None:
    lake_of(str(tmp_path / "whole"), GAOZHOU)
    last = steps_of(str(tmp_path / "whole"), HUAZHOU) - 1
    for step in range(last + 1):
        assert_killed_at(tmp_path, step, last)


def failing(number: int) -> Callable[[], None]:
    def fail() -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EACCES, "没有权限"),
        (errno.EROFS, "没有权限"),
        (errno.EIO, "出错"),
    ],
)
def test_what_the_disk_refuses_is_said_and_leaves_the_lake_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    lake_of(str(tmp_path / "lake"), GAOZHOU)
    lake_of(str(tmp_path / "whole"), GAOZHOU)
    last = steps_of(str(tmp_path / "whole"), HUAZHOU) - 1
    for step in (1, last // 2, last - 1):
        with monkeypatch.context() as patch:
            Steps(patch, step, failing(number))
            with pytest.raises(OutOfReach, match=said) as refused:
                add(str(tmp_path / "lake"), HUAZHOU)
        assert refused.value.remedy
        assert str(tmp_path) in refused.value.say()
        assert_holds(str(tmp_path / "lake"), GAOZHOU)
    add(str(tmp_path / "lake"), HUAZHOU)
    assert_holds(str(tmp_path / "lake"), GAOZHOU, HUAZHOU)


def test_a_block_that_fails_adds_nothing(tmp_path: Path) -> None:
    lake_of(str(tmp_path), GAOZHOU)
    writer = LakeWriter(str(tmp_path), origin=ORIGIN)
    with pytest.raises(ZeroDivisionError), writer.province("44") as into:  # noqa: PT012
        into.add(piece(HUAZHOU))
        assert into.manifest.revision / 0
    assert_holds(str(tmp_path), GAOZHOU)


def test_two_writers_of_one_province_keep_apart(tmp_path: Path) -> None:
    writer = lake_of(str(tmp_path), GAOZHOU)
    with writer.province("44") as into:
        into.add(piece(HUAZHOU))
        with pytest.raises(Busy, match="另一个进程正在写"), writer.province("44"):
            pass
        with writer.province("46"):
            pass
    assert_holds(str(tmp_path), GAOZHOU, HUAZHOU)


def test_provinces_that_end_at_once_lay_the_text_they_share_down_once(tmp_path: Path) -> None:
    """None of them fails, and no text is there before it is whole."""
    to = storage.Folder(str(tmp_path))
    texts = {hashlib.sha256(one).hexdigest(): one for one in (b"%d" % n * 4096 for n in range(40))}
    gate, opens = os.pipe()

    def one() -> None:
        os.read(gate, 1)
        for sha256, text in texts.items():
            taking_up.keep_text(to, sha256, text.decode())
            assert to.read(f"{taking_up.EDITIONS}/{sha256}.toml") == text

    children = [child_of(one) for _ in range(4)]
    os.write(opens, b"gate")
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    assert to.files(taking_up.EDITIONS) == sorted(f"{one}.toml" for one in texts)


def test_where_there_are_no_locks_the_later_writer_gives_way(
    tmp_path: Path, unlocked: None
) -> None:
    """What it leaves is cleared once nobody can be writing it any more."""
    writer = lake_of(str(tmp_path))
    with pytest.raises(Busy, match="刚刚写过"), writer.province("44") as into:  # noqa: PT012
        into.add(piece(HUAZHOU))
        with writer.province("44") as other:
            other.add(piece(GAOZHOU))
    assert_holds(str(tmp_path), GAOZHOU)
    assert len(list((tmp_path / "44").glob("000001-*"))) == 2
    add(str(tmp_path), HUAZHOU)
    with writer.province("44"):
        pass
    assert_holds(str(tmp_path), GAOZHOU, HUAZHOU)
    assert len(list((tmp_path / "44").glob("000001-*"))) == 1


def test_of_two_that_write_in_one_moment_one_is_lost_whole_and_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unlocked: None
) -> None:
    """Both look before either has written; a third begins in between and clears nothing of theirs."""
    address = str(tmp_path)
    writer = lake_of(address)

    def meanwhile(to: storage.Storage, manifest: Manifest) -> None:
        monkeypatch.setattr(taking_up, "write_manifest", write_manifest)
        add(address, GAOZHOU)
        with writer.province("44"):
            pass
        write_manifest(to, manifest)

    monkeypatch.setattr(taking_up, "write_manifest", meanwhile)
    add(address, HUAZHOU)
    assert_holds(address, HUAZHOU)
    add(address, GAOZHOU)
    assert_holds(address, GAOZHOU, HUAZHOU)


def test_of_two_that_write_in_one_moment_the_one_that_is_lost_sees_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unlocked: None
) -> None:
    """Both look, 高州's manifest is written, then 化州's in its place: 高州's writer looks again."""
    address = str(tmp_path)
    lake_of(address)

    def meanwhile(to: storage.Storage, manifest: Manifest) -> None:
        monkeypatch.setattr(taking_up, "write_manifest", write_manifest)
        with monkeypatch.context() as while_gaozhou_pauses:
            while_gaozhou_pauses.setattr(taking_up, "sleep", lambda _: write_manifest(to, manifest))
            with pytest.raises(Busy, match="没有留下") as told:
                add(address, GAOZHOU)
        assert told.value.say() == (
            f"另一个进程同时写了 {address}/44，这一次写的没有留下。请重新运行。"
        )

    monkeypatch.setattr(taking_up, "write_manifest", meanwhile)
    add(address, HUAZHOU)
    assert_holds(address, HUAZHOU)
    add(address, GAOZHOU)
    assert_holds(address, GAOZHOU, HUAZHOU)


def test_who_went_on_from_what_was_written_took_nothing_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unlocked: None
) -> None:
    address = str(tmp_path)
    lake_of(address)

    def goes_on(_: float) -> None:
        monkeypatch.setattr(taking_up, "sleep", lambda _: None)
        add(address, GAOZHOU)

    monkeypatch.setattr(taking_up, "sleep", goes_on)
    add(address, HUAZHOU)
    assert_holds(address, GAOZHOU, HUAZHOU)
