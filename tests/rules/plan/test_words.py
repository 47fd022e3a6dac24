"""Parts of a plan as a clerk would say them: cadences, conditions, amounts, points, titles."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.plan.texts import gaozhou
from tongxing.rules.periods import By
from tongxing.rules.periods import Rhythm
from tongxing.rules.periods import say_day
from tongxing.rules.plan import FieldTest
from tongxing.rules.plan import Need
from tongxing.rules.plan import Where
from tongxing.rules.plan import next_dues
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan.words import say_amount
from tongxing.rules.plan.words import say_cadence
from tongxing.rules.plan.words import say_points
from tongxing.rules.plan.words import say_where

KINDS = shipped_kinds()
LABOUR = KINDS["labour-day"]


def test_days_are_said_without_leading_zeros() -> None:
    assert say_day(date(2025, 3, 5)) == "2025年3月5日"


@pytest.mark.parametrize(
    ("hundredths", "points"),
    [
        (0, "0"),
        (50, "0.5"),
        (650, "6.5"),
        (6000, "60"),
        (10_000, "100"),
        (-250, "-2.5"),
        (1, "0.01"),
    ],
)
def test_points_lose_their_idle_zeros(hundredths: int, points: str) -> None:
    assert say_points(hundredths) == points


@pytest.mark.parametrize(
    ("amount", "of", "said"),
    [
        (30, "labour-day.people", "30人次"),
        (500_000, "purchase.amount", "5000元"),
        (5_000_000, "purchase.amount", "5万元"),
        (1, "courtyard.households", "1户"),
        (150_000, "field-check.points", "15分"),
        (200, "duty-roster.days", "200天"),
    ],
)
def test_amounts_bear_their_field_s_unit(amount: int, of: str, said: str) -> None:
    assert say_amount(amount, of, KINDS) == said


CADENCES = [
    (Rhythm("week"), Need(), "每周不少于1次"),
    (Rhythm("week", multiple=2), Need(times=3), "每2周不少于3次"),
    (Rhythm("ten-days"), Need(), "每旬不少于1次"),
    (Rhythm("ten-days", multiple=2), Need(), "每2旬不少于1次"),
    (Rhythm("month", by=By(day=25)), Need(), "每月不少于1次，25日前"),
    (Rhythm("week", by=By(weekday=6)), Need(), "每周不少于1次，周日前"),
    (Rhythm("year", by=By(month=11, day=30)), Need(), "每年不少于1次，第11个月30日前"),
    (Rhythm("month", only_months=frozenset({12, 1, 2})), Need(), "每月不少于1次，限1、2、12月"),
    (Rhythm("half-year", grace_days=30), Need(), "每半年不少于1次，期满后30日内可补"),
    (Rhythm("week", grace_workdays=2), Need(), "每周不少于1次，期满后2个工作日内可补"),
    (Rhythm("once", on=date(2024, 12, 31)), Need(), "2024年12月31日前不少于1次"),
    (
        Rhythm("quarter", grace_days=15),
        Need(sum="purchase.amount", at_least=500_000),
        "每季度购买金额不少于5000元，期满后15日内可补",
    ),
    (
        Rhythm("year", grace_days=30),
        Need(sum="duty-roster.days", at_least=200),
        "每年驻村天数不少于200天，期满后30日内可补",
    ),
]


@pytest.mark.parametrize(("rhythm", "need", "said"), CADENCES, ids=[one[2] for one in CADENCES])
def test_a_cadence_is_one_phrase(rhythm: Rhythm, need: Need, said: str) -> None:
    assert say_cadence(rhythm, need, KINDS) == said


WHERES = [
    (Where(), ""),
    (Where(by_role="leader"), "由组长"),
    (Where(fields=(FieldTest("work", values=("clean",)),)), "劳动内容为“清理环境”"),
    (Where(fields=(FieldTest("work", values=("clean", "green")),)), "劳动内容为“清理环境”或“植绿补绿”"),
    (Where(fields=(FieldTest("people", min=3, max=9),)), "参加人次不少于3人次不超过9人次"),
    (
        Where(by_role="leader", fields=(FieldTest("people", min=3),)),
        "由组长，参加人次不少于3人次",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("where", "said"), WHERES, ids=[one[1] or "none" for one in WHERES])
def test_conditions_are_joined_by_commas(where: Where, said: str) -> None:
    assert say_where(where, LABOUR) == said


def test_a_field_of_another_kind_is_named_by_its_id() -> None:
    where = Where(fields=(FieldTest("mode", values=("canteen",)),))
    assert say_where(where, LABOUR) == say_where(where, None) == "按mode"


def test_every_duty_shipped_is_said_without_ids() -> None:
    """A clerk reads these on every board: no Latin letters, no braces."""
    for duty in gaozhou().duties.values():
        said = say_cadence(duty.rhythm, duty.need, KINDS)
        said += say_where(duty.where, KINDS[duty.counts[0]])
        assert not any(char.isascii() and char.isalpha() for char in said), said


DUES = [
    ("labour-day", date(2025, 1, 31), ["2025-01", "2025-02", "2025-03"]),
    ("labour-day", date(2025, 2, 1), ["2025-02", "2025-03", "2025-04"]),
    ("project", date(2025, 3, 31), ["2025-Q1", "2025-Q2", "2025-Q3"]),
    ("project", date(2025, 4, 1), ["2025-Q2", "2025-Q3", "2025-Q4"]),
    ("visitors", date(2025, 3, 9), ["2025-W10", "2025-W11", "2025-W12"]),  # a Sunday
    ("visitors", date(2025, 3, 10), ["2025-W11", "2025-W12", "2025-W13"]),
    ("labour-day", date(2027, 12, 1), ["2027-12"]),  # the plan ends with the year
    ("labour-day", date(2028, 1, 1), []),
]


@pytest.mark.parametrize(("duty", "day", "keys"), DUES, ids=[f"{d}-{day}" for d, day, _ in DUES])
def test_what_is_due_next_from_a_day(duty: str, day: date, keys: list[str]) -> None:
    assert [one.key for one in next_dues(gaozhou(), day)[duty]] == keys


def test_a_week_that_began_before_the_plan_is_not_due() -> None:
    """1 September 2024 is a Sunday: its week began in August."""
    assert next_dues(gaozhou(), date(2024, 9, 1))["visitors"][0].key == "2024-W36"
