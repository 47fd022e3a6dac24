"""Boards where the calendar is awkward: turn of the year, week 53, 29 February, 18 July 2024.

The plan starts on 1 January 2024. 市妇联 helps 元坝村 from then until 18 July 2024, 市林业局
from that day on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.derive.boards.acted import PLAN
from tests.derive.boards.season import force
from tests.derive.boards.season import pair
from tests.derive.boards.season import undone
from tests.derive.boards.within import opened
from tests.derive.boards.within import records_of
from tests.derive.conftest import County
from tests.derive.plans import PLAN as TEXT
from tests.records import cast as c
from tongxing.actions.draft import Doer
from tongxing.actions.return_record import accept_record
from tongxing.derive import boards
from tongxing.derive.boards import MatrixBoard
from tongxing.derive.boards import MatrixFilter
from tongxing.derive.boards.shapes import Strip
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.rules.standing.tables import State

pytestmark = pytest.mark.django_db

MORE = """
[duty.visits]
title   = "接待群众来访"
of      = "unit-village"
counts  = ["visit-reception"]
cadence = { every = "week", times = 1, grace_days = 2 }
[duty.survey]
title   = "调查研究"
of      = "unit-village"
counts  = ["research"]
cadence = { every = "month", times = 1, by = { day = 30 }, grace_days = 3 }
partial = "half"
[duty.roll]
title   = "慰问走访"
of      = "unit-village"
counts  = ["condolence"]
cadence = { every = "year", times = 1, grace_days = 10 }
[indicator.bought]"""
CALENDAR = TEXT.replace("\n[indicator.bought]", MORE, 1).replace(
    "from = 2024-09-01", "from = 2024-01-01"
)
MONDAY = datetime(2027, 1, 11, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TURN = date(2024, 7, 18)


@pytest.fixture(scope="module")
def years(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[County]:
    with django_db_blocker.unblock():
        name = str(connection.settings_dict["NAME"])
        assert "memory" in name or name.startswith("test_")
        with undone(at=MONDAY) as county:
            force(county, CALENDAR)
            live(county)
            yield county


def live(county: County) -> None:
    pair(county, "fl", c.YUANBA, date(2024, 1, 1), TURN)
    pair(county, "lyj", c.YUANBA, TURN)
    visit = {"kind": "visit-reception", "values": {"people": "3人次"}}
    for day in (date(2026, 12, 28), date(2027, 1, 3), date(2025, 12, 29)):
        county.write(happened=day, **visit)
    county.write(happened=date(2027, 1, 5), makes_up=date(2027, 1, 3), **visit)
    county.write(happened=date(2027, 1, 2), makes_up=date(2026, 12, 30), values={"people": "8人次"})
    county.write("office", doers=(Doer(c.FL),), place=c.YUANBA, happened=date(2024, 2, 29))
    county.write("office", doers=(Doer(c.FL),), place=c.YUANBA, happened=date(2024, 7, 17))
    county.write("office", doers=(Doer(c.FL),), place=c.YUANBA, happened=date(2024, 7, 18))
    county.write("lyj", place=c.YUANBA, happened=date(2024, 7, 18), values={"people": "5人次"})
    county.write("lyj", place=c.YUANBA, happened=date(2024, 8, 8), values={"people": "6人次"})
    for old in Record.objects.filter(place=c.YUANBA, kind="labour-day"):  # long after the lock
        accept_record(acting=everything(), at=county.at, id=new_id(county.at), of=old.id)


def matrix(county: County, duty: str, day: date, year: int = 0) -> MatrixBoard:
    asked = MatrixFilter(PLAN, duty, year)
    return boards.matrix_board(county.scope("office"), book=c.BOOK, as_of=day, asked=asked)


def strip(county: County, name: str, duty: str, day: date) -> Strip:
    board = boards.pairing_board(county.scope("office"), key=county.key(name), as_of=day)
    return next(one for one in board.strips if one.duty.duty == duty)


def cell(county: County, name: str, duty: str, day: date, period: str) -> tuple[State, int, int]:
    found = strip(county, name, duty, day)
    one = found.cells[[head.key for head in found.periods].index(period)]
    behind = opened(county, "office", found.trace(period))
    assert len(behind.records) == one.count
    return one.state, one.count, one.late


def test_week_53_belongs_to_the_year_it_begins_in(years: County) -> None:
    for day in (date(2026, 12, 31), date(2027, 1, 2)):
        heads = matrix(years, "visits", day, 2026).columns
        assert (heads[0].key, heads[-1].key, len(heads)) == ("2026-W02", "2026-W53", 52)
        assert [head.key for head in heads if head.current] == ["2026-W53"]
    assert heads[-1].title == "2026年第53周"
    assert matrix(years, "visits", date(2027, 1, 2), 2027).columns[0].key == "2027-W01"
    # the week of 29 December 2025 is the first of 2026, and begins in 2025
    assert matrix(years, "visits", date(2026, 12, 31), 2025).columns[-1].key == "2026-W01"


def test_a_visit_on_the_third_of_january_is_of_the_old_year(years: County) -> None:
    kept = (State.KEPT, 1, 0)
    day = date(2026, 12, 31)
    assert cell(years, "swb", "visits", day, "2026-W53") == kept
    (row,) = [
        row
        for group in matrix(years, "visits", date(2027, 1, 11), 2026).groups
        for row in group.rows
        if row.pairing.key == years.key("swb")
    ]
    assert (row.cells[-1].state, row.cells[-1].count, row.cells[-1].late) == (State.KEPT, 3, 1)
    assert cell(years, "swb", "visits", date(2027, 1, 11), "2027-W01") == (State.OVERDUE, 0, 0)


def test_december_made_up_for_in_january_is_decembers(years: County) -> None:
    asked = matrix(years, "labour-day", date(2027, 1, 4), 2026)
    december = [r.cells[-1] for g in asked.groups for r in g.rows if r.cells[-1].count]
    assert [(one.state, one.late) for one in december] == [(State.LATE, 1)]
    assert cell(years, "swb", "labour-day", date(2027, 1, 4), "2027-01") == (State.OPEN, 0, 0)


def test_on_new_years_day_home_still_says_what_may_be_made_up(years: County) -> None:
    for day, missed, overdue in ((date(2026, 12, 31), 11, 0), (date(2027, 1, 1), 0, 1)):
        home = boards.home_board(years.scope("zx"), book=c.BOOK, as_of=day)
        labour = next(one for one in home.duties if one.duty.duty == "labour-day")
        assert (labour.missed, labour.overdue) == (missed, overdue), day
        assert labour.period == f"{day:%Y-%m}"


def test_the_year_has_ten_days_more_to_be_made_up(years: County) -> None:
    found = {
        day: strip(years, "zx", "roll", day).cells[0].state
        for day in (date(2026, 12, 31), date(2025, 12, 31))
    }
    assert set(found.values()) == {State.OPEN}
    states = {}
    for day in (date(2027, 1, 10), date(2027, 1, 11)):
        board = matrix(years, "roll", day, 2026)
        states[day.day] = {row.cells[0].state for group in board.groups for row in group.rows}
    assert states == {10: {State.OVERDUE}, 11: {State.MISSED}}


def test_the_thirtieth_of_february_is_its_last_day(years: County) -> None:
    for year, last in ((2024, 29), (2025, 28)):
        board = matrix(years, "survey", date(year, 2, last))
        february = next(head for head in board.columns if head.key == f"{year}-02")
        assert (february.by, february.until) == (date(year, 2, last), date(year, 3, 1))
        assert february.current


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2024, 2, 28), (State.OPEN, 0, 0)),
        (date(2024, 2, 29), (State.KEPT, 1, 0)),
        (date(2024, 3, 1), (State.KEPT, 1, 0)),
    ],
)
def test_a_day_held_on_29_february(years: County, day: date, state: tuple[State, int, int]) -> None:
    assert cell(years, "fl", "labour-day", day, "2024-02") == state


def test_of_july_2024_neither_owes_a_whole_month(years: County) -> None:
    """A month of two helpers is nobody's, but the half of it is asked by halves."""
    day = date(2024, 12, 31)
    for name, half in (("fl", State.MISSED), ("lyj", State.NOT_OWED)):
        assert cell(years, name, "labour-day", day, "2024-07")[0] == State.NOT_OWED
        assert cell(years, name, "survey", day, "2024-07")[0] == half
    assert cell(years, "fl", "labour-day", day, "2024-06")[0] == State.MISSED
    assert cell(years, "lyj", "labour-day", day, "2024-06")[0] == State.NOT_OWED
    assert cell(years, "lyj", "labour-day", day, "2024-08") == (State.KEPT, 1, 0)
    assert cell(years, "fl", "labour-day", day, "2024-08")[0] == State.NOT_OWED


