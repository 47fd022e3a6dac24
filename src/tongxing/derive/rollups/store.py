"""Roll-ups kept on disk: a folder a question, in it one file a province. Disposable.

Every book stands under its full key, so nothing stale is ever served: what has another key is
not there. A book that has grown is put behind the others, and whoever has read the file before
reads only that; once most of a file is outdated it is written anew. Processes that add to the
same file take turns, and cut off what one that was killed left half written. Whoever deletes the
folder loses time and nothing else.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from pathlib import Path
from typing import IO

from tongxing.derive.disk import replace_file
from tongxing.derive.kept import Kept
from tongxing.derive.rollups.codec import NOTHING
from tongxing.derive.rollups.codec import Packed
from tongxing.derive.rollups.codec import Province
from tongxing.derive.rollups.codec import entry
from tongxing.derive.rollups.codec import packed
from tongxing.derive.rollups.codec import read
from tongxing.derive.rollups.codec import unpacked
from tongxing.derive.rollups.codec import written
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import BookSums
from tongxing.derive.rollups.shapes import Head

PROVINCE_DIGITS = 2
QUESTIONS_KEPT = 64  # days asked about, the ones written to last
_QUESTION = re.compile(r"\d{4}-\d\d-\d\d(@[\w.-]+)?")
_FILES = Kept(40)  # files as read last, without the places
_MARK = 64  # bytes
_OUTDATED = 64 << 10  # bytes that may stand in a file for nothing, beside as many as count
_SUFFIX = ".rollups"


def question_of(as_of: date, known_at: datetime | None = None) -> str:
    """What is asked, as a folder's name."""
    told = f"@{known_at.timestamp():.6f}" if known_at else ""
    return f"{as_of.isoformat()}{told}"


@dataclass(frozen=True, slots=True)
class Store:
    """The roll-ups of one question below `folder`, which need not be there yet."""

    folder: Path
    question: str

    def sums(self, heads: Iterable[Head]) -> dict[str, BookSums]:
        """What is kept of these very heads, by the book's code."""
        found: dict[str, BookSums] = {}
        for province, wanted in _by_province(heads).items():
            kept = self._read(province).sums
            there = ((one, kept.get(one.code)) for one in wanted)
            found |= {one.code: sums for one, sums in there if sums and sums.head == one}
        return found

    def rollups(self, heads: Iterable[Head]) -> Iterator[BookRollUp]:
        """The same with their places, a file at a time."""
        for province, wanted in _by_province(heads).items():
            file = self._whole(province)
            found = (file.book(one.code) for one in wanted if _is_kept(file, one))
            yield from (unpacked(one) for one in found if one is not None)

    def before(self, head: Head) -> BookRollUp | None:
        """What is kept of the book, of whatever head."""
        province = _province(head)
        found = self._read(province)
        if head.code not in found.rows:
            return None
        try:
            with self._path(province).open("rb") as file:
                one = found.book(head.code, file)
        except OSError:
            return None
        return None if one is None else unpacked(one)

    def keep(self, rollups: Iterable[BookRollUp]) -> None:
        """Add books, each in place of what was kept of it; raises OSError when it cannot."""
        by_province: dict[str, list[Packed]] = defaultdict(list)
        for one in rollups:
            by_province[_province(one.sums.head)].append(packed(one))
        for province, books in by_province.items():
            self._add(province, books)

    def _add(self, province: str, books: Sequence[Packed]) -> None:
        path = self._path(province)
        is_new = not path.parent.is_dir()
        if is_new:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _turn(path.with_suffix(".turn")):
            self._put(path, province, books)
        if is_new:
            _prune(self.folder)

    def _put(self, path: Path, province: str, books: Sequence[Packed]) -> None:
        """Behind what is there; or all of it anew, where most would be outdated or none is."""
        there = self._read(province)
        if there.end and there.end <= 2 * there.live + _OUTDATED:
            _append(path, there.end, b"".join(map(entry, books)))
            return
        there = self._whole(province)
        fresh = {one.sums.head.code: one for one in books}
        kept = [there.as_it_stands(code) for code in there.sums if code not in fresh]
        replace_file(path, written(self.question, province, [*kept, *fresh.values()]))

    def _path(self, province: str) -> Path:
        return self.folder / self.question / f"{province}{_SUFFIX}"

    def _read(self, province: str) -> Province:
        """The file's sums as it stands; nothing when there is none that can be read."""
        path = self._path(province)
        known: _Known | None = _FILES.peek(str(path))
        try:
            if known and known.is_of(path.stat()):
                return known.found
            with path.open("rb") as file:
                told = os.fstat(file.fileno())
                found = (known and known.grown(file)) or read(file.read(), self.question, province)
                mark = _mark(file, found.end)
        except OSError:
            return NOTHING
        found = replace(found, data=NOTHING.data)
        _FILES.put(str(path), _Known(found, mark, told.st_ino, told.st_size, told.st_mtime_ns))
        return found

    def _whole(self, province: str) -> Province:
        """The file with its places."""
        try:
            return read(self._path(province).read_bytes(), self.question, province)
        except OSError:
            return NOTHING


