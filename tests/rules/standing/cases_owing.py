"""Step 4, owe: spans, partial periods, only some months, attributes, editions, multiples."""

from __future__ import annotations

from datetime import date

from tests.rules.standing import plans as p
from tests.rules.standing.told import FORESTRY
from tests.rules.standing.told import MARKET
from tests.rules.standing.told import Told
from tests.rules.standing.told import pair
from tongxing.rules.periods import Rhythm
from tongxing.rules.plan.model import Need
from tongxing.rules.plan.model import Plan

MONTH = p.plan_of(p.duty_of("labour", Rhythm("month", grace_days=5)))
HALF = p.plan_of(p.duty_of("labour", partial="half"))
WEEK = p.plan_of(p.duty_of("visitors", Rhythm("week")))
FLOOD = p.plan_of(p.duty_of("patrol", Rhythm("week", only_months=frozenset({6, 7, 8, 9}))))
FORTNIGHT = p.plan_of(p.duty_of("visitors", Rhythm("week", multiple=2)))
ONCE = p.plan_of(p.duty_of("survey", Rhythm("once", on=date(2024, 12, 31))), since=date(2024, 9, 1))
MONITORED = p.plan_of(p.duty_of("visit", attributes={"grade": ("monitored",)}))
MID = date(2024, 9, 16)
SAME_CADENCE = Plan(
    p.PLAN,
    (
        p.edition_of(p.duty_of("labour"), until=MID, name="2023"),
        p.edition_of(p.duty_of("labour", partial="half"), since=MID),
    ),
)
MORE_OFTEN = Plan(
    p.PLAN,
    (
        p.edition_of(p.duty_of("labour"), until=MID, name="2023"),
        p.edition_of(p.duty_of("labour", Rhythm("week")), since=MID),
    ),
)
STRICTER = Plan(
    p.PLAN,
    (
        p.edition_of(p.duty_of("labour", Rhythm("month", grace_days=9)), until=date(2024, 10, 1)),
        p.edition_of(p.duty_of("labour", need=Need(times=2)), since=date(2024, 10, 1), name="2"),
    ),
)
DROPPED = Plan(
    p.PLAN,
    (
        p.edition_of(p.duty_of("labour"), until=MID, name="2023"),
        p.edition_of(p.duty_of("other"), since=MID),
    ),
)
OTHER_PAIRS = Plan(
    p.PLAN,
    (
        p.edition_of(p.duty_of("labour"), until=date(2024, 10, 1), name="2023"),
        p.edition_of(p.duty_of("labour", of=p.BUNDLE), since=date(2024, 10, 1)),
    ),
)
NO_END = Plan(
    p.PLAN,
    (
        p.edition_of(p.duty_of("labour"), until=MID, name="2023"),
        p.edition_of(p.duty_of("labour"), since=MID, until=None),
    ),
)
WITH_A_GAP = Plan(
    p.PLAN,
    (
        p.edition_of(p.duty_of("labour"), until=date(2024, 9, 10), name="2023"),
        p.edition_of(p.duty_of("labour", partial="half"), since=date(2024, 9, 12)),
    ),
)

