"""Photos and workbooks: keeping a photo, finding one like it, writing 130,000 rows.

`python -m benchmarks.photos` prints processor seconds of one process. The search is the exact
scan the pages use, over hashes drawn at random, with copies at known distances among them:
recall is counted, not assumed.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from collections.abc import Iterator
from resource import RUSAGE_SELF
from resource import getrusage
from tempfile import TemporaryFile

import numpy as np
from PIL import Image

from tongxing.documents.sheets import Column
from tongxing.documents.sheets import Table
from tongxing.documents.sheets import write_book
from tongxing.records.evidence.pictures import picture
from tongxing.rules.pictures import AGAIN
from tongxing.rules.pictures import BYTES
from tongxing.rules.pictures import SAME
from tongxing.rules.pictures import distances

ROWS = 130_000
QUERIES = 20


def seconds(work: Callable[[], object], times: int = 1) -> float:
    begun = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - begun) / times


def keeping() -> None:
    """A photo of twelve million points as a phone sends it: read, drawn anew, hashed."""
    draw = np.random.default_rng(1)
    rough = draw.integers(0, 256, (150, 200, 3), np.uint8)
    made = Image.fromarray(rough).resize((4000, 3000), Image.Resampling.BICUBIC)
    sent = io.BytesIO()
    made.save(sent, "JPEG", quality=92)
    data = sent.getvalue()
    kept = picture(data)
    took = seconds(lambda: picture(data), 5)
    sizes = f"{len(data) / 1e6:.1f} MB → {len(kept.data) / 1e6:.2f} MB"
    print(f"keep a photo of 12 MP ({sizes}): {took * 1e3:.0f} ms")


def finding(count: int) -> None:
    """One photo against all of a book, as it is and mirrored."""
    draw = np.random.default_rng(count)
    hashes = draw.integers(0, 256, (count, BYTES), np.uint8)
    wanted = draw.integers(0, 256, (QUERIES, BYTES), np.uint8)
    for n, one in enumerate(wanted):  # a copy of each, up to SAME bits apart
        bits = np.zeros(BYTES * 8, np.uint8)
        bits[draw.choice(BYTES * 8, min(n, SAME), replace=False)] = 1
        hashes[n * (count // QUERIES)] = one ^ np.packbits(bits)
    found = 0

    def look(one: bytes) -> int:
        apart = np.minimum(distances(hashes, one), distances(hashes, one[::-1]))
        close = np.flatnonzero(apart <= AGAIN)
        return int(len(close) and apart[close].min() <= SAME)

    begun = time.process_time()
    for one in wanted:
        found += look(one.tobytes())
    took = (time.process_time() - begun) / QUERIES
    print(f"find among {count:>9,} (two scans): {took * 1e3:.1f} ms, recall {found / QUERIES:.2f}")


def writing() -> None:
    """A ledger of 130,000 records as one workbook, rows made while they are written."""
    first = ("序号", "日期", "类别", "地点", "由谁", "内容")
    titles = (*first, "说明", "补做", "收到", "补录", "状态")
    columns = tuple(Column(title) for title in titles)

    def rows() -> Iterator[list[str | int | None]]:
        for n in range(ROWS):
            said = [f"高州市根子镇第{n % 439}村", "市委办", f"参加人次 {n % 90}人次"]
            text = f"清理村道两侧杂物，疏通沟渠{n}米"
            yield [n, "2026-03-05", "集中劳动", *said, text, None, "2026-03-06", None, "有效"]

    def write() -> None:
        with TemporaryFile() as out:
            write_book(out, (Table("台账", ("台账",), columns, rows()),), mark="由经办人导出")

    took = seconds(write)
    memory = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    print(f"write {ROWS:,} rows of 11 cells: {took:.1f} s, at most {memory:.0f} MB in all")


if __name__ == "__main__":
    writing()
    keeping()
    for size in (100_000, 1_000_000):
        finding(size)
