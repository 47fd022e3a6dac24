"""Cells as an office fills them, cleaned, each with the address a clerk finds it by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tongxing.rules.characters import normal

Value = str | int | float | bool | date
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; from 0

LONGEST_CELL = 2000
_BLANKS = re.compile(r"[^\S\n]+")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\x00\r"), None)
_NARROW = {n: n - 0xFEE0 for n in range(0xFF01, 0xFF5F) if chr(n - 0xFEE0).isalnum()}


def column_letters(column: int) -> str:
    """A column's letters as a spreadsheet prints them: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address_of(row: int, column: int) -> str:
    """B7 for row 6, column 1."""
    return f"{column_letters(column)}{row + 1}"


def clean(text: str) -> str:
    """What was meant: no stray or wide blanks, letters and digits narrow, line breaks kept."""
    plain = normal(text).translate(_UNSEEN).translate(_NARROW)
    lines = (_BLANKS.sub(" ", line).strip() for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)[:LONGEST_CELL]


def said(value: Value) -> str:
    """A cell's value as text: whole numbers without a point, days as 2024-09-01."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()
    return clean(str(value))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where it stands (from 0), its value as kept in the file, and its clean text."""

    row: int
    column: int
    value: Value = ""
    text: str = ""

    @property
    def address(self) -> str:
        return address_of(self.row, self.column)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; every row has the same width, merged cells hold what their first one says."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0


def sheet_of(name: str, values: Sequence[Sequence[Value]], merges: Sequence[Merge] = ()) -> Sheet:
    """The sheet of plain values; what a merge covers beyond the sheet is not made up."""
    width = max((len(row) for row in values), default=0)
    grid: list[list[Value]] = [[*row, *[""] * (width - len(row))] for row in values]
    for top, left, bottom, right in merges:
        if top >= len(grid) or left >= width:
            continue
        first = grid[top][left]
        for row in grid[top : bottom + 1]:
            row[left : right + 1] = [first] * len(row[left : right + 1])
    return Sheet(
        clean(name),
        tuple(
            tuple(Cell(r, c, value, said(value)) for c, value in enumerate(row))
            for r, row in enumerate(grid)
        ),
    )