OWING = [
    Told(
        "paired on 2 September, September is not owed and October is",
        MONTH,
        [],
        "2024-11-30",
        {"2024-09": "not-owed", "2024-10": "missed"},
        since="2024-09-02",
    ),
    Told(
        "paired on 1 September, September is owed",
        MONTH,
        [],
        "2024-11-30",
        {"2024-08": "not-owed", "2024-09": "missed"},
        since="2024-09-01",
    ),
    Told(
        "a pairing that ends with the month owes it to the end",
        MONTH,
        [],
        "2024-11-30",
        {"2024-09": "missed", "2024-10": "not-owed"},
        until="2024-10-01",
    ),
    Told(
        "a record of the day the pairing has ended is no longer its own",
        MONTH,
        ["2024-09-30 labour-day", "2024-10-01 labour-day"],
        "2024-11-30",
        {"2024-09": "kept 1+0", "2024-10": "not-owed 0+0"},
        until="2024-10-01",
    ),
    Told(
        "a pairing that ends a day sooner does not",
        MONTH,
        [],
        "2024-11-30",
        {"2024-08": "missed", "2024-09": "not-owed"},
        until="2024-09-30",
    ),
    Told(
        "re-assigned on 18 July: July is owed by neither, the record counts for who did it",
        MONTH,
        [f"2024-07-10 labour-day by={FORESTRY}", f"2024-07-20 labour-day by={FORESTRY}"],
        "2024-09-30",
        {
            "old//2024-06": "missed 0+0",
            "old//2024-07": "not-owed 1+0",
            "new//2024-07": "not-owed 0+0",
            "new//2024-08": "missed 0+0",
        },
        pairings=[
            pair("old", FORESTRY, until="2024-07-18"),
            pair("new", MARKET, since="2024-07-18"),
        ],
    ),
    Told(
        "half of September's 30 days are enough where halves count",
        HALF,
        [],
        "2024-10-31",
        {"2024-09": "missed"},
        since="2024-09-16",
    ),
    Told(
        "a day less than half is not",
        HALF,
        [],
        "2024-10-31",
        {"2024-09": "not-owed"},
        since="2024-09-17",
    ),
    Told(
        "of a leap February's 29 days, 15 are at least half",
        HALF,
        [],
        "2024-03-31",
        {"2024-02": "missed"},
        until="2024-02-16",
    ),
    Told(
        "and 14 are not",
        HALF,
        [],
        "2024-03-31",
        {"2024-02": "not-owed"},
        until="2024-02-15",
    ),
    Told(
        "week 53 of 2026 reaches into January and is owed like any other",
        WEEK,
        ["2027-01-03 labour-day"],
        "2027-01-10",
        {"2026-W52": "missed 0+0", "2026-W53": "kept 1+0", "2027-W01": "open 0+0"},
    ),
    Told(
        "the first week of 2025 begins in December",
        WEEK,
        ["2024-12-30 labour-day"],
        "2025-01-12",
        {"2025-W01": "kept 1+0", "2025-W02": "open 0+0"},
    ),
    Told(
        "the week the plan begins in is not covered wholly",
        p.plan_of(p.duty_of("visitors", Rhythm("week")), since=date(2024, 9, 3)),
        [],
        "2024-09-30",
        {"2024-W36": "not-owed", "2024-W37": "missed"},
    ),
    Told(
        "in the flood season every week, outside it none is asked",
        FLOOD,
        ["2024-06-04 labour-day", "2024-05-30 labour-day"],
        "2024-10-10",
        {
            "2024-W22": "no such period",
            "2024-W23": "kept 1+0",
            "2024-W40": "missed 0+0",
            "2024-W41": "no such period",
        },
    ),
    Told(
        "every two weeks, counted from the week that holds the plan's first day",
        FORTNIGHT,
        ["2024-01-14 labour-day", "2024-01-15 labour-day"],
        "2024-02-01",
        {"2024-W01/2": "kept 1+0", "2024-W03/2": "kept 1+0", "2024-W05/2": "open 0+0"},
    ),
    Told(
        "once, by the end of 2024: open on the last day",
        ONCE,
        [],
        "2024-12-31",
        {"once": "open"},
        since="2024-08-01",
    ),
    Told(
        "once, done in time",
        ONCE,
        ["2024-12-31 labour-day"],
        "2025-06-30",
        {"once": "kept 1+0"},
        since="2024-08-01",
    ),
    Told(
        "once, and the new year came",
        ONCE,
        ["2025-01-01 labour-day"],
        "2025-01-01",
        {"once": "missed 0+0"},
        since="2024-08-01",
    ),
    Told(
        "a household monitored from 2 September is visited from October on",
        MONITORED,
        [],
        "2024-11-30",
        {"2024-09": "not-owed", "2024-10": "missed", "2024-11": "open"},
        attributes=[("grade", "monitored", "2024-09-02", "")],
    ),
    Told(
        "and no longer once it is not",
        MONITORED,
        [],
        "2024-11-30",
        {"2024-09": "missed", "2024-10": "missed", "2024-11": "not-owed"},
        attributes=[
            ("grade", "monitored", "2024-09-01", "2024-10-15"),
            ("grade", "general", "2024-10-15", ""),
        ],
    ),
    Told(
        "another attribute of the same value is not meant",
        MONITORED,
        [],
        "2024-11-30",
        {"2024-10": "not-owed"},
        attributes=[("state", "monitored", "2024-09-01", "")],
    ),
    Told(
        "a month the editions share is owed once, under the old one",
        SAME_CADENCE,
        ["2024-09-20 labour-day"],
        "2024-11-30",
        {"2024-08": "missed 0+0", "2024-09": "kept 1+0", "2024-10": "missed 0+0"},
    ),
    Told(
        "a pair that began after the change owes the shared month under the new one",
        SAME_CADENCE,
        ["2024-09-20 labour-day"],
        "2024-11-30",
        {"2024-09": "kept 1+0"},
        since="2024-09-16",
    ),
    Told(
        "where neither edition is owed, a record stays with the one in force that day",
        SAME_CADENCE,
        ["2024-09-10 labour-day"],
        "2024-11-30",
        {"2024-09": "not-owed 1+0"},
        since="2024-09-05",
    ),
    Told(
        "monthly before, weekly from 16 September on: both are owed around the change",
        MORE_OFTEN,
        ["2024-09-10 labour-day", "2024-09-18 labour-day"],
        "2024-09-29",
        {"2024-09": "kept 1+0", "2024-W38": "kept 1+0", "2024-W39": "open 0+0"},
    ),
    Told(
        "a record after the change counts for the new edition's week, not for both",
        MORE_OFTEN,
        ["2024-09-18 labour-day"],
        "2024-10-31",
        {"2024-09": "missed 0+0", "2024-W38": "kept 1+0"},
    ),
    Told(
        "made up for the last month of the old edition, it leaves the new one's month alone",
        STRICTER,
        ["2024-10-03 labour-day makes_up=2024-09-30", "2024-10-04 labour-day"],
        "2024-11-30",
        {"2024-09": "late 0+1", "2024-10": "missed 1+0"},
    ),
    Told(
        "twice from October on, as the new edition says",
        STRICTER,
        ["2024-09-04 labour-day", "2024-10-04 labour-day", "2024-10-05 labour-day"],
        "2024-11-30",
        {"2024-09": "kept 1+0", "2024-10": "kept 2+0", "2024-11": "open 0+0"},
    ),
    Told(
        "a duty the new edition drops is owed for the month it straddles, and not after",
        DROPPED,
        [],
        "2024-11-30",
        {"labour:pair//2024-09": "missed", "labour:pair//2024-10": "no such period"},
    ),
    Told(
        "a new edition may ask it of other pairings",
        OTHER_PAIRS,
        [],
        "2024-11-30",
        {"pair//2024-09": "missed", "pair//2024-10": "not-owed", "bundle//2024-10": "missed"},
        pairings=[
            pair(),
            pair("bundle", "person:li", kind=p.BUNDLE, targets=("household:1",)),
        ],
    ),
    Told(
        "an edition without an end goes on, and the shared month is still the old one's",
        NO_END,
        ["2024-09-20 labour-day", "2029-05-20 labour-day"],
        "2029-06-30",
        {"2024-09": "kept 1+0", "2029-04": "missed 0+0", "2029-05": "kept 1+0"},
    ),
    Told(
        "days between two editions are covered by none",
        WITH_A_GAP,
        [],
        "2024-11-30",
        {"2024-08": "missed", "2024-09": "not-owed", "2024-10": "missed"},
    ),
    Told(
        "a record of a day between two editions goes to the later one",
        WITH_A_GAP,
        ["2024-09-11 labour-day"],
        "2024-11-30",
        {"2024-09": "not-owed 0+0"},
    ),
    Told(
        "begun in the gap, the first day covered is the new edition's",
        WITH_A_GAP,
        [],
        "2024-11-30",
        {"2024-09": "missed"},
        since="2024-09-11",
    ),
    Told(
        "a plan that begins after the horizon has no periods yet",
        p.plan_of(p.duty_of("labour"), since=date(2026, 1, 1)),
        ["2024-09-20 labour-day"],
        "2024-09-30",
        {"2024-09": "no such period"},
    ),
]
