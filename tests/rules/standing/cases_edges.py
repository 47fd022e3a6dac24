"""Edges of the six steps: parts of a period waived, make-ups across editions, the lock, sums."""

from __future__ import annotations

from datetime import date

from tests.rules.standing import plans as p
from tests.rules.standing.told import FORESTRY
from tests.rules.standing.told import LANGLIAN
from tests.rules.standing.told import MARKET
from tests.rules.standing.told import Told
from tests.rules.standing.told import pair
from tongxing.rules.periods import Rhythm
from tongxing.rules.plan.model import Need
from tongxing.rules.plan.model import Plan

MONTH = p.plan_of(p.duty_of("labour", Rhythm("month", grace_days=5)))
WEEK = p.plan_of(p.duty_of("labour", Rhythm("week", grace_days=3)))
YEAR = p.plan_of(p.duty_of("labour", Rhythm("year", grace_days=10)))
TWICE = p.plan_of(p.duty_of("labour", Rhythm("month", grace_days=5), need=Need(times=2)))
LOCK_45 = p.plan_of(p.duty_of("labour", Rhythm("month", grace_days=20)), lock_days=45)
LOCK_0 = p.plan_of(p.duty_of("labour", Rhythm("month", grace_days=5)), lock_days=0)
OCTOBER = date(2024, 10, 1)
CHANGED = Plan(
    p.PLAN,
    (
        p.edition_of(
            p.duty_of("labour", Rhythm("month", grace_days=9)), until=OCTOBER, lock_days=30
        ),
        p.edition_of(
            p.duty_of("labour", Rhythm("month", grace_days=2)),
            since=OCTOBER, name="2", lock_days=90,
        ),
    ),
)  # fmt: skip
NO_GRACE_BEFORE = Plan(
    p.PLAN,
    (
        p.edition_of(p.duty_of("labour"), until=OCTOBER),
        p.edition_of(
            p.duty_of("labour", Rhythm("month", grace_days=9)), since=OCTOBER, name="2"
        ),
    ),
)  # fmt: skip
OTHER_KIND = Plan(
    p.PLAN,
    (
        p.edition_of(p.duty_of("labour"), until=OCTOBER),
        p.edition_of(p.duty_of("labour", counts=("courtyard",)), since=OCTOBER, name="2"),
    ),
)
WIDER = Plan(
    p.PLAN,
    (
        p.edition_of(p.duty_of("labour", Rhythm("month", grace_days=9)), until=OCTOBER),
        p.edition_of(
            p.duty_of("labour", counts=("labour-day", "courtyard")), since=OCTOBER, name="2"
        ),
    ),
)
MONEY = Need(sum="purchase.amount", at_least=500_000)
BUY = p.plan_of(p.duty_of("buy", Rhythm("month", grace_days=5), counts=("purchase",), need=MONEY))
COUNT_THEN_SUM = Plan(
    p.PLAN,
    (
        p.edition_of(p.duty_of("buy", counts=("purchase",)), until=OCTOBER),
        p.edition_of(p.duty_of("buy", counts=("purchase",), need=MONEY), since=OCTOBER, name="2"),
    ),
)
TWO_DUTIES = p.plan_of(p.duty_of("labour"), p.duty_of("yard", counts=("courtyard",)))

