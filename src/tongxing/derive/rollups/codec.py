"""A province's roll-ups as bytes: a head that names every book with its sums, then the places.

    tongxing roll-ups 1
    sha256 of the next line
    {"question": …, "province": …, "books": [{"sums": …, "at": …, "size": …, "sha256": …}, …]}
    what each book has by place, one after the other, each under its own sha256

Equal roll-ups give equal bytes. What is not whole, or not what was asked, reads as nothing.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson

from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import BookSums
from tongxing.derive.rollups.shapes import DutyTold
from tongxing.derive.rollups.shapes import Head
from tongxing.rules.standing.rollup import STATES

_FORMAT = b"tongxing roll-ups 1"
_QUICK = 1  # of zlib: most of the gain, a tenth of the time
_NUMBER = np.dtype("<i8")


@dataclass(frozen=True, slots=True)
class Packed:
    """One book as it stands in a file."""

    sums: BookSums
    places: bytes
    sha256: str  # of the places


def packed(rollup: BookRollUp) -> Packed:
    """The roll-up with its places ready to be written."""
    parts = (rollup.places, rollup.running, rollup.counts)
    plain = b"".join(np.ascontiguousarray(part, _NUMBER).tobytes() for part in parts)
    places = zlib.compress(plain, _QUICK)
    return Packed(rollup.sums, places, hashlib.sha256(places).hexdigest())


def unpacked(one: Packed) -> BookRollUp:
    """The roll-up again; the bytes are known to be whole."""
    numbers = np.frombuffer(zlib.decompress(one.places), _NUMBER).astype(np.int64)
    duties = len(one.sums.duties)
    size = len(numbers) // (2 + duties * STATES)
    places, running, counts = np.split(numbers, [size, 2 * size])
    return BookRollUp(one.sums, places, counts.reshape(size, duties, STATES), running)


def written(question: str, province: str, books: Iterable[Packed]) -> bytes:
    """The whole file."""
    blobs: list[bytes] = []
    rows = []
    at = 0
    for one in sorted(books, key=lambda one: one.sums.head.code):
        size = len(one.places)
        rows.append({"sums": one.sums, "at": at, "size": size, "sha256": one.sha256})
        blobs.append(one.places)
        at += size
    head = orjson.dumps({"question": question, "province": province, "books": rows})
    return b"\n".join((_FORMAT, _digest(head), head, b"".join(blobs)))


@dataclass(frozen=True, slots=True)
class Province:
    """A file read: sums at once, places only of the book asked for."""

    sums: Mapping[str, BookSums]
    _rows: Mapping[str, Mapping[str, Any]]
    _blobs: memoryview

    def book(self, code: str) -> Packed | None:
        """The book with its places, None when they are not what was written."""
        found = self.as_it_stands(code)
        return found if hashlib.sha256(found.places).hexdigest() == found.sha256 else None

    def as_it_stands(self, code: str) -> Packed:
        """The book to be written again, its places not looked at."""
        row = self._rows[code]
        places = bytes(self._blobs[row["at"] : row["at"] + row["size"]])
        return Packed(self.sums[code], places, row["sha256"])


NOTHING = Province({}, {}, memoryview(b""))


def read(data: bytes, question: str, province: str) -> Province:
    """The file's books; none when it is torn, of another format, or answers something else."""
    parts = data.split(b"\n", 3)
    if len(parts) < 4 or parts[0] != _FORMAT or parts[1] != _digest(parts[2]):  # noqa: PLR2004
        return NOTHING
    head = orjson.loads(parts[2])
    try:
        if (head["question"], head["province"]) != (question, province):
            return NOTHING
        rows = {row["sums"]["head"]["code"]: row for row in head["books"]}
        sums = {code: _sums(row["sums"]) for code, row in rows.items()}
    except (KeyError, TypeError):  # whole, but written by another version of this program
        return NOTHING
    return Province(sums, rows, memoryview(parts[3]))


def _sums(row: Mapping[str, Any]) -> BookSums:
    return BookSums(
        head=Head(**row["head"]),
        duties=tuple(DutyTold(**one) for one in row["duties"]),
        totals=tuple(tuple(one) for one in row["totals"]),
        running=row["running"],
    )


def _digest(head: bytes) -> bytes:
    return hashlib.sha256(head).hexdigest().encode()
