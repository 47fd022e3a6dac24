"""A book's records as the bytes of one file: lines that say which, then its arrays as they are.

    tongxing book 2 0.9.0-1f2e3d4c5b6a7988 440981
    CRC-32 of all that follows
    {"seq": …, "head": …, "names": {…}, "fields": [["purchase.amount", 904], …],
     "arrays": [["deed_place", "<i8", 1999], …]}

Nothing in it is what an erasure takes away (`held.py`). Arrays lie as they are used, the widest
first, so that a reader takes them over without a copy: a book is read within milliseconds.
The columns of all fields lie one after the other in three arrays. Equal books give equal bytes.

The sum finds what a disk or a power cut did. It keeps out nobody who may write into the folder,
nor would a digest, which takes more than twice as long.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from tongxing.derive.chunks import Chunk
from tongxing.derive.chunks import Field
from tongxing.derive.chunks import Links
from tongxing.derive.chunks import received_on
from tongxing.derive.digests import HASH
from tongxing.derive.digests import ID
from tongxing.derive.digests import Hexes
from tongxing.derive.keys import program
from tongxing.derive.registers import NOTHING
from tongxing.derive.registers import PrintedRegisters
from tongxing.derive.registers import resumed

_FORMAT = "tongxing book 2"
_SUM = 8  # digits
_LINKS = ("replacing", "returning", "accepting")
_OF_RECORD = ("recorded", "deed", "happened", "makes_up")
_OF_FIELD = ("value", "row", "approx")
_ALIGNED = 8
Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Shelved:
    """The records of a book up to one head, as a snapshot has them."""

    seq: int
    head: str
    chunk: Chunk
    registers: PrintedRegisters


def written(code: str, book: Shelved) -> bytes:
    """The whole file."""
    names, arrays = _laid_down(book)
    ordered = sorted(arrays.items(), key=lambda one: -one[1].itemsize)
    said = orjson.dumps(
        {
            "seq": book.seq,
            "head": book.head,
            "names": names,
            "fields": [(key, len(one.row)) for key, one in book.chunk.columns.items()],
            "arrays": [(name, one.dtype.str, len(one)) for name, one in ordered],
        }
    )
    title = _title(code)
    begin = len(title) + _SUM + 1
    said = said.ljust(-(-(begin + len(said) + 1) // _ALIGNED) * _ALIGNED - begin - 1) + b"\n"
    body = b"".join((said, *(one.tobytes() for _, one in ordered)))
    return b"".join((title, _sum_of(body), b"\n", body))


def read(data: bytes, code: str) -> Shelved | None:
    """The book; None for another book's, another program's, or what is not whole."""
    title = _title(code)
    begin = len(title) + _SUM + 1
    body = memoryview(data)[begin:]
    if data[:begin] != title + _sum_of(body) + b"\n":
        return None
    ends = data.index(b"\n", begin)
    said = orjson.loads(data[begin:ends])
    return _taken_up(said, dict(_arrays(said["arrays"], data, ends + 1)))


def _sum_of(body: bytes | memoryview) -> bytes:
    return f"{zlib.crc32(body):0{_SUM}x}".encode()


def _title(code: str) -> bytes:
    return f"{_FORMAT} {program()} {code}\n".encode()


def _arrays(told: list[Any], data: bytes, at: int) -> Iterator[tuple[str, NDArray[Any]]]:
    for name, kind, length in told:
        array = np.frombuffer(data, np.dtype(kind), length, at)
        at += array.nbytes
        yield name, array


def _laid_down(book: Shelved) -> tuple[dict[str, Any], Arrays]:
    """The book's names, and all that is numbers."""
    chunk = book.chunk
    row = book.registers.added(NOTHING)
    row["word_count"] = np.array(row["word_count"], np.int32)
    names = {name: value for name, value in row.items() if not isinstance(value, np.ndarray)}
    arrays: Arrays = {name: value for name, value in row.items() if name not in names}
    arrays |= {name: getattr(chunk, name) for name in _OF_RECORD}
    for name in _LINKS:
        links: Links = getattr(chunk, name)
        arrays |= {f"{name}.saying": links.saying, f"{name}.concerned": links.concerned}
    if chunk.columns:
        columns = chunk.columns.values()
        arrays |= {
            name: np.concatenate([getattr(one, name) for one in columns]) for name in _OF_FIELD
        }
    for name in ("ids", "hashes"):
        arrays[name] = np.frombuffer(getattr(chunk, name).data, np.uint8)
    return names, arrays


def _taken_up(said: Mapping[str, Any], arrays: Arrays) -> Shelved:
    seq = said["seq"]
    chunk = Chunk(
        ids=Hexes(arrays["ids"].data, ID),
        hashes=Hexes(arrays["hashes"].data, HASH),
        seq=np.arange(1, seq + 1, dtype=np.int64),
        deed=arrays["deed"],
        happened=arrays["happened"],
        makes_up=arrays["makes_up"],
        received=received_on(arrays["recorded"]),
        recorded=arrays["recorded"],
        replacing=_links(arrays, "replacing"),
        returning=_links(arrays, "returning"),
        accepting=_links(arrays, "accepting"),
        columns=dict(_columns(said["fields"], arrays)),
    )
    registers = resumed([said["names"] | arrays])
    registers.row_of.meet(0, chunk.ids)
    return Shelved(seq, said["head"], chunk, registers)


def _columns(told: list[Any], arrays: Arrays) -> Iterator[tuple[str, Field]]:
    at = 0
    for key, length in told:
        own = slice(at, at + length)
        at += length
        yield key, Field(arrays["row"][own], arrays["value"][own], arrays["approx"][own])


def _links(arrays: Arrays, name: str) -> Links:
    return Links(arrays[f"{name}.saying"], arrays[f"{name}.concerned"])
