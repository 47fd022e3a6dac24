"""减负账 by hand: three pairings, a labour day a month, a purchase a quarter."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.derive.boards.season import force
from tests.derive.conftest import County
from tests.derive.planned.conftest import TEXT
from tests.records import cast as c
from tongxing.actions.draft import Doer
from tongxing.actions.grant_waiver import grant_waiver
from tongxing.derive.boards import NotInView
from tongxing.derive.figures import figure_behind
from tongxing.derive.plans.asked import AskedFilter
from tongxing.derive.plans.asked import BurdenBoard
from tongxing.derive.plans.asked import burden_account
from tongxing.records.ledger.ids import new_id

LEADER = """
[duty.labour-again]
title   = "再组织一次劳动"
of      = "unit-village"
counts  = ["labour-day"]
cadence = { every = "quarter", times = 2, grace_days = 5 }
clause  = "补充通知"
[duty.bought]"""


def account(county: County, who: str = "office", **asked: Any) -> BurdenBoard:
    return burden_account(
        county.scope(who), book=c.BOOK, as_of=county.today, known_at=None,
        asked=AskedFilter(asked.pop("year", 2025), **asked),
    )  # fmt: skip


def test_a_year_asks_twelve_labour_days_and_four_purchases_of_each_pair(autumn: County) -> None:
    found = account(autumn)
    assert found.whole.records == 3 * 12 + 3 * 4
    assert [one.sum.records for one in found.duties] == [36, 12]
    assert [one.sum.records for one in found.months] == [6, 3, 3] * 4


def test_the_first_year_asks_only_what_the_plan_covers(autumn: County) -> None:
    found = account(autumn, year=2024)
    assert [one.sum.records for one in found.months] == [0] * 8 + [3, 6, 3, 3]


def test_minutes_and_fields_follow_the_kinds(autumn: County) -> None:
    labour, bought = account(autumn).duties
    assert (labour.each, labour.sum.minutes, labour.sum.fields) == (3, 108, 36)
    assert labour.sum.hours == "1.8"
    assert bought.sum.minutes == 12 * bought.each
    assert labour.paper == "结对共建工作方案"


def test_the_villages_add_up_to_the_whole(autumn: County) -> None:
    found = account(autumn)
    assert {one.place.name: one.sum.records for one in found.villages} == {
        "柏桥村": 32,
        "荷垌村": 16,
    }
    assert sum(one.sum.minutes for one in found.villages) == found.whole.minutes


def test_what_is_waived_is_not_asked(autumn: County) -> None:
    grant_waiver(
        acting=autumn.scope("office"), at=autumn.at, id=new_id(autumn.at), plan="gaozhou-pairing",
        since=date(2025, 2, 1), until=date(2025, 3, 1), reason="防汛", basis="通知",
        approver="县专班", pairing=autumn.key("lyj"),
    )  # fmt: skip
    assert account(autumn).whole.records == 47


def test_what_one_record_answers_twice_is_counted_as_asked_twice(autumn: County) -> None:
    force(autumn, TEXT.replace("\n[duty.bought]", LEADER, 1))
    found = account(autumn)
    # A quarter asks two more labour days of each pair, in its first month: there one is asked
    # for by both duties.
    assert found.whole.records == 48 + 3 * 8
    assert [one.twice for one in found.months] == [3, 0, 0] * 4
    assert found.twice == 12


def test_a_joint_labour_day_spares_the_second_unit_its_form(autumn: County) -> None:
    assert (account(autumn).written, account(autumn).saved) == (2, 0)
    autumn.write(
        "office", later=1, happened=date(2025, 3, 8), doers=(Doer(c.SWB), Doer(c.ZX)),
        place=c.BAIQIAO,
    )  # fmt: skip
    found = account(autumn, month=3)
    assert (found.written, found.saved, found.saved_minutes) == (1, 1, 3)
    (one,) = found.often
    assert (one.uses, one.record.happened) == (2, date(2025, 3, 8))


def test_a_unit_reads_its_village_and_nothing_else(autumn: County) -> None:
    found = account(autumn, "swb")
    assert [one.place.name for one in found.villages] == ["柏桥村"]
    assert found.whole.records == 32
    with pytest.raises(NotInView):
        account(autumn, "swb", place=c.HETONG)


def test_nothing_is_said_of_persons(autumn: County) -> None:
    assert "person:" not in repr(account(autumn, place=c.BAIQIAO))


def test_every_number_of_a_village_is_made_of_cells_that_open(autumn: County) -> None:
    found = account(autumn, place=c.HETONG, month=1)
    assert found.whole.records == sum(one.records for one in found.cells) == 2
    assert found.whole.minutes == sum(one.minutes for one in found.cells)
    for one in found.cells:
        behind = figure_behind(autumn.scope("office"), one.trace)
        assert behind.state == one.state


def test_a_duty_and_a_month_alone(autumn: County) -> None:
    found = account(autumn, month=1, duty="gaozhou-pairing:bought")
    assert found.whole.records == 3
    assert [one.sum.records for one in found.duties] == [3, 3]


def test_a_year_without_a_plan_asks_nothing(autumn: County) -> None:
    found = account(autumn, year=2023)
    assert (found.whole.records, found.duties, found.villages) == (0, (), ())