WAIVED = [
    Told(
        "four of a week's seven days waived are at least half",
        WEEK,
        [],
        "2024-09-30",
        {"2024-W37": "excused", "2024-W38": "missed"},
        waivers=[("2024-09-09", "2024-09-13")],
    ),
    Told(
        "three of seven are less",
        WEEK,
        [],
        "2024-09-30",
        {"2024-W37": "missed"},
        waivers=[("2024-09-09", "2024-09-12")],
    ),
    Told(
        "two waivers apart from each other add up within one week",
        WEEK,
        [],
        "2024-09-30",
        {"2024-W37": "excused"},
        waivers=[("2024-09-09", "2024-09-11"), ("2024-09-13", "2024-09-15")],
    ),
    Told(
        "a waiver across two months is short in each",
        MONTH,
        [],
        "2024-12-31",
        {"2024-09": "missed", "2024-10": "missed"},
        waivers=[("2024-09-17", "2024-10-15")],
    ),
    Told(
        "a day more at its end and the second month is excused too: 15.5 days are half of 31",
        MONTH,
        [],
        "2024-12-31",
        {"2024-09": "missed", "2024-10": "excused"},
        waivers=[("2024-09-17", "2024-10-17")],
    ),
    Told(
        "half a year of flood excuses the year but none of the months after it",
        YEAR,
        [],
        "2025-06-30",
        {"2024": "excused", "2025": "open"},
        waivers=[("2024-06-01", "2024-12-01")],
    ),
    Told(
        "one of two done before the waiver: what is left is excused, what is done is shown",
        TWICE,
        ["2024-09-03 labour-day"],
        "2024-11-30",
        {"2024-09": "excused 1+0"},
        waivers=[("2024-09-10", "2024-10-01")],
    ),
    Told(
        "made up within the grace it is late, waiver or not",
        MONTH,
        ["2024-10-04 labour-day makes_up=2024-09-30"],
        "2024-11-30",
        {"2024-09": "late 0+1", "2024-10": "missed 0+0"},
        waivers=[("2024-09-01", "2024-10-01")],
    ),
    Told(
        "what is not owed is not excused either",
        MONTH,
        [],
        "2024-11-30",
        {"2024-09": "not-owed", "2024-10": "excused"},
        since="2024-09-02",
        waivers=[("2024-09-01", "2024-11-01")],
    ),
    Told(
        "a waiver of the first pairing leaves the second as it is",
        MONTH,
        [],
        "2024-11-30",
        {"a//2024-09": "excused", "b//2024-09": "missed"},
        pairings=[pair("a", FORESTRY), pair("b", MARKET)],
        waivers=[("2024-09-01", "2024-10-01")],
    ),
    Told(
        "a waiver in one edition's month holds whatever edition asks it",
        CHANGED,
        [],
        "2024-12-31",
        {"2024-09": "excused", "2024-10": "excused", "2024-11": "missed"},
        waivers=[("2024-09-10", "2024-10-20")],
    ),
]

MADE_UP = [
    Told(
        "what makes up for the old edition's month is not taken by the new one, owed or not",
        WIDER,
        ["2024-10-03 labour-day makes_up=2024-09-30"],
        "2024-12-31",
        {"2024-09": "not-owed 0+1", "2024-10": "missed 0+0"},
        since="2024-09-02",
    ),
    Told(
        "for the old edition's last month its own grace of nine days still runs",
        CHANGED,
        ["2024-10-09 labour-day makes_up=2024-09-30"],
        "2024-12-31",
        {"2024-09": "late 0+1", "2024-10": "missed 0+0"},
    ),
    Told(
        "a day past it the record stays in its own month",
        CHANGED,
        ["2024-10-10 labour-day makes_up=2024-09-30"],
        "2024-12-31",
        {"2024-09": "missed 0+0", "2024-10": "kept 1+0"},
    ),
    Told(
        "the new edition's grace of two days is over on the third",
        CHANGED,
        ["2024-11-03 labour-day makes_up=2024-10-31"],
        "2024-12-31",
        {"2024-10": "missed 0+0", "2024-11": "kept 1+0"},
    ),
    Told(
        "the new edition's grace does not reach back into the old one's month",
        NO_GRACE_BEFORE,
        ["2024-10-03 labour-day makes_up=2024-09-30"],
        "2024-12-31",
        {"2024-09": "missed 0+0", "2024-10": "kept 1+0"},
    ),
    Told(
        "what only the old edition counts makes up for its month and for nothing else",
        OTHER_KIND,
        ["2024-09-30 courtyard", "2024-10-01 labour-day", "2024-10-02 courtyard"],
        "2024-12-31",
        {"2024-09": "missed 0+0", "2024-10": "kept 1+0"},
    ),
    Told(
        "a corrected record makes up for what its correction says",
        MONTH,
        [
            "2024-10-03 labour-day makes_up=2024-09-30",
            "2024-10-03 labour-day replaces=0",
        ],
        "2024-11-30",
        {"2024-09": "missed 0+0", "2024-10": "kept 1+0"},
    ),
    Told(
        "a day to come is nothing made up yet",
        MONTH,
        ["2024-10-04 labour-day makes_up=2024-09-30"],
        "2024-10-03",
        {"2024-09": "overdue 0+0", "2024-10": "open 0+0"},
    ),
    Told(
        "a day in a later month is no making up at all",
        MONTH,
        ["2024-09-12 labour-day makes_up=2024-10-05"],
        "2024-11-30",
        {"2024-09": "kept 1+0", "2024-10": "missed 0+0"},
    ),
    Told(
        "paired since October, a record cannot make up for a September of nobody's",
        MONTH,
        ["2024-10-03 labour-day makes_up=2024-09-30"],
        "2024-11-30",
        {"2024-09": "not-owed 0+1", "2024-10": "missed 0+0"},
        since="2024-10-01",
    ),
    Told(
        "one kept and one made up are two, the second of them late",
        TWICE,
        ["2024-09-20 labour-day", "2024-10-05 labour-day makes_up=2024-09-20"],
        "2024-11-30",
        {"2024-09": "late 1+1", "2024-10": "missed 0+0"},
    ),
    Told(
        "one who is paired with two villages makes up for the one where the work was",
        MONTH,
        [f"2024-10-03 labour-day makes_up=2024-09-30 at={LANGLIAN}"],
        "2024-11-30",
        {"a//2024-09": "missed 0+0", "b//2024-09": "late 0+1"},
        pairings=[pair("a"), pair("b", targets=(LANGLIAN,), place=LANGLIAN)],
    ),
]

