"""Step 4, owe: which pairing owes which period, under which edition; and who is excused."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Plan
from tongxing.rules.standing.columns import Columns
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Attributes
from tongxing.rules.standing.tables import Days
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Pairings
from tongxing.rules.standing.tables import Rows
from tongxing.rules.standing.tables import Waivers


@dataclass(frozen=True, slots=True)
class Owers:
    """P′ pairings a duty may concern: their rows of Pairings, and where each row stands here."""

    pairing: Rows
    position: Rows  # one for each row of Pairings, -1 for those left out
    start: Days
    until: Days


def owers(pairings: Pairings, kinds: frozenset[str]) -> Owers:
    """The pairings of these kinds, in their order."""
    wanted = np.array([kind in kinds for kind in pairings.kinds], dtype=np.bool_)
    pairing = np.flatnonzero(wanted[pairings.kind]).astype(np.int32)
    position = np.full(len(pairings.keys), -1, dtype=np.int32)
    position[pairing] = np.arange(len(pairing), dtype=np.int32)
    return Owers(pairing, position, pairings.start[pairing], pairings.until[pairing])


def owed(who: Owers, plan: Plan, number: int, columns: Columns, partial: str) -> Flags:
    """P′ × C: the periods owed under edition `number` of the plan; `for` and kind apart."""
    begins = np.array([one.effective.start.toordinal() for one in plan.editions], dtype=np.int32)
    ends = np.array([end_of(plan, n) for n in range(len(plan.editions))], dtype=np.int32)
    start, until = who.start[:, None], who.until[:, None]
    if len(begins) == 1 and partial == "none":
        planned = (begins[0] <= columns.start) & (columns.until <= ends[0])
        owes: Flags = (start <= columns.start) & (columns.until <= until) & planned
        return owes
    first = np.maximum(start, columns.start)
    last = np.minimum(until, columns.until)
    covered = np.zeros(first.shape, dtype=np.int32)
    for begin, end in zip(begins, ends, strict=True):
        covered += np.maximum(np.minimum(last, end) - np.maximum(first, begin), 0)
    length = columns.until - columns.start
    enough = 2 * covered >= length if partial == "half" else covered == length
    # The edition in force on the first day covered: the first that ends after that day.
    in_force = np.searchsorted(ends, first, side="right") == number
    whole: Flags = enough & in_force
    return whole


def end_of(plan: Plan, number: int) -> int:
    until = plan.editions[number].effective.until
    return int(NO_DAY) if until is None else until.toordinal()


def asked_of(attributes: Attributes, duty: Duty, who: Owers, columns: Columns) -> Flags | None:
    """P′ × C: whether all attributes the duty names fit on the first day; None = no `for`."""
    asked: Flags | None = None
    if not duty.attributes:
        return asked
    names, values = np.array(attributes.name), np.array(attributes.value)
    for name, wanted in duty.attributes.items():
        fits = (names == name) & np.isin(values, wanted) & (who.position[attributes.pairing] >= 0)
        held = holding(attributes, fits, who, columns)
        asked = held if asked is None else asked & held
    return asked


def holding(attributes: Attributes, fits: Flags, who: Owers, columns: Columns) -> Flags:
    """P′ × C: whether one of the fitting attributes holds on the period's first day."""
    change = np.zeros((len(who.pairing), len(columns) + 1), dtype=np.int32)
    rows = who.position[attributes.pairing[fits]]
    np.add.at(change, (rows, np.searchsorted(columns.start, attributes.start[fits])), 1)
    np.add.at(change, (rows, np.searchsorted(columns.start, attributes.until[fits])), -1)
    held: Flags = np.cumsum(change, axis=1)[:, :-1] > 0
    return held


def excused(waivers: Waivers, plan: str, duty: str, who: Owers, columns: Columns) -> Flags | None:
    """P′ × C: waivers cover at least half of the period's days; None when none applies."""
    if not len(waivers.pairing):
        return None
    fitting = {duties for duties in set(waivers.duties) if not duties or duty in duties}
    applies = np.fromiter(map(fitting.__contains__, waivers.duties), np.bool_)
    applies &= np.array(waivers.plan) == plan
    applies &= who.position[waivers.pairing] >= 0
    if not applies.any() or not len(columns):
        return None
    row, start, until = apart(
        who.position[waivers.pairing[applies]], waivers.start[applies], waivers.until[applies]
    )
    # Each span touches the columns from the first that ends after its start on.
    first = np.searchsorted(columns.until, start, side="right")
    times = np.maximum(np.searchsorted(columns.start, until) - first, 0)
    span = np.repeat(np.arange(len(row)), times)
    column = np.arange(len(span)) - np.repeat(np.cumsum(times) - times - first, times)
    days = np.minimum(until[span], columns.until[column]) - np.maximum(
        start[span], columns.start[column]
    )
    covered = np.zeros((len(who.pairing), len(columns)), dtype=np.int32)
    np.add.at(covered, (row[span], column), days)
    enough: Flags = 2 * covered >= columns.until - columns.start
    return enough


def apart(pairing: Rows, start: Days, until: Days) -> tuple[Rows, NDArray[np.int64], Days]:
    """The same days without overlap: what each span adds to those before it of its pairing."""
    order = np.lexsort((start, pairing))
    pairing, start, until = pairing[order], start[order], until[order]
    # A running maximum that starts anew with each pairing, as later pairings weigh more.
    weight = pairing.astype(np.int64) << 32
    reached = np.maximum.accumulate(weight | until)
    before = np.zeros(len(pairing), dtype=np.int64)
    before[1:] = np.where(pairing[1:] == pairing[:-1], reached[:-1] - weight[1:], 0)
    begin = np.maximum(start, before)
    adds = begin < until
    return pairing[adds], begin[adds], until[adds]
