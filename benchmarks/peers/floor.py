"""The floor under every judgement: the columns it needs read once, and counted once.

`decode` only brings the lake's four columns of records from Parquet into arrays, on two threads;
`count` adds one pass that counts every record in a cell of (deed, month), one byte a cell, which
is the least any judging does. Neither comes to an answer.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.answers import Answer
from benchmarks.contender import Contender

COLUMNS = ("deed", "happened", "makes_up", "received")
MONTH = 30  # days


def contender(lake: str, form: str) -> Contender:
    """`form` is "decode" or "count"."""
    pa.set_cpu_count(2)
    return Contender(partial(read_all, Path(lake), counting=form == "count"), no_answer)


def read_all(lake: Path, *, counting: bool) -> int:
    """How many records there were."""
    files = sorted(lake.glob("[0-9][0-9]/*/records.parquet"))
    return sum((counted if counting else decoded)(path) for path in files)


def decoded(path: Path) -> int:
    return len(pq.read_table(path, columns=list(COLUMNS)))


def counted(path: Path) -> int:
    table = pq.read_table(path, columns=list(COLUMNS))
    deed, day = table["deed"].to_numpy(), table["happened"].to_numpy()
    first = int(day.min())
    most = (int(day.max()) - first) // MONTH + 1
    cells = np.zeros((int(deed.max()) + 1) * most, np.uint8)
    np.add.at(cells, deed * np.int32(most) + (day - np.int32(first)) // MONTH, np.uint8(1))
    return len(deed)


def no_answer(_: object) -> Answer:
    return {}