LOCKED = [
    Told(
        "made up in time, typed in 45 days after the month it is for: locked out",
        LOCK_45,
        ["2024-10-15 labour-day makes_up=2024-09-30 received=2024-11-15"],
        "2024-12-31",
        {"2024-09": "missed 0+0", "2024-10": "missed 0+0"},
    ),
    Told(
        "the same typed in a day sooner counts",
        LOCK_45,
        ["2024-10-15 labour-day makes_up=2024-09-30 received=2024-11-14"],
        "2024-12-31",
        {"2024-09": "late 0+1", "2024-10": "missed 0+0"},
    ),
    Told(
        "locked out of the month it makes up for, accepted, it is there again",
        LOCK_45,
        [
            "2024-10-15 labour-day makes_up=2024-09-30 received=2024-11-20",
            "2024-11-21 record-accepted accepts=0",
        ],
        "2024-12-31",
        {"2024-09": "late 0+1"},
    ),
    Told(
        "accepted, but returned: it does not count",
        LOCK_45,
        [
            "2024-09-12 labour-day received=2024-12-20",
            "2024-12-21 record-accepted accepts=0",
            "2024-12-22 record-returned returns=0",
        ],
        "2024-12-31",
        {"2024-09": "missed 0+0"},
    ),
    Told(
        "each edition has its own lock: thirty days for September, ninety for October",
        CHANGED,
        [
            "2024-09-12 labour-day received=2024-10-31",
            "2024-10-12 labour-day received=2024-12-28",
        ],
        "2025-03-31",
        {"2024-09": "missed 0+0", "2024-10": "kept 1+0"},
    ),
    Told(
        "without any delay allowed, the last day's record must come in on that day",
        LOCK_0,
        [
            "2024-09-30 labour-day received=2024-09-30",
            "2024-10-31 labour-day received=2024-11-01",
        ],
        "2024-12-31",
        {"2024-09": "kept 1+0", "2024-10": "missed 0+0"},
    ),
    Told(
        "of a joint record locked out, neither unit has anything",
        LOCK_45,
        [f"2024-09-12 labour-day by={FORESTRY},{MARKET} received=2024-12-20"],
        "2024-12-31",
        {"a//2024-09": "missed 0+0", "b//2024-09": "missed 0+0"},
        pairings=[pair("a", FORESTRY), pair("b", MARKET)],
    ),
]

SEVERAL = [
    Told(
        "three units at one labour day: each has it once, a fourth has not",
        MONTH,
        [f"2024-09-12 labour-day by={FORESTRY},{MARKET},org:water"],
        "2024-10-31",
        {
            "a//2024-09": "kept 1+0",
            "b//2024-09": "kept 1+0",
            "c//2024-09": "kept 1+0",
            "d//2024-09": "missed 0+0",
        },
        pairings=[
            pair("a", FORESTRY),
            pair("b", MARKET),
            pair("c", "org:water"),
            pair("d", "org:tax"),
        ],
    ),
    Told(
        "who took the village over that day has the record, who left has not",
        MONTH,
        [f"2024-09-16 labour-day by={FORESTRY},{MARKET}"],
        "2024-10-31",
        {"old//2024-09": "not-owed 0+0", "new//2024-09": "not-owed 1+0"},
        pairings=[
            pair("old", FORESTRY, until="2024-09-16"),
            pair("new", MARKET, since="2024-09-16"),
        ],
    ),
    Told(
        "two of one unit's people, each named for it, are one record",
        TWICE,
        [f"2024-09-12 labour-day by=person:li@{FORESTRY},person:wang@{FORESTRY}"],
        "2024-10-31",
        {"2024-09": "missed 1+0"},
    ),
    Told(
        "one unit paired twice with one village has its record in both",
        MONTH,
        ["2024-09-12 labour-day"],
        "2024-10-31",
        {"a//2024-09": "kept 1+0", "b//2024-09": "kept 1+0"},
        pairings=[pair("a"), pair("b")],
    ),
    Told(
        "two duties of one pairing keep apart what each counts",
        TWO_DUTIES,
        ["2024-09-12 courtyard", "2024-10-12 labour-day"],
        "2024-11-30",
        {
            "labour:pair//2024-09": "missed 0+0",
            "yard:pair//2024-09": "kept 1+0",
            "labour:pair//2024-10": "kept 1+0",
            "yard:pair//2024-10": "missed 0+0",
        },
    ),
]

