"""The one table of the bench: what was measured, who, how long, how much memory, goal reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from dataclasses import dataclass
from typing import Any
from typing import Self

from rich.table import Table

from benchmarks.measuring import Measured


@dataclass(frozen=True)
class Goal:
    """A figure, what it is to be, and whether it is."""

    say: str
    reached: bool

    @property
    def told(self) -> str:
        return f"{'达到' if self.reached else '未达到'}：{self.say}"

    @classmethod
    def at_least(cls, value: float, wanted: float, of: str) -> Self:
        return cls(f"{value:.2f} {of}，目标≥{wanted:g}", value >= wanted)

    @classmethod
    def at_most(cls, value: float, wanted: float, of: str) -> Self:
        return cls(f"{value:.3g} {of}，目标≤{wanted:g}", value <= wanted)


@dataclass(frozen=True)
class Line:
    """One row of the table; `told` says the time, or what stands in its place."""

    what: str
    who: str
    told: str
    cpu: float | None = None  # seconds
    memory: int | None = None  # MB
    ratio: str = ""  # beside Tongxing, by the clock / by the processor
    goal: Goal | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def line_of(
    what: str, one: Measured, own: Measured | None = None, goal: Goal | None = None
) -> Line:
    """One contender's row; `own` is whom it is compared with, goals with CPU seconds too."""
    ratio = ""
    if own is not None and own is not one:
        ratio = f"{own.times(one):.2f} / {own.cpu_times(one):.2f}"
    return Line(what, one.name, seconds(one.wall), one.cpu, one.memory, ratio, goal)


def seconds(value: float) -> str:
    """Three digits, in milliseconds below one second."""
    return f"{value:.2f} 秒" if value >= 1 else f"{1000 * value:.3g} 毫秒"


def table_of(lines: Iterable[Line], title: str, below: str) -> Table:
    table = Table(title=title, caption=below, title_justify="left", caption_justify="left")
    for name in ("做什么", "谁", "时间"):
        table.add_column(name, overflow="fold")
    table.add_column("CPU", justify="right")
    table.add_column("内存峰值", justify="right")
    table.add_column("为同兴的几倍\n（时间/CPU）", justify="right")
    table.add_column("目标")
    before = None
    for line in lines:
        if before not in {None, line.what}:
            table.add_section()
        table.add_row(
            "" if before == line.what else line.what,
            line.who,
            line.told,
            "" if line.cpu is None else seconds(line.cpu),
            "" if line.memory is None else f"{line.memory} MB",
            line.ratio,
            ""
            if line.goal is None
            else f"{'达到' if line.goal.reached else '未达到'}：{line.goal.say}",
        )
        before = line.what
    return table
