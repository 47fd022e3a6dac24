"""The bytes of photos and files on disk: `evidence/ab/<sha256>`, written once, never changed.

A file is written beside its place and renamed. Small pictures for lists lie under `small/` and
may be deleted at any time. A folder of its own for nearly every file (`ab/cd/`, as files lay
once and may still lie) cost as much as writing the file.
"""

from __future__ import annotations

import os
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from django.conf import settings

SMALL = "small"
UNFINISHED = ".unfinished-"
FRESH = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC


def root() -> Path:
    """The folder all files lie in (`TONGXING_EVIDENCE`)."""
    return _path(settings.EVIDENCE)


_path = lru_cache(4)(Path)


def path_of(key: str) -> Path:
    """Where the file with this sha256 lies, or would lie."""
    deeper = _deeper(key)
    return deeper if deeper.exists() else _place_of(key)


def _place_of(key: str) -> Path:
    return root() / key[:2] / key


def _deeper(key: str) -> Path:
    return root() / key[:2] / key[2:4] / key


def small_path_of(key: str) -> Path:
    """Where its small picture lies, or would lie."""
    return root() / SMALL / key[:2] / f"{key}.jpg"


def put(data: bytes, key: str = "") -> str:
    """Keep `data` and return its sha256 (`key`, if known); the same bytes are kept once.

    What a power cut spoilt is written anew. When this returns, bytes and name are on the disk.
    """
    key = key or sha256(data).hexdigest()
    place = path_of(key)
    if not _there(place, data):
        write(place, data, name_too=True)
    return key


def _there(place: Path, data: bytes) -> bool:
    """Whether the file is there as it should be; another may have named it a moment ago."""
    try:
        with place.open("rb") as file:
            if file.read() != data:
                return False
            os.fsync(file.fileno())
    except FileNotFoundError:
        return False
    return True


def write(place: Path, data: bytes, *, name_too: bool = False, at: datetime | None = None) -> None:
    """Write a whole file or nothing: synced under another name first, then renamed.

    `name_too` renames first: the one sync that follows carries the name along (ext4, XFS, Btrfs)
    and a power cut before it may leave a torn file, which only `put` finds out. It is as old as
    `at` says.
    """
    unfinished = place.parent / f"{UNFINISHED}{token_hex(8)}"
    handle = _opened(unfinished)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        if at is not None:
            os.utime(handle, (at.timestamp(), at.timestamp()))
        if name_too:
            unfinished.replace(place)
        os.fsync(handle)
        if not name_too:
            unfinished.replace(place)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    finally:
        os.close(handle)


def _opened(fresh: Path) -> int:
    """A new file; its folder is nearly always there."""
    try:
        return os.open(fresh, FRESH, 0o600)
    except FileNotFoundError:
        fresh.parent.mkdir(parents=True, exist_ok=True)
        return os.open(fresh, FRESH, 0o600)


def take_over(whole: Path, key: str) -> bool:
    """Give a whole file its place; False when it is neither there nor in its place already."""
    place = _place_of(key)
    try:
        try:
            whole.replace(place)
        except FileNotFoundError:
            place.parent.mkdir(parents=True, exist_ok=True)
            whole.replace(place)
    except FileNotFoundError:
        return path_of(key).exists()
    return True


def take_away(key: str) -> None:
    """Delete the bytes of a file and its small picture for good."""
    _deeper(key).unlink(missing_ok=True)
    _place_of(key).unlink(missing_ok=True)
    small_path_of(key).unlink(missing_ok=True)
