"""Roll-ups kept on disk: a folder a question, in it one file a province. Disposable.

Every book stands under its full key, so nothing stale is ever served: what has another key is
not there. A file is replaced as a whole; processes that add to the same one take turns.
Whoever deletes the folder loses time and nothing else.
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
from datetime import date
from datetime import datetime
from pathlib import Path

from tongxing.derive.kept import Kept
from tongxing.derive.rollups.codec import NOTHING
from tongxing.derive.rollups.codec import Packed
from tongxing.derive.rollups.codec import Province
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
_FILES = Kept(40)  # files as read last, by what the disk says of them
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
        wanted = list(heads)
        files = {name: self._read(name) for name in {_province(one) for one in wanted}}
        found = ((one, files[_province(one)].sums.get(one.code)) for one in wanted)
        return {one.code: kept for one, kept in found if kept is not None and kept.head == one}

    def rollups(self, heads: Iterable[Head]) -> dict[str, BookRollUp]:
        """The same with their places."""
        wanted = list(heads)
        kept = self.sums(wanted)
        files = {name: self._read(name) for name in {_province(one) for one in wanted}}
        found = {code: files[code[:PROVINCE_DIGITS]].book(code) for code in kept}
        return {code: unpacked(one) for code, one in found.items() if one is not None}

    def keep(self, rollups: Iterable[BookRollUp]) -> None:
        """Add books, each in place of what was kept of it; raises OSError when it cannot."""
        by_province: dict[str, list[Packed]] = defaultdict(list)
        for one in rollups:
            by_province[_province(one.sums.head)].append(packed(one))
        for province, books in by_province.items():
            self._add(province, books)

    def _add(self, province: str, books: Sequence[Packed]) -> None:
        path = self._path(province)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _turn(path.with_suffix(".turn")):
            there = self._read(province)
            fresh = {one.sums.head.code: one for one in books}
            kept = [there.as_it_stands(code) for code in there.sums if code not in fresh]
            _replace(path, written(self.question, province, [*kept, *fresh.values()]))
        _prune(self.folder)

    def _path(self, province: str) -> Path:
        return self.folder / self.question / f"{province}{_SUFFIX}"

    def _read(self, province: str) -> Province:
        """The file as it stands; nothing when there is none that can be read."""
        path = self._path(province)
        try:
            told = path.stat()
            key = (str(path), told.st_ino, told.st_size, told.st_mtime_ns)
            return _FILES.get(key, lambda: read(path.read_bytes(), self.question, province))
        except OSError:
            return NOTHING


def _province(head: Head) -> str:
    return head.code[:PROVINCE_DIGITS]


def _replace(path: Path, data: bytes) -> None:
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    try:
        unfinished.write_bytes(data)
        unfinished.chmod(0o600)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


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
    last: Mapping[Path, int] = {one: one.stat().st_mtime_ns for one in ours}
    for one in sorted(ours, key=lambda one: last[one])[:-QUESTIONS_KEPT]:
        shutil.rmtree(one, ignore_errors=True)
