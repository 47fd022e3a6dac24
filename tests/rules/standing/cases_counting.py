"""Steps 2 and 3: which records count for whom, and for which period."""

from __future__ import annotations

from tests.rules.standing import plans as p
from tests.rules.standing.told import FORESTRY
from tests.rules.standing.told import LANGLIAN
from tests.rules.standing.told import MARKET
from tests.rules.standing.told import Told
from tests.rules.standing.told import pair
from tongxing.rules.periods import By
from tongxing.rules.periods import Rhythm
from tongxing.rules.plan.model import FieldTest
from tongxing.rules.plan.model import Need
from tongxing.rules.plan.model import Where

MONTH = p.plan_of(p.duty_of("labour", Rhythm("month", grace_days=5)))
LEADER = p.plan_of(p.duty_of("visitors", where=Where(by_role="leader")))
TOWN = p.plan_of(p.duty_of("labour", where=Where(place_within="440981100000")))
TWO_KINDS = p.plan_of(p.duty_of("any", counts=("labour-day", "courtyard"), need=Need(times=2)))
NOT_ALSO = p.plan_of(
    p.duty_of("visitors", not_also=("visitors-leader",)),
    p.duty_of("visitors-leader", where=Where(by_role="leader")),
)
NOT_CANTEEN = p.plan_of(
    p.duty_of("buy", counts=("purchase",), not_also=("canteen",)),
    p.duty_of(
        "canteen",
        counts=("purchase",),
        where=Where(fields=(FieldTest("mode", values=("canteen",)),)),
    ),
)
CANTEEN = p.plan_of(
    p.duty_of(
        "canteen",
        counts=("purchase",),
        where=Where(fields=(FieldTest("mode", values=("canteen",)),)),
    )
)
CROWD = p.plan_of(
    p.duty_of(
        "labour",
        counts=("labour-day", "courtyard"),
        where=Where(fields=(FieldTest("people", min=20, max=50),)),
    )
)
NOBODY_OWES_THE_FIRST = p.plan_of(
    p.duty_of("visit", of=p.BUNDLE, counts=("visit",)), p.duty_of("labour")
)
BUNDLE = p.plan_of(p.duty_of("visit", of=p.BUNDLE, counts=("visit",)))
BUY = p.plan_of(
    p.duty_of("buy", counts=("purchase",), need=Need(sum="purchase.amount", at_least=500_000))
)
DAYS = p.plan_of(
    p.duty_of("days", Rhythm("year"), counts=(), need=Need(sum="duty-roster.days", at_least=200))
)
BY_28 = p.plan_of(p.duty_of("labour", Rhythm("month", by=By(day=28), grace_days=5)))
BY_31 = p.plan_of(p.duty_of("labour", Rhythm("month", by=By(day=31))))
FRIDAY = p.plan_of(p.duty_of("visitors", Rhythm("week", by=By(weekday=4), grace_workdays=2)))
GRACE = p.plan_of(p.duty_of("visitors", Rhythm("week", grace_workdays=2)))
HOUSES = pair(
    "pair",
    "person:li",
    "person:wang",
    kind=p.BUNDLE,
    targets=("household:1", "household:2"),
)

