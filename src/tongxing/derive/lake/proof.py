"""A book's chain replayed from the lake alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from operator import add
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tongxing.derive.digests import HASH
from tongxing.derive.digests import ID
from tongxing.derive.digests import Hexes
from tongxing.derive.lake.columns import PROOF
from tongxing.derive.lake.lake import Lake
from tongxing.derive.lake.lake import LakeBook
from tongxing.derive.lake.manifest import Stretch
from tongxing.derive.lake.trouble import Missing

_HEX = 2 * HASH
_AT_ONCE = 1000  # rows, which stay in the processor's own memory meanwhile


@dataclass(frozen=True, slots=True)
class Ids:
    """What only a proof says of the records of a book."""

    ids: Hexes
    hashes: Hexes
    recorded: NDArray[np.int64]


def proof_of(lake: Lake, book: LakeBook) -> Ids:
    """Ids, hashes and moments of a book; raises Missing where a stretch has no proof."""
    tables = [
        table
        for one in book.stretches
        for table in _tables(lake, book, one, ["id", "hash", "recorded"])
    ]
    whole = pa.concat_tables(tables)
    recorded: NDArray[np.int64] = whole.column("recorded").to_numpy()
    return Ids(_hexes(whole, "id", ID), _hexes(whole, "hash", HASH), recorded)


def _hexes(table: pa.Table, name: str, width: int) -> Hexes:
    array = table.column(name).combine_chunks()
    return Hexes(b"".join(_buffers(array, width)), width)


def _buffers(array: Any, width: int) -> Iterator[memoryview]:
    for one in array.chunks if isinstance(array, pa.ChunkedArray) else (array,):
        data = memoryview(one.buffers()[1])
        yield data[one.offset * width : (one.offset + len(one)) * width]


def _tables(lake: Lake, book: LakeBook, stretch: Stretch, columns: list[str]) -> Iterator[pa.Table]:
    """A stretch's proof, a row group at a time."""
    if stretch.proof is None:
        raise Missing(
            f"{book.code} 第{stretch.first}至{stretch.last}号记录在湖里没有凭据",
            "合成的湖要带凭据生成（tongxing synth --with-proof）才能核对",
        )
    files = lake.files(book.province)
    for group in range(*stretch.proof):
        yield files.table(stretch.pack, PROOF, range(group, group + 1), columns)


@dataclass(frozen=True, slots=True)
class Fault:
    """The first record of a book whose proof does not hold."""

    seq: int
    what: str


def replay(lake: Lake, book: LakeBook, stretch: Stretch) -> Fault | None:
    """Work out every hash of a stretch from its lines; the first that is not what it was."""
    head, seq = stretch.prev, stretch.first - 1
    for table in _tables(lake, book, stretch, ["hash", "row"]):
        sound, head = _replayed(table, head)
        seq += sound
        if sound < table.num_rows:
            return Fault(seq + 1, "登记信息与它的校验值不符")
    if (seq, head) != (stretch.last, stretch.head):
        return Fault(seq + 1, "起凭据不全，或末条校验值与清单不符")
    return None


def _replayed(table: pa.Table, head: str) -> tuple[int, str]:
    """How many rows hold, and the hash the last of them has."""
    wanted = b"".join(bytes(one) for one in _buffers(table.column("hash"), HASH))
    for at in range(0, table.num_rows, _AT_ONCE):
        due = wanted[at * HASH :][: _AT_ONCE * HASH]
        found = _worked_out(table.column("row").slice(at, _AT_ONCE), head.encode(), due)
        if b"".join(found) != due:
            sound = next(n for n, one in enumerate(found) if one != due[n * HASH :][:HASH])
            return at + sound, found[sound - 1].hex() if sound else head
        head = due[-HASH:].hex()
    return table.num_rows, head


def _worked_out(rows: pa.ChunkedArray, head: bytes, kept: bytes) -> list[bytes]:
    """The hash of each row: all hold or one does not, so each follows the one kept before it."""
    before = [head, *np.frombuffer(kept.hex().encode(), f"S{_HEX}").tolist()]
    # One by one through NumPy: Arrow's own `to_pylist` takes several times as long.
    return [sha256(one).digest() for one in map(add, before, rows.to_numpy().tolist())]
