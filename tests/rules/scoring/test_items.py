"""What each item gives, and in which words it says why."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.rules.scoring.table import APPRAISAL
from tests.rules.scoring.table import BONUS
from tests.rules.scoring.table import BOUGHT
from tests.rules.scoring.table import CHECK
from tests.rules.scoring.table import DEDUCTION
from tests.rules.scoring.table import DUTIES
from tests.rules.scoring.table import money
from tests.rules.scoring.table import one
from tests.rules.scoring.table import table
from tests.rules.scoring.table import unit
from tongxing.rules.plan.model import ScoreItem
from tongxing.rules.quantities import Quantity
from tongxing.rules.scoring import DutyCount
from tongxing.rules.scoring import Subject
from tongxing.rules.scoring import UnknownDutyError
from tongxing.rules.scoring import points_text
from tongxing.rules.scoring.items import rate_of
from tongxing.rules.scoring.results import hundredths


def test_a_unit_that_did_everything_has_all_points() -> None:
    result = one(table(), unit())

    assert (result.points, result.out_of, result.complete) == (100_00, 100_00, True)
    assert [item.points for item in result.items] == [60_00, 15_00, 15_00, 10_00, 0, 0]


def test_duties_are_the_mean_of_the_duties_rates() -> None:
    done = {"labour-day": DutyCount(kept=9, late=2, missed=1), "visitors": DutyCount(kept=52)}

    result = one(table(DUTIES), unit(duties=done))

    # 集中劳动 (9 + 0.5 × 2) / 12 = 83.33 %, 来访 100 %: the mean 91.67 % of 60
    assert result.points == 55_00
    line = result.items[0].line
    assert line.text == "任务完成情况：各项任务完成率平均91.67%，得55分（满分60分）"
    assert line.below[0].text == (
        "组织一次集中劳动：应完成12期，完成9期，补做2期（每期按0.5期计），未完成1期，完成率83.33%"
    )
    assert line.below[0].source == "duty:labour-day"
    assert line.below[1].text == "接待群众来访：应完成52期，完成52期，完成率100%"


def test_a_late_period_that_counts_in_full_needs_no_remark() -> None:
    done = {"labour-day": DutyCount(kept=3, late=1)}

    result = one(table(DUTIES, late_counts_as=100), unit(duties=done))

    assert result.points == 60_00
    text = "组织一次集中劳动：应完成4期，完成3期，补做1期，完成率100%"
    assert result.items[0].line.below[0].text == text


def test_weights_make_a_duty_count_more_and_an_unnamed_duty_counts_once() -> None:
    weighted = replace(DUTIES, weights={"labour-day": 200})
    done = {"labour-day": DutyCount(kept=1), "visitors": DutyCount(missed=1)}

    result = one(table(weighted), unit(duties=done))

    assert result.points == 40_00  # (2 × 100 % + 1 × 0) / 3 of 60
    assert "加权平均66.67%" in result.items[0].line.text
    assert result.items[0].line.below[0].text.endswith("完成率100%，权重2")
    assert result.items[0].line.below[1].text.endswith("完成率0%，权重1")


def test_a_duty_with_no_judged_period_is_left_out_of_the_mean() -> None:
    result = one(table(DUTIES), unit(duties={"labour-day": DutyCount(kept=1)}))

    assert result.points == 60_00
    assert result.items[0].line.below[1].text == "接待群众来访：还没有到期的，不计入"


@pytest.mark.parametrize("duties", [{}, {"labour-day": DutyCount(), "visitors": DutyCount()}])
def test_before_the_first_period_is_judged_the_item_is_left_out(duties) -> None:
    result = one(table(), unit(duties=duties))

    assert result.items[0].points is None
    assert (result.points, result.out_of, result.complete) == (40_00, 40_00, False)
    assert result.items[0].line.text == "任务完成情况：还没有到期的任务，暂不计分"


def test_a_duty_the_plan_does_not_have_is_a_callers_mistake() -> None:
    with pytest.raises(UnknownDutyError, match="没有任务 night-watch"):
        one(table(), unit(duties={"night-watch": DutyCount(kept=1)}))


@pytest.mark.parametrize(
    ("bought", "points"),
    [(0, 0), (1, 0), (2, 0), (17, 1), (25_000, 7_50), (49_999, 15_00), (60_000, 15_00)],
)
def test_an_indicator_is_linear_up_to_its_full_amount(bought, points) -> None:
    result = one(table(BOUGHT), unit(indicators={"bought": money(bought)}))

    assert result.points == points


def test_an_indicator_says_its_amount_and_what_gives_all_points() -> None:
    line = one(table(BOUGHT), unit(indicators={"bought": money(25_000)})).items[0].line

    assert line.source == "indicator:bought"
    assert line.text.startswith("消费帮扶金额：")
    assert line.text.endswith("得满分，按比例计，得7.5分（满分15分）")


def test_an_approximate_amount_leaves_its_mark_on_the_score() -> None:
    result = one(table(BOUGHT), unit(indicators={"bought": money(50_000, "余")}))

    assert result.items[0].approx
    assert result.approx
    assert not one(table(BOUGHT), unit()).approx


@pytest.mark.parametrize("indicators", [{}, {"bought": None}])
def test_no_data_is_not_zero(indicators) -> None:
    result = one(table(), unit(indicators=indicators))

    assert result.items[1].points is None
    assert (result.points, result.out_of) == (85_00, 85_00)
    assert "没有数据不等于零" in result.items[1].line.text


STEPS = ScoreItem(
    of="indicator.solved", sort="indicator", points=10_00, steps=((1, 3_00), (5, 6_00), (10, 10_00))
)


@pytest.mark.parametrize(
    ("solved", "points", "words"),
    [
        (0, 0, "不得分"),
        (1, 3_00, "一档"),
        (4, 3_00, "一档"),
        (5, 6_00, "一档"),
        (10, 10_00, "一档"),
        (99, 10_00, "一档"),
    ],
)
def test_steps_give_the_points_of_the_highest_one_reached(solved, points, words) -> None:
    solved_items = {"solved": Quantity(solved, "count", "件", "")}
    result = one(table(STEPS), unit(indicators=solved_items))

    assert result.points == points
    assert words in result.items[0].line.text


def test_a_floor_is_the_least_an_item_gives() -> None:
    floored = replace(BOUGHT, floor=5_00)

    result = one(table(floored), unit(indicators={"bought": money(100)}))

    assert result.points == 5_00
    assert result.items[0].line.text.endswith("最低得5分，得5分（满分15分）")


def test_entered_items_wait_until_somebody_enters_them() -> None:
    result = one(table(CHECK, APPRAISAL), unit(entered={"appraisal": 8_50}))

    assert (result.points, result.out_of, result.complete) == (8_50, 10_00, False)
    assert result.items[0].line.text == "实地核查：尚未录入，暂不计分"
    assert result.items[0].line.source == "entered:field-check"
    assert result.items[1].line.text == "民主测评：录入8.5分，得8.5分（满分10分）"


def test_an_entered_zero_is_a_zero() -> None:
    result = one(table(CHECK), unit(entered={"field-check": 0}))

    assert (result.points, result.out_of, result.complete) == (0, 15_00, True)


def test_an_entered_item_without_a_floor_may_fall_below_zero() -> None:
    assert one(table(CHECK), unit(entered={"field-check": -3_00})).points == -3_00
    held = replace(CHECK, floor=0)
    assert one(table(held), unit(entered={"field-check": -3_00})).points == 0


def test_more_than_full_points_entered_count_as_full_points_and_it_is_said() -> None:
    result = one(table(CHECK), unit(entered={"field-check": 20_00}))

    assert result.points == 15_00
    assert "录入20分，超过满分，按满分计" in result.items[0].line.text


def test_an_entered_item_of_the_plans_own_carries_the_title_it_is_given() -> None:
    own = ScoreItem(of="finding", sort="entered", points=5_00)

    assert (
        one(table(own), unit(entered={"finding": 5_00}))
        .items[0]
        .line.text.startswith("督导发现问题：录入5分")
    )


@pytest.mark.parametrize(("honours", "points"), [(0, 0), (3, 3_00), (5, 5_00), (9, 5_00)])
def test_bonus_is_held_by_its_cap(honours, points) -> None:
    result = one(table(BONUS), unit(counts={"honour": honours}))

    assert (result.points, result.out_of) == (points, 0)
    assert ("最多加5分" in result.items[0].line.text) == (honours > 5)


@pytest.mark.parametrize(("findings", "points"), [(1, -2_00), (5, -10_00), (8, -10_00)])
def test_a_deduction_with_a_cap_stops_there(findings, points) -> None:
    result = one(table(DEDUCTION), unit(counts={"finding": findings}))

    assert result.points == points
    assert ("最多扣10分" in result.items[0].line.text) == (findings > 5)


def test_a_deduction_without_a_cap_has_no_bottom() -> None:
    bottomless = replace(DEDUCTION, cap=None)

    assert one(table(bottomless), unit(counts={"finding": 60})).points == -120_00


def test_counted_records_are_said_kind_by_kind() -> None:
    both = replace(DEDUCTION, counts=("finding", "serious-finding", "honour"))

    line = one(table(both), unit(counts={"finding": 2, "serious-finding": 1})).items[0].line

    assert line.text == "扣分：每条-2分，共3条"
    assert [(below.text, below.points, below.source) for below in line.below] == [
        ("督导发现问题2条", -4_00, "kind:finding"),
        ("严重问题1条", -2_00, "kind:serious-finding"),
    ]


def test_a_rate_is_exact() -> None:
    assert rate_of(DutyCount(kept=1, late=1, missed=1), 50) == Fraction(1, 2)
    assert rate_of(DutyCount(), 50) is None


@pytest.mark.parametrize(
    ("value", "rounded"),
    [(Fraction(1, 2), 1), (Fraction(-1, 2), -1), (Fraction(149, 100), 1), (Fraction(0), 0)],
)
def test_halves_round_away_from_zero(value, rounded) -> None:
    assert hundredths(value) == rounded


@pytest.mark.parametrize(
    ("points", "text"),
    [(0, "0分"), (12_50, "12.5分"), (12_05, "12.05分"), (-2_00, "-2分"), (-50, "-0.5分")],
)
def test_points_are_written_without_idle_zeros(points, text) -> None:
    assert points_text(points) == text


def test_a_subject_with_nothing_at_all_has_nothing_out_of_nothing() -> None:
    result = one(table(), Subject("org:新单位"))

    assert (result.points, result.out_of, result.complete) == (0, 0, False)
