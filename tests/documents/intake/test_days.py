"""Days as people write them in cells."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.documents.intake.cells import Cell
from tongxing.documents.intake.cells import Value
from tongxing.documents.intake.cells import said
from tongxing.documents.intake.days import DayUnclear
from tongxing.documents.intake.days import day_in


def cell(value: Value) -> Cell:
    return Cell(4, 3, value, said(value))


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (date(2024, 9, 1), date(2024, 9, 1)),
        (45536.0, date(2024, 9, 1)),
        (45536, date(2024, 9, 1)),
        ("45536", date(2024, 9, 1)),
        (45536.75, date(2024, 9, 1)),
        ("2024.9.1", date(2024, 9, 1)),
        ("2024-09-01", date(2024, 9, 1)),
        ("2024/9/1", date(2024, 9, 1)),
        ("２０２４年９月１日", date(2024, 9, 1)),
        ("2024年9月1日起", date(2024, 9, 1)),
        ("2024 年 9 月 1 号", date(2024, 9, 1)),
        ("2024年9月", date(2024, 9, 1)),
        ("2024.09", date(2024, 9, 1)),
        (2024.9, date(2024, 9, 1)),
        (2024.12, date(2024, 12, 1)),
        ("20240901", date(2024, 9, 1)),
        (20240901.0, date(2024, 9, 1)),
        ("", None),
        ("　", None),
    ],
)
def test_what_a_cell_says_is_a_day(value: Value, day: date | None):
    assert day_in(cell(value)) == day


@pytest.mark.parametrize(
    "value",
    [
        "去年",
        "2024年13月1日",
        "2024.2.30",
        "9月1日",
        "12345678901",
        True,
        "1700-01-01",
        7,
        "²²²²²",
        float("inf"),
        float("nan"),
    ],
)
def test_what_is_no_day_is_said_with_how_to_write_one(value: Value):
    with pytest.raises(DayUnclear, match="不是日期") as unclear:
        day_in(cell(value))
    assert "2024-09-01" in unclear.value.remedy


def test_a_number_that_may_be_january_or_october_is_asked():
    with pytest.raises(DayUnclear, match="1月还是10月"):
        day_in(cell(2024.1))


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.dates(), st.booleans()))
def test_any_cell_is_a_day_or_said_to_be_none(value: Value):
    try:
        found: object = day_in(cell(value))
    except DayUnclear as unclear:
        found = unclear.what
    assert found is None or isinstance(found, (date, str))