COUNTING = [
    Told(
        "what another duty takes by its field does not count here too",
        NOT_CANTEEN,
        [
            f"2024-09-12 purchase by={FORESTRY} mode=canteen",
            f"2024-10-12 purchase by={FORESTRY} mode=shop",
        ],
        "2024-10-31",
        {
            "buy:pair//2024-09": "missed 0+0",
            "buy:pair//2024-10": "kept 1+0",
            "canteen:pair//2024-09": "kept 1+0",
            "canteen:pair//2024-10": "open 0+0",
        },
    ),
    Told(
        "another unit's record does not count for this pair",
        MONTH,
        [f"2024-09-12 labour-day by={MARKET}"],
        "2024-10-31",
        {"2024-09": "missed 0+0"},
    ),
    Told(
        "a joint record counts for every doer's pairing",
        MONTH,
        [f"2024-09-12 labour-day by={FORESTRY},{MARKET}"],
        "2024-10-31",
        {"a//2024-09": "kept 1+0", "b//2024-09": "kept 1+0"},
        pairings=[pair("a", FORESTRY), pair("b", MARKET)],
    ),
    Told(
        "a person acting for the unit counts for the unit, once",
        MONTH,
        [f"2024-09-12 labour-day by=person:li@{FORESTRY},{FORESTRY}"],
        "2024-10-31",
        {"2024-09": "kept 1+0"},
    ),
    Told(
        "behind a duty nobody owes, a deed of two pairings counts for the one that runs",
        NOBODY_OWES_THE_FIRST,
        ["2024-09-12 labour-day", "2024-10-12 labour-day"],
        "2024-10-31",
        {
            "labour:a//2024-09": "not-owed 0+0",
            "labour:b//2024-09": "kept 1+0",
            "labour:b//2024-10": "kept 1+0",
        },
        pairings=[pair("a", until="2024-02-15"), pair("b", since="2024-08-01")],
    ),
    Told(
        "two actors of one pairing together are still one record",
        MONTH,
        [f"2024-09-12 labour-day by={FORESTRY},{MARKET}"],
        "2024-10-31",
        {"2024-09": "kept 1+0"},
        pairings=[pair("pair", FORESTRY, MARKET)],
    ),
    Told(
        "work in another village does not count",
        MONTH,
        [f"2024-09-12 labour-day at={LANGLIAN}"],
        "2024-10-31",
        {"2024-09": "missed 0+0"},
    ),
    Told(
        "a pairing with a town takes work in any of its villages",
        MONTH,
        ["2024-09-12 labour-day"],
        "2024-10-31",
        {"2024-09": "kept 1+0"},
        pairings=[pair(targets=("440981100000",))],
    ),
    Told(
        "a record of the town alone is not within the village",
        MONTH,
        ["2024-09-12 labour-day at=440981100000"],
        "2024-10-31",
        {"2024-09": "missed 0+0"},
    ),
    Told(
        "a pairing with two villages takes work in either",
        MONTH,
        [f"2024-09-12 labour-day at={LANGLIAN}"],
        "2024-10-31",
        {"2024-09": "kept 1+0"},
        pairings=[pair(targets=("440981100200", LANGLIAN))],
    ),
    Told(
        "another kind of record does not count",
        MONTH,
        ["2024-09-12 courtyard"],
        "2024-10-31",
        {"2024-09": "missed 0+0"},
    ),
    Told(
        "two kinds may count together",
        TWO_KINDS,
        ["2024-09-12 courtyard", "2024-09-13 labour-day"],
        "2024-09-30",
        {"2024-09": "kept 2+0"},
    ),
    Told(
        "one record counts for every duty it matches, of a bundle by either person",
        BUNDLE,
        ["2024-09-12 visit by=person:wang about=household:2 at=440981100000"],
        "2024-09-30",
        {"2024-09": "kept 1+0"},
        pairings=[HOUSES],
    ),
    Told(
        "a visit that concerns no household of the bundle does not count",
        BUNDLE,
        ["2024-09-12 visit by=person:li about=household:9", "2024-09-13 visit by=person:li"],
        "2024-09-30",
        {"2024-09": "open 0+0"},
        pairings=[HOUSES],
    ),
    Told(
        "a visit to both households of the bundle is one record",
        BUNDLE,
        ["2024-09-12 visit by=person:li,person:wang about=household:1,household:2"],
        "2024-09-30",
        {"2024-09": "kept 1+0"},
        pairings=[HOUSES],
    ),
    Told(
        "the leader's own reception counts for the leader's duty",
        LEADER,
        [f"2024-09-12 labour-day by=person:li@{FORESTRY} role=leader"],
        "2024-09-30",
        {"2024-09": "kept 1+0"},
    ),
    Told(
        "a reception led by both units of one pairing is one reception",
        LEADER,
        [f"2024-09-12 labour-day by={FORESTRY},{MARKET} role=leader"],
        "2024-09-30",
        {"2024-09": "kept 1+0"},
        pairings=[pair("pair", FORESTRY, MARKET)],
    ),
    Told(
        "a member's reception does not count for the leader's duty",
        LEADER,
        [f"2024-09-12 labour-day by=person:li@{FORESTRY} role=member"],
        "2024-09-30",
        {"2024-09": "open 0+0"},
    ),
    Told(
        "where nobody ever was leader, nothing counts",
        LEADER,
        ["2024-09-12 labour-day"],
        "2024-09-30",
        {"2024-09": "open 0+0"},
    ),
    Told(
        "the leader of another unit is not this pair's leader",
        LEADER,
        [f"2024-09-12 labour-day by=person:li@{MARKET} role=leader"],
        "2024-09-30",
        {"2024-09": "open 0+0"},
    ),
    Told(
        "what counts for the leader is left out of the other duty",
        NOT_ALSO,
        ["2024-09-12 labour-day role=leader", "2024-09-13 labour-day"],
        "2024-09-30",
        {"visitors:pair//2024-09": "kept 1+0", "visitors-leader:pair//2024-09": "kept 1+0"},
    ),
    Told(
        "with the leader's alone the other duty stays open",
        NOT_ALSO,
        ["2024-09-12 labour-day role=leader"],
        "2024-09-30",
        {"visitors:pair//2024-09": "open 0+0", "visitors-leader:pair//2024-09": "kept 1+0"},
    ),
    Told(
        "a place the duty names must hold too",
        TOWN,
        ["2024-08-12 labour-day at=440981101200", "2024-09-12 labour-day"],
        "2024-09-30",
        {"2024-08": "missed 0+0", "2024-09": "kept 1+0"},
        pairings=[pair(targets=("440981000000",))],
    ),
    Told(
        "only purchases of the canteen count",
        CANTEEN,
        ["2024-08-12 purchase mode=shop", "2024-09-12 purchase mode=canteen"],
        "2024-09-30",
        {"2024-08": "missed 0+0", "2024-09": "kept 1+0"},
    ),
    Told(
        "a choice nobody ever made counts nothing",
        CANTEEN,
        ["2024-09-12 purchase mode=shop", "2024-09-13 purchase"],
        "2024-09-30",
        {"2024-09": "open 0+0"},
    ),
    Told(
        "between 20 and 50 people, both ends included, and stated",
        CROWD,
        [
            "2024-06-12 labour-day people=19",
            "2024-07-12 labour-day people=20",
            "2024-08-12 courtyard people=50",
            "2024-09-12 courtyard people=51",
            "2024-09-13 labour-day",
        ],
        "2024-10-31",
        {
            "2024-06": "missed 0+0",
            "2024-07": "kept 1+0",
            "2024-08": "kept 1+0",
            "2024-09": "missed 0+0",
        },
    ),
    Told(
        "three purchases add up to the 5,000 yuan, and one “about” marks the sum",
        BUY,
        [
            "2024-09-02 purchase amount=200000",
            "2024-09-12 purchase amount=200000≈",
            "2024-09-22 purchase amount=100000",
        ],
        "2024-09-30",
        {"2024-09": "kept 500000+0≈"},
    ),
    Told(
        "one fen short is not enough; a purchase without an amount adds nothing",
        BUY,
        ["2024-09-02 purchase amount=499999", "2024-09-03 purchase"],
        "2024-09-30",
        {"2024-09": "open 499999+0"},
    ),
    Told(
        "where no amount was ever stated there is nothing to add",
        BUY,
        ["2024-09-03 purchase"],
        "2024-09-30",
        {"2024-09": "open 0+0"},
    ),
    Told(
        "200 days a year in the village, added up from the rosters",
        DAYS,
        ["2024-06-30 duty-roster days=120", "2024-12-31 duty-roster days=80"],
        "2024-12-31",
        {"2024": "kept 200+0"},
    ),
    Told(
        "a labour day on 3 October that makes up for September is late for September",
        MONTH,
        ["2024-10-03 labour-day makes_up=2024-09-30"],
        "2024-10-10",
        {"2024-09": "late 0+1", "2024-10": "open 0+0"},
    ),
    Told(
        "the last day of grace still makes up",
        MONTH,
        ["2024-10-05 labour-day makes_up=2024-09-01"],
        "2024-10-10",
        {"2024-09": "late 0+1", "2024-10": "open 0+0"},
    ),
    Told(
        "after the grace it counts for its own month",
        MONTH,
        ["2024-10-06 labour-day makes_up=2024-09-30"],
        "2024-10-10",
        {"2024-09": "missed 0+0", "2024-10": "kept 1+0"},
    ),
    Told(
        "a day in the same month makes up for nothing",
        MONTH,
        ["2024-09-20 labour-day makes_up=2024-09-10"],
        "2024-10-31",
        {"2024-09": "kept 1+0"},
    ),
    Told(
        "a day two months back is out of its grace",
        MONTH,
        ["2024-10-03 labour-day makes_up=2024-08-30"],
        "2024-10-10",
        {"2024-08": "missed 0+0", "2024-09": "missed 0+0", "2024-10": "kept 1+0"},
    ),
    Told(
        "up to the 28th it is on time",
        BY_28,
        ["2024-09-28 labour-day"],
        "2024-10-31",
        {"2024-09": "kept 1+0"},
    ),
    Told(
        "on the 29th it is late",
        BY_28,
        ["2024-09-29 labour-day"],
        "2024-10-31",
        {"2024-09": "late 0+1"},
    ),
    Told(
        "the 31st of a leap year's February means the 29th",
        BY_31,
        ["2024-02-29 labour-day"],
        "2024-03-31",
        {"2024-02": "kept 1+0"},
    ),
    Told(
        "Friday is on time, Saturday of the same week is late",
        FRIDAY,
        ["2024-09-13 labour-day", "2024-09-21 labour-day"],
        "2024-09-30",
        {"2024-W37": "kept 1+0", "2024-W38": "late 0+1"},
    ),
    Told(
        "Monday makes up for last week within two working days",
        GRACE,
        ["2024-09-09 labour-day makes_up=2024-09-08"],
        "2024-09-30",
        {"2024-W36": "late 0+1", "2024-W37": "missed 0+0"},
    ),
    Told(
        "the National Day holiday does not use up working days of grace",
        GRACE,
        ["2025-10-10 labour-day makes_up=2025-10-05"],
        "2025-10-31",
        {"2025-W40": "late 0+1", "2025-W41": "missed 0+0"},
    ),
]
