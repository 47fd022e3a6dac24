"""Which records the lock alone kept from counting: what the county office may still accept."""

from __future__ import annotations

from tests.rules.standing import plans as p
from tests.rules.standing.told import Told
from tests.rules.standing.told import judged
from tongxing.rules.periods import Rhythm
from tongxing.rules.plan.model import Plan

MONTHLY = p.plan_of(p.duty_of("labour"), lock_days=5)
LATE = "2024-01-10 labour-day received=2024-03-01"


def locked_out(*records: str, plan: Plan = MONTHLY) -> list[int]:
    return judged(Told("locked out", plan, records, "2024-04-01", {})).locked_out.tolist()


def test_what_came_after_the_lock_of_its_period_and_was_not_accepted() -> None:
    accepting = "2024-03-02 record-accepted accepts=2"
    assert locked_out("2024-01-10 labour-day received=2024-02-05", LATE, LATE, accepting) == [1]


def test_what_would_count_nowhere_is_not_among_them() -> None:
    assert locked_out(LATE.replace("labour-day", "visit")) == []


def test_where_no_period_has_begun_nothing_is() -> None:
    in_october = p.duty_of("labour", Rhythm("month", only_months=frozenset({10})))
    assert locked_out(LATE, plan=p.plan_of(in_october, lock_days=5)) == []
