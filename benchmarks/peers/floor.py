"""The floor under every judgement: the columns it needs read once, and counted once.

`decode` only brings the records' columns from Parquet into arrays, on two threads; `count` adds
one pass that counts every record in a cell of (pairing, month), which is the least any grid does.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.answers import Answer
from benchmarks.contender import Contender
from benchmarks.flat import RECORDS
from benchmarks.flat import file_of
from benchmarks.flat import provinces_in

COLUMNS = ("pairing", "duty", "day", "makes_up", "received")
MONTHS, MONTH = 13, 30


def contender(folder: str, form: str) -> Contender:
    """`form` is "decode" or "count"; neither comes to an answer."""
    pa.set_cpu_count(2)
    return Contender(partial(read_all, Path(folder), counting=form == "count"), no_answer)


def read_all(folder: Path, *, counting: bool) -> int:
    """Records read, or counted."""
    return sum(
        (counted if counting else decoded)(str(file_of(folder, RECORDS, province)))
        for province in provinces_in(folder)
    )


def decoded(path: str) -> int:
    return len(pq.read_table(path, columns=list(COLUMNS)))


def counted(path: str) -> int:
    """One byte a cell, scattered: what bounds it is where the cells lie, not how many there are."""
    table = pq.read_table(path, columns=list(COLUMNS))
    pairing, day = table["pairing"].to_numpy(), table["day"].to_numpy()
    cells = np.zeros((int(pairing.max()) + 1) * MONTHS, np.uint8)
    np.add.at(cells, pairing * np.int32(MONTHS) + day // np.int16(MONTH), np.uint8(1))
    return int(cells.size and len(pairing))


def no_answer(_: object) -> Answer:
    return {}
