"""A province's roll-up: every book afresh, nothing new, and after one more record.

`python -m benchmarks.regions` makes a synthetic province (40,000 pairings, 4 million records) in
a folder that is kept (`--folder`), and judges it as `tongxing judge --lake` and a page do: the
heads are read, what is kept is taken, the rest judged by so many processes and kept again. One
more record gives one book another head, so that very book is read and what it touches judged.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.lakes import PROVINCE
from benchmarks.lakes import Data
from benchmarks.own_lake import Growing
from benchmarks.own_lake import without_last
from tongxing.derive.rollups import gather
from tongxing.derive.rollups.engines import Job
from tongxing.derive.rollups.engines import engine_named
from tongxing.derive.rollups.gather import all_of
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.rollups.store import Store
from tongxing.derive.rollups.store import question_of
from tongxing.derive.rollups.sums import by_book

AS_OF = date(2025, 12, 31)
GOAL = 100  # times


@dataclass(frozen=True)
class Cost:
    wall: float  # seconds
    cpu: float

    def said(self) -> str:
        return f"{self.wall * 1000:9.1f} 毫秒  处理器 {self.cpu * 1000:9.1f} 毫秒"


def cost(work: Callable[[], object]) -> Cost:
    """Of the clock and of the processor, with the processes the work starts."""
    before, begun = _processor(), time.perf_counter()
    work()
    return Cost(time.perf_counter() - begun, _processor() - before)


def _processor() -> float:
    used = [resource.getrusage(one) for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


@dataclass(frozen=True)
class Province:
    """One lake, and where its roll-ups are kept."""

    reader: Growing
    folder: Path
    workers: int

    @property
    def store(self) -> Store:
        return Store(self.folder, question_of(AS_OF))

    def board(self) -> int:
        """What the page shows: every county's sums, added up; how many books were judged."""
        heads = self.reader.heads(PROVINCE, AS_OF)
        job = Job(self.reader, heads, AS_OF, self.workers)
        found = all_of(
            job, store=self.store, engine=engine_named("processes"), digits=0,
            progress=lambda *_: None,
        )  # fmt: skip
        assert len(by_book(found.sums.values(), 2)) == 1
        return found.judged

    def afresh(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        assert self.board() > 1

    def grown(self, heads: Sequence[Head], number: int) -> None:
        """As one more record leaves it: what is kept of one book is what it was before."""
        self.store.keep([without_last(self.reader.book(heads[number]), AS_OF)])

    def again(self) -> None:
        assert self.board() == 1


def main() -> None:
    parser = argparse.ArgumentParser(description="一省汇总：全部重算与多一条记录之后")
    parser.add_argument("--pairings", type=int, default=40_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "bench-regions"
    )
    args = parser.parse_args()
    data = Data(args.folder, f"province-{args.pairings}", args.pairings)
    reader = Growing(data.made(print))
    province = Province(reader, args.folder / "kept", args.workers)
    heads = reader.heads(PROVINCE, AS_OF)
    records = sum(one.seq for one in heads)
    print(f"{len(heads)}本台账，{records}条记录，{args.workers}个进程")
    fresh = [cost(province.afresh) for _ in range(min(3, args.rounds))]
    gather.forget()
    same = [cost(province.board) for _ in range(args.rounds)]
    more = []
    for number in range(args.rounds):
        province.grown(heads, (number * 7) % len(heads))
        more.append(cost(province.again))
    for name, costs in (("全部重算", fresh), ("没有新记录", same), ("多一条记录之后", more)):
        print(f"{name:　<8}{middle(costs).said()}")
    ratio = middle(fresh).cpu / middle(more).cpu
    print(f"全部重算是多一条记录之后的{ratio:.0f}倍（处理器），目标{GOAL}倍")
    print(f"负载 {' '.join(f'{one:.1f}' for one in os.getloadavg())}")


def middle(costs: Sequence[Cost]) -> Cost:
    return Cost(median(one.wall for one in costs), median(one.cpu for one in costs))


if __name__ == "__main__":
    main()
