"""How days, periods and states are written on every page."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime

import pytest

from tests.pages.desk import samples as s
from tongxing.derive.boards.shapes import PeriodHead
from tongxing.pages.templating import LOOKS
from tongxing.pages.templating import address
from tongxing.pages.templating import column_head
from tongxing.pages.templating import environment
from tongxing.pages.templating import last_day
from tongxing.pages.templating import look
from tongxing.pages.templating import moment
from tongxing.pages.templating import share
from tongxing.pages.templating import short_day
from tongxing.pages.templating import weekday
from tongxing.rules.periods import say_day
from tongxing.rules.standing.tables import State


def test_days_are_written_as_in_an_official_paper() -> None:
    assert say_day(date(2026, 3, 5)) == "2026年3月5日"
    assert short_day(date(2026, 3, 5)) == "3月5日"
    assert short_day(date(2026, 3, 5), date(2026, 1, 1)) == "3月5日"
    assert short_day(date(2025, 3, 5), date(2026, 1, 1)) == "2025年3月5日"
    assert weekday(date(2026, 3, 8)) == "星期日"


def test_a_moment_is_beijing_time() -> None:
    assert moment(datetime(2026, 3, 5, 17, 4, tzinfo=UTC)) == "2026年3月6日 01:04"


def test_the_end_of_a_half_open_span_is_the_day_before() -> None:
    assert last_day(date(2026, 3, 1)) == date(2026, 2, 28)


def test_every_state_has_a_symbol_a_word_and_a_colour_of_its_own() -> None:
    assert set(LOOKS) == set(State)
    for part in range(3):
        assert len({one[part] for one in LOOKS.values()}) == len(State)
    assert look(6).word == "逾期待补"


def period(key: str, title: str, start: date) -> PeriodHead:
    return PeriodHead(key, title, start, start, start, start, estimated=False, current=False)


@pytest.mark.parametrize(
    ("key", "title", "start", "head"),
    [
        ("2026-03", "2026年3月", date(2026, 3, 1), "3月"),
        ("2026-Q1", "2026年第1季度", date(2026, 1, 1), "第1季度"),
        ("2026", "2026年", date(2026, 1, 1), "全年"),
        ("2026-W01", "2026年第1周", date(2025, 12, 29), "1周<small>12.29</small>"),
    ],
)
def test_a_narrow_column_leaves_the_year_out(key: str, title: str, start: date, head: str) -> None:
    assert str(column_head(period(key, title, start))) == head


def test_a_share_of_nothing_is_nothing() -> None:
    assert share(3, 0) == "0"
    assert share(1, [1, 2]) == "33.33"


def test_addresses_leave_empty_parameters_out() -> None:
    assert address("desk:matrix", duty="a:b", town="") == "/matrix/?duty=a%3Ab"
    assert address("desk:unit", "swb") == "/units/swb/"


def test_values_are_escaped_and_a_missing_name_is_an_error() -> None:
    made = environment(autoescape=True)
    assert made.from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"
    with pytest.raises(Exception, match="undefined"):
        made.from_string("{{ nothing }}").render()


def test_the_samples_hold_every_state() -> None:
    board = s.matrix(s.MONTHS, None)
    states = {cell.state for group in board.groups for row in group.rows for cell in row.cells}
    assert states == set(State)
