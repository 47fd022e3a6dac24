"""What a phone is told to do: open, overdue and soon to begin, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import timedelta

import pytest

from tests.derive.conftest import County
from tests.records import cast as c
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import view_of
from tongxing.derive.phone import SOON
from tongxing.derive.phone import DueLine
from tongxing.derive.phone import due_lines
from tongxing.derive.phone import waiting_cells
from tongxing.rules.standing.tables import State

LABOUR, BOUGHT = "labour-day", "bought"


def seen(county: County, day: date, who: str = "office") -> View:
    return view_of(county.scope(who), book=c.BOOK, as_of=day, known_at=None)


def lines(county: County, day: date, *names: str) -> list[DueLine]:
    return due_lines(seen(county, day), {county.key(name) for name in names or ("swb",)})


def told(some: Iterable[DueLine]) -> list[tuple[str, str, str, int]]:
    """Duty, period, state and days left of each."""
    return [
        (one.cell.standing.duty, one.cell.period.key, one.cell.state.name, one.days_left)
        for one in some
    ]


def of(some: Iterable[DueLine], duty: str, period: str) -> DueLine:
    (found,) = [
        one for one in some
        if (one.cell.standing.duty, one.cell.period.key) == (duty, period)
    ]  # fmt: skip
    return found


# A month's labour day by its last day, five days of grace; a quarter's purchases, fifteen.
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (
            date(2024, 9, 1),  # the pairing's first day; a quarter begun before it is not owed
            [(LABOUR, "2024-09", "OPEN", 29)],
        ),
        (
            date(2024, 9, 16),  # fourteen days before the next begins but one
            [(LABOUR, "2024-09", "OPEN", 14)],
        ),
        (
            date(2024, 9, 17),
            [
                (LABOUR, "2024-09", "OPEN", 13),
                (LABOUR, "2024-10", "AHEAD", 44),
                (BOUGHT, "2024-Q4", "AHEAD", 105),
            ],
        ),
        (
            date(2024, 9, 30),  # the last day on time
            [
                (LABOUR, "2024-09", "OPEN", 0),
                (LABOUR, "2024-10", "AHEAD", 31),
                (BOUGHT, "2024-Q4", "AHEAD", 92),
            ],
        ),
        (
            date(2024, 10, 1),  # to make up until the fifth
            [
                (LABOUR, "2024-09", "OVERDUE", 4),
                (LABOUR, "2024-10", "OPEN", 30),
                (BOUGHT, "2024-Q4", "OPEN", 91),
            ],
        ),
        (
            date(2024, 10, 5),
            [
                (LABOUR, "2024-09", "OVERDUE", 0),
                (LABOUR, "2024-10", "OPEN", 26),
                (BOUGHT, "2024-Q4", "OPEN", 87),
            ],
        ),
        (
            date(2024, 10, 6),  # September's labour day can no longer be made up
            [
                (LABOUR, "2024-10", "OPEN", 25),
                (BOUGHT, "2024-Q4", "OPEN", 86),
            ],
        ),
        (
            date(2024, 10, 16),
            [(LABOUR, "2024-10", "OPEN", 15), (BOUGHT, "2024-Q4", "OPEN", 76)],
        ),
    ],
)
def test_day_by_day_what_a_unit_owes(
    county: County, day: date, expected: list[tuple[str, str, str, int]]
) -> None:
    assert told(lines(county, day)) == expected


def test_before_the_pairing_begins_what_begins_soon_is_told(county: County) -> None:
    assert told(lines(county, date(2024, 8, 17))) == []
    found = told(lines(county, date(2024, 8, 18)))
    assert found == [(LABOUR, "2024-09", "AHEAD", 43)]


def test_of_nobody_s_pairings_nothing_is_due(county: County) -> None:
    view = seen(county, date(2024, 10, 1))
    assert due_lines(view, set()) == []
    assert due_lines(view, {"00000000-0000-7000-8000-000000000000"}) == []
    assert list(waiting_cells(view, [])) == []


def test_a_resident_team_no_duty_counts_owes_nothing(county: County) -> None:
    assert lines(county, date(2024, 10, 1), "team") == []


def test_only_the_pairings_asked_for_are_told(county: County) -> None:
    day = date(2024, 10, 20)
    alone, both = lines(county, day, "zx"), lines(county, day, "zx", "lyj")
    assert {one.cell.pairing.key for one in alone} == {county.key("zx")}
    assert {one.cell.pairing.place for one in both} == {c.BAIQIAO, c.HETONG}
    assert len(both) == 2 * len(alone)


def test_equals_stand_in_one_order_however_asked(county: County) -> None:
    day = date(2024, 10, 20)
    one, other = lines(county, day, "zx", "lyj", "swb"), lines(county, day, "swb", "lyj", "zx")
    assert told(one) == told(other)
    for found in (one, other):
        now = [line for line in found if line.cell.period.key == "2024-10"]
        keys = [line.cell.pairing.key for line in now]
        assert keys == sorted(keys)
        assert len(keys) == 3


def test_what_is_done_is_no_longer_due(county: County) -> None:
    county.write("swb", happened=date(2025, 3, 10))
    found = lines(county, county.today)
    assert (LABOUR, "2025-03") not in {one[:2] for one in told(found)}
    assert (LABOUR, "2025-03") in {one[:2] for one in told(lines(county, county.today, "zx"))}


def test_half_done_is_still_due_and_says_how_far(county: County) -> None:
    county.bought("近3000元", happened=date(2025, 3, 5))
    line = of(lines(county, county.today), BOUGHT, "2025-Q1")
    assert (line.need_said, line.done_said) == ("每季度5000元", "≈3000元")
    assert 0 < line.done < line.need
    county.bought("1000元", happened=date(2025, 3, 6))
    more = of(lines(county, county.today), BOUGHT, "2025-Q1")
    assert more.done_said == "≈4000元"
    county.bought("2000元", happened=date(2025, 3, 7))
    assert (BOUGHT, "2025-Q1") not in {one[:2] for one in told(lines(county, county.today))}


def test_a_count_is_said_in_times_and_nothing_done_in_no_words(county: County) -> None:
    line = of(lines(county, county.today), LABOUR, "2025-03")
    assert (line.need, line.need_said) == (1, "每月1次")
    assert (line.done, line.done_said) == (0, "")
    assert line.duty.title == "组织一次集中劳动"
    assert line.duty.clause == "“五个一”第1项"
    assert line.cell.standing.plan == "gaozhou-pairing"


def test_overdue_says_what_to_make_up_and_open_does_not(county: County) -> None:
    found = lines(county, date(2025, 3, 3))
    late, now = of(found, LABOUR, "2025-02"), of(found, LABOUR, "2025-03")
    assert (late.cell.state, late.cell.makes_up) == (State.OVERDUE, date(2025, 2, 28))
    assert (late.cell.last, late.days_left) == (date(2025, 3, 5), 2)
    assert (now.cell.state, now.cell.makes_up) == (State.OPEN, None)
    assert (now.cell.last, now.days_left) == (date(2025, 3, 31), 28)


@pytest.mark.parametrize("day", [date(2025, 3, 1), date(2025, 3, 5), date(2025, 4, 15)])
def test_what_it_says_makes_up_does_make_up(county: County, day: date) -> None:
    """Whoever writes down what the phone proposes has it counted for that very period."""
    view = seen(county, day)
    for cell in waiting_cells(view, {county.key("swb")}):
        if cell.makes_up is not None:
            assert cell.period.start <= cell.makes_up < cell.period.until
            assert view.as_of <= cell.last < cell.period.closes


def test_without_a_soon_what_lies_ahead_is_left_out(county: County) -> None:
    view = seen(county, date(2025, 3, 25))
    mine = {county.key("swb")}
    assert {one.state for one in waiting_cells(view, mine)} == {State.OPEN}
    soon = list(waiting_cells(view, mine, soon=SOON))
    assert {one.state for one in soon} == {State.OPEN, State.AHEAD}
    begins = max(one.period.start for one in soon)
    short = begins - view.as_of - timedelta(days=1)
    assert {one.state for one in waiting_cells(view, mine, soon=short)} == {State.OPEN}


def test_what_was_made_up_is_no_longer_overdue(county: County) -> None:
    day = date(2025, 3, 12)
    assert (BOUGHT, "2024-Q4") not in {one[:2] for one in told(lines(county, day))}  # too late
    county.write("swb", happened=date(2025, 3, 3), makes_up=date(2025, 2, 28))
    keys = {one[:2] for one in told(lines(county, date(2025, 3, 12)))}
    assert (LABOUR, "2025-02") not in keys
    assert (LABOUR, "2025-03") in keys  # the one record is February's


@pytest.mark.parametrize("day", [date(2025, 1, 2), date(2025, 3, 12), date(2025, 4, 3)])
def test_urgency_is_a_law(county: County, day: date) -> None:
    """Overdue before open before ahead, and within each by the last day."""
    order = (State.OVERDUE, State.OPEN, State.AHEAD)
    found = lines(county, day, "swb", "zx", "lyj")
    ranks = [(order.index(one.cell.state), one.cell.last) for one in found]
    assert ranks == sorted(ranks)
    assert len(set(map(str, told(found)))) * 3 == len(found)  # the three owe alike
    assert all(one.days_left >= 0 for one in found)
