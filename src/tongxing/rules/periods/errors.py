"""What a caller of this room can get wrong: one class for each case, in a clerk's words."""

# ruff: noqa: N818 -- each class is named for its case, as the caller will read it

from __future__ import annotations

from datetime import date


class PeriodError(ValueError):
    """Every error of this room; `str()` is Chinese: what is wrong, and how to mend it."""


class KeyUnreadable(PeriodError):
    """A text that is no period key."""

    def __init__(self, key: str, remedy: str) -> None:
        self.key = key
        super().__init__(f"期次编号“{key}”无法识别：{remedy}")


class RhythmInvalid(PeriodError):
    """A rhythm that contradicts itself, such as a weekday in a month."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"周期设置有误：{what}。{remedy}")


class SpanOpen(PeriodError):
    """Periods were asked for over a span that never ends."""

    def __init__(self, start: date) -> None:
        super().__init__(f"自{start.isoformat()}起的时间范围没有截止日，无法列出各期。请给出截止日")


class DayOutOfRange(PeriodError):
    """Counting ran out of the calendar (years 1 to 9999)."""

    def __init__(self) -> None:
        super().__init__("日期超出公历可表示的范围（1年至9999年）。请检查起止日期和宽限天数")


class CalendarUnknown(PeriodError):
    """The working days of a year that has not been announced were asked for, strictly."""

    def __init__(self, day: date, first: int, last: int) -> None:
        self.day = day
        self.known = range(first, last + 1)
        super().__init__(
            f"{day.year}年的节假日安排不在日历数据内，无法确定{day.isoformat()}是否为工作日"
            f"（现有{first}年至{last}年）。请在国务院办公厅公布放假安排后更新节假日数据，"
            "或按周一至周五推算并注明“推算”"
        )


class DayUnreadable(PeriodError):
    """A text that is no day."""

    def __init__(self, text: str) -> None:
        super().__init__(f"“{text}”不是有效的日期，请写成 2026-03-05 的样子")


class MomentUnreadable(PeriodError):
    """A text that is no moment."""

    def __init__(self, text: str) -> None:
        super().__init__(f"“{text}”不是有效的时刻，请写成 2026-03-05T15:04 的样子")


class BeyondRange(PeriodError):
    """A day nobody can have meant: outside the years there are records or plans for."""

    def __init__(self, text: str, first: date, last: date) -> None:
        super().__init__(
            f"“{text}”超出可以查询的范围，请写{first.isoformat()}至{last.isoformat()}之间的日期"
        )