@pytest.mark.parametrize(
    ("day", "running", "ended"),
    [
        (date(2024, 7, 17), ["市妇联—元坝村"], ["市林业局—元坝村"]),
        (date(2024, 7, 18), ["市林业局—元坝村"], ["市妇联—元坝村"]),
    ],
)
def test_the_village_changes_hands_on_the_day(
    years: County, day: date, running: list[str], ended: list[str]
) -> None:
    board = boards.village_board(years.scope("office"), place=c.YUANBA, as_of=day)
    assert [one.pairing.title for one in board.pairings] == running
    assert [one.title for one in board.ended] == ended


def test_each_of_the_two_is_the_others_history(years: County) -> None:
    day = date(2024, 12, 31)
    told = {}
    for name in ("fl", "lyj"):
        board = boards.pairing_board(years.scope("office"), key=years.key(name), as_of=day)
        told[name] = [
            (one.title, one.since, one.until, one.running)
            for one in board.history
            if one.place.id == c.YUANBA
        ]
    assert told["lyj"] == [("市妇联—元坝村", date(2024, 1, 1), TURN, False)]
    assert told["fl"] == [("市林业局—元坝村", TURN, None, True)]


def test_what_was_done_before_the_turn_stays_with_who_did_it(years: County) -> None:
    """市妇联's day on the 18th is no longer its pairing's, but the village keeps all five."""
    day, found = date(2024, 12, 31), {}
    for name in ("fl", "lyj"):
        board = boards.pairing_board(years.scope("office"), key=years.key(name), as_of=day)
        figure = next(one.ever for one in board.figures if one.ever.id == "days")
        records = records_of(opened(years, "office", figure.trace))
        found[name] = [record.happened.isoformat() for record in records]
    assert found == {"fl": ["2024-02-29", "2024-07-17"], "lyj": ["2024-07-18", "2024-08-08"]}
    village = boards.village_board(years.scope("office"), place=c.YUANBA, as_of=day)
    assert next(one.ever.value for one in village.figures if one.ever.id == "days") == 5
    assert len(village.timeline) == 5
