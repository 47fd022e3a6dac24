"""A province's roll-ups as bytes: a line that says which, then an entry for each book.

    tongxing roll-ups 2 2025-12-31 44
    sha256 of what follows up to the places, bytes of the head, bytes of the places
    {"sums": …, "places": sha256, "wide": 2}
    what the book has by place

A book that has grown is entered again behind the others, and its last entry counts. What is cut
off, or not what was written, ends the file: the books from there on are not in it. Equal
roll-ups written at once give equal bytes.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import IO
from typing import Any
from typing import NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import BookSums
from tongxing.derive.rollups.shapes import DutyTold
from tongxing.derive.rollups.shapes import Head
from tongxing.rules.standing.rollup import STATES

_FORMAT = "tongxing roll-ups 2"
_QUICK = 1  # of zlib: most of the gain, a tenth of the time
_PLACE = np.dtype("<i8")
_WIDTHS = tuple(np.dtype(one) for one in ("<u1", "<u2", "<u4", "<i8"))  # of counts, by the largest
_LINE = 120  # bytes of an entry's first line at most


@dataclass(frozen=True, slots=True)
class Packed:
    """One book as it stands in a file."""

    sums: BookSums
    places: bytes
    sha256: str  # of the places
    wide: int  # bytes a count


def packed(rollup: BookRollUp) -> Packed:
    """The roll-up with its places ready to be written."""
    counts = np.concatenate((rollup.running, np.ascontiguousarray(rollup.counts).ravel()))
    wide = _width(counts)
    steps = np.diff(rollup.places, prepend=0).astype(_PLACE)  # codes ascend: steps repeat
    places = zlib.compress(steps.tobytes() + counts.astype(wide).tobytes(), _QUICK)
    return Packed(rollup.sums, places, hashlib.sha256(places).hexdigest(), wide.itemsize)


def _width(counts: NDArray[Any]) -> np.dtype[Any]:
    largest = int(counts.max(initial=0))
    return next(one for one in _WIDTHS if largest <= np.iinfo(one).max)


def unpacked(one: Packed) -> BookRollUp:
    """The roll-up again; the bytes are known to be whole."""
    plain = zlib.decompress(one.places)
    wide = next(each for each in _WIDTHS if each.itemsize == one.wide)
    duties = len(one.sums.duties)
    size = len(plain) // (_PLACE.itemsize + wide.itemsize * (1 + duties * STATES))
    places = np.frombuffer(plain, _PLACE, size).cumsum()
    counts = np.frombuffer(plain, wide, offset=size * _PLACE.itemsize).astype(np.int64)
    rows = counts[size:].reshape(size, duties, STATES)
    return BookRollUp(one.sums, places, rows, counts[:size])


def written(question: str, province: str, books: Iterable[Packed]) -> bytes:
    """The whole file."""
    ordered = sorted(books, key=lambda one: one.sums.head.code)
    return b"".join((_title(question, province), *map(entry, ordered)))


def entry(one: Packed) -> bytes:
    """A book as it is put behind the others."""
    sums = {name: getattr(one.sums, name) for name in ("head", "duties", "totals", "running")}
    head = orjson.dumps({"sums": sums, "places": one.sha256, "wide": one.wide})
    said = b"%d %d\n" % (len(head), len(one.places)) + head
    return b"%s %s%s" % (_digest(said), said, one.places)


class _At(NamedTuple):
    """Where a book's places lie, and what they must be."""

    at: int
    size: int
    sha256: str
    wide: int
    entry: int  # bytes of all of it


@dataclass(frozen=True, slots=True)
class Province:
    """A file read: sums at once, places only of the book asked for.

    `end` is where what is whole ends; 0 where nothing is, not even the title.
    """

    sums: Mapping[str, BookSums]
    rows: Mapping[str, _At]
    data: memoryview
    end: int

    @property
    def live(self) -> int:
        """Bytes of the entries that count."""
        return sum(one.entry for one in self.rows.values())

    def book(self, code: str, file: IO[bytes] | None = None) -> Packed | None:
        """The book with its places, None when they are not what was written.

        They are read from `file` where this was read without its places.
        """
        if file is None:
            found = self.as_it_stands(code)
        else:
            row = self.rows[code]
            file.seek(row.at)
            found = Packed(self.sums[code], file.read(row.size), row.sha256, row.wide)
        return found if hashlib.sha256(found.places).hexdigest() == found.sha256 else None

    def as_it_stands(self, code: str) -> Packed:
        """The book to be written again, its places not looked at."""
        row = self.rows[code]
        places = bytes(self.data[row.at : row.at + row.size])
        return Packed(self.sums[code], places, row.sha256, row.wide)

    def grown(self, data: bytes) -> Province:
        """With the entries of `data`, which stand in the file from `end` on."""
        sums, rows = dict(self.sums), dict(self.rows)
        at = 0
        while (found := _entry_at(data, at)) is not None:
            one, row, after = found
            code = one.head.code
            sums[code], rows[code] = one, row._replace(at=self.end + row.at)
            at = after
        return Province(sums, rows, self.data, self.end + at) if at else self


NOTHING = Province({}, {}, memoryview(b""), 0)


def read(data: bytes, question: str, province: str) -> Province:
    """The file's books; none when it is of another format, or answers something else."""
    title = _title(question, province)
    if not data.startswith(title):
        return NOTHING
    return Province({}, {}, memoryview(data), len(title)).grown(data[len(title) :])


def _entry_at(data: bytes, at: int) -> tuple[BookSums, _At, int] | None:
    """The entry that begins there and where it ends; None when it is not whole."""
    ends = data.find(b"\n", at, at + _LINE)
    line = data[at:ends].split(b" ") if ends >= 0 else []
    if len(line) != 3 or not (line[1].isdigit() and line[2].isdigit()):  # noqa: PLR2004
        return None
    said, places = at + len(line[0]) + 1, ends + 1 + int(line[1])
    after = places + int(line[2])
    if after > len(data) or _digest(data[said:places]) != line[0]:
        return None
    try:
        told = orjson.loads(data[ends + 1 : places])
        row = _At(places, after - places, told["places"], told["wide"], after - at)
        return _sums(told["sums"]), row, after
    except (orjson.JSONDecodeError, KeyError, TypeError):  # whole, but another program's
        return None


def _sums(row: Mapping[str, Any]) -> BookSums:
    return BookSums(
        head=Head(**row["head"]),
        duties=_duties(orjson.dumps(row["duties"])),
        totals=tuple(tuple(one) for one in row["totals"]),
        running=row["running"],
    )


@lru_cache(maxsize=256)
def _duties(told: bytes) -> tuple[DutyTold, ...]:
    """Books of a province mostly have the same ones."""
    return tuple(DutyTold(**one) for one in orjson.loads(told))


def _title(question: str, province: str) -> bytes:
    return f"{_FORMAT} {question} {province}\n".encode()


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()
