"""A change in the middle of a period: who still owes it."""

from __future__ import annotations

from datetime import date

import pytest

from tongxing.rules.plan import as_plans
from tongxing.rules.plan import read_edition
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan.model import Plan
from tongxing.rules.standing.split import Split
from tongxing.rules.standing.split import split_at

TEXT = """
schema    = 1
id        = "p"
edition   = "2024"
title     = "结对"
authority = "方案"
owner     = "县专班"
purpose   = "结对"
basis     = "通知"
place     = "440981"
effective = { from = 2024-09-01, until = 2026-01-01 }
lock_days = 45

[pairing.pair]
title  = "结对共建"
actor  = "organization"
target = "village"

[pairing.other]
title  = "挂钩"
actor  = "organization"
target = "village"

[duty.month]
title   = "每月一次"
of      = "pair"
counts  = ["labour-day"]
cadence = { every = "month", times = 1, grace_days = 5 }

[duty.half]
title   = "每季一次"
of      = "pair"
counts  = ["labour-day"]
cadence = { every = "quarter", times = 1, grace_days = 5 }
partial = "half"

[duty.foreign]
title   = "别的结对"
of      = "other"
counts  = ["labour-day"]
cadence = { every = "month", times = 1, grace_days = 5 }
"""


@pytest.fixture(scope="module")
def plans() -> tuple[Plan, ...]:
    edition, problems = read_edition(TEXT.encode(), file="p.toml", kinds=shipped_kinds())
    assert edition, problems
    return as_plans([edition])


def owed(plans: tuple[Plan, ...], on: date, *kinds: str) -> dict[str, tuple[str, bool, bool]]:
    found: tuple[Split, ...] = split_at(plans, kinds or ("p:pair",), on)
    return {one.duty: (one.period, one.leaving_owes, one.coming_owes) for one in found}


def test_a_period_cut_in_two_is_owed_by_neither_where_only_whole_ones_count(plans):
    assert owed(plans, date(2024, 11, 18))["month"] == ("2024年11月", False, False)


@pytest.mark.parametrize(
    ("on", "leaves", "comes"),
    [(date(2024, 10, 18), False, True), (date(2024, 11, 18), True, False)],
)
def test_where_half_counts_whoever_held_longer_owes_it(plans, on, leaves, comes):
    assert owed(plans, on)["half"] == ("2024年第4季度", leaves, comes)


def test_a_change_on_the_first_day_cuts_nothing(plans):
    assert owed(plans, date(2024, 10, 1)) == {}
    assert set(owed(plans, date(2024, 11, 1))) == {"half"}


def test_only_the_kinds_that_change_and_only_while_the_plan_holds(plans):
    assert set(owed(plans, date(2024, 11, 18), "p:other")) == {"foreign"}
    assert owed(plans, date(2024, 8, 18)) == owed(plans, date(2026, 2, 3)) == {}
