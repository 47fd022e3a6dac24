"""Who owes the period a change of pairings falls into: whoever leaves, whoever comes, nobody."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import timedelta

import numpy as np

from tongxing.rules.periods import Span
from tongxing.rules.periods import title_of
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Plan
from tongxing.rules.standing.agenda import Block
from tongxing.rules.standing.agenda import held
from tongxing.rules.standing.agenda import owing
from tongxing.rules.standing.columns import columns
from tongxing.rules.standing.tables import NO_DAY

LEAVES, COMES = 0, 1


@dataclass(frozen=True, slots=True)
class Split:
    """One period cut by a change: what is asked, and of whom it still is."""

    kind: str
    duty: str
    title: str
    period: str  # "2024年7月"
    leaving_owes: bool
    coming_owes: bool


def split_at(plans: Iterable[Plan], kinds: Iterable[str], on: date) -> tuple[Split, ...]:
    """Every period of duties of these kinds of pairing that a change on the day cuts in two.

    A pairing that leaves is taken to have held all along, one that comes to hold from the day
    on; what each owes is what the kernel says of such pairings.
    """
    wanted = frozenset(kinds)
    return tuple(
        split
        for plan in plans
        for number, edition in enumerate(plan.editions)
        if on in edition.effective
        for duty in edition.duties.values()
        if duty.of in wanted
        for split in _cut(plan, number, duty, on)
    )


def _cut(plan: Plan, number: int, duty: Duty, on: date) -> Iterator[Split]:
    found = columns(duty.rhythm, plan.span, Span(on, on + timedelta(days=1)))
    day = on.toordinal()
    start, until = np.array([[1, day], [day, NO_DAY]], dtype=np.int32)
    at = np.arange(len(found), dtype=np.int32)
    terms = owing(plan, Block(number, plan.editions[number], duty, found, at), at)
    owes = held(start, until, terms, found.start, found.until)
    for column, period in enumerate(found.periods):
        if period.start < on:
            yield Split(
                duty.of, duty.id, duty.title, title_of(period.key),
                bool(owes[LEAVES, column]), bool(owes[COMES, column]),
            )  # fmt: skip
