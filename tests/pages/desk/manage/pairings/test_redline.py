"""A change before it is made, in words: one line for each party, and what the office must know."""

from __future__ import annotations

from datetime import date

import pytest

from tests.pages.desk.manage.pairings.conftest import Office
from tests.records import cast as c
from tongxing.actions.assignment import Assignment
from tongxing.actions.assignment import Line
from tongxing.actions.assignment import draw_up
from tongxing.pages.desk.manage.pairings.redline import Redline
from tongxing.pages.desk.manage.pairings.redline import redline_of

DAY = date(2025, 3, 18)


def line(party: str, place: str, kind: str = c.KIND) -> Line:
    return Line(kind, ((party, ""),), place, DAY)


def drawn(*lines: Line, on: date = DAY, new: dict[str, str] | None = None) -> Redline:
    assignment = Assignment(c.BOOK, on, lines, frozenset({c.KIND}))
    return redline_of(assignment, draw_up(assignment), new or {}, on)


def told(redline: Redline) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    return [(one.word, one.who, one.leaves, one.comes) for one in redline.moves]


@pytest.mark.usefixtures("office")
def test_each_party_stands_once_those_that_move_first() -> None:
    redline = drawn(line(c.SWB, c.BAIQIAO), line(c.ZX, c.HETONG), line(c.FL, c.YUANBA))
    assert told(redline) == [
        ("调整", "市政协", ("根子镇柏桥村",), ("曹江镇荷垌村",)),
        ("新增", "市妇联", (), ("根子镇元坝村",)),
        ("退出", "市林业局", ("曹江镇荷垌村",), ()),
        ("不变", "市委办", (), ()),
    ]
    assert redline.those("stays")[0].stays == ("根子镇柏桥村",)
    assert (redline.count("moves"), redline.count("kind")) == (1, 0)


@pytest.mark.usefixtures("office")
def test_a_unit_with_a_further_village_comes_and_stays() -> None:
    redline = drawn(line(c.SWB, c.BAIQIAO), line(c.SWB, c.YUANBA), line(c.ZX, c.BAIQIAO))
    (one,) = redline.those("new")
    assert (one.who, one.stays, one.comes) == ("市委办", ("根子镇柏桥村",), ("根子镇元坝村",))


@pytest.mark.usefixtures("office")
def test_the_same_village_under_another_kind_is_no_move() -> None:
    redline = drawn(line(c.SWB, c.BAIQIAO, "next-plan:pair"))
    assert [one.who for one in redline.those("kind")] == ["市委办"]


@pytest.mark.usefixtures("office")
def test_villages_left_bare_and_numbers_not_met_are_named() -> None:
    redline = drawn(line(c.SWB, c.BAIQIAO), line(c.ZX, c.BAIQIAO))
    assert redline.bare == ("曹江镇荷垌村",)
    assert redline.mended == ("曹江镇荷垌村（结对共建）结对方1个，少于方案要求的2个",)
    assert redline.broken == ()


@pytest.mark.usefixtures("office")
def test_a_unit_not_yet_registered_has_its_name() -> None:
    redline = drawn(line("org:new", c.YUANBA), new={"org:new": "市供销社"})
    assert "市供销社" in [one.who for one in redline.those("new")]


@pytest.mark.usefixtures("office")
def test_the_period_cut_is_told_only_when_something_ends_within_it() -> None:
    cut = drawn(line(c.SWB, c.BAIQIAO))
    assert {(one.period, one.leaving_owes, one.coming_owes) for one in cut.splits} >= {
        ("2025年3月", False, False)
    }
    assert {one.period for one in drawn(line(c.SWB, c.BAIQIAO), on=date(2025, 4, 1)).splits} == {
        "2025年第14周"
    }


def test_nothing_ends_and_no_period_is_cut(office: Office) -> None:
    lines = [line(who, place) for who, place in sorted(office.held())]
    redline = drawn(*lines, line(c.FL, c.YUANBA))
    assert redline.splits == ()
    assert redline.count("stays") == len(lines)
