"""Books put by in a folder, a file each. Whoever deletes the folder loses time and nothing else.

What cannot be read, is torn, or was written by another program is not there; what cannot be
written is not kept. Whether a book is this database's own, its reader tells by the chain.
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tongxing.derive.disk import replace_file
from tongxing.derive.shelf.codec import Shelved
from tongxing.derive.shelf.codec import read
from tongxing.derive.shelf.codec import written

MOST_BYTES = 1 << 30  # of all books; those written longest ago go
SLACK = 1 << 25  # bytes a process writes before it looks through the folder again
PROCESSES = 4  # that write at once, for each of which as much is left free
_ABANDONED = 3600 * 10**9  # nanoseconds: nobody writes at a file for so long
_SUFFIX = ".book"
_log = logging.getLogger(__name__)

written_since: dict[Path, int] = {}  # bytes, by the folder this process last looked through


@dataclass(frozen=True, slots=True)
class Shelf:
    """The books below `folder`, which need not be there yet."""

    folder: Path

    def book(self, code: str) -> Shelved | None:
        """The book as it was put by last; None when there is none to be trusted."""
        path = self._path(code)
        try:
            found = read(path.read_bytes(), code)
        except FileNotFoundError:
            return None
        except OSError as problem:
            _log.warning("book %s cannot be read: %s", path, problem)
            return None
        if found is None:
            _log.info("%s is torn or another program's: the database is read instead", path)
        return found

    def put_by(self, code: str, book: Shelved) -> None:
        """Put a book in place of what was kept of it; said in the log when that cannot be."""
        path = self._path(code)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            data = written(code, book)
            replace_file(path, data)
            self._keep_bounded(path, len(data))
        except OSError as problem:
            _log.warning("book %s not put by: %s", path, problem)

    def _keep_bounded(self, newest: Path, size: int) -> None:
        """Look through the folder the first time, and after as much as it may be behind by."""
        before = written_since.get(self.folder)
        if before is None or before + size > SLACK:
            _prune(self.folder, newest)
            before, size = 0, 0
        written_since[self.folder] = before + size

    def _path(self, code: str) -> Path:
        return self.folder / f"{code}{_SUFFIX}"


def _prune(folder: Path, newest: Path) -> None:
    """Drop the books written longest ago until the rest is not too much, and what was left half."""
    books = _there(folder, f"*{_SUFFIX}")
    own = books.pop(newest, None)
    if own is None:  # another process has cleared it away already
        return
    for one, told in _there(folder, "*.part").items():
        if own.st_mtime_ns - told.st_mtime_ns > _ABANDONED:
            one.unlink(missing_ok=True)
    room = MOST_BYTES - PROCESSES * SLACK - own.st_size
    for one in sorted(books, key=lambda one: -books[one].st_mtime_ns):
        room -= books[one].st_size
        if room < 0:
            one.unlink(missing_ok=True)


def _there(folder: Path, pattern: str) -> dict[Path, os.stat_result]:
    """The files of a pattern; one that others are taking away at this moment is not there."""
    found = {}
    for one in folder.glob(pattern):
        with suppress(FileNotFoundError):
            found[one] = one.stat()
    return found
