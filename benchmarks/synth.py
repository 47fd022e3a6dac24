"""How fast a synthetic lake is made: the arrays alone, and with the writing of Parquet.

    python -m benchmarks.synth [--pairings 40000] [--rounds 3]

One process. Processor seconds decide, as others may load the machine; the median of the rounds.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from time import process_time

from rich.console import Console
from rich.table import Table

from tongxing.derive.synth.book import made
from tongxing.derive.synth.shares import Asked
from tongxing.derive.synth.shares import shares
from tongxing.derive.synth.store import write

PLACE = "44"


def main() -> None:
    parser = argparse.ArgumentParser(description="测量生成合成数据的速度")
    parser.add_argument("--pairings", type=int, default=40_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    asked = Asked(given.pairings, seed=1, place=PLACE)
    arrays(Asked(100, seed=1, place=PLACE))  # the places and the calendar are read once
    table = Table("一个进程", "记录", "处理器秒", "墙钟秒", "每处理器秒", "字节/条")
    for title, action in (("只生成数组", arrays), ("连同写 Parquet", lake)):
        table.add_row(title, *measured(lambda action=action: action(asked), given.rounds))
    console = Console()
    console.print(table)
    console.print(f"负载 {os.getloadavg()[0]:.1f}，{os.cpu_count()} 核，中位数取自{given.rounds}次")


def arrays(asked: Asked) -> tuple[int, int]:
    return sum(len(made(asked, *one).deed) for one in shares(asked).items()), 0


def lake(asked: Asked) -> tuple[int, int]:
    """Records and bytes."""
    with TemporaryDirectory() as folder:
        found = write(asked, folder)
        return found.records, sum(one.stat().st_size for one in Path(folder).rglob("*.parquet"))


def measured(action: Callable[[], tuple[int, int]], rounds: int) -> list[str]:
    cpu, wall = [], []
    for _ in range(rounds):
        begun, at = process_time(), perf_counter()
        records, size = action()
        cpu.append(process_time() - begun)
        wall.append(perf_counter() - at)
    seconds = median(cpu)
    return [
        f"{records:,}",
        f"{seconds:.2f}",
        f"{median(wall):.2f}",
        f"{records / seconds:,.0f}",
        f"{size / records:.1f}" if size else "",
    ]


if __name__ == "__main__":
    main()