SUMMED = [
    Told(
        "what was spent late adds to what was spent in time",
        BUY,
        [
            "2024-09-12 purchase amount=300000",
            "2024-10-04 purchase amount=200000 makes_up=2024-09-30",
        ],
        "2024-11-30",
        {"2024-09": "late 300000+200000", "2024-10": "missed 0+0"},
    ),
    Told(
        "an approximate figure marks its own month alone",
        BUY,
        ["2024-09-12 purchase amount=500000≈", "2024-10-12 purchase amount=500000"],
        "2024-11-30",
        {"2024-09": "kept 500000+0≈", "2024-10": "kept 500000+0"},
    ),
    Told(
        "an approximate figure that was corrected leaves no mark",
        BUY,
        ["2024-09-12 purchase amount=600000≈", "2024-09-12 purchase amount=500000 replaces=0"],
        "2024-11-30",
        {"2024-09": "kept 500000+0"},
    ),
    Told(
        "nothing spent and the word about it is approximate all the same",
        BUY,
        ["2024-09-12 purchase amount=0≈"],
        "2024-11-30",
        {"2024-09": "missed 0+0≈"},
    ),
    Told(
        "one purchase of two units is the whole sum for each",
        BUY,
        [f"2024-09-12 purchase amount=500000≈ by={FORESTRY},{MARKET}"],
        "2024-11-30",
        {"a//2024-09": "kept 500000+0≈", "b//2024-09": "kept 500000+0≈"},
        pairings=[pair("a", FORESTRY), pair("b", MARKET)],
    ),
    Told(
        "one edition counts purchases, the next adds up what they cost",
        COUNT_THEN_SUM,
        [
            "2024-09-12 purchase amount=100",
            "2024-10-12 purchase amount=499999≈",
            "2024-11-12 purchase amount=500000",
        ],
        "2024-12-31",
        {"2024-09": "kept 1+0", "2024-10": "missed 499999+0≈", "2024-11": "kept 500000+0"},
    ),
    Told(
        "a purchase without a figure is one under the edition that counts, nothing under the next",
        COUNT_THEN_SUM,
        ["2024-09-12 purchase", "2024-10-12 purchase"],
        "2024-12-31",
        {"2024-09": "kept 1+0", "2024-10": "missed 0+0"},
    ),
]

EMPTY = [
    Told(
        "no record at all: every month is asked for",
        MONTH,
        [],
        "2024-03-31",
        {"2024-01": "missed 0+0", "2024-02": "missed 0+0", "2024-03": "open 0+0"},
    ),
    Told(
        "a pairing of one day owes nothing, its record is seen",
        MONTH,
        ["2024-09-12 labour-day"],
        "2024-10-31",
        {"2024-09": "not-owed 1+0"},
        since="2024-09-12",
        until="2024-09-13",
    ),
    Told(
        "where everything was withdrawn it is as if nothing had been written",
        MONTH,
        ["2024-09-12 labour-day", "2024-09-13 record-withdrawn replaces=0"],
        "2024-10-31",
        {"2024-09": "missed 0+0"},
    ),
    Told(
        "asked about a day before the plan there is no period of it",
        MONTH,
        ["2023-12-20 labour-day"],
        "2023-11-30",
        {"2023-11": "no such period", "2023-12": "no such period"},
        since="2023-01-01",
    ),
    Told(
        "of a record older than the plan nothing is left",
        MONTH,
        ["2023-12-31 labour-day"],
        "2024-02-29",
        {"2023-12": "no such period", "2024-01": "missed 0+0"},
        since="2023-01-01",
    ),
    Told(
        "looking no day ahead, the month to come is not shown",
        MONTH,
        [],
        "2024-09-30",
        {"2024-09": "open", "2024-10": "no such period"},
        ahead_days=0,
    ),
]

EDGES = [*WAIVED, *MADE_UP, *LOCKED, *SEVERAL, *SUMMED, *EMPTY]
