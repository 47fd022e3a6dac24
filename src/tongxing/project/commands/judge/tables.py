"""What the command answers, as a table and as plain values for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rich.table import Table

from tongxing.derive.boards.shapes import Tally

COLUMNS: Mapping[str, str] = {
    "owed": "应完成",
    "kept": "已完成",
    "late": "补做",
    "open": "进行中",
    "overdue": "逾期待补",
    "missed": "未完成",
    "excused": "豁免",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the command answers, either way, and its exit code."""

    plain: Any  # for JSON
    printed: tuple[Table | str, ...]
    code: int = 0


def counts_of(tally: Tally) -> dict[str, int | None]:
    return {**{name: getattr(tally, name) for name in COLUMNS}, "rate": tally.rate}


def table_of(title: str, heading: str, rows: Sequence[tuple[str, Tally]]) -> Table:
    """A line for each (name, tally)."""
    table = Table(title=title, title_justify="left")
    table.add_column(heading)
    for column in (*COLUMNS.values(), "按期率"):
        table.add_column(column, justify="right")
    for name, tally in rows:
        table.add_row(name, *(str(getattr(tally, one)) for one in COLUMNS), tally.rate_said)
    return table


def known_words(known_at: datetime | None) -> str:
    return f"，按{known_at:%Y-%m-%d %H:%M}已知" if known_at else ""
