"""Days as people write them in cells: a real date, a serial number, 2024.9.1, 2024年9月."""

from __future__ import annotations

import re
from datetime import date
from datetime import timedelta
from math import isfinite

from tongxing.documents.intake.cells import Cell

EPOCH = date(1899, 12, 30)  # a spreadsheet's day 0, its false 29 February 1900 counted in
SERIALS = range(20_000, 80_000)  # 1954 to 2119: whole numbers taken for days
YEARS = range(1949, 2100)
WRITE = "请写成 2024-09-01 或 2024年9月1日 的样式"
_APART = re.compile(r"^(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})[日号]?|月)?(?:起|开始)?$")
_RUN = re.compile(r"^(\d{4})(\d{2})(\d{2})$")


class DayUnclear(ValueError):  # noqa: N818  an answer, not a fault
    """What stands in a cell is no day, or could be two."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, WRITE


def day_in(cell: Cell) -> date | None:
    """The day a cell names, its first day when it names a month; None for an empty cell."""
    value = cell.value
    if isinstance(value, date):
        return _sound(value, cell.text)
    if isinstance(value, bool) or not cell.text:
        return None if not cell.text else _unclear(cell.text)
    if isinstance(value, float) and isfinite(value) and not value.is_integer():
        return _decimal(value, cell.text)
    return _written("".join(cell.text.split()))


def _decimal(value: float, text: str) -> date:
    """2024.9 typed as a number is September; 2024.1 may have been October, so it is asked."""
    if int(value) in SERIALS:
        return EPOCH + timedelta(days=int(value))
    if round(value * 10) % 10 == 1 and len(text.partition(".")[2]) == 1:
        raise DayUnclear(f"“{text}”看不出是1月还是10月")
    return _written(text)


def _written(text: str) -> date:
    if text.isdecimal() and len(text) == 5 and int(text) in SERIALS:  # noqa: PLR2004
        return EPOCH + timedelta(days=int(text))
    found = _APART.match(text) or _RUN.match(text)
    if found is None:
        return _unclear(text)
    year, month, day = found.groups()
    try:
        return _sound(date(int(year), int(month), int(day or 1)), text)
    except ValueError:
        return _unclear(text)


def _sound(day: date, text: str) -> date:
    return day if day.year in YEARS else _unclear(text)


def _unclear(text: str) -> date:
    raise DayUnclear(f"“{text[:20]}”不是日期")
