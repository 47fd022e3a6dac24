"""Reads one workbook from standard input and prints its cells; run in a process of its own.

A few hundred bytes can name a cell so far out that the reader asks for half a terabyte and the
process ends, so this runs under limits of its own, apart from the service (`reading.py`). It
imports nothing of ours: it is started by its path, alone.
"""

from __future__ import annotations

import io
import json
import math
import resource
import sys
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from typing import Any

import python_calamine as calamine

MEMORY = 1_000_000_000  # bytes
SECONDS = 20
MOST_SHEETS = 20
MOST_ROWS = 5000
MOST_COLUMNS = 100
MOST_CELLS = 200_000
MOST_LETTERS = 20_000_000  # in all cells together
WORKSHEET = calamine.SheetTypeEnum.WorkSheet
SEEN = calamine.SheetVisibleEnum.Visible


class TooMuch(Exception):  # noqa: N818  an answer, not a fault
    """The workbook is larger than any sheet of an office; says what of it."""


def read(data: bytes) -> dict[str, Any]:
    """`{"sheets": [{"name", "rows", "merges"}]}`, or `{"error": code, "what": …}`."""
    try:
        with calamine.load_workbook(io.BytesIO(data)) as book:
            names = [
                one.name
                for one in book.sheets_metadata
                if one.typ == WORKSHEET and one.visible == SEEN
            ]
            return {"sheets": [_sheet(book, name) for name in names[:MOST_SHEETS]]}
    except TooMuch as problem:
        return {"error": "large", "what": str(problem)}
    except calamine.PasswordError:
        return {"error": "locked"}
    except MemoryError:
        return {"error": "large", "what": "展开后占用过大"}
    except Exception as problem:  # noqa: BLE001  whatever a broken file makes of the reader
        return {"error": "locked" if "assword" in str(problem) else "broken"}


def _sheet(book: calamine.CalamineWorkbook, name: str) -> dict[str, Any]:
    found = book.get_sheet_by_name(name)
    if found.end is not None:
        rows, columns = found.end[0] + 1, found.end[1] + 1
        if rows * columns > MOST_CELLS * 50:
            raise TooMuch(f"“{name}”铺到了第{rows}行第{columns}列")
    rows_of = _trimmed(found.to_python(skip_empty_area=False))
    width = max(map(len, rows_of), default=0)
    if len(rows_of) > MOST_ROWS:
        raise TooMuch(f"“{name}”有{len(rows_of)}行，最多{MOST_ROWS}行")
    if width > MOST_COLUMNS:
        raise TooMuch(f"“{name}”有{width}列，最多{MOST_COLUMNS}列")
    if len(rows_of) * width > MOST_CELLS:
        raise TooMuch(f"“{name}”有{len(rows_of) * width}格，最多{MOST_CELLS}格")
    values = [[_plain(one) for one in row] for row in rows_of]
    if sum(len(v) for row in values for v in row if isinstance(v, str)) > MOST_LETTERS:
        raise TooMuch(f"“{name}”文字过多")
    return {"name": name, "rows": values, "merges": _merges(found, len(values), width)}


def _trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    """Without what only formats leave behind: empty rows below, empty columns to the right."""
    while rows and not any(one not in ("", None) for one in rows[-1]):
        rows.pop()
    width = max((c + 1 for row in rows for c, one in enumerate(row) if one not in ("", None)),
                default=0)  # fmt: skip
    return [row[:width] for row in rows]


def _merges(found: calamine.CalamineSheet, height: int, width: int) -> list[list[int]]:
    """Merges cut to the cells there are; past what the sheet holds they say nothing new."""
    merges, covered = [], 0
    for (top, left), (bottom, right) in found.merged_cell_ranges or ():
        if top >= height or left >= width:
            continue
        cut = [top, left, min(bottom, height - 1), min(right, width - 1)]
        covered += (cut[2] - top + 1) * (cut[3] - left + 1)
        if covered > MOST_CELLS:
            raise TooMuch("合并的单元格过多")
        merges.append(cut)
    return merges


def _plain(value: Any) -> Any:
    """A value JSON can carry; a day as `{"day": "2024-09-01"}`."""
    if isinstance(value, datetime):
        return {"day": value.date().isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, (time, timedelta)):
        return str(value)
    if isinstance(value, float) and not math.isfinite(value):
        return ""
    return value


def main() -> None:
    """Read standard input to its end, answer on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer = read(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(answer, ensure_ascii=True))


if __name__ == "__main__":
    main()