def let_go(folder: Path, code: str) -> None:
    """Drop what is kept below `folder` of a book, and with it of its province; raises OSError.

    For a key does not name the tables a book's facts were read from, which may have been wrong.
    """
    for path in folder.glob(f"*/{code[:PROVINCE_DIGITS]}{_SUFFIX}"):
        with _turn(path.with_suffix(".turn")):
            path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Known:
    """A file as it was read, and what the disk said of it."""

    found: Province
    mark: bytes  # the last of what was whole: another file would have others there
    inode: int
    size: int
    changed: int

    def is_of(self, told: os.stat_result) -> bool:
        """Whether it is the very same still."""
        now = (told.st_ino, told.st_size, told.st_mtime_ns)
        return now == (self.inode, self.size, self.changed)

    def grown(self, file: IO[bytes]) -> Province | None:
        """With what stands behind it now; None where the file is another."""
        if not self.found.end or _mark(file, self.found.end) != self.mark:
            file.seek(0)
            return None
        return self.found.grown(file.read())


def _mark(file: IO[bytes], end: int) -> bytes:
    """What stands right before `end`; the file is at `end` afterwards."""
    begin = max(0, end - _MARK)
    file.seek(begin)
    return file.read(end - begin)


def _is_kept(file: Province, head: Head) -> bool:
    kept = file.sums.get(head.code)
    return kept is not None and kept.head == head


def _by_province(heads: Iterable[Head]) -> Mapping[str, Sequence[Head]]:
    found: dict[str, list[Head]] = defaultdict(list)
    for one in heads:
        found[one.code[:PROVINCE_DIGITS]].append(one)
    return found


def _province(head: Head) -> str:
    return head.code[:PROVINCE_DIGITS]


def _append(path: Path, end: int, data: bytes) -> None:
    """Put `data` behind what is whole; what another left half written there goes."""
    with path.open("r+b") as file:
        file.truncate(end)
        file.seek(end)
        file.write(data)


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    """Wait for the other processes that add to the same file."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _prune(folder: Path) -> None:
    """Drop the questions written to longest ago, of those that are ours by their names."""
    ours = [one for one in folder.iterdir() if _QUESTION.fullmatch(one.name) and one.is_dir()]
    if len(ours) <= QUESTIONS_KEPT:
        return
    last: Mapping[Path, int] = {one: _last_written(one) for one in ours}
    for one in sorted(ours, key=lambda one: last[one])[:-QUESTIONS_KEPT]:
        shutil.rmtree(one, ignore_errors=True)


def _last_written(folder: Path) -> int:
    """When a file of it was, or it was begun; 0 where another process has dropped it meanwhile."""
    try:
        return max(one.stat().st_mtime_ns for one in [*folder.glob(f"*{_SUFFIX}")] or [folder])
    except FileNotFoundError:
        return 0
