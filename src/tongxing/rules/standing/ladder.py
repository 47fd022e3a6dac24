"""The ladder: which steps a row of missed periods has reached, on which day, and over what.

Only rows that still run are due: a kept or late period ends a row. Excused periods and those
not owed are skipped, periods not yet decided do not matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from tongxing.rules.periods import Period
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import Plan
from tongxing.rules.plan.model import Step
from tongxing.rules.standing.runs import begins
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Days
from tongxing.rules.standing.tables import DutyStanding
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Rows
from tongxing.rules.standing.tables import Standing
from tongxing.rules.standing.tables import State


@dataclass(frozen=True, slots=True)
class StepDue:
    """One step of the ladder one pairing has reached for one duty."""

    plan: str
    duty: str
    edition: str  # whose ladder it is
    pairing: int  # row of Pairings
    step: Step
    reached: date
    periods: tuple[Period, ...]  # missed in this row and closed by that day, ascending


def steps(standing: Standing, plans: Sequence[Plan]) -> tuple[StepDue, ...]:
    """All steps due, by duty, step and pairing; none under a plan not in force on the day."""
    present = {plan.id: edition_on(plan, standing.as_of) for plan in plans}
    return tuple(
        due
        for duty in standing.duties
        if (edition := present[duty.plan]) is not None
        for due in steps_of(duty, edition, standing.as_of)
    )


def edition_on(plan: Plan, day: int) -> Edition | None:
    """The edition whose effective span holds the day; None before, between and after them."""
    at = date.fromordinal(day)
    return next((one for one in plan.editions if at in one.effective), None)


def steps_of(duty: DutyStanding, edition: Edition, as_of: int) -> Iterator[StepDue]:
    missed = missed_rows(duty)
    some = np.flatnonzero(missed.any(axis=1))
    row, pairing = missed[some], duty.pairing[some]
    closes = np.array([one.closes.toordinal() for one in duty.periods], dtype=np.int32)
    for step, day in zip(edition.ladder, days_reached(row, closes, edition.ladder), strict=True):
        due = np.flatnonzero(day <= as_of)
        own, column = np.nonzero(row[due] & (closes <= day[due, None]))
        cited = [duty.periods[at] for at in column.tolist()]
        ends = [*begins(own).tolist(), len(cited)]  # whatever reached a step missed something
        told = zip(pairing[due].tolist(), day[due].tolist(), pairwise(ends), strict=True)
        for who, reached, (begin, end) in told:
            yield StepDue(
                plan=duty.plan,
                duty=duty.duty,
                edition=edition.edition,
                pairing=who,
                step=step,
                reached=date.fromordinal(reached),
                periods=tuple(cited[begin:end]),
            )


def missed_rows(duty: DutyStanding) -> Flags:
    """P′ × C: the missed periods of the row that still runs."""
    done = (duty.state == State.KEPT) | (duty.state == State.LATE)
    done_later = np.logical_or.accumulate(done[:, ::-1], axis=1)[:, ::-1]
    row: Flags = (duty.state == State.MISSED) & ~done_later
    return row


def missed_in_row(duty: DutyStanding) -> Rows:
    """P′: how many periods each pairing has missed in the row that still runs."""
    number: Rows = missed_rows(duty).sum(axis=1, dtype=np.int32)
    return number


def days_reached(row: Flags, closes: Days, ladder: Sequence[Step]) -> list[Days]:
    """For each step P′ days it was reached on, NO_DAY where it was not.

    A step is reached when the last of its misses closes, but not before the cure days of
    the step above it, and of the one it comes after, have passed.
    """
    number = np.cumsum(row, axis=1)
    found: list[Days] = []
    by_name: dict[str, tuple[Step, Days]] = {}
    for order, step in enumerate(ladder):
        is_last = row & (number == step.missed_in_row)
        days = np.where(is_last, closes, NO_DAY).min(axis=1, initial=NO_DAY).astype(np.int32)
        earlier = [(ladder[order - 1], found[-1])] if found else []
        if step.after:
            earlier.append(by_name[step.after])
            days[by_name[step.after][1] == NO_DAY] = NO_DAY
        for before, reached in earlier:
            waits = (reached != NO_DAY) & (days != NO_DAY)
            days[waits] = np.maximum(days, reached + np.int32(before.cure_days))[waits]
        found.append(days)
        by_name[step.step] = (step, days)
    return found
