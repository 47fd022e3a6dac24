"""Random small worlds: books of a few pairings and records, plans of one to three editions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from itertools import pairwise

from hypothesis import strategies as st

from tests.rules.standing import plans as p
from tongxing.rules.periods import By
from tongxing.rules.periods import Rhythm
from tongxing.rules.plan.model import FieldTest
from tongxing.rules.plan.model import Need
from tongxing.rules.plan.model import Plan
from tongxing.rules.plan.model import Step
from tongxing.rules.plan.model import Where
from tongxing.rules.standing.build import Amount
from tongxing.rules.standing.build import AttributeRow
from tongxing.rules.standing.build import BookBuilder
from tongxing.rules.standing.build import Doer
from tongxing.rules.standing.build import PairingRow
from tongxing.rules.standing.build import RecordRow
from tongxing.rules.standing.build import WaiverRow

FIRST = date(2023, 12, 4)
DAYS = 150
VILLAGES = ["440981100200", "440981101200"]
PLACES = [*VILLAGES, "440981100000"]
UNITS = ["org:forestry", "org:market"]
PEOPLE = ["person:li", "person:wang"]
HOUSEHOLDS = ["household:1", "household:2"]
KINDS = ["purchase", "labour-day"]
COUNTS = [("purchase", "labour-day"), ("purchase",), ("labour-day",)]
DUTIES = ["first", "second"]

day = st.integers(0, DAYS).map(lambda n: FIRST + timedelta(days=n))
few = st.integers(0, 3)


@dataclass
class World:
    book: BookBuilder
    plans: list[Plan]
    as_of: date
    ahead_days: int


@st.composite
def rhythms(draw: st.DrawFn) -> Rhythm:
    unit = draw(st.sampled_from(["week", "ten-days", "month", "quarter", "once"]))
    by = None
    if draw(st.booleans()):
        number = draw(st.integers(1, 31))
        by = {
            "week": By(weekday=number % 7),
            "ten-days": By(day=number % 10 + 1),
            "month": By(day=number),
            "quarter": By(month=number % 3 + 1, day=number),
            "once": None,
        }[unit]
    grace = draw(st.sampled_from([(0, 0), (5, 0), (40, 0), (0, 2)]))
    months = draw(st.sampled_from([(), (), (1, 2, 4)]))
    return Rhythm(
        unit,
        multiple=1 if unit == "once" else draw(st.sampled_from([1, 1, 2])),
        on=date(2024, 3, 20) if unit == "once" else None,
        by=by,
        grace_days=grace[0],
        grace_workdays=grace[1],
        only_months=frozenset() if unit == "once" else frozenset(months),
    )


@st.composite
def duties(draw: st.DrawFn, name: str):
    sums = draw(few) == 3
    tests = []
    if draw(few) == 3:
        tests.append(FieldTest("mode", values=("canteen", "shop")))
    if draw(few) == 3:
        tests.append(FieldTest("amount", min=draw(st.sampled_from([None, 2])), max=8))
    where = Where(
        by_role=draw(st.sampled_from(["", "leader"])),
        place_within=draw(st.sampled_from(["", "", "440981100000"])),
        fields=tuple(tests),
    )
    return p.duty_of(
        name,
        draw(rhythms()),
        of=draw(st.sampled_from([p.UNIT_VILLAGE, p.UNIT_VILLAGE, p.BUNDLE])),
        counts=("purchase",) if sums else draw(st.sampled_from(COUNTS)),
        need=Need(sum="purchase.amount", at_least=6)
        if sums
        else Need(times=draw(st.sampled_from([1, 1, 2]))),
        where=where if draw(few) == 3 else Where(),
        not_also=("second",) if name == "first" and draw(few) == 3 else (),
        attributes={"grade": ("monitored",)} if draw(few) == 3 else {},
        partial=draw(st.sampled_from(["none", "half"])),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    inner = draw(st.sets(day, max_size=2)) if draw(st.booleans()) else set()
    cuts = sorted({FIRST - timedelta(days=1), *inner, FIRST + timedelta(days=DAYS)})
    open_end = draw(st.booleans())
    ladder = (
        Step("remind", 1, issued_by="system", cure_days=draw(st.sampled_from([0, 12]))),
        Step("talk", draw(st.integers(1, 3)), after=draw(st.sampled_from(["", "remind"]))),
        Step("report", 3, after=draw(st.sampled_from(["", "remind", "talk"]))),
    )
    editions = []
    for number, (since, until) in enumerate(pairwise(cuts)):
        last = number == len(cuts) - 2
        gap = draw(st.sampled_from([0, 0, 9]))
        end = max(since + timedelta(days=1), until - timedelta(days=gap))
        names = draw(st.sampled_from([DUTIES, DUTIES, ["second"]]))
        editions.append(
            p.edition_of(
                *[draw(duties(name)) for name in names],
                since=since,
                until=None if last and open_end else end,
                name=str(number),
                lock_days=draw(st.sampled_from([5, 45])),
                ladder=ladder,
            )
        )
    return Plan(p.PLAN, tuple(editions))


@st.composite
def pairings(draw: st.DrawFn, key: str) -> PairingRow:
    start = draw(st.just(FIRST) | day)
    until = draw(st.none() | day)
    if until is not None and until <= start:
        until = start + timedelta(days=30)
    bundle = draw(few) == 3
    return PairingRow(
        key,
        p.BUNDLE if bundle else p.UNIT_VILLAGE,
        draw(st.lists(st.sampled_from(PEOPLE if bundle else UNITS), min_size=1, max_size=2)),
        draw(
            st.lists(
                st.sampled_from(HOUSEHOLDS if bundle else VILLAGES),
                min_size=1,
                max_size=2,
                unique=True,
            )
        ),
        start,
        until,
        place=draw(st.sampled_from(VILLAGES)),
    )


@st.composite
def doers(draw: st.DrawFn) -> Doer:
    role = draw(st.sampled_from(["", "leader"]))
    if draw(st.booleans()):
        return Doer(draw(st.sampled_from(UNITS)), role)
    return Doer(
        draw(st.sampled_from(PEOPLE)), role, of=draw(st.sampled_from(["", UNITS[0], UNITS[1]]))
    )


@st.composite
def records(draw: st.DrawFn, number: int, aim: PairingRow) -> RecordRow:
    happened = draw(day)
    astray = draw(few) == 3
    target = next((one for one in aim.targets if one.isdigit()), VILLAGES[0])
    subjects = [one for one in aim.targets if not one.isdigit()]
    late = draw(st.sampled_from([0, 0, 0, 3, 20, 80]))
    refers = draw(st.integers(0, 15)) if number else 9
    earlier = st.integers(0, max(number - 1, 0))
    values = {}
    if draw(st.booleans()):
        values["amount"] = Amount(draw(st.integers(0, 9)), approx=draw(st.booleans()))
    if draw(st.booleans()):
        values["mode"] = draw(st.sampled_from(["canteen", "shop", "gift"]))
    back = draw(st.sampled_from([None, None, 8, 20, 30, 45]))
    return RecordRow(
        draw(st.sampled_from(KINDS)),
        happened,
        [
            *draw(st.lists(doers(), min_size=astray, max_size=2)),
            *([] if astray else [Doer(aim.actors[0], draw(st.sampled_from(["", "leader"])))]),
        ],
        place=draw(st.sampled_from(PLACES)) if astray else target,
        about=draw(st.sets(st.sampled_from(HOUSEHOLDS)).map(sorted)) if astray else subjects,
        makes_up=None if back is None else happened - timedelta(days=back),
        received=happened + timedelta(days=late),
        values=values,
        replaces=draw(st.lists(earlier, min_size=1, max_size=2)) if refers in {14, 15} else (),
        returns=draw(earlier) if refers == 13 else None,
        accepts=draw(earlier) if refers == 12 else None,
    )


@st.composite
def spans_of(draw: st.DrawFn) -> tuple[date, date]:
    start = draw(day)
    return start, start + timedelta(days=draw(st.sampled_from([1, 4, 14, 16, 40])))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    book = BookBuilder("440981")
    for number in range(draw(st.integers(1, 4))):
        book.pairings.append(draw(pairings(f"pair-{number}")))
    for number in range(draw(st.integers(0, 25) | st.just(25))):
        aim = draw(st.sampled_from(book.pairings))
        book.record(draw(records(number, aim)))
    keys = [one.key for one in book.pairings]
    for _ in range(draw(few)):
        start, until = draw(spans_of())
        names = draw(st.sets(st.sampled_from(DUTIES), max_size=1))
        plan = draw(st.sampled_from([p.PLAN, p.PLAN, "another-plan"]))
        pairing = draw(st.sampled_from(keys))
        book.waivers.append(WaiverRow(pairing, plan, start, until, frozenset(names)))
    for _ in range(draw(few)):
        start, until = draw(spans_of())
        grade = draw(st.sampled_from(["monitored", "general"]))
        pairing = draw(st.sampled_from(keys))
        book.attributes.append(AttributeRow(pairing, "grade", grade, start, until))
    return World(
        book,
        [draw(plans())],
        draw(day | st.just(FIRST + timedelta(days=DAYS))),
        draw(st.sampled_from([0, 31])),
    )
