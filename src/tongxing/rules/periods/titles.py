"""What a period is called in an official paper: 2026年第7周, 2026年1月中旬, 2026年上半年."""

from __future__ import annotations

from functools import lru_cache

from tongxing.rules.periods.keys import ONCE
from tongxing.rules.periods.keys import key_of
from tongxing.rules.periods.keys import parts_of
from tongxing.rules.periods.rhythm import Unit
from tongxing.rules.periods.units import start_of

PARTS = ("上旬", "中旬", "下旬")
HALVES = ("上半年", "下半年")
# How the first of two names is cut where both end in the same word: 第7周—第8周 is 第7—8周.
SHARED: dict[Unit, tuple[str, str]] = {
    "week": ("第", "周"),
    "ten-days": ("", ""),
    "month": ("", "月"),
    "quarter": ("第", "季度"),
    "half-year": ("", ""),
    "year": ("", "年"),
}


@lru_cache(maxsize=4096)  # a page names the same few periods hundreds of times
def title_of(key: str) -> str:
    """The Chinese name of a period key; KeyUnreadable when it is none."""
    if key == ONCE:
        return "一次性任务"
    parts = parts_of(key)
    year, first = _names(parts.unit, parts.index)
    if parts.multiple == 1:
        return year + first
    last_year, last = _names(parts.unit, parts.index + parts.multiple - 1)
    if year != last_year:
        return f"{year}{first}—{last_year}{last}" if first else f"{year[:-1]}—{last_year}"
    return year + _joined(parts.unit, first, last)


def _names(unit: Unit, index: int) -> tuple[str, str]:
    """The year's name and the name within the year: ("2026年", "第7周")."""
    key = key_of(unit, start_of(unit, index))
    year, _, rest = key.partition("-")
    return f"{int(year)}年", _within_year(unit, rest)


def _within_year(unit: Unit, rest: str) -> str:
    if unit == "week":
        return f"第{int(rest[1:])}周"
    if unit == "ten-days":
        return f"{int(rest[:2])}月{PARTS[int(rest[-1]) - 1]}"
    if unit == "month":
        return f"{int(rest)}月"
    if unit == "quarter":
        return f"第{rest[1:]}季度"
    return HALVES[int(rest[1:]) - 1] if unit == "half-year" else ""


def _joined(unit: Unit, first: str, last: str) -> str:
    """Two names within one year as one: 第7—8周, 1—3月, 1月上旬—2月中旬."""
    head, tail = SHARED[unit]
    return f"{first.removesuffix(tail)}—{last.removeprefix(head)}"
