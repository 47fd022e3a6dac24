"""Rhythms that contradict themselves are refused, and say how to mend them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from tests.rules.periods import plain
from tongxing.rules.periods import By
from tongxing.rules.periods import Rhythm
from tongxing.rules.periods import RhythmInvalid
from tongxing.rules.periods.soundness import check

ON = date(2024, 12, 31)


@pytest.mark.parametrize(
    ("rhythm", "said"),
    [
        (Rhythm("week", multiple=0), "倍数为0"),
        (Rhythm("week", multiple=1000), "请写1至999"),
        (Rhythm("week", grace_days=-1), "宽限天数为负数"),
        (Rhythm("week", grace_workdays=-1), "宽限天数为负数"),
        (Rhythm("week", grace_days=1, grace_workdays=1), "两种只留一种"),
        (Rhythm("week", only_months=frozenset({6, 13})), "不存在的月份"),
        (Rhythm("once"), "请写明 on"),
        (Rhythm("once", on=ON, multiple=2), "不能成倍"),
        (Rhythm("once", on=ON, by=By(day=5)), "请删去 by"),
        (Rhythm("month", on=ON), "请删去 on"),
        (Rhythm("week", by=By(day=5)), "要写星期几"),
        (Rhythm("week", by=By(weekday=4, month=1)), "要写星期几"),
        (Rhythm("week", by=By()), "要写星期几"),
        (Rhythm("week", by=By(weekday=7)), "星期的取值7不存在"),
        (Rhythm("week", by=By(weekday=-1)), "0（星期一）至6（星期日）"),
        (Rhythm("month", by=By(weekday=4)), "请改写为 day"),
        (Rhythm("month", by=By()), "期限缺少日"),
        (Rhythm("month", by=By(day=0)), "day 请写1至31"),
        (Rhythm("month", by=By(day=32)), "day 请写1至31"),
        (Rhythm("ten-days", by=By(day=12)), "day 请写1至11"),
        (Rhythm("ten-days", by=By(day=2, month=1)), "请删去 month"),
        (Rhythm("month", by=By(day=5, month=1)), "请删去 month"),
        (Rhythm("quarter", by=By(day=10)), "month 请写1至3"),
        (Rhythm("quarter", by=By(day=10, month=4)), "month 请写1至3"),
        (Rhythm("half-year", by=By(day=10, month=7)), "month 请写1至6"),
        (Rhythm("year", by=By(day=10, month=0)), "month 请写1至12"),
    ],
)
def test_what_contradicts_itself_is_refused(rhythm, said):
    with pytest.raises(RhythmInvalid, match=said) as caught:
        check(rhythm)
    assert str(caught.value).startswith("周期设置有误：")


@given(plain.rhythms())
def test_every_sound_rhythm_passes(rhythm):
    check(rhythm)
