"""Spreadsheets as offices make them, built by code: merged towns, titles, totals, stray blanks."""

from __future__ import annotations

import io
from collections.abc import Callable
from collections.abc import Sequence
from itertools import groupby

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tongxing.project.demo.sources import pairs
from tongxing.project.demo.sources import units
from tongxing.project.demo.sources import villages

HEADINGS = ("序号", "镇（街道）", "乡村振兴重点村", "结对单位(两个)", "备注")


def workbook(fill: Callable[[Worksheet], None], *more: Callable[[Worksheet], None]) -> bytes:
    """An xlsx with one sheet a filler."""
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        for one in (fill, *more):
            one(book.add_worksheet())
    return made.getvalue()


def rows(values: Sequence[Sequence[object]]) -> Callable[[Worksheet], None]:
    """Fill a sheet with plain values from A1 on."""

    def fill(sheet: Worksheet) -> None:
        for r, row in enumerate(values):
            for col, value in enumerate(row):
                sheet.write(r, col, value)

    return fill


def county_sheet() -> bytes:
    """The county's 54 villages with their 108 units as its office would keep them.

    A title over all columns, headings in two rows, towns merged, two units in one cell in
    several manners, blanks behind names, a wide digit, a total and a note at the end.
    """
    return workbook(_county)


def _county(sheet: Worksheet) -> None:
    sheet.merge_range(0, 0, 0, 4, "高州市市直（含驻高）单位与乡村振兴重点村结对共建安排表　")
    for column, heading in ((0, "序号"), (3, "结对共建单位"), (4, "备注")):
        sheet.merge_range(1, column, 2, column, heading)
    sheet.merge_range(1, 1, 1, 2, "结对村")
    sheet.write(2, 1, "镇街")
    sheet.write(2, 2, "行政村 ")
    row = 3
    named = {one.key: one for one in units()}
    of = {code: [named[p.unit] for p in some] for code, some in _by_village()}
    for town, some in groupby(villages(), key=lambda one: one.town):
        there = list(some)
        if len(there) > 1:
            sheet.merge_range(row, 1, row + len(there) - 1, 1, town)
        else:
            sheet.write(row, 1, f"{town}　")
        for one in there:
            sheet.write(row, 0, row - 2)
            sheet.write(row, 2, f"{one.name} ")
            sheet.write(row, 3, _units(row, [unit.name for unit in of[one.code]]))
            row += 1
    sheet.merge_range(row, 0, row, 2, "合 计")
    sheet.write(row, 3, f"{len(pairs(2024))}个单位")
    sheet.write(row + 1, 0, "注：本表自2024年7月18日起施行。")
    for column in range(5):
        sheet.write(row + 9, column, " ")


def _by_village() -> list[tuple[str, list[object]]]:
    ordered = sorted(pairs(2024), key=lambda one: one.village)
    return [(code, list(some)) for code, some in groupby(ordered, key=lambda one: one.village)]


def _units(row: int, names: list[str]) -> str:
    """The units of one cell, apart in one of the manners offices use."""
    manner = row % 5
    if manner == 4:
        return "\n".join(f"{n}.{name}" for n, name in enumerate(names, 1))
    if manner == 3:
        return "".join(f"（{n}）{name} " for n, name in enumerate(names, 1))
    return ("、", "，", "； ")[manner].join(f"{name} " for name in names)
