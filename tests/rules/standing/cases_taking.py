"""Step 1, take: corrections, conflicts, withdrawals, returns, the lock, and what was known."""

from __future__ import annotations

from tests.rules.standing import plans as p
from tests.rules.standing.told import Told
from tongxing.rules.periods import Rhythm

MONTH = p.plan_of(p.duty_of("labour", Rhythm("month", grace_days=5)))
LOCKED = p.plan_of(p.duty_of("labour", Rhythm("month", grace_days=5)), lock_days=45)

TAKING = [
    Told(
        "a record counts on the very day it happened",
        MONTH,
        ["2024-09-12 labour-day"],
        "2024-09-12",
        {"2024-09": "kept"},
    ),
    Told(
        "where a record was corrected too, one of that very day counts",
        MONTH,
        ["2024-08-12 labour-day", "2024-08-13 labour-day replaces=0", "2024-09-12 labour-day"],
        "2024-09-12",
        {"2024-08": "kept 1+0", "2024-09": "kept 1+0"},
    ),
    Told(
        "seen from the day before, nothing has happened yet",
        MONTH,
        ["2024-09-12 labour-day"],
        "2024-09-11",
        {"2024-09": "open 0+0"},
    ),
    Told(
        "a correction moves the day into another month",
        MONTH,
        ["2024-09-12 labour-day", "2024-08-12 labour-day replaces=0"],
        "2024-10-31",
        {"2024-08": "kept 1+0", "2024-09": "missed 0+0"},
    ),
    Told(
        "before the correction was known, the old record counted",
        MONTH,
        ["2024-09-12 labour-day", "2024-08-12 labour-day replaces=0"],
        "2024-10-31",
        {"2024-08": "missed", "2024-09": "kept"},
        known=1,
    ),
    Told(
        "a correction of a correction counts alone",
        MONTH,
        [
            "2024-08-12 labour-day",
            "2024-09-12 labour-day replaces=0",
            "2024-10-12 labour-day replaces=1",
        ],
        "2024-11-30",
        {"2024-08": "missed 0+0", "2024-09": "missed 0+0", "2024-10": "kept 1+0"},
    ),
    Told(
        "a second correction of the same record is kept but does not count",
        MONTH,
        [
            "2024-08-12 labour-day",
            "2024-09-12 labour-day replaces=0",
            "2024-10-12 labour-day replaces=0",
        ],
        "2024-11-30",
        {"2024-08": "missed 0+0", "2024-09": "kept 1+0", "2024-10": "missed 0+0"},
    ),
    Told(
        "a conflict is settled by a record that replaces both corrections",
        MONTH,
        [
            "2024-08-12 labour-day",
            "2024-09-12 labour-day replaces=0",
            "2024-10-12 labour-day replaces=0",
            "2024-10-13 labour-day replaces=1,2",
        ],
        "2024-11-30",
        {"2024-08": "missed 0+0", "2024-09": "missed 0+0", "2024-10": "kept 1+0"},
    ),
    Told(
        "correcting only the losing correction changes nothing",
        MONTH,
        [
            "2024-08-12 labour-day",
            "2024-09-12 labour-day replaces=0",
            "2024-10-12 labour-day replaces=0",
            "2024-10-13 labour-day replaces=2",
        ],
        "2024-11-30",
        {"2024-09": "kept 1+0", "2024-10": "missed 0+0"},
    ),
    Told(
        "a settlement that comes after another correction of one side loses",
        MONTH,
        [
            "2024-08-12 labour-day",
            "2024-09-12 labour-day replaces=0",
            "2024-10-12 labour-day replaces=0",
            "2024-11-12 labour-day replaces=1",
            "2024-10-13 labour-day replaces=1,2",
        ],
        "2024-12-31",
        {"2024-09": "missed 0+0", "2024-10": "missed 0+0", "2024-11": "kept 1+0"},
    ),
    Told(
        "a correction of two that comes too late for one leaves the other standing",
        MONTH,
        [
            "2024-08-12 labour-day",
            "2024-09-12 labour-day replaces=0",
            "2024-10-12 labour-day",
            "2024-11-12 labour-day replaces=0,2",
        ],
        "2024-12-31",
        {"2024-09": "kept 1+0", "2024-10": "kept 1+0", "2024-11": "missed 0+0"},
    ),
    Told(
        "a withdrawn record does not count, and nothing stands in its place",
        MONTH,
        ["2024-09-12 labour-day", "2024-09-20 record-withdrawn replaces=0"],
        "2024-10-31",
        {"2024-09": "missed 0+0"},
    ),
    Told(
        "a withdrawal is knowledge: it holds on the days before it too",
        MONTH,
        ["2024-09-12 labour-day", "2024-10-20 record-withdrawn replaces=0"],
        "2024-09-30",
        {"2024-09": "open 0+0"},
    ),
    Told(
        "a returned record does not count",
        MONTH,
        ["2024-09-12 labour-day", "2024-09-14 record-returned returns=0"],
        "2024-10-31",
        {"2024-09": "missed 0+0"},
    ),
    Told(
        "a returned record counts again once corrected",
        MONTH,
        [
            "2024-09-12 labour-day",
            "2024-09-14 record-returned returns=0",
            "2024-09-13 labour-day replaces=0",
        ],
        "2024-10-31",
        {"2024-09": "kept 1+0"},
    ),
    Told(
        "a return that was itself withdrawn lets the record count again",
        MONTH,
        [
            "2024-09-12 labour-day",
            "2024-09-14 record-returned returns=0",
            "2024-09-15 record-withdrawn replaces=1",
        ],
        "2024-10-31",
        {"2024-09": "kept 1+0"},
    ),
    Told(
        "received on the last day before the lock: 45 days after the month's last",
        LOCKED,
        ["2024-09-12 labour-day received=2024-11-14"],
        "2024-12-31",
        {"2024-09": "kept 1+0"},
    ),
    Told(
        "received a day later it is locked out",
        LOCKED,
        ["2024-09-12 labour-day received=2024-11-15"],
        "2024-12-31",
        {"2024-09": "missed 0+0"},
    ),
    Told(
        "locked out, it counts once the county office has accepted it",
        LOCKED,
        ["2024-09-12 labour-day received=2024-11-15", "2024-11-20 record-accepted accepts=0"],
        "2024-12-31",
        {"2024-09": "kept 1+0"},
    ),
    Told(
        "before the acceptance was known it did not",
        LOCKED,
        ["2024-09-12 labour-day received=2024-11-15", "2024-11-20 record-accepted accepts=0"],
        "2024-12-31",
        {"2024-09": "missed 0+0"},
        known=1,
    ),
    Told(
        "an acceptance that was withdrawn no longer helps",
        LOCKED,
        [
            "2024-09-12 labour-day received=2024-11-15",
            "2024-11-20 record-accepted accepts=0",
            "2024-11-21 record-withdrawn replaces=1",
        ],
        "2024-12-31",
        {"2024-09": "missed 0+0"},
    ),
    Told(
        "typed long after it happened but before the lock, it is on time all the same",
        LOCKED,
        ["2024-09-30 labour-day received=2024-11-01"],
        "2024-12-31",
        {"2024-09": "kept 1+0"},
    ),
]
