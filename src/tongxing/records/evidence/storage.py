"""The bytes of photos and files on disk: `evidence/ab/cd/<sha256>`, written once, never changed.

A file is written beside its place and renamed. Small pictures for lists lie under `small/` and
may be deleted at any time.
"""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from pathlib import Path

from django.conf import settings

SMALL = "small"


def root() -> Path:
    """The folder all files lie in (`TONGXING_EVIDENCE`)."""
    return Path(settings.EVIDENCE)


def path_of(key: str) -> Path:
    """Where the file with this sha256 lies, or would lie."""
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


def write(place: Path, data: bytes, *, name_too: bool = False) -> None:
    """Write a whole file or nothing: synced under another name first, then renamed.

    `name_too` renames first: the one sync that follows carries the name along (ext4, XFS, Btrfs)
    and a power cut before it may leave a torn file, which only `put` finds out.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(prefix=".unfinished-", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if name_too:
                Path(unfinished).replace(place)
            os.fsync(file.fileno())
        if not name_too:
            Path(unfinished).replace(place)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def take_over(whole: Path, key: str) -> bool:
    """Give a whole file its place; False when it is neither there nor in its place already."""
    place = path_of(key)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        whole.replace(place)
    except FileNotFoundError:
        return place.exists()
    return True


def take_away(key: str) -> None:
    """Delete the bytes of a file and its small picture for good."""
    path_of(key).unlink(missing_ok=True)
    small_path_of(key).unlink(missing_ok=True)
