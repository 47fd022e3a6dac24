"""What the workers do: each task judges some neighbouring books, one after the other.

Only this module travels to the workers. It needs this package there and the lake, no database,
no settings and nothing of Spark.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from platform import node
from typing import Any

import pyarrow as pa

from tongxing.derive.lake.trouble import LakeTrouble
from tongxing.derive.lake.trouble import NoLake
from tongxing.derive.rollups.codec import packed
from tongxing.derive.rollups.codec import read
from tongxing.derive.rollups.codec import unpacked
from tongxing.derive.rollups.codec import written
from tongxing.derive.rollups.reading import Reader
from tongxing.derive.rollups.reading import judged_by
from tongxing.derive.rollups.shapes import Failed
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.rollups.shapes import Outcome

SCHEMA = "code string, failed string, unseen boolean, rollup binary"  # as Spark writes it
_ROW = pa.schema(
    [
        ("code", pa.string()), ("failed", pa.string()),
        ("unseen", pa.bool_()), ("rollup", pa.binary()),
    ]
)  # fmt: skip
_QUESTION = "spark"
_PROVINCE = 2  # digits


class ClusterTrouble(LakeTrouble):
    """The cluster cannot be used, or went away; what was judged by then is kept."""


@dataclass(frozen=True, slots=True)
class JudgeTasks:
    """Maps numbers of tasks to rows, one a book: what Spark calls in its workers."""

    reader: Reader
    tasks: Sequence[Sequence[Head]]
    as_of: date

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for number in batch.column(0).to_pylist():
                yield from self._rows(self.tasks[number])

    def _rows(self, heads: Sequence[Head]) -> Iterator[pa.RecordBatch]:
        try:
            self.reader.heads(heads[0].code, self.as_of)
        except NoLake as trouble:
            yield _row(heads[0], failed=f"{node()}：{trouble.say()}", unseen=True)
            return
        for head in heads:
            outcome = judged_by(self.reader, head, self.as_of)
            if isinstance(outcome, Failed):
                yield _row(head, failed=outcome.say)
            else:
                province = head.code[:_PROVINCE]
                yield _row(head, rollup=written(_QUESTION, province, [packed(outcome)]))


def _row(
    head: Head, *, failed: str | None = None, unseen: bool = False, rollup: bytes | None = None
) -> pa.RecordBatch:
    row = {"code": head.code, "failed": failed, "unseen": unseen, "rollup": rollup}
    return pa.RecordBatch.from_pylist([row], _ROW)


def outcome_of(row: Mapping[str, Any], head: Head) -> Outcome:
    """Back from a row. Raises ClusterTrouble: a worker sees no lake, or is of another version."""
    if row["unseen"]:
        raise ClusterTrouble(
            f"有工作节点看不到数据湖（{row['failed'].rstrip('。')}）",
            "请把湖放在各节点都能以同一路径读到的共享文件夹或对象存储里",
        )
    if row["failed"] is not None:
        return Failed(head, row["failed"])
    found = read(row["rollup"], _QUESTION, head.code[:_PROVINCE]).book(head.code)
    if found is None or _is_otherwise(found.sums.head, head):
        raise ClusterTrouble(
            f"工作节点对 {head.code} 的评判与本机所问的不是一回事",
            "请在每个节点装好与本机同一版本的同兴",
        )
    return unpacked(found)


def _is_otherwise(told: Head, asked: Head) -> bool:
    """Whether a worker judged the same records to another key; a lake may have grown since."""
    return (told.seq, told.hash) == (asked.seq, asked.hash) and told.key != asked.key
