"""Photos on their way from a phone: parts of 256 kB that came in any order, before they are kept.

Each account has a folder of its own, `phones/<account>/`, with `<sha256>.<size>.<n>` for a part
and `<sha256>.whole` for a photo that no record names yet. Nothing here is a fact: losing the
folder costs a phone one more sending.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from tongxing.records.evidence import storage

CHUNK = 256 * 1024  # bytes
WAITING = 60_000_000  # bytes an account may have waiting here
TOGETHER = 200_000_000  # bytes all accounts of an office may
LEAST = 16 * 1024  # bytes a file counts for, however short: a disk fills up with tiny ones too
KEEP_DAYS = 30
FOLDER = "phones"
WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Arrived:
    """How much of a photo is here; `size` is None while nothing is."""

    size: int | None = None
    have: tuple[int, ...] = ()
    whole: bool = False


def number_of(size: int) -> int:
    """How many parts a photo of `size` bytes comes in."""
    return -(-size // CHUNK)


def length_of(size: int, n: int) -> int:
    """How many bytes part `n` has."""
    return min(CHUNK, size - n * CHUNK)


def arrived(by: str, key: str) -> Arrived:
    """How much of a photo somebody's phone has brought."""
    whole = _folder(by) / f"{key}.{WHOLE}"
    if whole.exists():
        size = whole.stat().st_size
        return Arrived(size, tuple(range(number_of(size))), whole=True)
    parts = sorted(_parts(by, key))
    return Arrived(parts[0][0], tuple(n for _, n in parts)) if parts else Arrived()


def put(by: str, key: str, size: int, n: int, data: bytes, at: datetime) -> None:
    """Keep one part; the same again changes nothing. Parts told another size go."""
    for other, m in _parts(by, key):
        if other != size:
            (_folder(by) / f"{key}.{other}.{m}").unlink(missing_ok=True)
    storage.write(_folder(by) / f"{key}.{size}.{n}", data, at=at)


def together(by: str, key: str, size: int, *, n: int, data: bytes) -> bytes | None:
    """The whole photo, once every part but `n` (which is at hand) is here; else None."""
    parts = []
    for m in range(number_of(size)):
        if m == n:
            parts.append(data)
            continue
        try:
            parts.append((_folder(by) / f"{key}.{size}.{m}").read_bytes())
        except FileNotFoundError:
            return None
    return b"".join(parts)


def lay_by(by: str, key: str, data: bytes, at: datetime) -> None:
    """Put a whole photo aside until a record names it; on the disk when this returns."""
    folder = _folder(by)
    storage.write(folder / f"{key}.{WHOLE}", data, name_too=True, at=at)
    for name in _names(folder) if number_of(len(data)) > 1 else ():
        if name.startswith(f"{key}.") and not name.endswith(WHOLE):
            (folder / name).unlink(missing_ok=True)


def hand_over(by: str, key: str) -> bool:
    """Move a photo put aside to where it is kept; False when neither place has it.

    Not synced: a power cut may bring it back here, from where `tidy_photos` moves it again.
    """
    return storage.take_over(_folder(by) / f"{key}.{WHOLE}", key)


def laid_by_all() -> Iterator[tuple[Path, str]]:
    """Every photo put aside, by anybody: where it lies and its sha256."""
    for place in (storage.root() / FOLDER).glob(f"*/*.{WHOLE}"):
        yield place, place.name.partition(".")[0]


def laid_by(by: str, key: str) -> bytes | None:
    """A whole photo put aside, or None."""
    try:
        return (_folder(by) / f"{key}.{WHOLE}").read_bytes()
    except FileNotFoundError:
        return None


def forget(by: str, key: str) -> None:
    """Drop a photo's parts and what was put aside of it."""
    for place in _files(by):
        if place.name.startswith(f"{key}."):
            place.unlink(missing_ok=True)


def erase(key: str) -> None:
    """Drop a photo wherever it waits: whoever brought it, the law has it gone."""
    for place in (storage.root() / FOLDER).glob(f"*/{key}.*"):
        place.unlink(missing_ok=True)


def tidy(at: datetime) -> None:
    """Drop what has waited too long, of those too who will not send anything any more."""
    for place in (storage.root() / FOLDER).glob("*/*.*"):
        with suppress(FileNotFoundError):  # taken up by another request at this moment
            if place.stat().st_mtime < _oldest(at):
                place.unlink()


def _oldest(at: datetime) -> float:
    return at.timestamp() - KEEP_DAYS * 86_400


def room_left(by: str, at: datetime, colleagues: Collection[str] = ()) -> int:
    """How many bytes may still wait here, of one account and of all of its office.

    What is older than `KEEP_DAYS` goes first.
    """
    own = _used(by, at)
    return min(WAITING - own, TOGETHER - own - sum(_used(one, at) for one in {*colleagues} - {by}))


def _used(by: str, at: datetime) -> int:
    oldest = _oldest(at)
    used = 0
    for place in _files(by):
        try:
            found = place.stat()
        except FileNotFoundError:
            continue  # taken up by another request at this moment
        if found.st_mtime < oldest:
            place.unlink(missing_ok=True)
        else:
            used += max(found.st_size, LEAST)
    return used


def _files(by: str) -> list[Path]:
    folder = _folder(by)
    return [folder / name for name in _names(folder)]


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208  a path for each costs more than reading them
    except FileNotFoundError:
        return []


def _parts(by: str, key: str) -> Iterator[tuple[int, int]]:
    """(size told, n) of the parts here."""
    for one in _names(_folder(by)):
        name, *told = one.split(".")
        if name == key and len(told) == 2:  # noqa: PLR2004  size and number
            yield int(told[0]), int(told[1])


def _folder(by: str) -> Path:
    return storage.root() / FOLDER / _name_of(by)


@lru_cache(10_000)
def _name_of(by: str) -> str:
    """Of an account's folder: leads nowhere else, whatever it is called."""
    return sha256(by.encode()).hexdigest()[:32]
