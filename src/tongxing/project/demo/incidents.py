"""What goes wrong and is put right: corrections, withdrawals, returns, conflicts, the lock."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from typing import Any
from uuid import UUID

from tongxing.project.demo.chance import Chance
from tongxing.project.demo.chance import made_id
from tongxing.project.demo.couples import secretary
from tongxing.project.demo.days import office_day
from tongxing.project.demo.days import sitting
from tongxing.project.demo.sources import phrases
from tongxing.project.demo.steps import Accept
from tongxing.project.demo.steps import Append
from tongxing.project.demo.steps import Correct
from tongxing.project.demo.steps import Entry
from tongxing.project.demo.steps import Return
from tongxing.project.demo.steps import Settle
from tongxing.project.demo.steps import Step
from tongxing.project.demo.steps import Withdraw

OFFICE = "person:gaozhou-office"
SHARES = {"correct": 0.006, "withdraw": 0.0006, "return": 0.001, "conflict": 0.0003}
MENDED = 0.75  # share of returned records that come back corrected
SETTLED = 0.5
ACCEPTED = 0.4  # share of records after the lock that the office lets count
LOCKED_AFTER = timedelta(days=80)  # later than any period's end + lock_days


def with_incidents(seed: int, steps: Iterable[Step]) -> Iterator[Step]:
    """The steps, and what becomes of some of the records they write."""
    for step in steps:
        yield step
        if isinstance(step.deed, Append):
            yield from _after(seed, step, step.deed.entry)


def _after(seed: int, step: Step, entry: Entry) -> Iterator[Step]:
    chance = Chance(seed, "incident", entry.id)
    if step.at.date() - entry.happened > LOCKED_AFTER:
        if chance.happens(ACCEPTED):
            at = _later(seed, chance, step.at, OFFICE)
            note = phrases()["note"]["accept"]
            yield Step(at, OFFICE, Accept(_id(seed, at, "accept", entry.id), entry.id, note))
        return
    drawn = chance.random()
    for sort, share in SHARES.items():
        if drawn < share:
            yield from INCIDENTS[sort](seed, chance, step, entry)
            return
        drawn -= share


def _id(seed: int, at: datetime, sort: str, of: UUID) -> UUID:
    return made_id(at, seed, sort, of)


def _later(seed: int, chance: Chance, after: datetime, typist: str) -> datetime:
    day = office_day(after.date() + timedelta(days=chance.randint(1, 12)))
    return sitting(seed, typist, day)


def corrected(seed: int, chance: Chance, at: datetime, entry: Entry, sort: str) -> Entry:
    """The same record with its head count put right and a word on why."""
    values: dict[str, Any] = dict(entry.values)
    text = entry.text
    people = values.get("people")
    if isinstance(people, dict) and "approx" not in people:
        number = people["v"] + chance.choice((-1, 1, 2, 3)) or 1
        values["people"] = {"v": number}
        text = text.replace(f"{people['v']}人次", f"{number}人次")
    why = chance.choice(phrases()["note"]["correct"])
    return replace(entry, id=_id(seed, at, sort, entry.id), values=values, text=text + why)


def _correct(seed: int, chance: Chance, step: Step, entry: Entry) -> Iterator[Step]:
    at = _later(seed, chance, step.at, step.typist)
    new = corrected(seed, chance, at, entry, "correct")
    yield Step(at, step.typist, Correct(entry.id, new))


def _withdraw(seed: int, chance: Chance, step: Step, entry: Entry) -> Iterator[Step]:
    at = _later(seed, chance, step.at, step.typist)
    reason = chance.choice(phrases()["note"]["withdraw"])
    deed = Withdraw(_id(seed, at, "withdraw", entry.id), entry.id, reason)
    yield Step(at, step.typist, deed)


def _return(seed: int, chance: Chance, step: Step, entry: Entry) -> Iterator[Step]:
    at = _later(seed, chance, step.at, OFFICE)
    note = chance.choice(phrases()["note"]["return"])
    yield Step(at, OFFICE, Return(_id(seed, at, "return", entry.id), entry.id, note))
    if chance.happens(MENDED):
        back = _later(seed, chance, at, step.typist)
        new = corrected(seed, chance, back, entry, "mend")
        yield Step(back, step.typist, Correct(entry.id, new))


def conflict(
    seed: int, chance: Chance, step: Step, entry: Entry, *, settled: bool | None = None
) -> Iterator[Step]:
    """Unit and village each correct the record; the office may settle it later."""
    village = secretary(entry.place)
    other = village if step.typist != village else OFFICE
    first, second = sorted(
        (_later(seed, chance, step.at, who), who, sort)
        for who, sort in ((step.typist, "by-unit"), (other, "by-village"))
    )
    ids = []
    for at, who, sort in (first, second):
        new = corrected(seed, chance, at, entry, sort)
        ids.append(new.id)
        yield Step(at, who, Correct(entry.id, new))
    if chance.happens(SETTLED) if settled is None else settled:
        at = _later(seed, chance, second[0], OFFICE)
        new = corrected(seed, chance, at, entry, "settle")
        yield Step(at, OFFICE, Settle(tuple(ids), new))


INCIDENTS = {"correct": _correct, "withdraw": _withdraw, "return": _return, "conflict": conflict}
