"""The matrix: rows by town, columns of a year, filters, all duties by month."""

from __future__ import annotations

from datetime import date

import pytest

from tests.derive.boards.acted import PLAN
from tests.derive.boards.acted import act
from tests.derive.conftest import County
from tests.records import cast as c
from tongxing.derive import boards
from tongxing.derive.boards import MatrixBoard
from tongxing.derive.boards import MatrixFilter
from tongxing.derive.boards import NotInView
from tongxing.rules.standing.tables import State


def matrix(county: County, viewer: str = "office", **asked: object) -> MatrixBoard:
    return boards.matrix_board(
        county.scope(viewer),
        book=c.BOOK,
        as_of=county.today,
        asked=MatrixFilter(**asked),  # type: ignore[arg-type]
    )


def titles(board: MatrixBoard) -> list[str]:
    return [row.pairing.title for group in board.groups for row in group.rows]


def states(board: MatrixBoard, row: int = 0) -> list[State]:
    rows = [row for group in board.groups for row in group.rows]
    return [cell.state for cell in rows[row].cells]


def test_rows_stand_by_town_and_columns_are_the_years_periods(county: County) -> None:
    act(county)
    board = matrix(county, plan=PLAN, duty="labour-day")
    assert [group.town.name for group in board.groups] == ["根子镇", "曹江镇"]
    assert sorted(titles(board)) == ["市委办—柏桥村", "市政协—柏桥村", "市林业局—荷垌村"]
    assert [one.key for one in board.columns] == [f"2025-{m:02d}" for m in range(1, 13)]
    assert [one.key for one in board.columns if one.current] == ["2025-03"]


def test_a_cell_has_its_state_and_its_count(county: County) -> None:
    act(county)
    board = matrix(county, plan=PLAN, duty="labour-day", unit=c.SWB)
    (row,) = board.groups[0].rows
    january, february, march, april = row.cells[:4]
    assert (january.state, january.said) == (State.KEPT, "2")
    assert january.late == 1  # one of the two made up for January in February
    assert (february.state, february.said) == (State.KEPT, "1")
    assert (march.state, april.state, april.said) == (State.KEPT, State.AHEAD, "")


def test_a_sum_is_said_with_its_unit_and_keeps_near(county: County) -> None:
    act(county)
    board = matrix(county, plan=PLAN, duty="bought", unit=c.SWB)
    (row,) = board.groups[0].rows
    assert (row.cells[0].said, row.cells[0].approx) == ("≈3.5万元", True)


def test_totals_count_the_rows_shown(county: County) -> None:
    act(county)
    board = matrix(county, plan=PLAN, duty="labour-day")
    assert (board.totals[0].kept, board.totals[0].missed) == (1, 2)
    board = matrix(county, plan=PLAN, duty="labour-day", town=c.CAOJIANG)
    assert (board.totals[0].kept, board.totals[0].missed) == (0, 1)


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ({"town": c.CAOJIANG}, ["市林业局—荷垌村"]),
        ({"unit": c.ZX}, ["市政协—柏桥村"]),
        ({"unit": c.ZX, "town": c.CAOJIANG}, []),
        ({"states": frozenset({State.MISSED})}, ["市政协—柏桥村", "市林业局—荷垌村"]),
        ({"states": frozenset({State.OVERDUE})}, []),
    ],
)
def test_filters(county: County, asked: dict[str, object], rows: list[str]) -> None:
    act(county)
    assert titles(matrix(county, plan=PLAN, duty="labour-day", **asked)) == rows


def test_one_period_is_one_column_and_its_year_follows(county: County) -> None:
    act(county)
    asked = {"plan": PLAN, "duty": "labour-day", "period": "2025-01"}
    board = matrix(county, **asked, states=frozenset({State.MISSED}))
    assert [one.key for one in board.columns] == ["2025-01"]
    assert (board.asked.year, board.totals[0].missed) == (2025, 2)
    assert titles(board) == ["市政协—柏桥村", "市林业局—荷垌村"]
    assert titles(matrix(county, **asked, states=frozenset({State.KEPT, State.MISSED}))) == [
        *titles(matrix(county, **asked))
    ]
    assert matrix(county, plan=PLAN, duty="labour-day", period="2024-11").asked.year == 2024
    assert [one.key for one in matrix(county, period="2025-02").columns] == ["2025-02"]
    assert matrix(county, plan=PLAN, duty="labour-day", period="2025-13").columns == ()


def test_every_running_pairing_is_listed_whether_anything_is_asked_of_it(county: County) -> None:
    board = matrix(county, pairs="running")
    assert titles(board) == ["根子工作队—根子镇", *titles(matrix(county))]
    assert [(one.title, one.pairings, one.units, one.teams) for one in board.counted] == [
        ("结对共建", 3, 3, 0),
        ("结对", 1, 0, 1),
    ]
    before = boards.matrix_board(
        county.scope("office"), book=c.BOOK, as_of=date(2024, 1, 1),
        asked=MatrixFilter(pairs="ever"),
    )  # fmt: skip
    assert titles(before) == []


def test_what_there_is_to_choose_from(county: County) -> None:
    board = matrix(county)
    assert [one.duty for one in board.duties] == ["labour-day", "bought"]
    assert board.years == (2024, 2025)
    assert [one.name for one in board.towns] == ["根子镇", "曹江镇"]
    assert {one.name for one in board.units} == {"市委办", "市政协", "市林业局", "根子工作队"}


def test_all_by_month_shows_the_worst_state_and_each_record_once(county: County) -> None:
    act(county)
    board = matrix(county, unit=c.SWB)
    assert board.duty is None
    assert len(board.columns) == 12
    (row,) = board.groups[0].rows
    assert row.cells[0].state == State.KEPT
    # January holds its own labour day, the one made up for it, and two purchases of the quarter:
    # four records, by which both periods that begin in it are done.
    assert (row.cells[0].count, row.cells[0].said) == (4, "2/2")
    assert states(matrix(county, unit=c.ZX))[:3] == [State.MISSED, State.MISSED, State.OPEN]


def test_a_past_year_is_asked_for(county: County) -> None:
    board = matrix(county, plan=PLAN, duty="labour-day", year=2024)
    assert [one.key for one in board.columns] == ["2024-09", "2024-10", "2024-11", "2024-12"]
    assert board.asked.year == 2024


def test_a_year_without_the_plan_has_no_rows(county: County) -> None:
    board = matrix(county, plan=PLAN, duty="labour-day", year=2020)
    assert (board.columns, board.groups) == ((), ())


def test_a_duty_nobody_has_is_not_in_view(county: County) -> None:
    with pytest.raises(NotInView):
        matrix(county, plan=PLAN, duty="dancing")


def test_each_sees_their_own(county: County) -> None:
    assert titles(matrix(county, "lyj")) == ["市林业局—荷垌村"]
    assert len(titles(matrix(county, "village"))) == 2
    assert titles(matrix(county, "fl")) == []


def test_of_equal_cells_there_is_one(county: County) -> None:
    board = matrix(county, plan=PLAN, duty="labour-day")
    ahead = {id(r.cells[n]) for g in board.groups for r in g.rows for n in range(4, 12)}
    assert len(ahead) == 1


def test_a_book_nobody_opened_is_not_in_view(county: County) -> None:
    with pytest.raises(NotInView):
        boards.matrix_board(county.scope("office"), book="999999", as_of=date(2025, 1, 1))
