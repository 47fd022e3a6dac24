"""The law of figures: what a trace opens adds up to the figure it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from dataclasses import is_dataclass

import pytest

from tests.derive.boards.acted import PLAN
from tests.derive.boards.acted import act
from tests.derive.boards.acted import every_board
from tests.derive.conftest import County
from tests.records import cast as c
from tongxing.derive import boards
from tongxing.derive.boards.matrix import MatrixBoard
from tongxing.derive.boards.shapes import Figure
from tongxing.derive.boards.shapes import Strip
from tongxing.derive.figures import figure_behind
from tongxing.derive.traces import Trace
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import said

OF = {
    "bought": ("purchase", "amount"),
    "people": ("labour-day", "people"),
    "money:bought": ("purchase", "amount"),
    "money:given": ("donation", "given"),
}


def within(value: object, sort: type) -> Iterator[object]:
    """Everything of a sort anywhere inside a board."""
    if isinstance(value, sort):
        yield value
    if isinstance(value, tuple):
        for part in value:
            yield from within(part, sort)
    elif is_dataclass(value):
        for one in fields(value):
            yield from within(getattr(value, one.name), sort)


def opened(county: County, trace: Trace) -> list[Record]:
    behind = figure_behind(county.scope("office"), Trace.parse(dict(parameters(trace))))
    assert behind.hidden == 0
    return [Record.objects.select_related("body").get(id=one.id) for one in behind.records]


def parameters(trace: Trace) -> list[tuple[str, str]]:
    from urllib.parse import parse_qsl

    return parse_qsl(trace.query())


def summed(records: list[Record], kind: str, name: str) -> int:
    return sum(said(one.body).values[name]["v"] for one in records if one.kind == kind)


@pytest.mark.parametrize("name", ["village", "town", "county", "unit", "team", "pairing"])
def test_every_indicator_and_money_figure(county: County, name: str) -> None:
    act(county)
    found = list(within(every_board(county, "office")[name](), Figure))
    assert {one.id for one in found} >= {"bought", "days", "people"}
    for figure in found:
        records = opened(county, figure.trace)
        assert len(records) == figure.records
        if figure.value is None:
            assert figure.said == "暂无数据"
            assert not records
        elif figure.id == "days":
            assert len(records) == figure.value
        else:
            assert summed(records, *OF[figure.id]) == figure.value


@pytest.mark.parametrize("name", ["village", "unit", "pairing"])
def test_every_cell_of_a_strip(county: County, name: str) -> None:
    act(county)
    strips = list(within(every_board(county, "office")[name](), Strip))
    assert strips
    for strip in strips:
        for period, cell in zip(strip.periods, strip.cells, strict=True):
            records = opened(county, strip.trace(period.key))
            bought = strip.duty.duty == "bought"
            total = summed(records, "purchase", "amount") if bought else len(records)
            assert total == cell.count


@pytest.mark.parametrize("duty", ["", "labour-day", "bought"])
def test_every_cell_of_the_matrix(county: County, duty: str) -> None:
    act(county)
    asked = boards.MatrixFilter(PLAN if duty else "", duty)
    board = boards.matrix_board(
        county.scope("office"), book=c.BOOK, as_of=county.today, asked=asked
    )
    assert any(cell.count for cell in cells_of(board))
    for group in board.groups:
        for row in group.rows:
            for head, cell in zip(board.columns, row.cells, strict=True):
                trace = board.trace(row.pairing.key, head.key)
                records = opened(county, trace)
                bought = duty == "bought"
                total = summed(records, "purchase", "amount") if bought else len(records)
                assert total == cell.count
                behind = figure_behind(county.scope("office"), trace)
                assert (behind.state, behind.said) == (cell.state, cell.said)


def cells_of(board: MatrixBoard) -> Iterator[object]:
    return (cell for group in board.groups for row in group.rows for cell in row.cells)


def test_money_of_different_measures_is_never_added(county: County) -> None:
    act(county)
    board = every_board(county, "office")["county"]()
    told = {one.title: one.year.said for one in board.money}
    assert told == {"捐赠金额": "≈140万元", "采购金额": "≈4.1万元"}
