"""The year's end: what the supervision team found on the spot, and the meeting's ballot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tongxing.project.demo.chance import made_id
from tongxing.project.demo.couples import Couple
from tongxing.project.demo.days import moment
from tongxing.project.demo.days import office_day
from tongxing.project.demo.steps import Append
from tongxing.project.demo.steps import By
from tongxing.project.demo.steps import Entry
from tongxing.project.demo.steps import Step
from tongxing.project.demo.steps import Value
from tongxing.project.demo.telling import count
from tongxing.project.demo.tempers import Sort

OFFICE = "person:gaozhou-office"
SCALE = 10_000  # numbers are kept in ten-thousandths
FIELD_CHECK = {Sort.STEADY: (12, 15), Sort.TARDY: (10, 14), Sort.FADING: (8, 12)}
APPRAISAL = {Sort.STEADY: (8, 10), Sort.TARDY: (7, 9), Sort.FADING: (6, 9)}
LOWEST = (6, 9)


def results(couple: Couple, until: date) -> Iterator[Step]:
    """The field check of December and the appraisal after it, for every full year."""
    for year in range(2024, until.year + 1):
        chance = couple.chance("results", year)
        for kind, day, span in (
            ("field-check", date(year, 12, 16), FIELD_CHECK),
            ("appraisal", date(year, 12, 24), APPRAISAL),
        ):
            low, high = span.get(couple.temper.sort, LOWEST)
            points = chance.randint(low * 2, high * 2) * SCALE // 2
            at = moment(office_day(day), 16, 30)
            entry = Entry(
                id=made_id(at, couple.seed, couple.key, kind, year),
                kind=kind,
                doers=(By(couple.unit.party),),
                place=couple.village.code,
                happened=office_day(day),
                text="督导组到村核查。" if kind == "field-check" else "评议会无记名测评。",
                values={"points": {"v": points}, **_counted(kind, chance.randint(3, 6))},
            )
            yield Step(at, OFFICE, Append(entry))


def _counted(kind: str, sites: int) -> dict[str, Value]:
    return {"sites": count(sites)} if kind == "field-check" else {"ballots": count(sites * 7)}
