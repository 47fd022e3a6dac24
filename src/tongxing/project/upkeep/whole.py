"""A file that is either there whole or not there at all."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tongxing.project.upkeep.trouble import Trouble

UNFINISHED = ".part"


@contextmanager
def whole(path: Path, unfinished: Path) -> Iterator[IO[bytes]]:
    """Write to `unfinished`, and give it the name `path` once all of it is on the disk.

    What an earlier attempt left at `unfinished` is written over; another attempt that is
    still at work is left alone. Raises `Trouble`.
    """
    try:
        yield from _written(path, unfinished)
    except OSError as error:
        raise Trouble(
            f"备份没有写成：{error.strerror or error}", f"请检查 {path.parent} 的空间和权限后再试"
        ) from error


def _written(path: Path, unfinished: Path) -> Iterator[IO[bytes]]:
    handle = os.open(unfinished, os.O_RDWR | os.O_CREAT, 0o600)  # passwords' hashes are in it
    with os.fdopen(handle, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _busy() from None
        if not unfinished.exists() or not _is(file, unfinished):
            raise _busy()  # the other one has just given the file its name
        try:
            file.truncate()
            yield file
            file.flush()
            os.fsync(file.fileno())
            unfinished.rename(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    _sync_folder(path.parent)


def _is(file: IO[bytes], path: Path) -> bool:
    ours, there = os.fstat(file.fileno()), path.stat()
    return (ours.st_dev, ours.st_ino) == (there.st_dev, there.st_ino)


def _busy() -> Trouble:
    return Trouble("另一个备份正在进行", "请等它结束后再试")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
