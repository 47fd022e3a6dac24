"""The bytes of photos and files on disk: `evidence/ab/cd/<sha256>`, written once, never changed.

A file is complete before it has its name: written beside its place, synced, renamed. Small
pictures for lists lie under `small/` and may be deleted at any time.
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
    """Keep `data` and return its sha256 (`key`, if known); the same bytes are kept once."""
    key = key or sha256(data).hexdigest()
    place = path_of(key)
    if not place.exists():
        write(place, data)
    return key


def write(place: Path, data: bytes) -> None:
    """Write a whole file or nothing: synced under another name first, then renamed."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(prefix=".unfinished-", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(place)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def take_away(key: str) -> None:
    """Delete the bytes of a file and its small picture for good."""
    path_of(key).unlink(missing_ok=True)
    small_path_of(key).unlink(missing_ok=True)
