"""A slow, obvious calendar to check the room against: every day carries a label, and a
period is the run of days with one label. Nothing here is shared with the code under test.
"""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from functools import cache
from itertools import groupby

from hypothesis import strategies as st

from tongxing.rules.periods import By
from tongxing.rules.periods import Rhythm

UNITS = ("week", "ten-days", "month", "quarter", "half-year", "year")
FIRST_DAY = date(2015, 1, 1)
LAST_DAY = date(2036, 12, 31)
ONE_DAY = timedelta(days=1)


@cache
def label(unit: str, day: date) -> str:
    """The key of the unit that holds a day, from the C library's own calendar."""
    if unit == "week":
        return day.strftime("%G-W%V")
    if unit == "ten-days":
        part = 1 if day.day <= 10 else 2 if day.day <= 20 else 3
        return day.strftime("%Y-%m-X") + str(part)
    if unit == "month":
        return day.strftime("%Y-%m")
    if unit == "quarter":
        return f"{day.year}-Q{ {1: 1, 2: 1, 3: 1, 4: 2, 5: 2, 6: 2, 7: 3, 8: 3, 9: 3}.get(day.month, 4) }"
    if unit == "half-year":
        return f"{day.year}-H{1 if day.month <= 6 else 2}"
    return str(day.year)


def days(start: date, until: date) -> list[date]:
    return [start + timedelta(days=n) for n in range((until - start).days)]


def runs(unit: str, start: date, until: date) -> list[tuple[str, date, date]]:
    """(key, first day, day after the last) of every unit wholly inside [start, until)."""
    found = []
    for key, group in groupby(days(start, until), key=lambda day: label(unit, day)):
        run = list(group)
        found.append((key, run[0], run[-1] + ONE_DAY))
    return found[1:-1]


days_of_these_years = st.dates(FIRST_DAY, LAST_DAY)


@st.composite
def bys(draw, unit: str) -> By | None:
    if draw(st.booleans()):
        return None
    if unit == "week":
        return By(weekday=draw(st.integers(0, 6)))
    if unit == "ten-days":
        return By(day=draw(st.integers(1, 11)))
    months = {"quarter": 3, "half-year": 6, "year": 12}.get(unit)
    month = draw(st.integers(1, months)) if months else None
    return By(day=draw(st.integers(1, 31)), month=month)


@st.composite
def rhythms(draw, units: tuple[str, ...] = UNITS) -> Rhythm:
    unit = draw(st.sampled_from(units))
    grace = draw(st.sampled_from(["none", "days", "workdays"]))
    return Rhythm(
        unit=unit,
        multiple=draw(st.sampled_from([1, 1, 2, 3, 5])),
        by=draw(bys(unit)),
        grace_days=draw(st.integers(1, 60)) if grace == "days" else 0,
        grace_workdays=draw(st.integers(1, 20)) if grace == "workdays" else 0,
        only_months=draw(st.sampled_from([frozenset(), frozenset({6, 7, 8, 9}), frozenset({2})])),
    )
