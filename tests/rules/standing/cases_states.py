"""Step 5, state: what a period is as the days go by, and who is excused."""

from __future__ import annotations

from tests.rules.standing import plans as p
from tests.rules.standing.told import Told
from tongxing.rules.periods import By
from tongxing.rules.periods import Rhythm
from tongxing.rules.plan.model import Need

MONTH = p.plan_of(p.duty_of("labour", Rhythm("month", grace_days=5)))
BY_28 = p.plan_of(p.duty_of("labour", Rhythm("month", by=By(day=28), grace_days=5)))
TWICE = p.plan_of(p.duty_of("labour", Rhythm("quarter", grace_days=5), need=Need(times=2)))
WORKDAYS = p.plan_of(p.duty_of("visitors", Rhythm("week", grace_workdays=2)))
QUARTER = p.plan_of(p.duty_of("project", Rhythm("quarter", by=By(month=1, day=10))))
XUN = p.plan_of(p.duty_of("patrol", Rhythm("ten-days")))

STATES = [
    Told("before its first day", MONTH, [], "2024-08-31", {"2024-09": "ahead"}),
    Told("on its first day", MONTH, [], "2024-09-01", {"2024-09": "open"}),
    Told("on its last day", MONTH, [], "2024-09-30", {"2024-09": "open"}),
    Told("the day after, within grace", MONTH, [], "2024-10-01", {"2024-09": "overdue"}),
    Told("on the last day of grace", MONTH, [], "2024-10-05", {"2024-09": "overdue"}),
    Told("the day the grace is over", MONTH, [], "2024-10-06", {"2024-09": "missed"}),
    Told("on the 28th, where that is the day", BY_28, [], "2024-09-28", {"2024-09": "open"}),
    Told("on the 29th, still in the month", BY_28, [], "2024-09-29", {"2024-09": "overdue"}),
    Told(
        "a quarter due by 10 January",
        QUARTER,
        [],
        "2025-01-11",
        {"2025-Q1": "overdue", "2024-Q4": "missed"},
    ),
    Told(
        "a quarter that is neither here nor there on the year's last day",
        QUARTER,
        ["2024-12-31 labour-day"],
        "2025-01-01",
        {"2024-Q4": "late 0+1", "2025-Q1": "open 0+0"},
    ),
    Told(
        "the last third of a leap February ends on the 29th",
        XUN,
        ["2024-02-29 labour-day"],
        "2024-03-01",
        {"2024-02-X2": "missed 0+0", "2024-02-X3": "kept 1+0", "2024-03-X1": "open 0+0"},
    ),
    Told(
        "the last working day of grace after the National Day holiday",
        WORKDAYS,
        [],
        "2025-10-10",
        {"2025-W40": "overdue"},
    ),
    Told(
        "the day after it, a make-up working Saturday, the week is missed",
        WORKDAYS,
        [],
        "2025-10-11",
        {"2025-W40": "missed"},
    ),
    Told(
        "one of two is not enough",
        TWICE,
        ["2024-07-10 labour-day"],
        "2024-10-06",
        {"2024-Q3": "missed 1+0"},
    ),
    Told(
        "one in time and one made up are late together",
        TWICE,
        ["2024-07-10 labour-day", "2024-10-02 labour-day makes_up=2024-09-30"],
        "2024-10-06",
        {"2024-Q3": "late 1+1", "2024-Q4": "open 0+0"},
    ),
    Told(
        "more than asked is kept and shown as it is",
        TWICE,
        ["2024-07-10 labour-day", "2024-08-10 labour-day", "2024-09-10 labour-day"],
        "2024-10-06",
        {"2024-Q3": "kept 3+0"},
    ),
    Told(
        "a flood waiver over half of September's days excuses it",
        MONTH,
        [],
        "2024-10-31",
        {"2024-08": "missed", "2024-09": "excused", "2024-10": "open"},
        waivers=[("2024-09-10", "2024-09-25")],
    ),
    Told(
        "a day less than half does not",
        MONTH,
        [],
        "2024-10-31",
        {"2024-09": "missed"},
        waivers=[("2024-09-10", "2024-09-24")],
    ),
    Told(
        "two waivers of ten days that share five cover fifteen days",
        MONTH,
        [],
        "2024-10-31",
        {"2024-09": "excused"},
        waivers=[("2024-09-06", "2024-09-16"), ("2024-09-01", "2024-09-11")],
    ),
    Told(
        "the same ten days waived twice are still ten days",
        MONTH,
        [],
        "2024-10-31",
        {"2024-09": "missed"},
        waivers=[("2024-09-01", "2024-09-11"), ("2024-09-01", "2024-09-11")],
    ),
    Told(
        "a short waiver inside a long one adds nothing, one after it does",
        MONTH,
        [],
        "2024-10-31",
        {"2024-09": "excused"},
        waivers=[
            ("2024-09-01", "2024-09-13"),
            ("2024-09-02", "2024-09-04"),
            ("2024-09-20", "2024-09-23"),
        ],
    ),
    Told(
        "a waiver over three months excuses the whole middle one",
        MONTH,
        [],
        "2024-12-31",
        {"2024-08": "missed", "2024-09": "excused", "2024-10": "excused", "2024-11": "missed"},
        waivers=[("2024-08-20", "2024-11-10")],
    ),
    Told(
        "an open waiver excuses from then on",
        MONTH,
        [],
        "2024-12-31",
        {"2024-08": "missed", "2024-09": "excused", "2024-12": "excused", "2025-01": "excused"},
        waivers=[("2024-09-01", "9999-12-31")],
    ),
    Told(
        "what was done counts all the same under a waiver",
        MONTH,
        ["2024-09-20 labour-day"],
        "2024-10-31",
        {"2024-09": "kept 1+0"},
        waivers=[("2024-09-01", "2024-10-01")],
    ),
    Told(
        "a month still to come is excused rather than ahead",
        MONTH,
        [],
        "2024-08-31",
        {"2024-09": "excused"},
        waivers=[("2024-09-01", "2024-10-01")],
    ),
    Told(
        "a plan as of years ago is judged as it stood",
        MONTH,
        ["2024-02-29 labour-day", "2024-03-01 labour-day"],
        "2024-02-29",
        {"2024-01": "missed 0+0", "2024-02": "kept 1+0", "2024-03": "ahead 0+0"},
    ),
]
