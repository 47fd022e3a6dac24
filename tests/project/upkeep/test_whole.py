"""A file that is either there whole or not there at all."""

from __future__ import annotations

import fcntl
import os
import stat
from pathlib import Path

import pytest

from tongxing.project.upkeep.trouble import Trouble
from tongxing.project.upkeep.whole import whole


@pytest.fixture
def waiting(tmp_path: Path) -> Path:
    return tmp_path / ".a.part"


def test_it_gets_its_name_once_written(tmp_path: Path, waiting: Path) -> None:
    path = tmp_path / "a"
    with whole(path, waiting) as file:
        file.write(b"all of it")
        assert not path.exists()
    assert path.read_bytes() == b"all of it"
    assert not waiting.exists()


def test_only_its_owner_may_read_it(tmp_path: Path, waiting: Path) -> None:
    with whole(tmp_path / "a", waiting) as file:
        file.write(b"x")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


@pytest.mark.parametrize("fault", [ValueError("x"), KeyboardInterrupt(), OSError(28, "full")])
def test_nothing_is_left_of_one_that_failed(
    tmp_path: Path, waiting: Path, fault: BaseException
) -> None:
    def attempt() -> None:
        with whole(tmp_path / "a", waiting) as file:
            file.write(b"half of ")
            raise fault

    with pytest.raises((type(fault), Trouble)):
        attempt()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said_with_the_folder(tmp_path: Path, waiting: Path) -> None:
    with pytest.raises(Trouble) as refused, whole(tmp_path / "a", waiting):
        raise OSError(28, os.strerror(28))
    assert "备份没有写成" in refused.value.say()
    assert str(tmp_path) in refused.value.say()


def test_what_a_killed_attempt_left_is_written_over(tmp_path: Path, waiting: Path) -> None:
    waiting.write_bytes(b"left over from before, and longer")
    with whole(tmp_path / "a", waiting) as file:
        file.write(b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


def test_another_attempt_at_work_is_left_alone(tmp_path: Path, waiting: Path) -> None:
    with waiting.open("wb") as other:
        other.write(b"half")
        other.flush()
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(Trouble, match="另一个备份正在进行"), whole(tmp_path / "a", waiting):
            pass
    assert waiting.read_bytes() == b"half"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    gone = tmp_path / "gone" / ".a.part"
    with pytest.raises(Trouble, match="备份没有写成"), whole(tmp_path / "gone" / "a", gone):
        pass
