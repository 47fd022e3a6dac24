"""All periods of a rhythm over a span: where each begins and ends, its `by`, its grace."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from functools import lru_cache

from tongxing.rules.periods.errors import DayOutOfRange
from tongxing.rules.periods.errors import RhythmInvalid
from tongxing.rules.periods.errors import SpanOpen
from tongxing.rules.periods.keys import ONCE
from tongxing.rules.periods.keys import key_of
from tongxing.rules.periods.rhythm import Period
from tongxing.rules.periods.rhythm import Rhythm
from tongxing.rules.periods.soundness import check
from tongxing.rules.periods.span import Span
from tongxing.rules.periods.units import MONTHS_IN
from tongxing.rules.periods.units import index_of
from tongxing.rules.periods.units import start_of
from tongxing.rules.periods.workdays import ONE_DAY
from tongxing.rules.periods.workdays import add_workdays
from tongxing.rules.periods.workdays import is_announced


@lru_cache(maxsize=4096)
def periods_of(rhythm: Rhythm, *, anchor: Span, over: Span) -> tuple[Period, ...]:
    """All periods of `rhythm` that share a day with `over`, ascending by start.

    `anchor` is the plan's whole span: a multiple is counted from the unit that holds
    `anchor.start`, so a later edition does not reset it; `once` runs from `anchor.start`
    to `rhythm.on`. A period may begin before `anchor` or `over`; whether it is owed is not
    decided here. RhythmInvalid, SpanOpen, DayOutOfRange as their names say.
    """
    check(rhythm)
    if over.until is None:
        raise SpanOpen(over.start)
    if over.until <= over.start:
        return ()
    if rhythm.unit == "once":
        found = (_once(rhythm, anchor.start),)
        return tuple(
            one
            for one in found
            if one.start < over.until and over.start < one.until and _in_months(rhythm, one.start)
        )
    base = index_of(rhythm.unit, anchor.start)
    first = (index_of(rhythm.unit, over.start) - base) // rhythm.multiple
    last = (index_of(rhythm.unit, over.until - ONE_DAY) - base) // rhythm.multiple
    return tuple(
        _period(rhythm, base + group * rhythm.multiple)
        for group in range(first, last + 1)
        if _in_months(rhythm, start_of(rhythm.unit, base + group * rhythm.multiple))
    )


def _in_months(rhythm: Rhythm, start: date) -> bool:
    return not rhythm.only_months or start.month in rhythm.only_months


@lru_cache(maxsize=65_536)
def _period(rhythm: Rhythm, index: int) -> Period:
    """The period whose first piece is number `index`; the same for every plan and span."""
    start = start_of(rhythm.unit, index)
    until = start_of(rhythm.unit, index + rhythm.multiple)
    last_piece = start_of(rhythm.unit, index + rhythm.multiple - 1)
    closes, estimated = _closes(rhythm, until)
    return Period(
        key=key_of(rhythm.unit, start, rhythm.multiple),
        start=start,
        until=until,
        by=_by(rhythm, last_piece, until),
        closes=closes,
        estimated=estimated,
    )


def _once(rhythm: Rhythm, start: date) -> Period:
    assert rhythm.on is not None  # `check` saw to it
    if rhythm.on < start:
        raise RhythmInvalid(
            f"一次性任务的截止日{rhythm.on.isoformat()}早于方案起始日{start.isoformat()}",
            "请把 on 改为方案起始日或以后的日期",
        )
    try:
        until = rhythm.on + ONE_DAY
    except OverflowError as error:
        raise DayOutOfRange from error
    closes, estimated = _closes(rhythm, until)
    return Period(ONCE, start, until, rhythm.on, closes, estimated)


def _by(rhythm: Rhythm, last_piece: date, until: date) -> date:
    """The last on-time day: as `rhythm.by` says within the last piece, or its last day."""
    by = rhythm.by
    last_day = until - ONE_DAY
    if by is None:
        return last_day
    if by.weekday is not None:
        return last_piece + timedelta(days=by.weekday)
    assert by.day is not None  # `check` saw to it
    if rhythm.unit not in MONTHS_IN:
        return min(last_piece + timedelta(days=by.day - 1), last_day)
    month = index_of("month", last_piece) + (by.month or 1) - 1
    ends = start_of("month", month + 1) - ONE_DAY
    return min(start_of("month", month) + timedelta(days=by.day - 1), ends)


def _closes(rhythm: Rhythm, until: date) -> tuple[date, bool]:
    """The first day a period is missed, and whether that day is only an estimate."""
    try:
        if not rhythm.grace_workdays:
            return until + timedelta(days=rhythm.grace_days), False
        last = add_workdays(until - ONE_DAY, rhythm.grace_workdays)
        return last + ONE_DAY, not (is_announced(until) and is_announced(last))
    except OverflowError as error:
        raise DayOutOfRange from error
